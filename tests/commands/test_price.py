import csv
import json
import os
from pathlib import Path

import pytest
from openpyxl import Workbook

from addin.app.price_contracts import RESULT


def result(path):
    """Return the rows of a result file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def arguments(files, *more):
    """Return the words of the command for these files."""
    contracts, curves, out = files
    return ["price", contracts, "--curves", curves, "-o", out, *more]


def test_the_published_japan_case_is_exact(hikae_process, japan):
    """The JPY case of 16 October 2013 settles at 91,814,571,779 yen with a CS01 of 4,924,458,158 on ten trillion."""
    done = hikae_process(*arguments(japan))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    (row,) = result(japan[2])
    assert float(row["cash_upfront"]) == pytest.approx(91_814_571_779, abs=1)
    assert float(row["cs01"]) == pytest.approx(4_924_458_158, abs=1)
    assert row["accrued_days"] == "27"
    assert float(row["accrued"]) == 7.5e9
    assert (row["status"], row["finding"]) == ("ok", "")


def test_the_result_is_utf8_with_crlf_and_the_agreed_columns(run, japan):
    """The result has the agreed header, one line a contract, no byte order mark, and numbers of 17 digits."""
    assert run(*arguments(japan)) == (0, "", "")
    lines = japan[2].read_bytes().split(b"\r\n")
    assert lines[0] == ",".join(RESULT).encode()
    assert len(lines) == 3
    number = lines[1].split(b",")[2]
    assert float(number) == float(format(float(number), ".17g"))
    assert len(number.replace(b".", b"")) >= 16


def test_the_same_files_give_the_same_bytes(run, japan):
    """Pricing twice writes the same bytes."""
    run(*arguments(japan))
    first = japan[2].read_bytes()
    run(*arguments(japan))
    assert japan[2].read_bytes() == first


def test_json_shows_the_rows_of_the_file(run, japan):
    """With --json the result stands on standard output too, as one JSON value with the file's very cells."""
    code, out, _ = run(*arguments(japan, "--json"))
    assert code == 0
    assert json.loads(out)["rows"] == result(japan[2])


@pytest.mark.parametrize(("strict", "code"), [((), 0), (("--strict",), 1)])
def test_refused_rows_end_well_unless_strict(run, japan, strict, code):
    """A refused row is in the output and the run ends with 0; with --strict it ends with 1 and the output is there."""
    contracts = japan[0]
    contracts.write_text(contracts.read_text().replace(",0.35,", ",1.35,"))
    ended, _, err = run(*arguments(japan, *strict))
    assert ended == code
    (row,) = result(japan[2])
    assert (row["status"], row["finding"], row["clean_upfront"]) == ("refused", "recovery_range", "")
    assert "contracts.csv:2" in err
    assert "[recovery_range]" in err


@pytest.mark.parametrize(
    ("lang", "there", "absent"),
    [("ja", "回収率", "Recovery"), ("en", "Recovery", "回収率"), ("both", "回収率", "\x00")],
)
def test_messages_come_in_the_chosen_language(run, japan, lang, there, absent):
    """Findings are told in Japanese, in English, or in both."""
    contracts = japan[0]
    contracts.write_text(contracts.read_text().replace(",0.35,", ",1.35,"))
    _, _, err = run(*arguments(japan, "--lang", lang))
    assert there in err
    assert absent not in err


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("contracts", b"", "file_empty"),
        ("contracts", "銘柄".encode("cp932"), "encoding_refused"),
        ("contracts", b"contract_id\r\nx\r\n", "column_missing"),
        ("curves", b"\xff\xfec\x00", "encoding_refused"),
        ("curves", b"curve_id,trade_date\r\n", "column_missing"),
        ("contracts", None, "file_not_read"),
        ("curves", None, "file_not_read"),
    ],
)
def test_nothing_is_written_when_a_file_cannot_be_used(run, japan, name, content, code):
    """With an unusable file the command ends with 2, tells why, and leaves an older result as it was."""
    path = japan[0].with_name(f"{name}.csv")
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    japan[2].write_text("older")
    ended, out, err = run(*arguments(japan))
    assert (ended, out) == (2, "")
    assert f"[{code}]" in err
    assert "Traceback" not in err
    assert japan[2].read_text() == "older"


def test_a_folder_that_is_not_there_is_told(run, japan):
    """A result that cannot be written ends with 2 and says where."""
    ended, _, err = run(*arguments((*japan[:2], japan[2].parent / "no" / "out.csv")))
    assert ended == 2
    assert "[file_not_written]" in err


def test_only_an_ordinary_file_is_replaced(run, japan, tmp_path):
    """A folder, or a pipe such as a device would be, is never replaced by the result: 2, and it is still there."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for place, reason in ((tmp_path, "folder"), (pipe, "ordinary"), (Path(), "folder")):
        ended, _, err = run(*arguments((*japan[:2], place)))
        assert ended == 2
        assert "[file_not_written]" in err
        assert reason in err
    assert pipe.is_fifo()


def test_a_workbook_of_contracts_is_priced_as_its_csv(run, japan):
    """The same tables as .xlsx give the same bytes."""
    run(*arguments(japan))
    expected = japan[2].read_bytes()
    books = []
    for path in japan[:2]:
        book = Workbook()
        for row in csv.reader(path.read_text("utf-8").splitlines()):
            book.active.append(row)
        book.save(path.with_suffix(".xlsx"))
        books.append(path.with_suffix(".xlsx"))
    assert run(*arguments((*books, japan[2]))) == (0, "", "")
    assert japan[2].read_bytes() == expected


def test_holidays_of_a_file_are_used(run, japan):
    """With --holidays the Tokyo calendar is the file's: a closed day before settlement moves the price."""
    holidays = japan[0].with_name("holidays.csv")
    values = []
    for day in ("2013-10-14", "2013-10-18"):
        holidays.write_text(f"date\n{day}\n")
        assert run(*arguments(japan, "--holidays", holidays)) == (0, "", "")
        values.append(float(result(japan[2])[0]["cash_upfront"]))
    assert values[0] != pytest.approx(values[1], abs=1000)
