"""Text in an article that looks meant for a model rather than a reader; it is flagged, and data all the same."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import islice

from summariser.article import Article
from summariser.report import Suspicion

_LONGEST = 160
MOST = 50
"""Most findings of one kind that are told: a text made of nothing else must not fill the report."""
_PATTERNS = {
    "instruction": re.compile(
        r"\b(?:ignore|disregard|forget|override|bypass)\b[^.\n]{0,40}"
        r"\b(?:instructions?|prompts?|rules?|above|previous|system|guidelines)\b"
        r"|\b(?:you are|act as|behave as|pretend to be)\b[^.\n]{0,30}"
        r"\b(?:an? (?:ai|assistant|language model|llm|bot|system)|chatgpt|the model)\b"
        r"|\b(?:ai|language) (?:models?|assistants?|systems?)\b[^.\n]{0,40}"
        r"\b(?:must|should|shall|are (?:instructed|required|asked))\b"
        r"|\b(?:add|insert|include|output|return|record|report|list|write|print|emit|respond with|answer with)\b"
        r"[^.\n]{0,60}"
        r"\b(?:json|as a fact|to the record|in the (?:record|summary|output|answer)|"
        r"to your (?:answer|output|summary))\b"
        r"|\b(?:new|updated|important|hidden) (?:system )?(?:instructions?|prompt)\b"
        r"|\b(?:system|developer) (?:prompt|message|override|instruction)s?\b"
        r"|\bend of (?:the )?(?:article|document|input|data)\b"
        r"|\b(?:ignor(?:ez|iere|a|e)|oublie[zr]?|vergiss|игнорируй\w*|忽略|無視|تجاهل)(?:\b|(?=\S))[^.\n]{0,40}"
        r"(?:instruction|anweisung|instru[cç]|инструкц|指示|指令|تعليمات|regel)"
        r"|(?:指示|指令|命令)[^。\n]{0,20}(?:無視|忽略|无视)|지시[^.\n]{0,20}무시|\babaikan\b[^.\n]{0,40}\binstruksi"
        r"|\btalimat\w{0,10}[^.\n]{0,30}(?:yok say|görmezden)|निर्देश[^।\n]{0,40}(?:अनदेखा|नज़रअंदाज़)"
        r"|\b(?:note|message|attention|memo)\b[^.\n]{0,10}\b(?:ai|llm|language model|summari[sz]er|chatbot)s?\b"
        r"|\b(?:summari[sz]er|assistant|model|chatbot),? (?:please )?"
        r"(?:say|write|report|state|add|include|output|mention)\b"
        r"|\b(?:when|if|while) you (?:summari[sz]e|extract|process|read) (?:this|the) (?:article|text|document|page)"
        r"|\bin your (?:summary|answer|output|json|response|reply)\b|\bas an ai\b",
        re.IGNORECASE,
    ),
    "markup": re.compile(
        r"<\|[^|\n]{1,40}\|>|\[/?INST\]|<</?SYS>>|</?(?:system|assistant|user|article|document|tool_call|think|s)>"
        r"|^(?:system|assistant|user|human|developer)\s{0,9}:|(?<!#)#{2,9}\s{0,9}(?:system|instruction|assistant|response)\b",
        re.IGNORECASE | re.MULTILINE,
    ),
    "fake_answer": re.compile(r"\{\s{0,20}\\?[\"“”'][\w ]{1,40}\\?[\"“”']\s{0,20}:|```(?:json)?|<!--", re.IGNORECASE),
    "fake_sentence": re.compile(r"^[^\S\n]{0,20}\[?\d{1,4}\]?\|", re.MULTILINE),
}
_MIXED = re.compile(r"[A-Za-z][\u0370-\u03ff\u0400-\u04ff]|[\u0370-\u03ff\u0400-\u04ff][A-Za-z]")
"""Letters of two scripts in one word: an "a" that is none, so that a name passes for another."""


def addressed_to_models(article: Article) -> frozenset[int]:
    """The numbers of the sentences that give orders to a model or play its part: they support no fact.

    What such a sentence says besides cannot be told from what it wants said. A sentence that hides characters is not
    among them: soft hyphens and marks of direction are in honest texts too.
    """
    ends = [sentence.end for sentence in article.sentences]
    found: set[int] = set()
    for pattern in _PATTERNS.values():
        for match in pattern.finditer(article.text):
            first = bisect_right(ends, match.start())
            behind = bisect_left(article.sentences, match.end(), lo=first, key=lambda sentence: sentence.start)
            found.update(range(first + 1, behind + 1))
    return frozenset(found)


def find_suspicions(text: str) -> list[Suspicion]:
    """Everything suspicious in a text, in its order: orders, markup, fake answers, hidden characters, mixed scripts."""
    from summariser.reading.hidden import find_hidden

    found = [
        Suspicion(kind=kind, span=match.span(), text=match.group()[:_LONGEST])
        for kind, pattern in _PATTERNS.items()
        for match in islice(pattern.finditer(text), MOST)
    ]
    found += [
        Suspicion(kind="hidden_characters", span=(start, end), text=name)
        for start, end, name in find_hidden(text)[:MOST]
    ]
    found += [
        Suspicion(kind="mixed_scripts", span=match.span(), text=match.group())
        for match in islice(_MIXED.finditer(text), MOST)
    ]
    return sorted(found, key=lambda suspicion: (suspicion.span, suspicion.kind))
