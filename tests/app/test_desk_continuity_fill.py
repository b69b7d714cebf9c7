"""What the continuity book shows when it is opened first: registers of the record or the folder, nothing recorded."""

import shutil

import pytest
from continuity_hand import SK, ContinuityHand, at
from pressed_book import PressedBook

from addin.app.continuity_contacts import contact_said
from addin.app.continuity_file import FILE_NAME, registers_of_folder
from addin.app.continuity_people import mover_said, shift_said
from addin.app.continuity_record import record_said
from addin.app.desk_continuity_fill import filling
from addin.books.regions import continuity as regions
from addin.functions.desk import filling_of
from addin.store.journal import Journal
from calc.continuity.contacts import Contact
from calc.continuity.roster import Mover, Shift
from calc.outcome import RefusedError

OWN = Contact("自社の連絡先", "staff", {"mobile": "090-0000-7777"})


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("HIKAE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def book(home):
    """Return the book as it is built, looked at from 18:55 of the example day."""
    assert not home.exists()
    return PressedBook("continuity")


def named(rows):
    """Return the filled rows of a region by its columns."""
    head, *lines = rows
    return [dict(zip(head, line, strict=True)) for line in lines if any(cell != "" for cell in line)]


def test_the_book_names_its_filling():
    """`hikae build` and `hikae open` find it by the book's name."""
    assert filling_of("continuity") is filling


def test_the_example_fills_the_registers_and_what_follows_from_them(book, home, example_day):
    """Contacts, nights and movers; whom to call; which bodies to ask; the board at the book's instant."""
    rows = filling(book.sheet, example_day, home=home)
    given = registers_of_folder(example_day)
    assert [row["name"] for row in named(rows["HIKAE_CONTACTS"])] == [each.name for each in given.contacts]
    assert len(named(rows["HIKAE_ROSTER"])) == len(given.shifts)
    assert [row["task"] for row in named(rows["HIKAE_MOVERS"])] == [each.task for each in given.movers]
    assert len(named(rows["HIKAE_CALLS"])) == len(given.contacts)
    assert len(named(rows["HIKAE_POLLS"])) == 7
    board = named(rows["HIKAE_BOARD"])
    assert board[0]["since"] == pytest.approx(46346 + (18 * 60 + 55) / 1440)
    assert "✗ 当番なし nobody named" in {row["state"] for row in board}


def test_filling_records_nothing(book, home, example_day):
    """It only reads; the home is not even made."""
    filling(book.sheet, example_day, home=home)
    assert not home.exists()


def test_what_comes_from_a_folder_is_not_marked_as_recorded(book, home, example_day):
    """Beside each row of the example nothing is kept yet."""
    rows = filling(book.sheet, example_day, home=home)
    for _, kept in regions.REGISTERS:
        assert named(rows[kept.name]) == []


def test_a_folder_without_the_file_leaves_the_registers_empty(book, home, tmp_path):
    """The book can be used all the same; its board says what is missing."""
    rows = filling(book.sheet, tmp_path, home=home)
    assert named(rows["HIKAE_CONTACTS"]) == []
    assert "－ 未登録 none" in {row["state"] for row in named(rows["HIKAE_BOARD"])}


def test_the_record_goes_before_the_folder_register_by_register(book, home, example_day):
    """A desk that declared its contacts keeps them, and still sees the example's roster."""
    with Journal(home) as journal:
        record_said(journal, [contact_said(OWN, at=at(9))], person=SK)
    rows = filling(book.sheet, example_day, home=home)
    (contact,) = named(rows["HIKAE_CONTACTS"])
    (kept,) = named(rows["HIKAE_CONTACTS_KEPT"])
    assert (contact["name"], contact["mobile"]) == ("自社の連絡先", "090-0000-7777")
    assert (kept["recorded"], kept["name"]) == ("○ 記録済 recorded #1", "自社の連絡先")
    assert len(named(rows["HIKAE_ROSTER"])) == 21
    assert [row["contact"] for row in named(rows["HIKAE_CALLS"])] == ["自社の連絡先"]


def test_a_recorded_register_is_equal_to_what_is_kept_beside_it(book, home, example_day):
    """All of a row, cell by cell, so that the sheet says recorded for each."""
    with Journal(home) as journal:
        said = [
            contact_said(OWN, at=at(9)),
            shift_said(Shift(at(0).date(), ("SK", "TY")), at=at(9)),
            mover_said(Mover("SK", "決済"), at=at(9)),
        ]
        record_said(journal, said, person=SK)
    rows = filling(book.sheet, example_day, home=home)
    for region, kept in regions.REGISTERS:
        for row, beside in zip(named(rows[region.name]), named(rows[kept.name]), strict=True):
            assert {name: beside[name] for name in region.columns} == row


def test_what_the_record_said_later_is_not_there_yet(book, home, example_day):
    """The book looks at 18:55; a contact of 19:00 comes with it."""
    with Journal(home) as journal:
        record_said(journal, [contact_said(OWN, at=at(19))], person=SK)
    assert len(named(filling(book.sheet, example_day, home=home)["HIKAE_CONTACTS"])) == 11


def test_a_folder_that_cannot_be_read_is_refused(book, home, tmp_path):
    """The file is named, and the book stays as it is."""
    (tmp_path / FILE_NAME).write_text("[[contact]]\n", encoding="utf-8")
    with pytest.raises(RefusedError) as raised:
        filling(book.sheet, tmp_path, home=home)
    assert [each.code for each in raised.value.findings] == ["register_unreadable"]


def test_a_register_larger_than_its_table_is_refused(book, home, tmp_path):
    """Nobody is cut off silently."""
    text = "".join(f'[[contact]]\nname = "X{n}"\nrole = "staff"\n' for n in range(regions.MOST_CONTACTS + 1))
    (tmp_path / FILE_NAME).write_text(text, encoding="utf-8")
    with pytest.raises(RefusedError) as raised:
        filling(book.sheet, tmp_path, home=home)
    (found,) = raised.value.findings
    assert (found.code, dict(found.details)["rows"]) == ("region_full", "61")


def test_a_register_that_just_fits_is_shown_whole(book, home, tmp_path):
    """Sixty contacts fill the table and the call tree."""
    text = "".join(f'[[contact]]\nname = "X{n}"\nrole = "staff"\n' for n in range(regions.MOST_CONTACTS))
    (tmp_path / FILE_NAME).write_text(text, encoding="utf-8")
    rows = filling(book.sheet, tmp_path, home=home)
    assert len(named(rows["HIKAE_CONTACTS"])) == len(named(rows["HIKAE_CALLS"])) == regions.MOST_CONTACTS


def test_import_refuses_a_folder_that_is_not_there(home):
    """The cell of the folder is named."""
    assert not home.exists()
    hand = ContinuityHand()
    hand.put("HIKAE_FOLDER", "/no/such/folder")
    error = hand.refused("IMPORT")
    assert (error["code"], error["ja"].startswith("本部 Headquarters!H5 ")) == ("folder_missing", True)


def test_import_reads_the_desks_own_folder(home, tmp_path, example_day):
    """A desk's register file replaces the example's."""
    assert not home.exists()
    folder = tmp_path / "own"
    folder.mkdir()
    shutil.copy(example_day / FILE_NAME, folder)
    with (folder / FILE_NAME).open("a", encoding="utf-8") as file:
        file.write('\n[[contact]]\nname = "自社"\nrole = "staff"\n')
    hand = ContinuityHand()
    hand.put("HIKAE_FOLDER", str(folder))
    assert hand.done("IMPORT")["said"]["en"].startswith("Imported: contacts 12 ")
    assert hand.cell("HIKAE_IMPORTED") == "contacts 12 roster 21 movers 5"
