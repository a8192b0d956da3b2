"""How many sentences that a small model wrote are true, and what checks find: ``python -m benchmarks.summaries``.

Each sentence that stood in a summary of ``dev`` and ``test`` was read against its article. The rows are all of them,
those that pass the product's check of numbers, dates and names, and those that pass a check of words, which asks for
nine in ten words of each clause in one sentence of the article.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

from summariser.article import Article
from summariser.evaluation.cases import load_cases
from summariser.summary_check import SummaryChecker

ROOT = Path(__file__).parents[1] / "evals" / "agreements"
CLAUSE = re.compile(r"[,;:] | (?:while|after|and|with) ")
STEM, NEAR, SHORT = 5, 0.9, 3
SMALL = frozenset("the of to in on for and with from was were are has have had that this which will would its".split())


def main() -> None:
    """Print the verdicts, and what each check would let through."""
    articles = {(case.split, case.name): case.article for case in load_cases(ROOT, ["dev", "test"])}
    total, near, passing = Counter[str](), Counter[str](), Counter[str]()
    for line in (ROOT / "judged_summaries.jsonl").read_text("utf-8").splitlines():
        judged = json.loads(line)
        article, verdict = articles[judged["split"], judged["case"]], judged["verdict"]
        total[verdict] += 1
        passing[verdict] += not SummaryChecker(article, []).unsupported(judged["sentence"])
        near[verdict] += is_near(judged["sentence"], article)
    print(f"{'':32}{'true':>8}{'inexact':>10}{'false':>8}")
    for name, row in (
        ("written", total),
        ("numbers, dates and names pass", passing),
        ("each clause in one sentence", near),
    ):
        print(f"{name:32}{row['true']:8}{row['inexact']:10}{row['false']:8}")


def is_near(sentence: str, article: Article) -> bool:
    """Whether some sentence of the article has nearly all words of each clause."""
    clauses = [stems(clause) for clause in CLAUSE.split(sentence)]
    told = [stems(one.text) for one in article.sentences]
    return all(
        max(len(clause & words) for words in told) >= NEAR * len(clause) for clause in clauses if len(clause) >= SHORT
    )


def stems(text: str) -> set[str]:
    """The beginnings of the words that tell something."""
    return {word[:STEM] for word in re.findall(r"\w+", text.lower()) if len(word) > 1 and word not in SMALL}


if __name__ == "__main__":
    main()
