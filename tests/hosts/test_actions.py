"""A button's action on its own thread, in a real LibreOffice: what it asks of the sheet, and what may go wrong."""

import os
import signal
import time
from pathlib import Path

import pytest

SHEET = "計算"
BUTTON = "CHECK"
FAILED = {"say": {"error": {"code": "x", "ja": "だめ", "en": "No"}}}
SAID = {"value": {"said": {"ja": "できました", "en": "Done"}, "mark": "#1 abc"}}
END = {"say": SAID}
REGIONS = {"HIKAE_IN": "$A$1:$B$3", "HIKAE_OUT": "$D$1:$E$3", "HIKAE_BLOCK": "$G$1:$G$2"}
OUT = {"D1": "old", "E1": "=1+1", "D2": "'=x", "E2": 5}


def read(region):
    return {"say": {"ask": "read", "region": region}}


def write(**regions):
    return {"say": {"ask": "write", "regions": regions}}


@pytest.fixture
def opened(scripted, book):
    """Return a book with regions, opened."""
    document = scripted.ask("open", path=str(book(names=REGIONS, mark="$H$1", **OUT)))
    yield document
    if document in scripted.ask("opened"):
        scripted.ask("close", document=document)


@pytest.fixture
def values(scripted, opened):
    """Return a reader of cells."""
    return lambda area: scripted.ask("values", document=opened, sheet=SHEET, area=area)


def errors(office, document):
    """Return what the window of the last errors shows."""
    office.ask("dispatch", document=document, url="service:hikae.Command?ERRORS")
    (text,) = office.ask("window_texts", title="Hikae エラー一覧")
    return text


def test_an_action_reads_a_region_by_its_name(scripted, opened, script, replies):
    """Rows come as they stand, error cells marked, with the place of their corner."""
    scripted.ask("write", document=opened, sheet=SHEET, cell="B2", value="=1/0")
    script(read("HIKAE_IN"), END)
    scripted.press(opened, BUTTON)
    (reply,) = replies()
    (first, second, third), place = reply["answer"].pop("rows"), reply["answer"]
    assert (first[0], second, third) == (46346.0, ["", {"error": "#DIV/0!"}], ["", ""])
    assert place == {"sheet": SHEET, "row": 1, "column": 1}


def test_a_region_that_is_not_there_is_refused_by_its_name(scripted, opened, script, replies):
    """The worker is told which defined name the book lacks."""
    script(read("HIKAE_NONE"), write(HIKAE_NONE=[[1]]), END)
    scripted.press(opened, BUTTON)
    assert [reply["refused"] for reply in replies()] == [{"code": "region_missing", "detail": "HIKAE_NONE"}] * 2


def test_an_action_writes_once_and_clears_what_is_left(scripted, opened, script, values):
    """Numbers, texts, logical values and nothing arrive as cells; fewer rows leave the rest of the region blank."""
    script(write(HIKAE_OUT=[["=text", True], [None, 12345678901]], HIKAE_IN=[["2\n3"]]), END)
    scripted.press(opened, BUTTON)
    assert values("D1:E3") == [["=text", 1.0], ["", 12345678901.0], ["", ""]]
    assert values("A1:B3") == [["2\n3", ""], ["", ""], ["", ""]]
    assert values("H1") == [["#1 abc"]]


def test_a_written_book_is_one_step_to_undo(scripted, opened, script, values):
    """What an action wrote is undone at once, formulas included; the mark of what was recorded stays."""
    script(write(HIKAE_OUT=[["new", 9]], HIKAE_IN=[["also"]]), END)
    scripted.press(opened, BUTTON)
    (step,) = scripted.ask("undoable", document=opened)
    assert step.startswith("Hikae 確認 / Check")
    scripted.ask("undo", document=opened)
    assert values("D1:E3") == [["old", 2.0], ["'=x", 5.0], ["", ""]]
    assert values("H1:H1") == [["#1 abc"]]


@pytest.mark.parametrize(
    ("regions", "code"),
    [
        ({"HIKAE_OUT": [[1, 2]], "HIKAE_IN": [[1]] * 4}, "region_small"),
        ({"HIKAE_OUT": [[1, 2, 3]]}, "region_small"),
        ({"HIKAE_OUT": [[1, 2]], "HIKAE_NONE": [[1]]}, "region_missing"),
        ({"HIKAE_OUT": [[1, [2]]]}, "office_failed"),
    ],
)
def test_what_cannot_be_written_leaves_the_book_alone(scripted, opened, script, replies, regions, code):
    """One region that is missing, too small or given no cells keeps every region as it was."""
    before = scripted.cells(opened)
    script(write(**regions), FAILED)
    scripted.press(opened, BUTTON)
    assert replies()[0]["refused"]["code"] == code
    assert scripted.cells(opened) == before


def test_a_region_of_an_array_formula_has_all_put_back(scripted, opened, script, replies):
    """A write that fails half-way puts back texts, numbers and formulas of the regions before it."""
    script(write(HIKAE_OUT=[["=x", "0012"], [5, ""]]), END)
    scripted.press(opened, BUTTON)
    scripted.ask("write", document=opened, sheet=SHEET, cell="E2", value="=D2+1")
    scripted.ask("array", document=opened, sheet=SHEET, area="G1:G3", formula="=ROW(A1:A3)")
    before = scripted.cells(opened)
    assert (before["D1"]["value"], before["E1"]["value"], before["E2"]["value"]) == ("=x", "0012", 6.0)
    script(write(HIKAE_OUT=[["new", 9]], HIKAE_BLOCK=[[7], [8]]), FAILED)
    scripted.press(opened, BUTTON)
    assert replies() == [{"refused": {"code": "region_unwritten", "detail": "HIKAE_BLOCK"}}]
    assert scripted.cells(opened) == before


