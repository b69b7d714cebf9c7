import itertools
import json

import pytest

from addin.functions.described import OFFICE_CODES, office_words
from addin.last_errors import KEPT
from addin.libreoffice.desk import COMMAND_FILE, Desk, NoAnswerError, RefusalError, hikae_command
from addin.worker.client import Client

BOOK = {"title": "book", "sheet": "計算"}


def office_with(*rows):
    """Return a host that answers every question with these rows."""
    return lambda message: {"answer": [list(row) for row in rows]} if "ask" in message else None


@pytest.fixture
def desks(hikae, tmp_path, monkeypatch):
    """Return a maker of the office's half with real workers, without an office."""
    monkeypatch.setenv("HIKAE_HOME", str(tmp_path))
    made, ticks = [], (f"2026-11-20T10:00:{second:02}+09:00" for second in itertools.cycle(range(60)))

    def make(command=hikae):
        looked_up = command if callable(command) else lambda: command
        made.append(Desk(office_words(), looked_up, ticks.__next__))
        return made[-1]

    yield make
    for each in made:
        each.end()


def test_values_and_actions_come_from_the_workers(desks):
    """A function's value and an action's words arrive without any office."""
    desk = desks()
    assert desk.value("CDS_STATUS", [], cached=False).startswith("Hikae ")
    assert desk.act("RECORD", BOOK, office_with(["控え"]))["mark"].startswith("#1 ")
    assert desk.last_words() == ""


def test_an_action_may_change_what_functions_say(desks):
    """A value kept from before an action is asked for again after it."""
    desk = desks()
    before = desk.value("CDS_STATUS", [])
    desk.act("RECORD", BOOK, office_with(["控え"]))
    assert "n=0" in before
    assert "n=1" in desk.value("CDS_STATUS", [])


@pytest.mark.parametrize("answer", [{}, {"value": None}])
def test_an_answer_without_a_value_is_no_answer(desks, monkeypatch, answer):
    """A worker that answers nothing is no blank cell: the cell gets a true error, and the last errors its words."""
    desk = desks()
    monkeypatch.setattr(Client, "call", lambda *_given, **_more: answer)
    with pytest.raises(NoAnswerError):
        desk.value("CDS_STATUS", [])
    assert "an answer without a value" in desk.last_words()


def test_a_refusal_is_kept_among_the_last_errors(desks):
    """The words of a refused call can be shown later, as the cell has no room for them."""
    desk = desks()
    with pytest.raises(RefusalError) as refused:
        desk.value("CDS_UPFRONT", [1])
    assert refused.value.error["code"] == "arguments"
    assert not isinstance(refused.value, NoAnswerError)
    assert desk.last_words().startswith("CDS_UPFRONT: CDS_UPFRONT: 引数は 6–7 個")
    assert "it takes 6–7 arguments, not 1" in desk.last_words()


def test_without_a_worker_there_is_no_answer_but_words(desks):
    """When no worker can be started the call has no answer, and the last error says what to do in both languages."""
    desk = desks(command="/nowhere/hikae")
    for ask in (lambda: desk.value("CDS_STATUS", []), lambda: desk.act("RECORD", BOOK, office_with())):
        with pytest.raises(NoAnswerError):
            ask()
    assert "「/nowhere/hikae」" in desk.last_words()
    assert "Start the spreadsheet with hikae open" in desk.last_words()


def test_a_cancelled_action_says_so(desks):
    """The words of a cancelled action say that it was, and without an action there is nothing to cancel."""
    desk = desks()
    with pytest.raises(NoAnswerError) as cancelled:
        desk.act("RECORD", BOOK, lambda _: desk.cancel() and {"answer": []})
    assert cancelled.value.error["code"] == "worker_cancelled"
    assert desk.cancel() is False


def test_a_refusal_of_the_office_reaches_the_action(desks):
    """What the office refuses an action comes back in the words of that refusal."""
    desk = desks()
    with pytest.raises(RefusalError) as refused:
        desk.act("RECORD", BOOK, lambda _: {"refused": {"code": "sheet_too_large", "detail": "812 × 60"}})
    assert refused.value.error["code"] == "sheet_too_large"
    assert "812 × 60" in desk.last_words()


def test_a_retry_finds_a_command_that_came_later(desks, hikae):
    """Two failures make every call fail at once; after a retry the command is looked up again."""
    found = ["/nowhere/hikae"]
    desk = desks(lambda: found[-1])
    for _ in range(2):
        with pytest.raises(NoAnswerError):
            desk.value("CDS_STATUS", [])
    found.append(hikae)
    with pytest.raises(NoAnswerError):
        desk.value("CDS_STATUS", [])
    desk.retry()
    desk.recalculated()
    assert desk.value("CDS_STATUS", []).startswith("Hikae ")


def test_the_last_errors_tell_when_and_where(desks):
    """An entry has its time, its place, its code and its words in both languages."""
    desk = desks()
    desk.refusal("RECORD", "sheet_too_large", "812 × 60")
    (error,) = desk.last_errors
    assert set(error) == {"time", "where", "code", "ja", "en"}
    assert (error["time"], error["where"]) == ("2026-11-20T10:00:00+09:00", "RECORD")
    assert (error["code"], "812 × 60" in error["ja"], "812 × 60" in error["en"]) == ("sheet_too_large", True, True)


def test_the_last_errors_are_a_limited_list(desks):
    """The newest errors push out the oldest ones, so a long day does not fill the memory."""
    desk = desks()
    for number in range(KEPT + 5):
        desk.refusal("RECORD", "sheet_too_large", f"{number} × 1")
    assert len(desk.last_errors) == KEPT
    assert "54 × 1" in desk.last_words()


def test_one_error_of_a_thousand_cells_is_one_entry(desks):
    """What fails again moves to the end with its newest time, and pushes nothing else out."""
    desk = desks()
    desk.refusal("RECORD", "sheet_too_large", "812 × 60")
    for _ in range(58):
        desk.refusal("CDS_IM", "worker_timeout", "5.0 s")
    desk.refusal("RECORD", "sheet_too_large", "812 × 60")
    assert [(each["where"], each["time"][-8:-6]) for each in desk.last_errors] == [("CDS_IM", "58"), ("RECORD", "59")]


def test_every_failure_of_this_side_has_its_words(desks):
    """Each code that the office's half can raise has words, with the detail where the words ask for one."""
    desk = desks()
    for code in OFFICE_CODES:
        error = desk.refusal("RECORD", code, "<detail>").error
        assert "{" not in error["ja"] + error["en"]


def test_the_command_comes_from_the_environment_else_from_the_profile(tmp_path):
    """HIKAE_COMMAND is taken first, then the file in the profile; PATH is never looked at."""
    (tmp_path / COMMAND_FILE).write_text(json.dumps({"command": "/opt/hikae"}), encoding="utf-8")
    assert hikae_command({"HIKAE_COMMAND": "/usr/hikae"}, tmp_path) == "/usr/hikae"
    assert hikae_command({"PATH": "/desk"}, tmp_path) == "/opt/hikae"


@pytest.mark.parametrize("content", [None, "", "[]", "{}", "{", "7", "\ud800"])
def test_a_profile_without_a_command_names_none(tmp_path, content):
    """A file that is missing or damaged gives no command instead of a guess."""
    if content is not None:
        (tmp_path / COMMAND_FILE).write_bytes(content.encode("utf-8", "surrogatepass"))
    assert hikae_command({"PATH": "/desk"}, tmp_path) == ""
