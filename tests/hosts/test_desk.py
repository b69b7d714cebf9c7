import pytest

from addin.functions.described import office_words
from addin.libreoffice.desk import ERRORS_KEPT, Desk, NoAnswerError, RefusalError


@pytest.fixture
def desks(hikae, tmp_path, monkeypatch):
    """Return a maker of the office's half with real workers, without an office."""
    monkeypatch.setenv("HIKAE_HOME", str(tmp_path))
    made = []

    def make(command=hikae):
        made.append(Desk(office_words(), lambda: command))
        return made[-1]

    yield make
    for each in made:
        each._functions.end()  # noqa: SLF001 - an office ends its workers by ending
        each._actions.end()  # noqa: SLF001


def test_values_and_actions_come_from_the_workers(desks):
    """A function's value and an action's words arrive without any office."""
    desk = desks()
    assert desk.value("CDS_STATUS", []).startswith("Hikae ")
    assert desk.done("RECORD", ["book", "計算", [["控え"]]])["mark"].startswith("#1 ")
    assert desk.last_words() == ""


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
    for ask in (lambda: desk.value("CDS_STATUS", []), lambda: desk.done("RECORD", [])):
        with pytest.raises(NoAnswerError):
            ask()
    assert "「/nowhere/hikae」" in desk.last_words()
    assert "Start the spreadsheet with hikae open" in desk.last_words()


def test_the_last_errors_are_a_limited_list(desks):
    """The newest errors push out the oldest ones, so a long day does not fill the memory."""
    desk = desks()
    for number in range(ERRORS_KEPT + 5):
        desk.refusal("RECORD", "sheet_too_large", f"{number} × 1")
    assert len(desk.last_errors) == ERRORS_KEPT
    assert "54 × 1" in desk.last_words()


def test_the_offices_own_refusals_have_words(desks):
    """What the office refuses by itself has the catalogue's words with its detail."""
    refusal = desks().refusal("RECORD", "sheet_too_large", "812 × 60")
    assert (refusal.error["code"], refusal.error["where"]) == ("sheet_too_large", "RECORD")
    assert ("812 × 60" in refusal.error["ja"], "812 × 60" in refusal.error["en"]) == (True, True)
