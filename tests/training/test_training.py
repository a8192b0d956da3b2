"""Training runs end to end, on a tiny random model and on the CPU."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="training needs the extra 'training'")

from tests.training.tiny import write_tiny_model
from training.base import build_tokenizer, read
from training.train import Recipe, chat, run, tokenise

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
