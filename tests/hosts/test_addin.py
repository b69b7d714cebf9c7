import contextlib
import json
import os
import signal
import subprocess
import threading
import time
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook.defined_name import DefinedName

from addin.store.journal import Journal

SHEET = "計算"
CURVE = [
    ["kind", "tenor", "rate", "mm_day_count", "fixed_frequency", "fixed_day_count", "float_frequency",
     "float_day_count", "spot_lag_days"],
    ["deposit", "1M", 0.0011, "ACT/360", None, None, None, None, 2],
    ["deposit", "6M", 0.0021, "ACT/360", None, None, None, None, 2],
    ["swap", "5Y", 0.0051, None, 2, "ACT/365F", 2, "ACT/360", 2],
    ["swap", "10Y", 0.0081, None, 2, "ACT/365F", 2, "ACT/360", 2],
]  # fmt: skip
CONTRACT = [date(2026, 11, 20), date(2031, 12, 20), 55.95, 100, 0.35, 1e9]
UPFRONT = "=CDS_UPFRONT(A1,B1,C1,D1,E1,A10:I14,F1)"
RECORD = "service:hikae.Command?RECORD"
NOT_AVAILABLE, REFUSED = "#N/A", "Err:502"


@pytest.fixture
def book(tmp_path):
    """Return a maker of workbooks: a contract in row 1, its curve below, and whatever cells are given."""

    def make(name="book.xlsx", *, epoch=None, mark=None, **cells):
        made = openpyxl.Workbook()
        made.epoch = epoch or made.epoch
        sheet = made.active
        sheet.title = SHEET
        sheet.append(CONTRACT)
        for row, content in enumerate(CURVE, start=10):
            for column, cell in enumerate(content, start=1):
                sheet.cell(row, column, cell)
        for address, content in cells.items():
            sheet[address] = content
        if mark:
            made.defined_names["HIKAE_RECORD"] = DefinedName("HIKAE_RECORD", attr_text=f"{SHEET}!{mark}")
        made.save(tmp_path / name)
        return tmp_path / name

    return make


@pytest.fixture(scope="session")
def shell(hikae, desk):
    """Return a caller of the command line with the same home as the office; it gives the JSON of the last line."""

    def call(*arguments):
        environment = {**os.environ, "HIKAE_HOME": desk["HIKAE_HOME"]}
        done = subprocess.run([hikae, *arguments], env=environment, capture_output=True, check=True, timeout=60)
        return json.loads(done.stdout.decode("utf-8").splitlines()[-1])

    return call


@pytest.fixture(scope="session")
def number(shell):
    """Return what the command line says of the contract."""
    curve = [[cell if cell is not None else "" for cell in row] for row in CURVE]
    start, end, *numbers, notional = CONTRACT
    return shell("call", "CDS_UPFRONT", json.dumps([str(start), str(end), *numbers, curve, notional]))["value"]


@pytest.fixture
def journal(desk):
    """Return the journal that the office's buttons write to."""
    with Journal(Path(desk["HIKAE_HOME"])) as opened:
        yield opened


def cells_of(office, document):
    return office.ask("dump", document=document)["sheets"][SHEET]


def recorded(journal):
    """Return what was recorded so far, the chain checked."""
    assert journal.verify().ok
    return list(journal.entries())