def test_two_hundred_functions_are_called_while_an_action_writes(scripted, opened, script, told):
    """Cells that depend on a region are computed by the other worker before the action goes on, and are right."""
    scripted.ask("fill", document=opened, sheet=SHEET, area="J1:J200", formula='=CDS_MATURITY($D$1,"5Y")')
    script({"sleep": 0.1}, write(HIKAE_OUT=[[46346]]), END)
    started = time.monotonic()
    scripted.press(opened, BUTTON)
    told("an action on which 200 functions depend", time.monotonic() - started, 5.0)
    assert scripted.ask("values", document=opened, sheet=SHEET, area="J1:J200") == [[48202.0]] * 200


def test_the_sheet_is_free_while_an_action_works(scripted, opened, script, told):
    """Pressing returns at once, and during an action of three seconds no edit of another cell waits for it."""
    script({"say": {"progress": {"ja": "計算中", "en": "Working"}}}, {"sleep": 3}, END)
    started = time.monotonic()
    scripted.ask("dispatch", document=opened, url=f"service:hikae.Command?{BUTTON}")
    told("pressing a button", time.monotonic() - started, 2.0)
    took = scripted.ask("edits", document=opened, sheet=SHEET, cell="K1", seconds=2.5)
    assert not scripted.ask("has_bar", document=opened, name="hikae")
    assert len(took) > 100
    told("the slowest of the edits meanwhile", max(took), 0.25)
    wait_for_bar(scripted, opened)


def wait_for_bar(office, document, seconds=10.0):
    """Wait until something is said above the sheet."""
    end = time.monotonic() + seconds
    while not office.ask("has_bar", document=document, name="hikae"):
        assert time.monotonic() < end, "nothing was said"
        time.sleep(0.02)


def test_one_action_at_a_time(scripted, opened, script, values):
    """A second press says that the first is not over, and the first goes on to its end."""
    script({"sleep": 0.7}, END)
    scripted.ask("dispatch", document=opened, url=f"service:hikae.Command?{BUTTON}")
    scripted.press(opened, BUTTON, seconds=0.4)
    assert "Another action (CHECK) is still under way" in errors(scripted, opened)
    end = time.monotonic() + 5
    while values("H1") == [[""]]:
        assert time.monotonic() < end
        time.sleep(0.02)


def test_an_action_can_be_cancelled(scripted, opened, script, told, values):
    """中止 ends the action and its worker at once, says so, and the next press works."""
    script({"say": {"progress": {"ja": "計算中", "en": "Working"}}}, {"sleep": 60}, END)
    scripted.ask("dispatch", document=opened, url=f"service:hikae.Command?{BUTTON}")
    time.sleep(0.3)
    started = time.monotonic()
    scripted.press(opened, "CANCEL")
    told("cancelling an action", time.monotonic() - started, 2.0)
    assert "The action was cancelled" in errors(scripted, opened)
    script(END)
    scripted.press(opened, BUTTON)
    assert values("H1") == [["#1 abc"]]


def test_without_an_action_there_is_nothing_to_cancel(scripted, opened):
    """中止 says that nothing is under way."""
    scripted.press(opened, "CANCEL")
    assert "There is no action to cancel" in errors(scripted, opened)


@pytest.mark.parametrize("step", [{"raw": "Traceback (most recent call last):"}, {"exit": 3}])
def test_a_worker_that_fails_in_an_action_costs_only_that(scripted, opened, script, values, step):
    """Nonsense and a sudden end leave the sheet as it was and are told; the next press works."""
    before = scripted.cells(opened)
    script(read("HIKAE_IN"), step)
    scripted.press(opened, BUTTON)
    assert scripted.cells(opened) == before
    assert "The engine ended" in errors(scripted, opened)
    script(END)
    scripted.press(opened, BUTTON)
    assert values("H1") == [["#1 abc"]]


def test_a_worker_killed_in_an_action_costs_only_that(scripted, opened, script, values):
    """A worker killed from outside, stopped before, is told at once, and the next press works."""
    script({"sleep": 60})
    scripted.ask("dispatch", document=opened, url=f"service:hikae.Command?{BUTTON}")
    time.sleep(0.5)
    (worker,) = scripted.processes("scripted.py worker actions")
    os.kill(worker, signal.SIGSTOP)
    os.kill(worker, signal.SIGKILL)
    wait_for_bar(scripted, opened)
    script(END)
    scripted.press(opened, BUTTON)
    assert values("H1") == [["#1 abc"]]


def test_a_book_closed_during_its_action_ends_nothing_else(scripted, opened, script, replies):
    """The action is refused what it asks of a book that is gone, and the office goes on."""
    script({"sleep": 0.5}, read("HIKAE_IN"), END)
    scripted.ask("dispatch", document=opened, url=f"service:hikae.Command?{BUTTON}")
    scripted.ask("close", document=opened)
    end = time.monotonic() + 5
    while not (Path(scripted.environment["HIKAE_HOME"]) / "replies.json").exists():
        assert time.monotonic() < end
        time.sleep(0.02)
    assert replies()[0]["refused"]["code"] == "office_failed"
    assert scripted.process.poll() is None
