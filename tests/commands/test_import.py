"""`hikae import`: a table of a layout read back, its control totals compared, recorded with where it came from."""

import json
from datetime import datetime
from hashlib import sha256

import openpyxl
import pytest

from addin import now as clock
from addin.store import snapshots
from addin.store.journal import Journal

TODAY = "2026-11-20"
PRICES = f"""業務日,銘柄コード,清算値段(bp),適用,条項
{TODAY},ITXJS4605,55.50,today,
{TODAY},ITXJS4505,１０５０．５,previous_day,CP-1.3.1
"""


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """Make it four in the afternoon of the business date."""
    monkeypatch.setattr(clock, "now", lambda: datetime.fromisoformat(f"{TODAY}T16:00:00+09:00"))


@pytest.fixture
def read(run, tmp_path):
    """Return a function that imports a table of settlement prices."""

    def imported(*words, text=PRICES, encoding="utf-8-sig", template="settlement_prices", name="prices.csv"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return run("import", template, path, *words)

    return imported


@pytest.fixture
def recorded(tmp_path):
    """Return a function that gives the entries of the home."""

    def entries():
        with Journal(tmp_path / "home") as journal:
            return list(journal.entries())

    return entries


def test_a_table_is_read_and_recorded_with_its_source(read, recorded, tmp_path):
    """The record says which layout, day and way it came, its totals, and keeps the very bytes."""
    code, shown, told = read("--source", "mail")
    (entry,) = recorded()
    assert (code, told, entry.kind) == (0, "", "table.imported")
    body = dict(entry.body)
    (kept,) = body.pop("files").values()
    assert body == {
        "template": "settlement_prices",
        "business_date": TODAY,
        "source": "mail",
        "encoding": "utf-8-sig",
        "totals": {"rows": "2", "price_bp": "1106.00"},
        "compared": [],
    }
    assert snapshots.content(tmp_path / "home", kept) == PRICES.encode("utf-8-sig")
    assert snapshots.named_by(entry) == (kept,)
    assert "imported" in shown
    assert "price_bp 1106.00" in shown


def test_json_gives_the_rows(read):
    """With --json the rows come out typed: full-width digits are numbers."""
    answer = json.loads(read("--json")[1])
    assert [row["price_bp"] for row in answer["rows"]] == ["55.50", "1050.5"]
    assert answer["rows"][1] == {
        "business_date": TODAY, "instrument": "ITXJS4505", "price_bp": "1050.5", "applies": "previous_day",
        "clause": "CP-1.3.1",
    }  # fmt: skip
    assert (answer["source"], answer["findings"]) == ("file", [])


@pytest.mark.parametrize("total", ["price_bp=1106", "price_bp=1,106.0", "清算値段(bp)=１１０６", "rows=2"])
def test_a_total_that_agrees_lets_the_table_in(read, recorded, total):
    """A total may be told by either name of a column and as people type numbers; that it was compared is recorded."""
    assert read("--total", total, "--source", "mail")[0] == 0
    assert recorded()[0].body["compared"] == ["rows" if total.startswith("rows") else "price_bp"]


@pytest.mark.parametrize("total", ["price_bp=1106.01", "price_bp=-1106", "rows=3"])
def test_a_total_that_differs_keeps_the_table_out(read, recorded, total):
    """One digit keyed wrong anywhere and nothing is used or recorded; both totals are told."""
    code, shown, told = read("--total", total, "--source", "mail")
    assert (code, shown, recorded()) == (2, "", [])
    assert "[total_differs]" in told


def test_every_total_is_compared(read):
    """Of several totals each one that differs is told."""
    told = read("--total", "rows=2", "--total", "price_bp=1")[2]
    assert told.count("[total_differs]") == 1
    assert read("--total", "rows=1", "--total", "price_bp=1")[2].count("[total_differs]") == 2


@pytest.mark.parametrize("source", ["telephone", "fax"])
def test_what_was_keyed_needs_a_total(read, recorded, source):
    """A table that came by voice or paper is not taken on its own word."""
    code, _, told = read("--source", source)
    assert (code, recorded(), "[total_needed]" in told) == (2, [], True)


@pytest.mark.parametrize("total", ["", "price_bp", "price_bp=", "price_bp=x", "instrument=1", "=1", "price_bp=1e3"])
def test_a_total_that_says_nothing_is_refused(read, recorded, total):
    """A total of no numeric column, or of no number, is refused before anything is read."""
    code, _, told = read("--total", total)
    assert (code, recorded(), "[total_unknown]" in told) == (2, [], True)


def test_a_total_told_twice_is_refused(read):
    """Two totals of one column leave open which one counts."""
    assert "[total_unknown]" in read("--total", "rows=2", "--total", "rows=2")[2]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (PRICES.replace("ITXJS4505", "=1+1"), "prices.csv:3 instrument [export_cell]"),
        (PRICES.replace("ITXJS4505", "ITXJS4605"), "prices.csv:3 instrument [key_repeated]"),
        (PRICES.replace("55.50", "@1"), "prices.csv:2 price_bp [number_character]"),
        (PRICES.replace("today", "Today"), "prices.csv:2 applies [export_cell]"),
        (PRICES.replace(",条項", ",備考"), "prices.csv:1 clause [column_missing]"),
        (PRICES.replace("CP-1.3.1", '"'), "[csv_unreadable]"),
        ("", "prices.csv [file_empty]"),
    ],
)
def test_a_bad_cell_keeps_the_whole_table_out(read, recorded, text, code):
    """No part of a table with a bad cell counts, even when its total would agree."""
    done = read("--total", "rows=2", text=text)
    assert (done[0], recorded()) == (2, [])
    assert code in done[2]


