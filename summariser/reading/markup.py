"""Markdown to plain text: marks are taken off, every block stands between blank lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

_DEEPEST_NESTING = 20


def plain_text(markdown: str) -> str:
    """The text of a Markdown document.

    Headings, paragraphs, list items (with ``-`` or their number) and table rows (``| a | b |``) become blocks; links
    and images become their text, embedded HTML is dropped, code stays as written.

    Args:
        markdown: CommonMark, with tables.
    """
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST_NESTING}).enable("table")
    return _Writer().written(parser.parse(markdown))


class _Writer:
    """Walks the tokens and collects blocks."""

    def __init__(self) -> None:
        self._blocks: list[str] = []
        self._item = ""
        self._cells: list[str] | None = None
        self._numbers: list[int | None] = []

    def written(self, tokens: Sequence[Token]) -> str:
        for token in tokens:
            self._list(token)
            if token.type == "tr_open":
                self._cells = []
            elif token.type == "tr_close":
                self._blocks.append(f"| {' | '.join(self._cells or [])} |")
                self._cells = None
            elif token.type == "inline":
                self._inline(_inline_text(token.children or []))
            elif token.type in ("fence", "code_block"):
                self._blocks.append(token.content.strip("\r\n"))
        return "\n\n".join(block for block in self._blocks if block.strip())

    def _inline(self, text: str) -> None:
        if self._cells is not None:
            self._cells.append(text)
        else:
            self._blocks.append(self._item + text)
            self._item = ""

    def _list(self, token: Token) -> None:
        """Keep the mark that the next block carries."""
        if token.type == "ordered_list_open":
            self._numbers.append(int(token.attrGet("start") or 1) if token.attrGet("start") != 0 else 0)
        elif token.type == "bullet_list_open":
            self._numbers.append(None)
        elif token.type in ("ordered_list_close", "bullet_list_close"):
            self._numbers.pop()
        elif token.type == "list_item_open":
            number = self._numbers[-1]
            self._item = "- " if number is None else f"{number}. "
            self._numbers[-1] = None if number is None else number + 1
        elif token.type == "list_item_close":
            self._item = ""


def _inline_text(children: Sequence[Token]) -> str:
    parts = []
    for child in children:
        if child.type in ("text", "code_inline", "text_special"):
            parts.append(child.content)
        elif child.type == "image":
            parts.append(_inline_text(child.children or []))
        elif child.type in ("softbreak", "hardbreak"):
            parts.append(" ")
    return "".join(parts).strip()
