"""The proof of labels finds every mistake that is made on purpose."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from schemas.agreements_scoring import COMPARISON
from summariser.errors import EvaluationError
from summariser.evaluation.cases import Case
from summariser.evaluation.labels import check_case, check_cases

Label = dict[str, Any]


def _set(*path: Any, to: Any) -> Callable[[Label], None]:
    def change(label: Any) -> None:
        for step in path[:-1]:
            label = label[step]
        label[path[-1]] = to

    return change


MISTAKES = {
    "evidence that is not in the text": (_set("agreements", 0, "evidence", 0, to="They signed."), "evidence"),
    "no evidence": (_set("agreements", 0, "evidence", to=[]), "evidence: is empty"),
    "words outside the evidence": (_set("trade_figures", 0, "amount", "raw", to="$310 million"), "amount.raw"),
    "words of no text": (_set("agreements", 0, "parties", 0, "name", to="Norge"), "parties.name"),
    "a signatory of another sentence": (_set("agreements", 0, "signatories", 0, "name", to="Saab"), "signatories.name"),
    "a word outside the vocabulary": (_set("agreements", 0, "kind", to="naval"), "kind"),
    "a status of the other type": (_set("arms_deals", 0, "status", to="signed"), "status"),
    "no country code": (_set("agreements", 0, "parties", 0, "iso", to="NN"), "parties.iso"),
    "no currency code": (_set("arms_deals", 0, "value", "currency", to="DOL"), "value.currency"),
    "a currency of per cent": (_set("arms_deals", 0, "value", "unit", to="percent"), "value"),
    "a null amount that is not vague": (_set("trade_figures", 0, "amount", "amount", to=None), "amount"),
    "an upper end below the lower": (_set("arms_deals", 0, "value", "amount_max", to=5), "amount_max"),
    "no EDTF": (_set("agreements", 0, "dates", 0, "value", to="14 March"), "dates.value"),
    "an impossible date": (_set("trade_figures", 0, "period", to="2024-13"), "period"),
    "no duration": (_set("agreements", 0, "duration", "iso8601", to="5 years"), "duration.iso8601"),
    "an id used twice": (_set("arms_deals", 1, "id", to="D1"), "used twice"),
    "an optional id of no fact": (_set("optional_ids", to=["A9"]), "A9"),
    "a link to no fact": (_set("arms_deals", 0, "related", 0, "target_id", to="A7"), "A7"),
    "a link to itself": (_set("arms_deals", 0, "related", 0, "target_id", to="D1"), "itself"),
    "a misspelt key": (_set("agreements", 0, "stauts", to="signed"), "stauts"),
    "an unknown key of the label": (_set("agreement", to=[]), "agreement"),
    "accept of an unknown field": (_set("agreements", 0, "accept", to={"colour": ["red"]}), "colour"),
    "accept of an unknown value": (_set("agreements", 0, "accept", to={"status": ["sealed"]}), "sealed"),
    "accept of the value itself": (_set("agreements", 0, "accept", to={"status": ["signed"]}), "itself"),
    "accept that is no list": (_set("agreements", 0, "accept", to={"status": "signed"}), "no list"),
    "an empty alternative": (_set("summary_must_mention", to=["Norway|"]), "empty alternative"),
    "another date than the text": (_set("article", "published", to="2025-03-15"), "article.published"),
    "a list that is missing": (lambda label: label.pop("trade_figures"), "trade_figures"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_every_mistake_is_found(mistake: str, navies: Case) -> None:
    """Each mistake is named, with the path where it stands."""
    change, named = MISTAKES[mistake]
    label = copy.deepcopy(dict(navies.gold))
    change(label)
    found = check_case(replace(navies, gold=label), COMPARISON)
    assert any(named in problem for problem in found), found


def test_good_labels_have_no_mistake(cases: list[Case]) -> None:
    """The checker does not cry wolf."""
    assert [check_case(case, COMPARISON) for case in cases] == [[], [], []]
    check_cases(cases, COMPARISON)


def test_a_set_with_mistakes_is_refused(navies: Case) -> None:
    """The error names case, fact and path."""
    label: Label = copy.deepcopy(dict(navies.gold))
    label["agreements"][0]["kind"] = "naval"
    with pytest.raises(EvaluationError, match=r"two-navies: A1: kind: 'naval'"):
        check_cases([replace(navies, gold=label)], COMPARISON)
