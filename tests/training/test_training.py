"""Training runs end to end, on a tiny random model and on the CPU."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="training needs the extra 'training'")

from tests.training.tiny import write_tiny_model
from training.base import build_model, build_tokenizer, read
from training.export import export, load
from training.packing import IGNORED, padded
from training.train import Recipe, chat, packed, run, tokenise

pytestmark = pytest.mark.filterwarnings("ignore:.*is_gradient_checkpointing:FutureWarning")
"""peft asks transformers by a name that is going out of use."""

ROW = {
    "case": "x",
    "label": "agreements",
    "messages": [{"role": "system", "content": "Read."}, {"role": "user", "content": "1| India signed."}],
    "answer": '{"agreements":[]}',
}


@pytest.fixture
def base(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.gguf"
    write_tiny_model(path)
    return path


def test_a_run_writes_an_adapter_that_its_manifest_proves(base: Path, tmp_path: Path) -> None:
    """The adapter has a pair for every projection, and the manifest names base, data and adapter by hash."""
    from gguf import GGUFReader

    examples = tmp_path / "examples.jsonl"
    examples.write_text("\n".join(json.dumps({**ROW, "answer": f'{{"agreements":[{n}]}}'}) for n in range(6)))
    recipe = Recipe(rank=2, alpha=4, epochs=2, batch_tokens=400)
    adapter = run(base, examples, tmp_path / "out", "agreements", recipe)
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert (manifest["articles"], manifest["examples"]) == (1, 6)
    assert manifest["sha256"] == hashlib.sha256(adapter.read_bytes()).hexdigest()
    assert manifest["base_sha256"] == hashlib.sha256(base.read_bytes()).hexdigest()
    names = {tensor.name for tensor in GGUFReader(adapter).tensors}
    assert len(names) == 2 * 2 * 7
    assert "blk.1.ffn_down.weight.lora_b" in names


def test_only_the_answer_is_learnt(base: Path) -> None:
    """The prompt ends where the answer begins, and the answer ends with the mark that ends a turn."""
    tokenizer = build_tokenizer(read(base))
    (example,) = tokenise([ROW], tokenizer)
    assert tokenizer.decode(example.ids[: example.prompt], skip_special_tokens=False) == chat(ROW["messages"])
    assert tokenizer.decode(example.ids[example.prompt :], skip_special_tokens=False) == ROW["answer"] + "<|im_end|>"


def test_packed_questions_learn_what_single_ones_do(base: Path) -> None:
    """Questions about one article in one sequence give the loss of the conversations one by one, padding or not."""
    import torch
    from torch.nn.functional import cross_entropy

    reader = read(base)
    tokenizer, model = build_tokenizer(reader), build_model(reader, torch.float32).eval()
    other = {**ROW, "messages": [ROW["messages"][0], {"role": "user", "content": "1| India signed. And arms?"}]}
    rows = [ROW, {**other, "answer": '{"arms_deals":[{"evidence":[1]}]}'}]
    short = {**ROW, "case": "y", "answer": "{}"}
    articles = packed([*rows, short], tokenizer)
    assert [len(article) for article in articles] < [sum(len(example.ids) for example in tokenise(rows, tokenizer)), 0]

    single = []
    for example in tokenise([*rows, short], tokenizer):
        with torch.no_grad():
            logits = model(torch.tensor([example.ids])).logits[0]
        single.append(
            cross_entropy(
                logits[example.prompt - 1 : -1], torch.tensor(example.ids[example.prompt :]), reduction="none"
            )
        )
    ids, positions, labels, sees = padded(articles, 0)
    with torch.no_grad():
        logits = model(ids, attention_mask=sees, position_ids=positions).logits
    answered = labels[:, 1:] != IGNORED
    together = cross_entropy(logits[:, :-1][answered], labels[:, 1:][answered], reduction="none")
    assert torch.allclose(together, torch.cat(single), atol=1e-5)


def test_training_goes_on_from_an_adapter(base: Path, tmp_path: Path) -> None:
    """An adapter that is read back is the one that was written; a manifest says what training went on from."""
    examples = tmp_path / "examples.jsonl"
    examples.write_text(json.dumps(ROW))
    recipe = Recipe(rank=2, alpha=4, epochs=1, precision="float32")
    first = run(base, examples, tmp_path / "first", "agreements", recipe)
    export(load(first), recipe.alpha, tmp_path / "again.gguf", name="agreements")
    assert (tmp_path / "again.gguf").read_bytes() == first.read_bytes()
    run(base, examples, tmp_path / "second", "agreements", recipe, start=first)
    manifest = json.loads((tmp_path / "second" / "manifest.json").read_text())
    assert manifest["started_from_sha256"] == hashlib.sha256(first.read_bytes()).hexdigest()
