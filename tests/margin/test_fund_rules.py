from datetime import date, timedelta
from itertools import pairwise

import pytest

from addin.settings import catalogue
from calc.margin.fund_rules import BY_DATE, fund_rule, fund_rules


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2017, 6, 30), "average_2017"),
        (date(2024, 3, 28), "average_2017"),
        (date(2024, 3, 29), "daily_2024"),
        (date(2026, 11, 20), "daily_2024"),
    ],
)
def test_the_rule_of_a_day_is_the_one_in_force(day, name):
    """The averaged rule holds until 28 March 2024, the daily one from the day of its first known figures."""
    assert fund_rule(day).name == name


def test_the_rules_follow_each_other_without_a_gap():
    """Each rule begins on the day after the one before, and the first and the last are open."""
    rules = fund_rules()
    assert all(later.first - earlier.last == timedelta(days=1) for earlier, later in pairwise(rules))
    assert (rules[0].first, rules[-1].last) == (date.min, date.max)


def test_a_desk_may_name_the_rule():
    """A version named by the desk goes before the date."""
    assert fund_rule(date(2026, 11, 20), "average_2017").name == "average_2017"


def test_the_setting_lists_every_version():
    """The setting offers the date's own rule and each version by its name."""
    assert catalogue()["cf_rule_version"].choices == (BY_DATE, *(each.name for each in fund_rules()))


def test_only_the_older_rule_looks_back():
    """The older rule averages past days, the rule of today needs today alone."""
    older, daily = fund_rules()
    assert older.is_averaged
    assert not daily.is_averaged
    assert (daily.largest, daily.floor) == (2, 100_000_000)


@pytest.mark.parametrize("rule", fund_rules(), ids=lambda each: each.name)
def test_every_rule_names_its_source_and_its_assumption(rule):
    """Each version says where it comes from and what of it is assumed."""
    assert "JSCC" in rule.source
    assert "assumption: " in rule.source
