"""Which topic a command is about, and a word on those that are code of somebody's folder."""

from __future__ import annotations

import typer

from summariser.safe import one_line
from summariser.settings import Settings
from summariser.topics.loading import is_folder


def named_topic(name: str | None) -> str:
    """The topic that was named, or the one that is set.

    A folder's code runs when it is loaded, and the settings may name a folder relative to wherever one happens to be.
    So it is said on stderr each time; nothing is asked, since whoever names a folder wants it, and scripts have nobody
    to answer.
    """
    name = name or Settings.load().topic
    if is_folder(name):
        typer.echo(f"summariser: the code of the topic in {one_line(name)} is run", err=True)
    return name
