from pathlib import Path

import pytest
from hand_book import delivered

from addin.books.saved_regions import said_of
from addin.excel import saved_book


@pytest.fixture(scope="session")
def root():
    """Return the project's folder."""
    return Path(__file__).parents[2]


@pytest.fixture(scope="session")
def xlsx():
    """Return a book of ours as it is built for LibreOffice."""
    return delivered("continuity")


@pytest.fixture(scope="session")
def xlsm(xlsx):
    """Return the same as it is built for Excel."""
    from addin.excel.outfits import excel_book  # noqa: PLC0415 - brings the whole registry, which few tests here need

    return excel_book(xlsx)


@pytest.fixture
def child():
    """Let the confined child read."""


@pytest.fixture
def in_process(request, monkeypatch):
    """Read in this process what the child would read, except where it is to do so."""
    if "child" not in request.fixturenames:
        monkeypatch.setattr(saved_book, "last_said", lambda _, data: said_of(data))


@pytest.fixture
def put(tmp_path):
    """Return a function that writes a file and returns its path."""

    def write(data, name="控え 一.xlsm"):
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return write