def wait_until(condition, seconds=5.0):
    """Wait for something that another process does."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


@contextlib.contextmanager
def every_worker_killed(office):
    """Kill each worker of the functions as soon as it shows itself; one that just started has not answered by then."""
    over = threading.Event()

    def kill():
        while not over.is_set():
            for worker in office.workers("functions"):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(worker, signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        yield
    finally:
        over.set()
        killer.join()


def killed(office, worker):
    """Kill a worker and wait until it is gone."""
    os.kill(worker, signal.SIGKILL)
    wait_until(lambda: worker not in office.workers("functions"))


def test_a_workbook_shows_the_command_lines_number(office, book, number):
    """A workbook opened in LibreOffice shows at once the very double that the command line prints."""
    with office.opened(book(A3=UPFRONT, A4="=A3*2")) as document:
        cells = cells_of(office, document)
    assert cells["A3"] == {"value": number, "formula": UPFRONT, "error": 0, "text": cells["A3"]["text"]}
    assert cells["A4"]["value"] == number * 2


def test_the_status_is_the_command_lines(office, book, shell):
    """CDS_STATUS in a cell is the line of the command line."""
    with office.opened(book(A3="=CDS_STATUS()")) as document:
        assert cells_of(office, document)["A3"]["value"] == shell("call", "CDS_STATUS")["value"]


def test_the_notional_may_be_left_out(office, book, number):
    """Without its last argument the function gives the upfront of a notional of one."""
    cells = office.dump(book(A3="=CDS_UPFRONT(A1,B1,C1,D1,E1,A10:I14)"))["sheets"][SHEET]
    assert cells["A3"]["value"] == pytest.approx(number / 1e9, rel=1e-14)


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_a_saved_book_keeps_the_function_by_its_name(office, book, number, tmp_path, ending):
    """What LibreOffice saves holds the same name and value, and shows the same number when it is opened again."""
    copy = tmp_path / f"copy.{ending}"
    office.dump(book(A3=UPFRONT), save=copy)
    if ending == "xlsx":
        assert openpyxl.load_workbook(copy)[SHEET]["A3"].value == UPFRONT
        assert openpyxl.load_workbook(copy, data_only=True)[SHEET]["A3"].value == pytest.approx(number, rel=1e-14)
    again = office.dump(copy)["sheets"][SHEET]["A3"]
    assert (again["value"], again["formula"]) == (number, UPFRONT)


@pytest.mark.parametrize(
    ("formula", "error"),
    [
        ("=CDS_UPFRONT(A1,B1,Z99,D1,E1,A10:I14)", REFUSED),
        ("=CDS_UPFRONT(Z99,B1,C1,D1,E1,A10:I14)", REFUSED),
        ("=CDS_UPFRONT(A1,B1,C1,D1,1.5,A10:I14)", REFUSED),
        ("=CDS_UPFRONT(A1,B1,C1,D1,E1,A10:I15)", REFUSED),
        ("=CDS_UPFRONT(A1,B1,C1,D1,E1,A1:F1)", REFUSED),
        ("=CDS_UPFRONT(A1,B1,C1,D1,E1,A1:AMJ1048576)", REFUSED),
        ('=CDS_UPFRONT(A1,B1,C1,D1,E1,A10:I14,"many")', REFUSED),
        ("=CDS_UPFRONT(A1,B1,A15,D1,E1,A10:I14)", "#VALUE!"),
        ("=CDS_UPFRONT(A1,B1,C15,D1,E1,A10:I14)", "#DIV/0!"),
        ("=CDS_UPFRONT(A1,B1,C1)", "Err:504"),
        ("=CDS_UPFRONT(A1,B1,C1,D1,E1,A10:I14,1,1)", "Err:504"),
        ("=CDS_UPFRONT(A1,B1,C1,D1,E1,0.01)", "Err:504"),
    ],
)
def test_what_cannot_be_priced_is_a_true_error(office, book, formula, error):
    """A blank, wrong or missing argument and an error in the table give an error value that formulas can see."""
    made = book(A3=formula, A4="=IF(ISERROR(A3),1,2)", A15="swap", B15="12Y", C15="=1/0")
    cells = office.dump(made)["sheets"][SHEET]
    assert (cells["A3"]["text"], cells["A4"]["value"]) == (error, 1.0)
    assert cells["A3"]["error"] != 0


def test_a_book_that_counts_days_from_1904_is_not_priced(office, book):
    """In a book of the 1904 date system the same cells would be other days, so it gets an error and no number."""
    cells = office.dump(book(epoch=CALENDAR_MAC_1904, A3=UPFRONT))["sheets"][SHEET]
    assert cells["A3"]["text"] == REFUSED


def test_the_function_wizard_explains_every_argument(office):
    """The wizard shows description, names and texts of the arguments, and which may be left out."""
    shown = office.ask("function", name="CDS_UPFRONT")
    assert shown["description"].startswith("Clean upfront by the ISDA standard model")
    names = [(name, optional) for name, _, optional in shown["arguments"]]
    required = ["trade_date", "maturity", "spread_bp", "coupon_bp", "recovery", "curve_range"]
    assert names == [*((name, False) for name in required), ("notional", True)]
    assert [text for _, text, _ in shown["arguments"]][2] == "Quoted spread in bp"


@pytest.mark.parametrize("place", ["OfficeMenuBar/hikae.menu/Submenu", "OfficeToolBar/hikae.toolbar"])
def test_the_button_stands_in_menu_and_toolbar(office, place):
    """The office has the button 記録 with its address in the menu and in the toolbar."""
    entry = f"/org.openoffice.Office.Addons/AddonUI/{place}/b01"
    assert office.ask("configured", path=f"{entry}/Title") == "記録 / Record"
    assert office.ask("configured", path=f"{entry}/URL") == RECORD


def test_the_button_records_the_sheet_once(office, book, journal):
    """Pressing 記録 adds one entry and marks it; pressing again with the same content adds none."""
    before = len(recorded(journal))
    with office.opened(book(A3=UPFRONT, A4="=CDS_STATUS()", A5="=1/0", mark="$H$1")) as document:
        for _ in range(2):
            office.ask("dispatch", document=document, url=RECORD)
            office.ask("recalculate", document=document)
        cells = cells_of(office, document)
        assert office.ask("has_bar", document=document, name="hikae")
    assert len(recorded(journal)) == before + 1
    assert cells["H1"]["text"] == f"#{before + 1} {journal.head()[:12]}"
    assert cells["A4"]["text"].endswith(f"n={before + 1} head={journal.head()[:12]}…")


def test_the_record_holds_what_the_sheet_showed(office, book, journal):
    """The entry holds values as shown, errors as their text, and leaves out what we show of ourselves."""
    with office.opened(book("evidence.xlsx", A3=UPFRONT, A4="=CDS_STATUS()", A5="=1/0", mark="$H$1")) as document:
        office.ask("dispatch", document=document, url=RECORD)
        value = cells_of(office, document)["A3"]["value"]
    body = recorded(journal)[-1].body
    assert (body["title"], body["sheet"]) == ("evidence.xlsx", SHEET)
    assert [row[0] for row in body["cells"][:5]] == [46346.0, "", value, "", "#DIV/0!"]
    assert len(body["cells"][0]) == 9
    assert body["cells"][0][7] == ""
    assert body["cells"][10][:4] == ["deposit", "1M", 0.0011, "ACT/360"]


def test_a_changed_cell_is_another_record(office, book, journal):
    """After a cell was changed, 記録 adds another entry."""
    before = len(recorded(journal))
    with office.opened(book("changed.xlsx")) as document:
        office.ask("dispatch", document=document, url=RECORD)
        office.ask("write", document=document, sheet=SHEET, cell="C1", value=56.0)
        office.ask("dispatch", document=document, url=RECORD)
    assert len(recorded(journal)) == before + 2


def test_a_sheet_without_a_mark_cell_is_left_alone(office, book, journal):
    """Where no cell is named HIKAE_RECORD, recording writes nothing into the book."""
    before = len(recorded(journal))
    with office.opened(book("plain.xlsx")) as document:
        cells = cells_of(office, document)
        office.ask("dispatch", document=document, url=RECORD)
        assert cells_of(office, document) == cells
        assert not office.ask("is_modified", document=document)
    assert len(recorded(journal)) == before + 1


@pytest.mark.parametrize("cell", ["A501", "AY1"])
def test_a_sheet_too_large_is_not_recorded(office, book, journal, cell):
    """A sheet beyond 500 rows or 50 columns is refused above the sheet, and nothing is recorded or marked."""
    before = len(recorded(journal))
    with office.opened(book(mark="$H$1", **{cell: 1})) as document:
        office.ask("dispatch", document=document, url=RECORD)
        assert office.ask("has_bar", document=document, name="hikae")
        assert "H1" not in cells_of(office, document)
    assert len(recorded(journal)) == before


def test_a_worker_killed_between_two_recalculations_is_replaced(office, book, number):
    """After the worker was killed the next recalculation shows the right number from a new one."""
    with office.opened(book(A3=UPFRONT)) as document:
        (worker,) = office.workers("functions")
        killed(office, worker)
        office.ask("recalculate", document=document)
        assert cells_of(office, document)["A3"]["value"] == number
        assert office.workers("functions") != [worker]


def test_a_worker_killed_in_a_call_is_replaced_in_it(office, book, number):
    """A worker that dies while it is asked is replaced once, and the cell shows the right number."""
    with office.opened(book(A3=UPFRONT)) as document:
        (worker,) = office.workers("functions")
        os.kill(worker, signal.SIGSTOP)
        killer = threading.Timer(0.3, os.kill, (worker, signal.SIGKILL))
        killer.start()
        office.ask("recalculate", document=document)
        killer.join()
        assert cells_of(office, document)["A3"]["value"] == number


def test_no_worker_at_all_is_a_true_error(office, book, number):
    """While every worker is killed as it starts the cell shows a true error, and the next recalculation is right."""
    with office.opened(book(A3=UPFRONT)) as document:
        (worker,) = office.workers("functions")
        os.kill(worker, signal.SIGSTOP)
        with every_worker_killed(office):
            office.ask("recalculate", document=document)
        assert cells_of(office, document)["A3"]["text"] == NOT_AVAILABLE
        office.ask("recalculate", document=document)
        assert cells_of(office, document)["A3"]["value"] == number


def test_functions_and_buttons_have_workers_of_their_own(office, book):
    """Killing the worker of the functions leaves the one of the buttons running."""
    with office.opened(book(A3=UPFRONT)) as document:
        office.ask("dispatch", document=document, url=RECORD)
        (functions,), (actions,) = office.workers("functions"), office.workers("actions")
        killed(office, functions)
        office.ask("recalculate", document=document)
        assert office.workers("actions") == [actions]


def test_the_command_may_stand_in_the_profile(hosts, extension, desk, hikae, book, number, tmp_path):
    """Without a command cells are #N/A, the file in the profile is found, and a killed office leaves no worker."""
    office = hosts.Office(tmp_path, extension=extension, environment=desk)
    try:
        document = office.ask("open", path=str(book(A3=UPFRONT)))
        assert cells_of(office, document)["A3"]["text"] == NOT_AVAILABLE
        (tmp_path / "profile/user/hikae.json").write_text(json.dumps({"command": hikae}), encoding="utf-8")
        office.ask("recalculate", document=document)
        assert cells_of(office, document)["A3"]["value"] == number
        assert len(office.workers("functions")) == 1
        for pid in office.processes("soffice"):
            os.kill(pid, signal.SIGKILL)
        wait_until(lambda: office.workers("functions") == [])
    finally:
        office.stop()


def test_an_older_libreoffice_refuses_the_extension(office, extension, tmp_path):
    """An office older than the extension asks for does not install it, and says that a requirement is not met."""
    newer = tmp_path / "newer.oxt"
    with zipfile.ZipFile(extension) as archive, zipfile.ZipFile(newer, "w") as made:
        for name in archive.namelist():
            made.writestr(name, archive.read(name).replace(b'version value="24.8"', b'version value="99.8"'))
    refused = office.install(newer)
    assert refused.returncode != 0
    assert "unsatisfied dependencies" in refused.stderr
