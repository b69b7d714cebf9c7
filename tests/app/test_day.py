import csv
import hashlib
from decimal import Decimal

import pytest

from addin.store.journal import Journal

FALLBACK = {"ITXJS3705", "ITXJS3805", "ITXJS3905", "JP012M3106", "JP027M3112", "JP041M3112", "JP058M3112"}


def verdicts(done, version):
    return {row.account: row.verdict.value for row in done.result.comparisons[version] if row.measure == "im"}


def codes(done):
    return [each.code for each in done.result.findings]


def rows(path):
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def test_every_step_of_the_example_day_runs_to_its_end(seen_day):
    """The example day, with all its deliberate faults, stops no step."""
    done = seen_day()
    names = ["read", "prices", "margin", "compare", "rule", "record", "write"]
    assert [step.name for step in done.result.steps] == names
    assert {step.state for step in done.result.steps} <= {"done", "partial"}


def test_the_wrong_account_is_found_before_anybody_flags_it(seen_day):
    """At 18:39 our own figures name P05H alone, a minute before the flag is a fact."""
    done = seen_day("18:39:00")
    found = verdicts(done, 1)
    assert {account for account, verdict in found.items() if verdict == "differs"} == {"P05H"}
    assert set(found.values()) == {"differs", "agrees"}
    assert done.result.plan.items["margin"].applies == "today"


def test_the_renotified_amounts_agree_everywhere(seen_day):
    """After 19:50 version 2 agrees with ours for every account and is what applies."""
    done = seen_day()
    assert set(verdicts(done, 2).values()) == {"agrees"}
    item = done.result.plan.items["margin"]
    assert (item.applies, item.clause) == ("renotified", "CP-2.2.2")
    applied = {row.account: row.amount for row in item.amounts if row.measure == "im"}
    assert applied == {each.account: each.total for each in done.result.margin.requirements}


def test_a_version_not_yet_notified_is_not_compared(seen_day):
    """At 18:00 nothing has been uploaded, so there is nothing to compare with."""
    assert seen_day("18:00:00").result.comparisons == {}


def test_variation_margin_and_clearing_fund_are_compared_too(seen_day):
    """On the clearing house's side both versions' levels and funds agree with ours, account by account."""
    done = seen_day()
    for version in (1, 2):
        others = [row for row in done.result.comparisons[version] if row.measure != "im" and row.notified is not None]
        assert {(row.measure, row.verdict.value) for row in others} == {("vm", "agrees"), ("clearing_fund", "agrees")}
        assert len(others) == 13 + 8


def test_the_vendor_failure_brings_the_previous_price_for_the_named_instruments_only(seen_day):
    """Seven instruments carry Thursday's price by CP-1.3.1, the others the vendor's."""
    done = seen_day()
    prices = {price.instrument: price for price in done.result.prices}
    old = {code for code, price in prices.items() if price.ruling.applies == "previous_day"}
    assert old == FALLBACK
    assert all(prices[code].ruling.clause == "CP-1.3.1" for code in FALLBACK)
    assert all(prices[code].price_bp == prices[code].previous_bp for code in FALLBACK)
    assert all(price.price_bp == price.vendor_bp for code, price in prices.items() if code not in FALLBACK)


def test_each_deliberate_fault_of_the_quotes_has_its_finding(seen_day):
    """Crossed, slipped, missing and silent: each is told once, and the full-width number is read."""
    done = seen_day()
    for code in ("quote_crossed", "quote_unit_slip", "quote_missing", "participant_silent"):
        assert codes(done).count(code) == 1, code
    assert "number_character" not in codes(done)
    held = {(quote.participant, quote.instrument) for quote in done.result.quotes.held}
    assert held == {("P02", "ITXJS4605"), ("P03", "JP017M3112")}


def test_held_quotes_do_not_leave(seen_day):
    """The upload has every clean quote and neither of the two that a person must look at."""
    done = seen_day()
    sent = {(row["participant"], row["instrument"]) for row in rows(done.out / "quotes_upload.csv")}
    assert len(sent) == len(done.result.quotes.clean)
    assert not sent & {("P02", "ITXJS4605"), ("P03", "JP017M3112")}


def test_the_requirements_file_holds_every_component_of_every_account(seen_day):
    """Thirteen accounts by seven components, totals that are the sums of their parts, whole yen."""
    found = rows(seen_day().out / "requirements_upload.csv")
    assert len(found) == 13 * 7
    for account in {row["account"] for row in found}:
        amounts = {row["component"]: int(row["amount"]) for row in found if row["account"] == account}
        assert amounts.pop("total") == sum(amounts.values())


def test_checksum_head_and_totals_stand_beside_each_upload(seen_day):
    """Each sidecar fits the file it stands beside, and the head names the entry that recorded it."""
    done = seen_day()
    for name, column in (("quotes_upload.csv", "bid_bp"), ("requirements_upload.csv", "amount")):
        data = (done.out / name).read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        assert (done.out / f"{name}.sha256").read_text(encoding="utf-8").split() == [digest, name]
        totals = dict(line.split(",") for line in (done.out / f"{name}.totals.txt").read_text("utf-8").splitlines())
        assert Decimal(totals[column]) == sum(Decimal(row[column]) for row in rows(done.out / name))
        head = (done.out / f"{name}.head.txt").read_text(encoding="utf-8").strip()
        with Journal(done.out.parent / "home") as journal:
            bodies = [entry.body for entry in journal.entries() if entry.hash.startswith(head)]
        assert [body["sha256"] for body in bodies] == [digest]


