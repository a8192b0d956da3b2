"""Whether a model's server answers: its list of models is asked for, so nothing is spent."""

from __future__ import annotations

import time

from summariser.errors import ModelUnavailable

PATIENCE = 3.0
"""Seconds that a server has to answer."""
REMEMBERED = 5.0
"""Seconds that an answer is good for: whoever asks often does not make the server busy."""
_known: dict[str, tuple[float, bool]] = {}
_SERVER_ERROR = 500


async def probe(address: str, key: str | None, model: str) -> None:
    """Ask the server at an address for its models.

    Args:
        address: As for an OpenAI client, mostly ending in ``/v1``.
        key: Key for it.
        model: The model, for the message.

    Raises:
        ModelUnavailable: It does not answer, or only with an error of its own.
    """
    asked, answers = _known.get(address, (float("-inf"), False))
    if time.monotonic() - asked > REMEMBERED:
        answers = await _answers(address, key)
        _known[address] = (time.monotonic(), answers)
    if not answers:
        raise ModelUnavailable("its server does not answer", subject=model, hint="Is it running?")


async def _answers(address: str, key: str | None) -> bool:
    import httpx2

    headers = {"Authorization": f"Bearer {key}"} if key else {}
    try:
        async with httpx2.AsyncClient(timeout=PATIENCE, headers=headers) as client:
            response = await client.get(f"{address.rstrip('/')}/models")
    except httpx2.HTTPError:
        return False
    return response.status_code < _SERVER_ERROR
