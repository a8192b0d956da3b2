"""Prices of tokens, from a maintained table (the package genai-prices), where it is installed."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache


def price(
    model: str, input_tokens: int, output_tokens: int, cached_tokens: int = 0, *, batched: bool = False
) -> Decimal | None:
    """Price of a call in US dollars.

    Args:
        model: ``provider/model``; anything else runs on one's own machine and has no price.
        input_tokens: Tokens read, cached ones included.
        output_tokens: Tokens written.
        cached_tokens: Tokens read from a prompt cache, which cost less.
        batched: Whether it goes through the provider's batch service; the full price where the table has none for that.

    Returns:
        None where the table is not installed or does not know the model.
    """
    provider, slash, name = model.partition("/")
    if not slash or not provider.isidentifier():
        return None
    return _price(provider, name, input_tokens, output_tokens, cached_tokens, batched=batched)


@lru_cache(maxsize=1024)
def _price(
    provider: str, name: str, input_tokens: int, output_tokens: int, cached_tokens: int, *, batched: bool
) -> Decimal | None:
    try:
        from genai_prices import Usage, calc_price
    except ImportError:
        return None
    usage = Usage(input_tokens=input_tokens, output_tokens=output_tokens, cache_read_tokens=cached_tokens)
    context = {"processing": "batch"} if batched else None
    try:
        found = calc_price(usage, model_ref=name, provider_id=provider, price_context=context)
    except LookupError:
        return None
    return found.total_price
