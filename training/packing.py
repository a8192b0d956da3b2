"""The questions about one article as one sequence: the article is read once, the questions do not see each other.

Every question repeats the article, so packing halves the tokens to train on. Each token keeps the position that it has
in its own conversation, and sees what it would see there: the packed loss equals that of the single conversations.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch

SHARED, PADDED = 0, -1
"""Branch numbers of the common beginning and of padding; questions count from 1."""
IGNORED = -100


@dataclass(frozen=True)
class Tokens:
    """One example: token numbers, and how many of them are the prompt."""

    ids: list[int]
    prompt: int


@dataclass(frozen=True)
class Packed:
    """The conversations about one article behind one another, their common beginning once.

    Attributes:
        ids: Token numbers.
        positions: The place of each token in its own conversation.
        branches: The conversation of each token; `SHARED` for the common beginning.
        labels: The token to learn at each place; `IGNORED` where nothing is learnt.
    """

    ids: list[int]
    positions: list[int]
    branches: list[int]
    labels: list[int]

    def __len__(self) -> int:
        return len(self.ids)


def pack(conversations: Sequence[Tokens]) -> Packed:
    """Pack conversations that begin alike; each keeps at least the last token of its prompt for itself."""
    columns = zip(*(conversation.ids[: conversation.prompt - 1] for conversation in conversations), strict=False)
    beginning = [column[0] for column in takewhile(lambda column: len(set(column)) == 1, columns)]
    shared = len(beginning)
    packed = Packed(beginning, list(range(shared)), [SHARED] * shared, [IGNORED] * shared)
    for branch, conversation in enumerate(conversations, start=1):
        own = conversation.ids[shared:]
        asked = conversation.prompt - shared
        packed.ids.extend(own)
        packed.positions.extend(range(shared, shared + len(own)))
        packed.branches.extend([branch] * len(own))
        packed.labels.extend([IGNORED] * asked + own[asked:])
    return packed


def padded(rows: Sequence[Packed], padding: int) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    """Rows of equal length.

    Returns:
        Token numbers, positions and labels, each (rows, length), and who sees whom, (rows, 1, length, length).
    """
    import torch

    length = max(map(len, rows))

    def filled(lists: Sequence[list[int]], value: int) -> torch.Tensor:
        return torch.tensor([row + [value] * (length - len(row)) for row in lists])

    branches = filled([row.branches for row in rows], PADDED)
    asking, seen = branches[:, :, None], branches[:, None, :]
    earlier = torch.ones(length, length, dtype=torch.bool).tril()
    sees = earlier & ((seen == asking) | (seen == SHARED))
    return (
        filled([row.ids for row in rows], padding), filled([row.positions for row in rows], 0),
        filled([row.labels for row in rows], IGNORED), sees[:, None],
    )  # fmt: skip
