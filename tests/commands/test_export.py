"""`hikae export`: from checked rows to a file that is recorded, lies beside its sidecars, and was read back."""

import hashlib
import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from addin import now as clock
from addin.app import export_make
from addin.cli import python_name
from addin.export.template import TEMPLATES
from addin.store import snapshots
from addin.store.journal import Journal

TODAY, YESTERDAY = "2026-11-20", "2026-11-19"
QUOTES = f"""business_date,participant,instrument,bid_bp,offer_bp,as_of
{TODAY},P01,ITXJS4605,５３.9,57.25,{TODAY}T15:17:00+09:00
{TODAY},P01,ITXJS4505,"1,050.5",1060,{TODAY}T15:17:00+09:00
"""
UPLOADED = f"""業務日,清算参加者コード,銘柄コード,買気配,売気配,時点
{TODAY},P01,ITXJS4605,53.90,57.25,{TODAY}T15:17:00+09:00
{TODAY},P01,ITXJS4505,1050.50,1060.00,{TODAY}T15:17:00+09:00
"""
NAME = "quotes_direct_20261120.csv"
SIDECARS = ("sha256", "head.txt", "totals.txt", "approval.txt")
PARTICIPANT = ("--set", "role=participant")
HEAVY = ("pandas", "numba", "openpyxl", "numpy")


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """Make it four in the afternoon of the business date."""
    monkeypatch.setattr(clock, "now", lambda: datetime.fromisoformat(f"{TODAY}T16:00:00+09:00"))


