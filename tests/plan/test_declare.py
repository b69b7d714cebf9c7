"""The form on which facts are told: which are offered, what each asks for, and its cells as the plan's details."""

from datetime import date, datetime

import pytest

from calc.plan.declare import (
    CLOSED,
    COLUMNS,
    allowed,
    asked_for,
    choices,
    details_of,
    forms,
    offered,
    word_of,
)
from calc.plan.fact_rows import fact_findings, kinds
from calc.plan.lines import lines_of


def details(what, **cells):
    """Return the details that a line's cells are, which must all be readable."""
    read = details_of(forms()[what], cells)
    assert read.findings == ()
    return read.value


def refused(what, **cells):
    """Return the codes of what cannot be a detail, with the column that each stands in."""
    return [(each.code, each.place.column) for each in details_of(forms()[what], cells).findings]


def test_every_fact_of_the_closed_list_has_its_form():
    """No fact is without a label in both languages, and no form is of a fact that there is not."""
    assert list(forms()) == list(kinds())
    for form in forms().values():
        assert form.words.ja
        assert not form.words.ja.isascii()
        assert form.words.en.isascii()


@pytest.mark.parametrize("what", list(kinds()))
def test_a_form_carries_every_detail_that_its_fact_needs(what):
    """A fact is either told whole by a line of the form, or somewhere else that the form names."""
    form, kind = forms()[what], kinds()[what]
    carried = set(form.fields.values())
    assert carried <= {"id", *kind.needs, *kind.may}
    assert set(form.fields) <= set(COLUMNS)
    assert bool(form.elsewhere) or set(kind.needs) <= carried


def test_what_a_line_cannot_tell_is_not_offered():
    """Incidents and prices that JSCC sets have places of their own."""
    elsewhere = {form.what for form in forms().values()} - {form.what for form in offered()}
    assert elsewhere == {
        "price.set_by_jscc", "incident.declared", "incident.reclassified", "incident.closed",
    }  # fmt: skip
    assert all(forms()[what].elsewhere.startswith("hikae ") for what in elsewhere)


def test_a_choice_is_read_by_the_word_behind_its_label():
    """The list shows Japanese first; the last word is the code, whatever stands before it."""
    assert word_of("参加者の障害 participant.outage") == "participant.outage"
    assert word_of("participant.outage") == "participant.outage"
    assert word_of("   ") == ""
    assert all(word_of(form.choice) == form.what for form in offered())


def test_an_outage_says_who_by_which_connection_and_what_it_keeps_from():
    """The two columns of choices carry the connection and what is hit."""
    assert details("participant.outage", participant="P07", choice="ツール tool", more="quotes", clause=" ") == {
        "participant": "P07",
        "connection": "tool",
        "affects": "quotes",
    }


def test_several_names_are_a_list_each_once():
    """Participants and instruments are divided by blanks or either comma; one said twice is said once."""
    assert details("margin.flagged", participant="P01 P02、P01，P03")["participants"] == ["P01", "P02", "P03"]
    assert details("price.failed", names="ITXJS3705,ITXJS3805") == {"instruments": ["ITXJS3705", "ITXJS3805"]}
    assert details("margin.flagged") == {}


def test_a_version_is_a_whole_number():
    """Digits alone; anything else is told at its column."""
    assert details("margin.uploaded", names=" 2 ") == {"version": 2}
    for text in ("2.5", "二", "-1", "v2"):
        assert refused("margin.uploaded", names=text) == [("form_unreadable", "names")]


def test_who_is_short_of_how_much_stands_in_pairs():
    """`P01=30000000 P02=12000000`; `-` says that nobody is short; anything else is told."""
    assert details("cmf.failed", names="P01=30000000、P02=12000000") == {
        "short": [{"participant": "P01", "amount": 30_000_000}, {"participant": "P02", "amount": 12_000_000}]
    }
    assert details("cmf.failed", names="-") == {"short": []}
    for text in ("P01", "P01=", "P01=1.5", "=3"):
        assert refused("cmf.failed", names=text) == [("form_unreadable", "names")]


def test_whether_a_call_reached_somebody_is_one_of_two_words():
    """Reached or not; a word of another list is told."""
    assert details("phone.called", participant="P01", choice="到達 reached")["reached"] is True
    assert details("phone.called", participant="P01", choice="not_reached")["reached"] is False
    assert refused("phone.called", participant="P01", choice="maybe") == [("form_unreadable", "choice")]


def test_a_column_that_the_fact_does_not_ask_for_is_told():
    """A cell filled by mistake is no silent extra: the finding names fact, column, and what is asked for."""
    found = details_of(forms()["otc.failed"], {"participant": "P01"}).findings
    assert [(each.code, each.place.column) for each in found] == [("form_not_asked", "participant")]
    assert dict(found[0].details)["asked"] == "-"
    assert dict(details_of(forms()["participant.reported"], {"clause": "x"}).findings[0].details)["asked"] == (
        "participant"
    )


def test_what_a_fact_asks_for_is_told_in_the_order_of_the_form():
    """Column, whether it must be filled, and the words that it may say."""
    assert list(asked_for(forms()["notice.sent"])) == [
        ("participant", False, ()),
        ("choice", True, ("information_list", "list_of_message", "telephone", "email", "separate_contact")),
        ("clause", True, ()),
    ]
    assert list(asked_for(forms()["cmf.recovered"])) == []


def test_a_departure_offers_items_and_what_may_apply_to_them():
    """Its two details are texts of the plan's own closed lists."""
    form = forms()["principle.departed"]
    assert allowed(form, "choice") == ("settlement_price", "margin", "intraday")
    assert "renotified" in allowed(form, "more")
    assert allowed(form, "reference") == ()


@pytest.mark.parametrize("column", [name for name in CLOSED if name != "clause"])
def test_every_word_that_a_fact_may_say_is_offered_once(column):
    """The list of a column holds the words of all facts that use it."""
    wanted = {word for form in offered() if column in form.fields for word in allowed(form, column)}
    assert set(choices(column)) == wanted
    assert len(choices(column)) == len(wanted)


def test_a_detail_that_no_column_carries_is_told_at_the_fact():
    """What the plan misses of a fact without such a column stands beside the fact itself."""
    form = forms()["participant.outage"]
    assert (form.column_of("affects"), form.column_of("reference")) == ("more", "what")


@pytest.mark.parametrize("form", offered(), ids=lambda form: form.what)
def test_a_line_filled_as_it_asks_is_a_fact_of_the_plan(form):
    """With the first word of each list, and a text in every other column, the plan finds nothing wrong."""
    texts = {"names": {"version": "1", "short": "P01=5", "instruments": "AA", "id": "#1"}, "clause": "CP-2.2.1"}
    cells = {}
    for column, _, listed in asked_for(form):
        told = texts.get(column, "P01")
        cells[column] = listed[0] if listed else told[form.fields[column]] if isinstance(told, dict) else told
    row = {"at": datetime.fromisoformat("2026-11-20T15:00:00+09:00"), "what": form.what, **details(form.what, **cells)}
    named = {"at": row["at"], "what": "otc.failed", "id": "#1"}  # what a retraction takes back
    assert list(fact_findings([row, named], lines_of(""), source="", day=date(2026, 11, 20))) == []
