"""Characters in a text that a reader does not see: they can carry instructions or turn words around.

The text is kept as it is, so that offsets stay true; what is hidden in it is reported.
"""

from __future__ import annotations

import re

_ESCAPE = r"\x1b(?:\[[0-?]{0,40}[ -/]{0,8}[@-~]|\][^\x07\x1b\n]{0,200}(?:\x07|\x1b\\)|[@-Z\\^_]?)|\x9b[0-?]{0,40}[@-~]"
_FLAG_TAGS = r"(?<!\U0001f3f4)(?<![\U000e0020-\U000e007f])[\U000e0000-\U000e007f]+"
_JOINED = "\u00a9\u00ae\u2190-\u2bff\ufe0f\U0001f000-\U0001faff"
_JOINING_SCRIPTS = "\u0600-\u07ff\u0900-\u0dff\u0e00-\u109f\u1780-\u18af"

_HIDDEN = re.compile(
    rf"(?P<control>(?:{_ESCAPE}|[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f])+)"
    r"|(?P<bidi>[\u202a-\u202e\u2066-\u2069]+)"
    r"|(?P<mark>[\u200e\u200f\u061c]+)"
    rf"|(?P<tag>{_FLAG_TAGS})"
    rf"|(?P<joiner>(?<![{_JOINED}{_JOINING_SCRIPTS}])[\u200c\u200d]+)"
    r"|(?P<zero>[\u200b\u2060-\u2064\u180e\ufeff\u206a-\u206f]+)"
    r"|(?P<hyphen>\u00ad+)"
    r"|(?P<filler>[\u115f\u1160\u3164\uffa0\u2800]+)"
    r"|(?P<selector>[\ufe00-\ufe0f]{2,}|[\U000e0100-\U000e01ef]+)"
    r"|(?P<annotation>[\ufff9-\ufffb]+)"
    r"|(?P<broken>[\ud800-\udfff]+)"
)
_ANY = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u115f\u1160\u3164\u180e\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u206f\u2800\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e01ef]"
)
"""Every first character of a run: most texts have none, and one look says so."""
_NAMES = {
    "control": "control sequence",
    "bidi": "bidirectional override",
    "mark": "direction mark",
    "tag": "tag characters",
    "joiner": "zero-width joiner",
    "zero": "zero-width character",
    "hyphen": "soft hyphen",
    "filler": "blank filler",
    "selector": "variation selectors",
    "annotation": "interlinear annotation",
    "broken": "broken character",
}


def find_hidden(text: str) -> list[tuple[int, int, str]]:
    """Runs of characters that are not seen when the text is shown.

    Joiners inside emoji and in scripts that need them (Arabic, Devanagari and others), the tags of a flag, and line
    ends and tabs are ordinary and not reported.

    Args:
        text: Any text.

    Returns:
        ``(start, end, name)`` in code points, in order; the name says what it is, e.g. ``zero-width character``.
    """
    if _ANY.search(text) is None:
        return []
    return [(found.start(), found.end(), _NAMES[found.lastgroup or "control"]) for found in _HIDDEN.finditer(text)]