@pytest.fixture
def table(tmp_path):
    """Return a function that writes the table of quotes, changed, and gives its path."""

    def written(text=QUOTES, name="quotes.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return written


@pytest.fixture
def made(run, table, tmp_path):
    """Return a function that exports the quotes of a participant into `out`."""

    def export(*words, text=QUOTES, template="quotes_direct", side=PARTICIPANT):
        return run("export", template, "--from", table(text), "-o", tmp_path / "out", *side, *words)

    return export


@pytest.fixture
def recorded(tmp_path):
    """Return a function that gives the entries of the home, of one kind or all."""

    def entries(kind=None):
        with Journal(tmp_path / "home") as journal:
            return list(journal.entries(kind))

    return entries


def left(tmp_path, folder="out"):
    """Return the files that lie in the output folder."""
    return {path.name: path.read_bytes() for path in (tmp_path / folder).glob("*")}


def test_checked_rows_become_the_file_with_its_sidecars(made, tmp_path):
    """The file in its layout and encoding, and beside it checksum, head, totals and approval."""
    code, shown, _ = made()
    files = left(tmp_path)
    assert code == 0
    assert set(files) == {NAME, *(f"{NAME}.{end}" for end in SIDECARS)}
    assert files[NAME] == UPLOADED.replace("\n", "\r\n").encode("cp932")
    assert files[f"{NAME}.sha256"].decode() == f"{hashlib.sha256(files[NAME]).hexdigest()}  {NAME}\n"
    assert files[f"{NAME}.totals.txt"].decode() == "rows,2\nencoding,cp932\nbid_bp,1104.40\noffer_bp,1117.25\n"
    assert "承認未依頼 / approval not asked" in files[f"{NAME}.approval.txt"].decode()
    assert shown.splitlines()[-2].startswith(f"できました / ready: {tmp_path / 'out' / NAME}")


def test_the_file_and_its_source_are_recorded(made, recorded, tmp_path):
    """The record holds the file by its content hash, as a day's upload, and the table that it was made from."""
    _, shown, _ = made()
    prepared, source = recorded()
    digest = hashlib.sha256(left(tmp_path)[NAME]).hexdigest()
    assert [prepared.kind, source.kind] == ["export.prepared", "export.source"]
    assert (prepared.body["name"], prepared.body["sha256"], prepared.body["business_date"]) == (NAME, digest, TODAY)
    assert (source.body["sha256"], source.body["rows"], source.body["reason"]) == (digest, 2, "")
    (kept,) = source.body["files"].values()
    assert snapshots.content(tmp_path / "home", kept) == QUOTES.encode()
    assert snapshots.named_by(source) == (kept,)
    assert f"recorded export.prepared {prepared.key[:12]}" in shown
    assert left(tmp_path)[f"{NAME}.head.txt"].decode() == f"{prepared.hash[:12]}\n"


def test_the_same_rows_twice_are_one_entry(made, recorded, tmp_path):
    """Exporting again adds nothing to the record and leaves the same bytes, sidecars included."""
    made()
    before = left(tmp_path)
    made()
    assert left(tmp_path) == before
    assert len(recorded()) == 2


def test_ready_is_said_only_of_what_the_disk_gives_back(made, monkeypatch):
    """When the file reads back as something else, nobody is told that it is ready."""
    monkeypatch.setattr(export_make, "read_limited", lambda path, _: path.read_bytes().replace(b"53.90", b"54.90"))
    code, shown, told = made()
    assert code == 2
    assert "ready" not in shown
    assert "[export_not_read_back]" in told


def test_the_file_lies_there_only_after_its_sidecars(made, monkeypatch):
    """Sidecars are written first: whoever sees the file sees what stands beside it."""
    order, write = [], export_make.replace_file
    monkeypatch.setattr(export_make, "replace_file", lambda path, data: (order.append(path.name), write(path, data)))
    made()
    assert (order[-1], len(order)) == (NAME, 5)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (QUOTES.replace("ITXJS4505", "=1+1"), "quotes.csv:3 instrument [export_cell]"),
        (QUOTES.replace("57.25", "=1+1"), "quotes.csv:2 offer_bp [number_character]"),
        (QUOTES.replace("P01,ITXJS4505", "Ｐ０１,ITXJS4505"), "quotes.csv:3 participant [export_cell]"),
        (QUOTES.replace(",offer_bp", ",offer"), "quotes.csv:1 offer_bp [column_missing]"),
        (QUOTES.replace("ITXJS4505", "ITXJS4605"), "quotes.csv:3 instrument [key_repeated]"),
        (QUOTES.replace("57.25", "53.25"), "quotes.csv:2 bid_bp [export_order]"),
        (QUOTES.replace("57.25", "57.253"), f"{NAME}:2 offer_bp [export_cell]"),
        (QUOTES.replace(f"{TODAY},P01,ITXJS45", "2026-11-19,P01,ITXJS4"), "quotes.csv:3 business_date [row_other_day]"),
        (QUOTES + "x,y\n", "quotes.csv:4 [row_shape]"),
        (QUOTES.splitlines()[0] + "\n", "quotes.csv [table_without_rows]"),
        ("", "quotes.csv [file_empty]"),
    ],
)  # fmt: skip
def test_one_bad_cell_and_nothing_is_made(made, recorded, tmp_path, text, code):
    """Nothing is written or recorded when a cell, a column or a row is wrong; the finding names its place."""
    assert (made(text=text)[0], left(tmp_path), recorded()) == (2, {}, [])
    assert code in made(text=text)[2]


def test_another_days_file_needs_a_reason(made, recorded, tmp_path):
    """Yesterday's file is refused without a reason; with one it is made under its own date, and the reason recorded."""
    text = QUOTES.replace(TODAY, YESTERDAY)
    code, _, told = made(text=text)
    assert (code, left(tmp_path), recorded()) == (2, {}, [])
    assert "[export_other_day]" in told
    assert made("--reason", "遅れて\n提出", text=text)[0] == 0
    assert "quotes_direct_20261119.csv" in left(tmp_path)
    assert recorded("export.source")[0].body["reason"] == "遅れて 提出"


def test_a_named_date_must_be_that_of_the_rows(made, tmp_path):
    """--date asks for a business date: rows of another one are refused, whatever reason is given."""
    code, _, told = made("--date", YESTERDAY, "--reason", "x")
    assert (code, left(tmp_path)) == (2, {})
    assert "quotes.csv:2 business_date [row_other_day]" in told


def test_a_table_without_dates_is_of_the_named_date(made, tmp_path):
    """Rows that carry no business date get the one asked for."""
    text = "\n".join(line.partition(",")[2] for line in QUOTES.splitlines())
    assert made("--date", YESTERDAY, "--reason", "x", text=text)[0] == 0
    assert left(tmp_path)["quotes_direct_20261119.csv"].count(YESTERDAY.encode()) == 2


