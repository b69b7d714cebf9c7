import json
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest


@pytest.fixture
def book(tmp_path):
    """Return a small workbook whose formulas were never computed."""
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "計算"
    for address, content in {"A1": 2, "A2": "=A1*3", "A3": "=1/0", "B1": "控え", "B2": "=B1&A1"}.items():
        sheet[address] = content
    made.save(tmp_path / "book.xlsx")
    return tmp_path / "book.xlsx"


def test_a_missing_libreoffice_says_how_to_get_it(hosts):
    """Without LibreOffice the tests fail, in both languages and with the command that installs it."""
    with pytest.raises(hosts.OfficeError, match=r"必要です(?s:.)*is needed") as missing:
        hosts.first_existing((Path("/nowhere/soffice"),))
    assert str(missing.value).count("sh installer/test.sh") == 2


def test_a_dump_has_values_formulas_and_true_errors(office, book):
    """Every filled cell of a recalculated book is told with its value, formula and error."""
    dump = office.dump(book)
    cells = dump["sheets"]["計算"]
    assert cells["A2"] == {"value": 6.0, "formula": "=A1*3", "error": 0, "text": "6"}
    assert (cells["B2"]["value"], cells["A3"]["value"]) == ("控え2", None)
    assert office.error_cells(dump) == {"計算!A3": "#DIV/0!"}


def test_a_saved_copy_holds_the_computed_values(office, book, tmp_path):
    """The copy that LibreOffice writes can be read with its values by another program."""
    copy = tmp_path / "copy.xlsx"
    office.dump(book, save=copy)
    assert openpyxl.load_workbook(copy, data_only=True)["計算"]["A2"].value == 6


def test_a_picture_shows_the_page(office, book, tmp_path):
    """A book becomes a PDF and one PNG for each page."""
    pictures = office.pictures(book, tmp_path)
    assert [path.read_bytes()[:4] for path in pictures] == [b"\x89PNG"]
    assert (tmp_path / "book.pdf").read_bytes().startswith(b"%PDF")


def test_the_helper_works_from_a_shell(hosts, book, tmp_path):
    """The helper starts an office of its own from the command line, prints a dump, and leaves no process behind."""
    command = [sys.executable, hosts.__file__, "dump", str(book)]
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=60)
    assert json.loads(done.stdout)["sheets"]["計算"]["A2"]["value"] == 6.0
    running = subprocess.run(["ps", "-A", "-o", "command="], capture_output=True, text=True, check=True).stdout
    assert str(tmp_path) not in running
    assert list(tmp_path.glob("hikae-office-*")) == []
