import re
import stat

import pytest

from addin.log import FIELDS, log


@pytest.fixture
def written(tmp_path):
    """Return the log of a home and what it has written."""
    logger = log(tmp_path)

    def text():
        return (tmp_path / "log" / "hikae.log").read_text(encoding="utf-8")

    yield logger, text
    for handler in logger.handlers:
        handler.close()


def test_nothing_is_made_before_the_first_line(tmp_path):
    """Asking for the log makes neither folder nor file."""
    log(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_line_is_an_event_with_its_fields(written):
    """A line has the instant, the level, the event, and its fields in order."""
    logger, text = written
    logger.info("day.finished", extra={"seconds": 1.2345, "exit": 0, "command": "day", "code": "history_short"})
    pattern = r"\S+\+09:00 INFO day\.finished code=history_short command=day exit=0 seconds=1\.234\n"
    assert re.fullmatch(pattern, text())


@pytest.mark.parametrize("name", ["amount", "notional", "quote", "bid_bp", "account", "spread", "message_text"])
def test_a_field_outside_the_list_is_dropped(written, name):
    """A field that is not in the closed list never reaches the file, and that something was refused is told."""
    logger, text = written
    logger.info("day.finished", extra={name: 91814571779})
    assert "91814571779" not in text()
    assert "refused=unknown_field" in text()


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize("value", [91814571779, "91,814,571,779", "55.95 bp", 4924458158.5, "P01 55.95", [55.95]])
def test_an_amount_in_an_allowed_field_is_dropped(written, name, value):
    """Amounts, positions and quotes do not fit the forms of the allowed fields."""
    logger, text = written
    logger.info("day.finished", extra={name: value})
    assert re.search(r"571|4924458158|55\.95", text()) is None
    assert f"refused={name}" in text()


@pytest.mark.parametrize("name", sorted(set(FIELDS) - {"seconds"}))
def test_a_quote_fits_no_field_but_a_duration(written, name):
    """A number with decimals, which a quote would be, is taken by the field of durations only."""
    logger, text = written
    logger.info("day.finished", extra={name: 55.95})
    assert "55.95" not in text()


def test_free_text_is_no_event(written):
    """A message that is not an event's name is refused, and its arguments are never filled in."""
    logger, text = written
    logger.info("margin of P01 is 91814571779")
    logger.info("margin %s", 55.95)
    assert "91814571779" not in text()
    assert "55.95" not in text()
    assert text().count("event.refused") == 2


def test_an_error_is_told_by_type_and_place_only(written):
    """An exception is logged by its type and where it passed, because its text quotes the data."""
    logger, text = written
    try:
        float("91814571779円")
    except ValueError:
        logger.exception("day.failed", extra={"step": "read_positions"})
    assert re.search(r"ERROR day\.failed step=read_positions error=ValueError at=test_log\.py:\d+\n", text())
    assert "91814571779" not in text()


def test_nothing_reaches_the_screen(written, capsys):
    """The log is a file for the technician; screens and other logs see nothing of it."""
    logger, _ = written
    logger.error("day.failed")
    assert capsys.readouterr() == ("", "")


def test_the_log_is_private(written, tmp_path):
    """The log belongs to the user alone."""
    logger, _ = written
    logger.info("day.started")
    assert stat.S_IMODE((tmp_path / "log" / "hikae.log").stat().st_mode) == 0o600


def test_a_home_has_one_log(tmp_path):
    """Asking twice gives the same log, which writes each line once."""
    logger = log(tmp_path)
    assert log(tmp_path) is logger
    logger.info("day.started")
    assert (tmp_path / "log" / "hikae.log").read_text(encoding="utf-8").count("\n") == 1
    for handler in logger.handlers:
        handler.close()
