"""What a day's run takes from the record: facts declared on the day, and a price that two persons set there."""

from datetime import date, datetime

import pytest

from addin.app.approval.state import Standing
from addin.app.approval.subjects import Subject, SubjectKind
from addin.app.day.approvals import decisions
from addin.app.day.run import DayRequest, computed_day
from addin.app.hearing_price import SetPrice, set_price
from addin.app.outage_facts import told_facts
from addin.app.quotes_day import quote_day
from addin.now import now
from addin.store.journal import Journal
from calc.outcome import RefusedError

DAY = date(2026, 11, 20)
CODE, OTHER = "ITXJS3705", "ITXJS3805"
EVENING = datetime.fromisoformat("2026-11-20T20:30:00+09:00")
OUTAGE = ("participant.outage", {"participant": "P08", "connection": "tool", "affects": "quotes"})
FOR_ALL = """
[[fact]]
at = 2026-11-20T17:00:00+09:00
what = "price.set_by_jscc"
reference = "R1"
second_person = "佐藤"
"""
OWN = ("participant.outage", {"participant": "P07", "connection": "tool", "affects": "quotes"})


@pytest.fixture
def home(tmp_path):
    """Return the home that `run_day` uses."""
    return tmp_path / "home"


@pytest.fixture
def tell(desk, home):
    """Return a function that records facts at a clock time of the day."""

    def recorded(clock, *facts):
        at = datetime.fromisoformat(f"2026-11-20T{clock}+09:00")
        with Journal(home) as journal:
            told_facts(journal, facts, business_date=DAY, at=at, person=desk.person(1, "SK"))

    return recorded


@pytest.fixture
def price(desk, home, folder, tmp_path):
    """Return a function that sets a price of JSCC's; the first time asks, the second, once approved, sets it."""

    def setting(reference="R1", clock="17:00:00", **levels):
        day, at = quote_day(folder, home=home), datetime.fromisoformat(f"2026-11-20T{clock}+09:00")
        decision = SetPrice(levels, reference, "佐藤", at)
        with Journal(home) as journal:
            person = desk.person(1, "SK")
            return set_price(journal, day, decision, person=person, out=tmp_path / "set", clock=now())

    def agreed(reference="R1", **levels):
        with pytest.raises(RefusedError):
            setting(reference, **levels)
        desk.give(initials="佐藤", subject=Subject(DAY, SubjectKind.JSCC_PRICE, reference))
        return setting(reference, **levels)

    return agreed


@pytest.fixture
def computed(home, folder):
    """Return a function that computes the day at 20:30, without recording anything."""

    def run(*sets):
        return computed_day(DayRequest(folder, home, EVENING, sets), default_at=lambda _: EVENING, tell=lambda _: None)

    return run


def told(result):
    """Return the words of the finding that tells what the record added, none where it added nothing."""
    return [dict(each.details) for each in result.findings if each.code == "facts_recorded"]


def applied(result, code):
    """Return what applies to an instrument and its price in bp."""
    (row,) = [row for row in result.prices if row.instrument == code]
    return row.ruling.applies, row.price_bp


def test_a_fact_of_the_record_is_one_of_the_day(tell, computed):
    """P08's outage, declared here alone, has its routes and duties beside the file's own P07."""
    tell("14:40:00", OUTAGE)
    result = computed()
    assert set(result.plan.participants) == {"P07", "P08"}
    assert told(result) == [{"number": "1", "facts": "14:40:00 participant.outage P08"}]
    assert [each.what for each in result.recorded] == ["participant.outage"]


def test_what_the_day_file_tells_too_adds_nothing(tell, computed):
    """P07's outage at 14:20 stands in both: it is the file's, and nothing is told of it."""
    tell("14:20:00", OWN)
    result = computed()
    assert (result.recorded, told(result)) == ((), [])


def test_a_home_without_facts_changes_nothing(computed):
    """The example day alone rests on its folder alone."""
    result = computed()
    assert (result.recorded, told(result)) == ((), [])


def test_the_same_day_twice_adds_nothing(tell, run_day):
    """With facts of the record as without: the second run finds every entry there."""
    tell("14:40:00", OUTAGE)
    assert run_day().added > 0
    assert run_day().added == 0


