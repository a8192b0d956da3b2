"""Prints the arms deals of articles, one JSON object a line, as a newsroom's own program would want them.

python app.py article.txt
python app.py article.txt --replay recordings
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from schemas.desk import Line
from summariser.schemas.agreements import Agreements

from summariser import Reader, Summariser, SummariserError


def main() -> int:
    """Read the articles that are named; 1 if one failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", nargs="+")
    parser.add_argument("--replay", type=Path, help="folder of recorded answers, instead of a model")
    options = parser.parse_args()
    failed = False
    with Summariser(Agreements, replay=options.replay) as read:
        for name in options.articles:
            try:
                report = read(Reader().read(name))
            except SummariserError as error:
                print(error, file=sys.stderr)
                failed = True
                continue
            for deal in report.record.arms_deals:
                print(Line.of(deal).model_dump_json())
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
