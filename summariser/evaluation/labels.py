"""Proof of labels: everything a machine can know of a label to be right or wrong.

What is checked is declared by the topic (`LabelRules`): which words have to stand in the evidence, which values come
from which vocabulary, which are codes, dates, durations, amounts and links.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from summariser.errors import EvaluationError
from summariser.evaluation.cases import Case
from summariser.evaluation.codes import country_codes, currency_codes
from summariser.evaluation.values import at, number_of, printed
from summariser.topics.comparison import Comparison, FactType
from summariser.values.edtf import span
from summariser.values.wording import fold, surname

_EVERYWHERE = ("schema_version", "article", "summary", "summary_must_mention", "optional_ids", "notes")
_SHOWN_MISTAKES = 20
_BESIDES = ("accept", "accept_note", "note")
_DURATION = re.compile(r"P(?:\d{1,4}[YMWD])+")
_SHOWN_CHARACTERS = 60

Problems = Iterator[str]
_Check = Callable[[FactType, Mapping[str, object], Case], Problems]


def check_case(case: Case, comparison: Comparison) -> list[str]:
    """Everything that is wrong with a label; an empty list for a good one. Each entry names the fact and the path."""
    found = list(_check_frame(case, comparison))
    for kind, fact, name in _facts(case, comparison):
        found += [f"{name}: {problem}" for check in _CHECKS for problem in check(kind, fact, case)]
    return found


def check_cases(cases: Iterable[Case], comparison: Comparison) -> None:
    """Refuse an evaluation set with a wrong label.

    Raises:
        EvaluationError: Names the problems, the first twenty in full.
    """
    found = [f"{case.name}: {problem}" for case in cases for problem in check_case(case, comparison)]
    if found:
        shown = found[:_SHOWN_MISTAKES]
        if len(found) > len(shown):
            shown.append(f"and {len(found) - len(shown)} more")
        raise EvaluationError(
            f"{len(found)} mistakes in labels:\n" + "\n".join(shown),
            subject=comparison.topic,
            hint="Mend the labels; docs/labelling.md says how they are written.",
        )


def _check_frame(case: Case, comparison: Comparison) -> Problems:
    """The label as a whole: its keys, ids, optional ids and what the summary must mention."""
    gold = case.gold
    lists = [kind.name for kind in comparison.types]
    yield from (f"{name}: is missing" for name in lists if not isinstance(gold.get(name), list))
    yield from (f"{key}: unknown key" for key in gold if key not in (*lists, *_EVERYWHERE))
    ids = [str(fact.get("id")) for _, fact, _ in _facts(case, comparison)]
    yield from (f"{name}: the id is used twice" for name in sorted({name for name in ids if ids.count(name) > 1}))
    optional = gold.get("optional_ids")
    yield from (f"optional_ids: no fact has the id {name}" for name in _list(optional) if name not in ids)
    yield from (
        f"summary_must_mention: {entry!r} has an empty alternative"
        for entry in _list(gold.get("summary_must_mention"))
        if not isinstance(entry, str) or not all(part.strip() for part in entry.split("|"))
    )
    published = case.article.published
    stated = gold.get("article")
    date = stated.get("published") if isinstance(stated, Mapping) else None
    if published and date and str(date) != published.isoformat():
        yield f"article.published: {date} in the label, {published} in the text"


def _check_keys(kind: FactType, fact: Mapping[str, object], case: Case) -> Problems:
    del case
    yield from (f"{key}: is missing" for key in kind.rules.keys if key not in fact)
    if kind.rules.keys:
        known = {*kind.rules.keys, *kind.rules.also_keys, *_BESIDES}
        yield from (f"{key}: unknown key" for key in fact if key not in known)


def _check_evidence(kind: FactType, fact: Mapping[str, object], case: Case) -> Problems:
    evidence = [entry for entry in _list(fact.get("evidence")) if isinstance(entry, str)]
    if not evidence:
        yield "evidence: is empty"
    yield from (f"evidence: not in the text: {_short(entry)}" for entry in evidence if entry not in case.article.text)
    cited = "\n".join(evidence)
    for path in kind.rules.cited:
        loose = [words for words in _words(fact, path) if words not in cited]
        yield from (f"{path}: {_short(words)} is not in the evidence" for words in loose)
    names = fold(cited).split()
    for path in kind.rules.surnames:
        for words in _words(fact, path):
            if surname(words) not in names:
                yield f"{path}: nobody called {_short(words)} in the evidence"
    for path in kind.rules.written:
        for words in _words(fact, path):
            if words not in case.article.text:
                yield f"{path}: {_short(words)} is not in the text"


def _check_values(kind: FactType, fact: Mapping[str, object], case: Case) -> Problems:
    """Vocabularies, codes, dates and durations."""
    del case
    rules = kind.rules
    for path, allowed in rules.vocabularies:
        yield from (f"{path}: {value!r} is not in the vocabulary" for value in at(fact, path) if value not in allowed)
    countries = country_codes() | set(rules.also_countries)
    currencies = currency_codes() | set(rules.also_currencies)
    for paths, is_good, what in (
        (rules.countries, countries.__contains__, "no country code"),
        (rules.currencies, currencies.__contains__, "no currency code"),
        (rules.dates, _is_date, "no EDTF date"),
        (rules.durations, _DURATION.fullmatch, "no ISO 8601 duration"),
    ):
        for path in paths:
            for value in at(fact, path):
                if not (isinstance(value, str) and is_good(value)):
                    yield f"{path}: {value!r} is {what}"


def _check_amounts(kind: FactType, fact: Mapping[str, object], case: Case) -> Problems:
    """Number, unit and currency belong together; a null amount is a vague one."""
    del case
    for path in kind.rules.amounts:
        for value in at(fact, path):
            if not isinstance(value, Mapping):
                yield f"{path}: is no object"
                continue
            least, most = number_of(value), number_of(value.get("amount_max"))
            if least is None and value.get("qualifier") != "vague":
                yield f"{path}: no amount, and not vague"
            if least is not None and (value.get("unit") == "currency") != (value.get("currency") is not None):
                yield f"{path}: unit {value.get('unit')!r} with currency {value.get('currency')!r}"
            if most is not None and (least is None or most <= least):
                yield f"{path}.amount_max: {most} is not above the amount"


def _check_accept(kind: FactType, fact: Mapping[str, object], case: Case) -> Problems:
    """Accepted values: of known fields, lists, in the vocabulary, and other than the value itself."""
    del case
    accept = fact.get("accept", {})
    if not isinstance(accept, Mapping):
        yield "accept: is no object"
        return
    known = _acceptable(kind)
    vocabularies = dict(kind.rules.vocabularies)
    for path, values in accept.items():
        if path not in known:
            yield f"accept: {path} is no field that is scored"
        if not isinstance(values, list) or not values:
            yield f"accept.{path}: is no list of values"
            continue
        allowed = vocabularies.get(str(path))
        yield from (
            f"accept.{path}: {value!r} is not in the vocabulary"
            for value in values
            if allowed is not None and value is not None and value not in allowed
        )
        own = list(at(fact, str(path)))
        yield from (f"accept.{path}: {value!r} is the value itself" for value in values if own == [value])


def _check_links(kind: FactType, fact: Mapping[str, object], case: Case) -> Problems:
    ids = {entry.get("id") for value in case.gold.values() for entry in _list(value) if isinstance(entry, Mapping)}
    for path in kind.rules.links:
        for target in at(fact, path):
            if target not in ids:
                yield f"{path}: no fact has the id {target}"
            elif target == fact.get("id"):
                yield f"{path}: points to the fact itself"


def _acceptable(kind: FactType) -> set[str]:
    """The names under which a label may accept other values."""
    own: set[str] = set()
    for field in kind.fields:
        for name in (field.name, *field.accept):
            own |= {name, *(f"{name}.{part.name}" for part in field.parts)}
    return own | {f"{inner.name}.{name}" for inner in kind.nested for name in _acceptable(inner)}


def _facts(case: Case, comparison: Comparison) -> Iterator[tuple[FactType, Mapping[str, object], str]]:
    for kind in comparison.types:
        for place, fact in enumerate(_list(case.gold.get(kind.name)), start=1):
            if isinstance(fact, Mapping):
                yield kind, fact, str(fact.get("id") or f"{kind.name}[{place}]")


def _words(fact: Mapping[str, object], path: str) -> Iterator[str]:
    for value in at(fact, path):
        words = printed(value)
        if words is not None:
            yield words


def _is_date(value: str) -> bool:
    return span(value) is not None


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else ()


def _short(text: str) -> str:
    return repr(text if len(text) <= _SHOWN_CHARACTERS else f"{text[:_SHOWN_CHARACTERS]}...")


_CHECKS: tuple[_Check, ...] = (
    _check_keys,
    _check_evidence,
    _check_values,
    _check_amounts,
    _check_accept,
    _check_links,
)
