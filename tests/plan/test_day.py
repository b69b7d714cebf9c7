from datetime import UTC, date, datetime, time

import pytest
from days_of_facts import BUSINESS_DATE, day_table, read

from calc.days.business_day import WEEKENDS, tokyo
from calc.outcome import RefusedError
from calc.plan.day import day_from_table
from calc.plan.types import Amount
from calc.text.wording import words


def findings_of(*facts, calendar=None, **keys):
    """Return the findings for which a day is refused."""
    with pytest.raises(RefusedError) as refused:
        day_from_table(day_table(*facts, **keys), calendar=calendar or tokyo(), source="DAY.toml")
    return refused.value.findings


def codes(*facts, **keys):
    """Return the codes for which a day is refused."""
    return [found.code for found in findings_of(*facts, **keys)]


def amount(**keys):
    """Return one row of amounts."""
    return {"set": "uploaded", "account": "P01-H", "measure": "im", "amount": 5, **keys}


def test_a_day_needs_only_its_date():
    """A business date alone is a day: clearing house, no participants, the default settings."""
    day = read()
    assert day.business_date == BUSINESS_DATE
    assert (day.role, day.participants, day.amounts, day.facts) == ("clearing_house", (), (), ())
    assert day.settings.boundary_inclusive
    assert (day.settings.notice_grace_minutes, day.settings.poll_interval_minutes) == (10, 60)
    assert (day.settings.vm_fallback_mode, day.settings.quote_window_close) == ("stock", None)


@pytest.mark.parametrize(
    "value", [None, "2026-11-20", datetime(2026, 11, 20, tzinfo=UTC), 20261120, date(2026, 11, 21), date(2026, 11, 23)]
)
def test_a_date_that_is_no_business_day_is_refused(value):
    """Neither a missing date, nor a text, nor an instant, nor a Saturday, nor a holiday will do."""
    keys = {} if value is None else {"business_date": value}
    table = {key: each for key, each in {**day_table(), **keys}.items() if value is not None or key != "business_date"}
    with pytest.raises(RefusedError) as refused:
        day_from_table(table, calendar=tokyo(), source="DAY.toml")
    assert {found.code for found in refused.value.findings} <= {"day_date_refused", "day_closed"}


def test_a_day_before_the_plan_is_refused():
    """The plan of July 2011 says nothing of earlier days."""
    assert codes(business_date=date(2011, 6, 30)) == ["plan_not_in_force"]
    assert read(business_date=date(2011, 7, 1)).business_date == date(2011, 7, 1)


def test_a_day_beyond_the_calendar_is_refused():
    """A day of which the calendar knows nothing is never taken for open."""
    assert codes(business_date=date(2061, 1, 5)) == ["calendar_horizon"]


def test_another_calendar_may_be_open():
    """Whether a day is open is the calendar's to say."""
    day = day_from_table(day_table(business_date=date(2026, 11, 23)), calendar=WEEKENDS, source="DAY.toml").value
    assert day.business_date == date(2026, 11, 23)


def test_a_projected_year_is_told():
    """A day whose year is only projected from the law comes with that finding."""
    found = day_from_table(day_table(business_date=date(2030, 6, 3)), calendar=tokyo(), source="DAY.toml").findings
    assert [each.code for each in found] == ["calendar_projected"]


@pytest.mark.parametrize(
    ("keys", "code"),
    [
        ({"extra": 1}, "day_key_unknown"),
        ({"role": "jscc"}, "day_role_refused"),
        ({"participants": "P01"}, "day_participants_refused"),
        ({"participants": ["P01", "P01"]}, "day_participants_refused"),
        ({"participants": ["P01", ""]}, "day_participants_refused"),
        ({"settings": 1}, "day_section_refused"),
        ({"amounts": {"set": "previous"}}, "day_section_refused"),
        ({"amounts": [1]}, "day_section_refused"),
        ({"settings": {"colour": "red"}}, "plan_setting_unknown"),
        ({"settings": {"boundary_inclusive": 1}}, "plan_setting_refused"),
        ({"settings": {"notice_grace_minutes": -1}}, "plan_setting_refused"),
        ({"settings": {"notice_grace_minutes": True}}, "plan_setting_refused"),
        ({"settings": {"poll_interval_minutes": 0}}, "plan_setting_refused"),
        ({"settings": {"vm_fallback_mode": "half"}}, "plan_setting_refused"),
        ({"settings": {"quote_window_close": "half past"}}, "plan_setting_refused"),
        ({"settings": {"quote_window_close": 1530}}, "plan_setting_refused"),
        ({"settings": {"quote_window_close": "15:30:00+09:00"}}, "plan_setting_refused"),
        ({"settings": {"quote_window_close": time(15, 30, tzinfo=UTC)}}, "plan_setting_refused"),
    ],
)
def test_what_a_day_must_not_hold_is_refused(keys, code):
    """Unknown keys, unknown settings and values not of their kind are each refused by a code of their own."""
    assert codes(**keys) == [code]


