"""A trained LoRA as llama.cpp reads it.

llama.cpp wants, for each base tensor X, a pair ``X.lora_a`` (rank, inputs) and ``X.lora_b`` (outputs, rank), and scales
by alpha / rank. Qwen2's query and key rows are in the same order in both worlds, so PEFT's matrices go in unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from training.base import gguf_name, torch_name

if TYPE_CHECKING:
    import torch

_KEY = re.compile(
    r"base_model\.model\.(model\.layers\.\d+\.(?:self_attn|mlp)\.\w+_proj)\.lora_([AB])(?:\.default)?\.weight"
)


def export(state: Mapping[str, torch.Tensor], alpha: float, path: Path, *, name: str) -> int:
    """Write an adapter in 16-bit floats.

    Args:
        state: PEFT's state dict.
        alpha: LoRA's alpha.
        path: File to write.
        name: Name inside the file.

    Returns:
        Number of tensors written.

    Raises:
        ValueError: A tensor is not one of the projections, or a pair is incomplete.
    """
    import gguf
    import numpy as np

    writer = gguf.GGUFWriter(path, "qwen2")
    writer.add_type("adapter")
    writer.add_name(name)
    writer.add_string("adapter.type", "lora")
    writer.add_float32("adapter.lora.alpha", float(alpha))
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_F16)
    sides: dict[str, set[str]] = {}
    for key, tensor in state.items():
        match = _KEY.fullmatch(key)
        if match is None:
            raise ValueError(f"no projection: {key}")
        base = f"{gguf_name(match[1])}.weight"
        sides.setdefault(base, set()).add(match[2])
        matrix = tensor.detach().float().cpu().numpy().astype(np.float16)
        writer.add_tensor(f"{base}.lora_{match[2].lower()}", np.ascontiguousarray(matrix))
    incomplete = [base for base, found in sides.items() if found != {"A", "B"}]
    if incomplete:
        raise ValueError(f"half a pair: {incomplete}")
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return 2 * len(sides)


def load(path: Path) -> dict[str, torch.Tensor]:
    """PEFT's state dict from an adapter that `export` wrote."""
    import torch
    from gguf import GGUFReader

    state = {}
    for tensor in GGUFReader(path).tensors:
        base, side = tensor.name.rsplit(".lora_", 1)
        module = torch_name(base).removesuffix(".weight")
        state[f"base_model.model.{module}.lora_{side.upper()}.weight"] = torch.tensor(tensor.data, dtype=torch.float32)
    return state
