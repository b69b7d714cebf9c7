"""Excel started with a document: its command line, its environment, and when it counts as open."""

import subprocess

import pytest
from fake_excel import ASKS, ENDS, FAILS, OPENS, fake_excel
from fake_office import told

from addin.home import data_folder
from addin.office import excel
from addin.office.excel import excel_environment, open_in_excel, owner_file
from calc.outcome import RefusedError

MARKS_LATE = 'sleep 0.4; touch "$mark"; exec sleep 1'


@pytest.fixture(autouse=True)
def _lives_on(monkeypatch):
    """Let Excel outlive the call in this very process, where Python would complain that nobody waits for it."""
    monkeypatch.setattr(subprocess.Popen, "__del__", lambda _: None)


@pytest.fixture
def document(tmp_path):
    """Return a workbook in a folder with a space and Japanese letters."""
    path = tmp_path / "気配 値" / "控え 一.xlsm"
    path.parent.mkdir()
    path.write_bytes(b"book")
    return path


@pytest.fixture
def opened(document, tmp_path, monkeypatch):
    """Return a function that opens the document for a home and gives the codes of what was found."""

    def open_for(home=tmp_path / "home", **how):
        program = fake_excel(tmp_path / "Microsoft Office", monkeypatch, **how)
        return [each.code for each in open_in_excel(document, program, home=home)]

    return open_for


def refused(call):
    """Return the refusal's details by its code."""
    with pytest.raises(RefusedError) as error:
        call()
    return {each.code: dict(each.details) for each in error.value.findings}


def test_excel_gets_a_process_of_its_own_and_the_document(opened, document, tmp_path):
    """A process that runs for another record must not take the document over, so the switch stands first."""
    assert opened() == []
    assert told(tmp_path / "Microsoft Office") == ["/x", str(document)]


def test_excel_holds_no_folder_but_its_own(opened, tmp_path):
    """The folder in which Excel runs cannot be moved or removed by its user."""
    opened()
    assert told(tmp_path / "Microsoft Office", "folder") == [str(tmp_path / "Microsoft Office")]


def test_the_record_is_named_to_excel(opened, tmp_path):
    """Functions and buttons use the home for which the book was opened."""
    opened(tmp_path / "訓練")
    assert f"HIKAE_HOME={tmp_path / '訓練'}" in told(tmp_path / "Microsoft Office", "environment")


def test_the_usual_record_is_not_named():
    """It is found without a name, and whatever the environment said of another one is gone."""
    given = {"PATH": "p", "Hikae_Home": "other", "HIKAE_HOME": "another"}
    assert excel_environment(given, home=data_folder()) == {"PATH": "p"}


def test_another_record_takes_the_place_of_the_one_that_was_named(tmp_path):
    """The option counts, not what stands in the environment."""
    assert excel_environment({"hikae_home": "other"}, home=tmp_path) == {"HIKAE_HOME": str(tmp_path)}


def test_the_call_returns_when_the_document_is_open(opened, document):
    """Excel makes a file beside the document once it has it; that is waited for, and Excel itself is not."""
    assert opened(behaves=MARKS_LATE) == []
    assert owner_file(document).exists()


def test_a_question_that_waits_is_told(opened, monkeypatch):
    """While Excel runs and has not opened the document for editing, the desk is told to look at its window."""
    monkeypatch.setattr(excel, "OPENED_SECONDS", 0.3)
    assert opened(behaves=ASKS) == ["excel_waits"]


def test_an_excel_that_fails_is_told_with_its_code(opened):
    """A program that ends with an error has opened nothing."""
    ((code, details),) = refused(lambda: opened(behaves=FAILS)).items()
    assert (code, details["detail"]) == ("excel_not_started", "77")


def test_an_excel_that_was_closed_at_once_is_no_failure(opened):
    """A person may close it before it has opened anything."""
    assert opened(behaves=ENDS) == []


def test_a_program_that_is_gone_is_told(document, tmp_path):
    """Where the registry names what is not there, nothing is started."""
    found = refused(lambda: open_in_excel(document, tmp_path / "excel.exe", home=tmp_path))
    assert found["excel_not_started"]["detail"] == "FileNotFoundError"


def test_a_document_that_is_open_already_is_told_and_opened(opened, document, monkeypatch):
    """The mark may be left over from a crash, so Excel decides; it is not waited for, as the mark is no news."""
    monkeypatch.setattr(excel, "watched", None)
    owner_file(document).touch()
    assert opened() == ["excel_in_use"]


def test_a_document_that_cannot_be_written_is_not_waited_for(opened, document, monkeypatch):
    """Excel makes no mark beside what it opens for reading alone."""
    monkeypatch.setattr(excel.os, "access", lambda path, _: path != document)
    monkeypatch.setattr(excel, "watched", None)
    assert opened(behaves=OPENS) == []
