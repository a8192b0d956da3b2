"""Find and load topics: by name (entry point) or from a folder.

A topic has three parts of the same name: a module ``schemas/<name>.py`` that sets ``TOPIC`` to its record class, a
prompt ``prompts/<name>.md``, and, if it is evaluated, a folder ``evals/<name>``. In an installed package ``schemas``
and ``prompts`` are sub-packages side by side, and the entry point group ``summariser.topics`` names the module. A
folder of one's own has the same three, or just ``schema.py``, ``prompt.md`` and ``evals``. A topic is code: loading one
runs it.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import sys
import traceback
from collections.abc import Callable
from importlib.metadata import EntryPoint, entry_points
from importlib.resources import files
from pathlib import Path
from types import ModuleType
from typing import get_args

from pydantic import PydanticUserError
from pydantic.fields import FieldInfo

from summariser.errors import TopicError
from summariser.settings import DEFAULT_TOPIC
from summariser.topics.comparison import Comparison
from summariser.topics.fact import Record
from summariser.topics.topic import Topic
from summariser.topics.views import Views, plain_views
from summariser.topics.wire import answer_schema
from summariser.values.keyed import Keyed
from summariser.values.leaves import EventDate, Participant

GROUP = "summariser.topics"
ATTRIBUTE = "TOPIC"
_SHOWN = 300
"""Longest part of an error's own message that is shown."""


def installed_topics() -> dict[str, EntryPoint]:
    """The topics that installed packages offer, by name."""
    return {point.name: point for point in sorted(entry_points(group=GROUP), key=lambda point: point.name)}


def is_folder(name: str) -> bool:
    """Whether a topic is named by the path of its folder."""
    return "/" in name or "\\" in name or name.startswith(".")


def load_topic(name: str = DEFAULT_TOPIC) -> Topic[Record]:
    """Load a topic by its name, or from a folder (``./mytopic``).

    Raises:
        TopicError: There is none, or it does not load; says where, with the line.
    """
    if is_folder(name):
        return _from_folder(Path(name))
    point = installed_topics().get(name)
    if point is None:
        known = ", ".join(installed_topics()) or "none"
        raise TopicError(
            "no such topic", subject=name, hint=f"Installed: {known}. A folder is given with its path, e.g. ./{name}."
        )
    return _from_package(point)


def topic_of(record: type[Record]) -> Topic[Record]:
    """The topic of a record class, found by the module that declares it.

    Raises:
        TopicError: No installed topic has this class.
    """
    for point in installed_topics().values():
        if point.module == record.__module__ and (topic := _from_package(point)).record is record:
            return topic
    raise TopicError(
        "belongs to no installed topic",
        subject=f"{record.__module__}.{record.__name__}",
        hint=f"Register its module under the entry point group '{GROUP}', or build a Topic.",
    )


def load_comparison(topic: Topic[Record]) -> Comparison:
    """How a topic's results are compared: ``COMPARISON`` of the module ``<schema module>_scoring`` beside its schema.

    Raises:
        TopicError: The topic has no such module.
    """
    found = _companion(topic, "scoring")
    if found is None:
        path = f"{Path(str(sys.modules[topic.record.__module__].__file__)).stem}_scoring.py"
        raise TopicError(f"has no {path}", subject=topic.origin, hint="It declares COMPARISON; see docs/evaluation.md.")
    comparison = getattr(found, "COMPARISON", None)
    if not isinstance(comparison, Comparison):
        raise TopicError("sets no COMPARISON", subject=str(found.__file__))
    return comparison


def load_views(topic: Topic[Record]) -> Views:
    """How a topic's facts are shown: ``VIEWS`` of the module ``<schema module>_views``, if it is beside its schema.

    Raises:
        TopicError: The module does not load, or names what the record has not.
    """
    return views_of(topic.record)


def views_of(record: type[Record]) -> Views:
    """:func:`load_views` for a record class; a class by itself, without a file beside its module, has plain ones."""
    topic = Topic(record.__name__, record, "")
    found = _companion(topic, "views")
    if found is None:
        return plain_views(topic.fact_types)
    views = getattr(found, "VIEWS", None)
    if not isinstance(views, Views):
        raise TopicError("sets no VIEWS", subject=str(found.__file__), hint="See docs/pages.md.")
    problem = views.problem(topic.fact_types)
    if problem is not None:
        raise TopicError(problem, subject=str(found.__file__), hint="Mend the declaration; see docs/pages.md.")
    return views


def _companion(topic: Topic[Record], suffix: str) -> ModuleType | None:
    """The module ``<schema module>_<suffix>`` beside a topic's schema; None where there is no such file."""
    module = sys.modules[topic.record.__module__]
    name = f"{module.__name__}_{suffix}"
    if getattr(module, "__file__", None) is None:
        return None
    path = Path(str(module.__file__)).with_name(f"{Path(str(module.__file__)).stem}_{suffix}.py")
    if not path.is_file():
        return None
    if "." in name:
        return _run(lambda: importlib.import_module(name), subject=str(path), stem=path.stem)
    return _run(lambda: _execute(f"{topic.name}_{suffix}", path), subject=str(path), stem=path.stem)


