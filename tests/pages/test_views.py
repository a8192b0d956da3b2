"""How a topic declares what is shown, and what becomes of a wrong declaration."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from summariser.schemas.agreements_vocabulary import AgreementStatus, DealStatus, Mode

from summariser.errors import TopicError
from summariser.output.readable import readable
from summariser.topics.loading import load_topic, load_views
from summariser.topics.views import Badge, Flows, Tone, Views, values_at
from summariser.values.leaf import Leaf, Support
from summariser.values.leaves import Amount, Duration, EventDate, Participant, Party, Place, Quantity, Words
from tests.docs.blocks import ROOT
from tests.pages.synthetic import synthetic_reports

FACT_TYPES = load_topic("agreements").fact_types


def test_every_status_has_a_tone() -> None:
    """No status and no way of asserting is left without a tone by oversight."""
    views = load_views(load_topic("agreements"))
    status = [views.badges[name][0].tones for name in ("agreements", "arms_deals")]
    assert set(status[0]) == set(map(str, AgreementStatus)) - {"unknown"}
    assert set(status[1]) == set(map(str, DealStatus)) - {"in_service"}
    assert status[1]["offered"] is Tone.OPEN
    mode = views.badges["trade_figures"][1]
    assert set(mode.tones) | mode.silent == set(map(str, Mode)) - {"official"}


@pytest.mark.parametrize(
    ("views", "names"),
    [
        (Views(badges={"treaties": (Badge(field="status"),)}), "treaties"),
        (Views(badges={"agreements": (Badge(field="stage"),)}), "stage"),
        (Views(badges={"agreements": (Badge(field="assertion.mood"),)}), "assertion.mood"),
        (Views(badges={"agreements": (Badge(field="status", by="who"),)}), "who"),
        (
            Views(
                charts=(Flows(title="", facts="arms_deals", source="supplier", target="to", group="items.category"),)
            ),
            "to",
        ),
    ],
)
def test_a_name_that_the_record_has_not_is_told(views: Views, names: str) -> None:
    """A field or fact type that is misspelled is named, not drawn empty."""
    assert f"'{names}'" in str(views.problem(FACT_TYPES))


def test_a_folder_has_its_views_beside_its_schema(tmp_path: Path) -> None:
    """``schema_views.py`` of a topic's folder is loaded; a mistake in it is an error that names the file."""
    for name in ("schema.py", "prompt.md"):
        (tmp_path / name).write_text((ROOT / "examples/launches" / name).read_text("utf-8"), "utf-8")
    topic = load_topic(str(tmp_path))
    assert [badge.field for badge in load_views(topic).badges["launches"]] == ["outcome"]
    path = tmp_path / "schema_views.py"
    head = "from summariser.topics.views import Badge, Tone, Views\n"
    path.write_text(
        f'{head}VIEWS = Views(badges={{"launches": (Badge(field="outcome", tones={{"failure": "against"}}),)}})\n'
    )
    assert load_views(load_topic(str(tmp_path))).badges["launches"][0].tones == {"failure": "against"}
    path.write_text(f'{head}VIEWS = Views(badges={{"launches": (Badge(field="outcomes"),)}})\n')
    with pytest.raises(TopicError, match=r"schema_views\.py: names the field 'outcomes'"):
        load_views(load_topic(str(tmp_path)))
    path.write_text("VIEWS = 1\n")
    with pytest.raises(TopicError, match="sets no VIEWS"):
        load_views(load_topic(str(tmp_path)))


def test_paths_go_through_lists() -> None:
    """A path gives every value there is, and nothing where there is none."""
    deal = next(fact for report in synthetic_reports(3) for fact in report.facts() if fact.id == "D1")
    assert values_at(deal, "items.category") == [deal.items[0].category]  # type: ignore[attr-defined]
    assert values_at(deal, "bidders.name") == []


BASE = {"raw": "words", "span": (0, 5), "support": Support.VERBATIM}


@pytest.mark.parametrize(
    ("leaf", "text"),
    [
        (Amount(**BASE, amount=Decimal("1E+10"), unit="currency", currency="GBP"), "10,000,000,000 GBP"),
        (Amount(**BASE, amount=Decimal("30.50"), unit="percent", qualifier="about"), "about 30.5%"),
        (Amount(**BASE, amount=Decimal(1), amount_max=Decimal(2), unit="tonne", qualifier="range"), "1 to 2 tonne"),
        (Amount(**BASE, qualifier="vague"), "words"),
        (Quantity(**BASE, value=Decimal(6), qualifier="at_least"), "at least 6"),
        (Party(**BASE, name="Norway", iso="NO", type="state"), "Norway (NO)"),
        (Party(**BASE, name="BAE", type="company"), "BAE (company)"),
        (EventDate(**BASE, value="2025-10", role="expected_signing"), "expected signing: 2025-10"),
        (EventDate(**BASE, role="signed"), "signed: words"),
        (Duration(**BASE, iso8601="P10Y6M"), "10 years, 6 months"),
        (Participant(**BASE, name="Modi", role="Prime Minister", capacity="host"), "Modi (Prime Minister), host"),
        (Place(**BASE, place="Muscat", country_iso="OM"), "Muscat (OM)"),
        (Words(**BASE), "words"),
    ],
)
def test_values_are_told_as_people_write_them(leaf: Leaf, text: str) -> None:
    """Digits in groups, units and codes in words; the words themselves where nothing was converted."""
    assert readable(leaf) == text
