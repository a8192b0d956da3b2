"""What axe, the accessibility checker, finds on a page."""

from __future__ import annotations

from importlib.resources import files
from importlib.util import find_spec
from typing import Any

import pytest


def violations(page: Any) -> list[str]:
    """What axe finds wrong on an open page, one line each; the test is skipped where axe is not installed.

    Args:
        page: A page of playwright's, opened with ``bypass_csp``: axe is a script that the page's policy does not know.
    """
    if find_spec("axe_playwright_python") is None:
        pytest.skip("axe-playwright-python, which holds the accessibility checker, is not installed")
    page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8"))
    found = page.evaluate("axe.run()")
    assert len(found["passes"]) > 10
    return [f"{rule['id']} ({rule['impact']}): {rule['nodes'][0]['html'][:200]}" for rule in found["violations"]]
