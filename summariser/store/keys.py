"""Keys: what makes two readings of an article, or two questions, the same."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from summariser.article import Article
from summariser.llm.profile import Profile
from summariser.llm.question import Question
from summariser.summariser import Summariser

_END = "end of messages"
_WHICH_QUESTIONS = frozenset({"quotes", "looks_twice"})
"""Parts of a profile that decide which questions are asked, and nothing about how."""


@dataclass(frozen=True)
class Setup:
    """With what articles are read: everything besides an article that its report depends on.

    Attributes:
        topic: Name of the topic.
        digest: ``Topic.digest``, over prompt and schema.
        model: Name of the model.
        profile: How it is asked.
        sentences: How many sentences a summary has.
        command: The command that reads the articles that are left; shown with those that failed. No part of the key.
    """

    topic: str
    digest: str
    model: str
    profile: Profile
    sentences: int
    command: str | None = None

    @classmethod
    def of(cls, summariser: Summariser[Any], *, command: str | None = None) -> Setup:
        """The setup of a summariser."""
        endpoint = summariser.endpoint
        return cls(
            topic=summariser.topic.name,
            digest=summariser.topic.digest,
            model=endpoint.name,
            profile=endpoint.profile,
            sentences=summariser.sentences,
            command=command,
        )

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 over everything but the command, hex."""
        return _hash([self.topic, self.digest, self.model, asdict(self.profile), self.sentences])

    @cached_property
    def asking(self) -> str:
        """SHA-256 over what every question has in common, hex: the model and how it is asked.

        What decides only which questions are asked changes none of them.
        """
        profile = {name: value for name, value in asdict(self.profile).items() if name not in _WHICH_QUESTIONS}
        return _hash([self.model, profile])

    def key(self, article: Article) -> str:
        """The key of an article read with this setup, 64 hex digits: SHA-256 over it and what the article says.

        Text, title and date of publication count, for the model sees them or dates depend on them; where the article
        came from does not: the same text from two places is read once.
        """
        published = article.published.isoformat() if article.published else None
        return _hash([self.fingerprint, article.digest, article.title, published, len(article.sentences)])


def question_key(setup: Setup, question: Question) -> str:
    """The key of a question, 64 hex digits: SHA-256 over model, parameters, messages, schema and limit."""
    digest = hashlib.sha256(setup.asking.encode())
    for text in (*(text for message in question.messages for text in (message.role, message.content)), _END):
        content = text.encode("utf-8", "surrogatepass")
        digest.update(b"%d:" % len(content))
        digest.update(content)
    digest.update(json.dumps([question.schema, question.max_tokens]).encode())
    return digest.hexdigest()


def _hash(parts: list[Any]) -> str:
    text = json.dumps(parts, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
