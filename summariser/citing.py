"""Citations set right: a fact's own words lead to the sentences that state them.

A model often cites the sentence that names a deal and copies the number from the next. Such words are rejected, because
the sentences cited do not hold them. Where one sentence alone holds them together with a name of what they are said of
(the item that is counted, the product that is measured, the deal that is valued: a country is not enough), the program
cites that sentence as well and checks the fact again, as if the model had cited it. The citation says so.

A weak model cites the whole article, which points at nothing. Of more than a few citations those stay that hold words
of the fact, if it stands on them alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar, get_args

from pydantic import BaseModel

from summariser.grounding import Grounded, Path, cited_by, ground
from summariser.topics.fact import Fact
from summariser.topics.leaves import leaves_of
from summariser.values.grounds import Grounds
from summariser.values.leaf import Leaf
from summariser.values.leaves import Designation, Words

F = TypeVar("F", bound=Fact)
NAMING = (Words, Designation)
"""Leaves that name what others are said of."""
MOST = 3
"""Sentences that may be added to the citations of one fact."""
FEW = 4
"""Citations that are left as the model gave them; more are narrowed to those that hold words of the fact."""


def ground_citing(fact_type: type[F], item: object, grounds: Grounds, *, path: str) -> Grounded[F]:
    """:func:`summariser.grounding.ground`, with the citations set right.

    Args:
        fact_type: The class of the fact.
        item: The fact as the model wrote it.
        grounds: The article.
        path: Where the fact stands in the answer, for messages.
    """
    found = ground(fact_type, item, grounds, path=path)
    added: list[int] = []
    while found.uncited and isinstance(item, Mapping) and len(added) < MOST:
        for number in _candidates(fact_type, item, found.uncited, grounds):
            more = {**item, "evidence": [*item["evidence"], number]}
            again = ground(fact_type, more, grounds, path=path)
            if len(again.uncited) < len(found.uncited) and len(again.rejected) < len(found.rejected):
                found, item = again, more
                added.append(number)
                break
        else:
            break
    return _narrowed(fact_type, _marked(found, added) if added else found, grounds, path=path)


def _narrowed(fact_type: type[F], found: Grounded[F], grounds: Grounds, *, path: str) -> Grounded[F]:
    """The outcome without the citations that hold no word of the fact, where it cites more than a few.

    All stay where the fact would lose something: a status may rest on a sentence from which nothing was copied.
    """
    if found.fact is None or len(found.fact.evidence) <= FEW:
        return found
    starts = [leaf.span[0] for _, leaf in leaves_of(found.fact) if isinstance(leaf, Leaf)]
    used = [one for one in found.fact.evidence if any(one.span[0] <= start < one.span[1] for start in starts)]
    if not used:
        return found
    item = {**found.kept, "evidence": [citation.sentence for citation in used]}
    again = ground(fact_type, item, grounds, path=path)
    if again.fact is None or again.rejected:
        return found
    return Grounded(again.fact.model_copy(update={"evidence": used}), found.rejected, again.kept, found.uncited)


def _candidates(
    fact_type: type[Fact], item: Mapping[str, Any], uncited: Sequence[tuple[Path, str]], grounds: Grounds
) -> Iterator[int]:
    """Sentences that alone hold words which the cited ones lack together with a name of what they are said of."""
    cited = cited_by(item)
    if not grounds.citing(cited).cited_sentences():
        return  # nothing was cited, so nothing was read
    for place, words in uncited:
        names = list(_names(fact_type, item, place))
        holders = [
            number
            for number in _holders(_kind(fact_type, place), words, grounds)
            if any(grounds.citing((number,)).find(name, plural=True) is not None for name in names)
        ]
        if len(holders) == 1 and holders[0] not in cited:
            yield holders[0]


def _holders(kind: type[Leaf], words: str, grounds: Grounds) -> list[int]:
    """The sentences that hold the words as such a leaf takes them; those that support nothing do not count."""
    alone = {
        sentence.number: grounds.citing((sentence.number,))
        for sentence in grounds.article.sentences
        if sentence.number not in grounds.withheld
    }
    return [number for number, one in alone.items() if one.find(words) and kind.locate(words, one)]


def _kind(model: type[BaseModel], place: Path) -> type[Leaf]:
    """The leaf at a place of a fact."""
    for step in place:
        field = model.model_fields.get(str(step))
        if field is not None:
            model = next(_classes(field.annotation), model)
    return model if issubclass(model, Leaf) else Leaf


def _names(model: type[BaseModel], item: Mapping[str, Any], place: Path) -> Iterator[str]:
    """The words that name what a leaf at this place is said of.

    Those are the names beside it: of an entry of a list the entry's own; of the whole fact those of its entries too.
    """
    for name, field in model.model_fields.items():
        value = item.get(name)
        for kind in _classes(field.annotation):
            if issubclass(kind, Leaf):
                if issubclass(kind, NAMING) and isinstance(value, str) and place != (name,) and len(place) == 1:
                    yield value
            elif isinstance(value, list) and (len(place) == 1 or place[0] == name):
                for position, entry in enumerate(value):
                    if isinstance(entry, Mapping) and place[1:2] in ((), (position,)):
                        yield from _names(kind, entry, place[2:] or ("",))


def _classes(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _classes(argument)


def _marked(found: Grounded[F], added: Sequence[int]) -> Grounded[F]:
    """The outcome, its citations marked where the program added them."""
    if found.fact is None:
        return found
    evidence = [citation.model_copy(update={"added": citation.sentence in added}) for citation in found.fact.evidence]
    fact = found.fact.model_copy(update={"evidence": evidence})
    return Grounded(fact, found.rejected, found.kept, found.uncited)
