"""Damaged CSV files, the large part of the draws that imports are tried with: a table or findings, never a fault."""

import os
from random import Random

import pytest

from addin.books.tables import table_of
from calc.text.columns import Column, code, day, number, records
from calc.text.wording import words

# The long form is cut in lots, each of which ends well before a test is taken to hang.
LOTS, DRAWS = (20, 50_000) if os.environ.get("HIKAE_LONG") else (1, 17_000)
COLUMNS = (Column("instrument", code), Column("bid_bp", number), Column("as_of", day, required=False))
WHOLE = (
    "\ufeffinstrument,bid_bp,as_of\r\n"
    'S46,"1,234.5",2026-11-20\r\nS47,▲0.25,2026/11/20\r\n"S48",29bp,\r\nS49,４５．５,2026-02-30\r\n'
).encode()
PIECES = (
    b'"', b'""', b",", b"\r", b"\n", b"\0", b"\xff", b"\xef\xbb\xbf", b"\x81", "٣".encode(), b"1e400", b"-", b"=1+1",
    b"nan", "\u2028".encode(), b"9" * 400, b"bid_bp,", b"PK\3\4",
)  # fmt: skip


def damaged(draw):
    """Return the file with one to four places changed, cut, doubled, or filled with something odd."""
    data = bytearray(WHOLE)
    for _ in range(draw.randrange(1, 5)):
        place = draw.randrange(len(data) + 1)
        match draw.randrange(4):
            case 0:
                data[place : place + 1] = bytes([draw.randrange(256)])
            case 1:
                del data[place : place + draw.randrange(1, 40)]
            case 2:
                data[place:place] = data[place : place + draw.randrange(1, 60)]
            case _:
                data[place:place] = draw.choice(PIECES)
    return bytes(data)


@pytest.mark.parametrize("lot", range(LOTS))
def test_damaged_tables_are_rows_or_findings(lot):
    """Each good row is typed, whatever else the file became; without a row a finding says why, in words."""
    draw, rows, refused = Random(20261120 + lot), 0, 0  # noqa: S311 - the same files every time
    for _ in range(DRAWS):
        read = table_of(damaged(draw), "t.csv")
        typed = records(read.value, COLUMNS) if read.value else None
        found = (*read.findings, *(typed.findings if typed else ()))
        good = typed.value if typed else ()
        assert good or found
        assert all(type(values["bid_bp"]) is float for _, values in good)
        assert all(words(each).ja for each in found)
        rows, refused = rows + len(good), refused + (not good)
    assert rows > DRAWS / 3
    assert refused > DRAWS / 20
