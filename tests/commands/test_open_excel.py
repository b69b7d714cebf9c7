"""`hikae open` with an Excel of one shell script, named by a registry in memory; real Excel is a person's to try."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from fake_excel import FAILS, closed, fake_excel
from fake_office import HANDS_OVER, fake_office, told
from windows_registry import WinregTwin

from addin.books import filed
from addin.books.filed import filed_book
from addin.books.saved_regions import said_of
from addin.commands import filled
from addin.commands.filled import example_book
from addin.excel.outfits import excel_book
from calc.outcome import finding


@pytest.fixture(autouse=True)
def _lives_on(monkeypatch):
    """Let a program outlive the command in this very process, where Python would complain that nobody waits for it."""
    monkeypatch.setattr(subprocess.Popen, "__del__", lambda _: None)


@pytest.fixture
def books(tmp_path):
    """Return the folder of the day's copies."""
    return tmp_path / "home" / "books"


@pytest.fixture
def excel(tmp_path, monkeypatch, books):
    """Return the folder of an Excel that trusts the copies, on a computer without LibreOffice."""
    monkeypatch.setenv("HIKAE_SOFFICE", str(tmp_path / "none"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("DISPLAY", ":0")
    fake_excel(tmp_path / "excel", monkeypatch, trusted=[books])
    return tmp_path / "excel"


@pytest.fixture
def office(tmp_path, monkeypatch):
    """Put a LibreOffice beside it that hands every file over."""
    monkeypatch.setenv("HIKAE_SOFFICE", str(fake_office(tmp_path / "office", behaves=HANDS_OVER)))
    return tmp_path / "office"


@pytest.fixture
def quick(monkeypatch, example_file):
    """Have books filled at once; returns the list of what is told of them."""
    findings = []
    monkeypatch.setattr(filled, "opened_book", lambda name, **_: (example_file(name), tuple(findings)))
    return findings


def codes(error):
    """Return the finding codes of what was said."""
    return re.findall(r"\[([a-z_0-9]+)\] ", error)


def said_in_json(run, *words):
    """Return what a command said as JSON, its findings as codes; what it opened is closed again."""
    said = json.loads(run(*words, "--json")[1])
    closed(Path(said["file"]).parent)
    return {**said, "findings": [each["code"] for each in said["findings"]]}


def test_a_name_opens_the_days_copy_with_macros(excel, run, books):
    """It holds what the copy for LibreOffice would, with our macros and ribbon, where Excel trusts the folder."""
    code, out, error = run("open", "quotes", "--excel")
    (copy,) = books.glob("[!~]*")
    assert (code, error) == (0, "")
    assert copy.read_bytes() == excel_book(example_book("quotes"))
    assert re.fullmatch(r"quotes-20\d\d-\d\d-\d\d\.xlsm", copy.name)
    assert told(excel) == ["/x", str(copy)]
    assert f"Excel   起動しました / started   --home {books.parent}" in out


@pytest.mark.usefixtures("quick")
def test_a_copy_somebody_works_in_is_opened_as_it_is(excel, run, books):
    """The second time on a day nothing is built or written, and --new makes a further one beside it."""
    first = Path(said_in_json(run, "open", "quotes", "--excel")["file"])
    first.write_bytes(b"the user's work")
    second = said_in_json(run, "open", "quotes", "--excel")
    third = said_in_json(run, "open", "quotes", "--excel", "--new")
    assert (second["file"], second["is_new"], first.read_bytes()) == (str(first), False, b"the user's work")
    assert (third["file"], third["is_new"]) == (str(first).replace(".xlsm", "-2.xlsm"), True)
    assert (len([*books.glob("*.xlsm")]), told(excel)[-1]) == (2, third["file"])


@pytest.mark.usefixtures("quick")
def test_a_program_is_told_which_excel_it_was(excel, run, books):
    """The JSON names the program, the copy and the home."""
    said = said_in_json(run, "open", "margin", "--excel")
    assert said["excel"] == {"program": str(excel / "excel.exe")}
    assert (said["home"], said["is_new"], said["findings"]) == (str(books.parent), True, [])


@pytest.mark.usefixtures("quick")
def test_without_libreoffice_excel_is_taken_and_that_is_said(excel, run, books):
    """A desk that has Excel alone needs no option, and learns why it was Excel."""
    code, out, error = run("open", "quotes")
    assert (code, error, told(excel)[-1][-5:]) == (0, "", ".xlsm")
    assert "there is no LibreOffice that can be used" in out
    closed(books)
    assert said_in_json(run, "open", "quotes")["findings"] == ["excel_instead"]


@pytest.mark.usefixtures("quick")
def test_with_both_libreoffice_is_taken_unless_excel_is_asked_for(excel, office, run):
    """LibreOffice is the way that needs nothing of a computer; Excel comes when it is named."""
    assert run("open", "quotes")[0] == 0
    assert (told(excel), told(office)[-1][-5:]) == ([], ".xlsx")
    assert run("open", "quotes", "--excel")[0] == 0
    assert told(excel)[-1][-5:] == ".xlsm"


@pytest.mark.usefixtures("excel", "office", "quick")
def test_the_copy_for_the_other_program_is_named_once(run):
    """What was typed there and not recorded is not in a fresh copy; later both are known."""
    other = said_in_json(run, "open", "quotes")["file"]
    code, out, _ = run("open", "quotes", "--excel")
    closed(Path(other).parent)
    assert (code, other in out) == (0, True)
    assert said_in_json(run, "open", "quotes", "--excel")["findings"] == []


@pytest.mark.usefixtures("excel")
def test_what_hinders_a_fresh_copy_is_told_and_the_form_opens(run, quick):
    """As in LibreOffice."""
    quick.append(finding("book_unfilled", book="quotes", detail="snapshot_missing"))
    code, _, error = run("open", "quotes", "--excel")
    assert (code, codes(error)) == (0, ["book_unfilled"])


@pytest.mark.parametrize("more", [("--excel",), ("--excel", "--new")])
def test_without_an_excel_no_copy_is_made(run, monkeypatch, tmp_path, more):
    """Off Windows there is none that our macros work in: it is said, and a copy that nothing can open is not made."""
    monkeypatch.setenv("HIKAE_SOFFICE", str(fake_office(tmp_path / "office")))
    code, out, error = run("open", "quotes", *more)
    assert (code, out, codes(error)) == (2, "", ["excel_not_here"])
    assert not (tmp_path / "home").exists()


def test_with_neither_program_it_is_libreoffice_that_is_missing(run, monkeypatch, tmp_path):
    """On a Windows that has noted nothing of Excel, the desk is told what to install."""
    monkeypatch.setenv("HIKAE_SOFFICE", str(tmp_path / "none"))
    monkeypatch.setitem(sys.modules, "winreg", WinregTwin())
    assert codes(run("open", "quotes")[2]) == ["office_missing"]
    assert codes(run("open", "quotes", "--excel")[2]) == ["excel_not_here"]


@pytest.mark.usefixtures("quick")
def test_an_excel_that_fails_is_told(excel, run, books):
    """The copy stays for the next attempt."""
    fake = (excel / "excel.exe").read_text(encoding="utf-8")
    (excel / "excel.exe").write_text(fake.replace("exec sleep 1", FAILS).replace("touch", ":"), encoding="utf-8")
    code, _, error = run("open", "quotes", "--excel")
    assert (code, codes(error)) == (2, ["excel_not_started"])
    assert len([*books.glob("*.xlsm")]) == 1


@pytest.mark.usefixtures("excel", "quick")
def test_a_folder_that_excel_does_not_trust_is_told(run, tmp_path):
    """In the home of a drill the kit has registered nothing: macros are stopped until somebody allows them."""
    code, _, error = run("open", "quotes", "--excel", "--home", tmp_path / "drill")
    assert (code, codes(error)) == (0, ["excel_trust_missing"])
    assert str(tmp_path / "drill" / "books") in error


@pytest.mark.usefixtures("quick")
def test_an_excel_of_the_store_is_told(run, monkeypatch, tmp_path, books):
    """The book opens, and the desk knows why its functions do not work."""
    program = fake_excel(tmp_path / "WindowsApps", monkeypatch, trusted=[books])
    code, _, error = run("open", "quotes", "--excel")
    assert (code, codes(error), told(program.parent)[0]) == (0, ["excel_store"], "/x")


@pytest.mark.usefixtures("excel")
def test_a_file_is_opened_as_it_is(run, books, example_file, excel):
    """A whole book of ours opens without a word, and not a byte of it changes."""
    books.mkdir(parents=True)
    path, data = books / "控え 一.xlsm", excel_book(example_file("continuity"))
    path.write_bytes(data)
    code, _, error = run("open", path, "--excel")
    assert (code, error, path.read_bytes(), told(excel)) == (0, "", data, ["/x", str(path)])


@pytest.mark.usefixtures("excel")
def test_a_book_of_ours_without_macros_is_told_how_to_mend_it(run, books, example_file):
    """It opens, with a word on `hikae repair`."""
    books.mkdir(parents=True)
    path = books / "continuity.xlsx"
    path.write_bytes(example_file("continuity"))
    code, _, error = run("open", path, "--excel")
    assert (code, codes(error)) == (0, ["excel_book_bare"])
    assert "hikae repair" in error


@pytest.mark.usefixtures("excel")
def test_what_is_no_name_and_no_file_is_refused(run, tmp_path):
    """As in LibreOffice, before anything is started or made."""
    assert codes(run("open", "qoutes", "--excel")[2]) == ["open_unknown"]
    assert not (tmp_path / "home").exists()


@pytest.mark.usefixtures("excel", "quick")
def test_commands_read_the_copy_as_they_read_the_other(run, monkeypatch):
    """The regions of a copy for Excel are those of the copy for LibreOffice, so whoever imports one imports both."""
    monkeypatch.setattr(filed, "last_said", lambda _, data: said_of(data))
    copy = Path(said_in_json(run, "open", "quotes", "--excel")["file"])
    books = [filed_book(data, f"x{copy.suffix}") for data in (copy.read_bytes(), example_book("quotes"))]
    ours, plain = (book.read("HIKAE_QUOTES").rows for book in books)
    assert ours == plain
    assert any(any(row) for row in ours)
