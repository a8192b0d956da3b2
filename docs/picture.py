"""Draw the terminal view of a saved report as an SVG picture.

summariser summarise examples/norway-frigates.txt --format json --output docs/report.json
python docs/picture.py docs/report.json docs/report.svg
"""

from __future__ import annotations

import argparse
import io
import json
import re
from pathlib import Path

from rich.console import Console

from summariser.output.terminal import show
from summariser.report import report_class
from summariser.topics.loading import load_topic

WIDTH = 96
"""Characters in a line of the picture."""
_ELSEWHERE = re.compile(r"@font-face \{[^}]*\}\s*|<!--[^>]*-->\s*")
"""Fonts that would be fetched from elsewhere (the viewer's own will do), and a comment with an address."""


def draw(report: str) -> str:
    """The picture of a report.

    Args:
        report: The report as JSON.

    Returns:
        An SVG document; the same report gives the same bytes.
    """
    record = load_topic(json.loads(report)["topic"]).record
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True)
    show(report_class(record).model_validate_json(report), console)
    return _ELSEWHERE.sub("", console.export_svg(title="summariser", unique_id="report"))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("report", type=Path, help="report as JSON")
    parser.add_argument("picture", type=Path, help="SVG file to write")
    options = parser.parse_args()
    options.picture.write_text(draw(options.report.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
