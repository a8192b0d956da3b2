"""Codes of countries and currencies."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=1)
def country_codes() -> frozenset[str]:
    """ISO 3166-1 alpha-2 codes, those of former countries included."""
    import pycountry

    now = {country.alpha_2 for country in pycountry.countries}
    return frozenset(now | {country.alpha_2 for country in pycountry.historic_countries})


@lru_cache(maxsize=1)
def currency_codes() -> frozenset[str]:
    """ISO 4217 codes in use."""
    import pycountry

    return frozenset(currency.alpha_3 for currency in pycountry.currencies)


@lru_cache(maxsize=1024)
def country_name(code: str) -> str | None:
    """The English name of a country by alpha-2 code, or None."""
    import pycountry

    country = pycountry.countries.get(alpha_2=code)
    return None if country is None else str(country.name)
