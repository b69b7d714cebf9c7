"""Whatever bytes a table has: it is imported as it was meant, or refused with findings that can be told."""

from datetime import datetime
from decimal import Decimal

import pytest
from draws import drawn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from addin.app.import_table import Origin, imported
from addin.export.template import template
from addin.export.upload import upload
from addin.store.journal import Journal
from calc.outcome import RefusedError
from calc.text.wording import words

AT = datetime.fromisoformat("2026-11-20T16:00:00+09:00")
FORM = template("shortfall_messages")
ROW = {
    "business_date": "2026-11-20",
    "participant": "P01",
    "participant_name": "髙橋証券",
    "shortfall": Decimal(20000000),
    "due_at": "2026-11-20T14:00:00+09:00",
}
GOOD = upload(FORM, [ROW, {**ROW, "participant": "P02", "shortfall": Decimal(5)}]).data


@pytest.fixture
def read(tmp_path):
    """Return a function that imports bytes as a table of shortfalls."""

    def table(data, *, origin=Origin.FILE, totals=(), name="t.csv", form=FORM):
        path = tmp_path / name
        path.write_bytes(data)
        with Journal(tmp_path / "home") as journal:
            return imported(journal, form, path, home=tmp_path / "home", origin=origin, totals=totals, at=AT)

    return table


def refusal(read, data, **how):
    """Return the codes with which bytes are refused; every finding can be told in both languages."""
    with pytest.raises(RefusedError) as refused:
        read(data, **how)
    assert all(words(each).ja and words(each).en for each in refused.value.findings)
    return [each.code for each in refused.value.findings]


def test_an_uploaded_file_is_read_as_it_was_made(read):
    """Rows, exact amounts and totals come back from the bytes of the file itself."""
    done = read(GOOD, origin=Origin.FAX, totals=("rows=2", "不足額=20,000,005"))
    assert done.rows[0] == ROW
    assert done.totals == {"rows": Decimal(2), "shortfall": Decimal(20000005)}
    assert upload(FORM, done.rows).data == GOOD


@pytest.mark.parametrize(
    ("changed", "code"),
    [(b"20000001", "total_differs"), (b"02000000", "total_differs"), (b"2000000O", "number_character")],
)
def test_one_figure_misread_on_the_telephone_is_found(read, changed, code):
    """A digit changed or shifted differs from the total; a letter for a digit is no number at all."""
    assert refusal(read, GOOD.replace(b"20000000", changed), totals=("shortfall=20000005",)) == [code]


def test_two_errors_that_cancel_out_are_caught_by_the_number_of_rows(read):
    """A total can be right by accident: rows that stand twice are refused whatever the total says."""
    lines = GOOD.split(b"\r\n")
    assert refusal(read, b"\r\n".join([*lines[:3], lines[1], b""]), totals=("rows=3",)) == ["key_repeated"]


def test_totals_of_decimals_are_exact(read):
    """A tenth ten times is one, as on paper: the sum is never a binary one."""
    header = "instrument,price_bp,applies,clause\n"
    rows = "".join(f"I{number},0.1,today,\n" for number in range(10))
    prices = template("settlement_prices")
    assert read((header + rows).encode(), totals=("price_bp=1",), form=prices).totals["price_bp"] == 1


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"", b"\0" * 99, GOOD])
def test_a_workbook_that_is_none_is_refused(read, data):
    """A name that ends in .xlsx is read as a workbook within its limits, and as nothing else."""
    assert refusal(read, data, name="t.xlsx")[0] in {"xlsx_unsafe", "file_empty"}


@settings(max_examples=drawn(400), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200))
def test_any_bytes_give_a_table_or_findings(read, data):
    """Nothing that a file can hold raises anything but findings, and no such bytes are a table by accident."""
    refusal(read, data)


@settings(max_examples=drawn(400), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, len(GOOD) - 1), st.binary(max_size=3), st.integers(0, 3))
def test_a_damaged_file_is_a_table_or_findings(read, place, bytes_in, bytes_out):
    """A good file with some bytes changed is either refused or gives rows that make an upload file again."""
    data = GOOD[:place] + bytes_in + GOOD[place + bytes_out :]
    try:
        done = read(data)
    except RefusedError as refused:
        told = [words(each) for each in refused.findings]
    else:
        told = upload(FORM, done.rows).totals
    assert told
