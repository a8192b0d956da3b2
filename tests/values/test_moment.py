"""The day that an article's own head says it was written on."""

from __future__ import annotations

from datetime import date

import pytest

from summariser.values.moment import Moment
from summariser.values.surroundings import Surroundings

THIRD = date(1997, 3, 3)


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("GENEVA, 3 March 1997 - Talks went on.", THIRD),
        ("NEW YORK, March 3, 1997 (UPI) -- Talks went on.", THIRD),
        ("BRUSSELS, Belgium, Mar. 3, 1997 (AP) — Talks went on.", THIRD),
        ("ABU DHABI, (Portal / Point News / WAM - 3rd Mar, 1997) Talks went on.", THIRD),
        ("March 3, 1997 (ADDIS ABABA) – Talks went on.", THIRD),
        ("Talks go on\n\nMonday, 3 March 1997\n\nTalks went on.", THIRD),
        ("Talks go on\nPublished on 3 March 1997, 14:05 GMT\nTalks went on.", THIRD),
        ("Talks go on\nRIYADH, 1997-03-03 - Talks went on.", THIRD),
        ("MOSCOW, March 3. /TASS/. Talks went on.", None),
        ("On 3 March 1997, talks went on.", None),
        ("The talks of 3 March 1997 - the last - failed.", None),
        ("The deal (signed in Rome, 3 March 1997) is dead.", None),
        ("GENEVA, 31 February 1997 - Talks went on.", None),
    ],
)
def test_the_day_of_writing_is_read_from_the_head(head: str, day: date | None) -> None:
    """A dateline as agencies write it, or a line of its own; no date that is told, and none without year."""
    assert Moment(Surroundings(article=head)).day == day


def test_a_known_day_of_publication_comes_first() -> None:
    """What the source says of itself decides."""
    around = Surroundings(article="GENEVA, 3 March 1997 - Talks went on.", published=date(1997, 3, 4))
    assert Moment(around).day == date(1997, 3, 4)
