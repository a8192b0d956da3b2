"""What the repository keeps of a model's answers says nothing of the machine they were made on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
KEPT = sorted(
    [
        *ROOT.glob("evals/**/recordings/**/*.json"),
        *ROOT.glob("evals/peers/results/*.json"),
        *ROOT.glob("examples/**/recordings/**/*.json"),
    ]
)
MACHINE = re.compile(
    r"""https?://[^\s"\\]+|\blocalhost\b|\b\d{1,3}(?:\.\d{1,3}){3}\b"""
    r"""|(?<![\w.])/(?:bin|data|etc|home|mnt|opt|private|root|srv|tmp|usr|var|Users|Volumes|work)/[^\s"\\]*"""
    r"""|(?<![\w])[A-Za-z]:\\\\[^\s"]*|~/[^\s"\\]*"""
)
"""An address, a host, an absolute path of any of the common systems, as JSON writes it."""


@pytest.mark.parametrize(
    "line",
    [
        '"model": "/home/me/model.gguf"',
        '"model": "C:\\\\Users\\\\me\\\\model.gguf"',
        '"base_url": "http://127.0.0.1:8080/v1"',
        '"host": "localhost"',
        '"cache": "~/.cache/summariser"',
    ],
)
def test_details_of_a_machine_are_recognised(line: str) -> None:
    """The pattern below would find what it is there to find."""
    assert MACHINE.search(line)


def test_what_is_kept_names_no_machine() -> None:
    """Recordings and saved runs hold no absolute path, no address and no host, unless an article prints it."""
    articles = "\n".join(path.read_text("utf-8") for path in ROOT.glob("e[vx]a*/**/*.txt"))
    found = {
        (str(path.relative_to(ROOT)), detail)
        for path in KEPT
        for detail in MACHINE.findall(path.read_text("utf-8"))
        if detail not in articles
    }
    assert KEPT
    assert not found
