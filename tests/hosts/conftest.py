"""One LibreOffice with the add-in for all tests of this folder; it starts with the first test that asks for it."""

import importlib.util
import os
import sys
from pathlib import Path

import pytest

HIKAE = Path(sys.executable).with_name("hikae")


def module_beside(name):
    """Return a helper module of this folder; the tests are no package, so it is loaded by its path."""
    spec = importlib.util.spec_from_file_location(f"hikae_hosts_{name}", Path(__file__).with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def hosts():
    """Return the module `office.py`."""
    return module_beside("office")


@pytest.fixture(scope="session")
def hikae():
    """Return the path of the product's command."""
    return str(HIKAE)


@pytest.fixture(scope="session")
def extension(tmp_path_factory):
    """Return a freshly built hikae.oxt."""
    from addin.commands.build import build  # noqa: PLC0415 - tests that need no add-in need not build it

    build(tmp_path_factory.mktemp("build"))
    return next(tmp_path_factory.getbasetemp().glob("build*/hikae.oxt"))


@pytest.fixture(scope="session")
def desk(tmp_path_factory):
    """Return the environment of a desk: its home folder, and the kernels that are already compiled."""
    compiled = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return {"HIKAE_HOME": str(tmp_path_factory.mktemp("home")), "XDG_CACHE_HOME": compiled}


@pytest.fixture(scope="session")
def office(hosts, hikae, extension, desk, tmp_path_factory):
    """Return a running LibreOffice with the add-in, see `office.py`."""
    environment = {**desk, "HIKAE_COMMAND": hikae}
    running = hosts.Office(tmp_path_factory.mktemp("office"), extension=extension, environment=environment)
    yield running
    running.stop()
