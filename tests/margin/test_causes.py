import pytest
import twin_causes
from draws import LONG
from hypothesis import given, settings
from hypothesis import strategies as st

from calc.margin.causes import TOTAL, Alternative, Cause, probable_causes
from calc.margin.compare import Tolerance

YEN = Tolerance(1.0, 0.0)
OWN = {
    "A": {"base": 800_000, "bid_offer": 50_000, "add_on": 0, TOTAL: 850_000},
    "B": {"base": 300_000, "bid_offer": 20_000, "add_on": 0, TOTAL: 320_000},
    "C": {"base": 100_000, "bid_offer": 10_000, "add_on": 0, TOTAL: 110_000},
}
NAMING = {Cause.UNIT, Cause.LOOK_THROUGH, Cause.TAIL_RULE, Cause.SWAPPED_ACCOUNTS}
ALL = ("base", "bid_offer", TOTAL)
YESTERDAY = Alternative(Cause.YESTERDAYS_FILE, "", {"A": {"base": 790_000, "bid_offer": 49_000, TOTAL: 839_000}})
CEIL = Alternative(Cause.TAIL_RULE, "ceil/in_set", {"A": {"base": 770_000, "bid_offer": 50_000, TOTAL: 820_000}})


def causes(told, *, own=OWN, alternatives=(), repeated=(), expected=None, within=YEN):
    """Return what is found as (cause, name, components) by account; accounts told nothing else are told our own."""
    found = probable_causes(
        told,
        own,
        alternatives=lambda: alternatives,
        repeated=repeated,
        expected=list(own) if expected is None else expected,
        within=within,
    )
    return {name: (each.cause, each.name, each.components) for name, each in found.items()}


def told(account="A", **changes):
    """Return our own amounts notified, with some of one account changed."""
    return {**OWN, account: {**OWN[account], **changes}}


def test_a_file_that_agrees_has_no_cause():
    """Amounts of our own, each a yen off, give no cause, and no alternative is asked for."""
    near = {name: {part: amount + 1 for part, amount in parts.items()} for name, parts in OWN.items()}

    def asked():
        raise AssertionError

    assert probable_causes(near, OWN, alternatives=asked, repeated=(), expected=list(OWN), within=YEN) == {}


@pytest.mark.parametrize(
    ("changes", "cause", "name", "parts"),
    [
        ({"base": 800, "total": 50_800}, Cause.UNIT, "×10^-3", ("base", "total")),
        ({"base": 800}, Cause.UNIT, "×10^-3", ("base",)),
        ({"total": 850_000_000}, Cause.UNIT, "×10^3", ("total",)),
        ({"base": 8_000_000, "bid_offer": 500_000, "total": 8_500_000}, Cause.UNIT, "×10^1", ALL),
        ({"base": 8, "bid_offer": 0, "total": 8}, Cause.UNIT, "×10^-5", ALL),
        ({"base": -800_000, "total": -750_000}, Cause.SIGN, "", ("base", "total")),
        ({"base": 0, "total": 50_000}, Cause.MISSING_ROWS, "", ("base", "total")),
        ({"bid_offer": 100_000, "total": 900_000}, Cause.REPEATED_ROWS, "", ("bid_offer", "total")),
        ({"base": 300_000, "bid_offer": 20_000, "total": 320_000}, Cause.SWAPPED_ACCOUNTS, "B", ALL),
        ({"base": 790_000, "bid_offer": 49_000, "total": 839_000}, Cause.YESTERDAYS_FILE, "", ALL),
        ({"base": 770_000, "total": 820_000}, Cause.TAIL_RULE, "ceil/in_set", ("base", "total")),
        ({"base": 770_000}, Cause.WRONG_SUM, "", ("base",)),
        ({"base": 812_345, "total": 862_345}, Cause.UNKNOWN, "", ("base", "total")),
    ],
)  # fmt: skip
def test_one_slip_is_named(changes, cause, name, parts):
    """A slip that gives back every row of the account is named, with the components it is in, and nobody else is."""
    found = causes(told(**changes), alternatives=(YESTERDAY, CEIL))
    assert found == {"A": (cause, name, parts)}


def test_two_accounts_told_each_other_are_swapped_both():
    """Where two accounts have one another's amounts, each is named with the other."""
    found = causes({"A": OWN["B"], "B": OWN["A"], "C": OWN["C"]})
    assert {name: each[:2] for name, each in found.items()} == {
        "A": (Cause.SWAPPED_ACCOUNTS, "B"),
        "B": (Cause.SWAPPED_ACCOUNTS, "A"),
    }


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ({"A": OWN["A"], "C": OWN["C"]}, {"B": Cause.MISSING_ACCOUNT}),
        ({"A": OWN["A"], "B": OWN["B"]}, {"C": Cause.MISSING_ACCOUNT}),
        ({"A": OWN["A"]}, {"B": Cause.MISSING_ROWS, "C": Cause.MISSING_ROWS}),
        ({"A": OWN["A"], "B": {"base": 300_000}}, {"B": Cause.MISSING_ROWS, "C": Cause.MISSING_ROWS}),
        ({"B": OWN["B"]}, {"A": Cause.MISSING_ACCOUNT, "C": Cause.MISSING_ACCOUNT}),
    ],
)
def test_what_is_missing_at_the_end_was_cut_off(rows, found):
    """One account missing is missing; more than one at the end, or one after half an account, is a file cut off."""
    assert {name: each[0] for name, each in causes(rows).items()} == found


