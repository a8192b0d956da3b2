"""Fine-tune a LoRA adapter on examples, on completions only, and write it as a GGUF file with its manifest.

    python -m training.train --base model.gguf --examples examples.jsonl --out adapter/

``examples.jsonl`` comes from ``python -m training.prepare``. One GPU; without one it runs on the CPU, slowly.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from training.base import END, PADDING, build_model, build_tokenizer, read
from training.export import export

if TYPE_CHECKING:
    import torch
    from tokenizers import Tokenizer

PROJECTIONS = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")
IGNORED = -100
_WARM_UP = 0.05


@dataclass(frozen=True)
class Recipe:
    """Settings of a training run.

    Attributes:
        rank: Rank of the adapter.
        alpha: Scale, divided by the rank.
        dropout: Dropout on the adapter's input.
        learning_rate: Highest learning rate, after a short warm-up; then a cosine down to zero.
        epochs: Passes over the examples.
        batch_tokens: Most tokens in a batch, padding included.
        longest: Examples with more tokens are left out, and counted.
        seed: Seed of order and initial weights.
    """

    rank: int = 16
    alpha: int = 32
    dropout: float = 0.05
    learning_rate: float = 2e-4
    epochs: int = 3
    batch_tokens: int = 8192
    longest: int = 4096
    seed: int = 0


@dataclass(frozen=True)
class Tokens:
    """One example: token numbers, and how many of them are the prompt."""

    ids: list[int]
    prompt: int


def chat(messages: Sequence[dict[str, str]]) -> str:
    """The conversation as the model's chat template writes it, ready for the answer."""
    turns = "".join(f"<|im_start|>{message['role']}\n{message['content']}{END}\n" for message in messages)
    return f"{turns}<|im_start|>assistant\n"


def tokenise(rows: Sequence[dict[str, Any]], tokenizer: Tokenizer) -> list[Tokens]:
    """Examples as tokens."""
    examples = []
    for row in rows:
        prompt = tokenizer.encode(chat(row["messages"]), add_special_tokens=False).ids
        answer = tokenizer.encode(row["answer"] + END, add_special_tokens=False).ids
        examples.append(Tokens(prompt + answer, len(prompt)))
    return examples


