import pytest
import twin_fund

INDEX = {"kind": "index", "entity": "X", "recovery": 0.35, "index_factor": 1.0}
NAME = {"kind": "single", "entity": "E1", "recovery": 0.4, "index_factor": 1.0}
BOOK = {"IDX": INDEX, "ONE": NAME}
HALVES = {"IDX": {"E1": 0.5, "E2": 0.5}}


def value(code, spread):
    """Return a hundredth of the spread as the price of protection in either instrument."""
    return spread / 100 if code in BOOK else 0.0


def account(code, participant, deposited, group=""):
    """Return a row of the account file."""
    return {"account": code, "participant": participant, "affiliate_group": group, "deposited_im": deposited}


def test_a_defaulted_name_pays_its_loss():
    """Of an index of two names, one in default pays 0.65 of its half, and the other is worth its price."""
    rows = [{"account": "A", "instrument": "IDX", "notional": 100.0}]
    terms = {"values": value, "constituents": HALVES, "spreads": {"IDX": 1.0}}
    assert twin_fund.book_value(rows, BOOK, **terms) == pytest.approx(1.0)
    assert twin_fund.book_value(rows, BOOK, **terms, defaulted="E1") == pytest.approx(50 * 0.65 + 0.5)


def test_losses_stand_in_the_order_of_scenarios_and_entities():
    """A seller of one name loses by the move where another defaults, and by the default where it is the name."""
    rows = [{"account": "A", "instrument": "ONE", "notional": -100.0}]
    found = twin_fund.losses(
        [account("A", "P", 0)],
        [{"spreads": {"ONE": 2.0}}, {"spreads": {"ONE": 3.0}}],
        ["E1", "E2"],
        positions=rows,
        today={"ONE": 1.0},
        instruments=BOOK,
        values=value,
        constituents=HALVES,
    )
    assert found["A"] == pytest.approx([59.0, 1.0, 59.0, 2.0])


def test_affiliates_are_joined_over_common_groups():
    """Two participants of one group belong together, and a third by sharing another group with one of them."""
    rows = [account("A", "P1", 0, "G1"), account("B", "P2", 0, "G1"), account("C", "P2", 0, "G2")]
    rows += [account("D", "P3", 0, "G2"), account("E", "P4", 0)]
    assert sorted(map(sorted, twin_fund.groups(rows))) == [["P1", "P2", "P3"], ["P4"]]


def test_the_worst_scenario_has_the_two_largest():
    """Excesses of 5, 3 and 2 in one scenario and 6, 0 and 1 in the other make 8, shared by required margin."""
    rows = [account(name, name, 10) for name in "PQR"]
    worst, parts = twin_fund.stressed(rows, {"P": 10, "Q": 10, "R": 20}, {"P": [15, 16], "Q": [13, 0], "R": [12, 11]})
    assert worst == 8
    assert parts == {"P": 2.0, "Q": 2.0, "R": 4.0}


def test_the_older_rule_takes_the_larger():
    """The mean share, what covers 99 of 100 days of margin, and the floor: the largest of the three."""
    days = [{"share": 200_000_000}, {"share": 400_000_000}]
    assert twin_fund.averaged(days, [1] * 100) == 300_000_000
    assert twin_fund.averaged(days, [350_000_000] * 2 + [1] * 98) == 350_000_000
    assert twin_fund.averaged(days, [350_000_000] + [1] * 99) == 300_000_000
    assert twin_fund.averaged([{"share": 1}], [1]) == twin_fund.FLOOR
