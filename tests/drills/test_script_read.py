"""Scripts that a desk writes for itself: read as the shipped ones are, or refused by the place of the fault."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from addin.app.plan_day import day_content
from addin.drills.script_read import script_from, script_of
from calc.outcome import RefusedError

EVENT = {
    "at": time(16, 0),
    "failure": "vendor_down",
    "ja": "来ない",
    "en": "nothing comes",
    "fact": {"what": "price.failed"},
}
AMOUNT = {
    "set": "previous",
    "account": "P01-H",
    "measure": "im",
    "amount": -5,
    "kind": "client",
    "date": date(2026, 11, 18),
}


def codes(refused):
    return [each.code for each in refused.value.findings]


def test_times_are_those_of_the_business_date(small, at):
    """An event at 16:00 happens then on the business date, in Japan time."""
    (event,) = small(events=[EVENT]).events
    assert (event.at, event.told) == (at("16:00"), at("16:00"))


def test_news_may_come_later_than_what_it_tells_of(small, at):
    """`told` is when the officer hears of it."""
    (event,) = small(events=[{**EVENT, "told": time(17, 30)}]).events
    assert (event.at, event.told) == (at("16:00"), at("17:30"))


def test_an_instant_of_another_day_keeps_its_date(small):
    """What is written with its date and offset is that instant, shown in Japan time."""
    early = datetime(2026, 11, 19, 21, tzinfo=UTC)
    (action,) = small(actions=[{"at": early, "do": "rule"}]).actions
    assert action.at == early
    assert action.at.utcoffset() == timedelta(hours=9)


def test_times_within_details_are_instants_too(small, at):
    """An act that names when something happened names an instant."""
    (action,) = small(actions=[{"at": time(17, 0), "do": "fact", "happened": time(16, 30)}]).actions
    assert action.details == {"happened": at("16:30")}


def test_an_answer_is_due_by_the_grace_unless_it_says_when(small, at):
    """Without a time of its own an answer has the plan's grace from when the officer hears."""
    answer = {"ja": "答", "en": "answer", "record": {"kind": "x"}, "clauses": ["CP-2.2.1"]}
    events = [{**EVENT, "answers": [answer, {**answer, "by": time(16, 45)}]}]
    (event,) = small(events=events).events
    assert [each.by for each in event.answers] == [at("16:10"), at("16:45")]


def test_what_the_desk_was_given_stands_there_from_the_beginning(small, at):
    """A register's entry without a time is there when the drill begins."""
    (given,) = small(given=[{"do": "shift", "day": date(2026, 11, 20), "people": ["SK"]}]).given
    assert given.at == at("15:50")


def test_the_day_of_a_script_is_a_day_file(small):
    """The file that lies in the drill's home is read as any day file is, with all that the script says of the day."""
    script = small(amounts=[AMOUNT], settings={"quote_window_close": time(16, 30), "boundary_inclusive": False})
    assert day_content(script.day_file, "").read.value.amounts == script.day.amounts
    assert day_content(script.day_file, "").read.value.settings == script.day.settings
    assert day_content(script.day_file, "").read.value.participants == ("P01", "P02")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"events": [{"at": time(16, 0)}]}, "drill_script_unreadable"),
        ({"events": [{**EVENT, "at": "16:00"}]}, "drill_script_unreadable"),
        ({"events": [{**EVENT, "failure": "sky_down"}]}, "drill_script_unreadable"),
        ({"actions": [{"at": time(16, 0)}]}, "drill_script_unreadable"),
        ({"actions": [{"at": time(16, 0), "do": "dance"}]}, "drill_script_unreadable"),
        ({"skew": {"seconds": 5}}, "drill_script_unreadable"),
        ({"skew": 5}, "drill_script_unreadable"),
        ({"events": 5}, "drill_script_unreadable"),
        ({"actions": {"at": time(16, 0)}}, "drill_script_unreadable"),
        ({"given": ["mover"]}, "drill_script_unreadable"),
        ({"reviews": 7}, "drill_script_unreadable"),
        ({"clauses": "CP-1.1"}, "drill_script_unreadable"),
        ({"begins": time(18, 0), "ends": time(18, 0)}, "drill_script_unreadable"),
        ({"begins": 15}, "drill_script_unreadable"),
        ({"reviews": ["CP-9"]}, "clause_unknown"),
        ({"events": [{**EVENT, "clauses": ["BCP-9"]}]}, "clause_unknown"),
        ({"events": [{**EVENT, "fact": {"what": "price.exploded"}}]}, "fact_unknown"),
        ({"business_date": date(2026, 11, 22)}, "day_closed"),
        ({"weather": "fine"}, "day_key_unknown"),
    ],
)
def test_a_script_that_cannot_be_played_is_refused(small, changes, code):
    """What is missing, of the wrong kind, unknown or against the plan is named before anybody is drilled by it."""
    with pytest.raises(RefusedError) as refused:
        small(**changes)
    assert codes(refused) == [code]


def test_a_fault_names_its_part_and_row(small):
    """The finding says in which list the fault is, and in which of its rows."""
    with pytest.raises(RefusedError) as refused:
        small(events=[EVENT, {"at": time(16, 0)}])
    assert dict(refused.value.findings[0].details)["part"] == "events 2"


def test_a_script_of_ones_own_is_read_from_its_file(tmp_path):
    """A path that ends in .toml is a script, named after the file."""
    path = tmp_path / "mine.toml"
    path.write_text(
        'ja = "私の"\nen = "mine"\nbusiness_date = 2026-11-20\nbegins = 09:00:00\nends = 10:00:00\n', encoding="utf-8"
    )
    script = script_of(str(path))
    assert (script.name, script.words.en, script.day.role) == ("mine", "mine", "clearing_house")


def test_an_unknown_name_is_refused_with_the_known_ones():
    """A name that is no script is answered with those that are."""
    with pytest.raises(RefusedError) as refused:
        script_of("good-day")
    assert codes(refused) == ["drill_script_unknown"]
    assert "bad-day" in dict(refused.value.findings[0].details)["known"]


@pytest.mark.parametrize("content", [b"ja = ", b"\xff\xfe", b"ja = 1"])
def test_a_file_that_is_no_script_is_refused(tmp_path, content):
    """Broken TOML, another encoding and a table without a day are refused, none with a traceback."""
    path = tmp_path / "broken.toml"
    path.write_bytes(content)
    with pytest.raises(RefusedError):
        script_of(str(path))


def test_a_frame_without_its_words_is_refused():
    """A script without a title is no script."""
    with pytest.raises(RefusedError) as refused:
        script_from({"business_date": date(2026, 11, 20)}, "x")
    assert codes(refused) == ["drill_script_unreadable"]
