"""The tree is finished: nothing left open, every exception explained, every command documented, tools that bite."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from addin.cli import COMMANDS

PROGRAMS = Path(sys.executable).parent
# Each word is written so that this line does not find itself.
UNFINISHED = re.compile(r"\b(T[O]DO|F[I]XME|X[X]X|H[A]CK|(raise|return) N[o]tImplemented\w*|[Pp]l[a]ceholders?)\b")
INDEX = re.compile(r"p[y]pi\.|p[y]thonhosted|a[n]aconda\.(org|com)|index-url[ =]+\S*/|f[i]le://\S*simple")
LINT = re.compile(r"^\[tool\.ruff\.lint(?:\.per-file-ignores)?\]\n(.*?)(?=^\[|\Z)", re.MULTILINE | re.DOTALL)
RULE = re.compile(r'"[A-Z]+[0-9]*"')
WORK = ("calc/", "addin/", "workbooks/", "tests/", "installer/")
EXPLAINED = re.compile(r"# (same|\S+ \S+)")


def unfinished(texts):
    """Return the lines of our own files that promise to be written later."""
    return [
        f"{place}:{number} {line.strip()}"
        for place, text in texts.items()
        if place.startswith(WORK) and not place.endswith((".csv", ".lock"))
        for number, line in enumerate(text.splitlines(), start=1)
        if UNFINISHED.search(line)
    ]


def indexes(texts):
    """Return the files that name a package index."""
    return [place for place, text in texts.items() if INDEX.search(text)]


def unexplained(pyproject):
    """Return the lines of the linter's settings that switch a rule off without saying why."""
    lines = [line.strip() for part in LINT.findall(pyproject) for line in part.splitlines() if RULE.search(line)]
    return [line for line in lines if "select" not in line and not EXPLAINED.search(line)]


def undocumented(readme, commands):
    """Return the commands that the README does not show."""
    return [name for name in commands if not re.search(rf"(hikae|run\.sh) {name}\b", readme)]


def unknown(readme, commands):
    """Return the commands that the README shows in code but the product does not have."""
    code = " ".join(re.findall(r"```.*?```|`[^`\n]+`", readme, re.DOTALL))
    shown = re.findall(r"(?:\bhikae|run\.sh)[ ]+([a-z][a-z-]+)\b", code)
    return sorted(set(shown) - set(commands))


def refusal(tool, *arguments, root, given=""):
    """Return the exit code of a tool of the environment, run with the project's settings."""
    command = [PROGRAMS / tool, *arguments]
    return subprocess.run(command, cwd=root, input=given, text=True, capture_output=True, check=False).returncode


def test_nothing_is_left_open(texts):
    """No file of ours holds a note to write something later."""
    assert not (found := unfinished(texts)), "\n".join(found)


@pytest.mark.parametrize(
    "line", ["# T-ODO: x", "F-IXME", "'X-XX'", "raise N-otImplementedError", "return N-otImplemented", "p-laceholder"]
)
def test_an_open_end_is_found(line):
    """Each word that stands for unwritten work is found, in any of our folders."""
    open_end = line.replace("-", "")
    assert unfinished({"calc/x.py": f"x = 1\n{open_end}\n"}) == [f"calc/x.py:2 {open_end}"]
    assert unfinished({"calc/x.py": "except NotImplementedError:\n"}) == []


def test_no_file_names_a_package_index(texts):
    """No file says where packages come from: that is the machine's own setting."""
    assert not (found := indexes(texts)), "\n".join(found)


def test_a_package_index_is_found():
    """An address of a package index is found in any file, the lock files included."""
    host = ".".join(("https://py" + "pi", "org/simple"))
    assert indexes({"installer/run.lock": f"--index-url {host}\n", "README.md": "https://www.libreoffice.org/"}) == [
        "installer/run.lock"
    ]


def test_every_ignored_rule_is_explained(root):
    """Each linter rule that is switched off says why on its line."""
    pyproject = (root / "pyproject.toml").read_text(encoding="utf-8")
    assert "ignore" in tomllib.loads(pyproject)["tool"]["ruff"]["lint"]
    assert unexplained(pyproject) == []


def test_an_unexplained_rule_is_found():
    """A rule that is switched off without words is found, for all files and for some."""
    text = '[tool.ruff.lint]\nselect = ["ALL"]\nignore = [\n    "D100", # says why\n    "D104",\n]\n'
    assert unexplained(text) == ['"D104",']
    assert unexplained('[tool.ruff.lint.per-file-ignores]\n"tests/**" = ["S101"]\n') == ['"tests/**" = ["S101"]']


def test_every_command_is_in_the_readme(root):
    """The README shows each command of the product, and no other."""
    readme = (root / "README.md").read_text(encoding="utf-8")
    assert (undocumented(readme, COMMANDS), unknown(readme, COMMANDS)) == ([], [])


def test_a_forgotten_command_is_found():
    """A command that the README lacks is found, and one that it invents."""
    readme = "`hikae day` and `sh installer/run.sh plan`, but `hikae fly`; hikae stands by.\n"
    assert undocumented(readme, ("day", "plan", "price")) == ["price"]
    assert unknown(readme, ("day", "plan", "price")) == ["fly"]


@pytest.mark.parametrize(
    ("text", "code"), [('"""Say."""\n', 0), ("import os\n", 1), ("def f(a, b, *, flag=True):\n    pass\n", 1)]
)
def test_the_linter_bites(root, text, code):
    """The linter with the project's settings refuses an unused import and an undocumented function."""
    assert refusal("ruff", "check", "--stdin-filename", "calc/x.py", "-", root=root, given=text) == code


@pytest.mark.parametrize(("text", "code"), [("x: int = 1\n", 0), ("def f(x): return x\n", 1), ("x: int = ''\n", 1)])
def test_the_type_checker_bites(root, tmp_path, text, code):
    """The type checker with the project's settings refuses a function without types and a wrong one."""
    (tmp_path / "x.py").write_text(text, encoding="utf-8")
    assert refusal("mypy", str(tmp_path / "x.py"), root=root) == code


def test_the_type_checker_looks_at_all_three_packages(root):
    """The type checker is strict, on calc, addin and workbooks."""
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mypy"]
    assert settings["strict"] is True
    assert set(settings["packages"]) == {"calc", "addin", "workbooks"}


def test_types_travel_with_the_packages(root):
    """Each of the three packages carries the marker that its types may be used."""
    assert [name for name in ("calc", "addin", "workbooks") if not (root / name / "py.typed").exists()] == []
