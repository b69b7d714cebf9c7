"""What the architecture tests read: the project's own Python files, parsed once; and small bad examples."""

import ast
import importlib.util
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
MADE = {".git", ".venv", "__pycache__", "build", "dist", "out", "hikae.egg-info"}
MADE |= {f".{tool}_cache" for tool in ("mypy", "pytest", "ruff", "import_linter")} | {".hypothesis", ".benchmarks"}
NOT_TEXT = {".xlsx", ".xlsm", ".xlam", ".oxt", ".png", ".pdf", ".bin", ".gz", ".zip", ".pyc"}


@dataclass(frozen=True, slots=True)
class Source:
    """One Python file: its dotted module name, its place below the project, its text and syntax tree."""

    name: str
    path: str
    text: str = field(repr=False)
    tree: ast.Module = field(repr=False)

    def nodes(self, *kinds: type[ast.AST]) -> Iterator[ast.AST]:
        """Return the nodes of these kinds, wherever they stand in the file."""
        return (node for node in ast.walk(self.tree) if isinstance(node, kinds))

    def at(self, node: ast.AST) -> str:
        """Return where a node stands, as `path:line`."""
        return f"{self.path}:{node.lineno}"


def source(name: str, text: str) -> Source:
    """Return a module made of this text."""
    return Source(name, f"{name.replace('.', '/')}.py", text, ast.parse(text))


def sources(*folders: str) -> list[Source]:
    """Return every Python file below these folders of the project."""
    found = []
    for path in sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py")):
        place = path.relative_to(ROOT)
        text = path.read_text(encoding="utf-8")
        name = ".".join(place.with_suffix("").parts).removesuffix(".__init__")
        found.append(Source(name, place.as_posix(), text, ast.parse(text)))
    return found


@pytest.fixture(scope="session")
def root():
    """Return the project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def product():
    """Return every module of calc, addin and workbooks."""
    return sources("calc", "addin", "workbooks")


@pytest.fixture(scope="session")
def tests():
    """Return every Python file of the tests."""
    return sources("tests")


@pytest.fixture(scope="session")
def scripts():
    """Return every Python file of the installer."""
    return sources("installer")


@pytest.fixture(scope="session")
def texts():
    """Return {place: text} of every text file of the project, its dot files included."""
    found = {}
    for path in sorted(path for path in ROOT.rglob("*") if path.is_file()):
        place = path.relative_to(ROOT)
        if not MADE.intersection(place.parts) and path.suffix not in NOT_TEXT:
            found[place.as_posix()] = path.read_text(encoding="utf-8")
    return found


@pytest.fixture
def example():
    """Return a maker of one-module examples: `example("calc.days.x", "import os")`."""
    return lambda name, text: [source(name, text)]


@pytest.fixture
def script():
    """Return a loader of the installer's scripts as modules: `script("installer/prepare.py")`."""

    def loaded(path: str) -> ModuleType:
        spec = importlib.util.spec_from_file_location(Path(path).stem, ROOT / path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return loaded