def test_only_the_layouts_own_encoding_is_read(read, recorded):
    """A file of another encoding is refused with the byte and the name of the one that is needed; none is guessed."""
    code, _, told = read(encoding="cp932")
    assert (code, recorded()) == (2, [])
    assert "[import_encoding] 1バイト目が utf-8-sig" in told
    text = f"業務日,清算参加者コード,清算参加者名,不足額,預託期限\n{TODAY},P01,髙橋,5,{TODAY}T14:00:00+09:00\n"
    assert read(text=text, encoding="cp932", template="shortfall_messages")[0] == 0


def test_a_keyed_workbook_is_read_too(read, tmp_path):
    """A table keyed into a sheet needs no encoding at all: numbers and dates of the sheet are read as such."""
    book = openpyxl.Workbook()
    for row in (
        ["business_date", "instrument", "price_bp", "applies", "clause"],
        [datetime(2026, 11, 20), "ITXJS4605", 55.5, "today", None],  # noqa: DTZ001 - a sheet's dates have no zone
    ):
        book.active.append(row)
    book.save(tmp_path / "keyed.xlsx")
    data = (tmp_path / "keyed.xlsx").read_bytes()
    done = read("--json", "--total", "price_bp=55.5", text=data, name="prices.xlsx")
    assert done[0] == 0
    answer = json.loads(done[1])
    assert (answer["rows"][0]["price_bp"], answer["encoding"]) == ("55.5", "xlsx")


def test_a_table_of_another_day_is_warned_of(read, recorded):
    """Yesterday's table is taken under its own date, and a person is told that it may be an old one."""
    code, _, told = read(text=PRICES.replace(TODAY, "2026-11-19"))
    assert (code, "▲ prices.csv [import_other_day]" in told) == (0, True)
    assert recorded()[0].body["business_date"] == "2026-11-19"


def test_the_same_table_twice_is_one_entry(read, recorded):
    """Importing again adds nothing; the same table by another way is another entry."""
    for source in ("file", "file", "tool"):
        assert read("--source", source)[0] == 0
    assert [each.body["source"] for each in recorded()] == ["file", "tool"]


def test_what_one_side_exports_the_other_imports(read, run, tmp_path):
    """A file of the clearing house, with the totals that stand beside it, goes through a participant's desk."""
    table = tmp_path / "table.csv"
    table.write_text(PRICES, encoding="utf-8")
    assert run("export", "settlement_prices", "--from", table, "-o", tmp_path / "out")[0] == 0
    path = tmp_path / "out" / "settlement_prices_20261120.csv"
    totals = path.with_name(f"{path.name}.totals.txt").read_text(encoding="utf-8").splitlines()
    words = [word for line in totals if "encoding" not in line for word in ("--total", line.replace(",", "="))]
    (tmp_path / "home" / "settings.toml").write_text('schema = 1\nrole = "participant"\n', encoding="utf-8")
    done = read(*words, "--source", "fax", "--json", text=path.read_bytes(), name=path.name)
    assert done[0] == 0
    assert [row["price_bp"] for row in json.loads(done[1])["rows"]] == ["55.50", "1050.50"]


def test_an_unknown_template_or_file_is_refused(run, tmp_path):
    """Neither a layout that does not exist nor a file that is not there gives a traceback."""
    assert "[template_unknown]" in run("import", "prices", tmp_path / "x.csv")[2]
    assert "[file_not_read]" in run("import", "settlement_prices", tmp_path / "x.csv")[2]


def test_the_number_of_rows_alone_controls_no_figure(read, recorded):
    """A digit that was heard wrong would pass; of the figures one total at least must be told."""
    code, _, told = read("--source", "fax", "--total", "rows=2")
    assert (code, "[total_needed]" in told, recorded()) == (2, True, [])
    assert read("--source", "fax", "--total", "rows=2", "--total", "price_bp=1106")[0] == 0


@pytest.mark.parametrize(
    ("digest", "is_told"), [("0" * 64, True), (sha256(PRICES.encode("utf-8-sig")).hexdigest(), False)]
)
def test_a_checksum_beside_the_file_must_be_its_own(read, tmp_path, digest, is_told):
    """Another one is told; the file is in the record as it was read."""
    (tmp_path / "prices.csv.sha256").write_text(f"{digest}  prices.csv\n", encoding="ascii")
    code, _, told = read()
    assert (code, "[import_checksum_differs]" in told) == (0, is_told)