def test_the_wrong_side_is_refused_in_words(made, tmp_path):
    """The clearing house cannot make a participant's file, and is told whose it is."""
    code, _, told = made(side=())
    assert (code, left(tmp_path)) == (2, {})
    assert "[template_role]" in told
    assert "清算参加者の書式" in told
    assert "set up as a clearing house" in told


def test_the_side_is_that_of_the_home(made, tmp_path):
    """The settings file of the home says which side the desk is on."""
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "settings.toml").write_text('schema = 1\nrole = "participant"\n', encoding="utf-8")
    assert made(side=())[0] == 0
    assert "[template_role]" in made(side=(), template="quotes_proxy")[2]


@pytest.mark.parametrize("words", [(), ("--from", "a.csv", "--data", "b")])
def test_it_must_be_said_what_the_file_is_made_from(run, words):
    """Neither a table nor a day, or both at once, is refused."""
    code, _, told = run("export", "settlement_prices", *words)
    assert (code, "[export_from_what]" in told) == (2, True)


def test_an_unknown_template_is_refused_with_the_list(run):
    """A name that is no template's is answered with those there are."""
    code, _, told = run("export", "quotes", "--from", "a.csv")
    assert (code, "[template_unknown]" in told, "quotes_direct" in told) == (2, True, True)


def test_the_list_shows_each_template_with_its_side(run):
    """--list has a line for each template: name, file name, encoding, what it is, whose it is."""
    code, shown, _ = run("export", "--list")
    lines = shown.splitlines()
    assert (code, [line.split()[0] for line in lines]) == (0, list(TEMPLATES))
    assert "cp932" in lines[0]
    assert lines[0].endswith("[清算参加者 / clearing participant]")
    listed = {each["template"]: each for each in json.loads(run("export", "--list", "--json")[1])}
    assert listed["settlement_prices"]["roles"] == ["clearing_house"]
    assert [each["header"] for each in listed["quotes_direct"]["columns"]][-1] == "時点"


def test_json_tells_what_was_made(made):
    """With --json the path, checksum, totals, head and approval are one object, and nothing else is printed."""
    answer = json.loads(made("--json")[1])
    assert {name: answer[name] for name in ("business_date", "rows", "approval")} == {
        "business_date": TODAY, "rows": 2, "approval": "not_asked",
    }  # fmt: skip
    assert answer["totals"]["bid_bp"] == "1104.40"
    assert answer["sha256"] == hashlib.sha256(Path(answer["path"]).read_bytes()).hexdigest()


def test_a_file_that_is_exported_can_be_approved_and_released(made, run, tmp_path):
    """What was exported goes the way of every upload: asked for, declared, released with its sidecars."""
    made()
    path, home = tmp_path / "out" / NAME, ("--initials", "SK")
    assert run("approve", "ask", path, *home)[0] == 0
    refused = run("release", path, *home, "--reason", "test")
    assert (refused[0], "[approval_needed]" in refused[2]) == (2, True)
    assert run("solo", "declare", "--date", TODAY, "--reason", "one here", *home)[0] == 0
    assert run("release", path, *home, "--reason", "test")[0] == 0
    released = left(tmp_path, "out/released")
    assert released[NAME] == path.read_bytes()
    assert "単独操作" in released[f"{NAME}.approval.txt"].decode()


def test_the_name_of_a_command_may_be_a_word_of_python():
    """`import` has its module under another name; no other command is touched."""
    assert [python_name(each) for each in ("import", "export", "price-day")] == ["import_", "export", "price_day"]


@pytest.mark.parametrize("module", ["addin.commands.export", "addin.commands.import_"])
def test_neither_command_loads_what_it_does_not_need(module):
    """A list of templates and a table read back start without a compiler, pandas or a spreadsheet library."""
    code = f"import sys, {module}, addin.app.import_table, addin.app.export_make; print(*sys.modules)"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert not set(HEAVY) & set(shown.split())
