import tomllib
from datetime import UTC, datetime

import pytest
from days_of_facts import day_table, fact, moment, read

from calc.days.business_day import tokyo
from calc.outcome import RefusedError
from calc.plan.day import day_from_table
from calc.plan.lines import lines_of
from calc.text.wording import words

HEAD = "business_date = 2026-11-20\n"
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
        ({"what": "cmf.failed", "short": [{"participant": "P01", "amount": 1}] * 2}, "fact_detail_refused"),
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


def test_a_fact_knows_its_line():
    """A fact keeps the line its table begins at, or its number where no text was given."""
    text = HEAD + '\n[[fact]]\nat = 2026-11-20T18:00:00+09:00\nwhat = "otc.failed"\n'
    day = day_from_table(tomllib.loads(text), calendar=tokyo(), source="DAY.toml", text=text).value
    assert day.facts[0].row == 3
    assert [each.row for each in read(fact("18:00", "otc.failed"), fact("18:10", "otc.recovered")).facts] == [1, 2]


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
        fact("18:20", "incident.closed", id="I1"),
    )
    assert [each.id for each in day.facts] == ["I1", None, None]
    assert [each.details.get("id") for each in day.facts] == [None, "I1", "I1"]


@pytest.mark.parametrize("what", ["incident.reclassified", "incident.closed"])
def test_an_incident_nobody_declared_is_refused(what):
    """A later fact that names an unknown incident would change another one, so it is refused at its own line."""
    told = {"cause": "power", "results": ["system"], "own_damage": True, "external_damage": False, "severe": False}
    declared = fact("18:00", "incident.declared", id="I1", **told)
    assert codes(declared, fact("18:10", what, id="I2")) == ["incident_not_declared"]
    assert codes(declared, fact("18:10", what, id=7)) == ["fact_detail_refused"]
    assert codes(fact("18:00", "incident.declared", **told), fact("18:10", what, id="I1")) == ["incident_not_declared"]
    assert read(declared, fact("18:10", what)).facts[1].details == {}


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


@pytest.mark.parametrize(
    ("text", "row", "code"),
    [
        (HEAD + "\n[colour]\nred = 1\n", 3, "day_key_unknown"),
        (HEAD + "colour = 1\n", 2, "day_key_unknown"),
        (HEAD + "[amounts]\nset = 1\n", 2, "day_section_refused"),
        (HEAD + "\n\n[settings]\ngrace = 1\n", 5, "plan_setting_unknown"),
        (HEAD + '[[amounts]]\nset = "previous"\naccount = "A"\nmeasure = "im"\n', 2, "amount_key_missing"),
        (HEAD + '[[fact]]\nwhat = "otc.failed"\n', 2, "fact_detail_missing"),
    ],
)
def test_each_refusal_has_the_line_of_what_it_refuses(text, row, code):
    """Tables, keys and missing keys are each refused at their own line, or at that of their table."""
    with pytest.raises(RefusedError) as refused:
        day_from_table(tomllib.loads(text), calendar=tokyo(), source="DAY.toml", text=text)
    assert [(found.place.row, found.code) for found in refused.value.findings] == [(row, code)]
