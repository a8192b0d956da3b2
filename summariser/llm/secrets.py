"""Keys, taken out of text before anybody sees it."""

from __future__ import annotations

import re
from collections.abc import Mapping

_SECRET = re.compile(r"\b(?:(?:sk|pk|rk|gsk|xai|hf)[-_]|Bearer )(?=[A-Za-z0-9_\-.]{0,80}\d)[A-Za-z0-9_\-.]{16,}")
"""What keys look like; with a digit, so that ordinary hyphenated words are left alone."""
_HEADERS = ("authorization", "api-key", "x-api-key", "x-goog-api-key", "proxy-authorization", "cookie")
_SHORTEST = 8
REMOVED = "[removed]"


def split_login(address: str) -> tuple[str, str, str]:
    """An address in three: scheme with its slashes, user and password, the rest; whatever signs the password has."""
    scheme, slashes, rest = address.partition("://")
    if not slashes:
        return "", "", address
    login, _, host = rest.rpartition("@")
    return scheme + slashes, login, host


def without_secrets(text: str, headers: Mapping[str, str]) -> str:
    """The text without the keys that a request was sent with, and without anything that looks like one.

    Args:
        text: Any text.
        headers: The request's headers, names in any case.
    """
    sent = {name.lower(): value for name, value in headers.items()}
    for name in _HEADERS:
        for word in sent.get(name, "").split():
            if len(word) >= _SHORTEST:
                text = text.replace(word, REMOVED)
    return _SECRET.sub(REMOVED, text)
