import pytest

from addin.app.record_sheet import MOST_COLUMNS, MOST_ROWS, record_sheet
from addin.functions.actions import perform
from addin.functions.invoke import answer
from addin.store.journal import Journal
from calc.outcome import RefusedError

CELLS = [["銘柄", "bp"], ["ITRAXX-S46", 55.95], ["", True]]


@pytest.fixture
def journal(tmp_path):
    with Journal(tmp_path) as opened:
        yield opened


def recorded(journal, cells, *, title="margin.xlsx", sheet="計算"):
    return record_sheet(journal, title=title, sheet=sheet, cells=cells)


def test_a_sheet_is_one_entry_with_its_content(journal):
    """The entry holds title, sheet, every cell and the hash of the content."""
    entry = recorded(journal, CELLS)
    assert (entry.kind, entry.added) == ("sheet.recorded", True)
    assert entry.body == {"title": "margin.xlsx", "sheet": "計算", "content": entry.body["content"], "cells": CELLS}
    assert len(entry.body["content"]) == 64


def test_the_same_content_is_recorded_once(journal):
    """A second press with nothing changed gives the first entry again."""
    first, second = recorded(journal, CELLS), recorded(journal, CELLS)
    assert (second.n, second.hash, second.added) == (first.n, first.hash, False)
    assert len(list(journal.entries())) == 1


def test_any_change_is_a_new_entry(journal):
    """Another value, another sheet and another book are entries of their own."""
    recorded(journal, CELLS)
    changed = [*CELLS[:1], ["ITRAXX-S46", 55.96], *CELLS[2:]]
    others = [recorded(journal, changed), recorded(journal, CELLS, sheet="2"), recorded(journal, CELLS, title="2")]
    assert [entry.added for entry in others] == [True, True, True]
    contents = [entry.body["content"] for entry in journal.entries()]
    assert (contents[0] != contents[1], contents[0] == contents[2] == contents[3]) == (True, True)


def test_a_number_and_its_text_are_different_contents(journal):
    """A cell that holds 5 and one that holds the text 5 do not pass for each other."""
    assert recorded(journal, [[5.0]]).body["content"] != recorded(journal, [["5"]]).body["content"]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ([], "sheet_empty"),
        ([["", ""], [""]], "sheet_empty"),
        ([[1.0]] * (MOST_ROWS + 1), "sheet_too_large"),
        ([[1.0] * (MOST_COLUMNS + 1)], "sheet_too_large"),
        ([[1.0], [float("nan")]], "sheet_cell"),
        ([[None]], "sheet_cell"),
        ([[{"error": "#N/A"}]], "sheet_cell"),
    ],
)
def test_what_cannot_be_recorded_leaves_no_entry(journal, cells, code):
    """An empty or too large sheet and a value without a plain form are refused, and nothing is recorded."""
    with pytest.raises(RefusedError) as refused:
        recorded(journal, cells)
    assert refused.value.findings[0].code == code
    assert list(journal.entries()) == []


def test_a_sheet_of_exactly_the_limit_is_recorded(journal):
    """The largest sheet of the promise is recorded."""
    assert recorded(journal, [[1.5] * MOST_COLUMNS] * MOST_ROWS).added


def press(cells=CELLS):
    """Return what the button came to, on a book whose active sheet shows these cells."""
    return perform(
        "RECORD", {"title": "book", "sheet": "計算"}, lambda message: cells if message["ask"] == "cells" else None
    )


def test_the_button_says_what_it_recorded(tmp_path, monkeypatch):
    """Pressing 控え answers in both languages with the entry's number and head, and a second press says so."""
    monkeypatch.setenv("HIKAE_HOME", str(tmp_path))
    first, second = (press()["value"] for _ in range(2))
    with Journal(tmp_path) as journal:
        assert first["mark"] == second["mark"] == f"#1 {journal.head()[:12]}"
    assert first["said"] == {"ja": f"記録しました {first['mark']}", "en": f"Recorded {first['mark']}"}
    assert second["said"]["en"].startswith("Already recorded, unchanged")


def test_the_button_records_what_the_office_shows(tmp_path, monkeypatch):
    """Title, sheet and cells are those that the office answers with."""
    monkeypatch.setenv("HIKAE_HOME", str(tmp_path))
    press()
    with Journal(tmp_path) as journal:
        (entry,) = journal.entries()
    assert (entry.body["title"], entry.body["sheet"], entry.body["cells"]) == ("book", "計算", CELLS)


def test_what_cannot_be_recorded_is_an_error_of_the_button(tmp_path, monkeypatch):
    """An empty sheet is told, and nothing is recorded."""
    monkeypatch.setenv("HIKAE_HOME", str(tmp_path))
    assert press([])["error"]["code"] == "sheet_empty"
    with Journal(tmp_path) as journal:
        assert list(journal.entries()) == []


def test_the_status_line_follows_the_journal(tmp_path, monkeypatch):
    """CDS_STATUS shows the journal's length and head as they are at each call."""
    monkeypatch.setenv("HIKAE_HOME", str(tmp_path))
    before = answer("CDS_STATUS", [])["value"]
    mark = press()["value"]["mark"]
    after = answer("CDS_STATUS", [])["value"]
    assert (before.endswith("n=0 head=000000000000…"), after.endswith(f"n=1 head={mark[3:]}…")) == (True, True)
    assert "動作中 / ready" in after


def test_the_status_line_is_no_sign_of_life_without_a_journal(tmp_path, monkeypatch):
    """With a journal that cannot be read the status is an error, not a line that says ready."""
    monkeypatch.setenv("HIKAE_HOME", str(tmp_path))
    (tmp_path / "journal.sqlite3").write_bytes(b"not a journal" * 100)
    assert answer("CDS_STATUS", [])["error"]["code"].startswith("journal")
