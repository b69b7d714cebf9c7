"""What the previous day's amounts would cover today: each measure from its own rows, gaps where a row is missing."""

import csv
import io
from types import SimpleNamespace

import pytest

from addin.app.measure_files import applied_before, cost_bytes, costs_json, costs_of, gap_json
from addin.books.inputs import NotifiedAmount
from addin.settings import load_settings
from calc.margin.fallback_cost import FallbackCost
from calc.outcome import finding
from calc.types import Account, AccountKind

HOUSE, CLIENT = AccountKind.HOUSE, AccountKind.CLIENT
ACCOUNTS = tuple(
    Account(code, code[0], kind, "", 0, 1.0, 0) for code, kind in (("PH", HOUSE), ("PC", CLIENT), ("QC", CLIENT))
)


def before(account, amount, measure="im", component="total"):
    return NotifiedAmount(1, account, measure, component, amount, None, 0)


@pytest.fixture
def settings(tmp_path):
    """Return a function that gives the desk's settings, some of them changed."""
    return lambda **changed: load_settings(tmp_path, overrides=changed)


@pytest.fixture
def applied(settings):
    """Return a function that gives what yesterday's rows would apply today."""
    return lambda *rows, **changed: applied_before(rows, accounts=ACCOUNTS, settings=settings(**changed))


def test_intraday_falls_back_to_the_houses_initial_margin(applied):
    """CP-3.1.1 names the house: a client account has no intraday floor."""
    made = applied(before("PH", 5), before("PC", 7))
    assert made == {("PH", "im"): 5, ("PC", "im"): 7, ("PH", "intraday_im"): 5}


def test_a_participant_with_a_client_account_alone_has_no_intraday_floor(applied):
    """Nothing of it is the house's."""
    assert applied(before("QC", 7)) == {("QC", "im"): 7}


def test_without_yesterday_nothing_applies(applied):
    """No row is no amount; no measure passes for 0."""
    assert applied() == {}


def test_the_clearing_fund_is_the_participants(applied):
    """Whichever accounts carry it, their rows are summed; another participant has its own."""
    made = applied(
        before("PH", 60, "clearing_fund"), before("PC", 50, "clearing_fund"), before("QC", 9, "clearing_fund")
    )
    assert made == {("P", "clearing_fund"): 110, ("Q", "clearing_fund"): 9}


def test_components_are_no_totals(applied):
    """A part of yesterday's amount covers nothing by itself."""
    assert applied(before("PH", 5, component="base"), before("PH", 5, "vm", "carried")) == {}


def test_variation_margin_counts_as_a_level_where_it_is_read_so(applied):
    """Yesterday's row is today's level as it applies."""
    assert applied(before("PH", 5, "vm"), vm_fallback_mode="stock") == {("PH", "vm_stock"): 5}


@pytest.mark.parametrize("reading", ["zero_flow", "repeat_flow"])
def test_variation_margin_read_as_a_transfer_covers_nothing(applied, reading):
    """Read so (gap G6), yesterday's row says nothing of today's level."""
    assert applied(before("PH", 5, "vm"), vm_fallback_mode=reading) == {}


def test_an_amount_of_zero_yesterday_is_known(applied):
    """0 applied is an amount, unlike a row that is not there."""
    assert applied(before("QC", 0)) == {("QC", "im"): 0}


def made_costs(settings, own, previous, measured=()):
    """Return cost by account and measure."""
    made = SimpleNamespace(requirements=[SimpleNamespace(account=name, total=each) for name, each in own.items()])
    measures = SimpleNamespace(own=lambda: dict(measured))
    found = costs_of(made, measures, previous, accounts=ACCOUNTS, settings=settings())
    return {(each.account, each.measure): each.cost for each in found}


def test_an_account_without_yesterday_is_a_gap(settings):
    """Its cost is not known, beside one that is."""
    costs = made_costs(settings, {"QC": 14, "PC": 3}, [before("QC", 10)])
    assert costs == {("QC", "im"): 4, ("PC", "im"): None}


def test_an_account_without_todays_amount_is_a_gap(settings):
    """What applies is known, what is needed is not."""
    assert made_costs(settings, {}, [before("QC", 10)]) == {("QC", "im"): None}


def test_a_transfer_is_covered_by_nothing(settings):
    """Variation margin's transfer is paid, not held: it has no row."""
    costs = made_costs(settings, {}, [], {("QC", "vm_flow"): 9, ("QC", "vm_stock"): 2})
    assert costs == {("QC", "vm_stock"): None}


def test_a_gap_is_an_empty_cell():
    """The file has no 0 where an amount is not known."""
    text = cost_bytes([FallbackCost("A", "im", 14, None), FallbackCost("B", "im", 14, 10)]).decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["own"], row["applied"], row["cost"]) for row in rows] == [("14", "", ""), ("14", "10", "4")]


def test_totals_stand_with_their_gaps():
    """What is told as JSON names the accounts that the total does not speak of."""
    costs = [FallbackCost("A", "im", 14, None), FallbackCost("B", "im", 14, 10)]
    assert costs_json(costs) == {"im": {"uncovered": 4, "gaps": ["A"]}}


def test_a_gap_says_why_in_both_languages():
    """Code, measure and words; neither language is the other one's."""
    said = gap_json("clearing_fund", finding("fund_unchecked"))
    assert (said["measure"], said["code"]) == ("clearing_fund", "fund_unchecked")
    assert said["en"].isascii()
    assert not said["ja"].isascii()
