"""`hikae proxy paste`: a table told by telephone or FAX, its control totals compared, held until two persons accept."""

import csv
import io

import pytest

TABLE = "instrument,bid,offer\nITXJS4605,45.5,47.5\nJP003M3112,13.2,16.4\n"


def keyed(house):
    """Return the rows of the proxy-entry file without header."""
    text = (house.out / "quotes_proxy_20261120.csv").read_bytes().decode("cp932")
    return list(csv.reader(io.StringIO(text, newline="")))[1:]


def paste(house, path, *words, bids="58.7", offers="63.9", by="telephone"):
    """Return exit code, output and findings of a table that was told."""
    totals = ("--bid-total", bids, "--offer-total", offers, "--by", by, "--participant", "P07")
    return house.run("proxy", "paste", path, *totals, "--at", "2026-11-20T15:22:00+09:00", *words)


def test_a_told_table_waits_with_its_source(house, tmp_path):
    """Its totals compared, it is held like a mail from nobody, and entered once two persons accept it."""
    (tmp_path / "told.txt").write_text(
        "銘柄  ビッド  オファー\nITXJS4605  45.5  47.5\nJP003M3112  13.2  16.4\n", encoding="utf-8"
    )
    for _ in range(2):
        code, out, error = paste(house, tmp_path / "told.txt")
        assert code == 0, error
    name = out.split()[-1]
    (entry,) = house.entries("mail.read")
    assert (entry.body["told"], entry.body["status"]) == ("telephone", "held")
    options = (
        "--date",
        "2026-11-20",
        "--initials",
        "AB",
        "-o",
        house.out,
        "--reason",
        "drill",
        "--accept",
        f"{name}=P07",
    )
    at = ("--at", "2026-11-20T15:26:00+09:00")
    house.refused("proxy", "enter", *options, *at)
    house.approve(name)
    house.done("proxy", "enter", *options, *at)
    assert len(keyed(house)) == 2


@pytest.mark.parametrize(("totals", "code"), [({"bids": "58.6"}, "total_differs"), ({"offers": ""}, "total_differs")])
def test_totals_that_differ_stop_a_told_table(house, tmp_path, totals, code):
    """A digit was heard wrong; nothing is recorded."""
    (tmp_path / "told.csv").write_text(TABLE, encoding="utf-8")
    result, _, error = paste(house, tmp_path / "told.csv", **totals)
    assert (result, f"[{code}]" in error, house.entries()) == (2, True, [])


@pytest.mark.parametrize(
    ("text", "by", "code"),
    [
        ("no table", "fax", "no_table"),
        ("instrument,bid,offer\nX,1\n", "fax", "row_shape"),
        (TABLE, "pigeon", "choice_refused"),
    ],
)
def test_what_is_no_table_is_not_pasted(house, tmp_path, text, by, code):
    """With words, and without an entry."""
    (tmp_path / "told.csv").write_text(text, encoding="utf-8")
    result, _, error = paste(house, tmp_path / "told.csv", by=by)
    assert (result, f"[{code}]" in error, house.entries()) == (2, True, [])