def test_a_fact_recorded_between_two_runs_is_seen_by_the_second(tell, run_day):
    """The new decision names the one before and says which fact it learned: S46's price came after a failure."""
    run_day()
    tell("16:06:00", ("price.failed", {"instruments": ["ITXJS4605"]}))
    run_day()
    with Journal(run_day.root / "home") as journal:
        (last,) = [each for each in journal.entries("plan.ruled") if each.body["supersedes"]]
    assert (last.body["item"], last.body["ruling"]["exceptions"]["ITXJS4605"]["gap"]) == ("settlement_price", "G11")
    assert [each["what"] for each in last.body["because"]] == ["price.failed"]


@pytest.mark.parametrize(
    ("sets", "applies"),
    [
        ((), "today"),
        (("late_vendor_price=information",), "previous_day"),
        (("late_vendor_price_by=16:30:00",), "today"),
        (("late_vendor_price_by=16:29:59",), "previous_day"),
    ],
)
def test_the_desks_setting_says_what_a_late_vendor_price_is(tell, computed, sets, applies):
    """The vendor failed at 16:06 and its price came at 16:30: it counts or it stands beside the fallback (G11)."""
    tell("16:06:00", ("price.failed", {"instruments": ["ITXJS4605"]}))
    result = computed(*sets)
    (price,) = [each for each in result.prices if each.instrument == "ITXJS4605"]
    assert (price.ruling.applies, price.ruling.gap) == (applies, "G11")
    assert price.price_bp == {"today": price.vendor_bp, "previous_day": price.previous_bp}[applies]


def test_a_price_set_here_is_the_days_price(price, computed):
    """Nobody has laid the two files into the folder; the price that two persons set counts all the same."""
    assert applied(computed(), CODE)[0] == "previous_day"
    price(**{CODE: 31.4})
    assert applied(computed(), CODE) == ("set_by_jscc", 31.4)


def test_its_approval_holds_in_the_days_run(price, run_day):
    """The decision is the one that was approved, so the run neither takes it back nor asks again."""
    price(**{CODE: 31.4})
    done = run_day()
    (held,) = [each for each in done.approvals.approvals if each.subject.name == "R1"]
    assert held.standing is Standing.GIVEN
    assert "decision_not_approved" not in {each.code for each in done.result.findings}


def test_the_folders_own_price_stays(price, folder, computed):
    """Where the folder's table says otherwise, the table is what the desk has laid down; its approval is another."""
    price(**{CODE: 31.4})
    (folder / "jscc_prices.csv").write_text(f"instrument,price_bp\n{CODE},99.5\n", encoding="utf-8")
    assert applied(computed(), CODE) == ("set_by_jscc", 99.5)


def test_two_decisions_are_each_about_their_own_instruments(price, computed):
    """A second reference does not change what the first one's approval is bound to."""
    price(**{CODE: 31.4})
    price("R2", **{OTHER: 33.0})
    made = {subject.name: body["prices"] for subject, body in decisions(computed()).items()}
    assert made == {"R1": {CODE: 31.4}, "R2": {OTHER: 33.0}}


def test_a_decision_that_names_no_instrument_is_about_all(folder, computed):
    """Its approval binds to every price that the folder's table holds."""
    with (folder / "day.toml").open("a", encoding="utf-8") as file:
        file.write(FOR_ALL)
    (folder / "jscc_prices.csv").write_text(f"instrument,price_bp\n{CODE},31.4\n{OTHER},33\n", encoding="utf-8")
    (body,) = decisions(computed()).values()
    assert body["prices"] == {CODE: 31.4, OTHER: 33.0}


def test_a_decision_that_was_taken_back_gives_no_price(price, home, computed):
    """The fact stands in the record, its price does not: the instrument is open, and that is told."""
    price(**{CODE: 31.4})
    with Journal(home) as journal:
        (made,) = journal.entries("decision.entered")
        body = {name: made.body[name] for name in ("business_date", "subject", "name")}
        journal.append("decision.withdrawn", {**body, "revision": 2})
    result = computed()
    assert applied(result, CODE) == ("set_by_jscc", None)
    assert "set_price_missing" in {each.code for each in result.findings}
