"""Files of an evaluation that hold one JSON object each."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from summariser.errors import EvaluationError


def read_object(path: Path, what: str, *, hint: str) -> Mapping[str, object]:
    """The JSON object in a file.

    Args:
        path: The file.
        what: What it is called in errors: "label".
        hint: What to do about an error.

    Raises:
        EvaluationError: It cannot be read or is no JSON object.
    """
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise EvaluationError(f"no such {what}", subject=str(path), hint=hint) from None
    except (OSError, ValueError, RecursionError) as error:
        raise EvaluationError(f"the {what} cannot be read: {error}", subject=str(path), hint=hint) from error
    if not isinstance(value, dict):
        raise EvaluationError(f"the {what} is no JSON object", subject=str(path), hint=hint)
    return value
