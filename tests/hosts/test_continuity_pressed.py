"""The buttons of the continuity book in a real LibreOffice: typed, declared, and seen on the board."""

import pytest

from addin.books.built import BuiltSheet
from addin.books.regions import continuity as regions
from addin.books.style import saved
from addin.store.journal import Journal
from workbooks.continuity import continuity_book

QUAKE = {8: "発災の宣言 declared", 9: "地震 earthquake", 10: "建物の利用不能 building", 11: "はい yes", 12: "はい yes",
         13: "いいえ no", 14: "はい yes"}  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("pressed")


@pytest.fixture(scope="module")
def running(hosts, hikae, extension, home):
    """Return a LibreOffice with the add-in and an empty home."""
    environment = {"HIKAE_HOME": str(home / "home"), "HIKAE_COMMAND": hikae}
    office = hosts.Office(home, extension=extension, environment=environment)
    yield office
    office.stop()


@pytest.fixture(scope="module")
def document(running, home):
    """Return the book as it is built, opened, initials typed."""
    made = continuity_book()
    BuiltSheet(made).write({"HIKAE_INITIALS": [["SK"]]})
    (home / "continuity.xlsx").write_bytes(saved(made))
    with running.opened(home / "continuity.xlsx") as opened:
        yield opened


def press(running, document, sheet, button):
    """Press a button with a page in front."""
    running.ask("show", document=document, sheet=sheet)
    running.press(document, button)


def cell(running, document, sheet, address):
    """Return what a cell holds."""
    return running.ask("values", document=document, sheet=sheet, area=address)[0][0]


def test_an_evening_is_declared_page_by_page(running, document, home):
    """Import, contacts declared, an earthquake declared, a step reported: seen live and as written."""
    write = lambda sheet, spot, value: running.ask(  # noqa: E731 - one line of typing
        "write", document=document, sheet=sheet, cell=spot, value=value
    )
    press(running, document, regions.HEADQUARTERS, "IMPORT")
    press(running, document, regions.CONTACTS_PAGE, "DECLARE")
    for row, answer in QUAKE.items():
        write(regions.INCIDENT, f"C{row}", answer)
    press(running, document, regions.INCIDENT, "DECLARE")
    write(regions.REPORTS, "B9", "完了 done")
    write(regions.REPORTS, "C9", "MK")
    press(running, document, regions.REPORTS, "DECLARE")
    with Journal(home / "home") as journal:
        kinds = [entry.kind for entry in journal.entries()]
    assert kinds == ["continuity.contact"] * 11 + ["fact.recorded", "continuity.step"]
    running.ask("recalculate", document=document)
    assert cell(running, document, regions.CONTACTS_PAGE, "A18") == "○ 記録済 recorded #1"
    assert cell(running, document, regions.INCIDENT, "C8") == ""
    assert cell(running, document, regions.REPORTS, "F9") == "○ 記録済 recorded #13"
    assert cell(running, document, regions.HEADQUARTERS, "B16") == "▲ 広域災害 wide-area disaster"
    assert cell(running, document, regions.HEADQUARTERS, "B18") == "○ 設置済 set up"
    assert cell(running, document, regions.BOARD_PAGE, "C11") == "▲ 広域災害 wide-area disaster"
    assert cell(running, document, regions.CALLS_PAGE, "A10") == "対策本部"


def test_a_refused_page_names_its_cell_and_changes_nothing(running, document, home):
    """A step without a leader: the words name the cell, the record is as long as before."""
    with Journal(home / "home") as journal:
        before = journal.last().n
    running.ask("write", document=document, sheet=regions.REPORTS, cell="B10", value="完了 done")
    press(running, document, regions.REPORTS, "DECLARE")
    assert cell(running, document, regions.REPORTS, "G10") == "－ 未記録 not recorded"
    with Journal(home / "home") as journal:
        assert journal.last().n == before


def test_the_pages_are_still_guarded_after_the_buttons(running, document):
    """What a button lifted to write is back in place."""
    for sheet in (regions.CONTACTS_PAGE, regions.INCIDENT, regions.BOARD_PAGE):
        assert running.ask("is_protected", document=document, sheet=sheet)
