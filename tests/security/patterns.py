"""Every regular expression of the package: what it compiles when it is imported and used, and what its source holds."""

from __future__ import annotations

import ast
import importlib
import json
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).parents[2]
PACKAGE = "summariser"
ANCHORED = frozenset({"match", "fullmatch"})
_FUNCTIONS = frozenset({"compile", "search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split"})


@dataclass(frozen=True)
class Pattern:
    """A regular expression of the package.

    Attributes:
        place: File and line.
        text: What it is compiled from.
        flags: Its flags.
        latin: Whether it is for bytes.
        anchored: Whether it is only ever matched at a place, never searched for.
    """

    place: str
    text: str
    flags: int
    latin: bool
    anchored: bool

    def compiled(self) -> re.Pattern[Any]:
        """The pattern, compiled."""
        return re.compile(self.text.encode("latin-1") if self.latin else self.text, self.flags)


@dataclass(frozen=True)
class Site:
    """A place in the source that hands a pattern to ``re``.

    Attributes:
        place: File and line.
        function: Function of ``re``.
        text: The pattern, where it is written there as it is.
        uses: Methods that are called on the name it is bound to; empty where it has none.
    """

    place: str
    function: str
    text: str | None
    uses: frozenset[str]


@lru_cache(maxsize=1)
def patterns() -> list[Pattern]:
    """Every pattern once for each place.

    Raises:
        AssertionError: A pattern is built where nothing that is run here comes: it would be seen by nobody.
    """
    sites = {site.place: site for module in modules() for site in _sites(module)}
    seen: dict[tuple[str, str], Pattern] = {}
    for place, text, flags, latin in _recorded():
        site = sites.get(place)
        anchored = site is not None and (site.function in ANCHORED or (bool(site.uses) and site.uses <= ANCHORED))
        seen[place, text] = Pattern(place, text, flags, latin, anchored)
    known = {pattern.place for pattern in seen.values()}
    for site in sites.values():
        if site.place not in known:
            assert site.text is not None, f"{site.place}: a pattern that is built, and that nothing compiles here"
            seen[site.place, site.text] = Pattern(site.place, site.text, 0, False, site.function in ANCHORED)
    return [seen[key] for key in sorted(seen)]


def modules() -> Iterator[ModuleType]:
    """Every module of the package, topics among them; those that need Ray only where it is installed, as in CI."""
    package = importlib.import_module(PACKAGE)
    names = [module.name for module in pkgutil.walk_packages(package.__path__, f"{PACKAGE}.")]
    names += [f"{PACKAGE}.schemas.{path.stem}" for path in (ROOT / "schemas").glob("[a-z]*.py")]
    for name in sorted({name for name in names if not name.endswith("__main__")}):
        try:
            yield importlib.import_module(name)
        except ModuleNotFoundError as error:
            if error.name != "ray":
                raise


@lru_cache(maxsize=1)
def _recorded() -> list[tuple[str, str, int, bool]]:
    """Place, text, flags and kind of every pattern that a fresh process compiles from the package's files."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.security.patterns"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return [(place, text, flags, latin) for place, text, flags, latin in json.loads(done.stdout)]


def record() -> list[tuple[str, str, int, bool]]:
    """Import everything, use everything on the seeds of the fuzzing, and write down what is compiled."""
    from fuzz.seeds import seeds
    from fuzz.targets import ALLOWED, TARGETS

    found: dict[tuple[str, str], tuple[str, str, int, bool]] = {}
    inner = re._compile  # type: ignore[attr-defined]

    def compiling(pattern: Any, flags: Any) -> Any:
        caller = sys._getframe(2)
        file = Path(caller.f_code.co_filename)
        if not isinstance(pattern, re.Pattern) and file.is_relative_to(ROOT) and file.parts[len(ROOT.parts)] in OURS:
            latin = isinstance(pattern, bytes)
            text = pattern.decode("latin-1") if latin else pattern
            place = f"{file.relative_to(ROOT)}:{caller.f_lineno}"
            found[place, text] = (place, text, int(flags), latin)
        return inner(pattern, flags)

    re._compile = compiling  # type: ignore[attr-defined]
    list(modules())
    for name, target in TARGETS.items():
        for seed in seeds(name):
            try:
                target(seed)
            except ALLOWED:
                continue
    from schemas.sanctions_cues import counts_another  # only now: importing compiles

    counts_another(["The EU listed 27 persons."], "27", "vessel")  # of a topic that no seed is about
    return list(found.values())


OURS = (PACKAGE, "schemas")


def _sites(module: ModuleType) -> Iterator[Site]:
    assert module.__file__ is not None
    file = Path(module.__file__).resolve()
    tree = ast.parse(file.read_text("utf-8"))
    uses, names = _uses(tree), _names(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _is_of_re(node.func):
            assert isinstance(node.func, ast.Attribute)
            first = node.args[0]
            text = first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None
            place = f"{file.relative_to(ROOT)}:{node.lineno}"
            yield Site(place, node.func.attr, text, frozenset(uses.get(names.get(node.lineno, ""), ())))


def _is_of_re(function: ast.expr) -> bool:
    return (
        isinstance(function, ast.Attribute)
        and isinstance(function.value, ast.Name)
        and function.value.id == "re"
        and function.attr in _FUNCTIONS
    )


def _names(tree: ast.Module) -> dict[int, str]:
    """The name that each line of the module's top binds a pattern to."""
    return {
        statement.value.lineno: statement.targets[0].id
        for statement in tree.body
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name)
    }


def _uses(tree: ast.Module) -> dict[str, set[str]]:
    """Which methods are called on each name; ``?`` where it is used in another way."""
    uses: dict[str, set[str]] = {}
    called: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            uses.setdefault(node.value.id, set()).add(node.attr)
            called.add(id(node.value))
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and id(node) not in called:
            uses.setdefault(node.id, set()).add("?")
    return uses


if __name__ == "__main__":
    print(json.dumps(record()))
