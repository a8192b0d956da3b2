"""What is counted beside facts and fields: statuses, costly errors, dates, evidence, empty articles, the summary."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from summariser.evaluation.aligned import Aligned, Counts, Record
from summariser.evaluation.cases import Case
from summariser.evaluation.codes import country_name
from summariser.evaluation.evidence import cited_text, holds
from summariser.evaluation.facts import Fact
from summariser.evaluation.fields import Outcome, compare_field
from summariser.evaluation.summary import inventions, mentioned
from summariser.evaluation.values import at, plain, printed
from summariser.topics.comparison import Comparison, FactType, Field, How
from summariser.values.edtf import precision

NONE = "none"
"""How an absent status is called in a confusion matrix."""
Confusion = Counter[tuple[str, str, str]]
"""By name of the fact type, gold value and predicted value."""


def confusion_of(aligned: Sequence[Aligned]) -> Confusion:
    """Gold status against predicted status of all pairs; an accepted status counts as the gold one."""
    found: Confusion = Counter()
    for part in aligned:
        if part.kind.ladder is None:
            continue
        field = _field(part.kind, part.kind.ladder.field)
        for gold, predicted in part.pairs:
            own, given = _word(gold, field.name), _word(predicted, field.name)
            right = compare_field(field, gold, predicted).is_perfect
            found[part.kind.name, own, own if right else given] += 1
    return found


def count_status(part: Aligned, counts: Counts) -> None:
    """Statuses taken for a later stage, and the declared costly misreadings."""
    name, ladder = part.kind.name, part.kind.ladder
    for gold, predicted in part.pairs:
        if ladder is not None:
            right = compare_field(_field(part.kind, ladder.field), gold, predicted).is_perfect
            rung, taken_for = (ladder.rung(_word(fact, ladder.field)) for fact in (gold, predicted))
            counts[f"{name}:laddered"] += rung is not None
            counts[f"{name}:upward"] += not right and rung is not None and taken_for is not None and taken_for > rung
        for misreading in part.kind.misreadings:
            right = compare_field(_field(part.kind, misreading.field), gold, predicted).is_perfect
            own, given = _word(gold, misreading.field), _word(predicted, misreading.field)
            counts[f"{name}:{misreading.name}:chances"] += own in misreading.of
            counts[f"{name}:{misreading.name}:made"] += (
                not right and own in misreading.of and given in misreading.taken_for
            )


def count_dates(field: Field, outcome: Outcome, counts: Counts) -> None:
    """Dates of a label, found and not, by how precise they are."""
    part = next((part.name for part in field.parts if part.how is How.DATE), None)
    if field.how is not How.DATE and part is None:
        return
    found = {place for place, _ in outcome.same}
    for place, value in enumerate(outcome.ours):
        date = value.get(part) if part is not None and isinstance(value, Mapping) else plain(value)
        key = precision(date if isinstance(date, str) else None)
        counts[f"dates {key}:gold"] += 1
        counts[f"dates {key}:right"] += place in found


def count_evidence(part: Aligned, case: Case, counts: Counts) -> None:
    """Sentences cited for pairs, and whether the cited sentences hold the words of the predicted facts."""
    for gold, predicted in part.pairs:
        common = len(gold.evidence & predicted.evidence)
        counts["evidence:facts"] += 1
        counts["evidence:overlap"] += common > 0
        counts["sentences:right"] += common
        counts["sentences:gold"] += len(gold.evidence)
        counts["sentences:predicted"] += len(predicted.evidence)
    for fact in (*(predicted for _, predicted in part.pairs), *part.invented):
        cited = cited_text(case.article, fact.evidence)
        for words in _cited_words(fact):
            counts["words:all"] += 1
            counts["words:held"] += holds(cited, words)


def count_empty(aligned: Sequence[Aligned], counts: Counts) -> None:
    """Articles and lists that hold no fact, and whether they stayed empty. Optional facts count as none."""
    for part in aligned:
        if not part.pairs and not part.omitted:
            counts[f"{part.kind.name}:empty"] += 1
            counts[f"{part.kind.name}:stayed empty"] += not part.invented
    if not any(part.pairs or part.omitted for part in aligned):
        counts["articles:empty"] += 1
        counts["articles:stayed empty"] += not any(part.invented for part in aligned)


def count_summary(
    case: Case, record: Record, comparison: Comparison, counts: Counts, *, labelled: bool = False
) -> None:
    """What the summary mentions of what it has to, what it invents, and how long it is.

    What the label's own summary says is never an invention. A label without a summary is not asked for one.
    """
    summary = record.get(comparison.summary)
    summary = printed(summary) if summary is not None else None
    wanted = case.gold.get("summary_must_mention")
    asked = [str(entry) for entry in wanted] if isinstance(wanted, Sequence) else []
    if not summary and labelled:
        return
    counts["summary:asked"] += len(asked)
    if not summary:
        return
    counts["summary:mentioned"] += sum(mentioned(summary, asked))
    known = [case.article.title, case.article.text, case.gold.get(comparison.summary)]
    source = "\n".join(text for text in known if isinstance(text, str))
    strange = inventions(summary, source, _known_dates(case), _known_names(case))
    counts["summary:written"] += 1
    counts["summary:faithful"] += not len(strange)
    counts["summary:invented numbers"] += len(strange.numbers)
    counts["summary:invented names"] += len(strange.names)
    counts["summary:invented dates"] += len(strange.dates)
    counts["summary:words"] += len(summary.split())


def _field(kind: FactType, name: str) -> Field:
    return next((field for field in kind.fields if field.name == name), Field(name))


def _word(fact: Fact, path: str) -> str:
    return next((str(plain(value)) for value in at(fact.values, path)), NONE)


def _cited_words(fact: Fact) -> Iterator[str]:
    for path in fact.kind.rules.cited:
        for value in at(fact.values, path):
            words = printed(value)
            if words:
                yield words


def _known_dates(case: Case) -> list[str]:
    """The publication date and every date of the label: a summary may write out what the text leaves relative."""
    found = [text for text in _strings(case.gold) if re.fullmatch(r"[\d/.?~%-]{4,24}", text)]
    return [*found, *([case.article.published.isoformat()] if case.article.published else [])]


def _known_names(case: Case) -> list[str]:
    """Codes and names of the countries in the label: the text may name them by adjective or capital."""
    codes = sorted({text for text in _strings(case.gold) if re.fullmatch(r"[A-Z]{2}", text)})
    return [name for code in codes for name in (code, country_name(code)) if name]


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for entry in value.values():
            yield from _strings(entry)
    elif isinstance(value, Sequence):
        for entry in value:
            yield from _strings(entry)
