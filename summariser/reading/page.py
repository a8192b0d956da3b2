"""HTML pages: the article in them, without navigation, comments and hidden text."""

from __future__ import annotations

import re
from typing import Any

from summariser.errors import NoArticle, UnreadableSource, UnsupportedSource
from summariser.reading.deadline import OutOfTime, within
from summariser.reading.decoding import Decoded, decode
from summariser.reading.extract import Extract
from summariser.reading.publication import publication_date

_XML_DECLARATION = re.compile(r"\s{0,100}<\?xml[^>]{0,200}\?>")
_CHARSET = re.compile(rb"<meta[^>]{1,200}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{2,40})", re.IGNORECASE)
_UNREADABLE = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
"""Characters that XML does not allow; the parser would stop at them."""

_HIDING = re.compile(
    r"display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}(?:hidden|collapse)|opacity\s{0,9}:\s{0,9}0(?:\.0{1,9})?(?![.\d])"
    r"|font-size\s{0,9}:\s{0,9}0(?:\.0{1,9})?(?![.\d])|text-indent\s{0,9}:\s{0,9}-\d{3,9}|(?:left|top)\s{0,9}:\s{0,9}-\d{3,9}",
    re.IGNORECASE,
)
_NEVER_SHOWN = "//comment() | //processing-instruction() | //script[not(@type='application/ld+json')] | //style"
_ELEMENTS_NEVER_SHOWN = "//template | //noscript | //*[@hidden] | //*[@aria-hidden='true'] | //input[@type='hidden']"
_PAYWALL = re.compile(r"\"isAccessibleForFree\"\s{0,9}:\s{0,9}\"?false", re.IGNORECASE)
_TABLE_RULE = re.compile(r"[|\s:-]{3,}")
_FEWEST_WORDS = 8
_HINT = "Save the article's text to a file and give that."


def decode_page(data: bytes, *, source: str, charset: str | None = None) -> Decoded:
    """The text of a page, by the encoding that the server or else its own head names.

    Raises:
        EmptySource: No bytes.
        UnsupportedSource: Binary data.
    """
    named = _CHARSET.search(data[:4096])
    return decode(data, source=source, charset=charset or (named.group(1).decode("ascii", "ignore") if named else None))


def read_page(html: str, *, source: str, timeout: float, address: str | None = None) -> Extract:
    """The article of a page.

    Each paragraph, heading, list item and table row stands on a line of its own, with a blank line between.

    Args:
        html: The page.
        source: What to call it in errors.
        timeout: Most seconds for finding the article.
        address: Where it is from, if known.

    Raises:
        NoArticle: There is no article text in it.
        UnreadableSource: It takes too long.
        UnsupportedSource: It is no page that can be parsed.
    """
    try:
        return within(timeout, lambda _: _article(html, source, address), uses="trafilatura")
    except OutOfTime:
        problem = f"no article was found in the page within {timeout:g} seconds"
        raise UnreadableSource(problem, subject=source, hint=_HINT) from None


def _article(html: str, source: str, address: str | None) -> Extract:
    from trafilatura import bare_extraction

    tree = _parsed(html, source)
    language = (tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "")[:2].lower()
    _drop_hidden(tree)
    published = publication_date(tree)
    try:
        document = bare_extraction(
            tree,
            url=address,
            include_comments=False,
            include_tables=True,
            with_metadata=True,
            date_extraction_params={"original_date": True, "extensive_search": False},
        )
    except (ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError, TypeError, ValueError) as error:
        raise UnsupportedSource("the page cannot be parsed", subject=source, hint=_HINT) from error
    title = _clean(getattr(document, "title", None))
    text = _paragraphs(getattr(document, "text", None) or "", title)
    if len(text.split()) < _FEWEST_WORDS:
        raise NoArticle("the page holds no article text", subject=source, hint=_HINT)
    return Extract(
        text=text,
        title=title,
        published=published,
        author=_clean(getattr(document, "author", None)),
        site=_clean(getattr(document, "sitename", None)),
        language=language if language.isalpha() and language.isascii() and len(language) > 1 else None,
        notes=("the page says that it is not free to read; the text may be a part of the article",)
        if _PAYWALL.search(html)
        else (),
    )


def _parsed(html: str, source: str) -> Any:
    """The root element."""
    from lxml.etree import LxmlError  # type: ignore[import-untyped]  # it ships no types
    from lxml.html import document_fromstring  # type: ignore[import-untyped]

    html = _UNREADABLE.sub(" ", html)
    declaration = _XML_DECLARATION.match(html)
    try:
        return document_fromstring(html[declaration.end() :] if declaration else html)
    except (LxmlError, ValueError) as error:
        raise NoArticle("the page holds no article text", subject=source, hint=_HINT) from error


def _drop_hidden(tree: Any) -> None:
    """Take out what a browser does not show; text behind an element stays."""
    styled = [element for element in tree.iterfind(".//*[@style]") if _HIDING.search(element.get("style", "")[:2000])]
    for element in [*tree.xpath(_NEVER_SHOWN), *tree.xpath(_ELEMENTS_NEVER_SHOWN), *styled]:
        if element.getparent() is not None and element.tag != "body":
            element.drop_tree()


def _paragraphs(text: str, title: str | None) -> str:
    """Lines of the extraction as paragraphs, without the rules of tables and a heading that repeats the title."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    lines = [line for line in lines if line and not (line.startswith("|") and _TABLE_RULE.fullmatch(line))]
    if lines and title and lines[0].lstrip("# ").casefold() == title.casefold():
        del lines[0]
    return "\n\n".join(lines)


def _clean(words: object) -> str | None:
    """One line of metadata, or None."""
    return (" ".join(words.split()) or None) if isinstance(words, str) else None
