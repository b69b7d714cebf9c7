from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.quotes.averages import Removal, Side, Sided
from calc.quotes.composite import Rule, Terms, composite, to_tick

EVERY_RULE = pytest.mark.parametrize("rule", Rule)
TERMS = Terms(min_contributors=3, trim_fraction=Fraction(1, 4), eod_width_bp=None, tick_bp=Fraction(1, 100))
LEVELS = st.integers(-400, 4000).map(lambda quarter: Fraction(quarter, 4))


def quote(participant, bid, offer):
    """Return a quote; None is a missing side."""
    return Sided(participant, *(None if side is None else Fraction(str(side)) for side in (bid, offer)))


def around(*mids, width=2.0):
    """Return quotes of participants P01, P02 … around these mids."""
    return [quote(f"P{n:02}", mid - width / 2, mid + width / 2) for n, mid in enumerate(mids, 1)]


def made(quotes, rule=Rule.TRIMMED_MEAN, **terms):
    """Return the composite of these quotes."""
    return composite(quotes, rule, terms=replace(TERMS, **terms))


def left_out(found):
    """Return who was left out, with the side and the reason."""
    return [(removal.participant, removal.side.value, removal.code) for removal in found.removed]


@st.composite
def books(draw):
    """Return quotes of up to twelve participants, some crossed, some with one side."""
    sides = draw(st.lists(st.tuples(st.none() | LEVELS, st.none() | LEVELS), max_size=12))
    return [Sided(f"P{n:02}", bid, offer) for n, (bid, offer) in enumerate(sides)]


def test_the_outer_quotes_are_left_out():
    """Of eight quotes a quarter at each end is trimmed, and the mean of the four between is told with who gave them."""
    found = made(around(10, 20, 30, 40, 50, 60, 70, 800))
    assert (found.level_bp, found.contributors) == (45.0, ("P03", "P04", "P05", "P06"))
    assert left_out(found) == [(name, "both", "trimmed") for name in ("P01", "P02", "P07", "P08")]
    assert found.dispersion == 30


@pytest.mark.parametrize(("count", "kept"), [(3, 1), (4, 2), (5, 3), (7, 5), (8, 4), (11, 7), (12, 6)])
def test_at_least_one_is_trimmed_at_each_end(count, kept):
    """From three quotes on the highest and the lowest never count, and a quarter at each end beyond."""
    found = made(around(*range(10, 10 + count)))
    assert (len(found.contributors), len(found.removed)) == (kept, count - kept)


def test_two_quotes_are_averaged_where_two_suffice():
    """With fewer than three nothing can be trimmed."""
    assert made(around(10, 20), min_contributors=1).level_bp == 15.0
    assert made(around(10), min_contributors=1).contributors == ("P01",)


@EVERY_RULE
@pytest.mark.parametrize("mids", [(), (10,), (10, 11)])
def test_too_few_quotes_say_nothing(rule, mids):
    """Below the smallest number of contributors there is no composite, no price, and nobody contributed."""
    found = made(around(*mids), rule)
    assert (found.level_bp, found.price, found.contributors, found.dispersion) == (None, None, (), None)
    assert (found.finding, found.removed) == ("too_few_contributors", ())


@EVERY_RULE
def test_what_cannot_count_is_left_out_before_anything_is_counted(rule):
    """A missing side, a crossed quote, an unreadable number and a repeated participant never reach a rule."""
    good = around(10, 11, 12, 13)
    bad = [
        quote("PA", None, 14),
        quote("PB", 14, None),
        quote("PC", 50, 40),
        replace(quote("PD", 9, None), refused=Side.OFFER),
        quote("P01", 500, 600),
        quote("PE", None, None),
    ]
    with_bad, without = made([*good, *bad], rule), made(good, rule)
    assert (with_bad.level, with_bad.contributors) == (without.level, without.contributors)
    assert set(with_bad.removed) - set(without.removed) == {
        Removal("PA", Side.BID, "one_sided"),
        Removal("PB", Side.OFFER, "one_sided"),
        Removal("PC", Side.BOTH, "crossed"),
        Removal("PD", Side.OFFER, "number_refused"),
        Removal("P01", Side.BOTH, "duplicate"),
        Removal("PE", Side.BOTH, "one_sided"),
    }


def test_a_locked_quote_is_a_quote():
    """Bid equal to offer is a level like any other."""
    assert made([quote(name, 10, 10) for name in ("P1", "P2", "P3")]).level_bp == 10.0


@pytest.mark.parametrize(("mids", "level"), [((10, 40, 20), 20.0), ((10, 40, 20, 30), 25.0)])
def test_the_median_is_the_middle_or_the_mean_of_the_two(mids, level):
    """An even number of quotes has two middle ones, and everybody counts in finding them."""
    found = made(around(*mids), Rule.MEDIAN)
    assert (found.level_bp, len(found.contributors), found.removed) == (level, len(mids), ())


