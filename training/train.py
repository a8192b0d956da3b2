"""Fine-tune a LoRA adapter on examples, on completions only, and write it as a GGUF file with its manifest.

    python -m training.train --base model.gguf --examples examples.jsonl --out adapter/

``examples.jsonl`` comes from ``python -m training.prepare``. It wants one GPU. A CPU with bfloat16 units can go on
from an earlier adapter (``--start adapter.gguf``); one without needs ``--precision float32``, and far more time.
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
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from training.base import END, PADDING, build_model, build_tokenizer, read
from training.export import export, load
from training.packing import IGNORED, Packed, Tokens, pack, padded

if TYPE_CHECKING:
    import torch
    from tokenizers import Tokenizer

PROJECTIONS = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")
_WARM_UP = 0.05
_TOLD_STEPS = 20


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
        longest: Articles with more tokens, questions and answers included, are left out, and counted.
        seed: Seed of order and initial weights.
        precision: Type that is computed in: "bfloat16" or "float32".
        first_layer: Layers below this one keep the adapter that training goes on from; learning then takes less time.
    """

    rank: int = 16
    alpha: int = 32
    dropout: float = 0.05
    learning_rate: float = 2e-4
    epochs: int = 3
    batch_tokens: int = 8192
    longest: int = 4096
    seed: int = 0
    precision: str = "bfloat16"
    first_layer: int = 0


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


def packed(rows: Sequence[dict[str, Any]], tokenizer: Tokenizer) -> list[Packed]:
    """The examples of each article as one sequence; those of one article stand together."""
    return [pack(tokenise(list(group), tokenizer)) for _, group in groupby(rows, key=lambda row: row["case"])]