def batches(examples: list[Tokens], recipe: Recipe, order: random.Random) -> Iterator[list[Tokens]]:
    """Batches of examples of like length, in random order."""
    shuffled = sorted(examples, key=lambda example: (len(example.ids) // 64, order.random()))
    groups: list[list[Tokens]] = [[]]
    for example in shuffled:
        longest = max([len(example.ids), *(len(other.ids) for other in groups[-1])])
        if groups[-1] and longest * (len(groups[-1]) + 1) > recipe.batch_tokens:
            groups.append([])
        groups[-1].append(example)
    order.shuffle(groups)
    yield from groups


def train(model: Any, examples: list[Tokens], padding: int, recipe: Recipe, device: str) -> Any:
    """Train an adapter on a model.

    Returns:
        The PEFT model.
    """
    import torch
    from peft import LoraConfig, get_peft_model

    torch.manual_seed(recipe.seed)
    order = random.Random(recipe.seed)
    configuration = LoraConfig(
        r=recipe.rank, lora_alpha=recipe.alpha, lora_dropout=recipe.dropout, target_modules=list(PROJECTIONS),
        bias="none", task_type="CAUSAL_LM",
    )  # fmt: skip
    tuned = get_peft_model(model.to(device), configuration)
    weights = [parameter for parameter in tuned.parameters() if parameter.requires_grad]
    for parameter in weights:
        parameter.data = parameter.data.float()
    steps = recipe.epochs * len(list(batches(examples, recipe, random.Random(recipe.seed))))
    optimiser = torch.optim.AdamW(weights, lr=recipe.learning_rate, weight_decay=0.0)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _rate(step, steps))
    tuned.train()
    started, step = time.time(), 0
    for epoch in range(recipe.epochs):
        loss_sum, count = 0.0, 0
        for batch in batches(examples, recipe, order):
            loss = _loss(tuned, batch, padding, device)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(weights, 1.0)
            optimiser.step()
            schedule.step()
            optimiser.zero_grad()
            loss_sum, count, step = loss_sum + loss.item(), count + 1, step + 1
        print(f"epoch {epoch + 1}: loss {loss_sum / count:.4f}, step {step}, {time.time() - started:.0f} s", flush=True)
    return tuned.eval()


def _rate(step: int, steps: int) -> float:
    warm = max(1, int(steps * _WARM_UP))
    return min(1.0, (step + 1) / warm) * 0.5 * (1 + math.cos(math.pi * min(1.0, step / max(1, steps))))


def _loss(tuned: Any, batch: list[Tokens], padding: int, device: str) -> torch.Tensor:
    """Cross entropy over the answers' tokens; the head is applied to these alone."""
    import torch
    from torch.nn.functional import cross_entropy

    ids, mask, labels = _padded(batch, padding, device)
    core, head = tuned.base_model.model.model, tuned.base_model.model.lm_head
    with torch.autocast(device, torch.bfloat16, enabled=device == "cuda"):
        hidden = core(input_ids=ids, attention_mask=mask, use_cache=False).last_hidden_state[:, :-1]
        answered = labels[:, 1:] != IGNORED
        logits = head(hidden[answered])
    return cross_entropy(logits.float(), labels[:, 1:][answered])


def _padded(batch: list[Tokens], padding: int, device: str) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    import torch

    length = max(len(example.ids) for example in batch)
    ids = torch.full((len(batch), length), padding)
    mask = torch.zeros((len(batch), length), dtype=torch.long)
    labels = torch.full((len(batch), length), IGNORED)
    for row, example in enumerate(batch):
        size = len(example.ids)
        ids[row, :size] = torch.tensor(example.ids)
        mask[row, :size] = 1
        labels[row, example.prompt : size] = ids[row, example.prompt : size]
    return ids.to(device), mask.to(device), labels.to(device)


def write_adapter(tuned: Any, recipe: Recipe, out: Path, manifest: dict[str, Any]) -> Path:
    """Write the adapter and its manifest; returns the adapter's path."""
    from peft import get_peft_model_state_dict

    out.mkdir(parents=True, exist_ok=True)
    path = out / "adapter.gguf"
    export(get_peft_model_state_dict(tuned), recipe.alpha, path, name=manifest["topic"])
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    content = {**manifest, "file": path.name, "sha256": digest, "recipe": asdict(recipe)}
    (out / "manifest.json").write_text(json.dumps(content, indent=1) + "\n", "utf-8")
    return path


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", type=Path, required=True, help="GGUF file of the base model")
    parser.add_argument("--examples", type=Path, required=True, help="JSON Lines from training.prepare")
    parser.add_argument("--out", type=Path, required=True, help="folder for adapter and manifest")
    parser.add_argument("--topic", default="agreements")
    for name, value in asdict(Recipe()).items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(value), default=value)
    options = parser.parse_args(arguments)
    recipe = Recipe(**{name: getattr(options, name) for name in asdict(Recipe())})
    run(options.base, options.examples, options.out, options.topic, recipe)


def run(base: Path, examples: Path, out: Path, topic: str, recipe: Recipe) -> Path:
    """Train on a file of examples and write the adapter; returns its path."""
    import torch

    device = "cuda" if torch.cuda.is_available() else "cpu"
    reader = read(base)
    tokenizer = build_tokenizer(reader)
    text = examples.read_text("utf-8")
    everything = tokenise([json.loads(line) for line in text.splitlines()], tokenizer)
    kept = [example for example in everything if len(example.ids) <= recipe.longest]
    print(f"{len(kept)} examples, {len(everything) - len(kept)} too long, on {device}", flush=True)
    model = build_model(reader, torch.bfloat16 if device == "cuda" else torch.float32)
    padding = tokenizer.token_to_id(PADDING)
    if padding is None:
        raise ValueError(f"{base.name}: the vocabulary has no {PADDING}")
    tuned = train(model, kept, padding, recipe, device)
    manifest = {
        "topic": topic,
        "base_sha256": hashlib.sha256(base.read_bytes()).hexdigest(),
        "examples_sha256": hashlib.sha256(text.encode()).hexdigest(),
        "examples": len(kept),
        "trained": datetime.now(UTC).date().isoformat(),
    }
    return write_adapter(tuned, recipe, out, manifest)


if __name__ == "__main__":
    main()
