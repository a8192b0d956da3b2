"""Amounts of a summary, in every currency that shares a word or a sign with another: never one for the other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import pytest

from summariser.reading.reader import Reader
from summariser.summary_check import SummaryChecker
from summariser.values.currency_forms import kinds
from summariser.values.tables import listed, rows

WORDS = {
    "dollar": "dollars", "pound": "pounds", "won": "won", "rupee": "rupees", "peso": "pesos", "krone": "kroner",
    "krona": "krona", "koruna": "korunas", "crown": "crowns", "franc": "francs", "rouble": "roubles", "leu": "lei",
    "mark": "marks", "lira": "liras", "guilder": "guilders", "escudo": "escudos", "dinar": "dinars",
    "dirham": "dirhams", "rial": "rials", "riyal": "riyals", "shilling": "shillings", "kwacha": "kwachas",
    "som": "soms", "manat": "manats", "colon": "colons",
}  # fmt: skip
"""Names that several countries' currencies share, each with its plural."""
SIGNS = {
    "$": "USD", "US$": "USD", "A$": "AUD", "C$": "CAD", "NZ$": "NZD", "S$": "SGD", "HK$": "HKD", "NT$": "TWD",
    "R$": "BRL", "Z$": "ZWD", "J$": "JMD", "£": "GBP", "€": "EUR", "¥": "JPY", "₹": "INR", "Rs": "INR", "₩": "KRW",
    "₽": "RUB", "₺": "TRY", "฿": "THB", "₫": "VND", "₱": "PHP", "₦": "NGN", "₪": "ILS", "₴": "UAH", "RM": "MYR",
    "Tk": "BDT", "Rp": "IDR", "DM": "DEM", "SFr": "CHF", "FFr": "FRF", "KSh": "KES", "USh": "UGX", "TSh": "TZS",
    "SKr": "SEK", "NKr": "NOK", "DKr": "DKK", "KD": "KWD", "BD": "BHD", "JD": "JOD", "SR": "SAR", "QR": "QAR",
    "AED": "AED", "E£": "EGP", "IR£": "IEP", "LL": "LBP", "zł": "PLN", "Ft": "HUF", "Kč": "CZK", "S/": "PEN",
}  # fmt: skip
"""Signs, each with one of the currencies that it stands for."""
ALSO = [{"$", sign} for sign in SIGNS if sign.endswith("$") and sign != "R$"] + [
    {"£", "E£"}, {"£", "IR£"}, {"£", "LL"}, {"₹", "Rs"},
]  # fmt: skip
"""Pairs of signs that may mean the same currency."""


def accepted(said: str, printed: str, *, about: str = "Ministers met.") -> bool:
    """Whether a summary may say the one amount where the article prints the other."""
    article = Reader().read_text(f"{about} They agreed to pay {printed} on delivery.")
    return not SummaryChecker(article, []).unsupported(f"They agreed to pay {said}.")


def owners(word: str) -> dict[str, str]:
    """The adjectives of countries whose currency has that name, each with the currency."""
    demonyms = {row["iso"]: listed(row["demonyms"]) for row in rows("states")}
    of = {iso: kind.code for kind in kinds()[word] for iso in kind.countries}
    named = {demonyms[iso][0]: code for iso, code in of.items() if demonyms.get(iso)}
    return {adjective: code for adjective, code in named.items() if adjective[0].isupper()}


def pairs(word: str) -> Iterator[tuple[str, str]]:
    """Adjectives of two countries that have currencies of one name, and not the same one."""
    for (one, code), (other, another) in combinations(owners(word).items(), 2):
        if code != another:
            yield one, other


@pytest.mark.parametrize("word", WORDS)
def test_one_country_s_is_not_another_s(word: str) -> None:
    """Where two countries' currencies have one name, an amount in the one is none in the other; the bare name is."""
    tried = 0
    for one, other in [pair for both in pairs(word) for pair in (both, both[::-1])][:60]:
        about = f"The {one} and {other} ministers met."
        printed = f"500 million {other} {WORDS[word]}"
        assert not accepted(f"500 million {one} {WORDS[word]}", printed, about=about), (one, other)
        assert accepted(f"500 million {other} {WORDS[word]}", printed, about=about), other
        assert accepted(f"500 million {WORDS[word]}", printed, about=about), other
        tried += 1
    assert tried or len(owners(word)) < 2


@pytest.mark.parametrize(("said", "printed"), list(combinations(WORDS, 2)))
def test_another_name_is_another_currency(said: str, printed: str) -> None:
    """An amount in dirhams is none in dollars: only names of one and the same currency may stand for each other."""
    shared = {kind.code for kind in kinds()[said]} & {kind.code for kind in kinds()[printed]}
    assert accepted(f"500 million {WORDS[said]}", f"500 million {WORDS[printed]}") == bool(shared)
    assert accepted(f"500 million {WORDS[printed]}", f"500 million {WORDS[said]}") == bool(shared)


@pytest.mark.parametrize("said", SIGNS)
def test_another_sign_is_another_currency(said: str) -> None:
    """A sign stands for its own currency, together with its number or not; "$" alone may be any dollar."""
    for printed, code in SIGNS.items():
        same = SIGNS[said] == code or {said, printed} in ALSO
        assert accepted(f"{said}500 million", f"{printed}500 million") == same, printed
        assert accepted(f"{said} 500 million", f"{printed}500 million") == same, printed


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        ("500 million dirhams", "500 million dollars"),
        ("500 million dirhams", "$500 million"),
        ("500 million Turkish dollars", "500 million Australian dollars"),
        ("AED500m", "$500 million"),
        ("five million dinars", "five million dollars"),
        ("Rs.500 crore", "500 crore taka"),
        ("500 million tomans", "500 million rials"),
    ],
)
def test_a_currency_of_any_name_is_looked_at(said: str, printed: str) -> None:
    """Whatever the tables of the values know as a currency counts as one here."""
    assert not accepted(said, printed, about="The Turkish and Australian ministers met.")


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        ("$500 million", "500 million dollars' worth of arms"),
        ("AED8bn", "AED 8 billion"),
        ("8 billion dirhams", "AED8bn"),
        ("500 million", "500 million dirhams"),
        ("Rs 500 crore", "Rs.500 crore"),
        ("¥500 million", "500 million yuan"),
        ("500 million crowns", "500 million kronor"),
        ("500 million CFA francs", "500 million francs CFA"),
        ("£20", "20 pounds sterling"),
    ],
)
def test_the_same_currency_in_another_form_is_accepted(said: str, printed: str) -> None:
    """Codes for words, signs for codes, one name of a currency for another, and the number without any."""
    assert accepted(said, printed)


def test_pounds_that_weigh_are_no_money() -> None:
    """A bomb's weight does not support a price."""
    assert not accepted("£500", "500 pounds of powder")