def test_no_participants_may_be_said_so():
    """An empty list of participants is the same as none."""
    assert read(participants=[]).participants == ()


def test_the_least_values_are_allowed():
    """No grace at all and polling every minute are readings a desk may have."""
    settings = read(settings={"notice_grace_minutes": 0, "poll_interval_minutes": 1}).settings
    assert (settings.notice_grace_minutes, settings.poll_interval_minutes) == (0, 1)


@pytest.mark.parametrize("close", ["15:30:00", "15:30", time(15, 30)])
def test_the_quote_window_is_a_local_time(close):
    """The window may be given as a text or as a local time."""
    assert read(settings={"quote_window_close": close}).settings.quote_window_close == time(15, 30)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"colour": "red"}, "amount_key_unknown"),
        ({"set": "tomorrow"}, "amount_refused"),
        ({"amount": 1.5}, "amount_refused"),
        ({"amount": True}, "amount_refused"),
        ({"account": ""}, "amount_refused"),
        ({"measure": "total"}, "amount_refused"),
        ({"version": -1}, "amount_refused"),
        ({"kind": "both"}, "amount_refused"),
        ({"date": datetime(2026, 11, 19, tzinfo=UTC)}, "amount_refused"),
        ({"chain": "long"}, "amount_refused"),
        ({"chain": [1]}, "amount_refused"),
    ],
)
def test_a_wrong_amount_is_refused(row, code):
    """Each wrong key of an amount is refused by name."""
    assert codes(amounts=[amount(**row)]) == [code]


@pytest.mark.parametrize("key", ["set", "account", "measure", "amount"])
def test_an_amount_needs_its_keys(key):
    """An amount without its set, account, measure or figure is refused."""
    row = {name: value for name, value in amount().items() if name != key}
    assert codes(amounts=[row]) == ["amount_key_missing"]


def test_a_wrong_amount_is_told_by_its_number():
    """The refusal counts the amounts from one, and names both of two that are the same."""
    (found,) = findings_of(amounts=[amount(), amount(version=2), amount(amount=6)])
    assert "no. 3 gives the same amount as no. 1" in words(found).en
    (found,) = findings_of(amounts=[amount(), amount(colour="red")])
    assert "no. 2" in words(found).en


def test_an_amount_given_twice_is_refused():
    """Two figures for one set, version, account and measure would leave a choice to chance."""
    assert codes(amounts=[amount(), amount(amount=6)]) == ["amount_twice"]
    notified = [amount(set="uploaded"), amount(set="uploaded", version=1, amount=6)]
    assert codes(amounts=notified) == ["amount_twice"]
    assert len(read(amounts=[amount(), amount(version=2, amount=6)]).amounts) == 2


def test_amounts_default_to_the_house_and_the_first_version():
    """Without more an amount is of a house account; what was notified today is version 1, yesterday's has none."""
    first, second = read(amounts=[amount(), amount(set="previous", chain=[date(2026, 11, 18)])]).amounts
    assert first == Amount("uploaded", "P01-H", "im", 5, 1)
    assert (second.version, second.chain, second.kind) == (None, (date(2026, 11, 18),), "house")


def test_a_chain_may_be_a_length():
    """The chain of fallback days may be its length alone."""
    assert read(amounts=[amount(set="previous", chain=2)]).amounts[0].chain == 2