def test_the_inside_market_is_the_better_half_of_what_does_not_trade():
    """The best bid that meets an offer at or below it is dropped; of the three other pairs the first two count."""
    quotes = [quote("P1", 12, 16), quote("P2", 11, 15), quote("P3", 10, 14), quote("P4", 9, 12)]
    found = made(quotes, Rule.INSIDE_MARKET)
    assert found.level == Fraction(11 + 14 + 10 + 15, 4)
    assert found.contributors == ("P2", "P3")
    assert left_out(found) == [
        ("P1", "bid", "tradeable"),
        ("P1", "offer", "outside_half"),
        ("P4", "bid", "outside_half"),
        ("P4", "offer", "tradeable"),
    ]


def test_where_every_pair_trades_there_is_no_inside_market():
    """Locked quotes at one level all trade with each other: no level, and each side says why."""
    found = made([quote(name, 10, 10) for name in ("P1", "P2", "P3")], Rule.INSIDE_MARKET)
    assert (found.level, found.finding, found.contributors) == (None, "no_inside_market", ())
    assert {removal.code for removal in found.removed} == {"tradeable"}
    assert len(found.removed) == 6


def test_an_obvious_error_is_removed_whole_and_once():
    """A bid more than one width above the middle that crosses the others goes, and nothing is judged again."""
    found = made(around(10, 11, 12, 90), Rule.CROSS_LOCK)
    assert (found.level_bp, found.contributors) == (11.0, ("P01", "P02", "P03"))
    assert left_out(found) == [("P04", "bid", "obvious_error")]
    low = made(around(10, 91, 92, 93), Rule.CROSS_LOCK)
    assert left_out(low) == [("P01", "offer", "obvious_error")]


@pytest.mark.parametrize(("highest", "is_error"), [(13, False), (13.01, True)])
def test_an_error_lies_strictly_beyond_one_width(highest, is_error):
    """With width 2 around 10, a bid of exactly 12 is no error, a hundredth more is one."""
    found = made(around(10, 10, 10, 10, highest), Rule.CROSS_LOCK, eod_width_bp=Fraction(2))
    assert bool(found.removed) is is_error


def test_too_few_are_counted_after_the_errors():
    """Three quotes of which one is an obvious error are two, and the error is told."""
    found = made(around(10, 10, 90), Rule.CROSS_LOCK)
    assert (found.finding, left_out(found)) == ("too_few_contributors", [("P03", "bid", "obvious_error")])


@pytest.mark.parametrize(
    ("level", "price"), [("11.005", "11.01"), ("-11.005", "-11.01"), ("11.0049999999999", "11"), ("0", "0")]
)
def test_a_price_is_the_nearest_step_halves_away_from_zero(level, price):
    """Rounding is exact and treats both signs alike."""
    assert to_tick(Fraction(level), Fraction(1, 100)) == Fraction(price)


def test_the_arithmetic_is_exact():
    """Decimal quotes have their decimal mean, without the noise of doubles."""
    assert made([quote(f"P{n}", 0.1, 0.2) for n in range(5)]).level_bp == 0.15


def test_equal_quotes_are_told_apart_by_name():
    """Which of two equal quotes is trimmed does not depend on the order in which they came."""
    same = [quote(name, 10, 12) for name in ("P3", "P1", "P2")]
    assert made(same) == made(same[::-1])
    assert made(same).contributors == ("P2",)


@EVERY_RULE
@given(quotes=books(), data=st.data())
def test_the_composite_lies_between_its_quotes_in_any_order(rule, quotes, data):
    """Whatever came and in whatever order, the composite is the same, and lies between the sides it is made of."""
    found = made(quotes, rule, min_contributors=1)
    assert made(data.draw(st.permutations(quotes)), rule, min_contributors=1) == found
    if found.level is not None:
        counted = [each for each in quotes if each.participant in found.contributors]
        assert min(each.bid for each in counted) <= found.level <= max(each.offer for each in counted)
        assert abs(found.price - found.level) <= Fraction(1, 200)
    if rule is not Rule.INSIDE_MARKET and found.level is not None:
        assert len(found.contributors) + len(found.removed) == len(quotes)


@given(quotes=books(), step=LEVELS, rule=st.sampled_from(Rule))
def test_a_composite_moves_with_its_market(quotes, step, rule):
    """When every side moves by the same amount, so does the level, and the same quotes count."""
    moved = [
        replace(each, **{s: getattr(each, s) + step for s in ("bid", "offer") if getattr(each, s) is not None})
        for each in quotes
    ]
    before, after = made(quotes, rule, min_contributors=1), made(moved, rule, min_contributors=1)
    assert (after.contributors, after.removed) == (before.contributors, before.removed)
    assert before.level is None or after.level == before.level + step