def _from_package(point: EntryPoint) -> Topic[Record]:
    module = _run(
        lambda: importlib.import_module(point.module), subject=point.name, stem=point.module.rpartition(".")[2]
    )
    package = point.module.rpartition(".")[0].rpartition(".")[0]
    stem = point.module.rpartition(".")[2]
    try:
        prompt = files(f"{package}.prompts" if package else "prompts").joinpath(f"{stem}.md").read_text("utf-8")
    except (FileNotFoundError, ModuleNotFoundError) as error:
        raise TopicError(
            f"no prompt file {stem}.md in {package}.prompts", subject=point.name, hint="Ship it as package data."
        ) from error
    return _checked(point.name, module, prompt, origin=point.name, evaluation=None)


def _from_folder(folder: Path) -> Topic[Record]:
    if not folder.is_dir():
        raise TopicError("no such folder", subject=str(folder), hint="A topic folder holds schema.py and prompt.md.")
    name = folder.resolve().name
    schema = _first(folder / "schema.py", folder / "schemas" / f"{name}.py")
    prompt = _first(folder / "prompt.md", folder / "prompts" / f"{name}.md")
    if schema is None or prompt is None:
        missing = "schema.py" if schema is None else "prompt.md"
        raise TopicError(f"holds no {missing}", subject=str(folder), hint="A topic has schema.py and prompt.md.")
    module = _run(lambda: _execute(name, schema), subject=str(schema), stem=schema.stem)
    evaluation = _first(folder / "evals" / name, folder / "evals")
    try:
        text = prompt.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise TopicError("cannot be read as UTF-8 text", subject=str(prompt), hint="Mend the file.") from error
    return _checked(name, module, text, origin=str(folder), evaluation=evaluation)


def _first(*paths: Path) -> Path | None:
    return next((path for path in paths if path.exists()), None)


def _execute(name: str, path: Path) -> ModuleType:
    qualified = f"summariser_topic_{name}"
    spec = importlib.util.spec_from_file_location(qualified, path)
    if spec is None or spec.loader is None:
        raise TopicError("is no Python file", subject=str(path))
    module = importlib.util.module_from_spec(spec)
    sys.modules[qualified] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[qualified]
        raise
    return module


def _run(load: Callable[[], ModuleType], *, subject: str, stem: str) -> ModuleType:
    """Run a topic's code; whatever it raises becomes a TopicError that names the line.

    Args:
        load: Runs it.
        subject: The topic, as errors call it.
        stem: Name of its module's file, without suffix.
    """
    try:
        return load()
    except TopicError:
        raise
    except Exception as error:
        words = " ".join(str(error.msg if isinstance(error, SyntaxError) else error).split())[:_SHOWN]
        problem = f"{type(error).__name__}: {words}{_place(error, stem)}"
        raise TopicError(problem, subject=subject, hint="Mend the topic.") from error


def _place(error: Exception, stem: str) -> str:
    """File and line of an error, as near to the topic's own module as the error comes."""
    if isinstance(error, SyntaxError):
        return f" ({Path(error.filename).name}, line {error.lineno})" if error.filename else ""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).stem == stem] or list(frames)
    return f" ({Path(own[-1].filename).name}, line {own[-1].lineno})" if own else ""


def _checked(name: str, module: ModuleType, prompt: str, *, origin: str, evaluation: Path | None) -> Topic[Record]:
    record = getattr(module, ATTRIBUTE, None)
    if not (isinstance(record, type) and issubclass(record, Record)):
        raise TopicError(
            f"its module sets no {ATTRIBUTE}", subject=origin, hint=f"Write {ATTRIBUTE} = YourRecord at its end."
        )
    topic = Topic(name, record, prompt, origin=origin, evaluation=evaluation)
    _ = topic.prompt
    hint = "Build facts from the leaf types, enumerations, and lists and models of them."
    try:
        schema = answer_schema(topic.fact_types, topic.limits)
    except (RecursionError, PydanticUserError) as error:
        raise TopicError(
            "its record cannot be asked for: a class refers to itself, or a field has no JSON Schema",
            subject=origin,
            hint=hint,
        ) from error
    if '"$ref"' in json.dumps(schema):
        raise TopicError("its record cannot be asked for: a field's JSON Schema is nested", subject=origin, hint=hint)
    for facts, fact in topic.fact_types.items():
        for field, info in fact.model_fields.items():
            if _needs_role(info):
                raise TopicError(
                    f"field '{field}' of '{facts}' has a role that a model is not asked for",
                    subject=origin,
                    hint="Such leaves stand in lists: Annotated[list[EventDate], Keyed(YourRole, 'role')].",
                )
    return topic


def _needs_role(info: FieldInfo) -> bool:
    """Whether a field holds leaves with a part they play, and does not say which parts there are."""
    kinds = [info.annotation, *get_args(info.annotation)]
    leaves = [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, EventDate | Participant)]
    parts = [leaf.model_fields["role" if issubclass(leaf, EventDate) else "capacity"] for leaf in leaves]
    return any(part.is_required() for part in parts) and not any(isinstance(item, Keyed) for item in info.metadata)
