"""What is probably wrong with the example day's notified amounts: printed, traced, and in margin.xlsx."""

import pytest
from openpyxl import load_workbook

from addin.app.day.causes import cause_line, cause_lines, cause_rows, yen_text
from addin.books.regions import report


@pytest.fixture(scope="module")
def done(seen_day):
    """Return the example day at 20:30."""
    return seen_day()


@pytest.fixture(scope="module")
def printed(hikae, example_day, tmp_path_factory):
    """Return what `hikae day` prints of the example day, by language; lines that were folded are one again."""
    folder = tmp_path_factory.mktemp("printed")

    def said(lang):
        words = ("day", "--data", example_day, "--home", folder / "home", "--out", folder / "out", "--lang", lang)
        return " ".join(hikae(*words, COLUMNS="200").stdout.replace("│", " ").split())

    return said


def test_the_example_day_has_one_wrong_account(done):
    """P05H's base amount came in thousands, and so its total: one line, with both amounts and the unit slip."""
    (line,) = cause_lines(done.result)
    assert (line.version, line.account, line.notified, line.own) == (1, "P05H", 3_142_247, 3_142_247_805)
    assert "×10^-3" in line.cause.en
    assert "単位" in line.cause.ja
    assert line.parts.ja == "当初証拠金 基礎基準額・所要額 合計"


def test_before_anything_is_notified_nothing_is_wrong(seen_day):
    """At 18:00 there is no notified amount, and no cause."""
    assert cause_lines(seen_day("18:00:00").result) == []


def test_every_row_comes_with_its_evidence(done):
    """Base and total stand in rows of their own, with notified, own and yesterday's amounts."""
    rows = cause_rows(done.result)
    assert [(row[:2], row[2].split("\n")[1]) for row in rows] == [
        ((1, "P05H"), "Initial margin: Base amount"),
        ((1, "P05H"), "Initial margin: Requirement"),
    ]
    assert rows[0][3:6] == (3_142_247, 3_142_247_805, 3_003_988_901)


def test_the_line_is_said_in_one_language(done):
    """Japanese has 第1版 and 円, English version and JPY."""
    (line,) = cause_lines(done.result)
    assert cause_line(line, "ja").startswith("P05H 第1版 当初証拠金")
    assert "JPY 3,142,247, own 3,142,247,805" in cause_line(line, "en")


def test_an_amount_that_is_not_known_is_a_dash():
    """Nothing is never shown as zero."""
    assert (yen_text(None), yen_text(0), yen_text(-1_000)) == ("－", "0", "-1,000")


def test_the_printed_page_tells_account_cause_and_amounts(printed):
    """`hikae day` prints the account, the cause and both amounts, in Japanese or in English."""
    ja, en = printed("ja"), printed("en")
    for text, cause in ((ja, "単位の誤り（当方の ×10^-3 倍）"), (en, "a unit slip: ×10^-3 of our own")):
        assert cause in text
        assert "3,142,247 / 3,142,247,805" in text
    assert "P05H 第1版" in ja
    assert "P05H version 1" in en


def test_the_trace_tells_it_in_its_language(done):
    """Both traces hold the line, each in its own language."""
    (line,) = cause_lines(done.result)
    for lang in ("ja", "en"):
        assert cause_line(line, lang) in (done.out / f"trace.{lang}.txt").read_text("utf-8")


def test_margin_xlsx_has_the_page_of_causes(done):
    """The workbook of the day shows the account with its cause in both languages."""
    sheet = load_workbook(done.out / "margin.xlsx")[report.CAUSES]
    cells = [cell.value for cell in sheet[report.PROBABLE_CAUSES.row + 1]]
    assert (cells[1], cells[3], cells[4]) == ("P05H", 3_142_247, 3_142_247_805)
    assert "単位の誤り" in cells[6]
    assert "unit slip" in cells[6]
