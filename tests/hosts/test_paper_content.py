"""What is printed, read back from the PDF beside the tables it comes from: nothing is lost, and no figure is another's.

The tables are read here by the standard library alone, without any reader of the product.
"""

import csv
import re
import subprocess
import tomllib
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest
from paper_pages import seen

from addin.app.paper.make import paper_of
from addin.export.paper import pdf_of

ROOT = Path(__file__).parents[2]
DAY = ROOT / "workbooks" / "example-day"
PLAN = ROOT / "calc" / "plan"
COLUMNS = ("im", "vm", "clearing_fund", "intraday_im")
FAILED = {"ITXJS3705", "ITXJS3805", "ITXJS3905", "JP012M3106", "JP027M3112", "JP041M3112", "JP058M3112"}


def table(name):
    """Return the rows of a table of the example day."""
    with (DAY / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def toml(path):
    """Return a TOML file."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def clauses():
    """Return every clause's table of both plans."""
    return [each for path in sorted((PLAN / "clauses").glob("*.toml")) for each in toml(path)["clause"]]


def close(text):
    """Return a text without blanks and ends of lines, which the setter puts where it likes."""
    return re.sub(r"\s", "", text)


@pytest.fixture(scope="module")
def text(tmp_path_factory):
    """Return a function that gives the paper's text at an hour of the example day, in reading order or by columns."""

    @cache
    def printed(hour, minute):
        path = tmp_path_factory.mktemp("paper") / "paper.pdf"
        path.write_bytes(pdf_of(paper_of(seen(hour, minute))))
        return path

    @cache
    def at_hour(hour, minute=0, *, mode="-raw"):
        command = ["pdftotext", mode, str(printed(hour, minute)), "-"]
        return subprocess.run(command, capture_output=True, check=True, timeout=60).stdout.decode()

    return at_hour


def test_every_clause_is_printed_in_both_languages(text):
    """Its number, and each of its two sentences as the tables have them."""
    told = close(text(20, 30))
    for clause in clauses():
        assert clause["id"] in told
        assert close(clause["ja"]) in told, clause["id"]
        assert close(clause["en"]) in told, clause["id"]


def test_every_cut_off_of_the_tables_stands_beside_its_clause(text):
    """On the first pages, as the day's timetable, with whether it has passed."""
    lines = text(18, 30, mode="-layout").split("目次")[0].split("\n")
    for clause in clauses():
        if "cutoff" in clause.get("window", {}):
            cut = f"{clause['window']['cutoff']:%H:%M}"
            (line,) = [each for each in lines if re.match(rf" *{cut} +[○●－].* {re.escape(clause['id'])} ", each)]
            assert ("経過" in line) == (cut <= "18:00")
            assert ("●次" in line.replace(" ", "")) == (cut == "19:00")


def test_every_item_of_every_checklist_is_printed(text):
    """Item by item in both languages, with the heading of its list."""
    told = close(text(20, 30))
    for listed in toml(PLAN / "checklists.toml")["list"]:
        assert close(listed["ja"]) in told
        for item in listed["item"]:
            assert close(item["ja"]) in told, item
            assert close(item["en"]) in told, item


def test_every_gap_is_printed_in_both_languages(text):
    """With its number, as the table of gaps has it."""
    told = close(text(20, 30))
    for gap in toml(PLAN / "gaps.toml")["gap"]:
        assert close(gap["ja"]) in told, gap["id"]
        assert close(gap["en"]) in told, gap["id"]


def test_every_address_of_every_contact_is_printed(text):
    """A digit that is lost here is somebody who cannot be called."""
    told = close(text(20, 30))
    for contact in toml(DAY / "continuity.toml")["contact"]:
        assert close(contact["name"]) in told
        for value in contact.values():
            assert close(str(value)) in told or value in ("participant", "staff", "other") or "_" in str(value), contact


def test_every_night_and_every_mover_is_printed(text):
    """In the order of the register: who is first, then the deputies."""
    told = text(20, 30, mode="-layout")
    registers = toml(DAY / "continuity.toml")
    for shift in registers["shift"]:
        people = [name for name in shift["people"] if name]
        if people and "2026-11-20" <= shift["day"].isoformat() < "2026-12-04":
            found = re.search(rf"{shift['day']}（.）[^\n]*?{people[0]}\b([^\n]*)", told)
            assert found, shift
            assert all(name in found[1] for name in people[1:]), shift
    for mover in registers["mover"]:
        assert re.search(rf"{re.escape(mover['task'])} +{mover['person']}\b", told), mover


def last_totals(version):
    """Return the totals that count by account and measure: the newest version for margin, the only one intraday."""
    found = defaultdict(dict)
    for row in table("notified_requirements"):
        if row["component"] == "total" and row["version"] in ("1", version):
            found[row["account"]][row["measure"]] = int(row["amount"])
    return found


@pytest.mark.parametrize(("at", "version"), [((18, 30), "1"), ((20, 30), "2")])
def test_every_last_amount_is_in_its_accounts_row(text, at, version):
    """Before the renotification the first version, after it the second, each under its own measure, to the yen."""
    lines = text(*at, mode="-layout").split("\n")
    totals = last_totals(version)
    assert len(totals) == 13
    for account, amounts in totals.items():
        (line,) = [each for each in lines if re.match(rf" *{account} +-?[\d,]{{9,}}", each)]
        cells = line.split()[1:5]
        assert cells == [f"{amounts[each]:,}" if each in amounts else "－" for each in COLUMNS], account


def test_at_noon_every_amount_is_the_previous_days(text):
    """Nothing of today applies yet: each account's row holds what applied on Thursday, marked."""
    lines = text(12, mode="-layout").split("\n")
    previous = defaultdict(dict)
    for row in table("previous_requirements"):
        if row["component"] == "total":
            previous[row["account"]][row["measure"]] = int(row["amount"])
    for account, amounts in previous.items():
        (line,) = [each for each in lines if re.match(rf" *{account} +(-?[\d,]{{9,}}|－)", each)]
        assert line.split()[1:5] == [f"{amounts[each]:,}" if each in amounts else "－" for each in COLUMNS], account
    assert sum("▲ 前日適用額" in each for each in lines) >= len(previous)


def test_every_price_is_in_its_instruments_row(text):
    """The vendor's of today, and for the seven that it failed the last of the history, with the date of each."""
    lines = text(20, 30, mode="-layout").split("\n")
    vendor = {row["instrument"]: row["price_bp"] for row in table("vendor_prices")}
    last = [row for row in table("history") if row["date"] < "2026-11-20"][-1]
    codes = [row["instrument"] for row in table("instruments")]
    assert set(codes) - set(vendor) == FAILED
    for code in codes:
        price, date = (vendor[code], "2026-11-20") if code in vendor else (last[code], last["date"])
        assert any(re.match(rf" *{code} +{float(price):.2f} +{date} ", line) for line in lines), code


def test_every_instrument_has_its_row_on_the_quote_form(text):
    """Alone in its row, so that nobody's level is given away."""
    lines = text(20, 30, mode="-layout").split("気配値の票")[-1].split("\n")
    for row in table("instruments"):
        assert any(re.fullmatch(rf" *{row['instrument']} *", line) for line in lines), row


def test_no_quote_of_any_participant_is_on_paper(text):
    """The hearing form goes to one participant: another's quoted level stands nowhere in the pack."""
    told = set(re.findall(r"[\d.]+", text(20, 30)))
    prices = {f"{float(row['price_bp']):.2f}" for row in table("vendor_prices")}
    known = {value for row in table("history")[-1:] for value in row.values()} | prices
    quoted = {row[side] for row in table("quotes") for side in ("bid_bp", "offer_bp")} - known
    assert len(quoted) > 500
    assert quoted & told == set()


def test_the_failure_of_the_example_is_on_its_first_page(text):
    """P07 without its tool, the vendor's failure, the flag: what the day file tells stands under what is hit."""
    first = close(text(20, 30).split("項目ごとの適用")[0])
    assert all(word in first for word in ("P07", "清算値段を算出できない", "証拠金等の誤りの疑い"))


def test_a_fact_that_is_not_known_yet_is_not_on_paper(text):
    """At noon P07 still works: the paper of an instant knows nothing of what comes later."""
    assert "P07 ✗" not in text(12)
    assert "清算値段を算出できない" not in close(text(12).split("項目ごとの適用")[0])
