"""A tiny random model of the base model's architecture, as a GGUF file."""

from __future__ import annotations

from pathlib import Path

import gguf
import numpy as np
from tokenizers.pre_tokenizers import ByteLevel

SPECIAL = ("<|endoftext|>", "<|im_start|>", "<|im_end|>")
HIDDEN, INNER, LAYERS, HEADS, KV_HEADS = 32, 64, 2, 4, 2


def write_tiny_model(path: Path) -> None:
    """Write the model; its vocabulary is the bytes and the special tokens."""
    random = np.random.default_rng(0)
    tokens = [*sorted(ByteLevel.alphabet()), "in", "er", *SPECIAL]
    writer = gguf.GGUFWriter(path, "qwen2")
    writer.add_embedding_length(HIDDEN)
    writer.add_feed_forward_length(INNER)
    writer.add_block_count(LAYERS)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(KV_HEADS)
    writer.add_context_length(4096)
    writer.add_layer_norm_rms_eps(1e-6)
    writer.add_rope_freq_base(10_000.0)
    writer.add_tokenizer_model("gpt2")
    writer.add_token_list(tokens)
    writer.add_token_types([1] * (len(tokens) - len(SPECIAL)) + [3] * len(SPECIAL))
    writer.add_token_merges(["i n", "e r"])

    def add(name: str, *shape: int) -> None:
        writer.add_tensor(name, (random.standard_normal(shape) * 0.05).astype(np.float32))

    def ones(name: str) -> None:
        writer.add_tensor(name, np.ones(HIDDEN, dtype=np.float32))

    head = HIDDEN // HEADS
    add("token_embd.weight", len(tokens), HIDDEN)
    ones("output_norm.weight")
    for layer in range(LAYERS):
        for name, rows, columns in (
            ("attn_q", HIDDEN, HIDDEN), ("attn_k", head * KV_HEADS, HIDDEN), ("attn_v", head * KV_HEADS, HIDDEN),
            ("attn_output", HIDDEN, HIDDEN), ("ffn_gate", INNER, HIDDEN), ("ffn_up", INNER, HIDDEN),
            ("ffn_down", HIDDEN, INNER),
        ):  # fmt: skip
            add(f"blk.{layer}.{name}.weight", rows, columns)
        for name, rows in (("attn_q", HIDDEN), ("attn_k", head * KV_HEADS), ("attn_v", head * KV_HEADS)):
            writer.add_tensor(f"blk.{layer}.{name}.bias", np.zeros(rows, dtype=np.float32))
        ones(f"blk.{layer}.attn_norm.weight")
        ones(f"blk.{layer}.ffn_norm.weight")
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
