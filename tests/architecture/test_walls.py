"""The walls of .importlinter stand, and each of them falls when it is broken."""

import configparser
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")

# One forbidden import for each contract: file to change, line to add.
BREACHES = {
    "core": ("calc/days/business_day.py", "import os"),
    "core-layers": ("calc/market/scenarios.py", "from calc.margin import base"),
    "plan": ("calc/plan/__init__.py", "from calc.market import scenarios"),
    "shell-layers": ("addin/store/journal.py", "from addin.books import xlsx"),
    "workbooks": ("addin/functions/registry.py", "import workbooks"),
}


def contracts(folder: Path) -> dict[str, str]:
    """Return each contract's section name with the name it is reported under."""
    found = configparser.ConfigParser()
    found.read(folder / ".importlinter", encoding="utf-8")
    prefix = "importlinter:contract:"
    return {name.removeprefix(prefix): found[name]["name"] for name in found.sections() if name.startswith(prefix)}


def verdicts(folder: Path) -> tuple[int, dict[str, str]]:
    """Run lint-imports in a folder; return its exit code and each contract's verdict."""
    done = subprocess.run([LINT_IMPORTS, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False)
    said = " ".join(done.stdout.split())
    return done.returncode, {
        key: said.partition(f"{name} ")[2].split(" ")[0] for key, name in contracts(folder).items()
    }


@pytest.fixture
def copy(root, tmp_path):
    """Return a copy of the three packages and their contracts."""
    for package in ("calc", "addin", "workbooks"):
        shutil.copytree(root / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__", "*.csv"))
    shutil.copy(root / ".importlinter", tmp_path)
    return tmp_path


def test_the_walls_stand(root):
    """Every contract of .importlinter is kept."""
    code, kept = verdicts(root)
    assert (code, set(kept.values())) == (0, {"KEPT"}), kept


def test_every_wall_falls_when_it_is_broken(copy):
    """With one forbidden import for each contract, no contract is kept."""
    for path, line in BREACHES.values():
        with (copy / path).open("a", encoding="utf-8") as module:
            module.write(f"\n{line}\n")
    code, broken = verdicts(copy)
    assert code == 1
    assert broken == dict.fromkeys(BREACHES, "BROKEN")


def test_a_new_room_has_to_be_given_its_layer(copy):
    """A module of addin or calc that stands in no layer is refused."""
    (copy / "addin" / "cellar.py").write_text("", encoding="utf-8")
    (copy / "calc" / "attic.py").write_text("", encoding="utf-8")
    code, broken = verdicts(copy)
    assert code == 1
    assert {broken["shell-layers"], broken["core-layers"]} == {"BROKEN"}


def test_an_upward_import_is_named(copy):
    """The report says which module imports which."""
    with (copy / "addin/files.py").open("a", encoding="utf-8") as module:
        module.write("\nfrom addin.app import record_sheet\n")
    done = subprocess.run([LINT_IMPORTS, "--no-cache"], cwd=copy, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "addin.files -> addin.app.record_sheet" in done.stdout