def batches(articles: Sequence[Packed], recipe: Recipe, order: random.Random) -> Iterator[list[Packed]]:
    """Batches of articles of like length, in random order."""
    shuffled = sorted(articles, key=lambda article: (len(article) // 64, order.random()))
    groups: list[list[Packed]] = [[]]
    for article in shuffled:
        longest = max([len(article), *map(len, groups[-1])])
        if groups[-1] and longest * (len(groups[-1]) + 1) > recipe.batch_tokens:
            groups.append([])
        groups[-1].append(article)
    order.shuffle(groups)
    yield from groups


def train(
    model: Any, articles: Sequence[Packed], padding: int, recipe: Recipe, device: str, start: Path | None = None
) -> Any:
    """Train an adapter on a model; from scratch, or on from the adapter in a file.

    Returns:
        The PEFT model.
    """
    import torch
    from peft import LoraConfig, get_peft_model, set_peft_model_state_dict

    torch.manual_seed(recipe.seed)
    order = random.Random(recipe.seed)
    configuration = LoraConfig(
        r=recipe.rank, lora_alpha=recipe.alpha, lora_dropout=recipe.dropout, target_modules=list(PROJECTIONS),
        bias="none", task_type="CAUSAL_LM",
    )  # fmt: skip
    tuned = get_peft_model(model.to(device), configuration)
    if start is not None:
        set_peft_model_state_dict(tuned, load(start))
    for name, parameter in tuned.named_parameters():
        if parameter.requires_grad and int(name.split(".layers.")[1].split(".")[0]) < recipe.first_layer:
            parameter.requires_grad_(False)
    weights = [parameter for parameter in tuned.parameters() if parameter.requires_grad]
    for parameter in weights:
        parameter.data = parameter.data.float()
    steps = recipe.epochs * len(list(batches(articles, recipe, random.Random(recipe.seed))))
    optimiser = torch.optim.AdamW(weights, lr=recipe.learning_rate, weight_decay=0.0)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _rate(step, steps))
    tuned.train()
    started, step = time.time(), 0
    for epoch in range(recipe.epochs):
        loss_sum, count = 0.0, 0
        for batch in batches(articles, recipe, order):
            loss = _loss(tuned, batch, padding, recipe, device)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(weights, 1.0)
            optimiser.step()
            schedule.step()
            optimiser.zero_grad()
            loss_sum, count, step = loss_sum + loss.item(), count + 1, step + 1
            if step % _TOLD_STEPS == 0 or step == steps:
                told = f"pass {epoch + 1}, step {step} of {steps}, {time.time() - started:.0f} s"
                print(f"{told}: loss {loss_sum / count:.4f}", flush=True)
    return tuned.eval()


def _rate(step: int, steps: int) -> float:
    warm = max(1, int(steps * _WARM_UP))
    return min(1.0, (step + 1) / warm) * 0.5 * (1 + math.cos(math.pi * min(1.0, step / max(1, steps))))


def _loss(tuned: Any, batch: Sequence[Packed], padding: int, recipe: Recipe, device: str) -> torch.Tensor:
    """Cross entropy over the answers' tokens; the head is applied to these alone."""
    import torch
    from torch.nn.functional import cross_entropy

    ids, positions, labels, sees = (tensor.to(device) for tensor in padded(batch, padding))
    core, head = tuned.base_model.model.model, tuned.base_model.model.lm_head
    with torch.autocast(device, torch.bfloat16, enabled=recipe.precision == "bfloat16"):
        states = core(input_ids=ids, attention_mask=sees, position_ids=positions, use_cache=False).last_hidden_state
        answered = labels[:, 1:] != IGNORED
        logits = head(states[:, :-1][answered])
    return cross_entropy(logits.float(), labels[:, 1:][answered])


def write_adapter(tuned: Any, recipe: Recipe, out: Path, manifest: dict[str, Any]) -> Path:
    """Write the adapter and its manifest; returns the adapter's path."""
    from peft import get_peft_model_state_dict

    out.mkdir(parents=True, exist_ok=True)
    path = out / "adapter.gguf"
    export(get_peft_model_state_dict(tuned), recipe.alpha, path, name=manifest["topic"])
    content = {**manifest, "file": path.name, "sha256": _digest(path), "recipe": asdict(recipe)}
    (out / "manifest.json").write_text(json.dumps(content, indent=1) + "\n", "utf-8")
    return path


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", type=Path, required=True, help="GGUF file of the base model")
    parser.add_argument("--examples", type=Path, required=True, help="JSON Lines from training.prepare")
    parser.add_argument("--out", type=Path, required=True, help="folder for adapter and manifest")
    parser.add_argument("--start", type=Path, help="GGUF adapter of the same rank to go on from")
    parser.add_argument("--topic", default="agreements")
    for name, value in asdict(Recipe()).items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(value), default=value)
    options = parser.parse_args(arguments)
    recipe = Recipe(**{name: getattr(options, name) for name in asdict(Recipe())})
    run(options.base, options.examples, options.out, options.topic, recipe, options.start)


def run(base: Path, examples: Path, out: Path, topic: str, recipe: Recipe, start: Path | None = None) -> Path:
    """Train on a file of examples and write the adapter; returns its path."""
    import torch

    device = "cuda" if torch.cuda.is_available() else "cpu"
    reader = read(base)
    tokenizer = build_tokenizer(reader)
    text = examples.read_text("utf-8")
    rows = [json.loads(line) for line in text.splitlines()]
    everything = packed(rows, tokenizer)
    kept = [article for article in everything if len(article) <= recipe.longest]
    print(f"{len(kept)} articles, {len(everything) - len(kept)} too long, on {device}", flush=True)
    model = build_model(reader, getattr(torch, recipe.precision))
    padding = tokenizer.token_to_id(PADDING)
    if padding is None:
        raise ValueError(f"{base.name}: the vocabulary has no {PADDING}")
    tuned = train(model, kept, padding, recipe, device, start)
    manifest = {
        "topic": topic,
        "base_sha256": _digest(base),
        "started_from_sha256": start and _digest(start),
        "examples_sha256": hashlib.sha256(text.encode()).hexdigest(),
        "examples": sum(article.branches[-1] for article in kept),
        "articles": len(kept),
        "trained": datetime.now(UTC).date().isoformat(),
    }
    return write_adapter(tuned, recipe, out, manifest)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    main()
