import tomllib
from datetime import UTC, date, datetime, time

import pytest
from days_of_facts import BUSINESS_DATE, day_table, fact, moment, read

from calc.days.business_day import WEEKENDS, tokyo
from calc.outcome import RefusedError
from calc.plan.day import day_from_table
from calc.plan.lines import lines_of
from calc.plan.types import Amount
from calc.text.wording import words

HEAD = "business_date = 2026-11-20\n"


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


def test_an_amount_given_twice_is_refused():
    """Two figures for one set, version, account and measure would leave a choice to chance."""
    assert codes(amounts=[amount(), amount(amount=6)]) == ["amount_twice"]
    assert len(read(amounts=[amount(), amount(version=2, amount=6)]).amounts) == 2


def test_amounts_default_to_the_house_and_the_first_version():
    """Without more an amount is of a house account; what was notified today is version 1, yesterday's has none."""
    first, second = read(amounts=[amount(), amount(set="previous", chain=[date(2026, 11, 18)])]).amounts
    assert first == Amount("uploaded", "P01-H", "im", 5, 1)
    assert (second.version, second.chain, second.kind) == (None, (date(2026, 11, 18),), "house")


def test_a_chain_may_be_a_length():
    """The chain of fallback days may be its length alone."""
    assert read(amounts=[amount(set="previous", chain=2)]).amounts[0].chain == 2


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"what": "weather.changed"}, "fact_unknown"),
        ({"what": 3}, "fact_unknown"),
        ({"what": "margin.flagged", "colour": "red"}, "fact_detail_unknown"),
        ({"what": "margin.flagged", "participants": "P01"}, "fact_detail_refused"),
        ({"what": "margin.flagged", "participants": []}, "fact_detail_refused"),
        ({"what": "margin.flagged", "id": ""}, "fact_detail_refused"),
        ({"what": "margin.flagged", "known_at": "later"}, "fact_detail_refused"),
        ({"what": "margin.computed", "measures": ["im", "total"]}, "fact_detail_refused"),
        ({"what": "margin.computed", "measures": ["im", "im"]}, "fact_detail_refused"),
        ({"what": "intraday.computed", "measures": ["im"]}, "fact_detail_unknown"),
        ({"what": "participant.reported"}, "fact_detail_missing"),
        ({"what": "participant.route_chosen", "participant": "P01", "route": "fax"}, "fact_detail_refused"),
        ({"what": "participant.challenged", "participant": "P01", "item": "quotes"}, "fact_detail_refused"),
        ({"what": "cmf.failed", "short": [{"participant": "P01"}]}, "fact_detail_refused"),
        ({"what": "cmf.failed", "short": [{"participant": "P01", "amount": -1}]}, "fact_detail_refused"),
        ({"what": "cmf.failed", "short": {"participant": "P01", "amount": 1}}, "fact_detail_refused"),
        ({"what": "cmf.failed", "short": [7]}, "fact_detail_refused"),
        ({"what": "phone.called", "participant": "P01", "reached": "yes"}, "fact_detail_refused"),
        ({"what": "phone.called", "participant": "P01", "clause": "CP-9.9"}, "fact_detail_refused"),
        ({"what": "notice.sent", "clause": "CP-2.1.2.a", "channel": "pigeon"}, "fact_detail_refused"),
        ({"what": "margin.previous_day_ordered", "reference": "R"}, "fact_detail_missing"),
        ({"what": "price.set_by_jscc", "second_person": "B"}, "fact_detail_missing"),
        ({"what": "fact.retracted", "reason": "x"}, "retraction_of_nothing"),
        ({"what": "fact.retracted", "id": "f9", "reason": "x"}, "retraction_of_nothing"),
    ],
)
def test_a_wrong_fact_is_refused(row, code):
    """Unknown facts, unknown, missing and ill-typed details are each refused by a code of their own."""
    assert codes({"at": moment("18:00"), **row}) == [code]


def test_an_instant_needs_its_offset():
    """A local time is no instant, neither for when it happened nor for when it was known."""
    naive = datetime(2026, 11, 20, 18)  # noqa: DTZ001 - that is the point
    assert codes({"at": naive, "what": "margin.flagged"}) == ["fact_offset_missing"]
    assert codes({"at": moment("18:00"), "known_at": naive, "what": "margin.flagged"}) == ["fact_offset_missing"]


def test_a_fact_needs_its_time():
    """A fact without `at` is refused."""
    assert codes({"what": "margin.flagged"}) == ["fact_detail_missing"]


def test_a_fact_may_be_told_in_another_zone():
    """An instant of another zone is the same instant, kept in Tokyo's."""
    day = read({"at": datetime(2026, 11, 20, 9, 30, tzinfo=UTC), "what": "margin.uploaded"})
    assert day.facts[0].at == moment("18:30")
    assert day.facts[0].at.utcoffset().total_seconds() == 9 * 3600


def test_only_incidents_may_predate_the_day():
    """A fact of an earlier day is refused, but an incident may have begun before."""
    early = moment("18:00").replace(day=19)
    assert codes({"at": early, "what": "margin.flagged"}) == ["fact_before_day"]
    told = {"cause": "power", "results": [], "own_damage": True, "external_damage": False, "severe": False}
    assert read({"at": early, "what": "incident.declared", **told}).facts[0].at == early


