"""The parts that stand in for Windows in the tests under Wine: pinned, with hashes, and ours where they can be."""

import re

import pytest

PIN = re.compile(r"^([a-z0-9.-]+)==(\S+) ", re.MULTILINE)
AS_SHIPPED = ("click", "defusedxml", "openpyxl", "pywin32", "rich", "typer", "xlwings")
FOR_WINE = {"numpy", "numba", "pandas"}


@pytest.fixture(scope="module")
def parts(root):
    """Return the text of the list of parts."""
    return (root / "installer" / "wine.lock").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def wanted(root):
    """Return what the list was made from."""
    lines = (root / "installer" / "wine.in").read_text(encoding="utf-8").splitlines()
    return dict(line.split("==") for line in lines if not line.startswith("#"))


def test_every_part_has_its_hashes(parts):
    """Each is pinned exactly, and what comes under its name is looked at; no address stands there."""
    pins = PIN.findall(parts)
    blocks = re.split(r"^(?=[a-z])", parts, flags=re.MULTILINE)[1:]
    assert len(blocks) == len(pins)
    assert all("--hash=sha256:" in block for block in blocks)
    assert "http" not in parts


def test_what_is_asked_for_is_what_is_pinned(parts, wanted):
    """The list holds each part in the version that is asked for."""
    pins = dict(PIN.findall(parts))
    assert {name: pins.get(name) for name in wanted} == wanted


def test_the_parts_are_those_that_are_shipped(root, parts):
    """All but what does not run under Wine is of the version that users get."""
    shipped = dict(PIN.findall((root / "installer" / "run.lock").read_text(encoding="utf-8")))
    pins = dict(PIN.findall(parts))
    assert {name: pins[name] for name in AS_SHIPPED} == {name: shipped[name] for name in AS_SHIPPED}
    assert {name for name in FOR_WINE if pins[name] == shipped[name]} == set()


def test_a_windows_that_is_not_there_is_told(script, monkeypatch, tmp_path):
    """Without Wine, without its Windows, and with one of another version, the words say what to run."""
    wine = script("installer/maintain/wine.py")
    monkeypatch.setattr(wine, "wine", lambda: "")
    assert "no Wine on this computer" in wine.lacking()
    monkeypatch.setattr(wine, "wine", lambda: "/usr/bin/wine")
    monkeypatch.setattr(wine, "STAMP", tmp_path / "stamp")
    assert "not prepared" in wine.lacking()
    (tmp_path / "stamp").write_bytes(b"another")
    assert "sh installer/wine.sh" in wine.lacking()
    (tmp_path / "stamp").write_bytes(wine.stamp())
    assert wine.lacking() == ""


def test_a_preparation_that_fails_leaves_no_stamp(script, monkeypatch, tmp_path, capsys):
    """What a step says is passed on, the code is 2, and no test takes what is there for whole."""
    wine = script("installer/maintain/wine.py")
    monkeypatch.setattr(wine, "FOLDER", tmp_path / "wine")
    monkeypatch.setattr(wine, "ENVIRONMENT", tmp_path / "wine" / "env")
    monkeypatch.setattr(wine, "STAMP", tmp_path / "wine" / "stamp")
    failing = tmp_path / "failing"
    failing.write_text("#!/bin/sh\necho no display >&2\nexit 1\n", encoding="utf-8")
    failing.chmod(0o755)
    monkeypatch.setattr(wine, "wine", lambda: str(failing))
    assert wine.main() == 2
    assert "no display" in capsys.readouterr().err
    assert not (tmp_path / "wine" / "stamp").exists()
