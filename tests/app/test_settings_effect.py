import pytest

from addin.app.settings_effect import AccountEffect, Effect, effect, effect_of_body


@pytest.mark.parametrize(
    ("old", "new", "falls"),
    [
        (1000, 800, False),
        (1000, 799, True),
        (1000, 2000, False),
        (1000, None, True),
        (None, 1000, False),
        (0, 0, False),
        (5, 4, False),
        (4, 3, True),
        (10**18, 8 * 10**17 - 1, True),
        (10**18, 8 * 10**17, False),
    ],
)
def test_more_than_a_fifth_is_a_far_fall(old, new, falls):
    """Exactly 20 % is no far fall, one yen more is, and so is a total that can no longer be computed."""
    assert AccountEffect("P01H", old, new).falls_far is falls


def test_an_effect_has_every_account_of_both_sides():
    """Accounts stand in the order of their names, one that is on one side only with nothing on the other."""
    found = effect({"B": 10, "A": 5}, {"A": 6, "C": 7})
    assert found.accounts == (AccountEffect("A", 5, 6), AccountEffect("B", 10, None), AccountEffect("C", None, 7))
    assert found.falling == ("B",)


@pytest.mark.parametrize(
    ("old", "new", "difference", "percent"),
    [(200, 150, -50, -25.0), (0, 7, 7, None), (None, 7, None, None), (7, None, None, None)],
)
def test_difference_and_per_cent_are_of_the_old_total(old, new, difference, percent):
    """The difference is new less old, its share of the old; what cannot be said is nothing."""
    row = AccountEffect("P01H", old, new)
    assert (row.difference, row.percent) == (difference, percent)


def test_the_total_is_the_sum_of_the_accounts():
    """Totals before and after are added, those that are not there count nothing."""
    total = effect({"A": 5, "B": 10}, {"A": 6}).total
    assert (total.old, total.new, total.difference) == (15, 6, -9)
    assert Effect(()).total.difference == 0


def test_an_effect_comes_back_from_the_record():
    """What stands in an entry is the same effect again, and an entry without one holds none."""
    found = effect({"A": 5, "B": 10}, {"A": 6})
    assert effect_of_body(found.body()) == found
    assert effect_of_body(None) is None
    assert effect_of_body([]) is None
