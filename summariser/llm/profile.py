"""How a kind of model is best asked. The evaluation decides what stands here."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any


@dataclass(frozen=True)
class Profile:
    """How a model is asked.

    Attributes:
        per_type: Whether each fact type is a question of its own (small models) or all are one (strong models).
        guided: Whether the prompt explains fields and vocabularies; a model trained on the topic does not need it.
        mode: instructor mode; None leaves it to instructor.
        part_characters: About the longest piece of an article asked about at once.
        summary_characters: Longest text that is shown for a summary; of a longer article the beginnings of its parts.
        answer_tokens: Longest answer to one question.
        summary_tokens: Longest summary.
        quotes: Whether the summary is quoted from the article instead of written by the model.
        looks_twice: Whether sentences that no fact cites are asked about once more, where the topic says that they may
            state one.
        bounded: Whether the schema allows the numbers of existing sentences alone. A grammar then writes no others; a
            provider's prompt cache needs a schema that is the same for every article.
        ordered: Whether answers must have the order of the fields in which the model was trained.
        parameters: Further parameters of every request.
    """

    per_type: bool = False
    guided: bool = True
    mode: str | None = None
    part_characters: int = 24_000
    summary_characters: int = 24_000
    answer_tokens: int = 8_000
    summary_tokens: int = 600
    quotes: bool = False
    looks_twice: bool = False
    bounded: bool = True
    ordered: bool = False
    parameters: dict[str, Any] = field(default_factory=dict)


STRONG = Profile(bounded=False)
"""A provider's large model: one call, all questions."""

SERVED = Profile(
    per_type=True,
    mode="JSON_SCHEMA",
    part_characters=6_000,
    summary_characters=6_000,
    answer_tokens=1_500,
    summary_tokens=220,
    parameters={"temperature": 0},
)
"""An OpenAI-compatible server of unknown strength: taken for a small model."""

EMBEDDED = replace(SERVED, quotes=True)
"""A model in the process, as it comes."""

TRAINED = Profile(
    per_type=True,
    guided=False,
    ordered=True,
    mode="JSON_SCHEMA",
    part_characters=2_600,
    summary_characters=9_000,
    answer_tokens=1_800,
    summary_tokens=220,
    quotes=True,
    looks_twice=True,
    parameters={"temperature": 0},
)
"""A model in the process with an adapter for the topic; it is asked about pieces as long as what it was trained on."""
