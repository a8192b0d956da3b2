"""Text in an article that looks meant for a model rather than a reader; it is flagged, and data all the same."""

from __future__ import annotations

import re
from itertools import islice

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
        r"(?:instruction|anweisung|instruc|инструкц|指示|指令|تعليمات|regel)",
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


def find_suspicions(text: str) -> list[Suspicion]:
    """Everything suspicious in a text, in its order: instructions, markup, fake answers, hidden characters."""
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
    return sorted(found, key=lambda suspicion: (suspicion.span, suspicion.kind))
