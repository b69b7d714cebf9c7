"""Wine's Windows, made by `sh installer/wine.sh`: where it is missing or older, one line says so and nothing runs."""

import importlib.util
import json
import sys
from pathlib import Path

import pytest

ROOT, FOLDER = Path(__file__).parents[2], Path(__file__).parent
CONTRACT = str(ROOT / "tests" / "functions")
if CONTRACT not in sys.path:
    sys.path.insert(0, CONTRACT)


def script(path):
    """Return one of the installer's scripts as a module."""
    spec = importlib.util.spec_from_file_location(Path(path).stem, ROOT / path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


WINE = script("installer/maintain/wine.py")
LEFT = (0, -9)  # Wine kills what takes over a second to leave, as on a busy machine; what it said by then is whole
PATIENCE = 400  # seconds; a start under Wine takes long on a machine with much else to do


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """Where these tests cannot run, leave one of them, which says why it is skipped."""
    ours = [item for item in items if FOLDER in item.path.parents]
    for each in ours:
        each.add_marker(pytest.mark.timeout(PATIENCE))
    why = WINE.lacking()
    if ours and why:
        ours[0].add_marker(pytest.mark.skip(reason=why))
        config.hook.pytest_deselected(items=ours[1:])
        items[:] = [item for item in items if item not in ours[1:]]


@pytest.fixture(scope="session")
def wine():
    """Return what runs programs there."""
    return WINE


@pytest.fixture(scope="session")
def on_windows(wine):
    """Return a function that runs one of the scripts beside this file there, told JSON and answering JSON."""

    def run(name, told=None, *, cwd=None, **environment):
        given = json.dumps(told).encode()
        program = wine.windows_path(FOLDER / name)
        done = wine.ran(wine.PYTHON, "-I", program, given=given, cwd=cwd, **environment)
        assert done.returncode in LEFT, done.stderr.decode("utf-8", "replace")
        return json.loads(done.stdout)

    return run


@pytest.fixture(scope="session")
def recorded_home(tmp_path_factory, hikae, example_day):
    """Return a home with the record of the example day."""
    folder = tmp_path_factory.mktemp("recorded")
    at = "2026-11-20T19:00:00+09:00"
    done = hikae("day", "--data", example_day, "--at", at, "--home", folder / "home", "--out", folder / "out")
    assert done.returncode == 0, done.stderr
    return folder / "home"
