"""The same words as other typesetters print them, and the same article."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from summariser.article import Article, Sentence

Variant = Callable[[str], str]


def _decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


OF_WORDS: dict[str, Variant] = {
    "curly quotes": lambda text: re.sub(r"[\"“”]", "„", text.replace("'", "’")),
    "straight quotes": lambda text: text.translate(str.maketrans("‘’“”", "''\"\"")),
    "no-break space": lambda text: text.replace(" ", "\u00a0"),
    "thin space": lambda text: text.replace(" ", "\u2009"),
    "narrow no-break space": lambda text: text.replace(" ", "\u202f"),
    "double space": lambda text: text.replace(" ", "  "),
    "line end": lambda text: text.replace(" ", "\n", 1),
    "en dash": lambda text: text.replace("-", "–"),
    "no-break hyphen": lambda text: text.replace("-", "\u2011"),
    "minus": lambda text: text.replace("-", "\u2212"),
    "soft hyphen": lambda text: re.sub(r"([^\W\d_]{3})(?=[^\W\d_]{3})", "\\1\u00ad", text),
    "zero-width space": lambda text: text.replace(" ", " \u200b"),
    "byte order mark": lambda text: "\ufeff" + text,
    "full-width digits": lambda text: text.translate({ord("0") + digit: 0xFF10 + digit for digit in range(10)}),
    "upper case": lambda text: text.upper(),
    "lower case": lambda text: text.lower(),
    "decomposed accents": _decomposed,
    "quoted": lambda text: f'"{text}"',
}
OF_ARTICLE = (
    "no-break space",
    "thin space",
    "no-break hyphen",
    "en dash",
    "soft hyphen",
    "curly quotes",
    "zero-width space",
    "decomposed accents",
)
"""What is done to whole articles; the words stay plain."""


def reset(article: Article, variant: Variant) -> Article:
    """The article as printed otherwise, with the same sentences."""
    text = ""
    sentences = []
    at = 0
    for sentence in article.sentences:
        text += variant(article.text[at : sentence.start])
        changed = variant(sentence.text)
        sentences.append(Sentence(sentence.number, len(text), len(text) + len(changed), changed))
        text += changed
        at = sentence.end
    text += variant(article.text[at:])
    return Article(text, tuple(sentences), published=article.published, title=article.title)