def test_an_id_stands_once():
    """Two facts of one id are refused."""
    assert codes(fact("18:00", "margin.uploaded", id="f1"), fact("18:10", "margin.flagged", id="f1")) == [
        "fact_id_twice"
    ]


def test_a_retraction_cannot_be_retracted():
    """A retraction names the fact by its id and has none of its own, so nothing can retract it."""
    flagged = fact("18:10", "margin.flagged", id="f1")
    assert codes(flagged, fact("18:20", "fact.retracted", id="f2", reason="x")) == ["retraction_of_nothing"]
    assert read(flagged, fact("18:20", "fact.retracted", id="f1", reason="x")).facts[1].details["id"] == "f1"


def test_an_incidents_later_facts_may_name_it():
    """A reclassification may carry the incident's id, which is then not its own."""
    told = {"cause": "power", "results": ["system"], "own_damage": True, "external_damage": False, "severe": False}
    day = read(
        fact("18:00", "incident.declared", id="I1", **told),
        fact("18:10", "incident.reclassified", id="I1", severe=True),
        fact("18:20", "incident.closed", id="I2"),
    )
    assert [each.id for each in day.facts] == ["I1", None, "I2"]
    assert day.facts[1].details["id"] == "I1"


@pytest.mark.parametrize(
    ("item", "applies", "code"),
    [
        ("quote_window", "today", "departure_never"),
        ("quote_window_close", "today", "departure_never"),
        ("quotes", "today", "departure_never"),
        ("weather", "today", "departure_item_refused"),
        ("margin", "set_by_jscc", "departure_refused"),
        ("intraday", "previous_day", "departure_refused"),
        ("settlement_price", "renotified", "departure_refused"),
        (7, "today", "fact_detail_refused"),
        ("margin", 7, "fact_detail_refused"),
    ],
)
def test_a_departure_has_its_limits(item, applies, code):
    """A departure is of a known item to something that may apply to it, and never of the quote window."""
    departed = fact("18:00", "principle.departed", item=item, applies=applies, reference="R", second_person="B")
    assert codes(departed) == [code]


def test_a_refused_departure_cites_the_window_clause():
    """Whoever tries to move the window is told that CP-1.1.R2 forbids it, under whatever name."""
    for item in ("quote_window", "the window"):
        (found,) = findings_of(
            fact("18:00", "principle.departed", item=item, applies="x", reference="R", second_person="B")
        )
        assert "CP-1.1.R2" in words(found).ja
        assert "CP-1.1.R2" in words(found).en


def test_every_reason_is_told_at_once():
    """A day with several faults is refused for all of them, not one after the other."""
    assert set(codes({"what": "x"}, settings={"y": 1}, amounts=[amount(z=1)])) == {
        "fact_unknown",
        "plan_setting_unknown",
        "amount_key_unknown",
    }


TEXT = """business_date = 2026-11-20
colour = "red"

[settings] # readings
grace = 1

[[amounts]]
set = "previous"
account = "P01-H"
measure = "im"
amount = "much"

[[fact]]
at = 2026-11-20T18:00:00+09:00
what = "margin.uploaded"

[[ fact ]]   # the second
at = 2026-11-20T18:30:00+09:00
"what" = "margin.guessed"
"""


def test_the_line_of_everything_is_found():
    """Tables are found by their number, keys by their table, with the spaces and comments people write."""
    lines = lines_of(TEXT)
    assert lines.header("fact", 0) == 13
    assert lines.header("fact", 1) == 17
    assert lines.of("fact", 1, "what") == 19
    assert lines.of("fact", 1, "known_at") == 17
    assert lines.of("amounts", 0, "amount") == 11
    assert lines.of("settings", 0, "grace") == 5
    assert lines.of("", 0, "colour") == 2
    assert lines.of("fact", 7, "what") is None


def test_facts_written_in_one_list_have_its_line():
    """When the facts are an inline list, the line of the list is named."""
    assert lines_of(HEAD + "fact = [{}]\n").of("fact", 0, "what") == 2


def test_a_refusal_names_the_line():
    """A refused fact is told with the line of its key and the line its table begins at."""
    text = HEAD + TEXT.split("[[amounts]]", maxsplit=1)[1].split("\n\n", maxsplit=1)[1]
    with pytest.raises(RefusedError) as refused:
        day_from_table(tomllib.loads(text), calendar=tokyo(), source="DAY.toml", text=text)
    (found,) = refused.value.findings
    assert (found.place.source, found.place.row, found.place.column) == ("DAY.toml", 8, "what")
    assert "margin.guessed" in words(found).en
    assert "line 6" in words(found).en


def test_a_departure_without_an_item_is_only_missing_it():
    """A departure that names nothing is told what is missing, not that nothing cannot be departed from."""
    assert codes(fact("18:00", "principle.departed", applies="today", reference="R", second_person="B")) == [
        "fact_detail_missing"
    ]