def test_the_same_day_twice_gives_the_same_bytes_and_records_nothing_twice(run_day):
    """A second run adds no entry, and every file it writes is the same."""
    first = run_day()
    before = {path.name: path.read_bytes() for path in first.out.iterdir()}
    second = run_day()
    assert second.added == 0
    assert (second.entries, second.head) == (first.entries, first.head)
    assert {path.name: path.read_bytes() for path in second.out.iterdir()} == before


def test_the_same_day_in_another_home_gives_the_same_upload_bytes(run_day):
    """Two offices starting from empty records write the same upload files."""
    first, second = run_day(), run_day(out="elsewhere", home="other")
    for name in ("quotes_upload.csv", "requirements_upload.csv"):
        assert (first.out / name).read_bytes() == (second.out / name).read_bytes()


@pytest.mark.parametrize(
    ("at", "item", "applies", "clause"),
    [
        ("12:59:59", "intraday", "pending", "CP-3.1.2.a"),
        ("13:12:00", "intraday", "today", "CP-3.1.2.b"),
        ("17:59:59", "margin", "pending", "CP-2.1.2.a"),
        ("18:14:00", "margin", "today", "CP-2.1.2.b"),
        ("18:40:00", "margin", "pending", "CP-2.2.1"),
        ("19:49:59", "margin", "pending", "CP-2.2.1"),
        ("19:50:00", "margin", "renotified", "CP-2.2.2"),
    ],
)
def test_the_ruling_follows_the_instant(seen_day, at, item, applies, clause):
    """What applies at each instant of the example day is what the plan says then."""
    ruled = seen_day(at).result.plan.items[item]
    assert (ruled.applies, ruled.clause) == (applies, clause)


def test_both_traces_explain_every_item_in_their_own_language(seen_day):
    """Each trace has a paragraph for each item, with its clause, in one language."""
    done = seen_day()
    ja, en = ((done.out / f"trace.{lang}.txt").read_text(encoding="utf-8") for lang in ("ja", "en"))
    assert all(text in ja for text in ("清算値段", "証拠金等", "日中当初証拠金", "CP-2.2.2", "CP-1.3.1"))
    assert all(text in en for text in ("Settlement price", "Margin", "Intraday", "CP-2.2.2", "CP-1.3.1"))
    assert "Next:" not in ja


def test_a_notice_is_drafted_while_it_is_due(run_day):
    """At 18:01 the notice that margin is not ready is drafted in both languages, and later it is gone."""
    early = (run_day("18:01:00").out / "notices.txt").read_text(encoding="utf-8")
    assert "CP-2.1.2.a" in early
    assert "CP-2.1.2.a" not in (run_day().out / "notices.txt").read_text(encoding="utf-8")


def test_a_failure_of_the_whole_vendor_brings_every_previous_price(run_day, folder):
    """Without a single vendor price, the failure told, all 71 stand at the previous day's and margin is computed."""
    (folder / "vendor_prices.csv").unlink()
    facts = (folder / "day.toml").read_text(encoding="utf-8")
    start, end = facts.index("# 7銘柄の値段が算出されない"), facts.index("# 障害と前日値の適用を連絡")
    failed = '[[fact]]\nat = 2026-11-20T16:05:00+09:00\nwhat = "price.failed"\n\n'
    facts = facts[:start] + failed + facts[end:]
    start, end = facts.index("# 他の64銘柄の値段を受領"), facts.index("# 18時時点で計算が未了と連絡")
    (folder / "day.toml").write_text(facts[:start] + facts[end:], encoding="utf-8")
    done = run_day()
    rulings = {(price.ruling.applies, price.ruling.clause) for price in done.result.prices}
    assert rulings == {("previous_day", "CP-1.3.1")}
    assert all(price.price_bp == price.previous_bp for price in done.result.prices)
    assert len(done.result.margin.requirements) == 13


def test_a_price_that_jscc_sets_is_used(run_day, folder):
    """CP-1.3.2: the price in jscc_prices.csv is the settlement price of the instrument that the fact names."""
    with (folder / "day.toml").open("a", encoding="utf-8") as facts:
        facts.write('[[fact]]\nat = 2026-11-20T17:00:00+09:00\nwhat = "price.set_by_jscc"\n')
        facts.write('reference = "R1"\nsecond_person = "B"\ninstruments = ["ITXJS3705"]\n')
    (folder / "jscc_prices.csv").write_text("instrument,price_bp\nITXJS3705,33.3\n", encoding="utf-8")
    price = next(each for each in run_day().result.prices if each.instrument == "ITXJS3705")
    assert (price.ruling.clause, price.price_bp) == ("CP-1.3.2", 33.3)


def test_quotes_given_later_are_not_known_yet(seen_day):
    """At 12:59 none of the afternoon's quotes exist, so none can leave."""
    done = seen_day("12:59:00")
    assert done.result.quotes.clean == ()
    assert not (done.out / "quotes_upload.csv").exists()


def test_a_requirements_file_without_every_account_is_not_made(run_day, folder):
    """One account that cannot be computed keeps the whole upload file back, and the finding names it."""
    path = folder / "positions.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("P01H,ITXJS3605,-", "P01H,ITXJS3605,x"), encoding="utf-8")
    done = run_day()
    assert not (done.out / "requirements_upload.csv").exists()
    told = [dict(each.details) for each in done.result.findings if each.code == "upload_not_made"]
    assert told == [{"file": "requirements_upload.csv", "missing": "P01H"}]


def test_everything_that_is_due_is_listed(seen_day):
    """The contacts and decisions that are owed at 18:55 stand in the notices file, not only the notices."""
    text = (seen_day("18:55:00").out / "notices.txt").read_text(encoding="utf-8")
    assert "CP-2.1.R1" in text
    assert "CP-2.2.R2" in text
