import pytest

SHEET = "計算"
UPFRONT = "=CDS_UPFRONT(A1,B1,C1,D1,E1,A10:I14,F1)"
RECORD = "RECORD"


def recorded(journal):
    """Return what was recorded so far, the chain checked."""
    assert journal.verify().ok
    return list(journal.entries())


def test_the_button_records_the_sheet_once(office, book, journal):
    """Pressing 記録 adds one entry and marks it; pressing again with the same content adds none."""
    before = len(recorded(journal))
    with office.opened(book(A3=UPFRONT, A4="=CDS_STATUS()", A5="=1/0", mark="$H$1")) as document:
        for _ in range(2):
            office.press(document, RECORD)
        cells = office.cells(document)
    assert len(recorded(journal)) == before + 1
    assert cells["H1"]["text"] == f"#{before + 1} {journal.head()[:12]}"
    assert cells["A4"]["text"].endswith(f"n={before + 1} head={journal.head()[:12]}…")


def test_the_record_holds_what_the_sheet_showed(office, book, journal):
    """The entry holds values as shown, errors as their text, and leaves out what we show of ourselves."""
    with office.opened(book("evidence.xlsx", A3=UPFRONT, A4="=CDS_STATUS()", A5="=1/0", mark="$H$1")) as document:
        office.press(document, RECORD)
        value = office.cells(document)["A3"]["value"]
    body = recorded(journal)[-1].body
    assert (body["title"], body["sheet"]) == ("evidence.xlsx", SHEET)
    assert [row[0] for row in body["cells"][:5]] == [46346.0, "", value, "", "#DIV/0!"]
    assert len(body["cells"][0]) == 9
    assert body["cells"][0][7] == ""
    assert body["cells"][10][:4] == ["deposit", "1M", 0.0011, "ACT/360"]


def test_the_clock_alone_makes_no_other_record(office, book, journal):
    """The clock and what counts from it are left out, as the entry has its own time; words that follow from it stay."""
    before = len(recorded(journal))
    clock = {"K1": "=NOW()", "K2": "=60000-K1", "K3": '=IF(K1>60000,"open","closed")', "K4": "=K2+K5", "K5": 7}
    with office.opened(book("clock.xlsx", **clock)) as document:
        for _ in range(2):
            office.press(document, RECORD)
            office.ask("recalculate", document=document)
    assert len(recorded(journal)) == before + 1
    assert [row[10] for row in recorded(journal)[-1].body["cells"][:5]] == ["", "", "closed", "", 7.0]


def test_every_live_cell_shows_the_new_record_at_once(office, book, journal):
    """On a protected sheet and in one formula over several cells too; nothing can be undone for it."""
    with office.opened(book("live.xlsx", J4='=CDS_STATUS()&" "&J5', J5=1)) as document:
        office.ask("array", document=document, sheet=SHEET, area="J1:J2", formula="=CDS_STATUS()")
        office.ask("protect", document=document, sheet=SHEET)
        before = office.ask("undoable", document=document)
        office.press(document, RECORD)
        cells = office.cells(document)
        assert office.ask("undoable", document=document) == before
        assert office.ask("is_protected", document=document, sheet=SHEET)
    shown = f"n={len(recorded(journal))} head={journal.head()[:12]}…"
    for cell, end in {"J1": shown, "J2": shown, "J4": f"{shown} 1"}.items():
        assert cells[cell]["text"].endswith(end)
    assert cells["J2"]["formula"] == cells["J1"]["formula"] == "{=CDS_STATUS()}"


def test_a_changed_cell_is_another_record(office, book, journal):
    """After a cell was changed, 記録 adds another entry."""
    before = len(recorded(journal))
    with office.opened(book("changed.xlsx")) as document:
        office.press(document, RECORD)
        office.ask("write", document=document, sheet=SHEET, cell="C1", value=56.0)
        office.press(document, RECORD)
    assert len(recorded(journal)) == before + 2


def test_a_sheet_without_a_mark_cell_is_left_alone(office, book, journal):
    """Where no cell is named HIKAE_RECORD, recording writes nothing into the book."""
    before = len(recorded(journal))
    with office.opened(book("plain.xlsx")) as document:
        cells = office.cells(document)
        office.press(document, RECORD)
        assert office.cells(document) == cells
        assert not office.ask("is_modified", document=document)
    assert len(recorded(journal)) == before + 1


@pytest.mark.parametrize("cell", ["A501", "AY1"])
def test_a_sheet_too_large_is_not_recorded(office, book, journal, cell):
    """A sheet beyond 500 rows or 50 columns is refused above the sheet, and nothing is recorded or marked."""
    before = len(recorded(journal))
    with office.opened(book(mark="$H$1", **{cell: 1})) as document:
        office.press(document, RECORD)
        assert "H1" not in office.cells(document)
    assert len(recorded(journal)) == before


def test_the_end_of_a_record_is_said_above_the_sheet(office, book):
    """The bar stands there only once the action is over."""
    with office.opened(book("said.xlsx")) as document:
        assert not office.ask("has_bar", document=document, name="hikae")
        office.press(document, RECORD)
        assert office.ask("has_bar", document=document, name="hikae")
