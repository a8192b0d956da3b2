"""Where copied words stand: what converters may look at besides the words themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The sentence around copied words, and what is known of the article.

    Attributes:
        sentence: Text of the sentence in which the words stand.
        start: Offset of the words in ``sentence``.
        end: Offset behind the words in ``sentence``.
        article: Text of the whole article (for what only the whole decides, such as which dollar "$" is).
        published: Publication date; None leaves relative dates unresolved.
    """

    sentence: str = ""
    start: int = 0
    end: int = 0
    article: str = ""
    published: date | None = None

    @property
    def left(self) -> str:
        """The sentence before the words."""
        return self.sentence[: self.start]

    @property
    def right(self) -> str:
        """The sentence behind the words."""
        return self.sentence[self.end :]


NOWHERE = Surroundings()
"""Words that stand nowhere: nothing is known of them but themselves."""
