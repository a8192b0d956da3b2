"""The shell of a page: one file with its style and script, and a policy that lets nothing else in."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from summariser.output.page.text import shown
from summariser.output.readable import words
from summariser.safe import printable

if TYPE_CHECKING:
    from jinja2 import Environment

_ESCAPES = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def page(template: str, *, style: str, scripts: Sequence[str], styles_within: Sequence[str] = (), **names: Any) -> str:
    """Fill a template; it sees ``policy``, ``style`` and ``script`` besides the names given.

    Args:
        template: Name of the template.
        style: Name of the style sheet.
        scripts: Names of the scripts, in order.
        styles_within: Style elements that a script adds, exactly, for the policy to allow.
        names: What the template shows.
    """
    sheet = asset("base.css") + asset(style)
    script = "\n".join(asset(name) for name in scripts)
    html = _environment().get_template(template).render(
        policy=_policy([script], [sheet, *styles_within]), style=Markup(sheet), script=Markup(script), **names
    )  # fmt: skip
    return html.encode("utf-8", "replace").decode()


@cache
def asset(name: str) -> str:
    """The text of a file that goes into pages: a style sheet, a script, a library."""
    folder = "vendor" if name.endswith(".min.js") else "templates"
    return files("summariser.output").joinpath(folder, name).read_text("utf-8")


def data(value: Any) -> Markup:
    """A value as JSON that stays within its script element, whatever text is in it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
    return Markup(text.translate(_ESCAPES))


def web_address(source: str) -> str | None:
    """The source as an address that a page may link to: http and https alone."""
    return source if source.lower().startswith(("http://", "https://")) and printable(source) == source else None


def _policy(scripts: Sequence[str], styles: Sequence[str]) -> str:
    allowed: Mapping[str, Sequence[str]] = {"script-src": scripts, "style-src": styles}
    rules = [f"{name} {' '.join(map(_fingerprint, texts))}" for name, texts in allowed.items()]
    return "; ".join(["default-src 'none'", *rules, "base-uri 'none'", "form-action 'none'"])


def _fingerprint(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    environment = Environment(
        loader=FunctionLoader(asset), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters.update(shown=shown, words=words, printable=printable, data=data)
    return environment
