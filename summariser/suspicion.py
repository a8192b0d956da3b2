"""Text in an article that looks meant for a model rather than a reader.

Whatever looks so is flagged, generously: a flag costs a reader a glance. What plainly speaks to a model is withheld as
well: it supports no fact. That is decided narrowly, because news speaks of rules that are bypassed, instructions that
are issued and what AI systems must do.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

from summariser.article import Article, Sentence
from summariser.report import Suspicion
from summariser.values.leads import lead

LEFT_OUT = "The title speaks to a model, not to a reader: it was left out."
"""Note on an article whose title is withheld."""
_LONGEST = 160
MOST = 50
"""Most findings of one kind that are told: a text made of nothing else must not fill the report."""
_LEADS = (
    "abaikan act add ai answer as assistant attention behave bypass chatbot chatgpt dear developer disregard emit end "
    "esqueça forget hello hey hidden if ignor important in include insert instruction language large list llm memo "
    "mention message model new note olvida oublie output override please pretend print record report respond return "
    "say state summari system talimat updated vergiss when while write you игнорируй تجاهل"
).split()
"""How the words begin that a pattern for orders can begin with; every pattern below keeps to them."""
_LEADING_SIGNS = "忽無无以上こ所之指命이위모지सपउन"
"""First signs of the orders that need no space before them."""


def _led(forms: str, *, opening: str = "") -> str:
    """Forms that are tried only where one of the leads stands.

    Args:
        forms: Alternatives.
        opening: Where forms may begin that begin with neither a lead nor a sign.
    """
    places = [rf"(?<!\w){lead(_LEADS)}", f"[{_LEADING_SIGNS}]", *filter(None, [opening])]
    return rf"(?={'|'.join(places)})(?:{forms})"


_INSTRUCTION = (
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
    r"|\bin your (?:summary|answer|output|json|response|reply)\b|\bas an ai\b"
)
_PATTERNS = {
    "instruction": re.compile(_led(_INSTRUCTION), re.IGNORECASE),
    "markup": re.compile(
        r"<\|[^|\n]{1,40}\|>|\[/?INST\]|<</?SYS>>|</?(?:system|assistant|user|article|document|tool_call|think|s)>"
        r"|^(?:system|assistant|user|human|developer)\s{0,9}:|(?<!#)#{2,9}\s{0,9}(?:system|instruction|assistant|response)\b",
        re.IGNORECASE | re.MULTILINE,
    ),
    "fake_answer": re.compile(r"\{\s{0,20}\\?[\"“”'][\w ]{1,40}\\?[\"“”']\s{0,20}:|```(?:json)?|<!--", re.IGNORECASE),
    "fake_sentence": re.compile(r"^[^\S\n]{0,20}\[?\d{1,4}\]?\|", re.MULTILINE),
}
_MACHINE = r"(?:ai|llm|large language model|language model|chatbot|chatgpt|summari[sz]er)"
_WRITE = r"(?:add|insert|include|output|return|record|report|list|write|print|emit|say|state|mention|answer|respond)"
_OPENING = r"(?:^|(?<=[.!?:;\"“»)]\s)|(?<=[.!?:;\"“»)]\s\s))"
"""Where an order begins: a line, or a clause."""
_EARLIER = r"all|any|every|your|previous|prior|above|earlier|preceding|foregoing|system|original|initial|these|those"
_ORDER = (
    # English: drop what you were told, be somebody, write something for me.
    rf"\b(?:ignore|disregard|forget|override|bypass)\s{{1,5}}(?=[^.\n]{{0,40}}\b(?:{_EARLIER})\b)"
    rf"(?:(?:{_EARLIER}|the|of|and|other|my|safety|given|existing)\s{{1,5}}){{1,6}}(?:instructions?|prompts?|directives?)\b"
    r"|\b(?:ignore|disregard|forget|override|bypass) (?:all (?:of )?)?your (?:\w{1,20} )?(?:rules?|guidelines?)\b"
    r"|\b(?:ignore|disregard|forget) (?:the |all |everything |anything )?(?:of the )?(?:above|before)"
    r"(?=\s{0,3}[.,:;!]|\s(?:and|text|article)\b)"
    r"|\b(?:ignore|disregard|forget) (?:everything|anything|all|what) (?:that )?you (?:were|have been|are|know|read)\b"
    r"|\byou are (?:now )?(?:an? |the )?(?:helpful )?(?:ai|assistant|language model|llm|chatbot|chatgpt)\b"
    r"|\b(?:act|behave|respond|answer) as (?:an? )?(?:ai (?:assistant|model)|language model|llm|chatbot|chatgpt)\b"
    r"|\bas an ai(?: (?:language )?(?:model|assistant|system))?,? (?:you|i)\b"
    rf"|\b(?:note|message|attention|memo|instructions?)(?: (?:to|for))?(?: (?:the|any|all))? {_MACHINE}"
    r"(?: (?:models?|assistants?|systems?|agents?))?s?\s{0,3}[:,]"
    rf"|\b(?:dear|hey|hello) (?:{_MACHINE}|assistant|model)\b"
    r"|\b(?:ai|language) (?:models?|assistants?|systems?|agents?)"
    r" (?:that (?:read|process|summari[sz]e)s?|reading|processing|summari[sz]ing) (?:this|the) \w"
    rf"|\b(?:{_MACHINE}|assistant|model),? please {_WRITE}\b|\bsummari[sz]er,? {_WRITE}\b"
    r"|\b(?:when|if|while) you (?:summari[sz]e|extract|process) (?:this|the) (?:article|text|document|page)\b"
    r"|\bin your (?:summary|answer|output|json)\b"
    rf"|(?:{_OPENING}|\bplease ){_WRITE}\b[^.\n]{{0,60}}"
    r"\b(?:json|as a fact|(?:to|in|into) (?:the|your) (?:record|answer|output)|to your summary)\b"
    rf"|{_OPENING}(?:new|updated|important|hidden) (?:system )?(?:instructions?|prompt)\s{{0,3}}:"
    r"|\b(?:system|developer) prompts?\b|\bdeveloper (?:message|instruction)s?\b"
    rf"|{_OPENING}\W{{0,9}}end of (?:the )?(?:article|document|input|data)\b"
    # Other languages: the imperative, or "all that was said before".
    r"|\b(?:ignorez|oubliez|ignoriere|vergiss|игнорируй\w{0,4}|abaikan)\b[^.\n]{0,40}"
    r"(?:instruction|consigne|anweisung|instruksi|инструкц|regel)"
    rf"|{_OPENING}(?:ignora|ignore|olvida|esqueça)\b[^.\n]{{0,40}}instru[cç]"
    r"|\bتجاهل[^.\n]{0,20}(?:كل|جميع|هذه|السابقة)[^.\n]{0,20}(?:تعليمات|التعليمات)"
    r"|(?:忽略|無視|无视)[^。\n]{0,9}(?:以上|上述|之前|先前|所有|全部)[^。\n]{0,9}(?:指示|指令|提示)"
    r"|(?:以上|上記|これまで|所有|之前)[^。\n]{0,9}(?:指示|指令|命令)[^。\n]{0,9}(?:無視|忽略|无视)"
    r"|(?:이전|위의|모든)[^.\n]{0,12}지시[^.\n]{0,20}무시"
    r"|\btalimat\w{0,10}[^.\n]{0,30}(?:yok say|görmezden gel)(?:ın|in)?\b"
    r"|(?:सभी|पिछले|उपरोक्त)[^।\n]{0,20}निर्देश[^।\n]{0,40}(?:अनदेखा|नज़रअंदाज़)"
)
_ORDERS = re.compile(_led(_ORDER, opening=rf"(?=\W){_OPENING}"), re.IGNORECASE | re.MULTILINE)
_ALL = {**_PATTERNS, "orders": _ORDERS}
_WITHHELD = frozenset({"orders", "markup", "fake_answer", "fake_sentence"})
_MIXED = re.compile(r"[A-Za-z][\u0370-\u03ff\u0400-\u04ff]|[\u0370-\u03ff\u0400-\u04ff][A-Za-z]")
"""Letters of two scripts in one word: an "a" that is none, so that a name passes for another."""


@dataclass(frozen=True)
class _Scan:
    """What the patterns find in a text.

    Attributes:
        spans: Where each pattern matches, the first ``MOST`` times.
        withheld: Numbers of the sentences that patterns of what is withheld touch.
    """

    spans: dict[str, list[tuple[int, int]]]
    withheld: frozenset[int]


@lru_cache(maxsize=64)
def _scan(text: str, sentences: tuple[Sentence, ...] = ()) -> _Scan:
    """Both questions about a text are asked for each article, and the patterns are slow: they run over it once."""
    ends = [sentence.end for sentence in sentences]
    spans: dict[str, list[tuple[int, int]]] = {kind: [] for kind in _ALL}
    withheld: set[int] = set()
    for kind, pattern in _ALL.items():
        matches = pattern.finditer(text)
        for match in matches if kind in _WITHHELD else islice(matches, MOST):
            if len(spans[kind]) < MOST:
                spans[kind].append(match.span())
            if kind in _WITHHELD:
                first = bisect_right(ends, match.start())
                behind = bisect_left(sentences, match.end(), lo=first, key=lambda sentence: sentence.start)
                withheld.update(range(first + 1, behind + 1))
    return _Scan(spans, frozenset(withheld))


def addressed_to_models(article: Article) -> frozenset[int]:
    """The numbers of the sentences that plainly give orders to a model or play its part: they support no fact.

    What such a sentence says besides cannot be told from what it wants said. A sentence that hides characters is not
    among them: soft hyphens and marks of direction are in honest texts too.
    """
    return _scan(article.text, article.sentences).withheld


def without_addressed(article: Article) -> Article:
    """The article with blanks for the sentences that speak to a model: a summary may not repeat what they say."""
    withheld = addressed_to_models(article)
    if not withheld:
        return article
    pieces, read, sentences = [], 0, list(article.sentences)
    for place, sentence in enumerate(sentences):
        if sentence.number in withheld:
            blank = " " * len(sentence.text)
            pieces += [article.text[read : sentence.start], blank]
            read = sentence.end
            sentences[place] = replace(sentence, text=blank)
    return replace(article, text="".join([*pieces, article.text[read:]]), sentences=tuple(sentences))


def without_orders(article: Article) -> Article:
    """The article as a model may see it and a summary may rest on: without a title that speaks to a model."""
    spans = _scan(article.title or "").spans
    if not any(spans[kind] for kind in _WITHHELD):
        return article
    return replace(article, title=None, notes=(*article.notes, LEFT_OUT))


def suspicions_of(article: Article) -> list[Suspicion]:
    """Everything suspicious in an article: first in its title, then in its text."""
    titled = [found.model_copy(update={"part": "title"}) for found in find_suspicions(article.title or "")]
    return [*titled, *find_suspicions(article.text, article.sentences)]


def find_suspicions(text: str, sentences: tuple[Sentence, ...] = ()) -> list[Suspicion]:
    """Everything suspicious in a text, in its order: orders, markup, fake answers, hidden characters, mixed scripts."""
    from summariser.reading.hidden import find_hidden

    spans = _scan(text, sentences).spans
    flagged = [(kind, span) for kind in _PATTERNS for span in spans[kind]]
    told = [span for _, span in flagged]
    flagged += [
        ("instruction", (start, end))
        for start, end in spans["orders"]
        if not any(first < end and last > start for first, last in told)
    ]
    found = [Suspicion(kind=kind, span=(start, end), text=text[start:end][:_LONGEST]) for kind, (start, end) in flagged]
    found += [
        Suspicion(kind="hidden_characters", span=(start, end), text=name)
        for start, end, name in find_hidden(text)[:MOST]
    ]
    found += [
        Suspicion(kind="mixed_scripts", span=match.span(), text=match.group())
        for match in islice(_MIXED.finditer(text), MOST)
    ]
    return sorted(found, key=lambda suspicion: (suspicion.span, suspicion.kind))