def test_an_account_that_need_not_be_there_is_not_missing():
    """A later version that renotifies one account does not lack the others."""
    assert causes({"A": OWN["A"]}, expected=["A"]) == {}


def test_totals_alone_can_be_told():
    """A file of totals lacks no component, and its slips are named."""
    totals = {name: {TOTAL: parts[TOTAL]} for name, parts in OWN.items()}
    assert causes(totals) == {}
    assert causes({**totals, "B": {TOTAL: 320}}) == {"B": (Cause.UNIT, "×10^-3", (TOTAL,))}


def test_a_row_that_stands_twice_is_told_though_its_amount_agrees():
    """An account with a row twice is named even where the amounts are right."""
    assert causes(told(), repeated={"B"}) == {"B": (Cause.REPEATED_ROWS, "", ())}


def test_an_account_we_could_not_compute_is_not_judged():
    """An account without an own requirement has no cause, whatever it was told."""
    assert causes(told(), own={"B": OWN["B"]}) == {}


def test_a_cause_must_give_back_every_row():
    """An account whose base amount is yesterday's and whose bid/offer charge is not has no known cause."""
    found = causes(told(base=790_000, bid_offer=48_000, total=838_000), alternatives=(YESTERDAY,))
    assert found["A"][0] is Cause.UNKNOWN


def test_a_slip_must_leave_the_total_in_order():
    """A base amount in thousands beside a total that is neither ours, nor the sum, nor slipped too is no unit slip."""
    assert causes(told(base=800, total=123_456))["A"][0] is Cause.WRONG_SUM


def test_the_nearest_cause_is_named():
    """Within a wide tolerance both causes explain 821,000; the tail rule's 820,000 is the nearer."""
    wide = Tolerance(0.0, 0.03)
    found = causes(told(base=771_000, total=821_000), alternatives=(YESTERDAY, CEIL), within=wide)
    assert found["A"][:2] == (Cause.TAIL_RULE, "ceil/in_set")


def test_every_cause_has_words_in_both_languages():
    """Each cause can be said in Japanese and in English, with its name where it has one."""
    for cause in Cause:
        found = probable_causes(
            told(base=770_000, total=820_000),
            OWN,
            alternatives=lambda cause=cause: [Alternative(cause, "NAME", CEIL.amounts)],
            repeated=(),
            expected=(),
            within=YEN,
        )["A"]
        assert found.cause is cause
        assert found.words.ja
        assert found.words.en.isascii() or cause is Cause.UNIT
        assert ("NAME" in found.words.en) is (cause in NAMING)


@given(base=st.integers(10**6, 10**12), offer=st.integers(10**6, 10**12), power=st.integers(1, 6), up=st.booleans())
def test_any_unit_slip_is_named(base, offer, power, up):
    """Any base amount too large or small by a power of ten is a unit slip of that power, its last digits cut off."""
    own = {"A": {"base": base, "bid_offer": offer, TOTAL: base + offer}}
    slipped = base * 10**power if up else base // 10**power
    found = causes({"A": {"base": slipped, "bid_offer": offer, TOTAL: slipped + offer}}, own=own)
    assert found["A"][:2] == (Cause.UNIT, f"×10^{power if up else -power}")


EXACT = Tolerance(0.0, 0.0)


@settings(max_examples=500 if LONG else 6)
@given(base=st.integers(10**9, 10**12), offer=st.integers(10**9, 10**12), other=st.integers(10**9, 10**12))
def test_whatever_one_slip_makes_is_named_as_the_twin_names_it(base, offer, other):
    """Of every file that a slip can make of three components the cause named is one that gives it back."""
    own = {"base": base, "bid_offer": offer, "add_on": other, TOTAL: base + offer + other}
    wholes = {("yesterdays_file", ""): {part: amount - 7 for part, amount in own.items()}}
    yesterday = Alternative(Cause.YESTERDAYS_FILE, "", {"A": wholes["yesterdays_file", ""]})
    for made in [*twin_causes.every_file(own), *wholes.values()]:
        expected = twin_causes.causes(made, own, wholes)
        found = causes({"A": made}, own={"A": own}, alternatives=(yesterday,), within=EXACT)
        named = {(cause.value, name) for cause, name, _ in found.values()}
        assert named <= expected
        assert bool(named) is bool(expected)
