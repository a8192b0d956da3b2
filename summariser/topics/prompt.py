"""The prompt of a topic: one Markdown file with a part for the system, for each fact type and for the summary.

The first paragraph of a fact type's part is its question; what follows is guidance for a model that was not trained on
the topic.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from summariser.errors import TopicError

SYSTEM, SUMMARY = "system", "summary"
_HEADING = re.compile(r"^# +(\S.*?) *$", re.MULTILINE)


@dataclass(frozen=True)
class Part:
    """One part of a prompt.

    Attributes:
        question: What is asked, one paragraph.
        guidance: How to answer; empty where nothing more is said.
    """

    question: str
    guidance: str


@dataclass(frozen=True)
class Prompt:
    """The parts of a topic's prompt.

    Attributes:
        system: What holds for every question.
        parts: A part for each fact type, by name.
        summary: How to ask for the summary; may hold ``{sentences}``.
    """

    system: Part
    parts: dict[str, Part]
    summary: Part

    def system_text(self, *, guided: bool) -> str:
        """The system message; ``guided`` adds the guidance of every fact type, so that the article comes after it."""
        if not guided:
            return self.system.question
        sections = [self.system.question, self.system.guidance]
        sections += [f"# {name}\n{part.question}\n{part.guidance}" for name, part in self.parts.items()]
        return "\n\n".join(section for section in sections if section)

    def summary_question(self, length: int) -> str:
        """How to ask for a summary of so many sentences."""
        return self.summary.question.replace("{sentences}", str(length))


def parse_prompt(text: str, fact_types: Iterable[str], *, subject: str) -> Prompt:
    """Read a prompt file.

    Args:
        text: The file's text.
        fact_types: Names of the parts that must be there besides ``system`` and ``summary``.
        subject: What to call the file in errors.

    Raises:
        TopicError: A part is missing, empty, unknown or there twice.
    """
    headings = list(_HEADING.finditer(text))
    parts: dict[str, Part] = {}
    for number, heading in enumerate(headings):
        end = headings[number + 1].start() if number + 1 < len(headings) else len(text)
        name = heading.group(1)
        line = text.count("\n", 0, heading.start()) + 1
        if name in parts:
            raise TopicError(f"line {line}: the part '{name}' is there twice", subject=subject)
        question, _, guidance = text[heading.end() : end].strip().partition("\n\n")
        if not question:
            raise TopicError(f"line {line}: the part '{name}' is empty", subject=subject, hint="Write a question.")
        parts[name] = Part(" ".join(question.split()), guidance.strip())
    wanted = [SYSTEM, *fact_types, SUMMARY]
    missing = [name for name in wanted if name not in parts]
    unknown = [name for name in parts if name not in wanted]
    if missing or unknown:
        problem = "; ".join(
            clause
            for clause in (
                f"no part for {', '.join(missing)}" if missing else "",
                f"no fact type is called {', '.join(unknown)}" if unknown else "",
            )
            if clause
        )
        raise TopicError(problem, subject=subject, hint="Each part starts with a line '# <name>'.")
    return Prompt(parts[SYSTEM], {name: parts[name] for name in fact_types}, parts[SUMMARY])
