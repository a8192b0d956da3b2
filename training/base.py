"""The base model and its tokenizer, read from the very GGUF file that the product runs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch
    from gguf import GGUFReader
    from tokenizers import Tokenizer

END, PADDING = "<|im_end|>", "<|endoftext|>"
_NORMAL_TOKEN = 1
_BLOCK = {
    "attn_q": "self_attn.q_proj", "attn_k": "self_attn.k_proj", "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj", "ffn_gate": "mlp.gate_proj", "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj", "attn_norm": "input_layernorm", "ffn_norm": "post_attention_layernorm",
}  # fmt: skip
_WHOLE = {
    "token_embd.weight": "model.embed_tokens.weight",
    "output_norm.weight": "model.norm.weight",
    "output.weight": "lm_head.weight",
}
_SPLIT = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
"""How Qwen2 splits text before merging; the GGUF file names it "qwen2" and does not hold it."""


def read(path: Path) -> GGUFReader:
    """Open a GGUF file of a Qwen2 model.

    Raises:
        ValueError: It is of another architecture.
    """
    from gguf import GGUFReader

    reader = GGUFReader(path)
    architecture = _field(reader, "general.architecture")
    if architecture != "qwen2":
        raise ValueError(f"{path.name}: training knows qwen2, this is {architecture}")
    return reader


def build_tokenizer(reader: GGUFReader) -> Tokenizer:
    """The model's byte-level BPE tokenizer; special tokens are recognised in text."""
    from tokenizers import AddedToken, Regex, Tokenizer
    from tokenizers.decoders import ByteLevel as ByteLevelDecoder
    from tokenizers.models import BPE
    from tokenizers.normalizers import NFC
    from tokenizers.pre_tokenizers import ByteLevel, Sequence, Split

    tokens = _field(reader, "tokenizer.ggml.tokens")
    kinds = _field(reader, "tokenizer.ggml.token_type")
    merges = [tuple(merge.split(" ")) for merge in _field(reader, "tokenizer.ggml.merges")]
    tokenizer = Tokenizer(BPE({token: number for number, token in enumerate(tokens)}, merges))
    tokenizer.normalizer = NFC()
    tokenizer.pre_tokenizer = Sequence(
        [Split(Regex(_SPLIT), "isolated"), ByteLevel(add_prefix_space=False, use_regex=False)]
    )
    tokenizer.decoder = ByteLevelDecoder()
    special = [token for token, kind in zip(tokens, kinds, strict=True) if kind != _NORMAL_TOKEN]
    tokenizer.add_special_tokens([AddedToken(token, normalized=False) for token in special if token.startswith("<")])
    return tokenizer


def build_model(reader: GGUFReader, dtype: torch.dtype) -> Any:
    """The model with dequantised weights, as a transformers ``Qwen2ForCausalLM`` on the CPU."""
    import torch
    from gguf.quants import dequantize
    from transformers import Qwen2Config, Qwen2ForCausalLM

    def setting(name: str) -> Any:
        return _field(reader, f"qwen2.{name}")

    config = Qwen2Config(
        vocab_size=len(_field(reader, "tokenizer.ggml.tokens")),
        hidden_size=setting("embedding_length"),
        intermediate_size=setting("feed_forward_length"),
        num_hidden_layers=setting("block_count"),
        num_attention_heads=setting("attention.head_count"),
        num_key_value_heads=setting("attention.head_count_kv"),
        max_position_embeddings=setting("context_length"),
        rms_norm_eps=setting("attention.layer_norm_rms_epsilon"),
        rope_parameters={"rope_type": "default", "rope_theta": setting("rope.freq_base")},
        tie_word_embeddings=all(tensor.name != "output.weight" for tensor in reader.tensors),
    )
    with torch.device("meta"):
        model = Qwen2ForCausalLM(config)
    weights = {
        torch_name(tensor.name): torch.tensor(dequantize(tensor.data, tensor.tensor_type), dtype=dtype)
        for tensor in reader.tensors
    }
    missing, unexpected = model.load_state_dict(weights, strict=False, assign=True)
    if unexpected or set(missing) - {"lm_head.weight"}:
        raise ValueError(f"tensors do not fit: missing {missing}, unexpected {unexpected}")
    model.tie_weights()
    model.model.rotary_emb = type(model.model.rotary_emb)(config=config)
    return model


def gguf_name(module: str) -> str:
    """GGUF name of a module: ``model.layers.3.mlp.up_proj`` is ``blk.3.ffn_up``."""
    _, _, layer, part, kind = module.split(".")
    inverse = {value: key for key, value in _BLOCK.items()}
    return f"blk.{layer}.{inverse[f'{part}.{kind}']}"


def torch_name(name: str) -> str:
    """Torch name of a tensor: ``blk.3.ffn_up.weight`` is ``model.layers.3.mlp.up_proj.weight``."""
    if name in _WHOLE:
        return _WHOLE[name]
    _, layer, part, kind = name.split(".")
    return f"model.layers.{layer}.{_BLOCK[part]}.{kind}"


def _field(reader: GGUFReader, name: str) -> Any:
    field = reader.get_field(name)
    if field is None:
        raise ValueError(f"the file has no {name}")
    return field.contents()
