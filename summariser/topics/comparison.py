"""How the facts of a topic are compared with a gold label: declarations only.

A topic says here which lists hold its facts, which fields tell one fact from another, how each field compares and which
misreadings are costly. The evaluation reads the declaration; it knows no topic of its own.

Paths are dotted (``assertion.mode``) and go through lists (``items.designation``). In a nested type the path
``parent.status`` reads the field of the fact that holds the list.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class How(StrEnum):
    """How two values of a field compare; each gives a similarity from 0 to 1."""

    EXACT = "exact"
    """A code or a word of a vocabulary: equal as it stands."""
    TEXT = "text"
    """Equal after folding of case, accents, hyphens and punctuation."""
    WORDS = "words"
    """Free text: the share of common words; right from one half."""
    DESIGNATION = "designation"
    """The name of a type: "MH-60R" equals "MH60R", "F-16" never "F-35"; right from one half."""
    PARTY = "party"
    """A country or body: by ISO code where both have one, else by folded name."""
    PERSON = "person"
    """A person, by surname."""
    NUMBER = "number"
    """Equal numbers, whatever their type in JSON."""
    NEAR = "near"
    """Numbers within one per cent; where both are null, the printed words."""
    DATE = "date"
    """EDTF: 1 for the same date, one half where one lies within the other."""
    SENTENCES = "sentences"
    """Evidence: the share of common sentences."""


class Over(StrEnum):
    """How the values of two facts are taken together in a clue."""

    SET = "set"
    """All against all: twice the matched values over the values of both sides."""
    ANY = "any"
    """The best pair alone."""


@dataclass(frozen=True, slots=True)
class Clue:
    """One sign that two facts are the same.

    Attributes:
        name: What `Match.needs` calls it.
        paths: Where its values stand.
        how: How two values compare.
        weight: Its share in the similarity of the pair.
        least: The similarity from which it counts as present for `Match.needs`.
        over: All values together, or the best pair.
        absent: Its similarity where neither fact has a value.
    """

    name: str
    paths: tuple[str, ...]
    how: How
    weight: float = 1.0
    least: float = 1.0
    over: Over = Over.SET
    absent: float = 0.0


@dataclass(frozen=True, slots=True)
class Match:
    """When two facts are the same fact.

    Attributes:
        clues: What the similarity is made of: the weighted mean of the clues.
        needs: For each group at least one of the named clues has to be present, or the pair is no match.
        threshold: A pair with a lower similarity is no match.
    """

    clues: tuple[Clue, ...]
    needs: tuple[tuple[str, ...], ...]
    threshold: float = 0.3


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a value that is an object; two values agree when all their parts do."""

    name: str
    how: How = How.EXACT


@dataclass(frozen=True, slots=True)
class Field:
    """One scored field of a fact.

    Attributes:
        name: Its path.
        how: How its values compare, where it has no parts.
        parts: The parts that have to agree, where a value is an object.
        many: Whether it is a list; each element is then one value.
        accept: Further names under which a gold label may list other values counted right.
    """

    name: str
    how: How = How.EXACT
    parts: tuple[Part, ...] = ()
    many: bool = False
    accept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ladder:
    """The order of the stages of a status; taking a fact for a later stage than it has reached is a costly error.

    Attributes:
        field: Path of the status.
        rungs: Stages from first to last; stages on one rung are equally far. A stage on no rung stands apart.
    """

    field: str
    rungs: tuple[tuple[str, ...], ...]

    def rung(self, stage: object) -> int | None:
        """The place of a stage, from 0, or None where it stands apart."""
        return next((place for place, rung in enumerate(self.rungs) if stage in rung), None)


@dataclass(frozen=True, slots=True)
class Misreading:
    """A costly error: a value read as one of the values it must not be read as."""

    name: str
    field: str
    of: tuple[str, ...]
    taken_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LabelRules:
    """What has to hold of every label of a fact type. All attributes name paths.

    Attributes:
        keys: Every key a fact has; a missing or unknown key is a mistake.
        also_keys: Keys that a fact may have besides.
        cited: Words that stand in the fact's evidence.
        written: Words that stand somewhere in the article.
        surnames: Names whose last word stands in the evidence.
        vocabularies: Path and allowed values.
        countries: ISO 3166-1 codes.
        currencies: ISO 4217 codes.
        dates: EDTF dates.
        durations: ISO 8601 durations.
        amounts: Objects with number, unit and currency that have to agree.
        links: Ids of other facts.
        also_countries: Country codes allowed besides those of ISO 3166-1.
        also_currencies: Currency codes allowed besides those of ISO 4217.
    """

    keys: tuple[str, ...] = ()
    also_keys: tuple[str, ...] = ()
    cited: tuple[str, ...] = ()
    written: tuple[str, ...] = ()
    surnames: tuple[str, ...] = ()
    vocabularies: tuple[tuple[str, tuple[str, ...]], ...] = ()
    countries: tuple[str, ...] = ()
    currencies: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    durations: tuple[str, ...] = ()
    amounts: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    also_countries: tuple[str, ...] = ()
    also_currencies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FactType:
    """One list of facts.

    Attributes:
        name: Key of the list in the record, or in the fact that holds it.
        match: When two facts are the same.
        fields: What is scored in facts that are the same.
        counted: Whether its facts count in the overall F1. A type whose facts are lists of others may leave it to them.
        nested: Lists inside each fact that are scored as facts of their own.
        ladder: The order of its status, if it has one.
        misreadings: Costly errors to count apart.
        rules: What has to hold of its labels.
    """

    name: str
    match: Match
    fields: tuple[Field, ...]
    counted: bool = True
    nested: tuple[FactType, ...] = ()
    ladder: Ladder | None = None
    misreadings: tuple[Misreading, ...] = ()
    rules: LabelRules = LabelRules()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything the evaluation has to know of a topic.

    Attributes:
        topic: Name of the topic.
        types: Its lists of facts.
        summary: Key of the summary in a record.
    """

    topic: str
    types: tuple[FactType, ...]
    summary: str = "summary"

    def all_types(self) -> tuple[FactType, ...]:
        """Every fact type, each nested one behind the type that holds it."""
        return tuple(entry for kind in self.types for entry in (kind, *kind.nested))
