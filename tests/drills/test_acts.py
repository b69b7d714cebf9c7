"""The acts of a reference run: each leaves what the desk's own use case leaves, and no other."""

from datetime import date, time

import pytest

from addin.drills.acts import ACTS
from addin.drills.acts_continuity import CONTINUITY
from addin.drills.play import played
from addin.drills.script_read import words_of

QUOTES = [
    ["business_date", "participant", "instrument", "bid_bp", "offer_bp", "as_of"],
    ["2026-11-20", "P01", "ITXJS4606", "58.25", "59.75", "2026-11-20T15:16:00+09:00"],
]
OUTAGE = {
    "do": "fact",
    "what": "participant.outage",
    "participant": "P01",
    "connection": "tool",
    "affects": "information",
}
CONSULT = {"do": "consult", "participant": "P01", "item": "settlement_prices", "response": "mail", "with": "OTC"}
STORM = {"cause": "storm_flood", "results": ["building"], "own_damage": True, "external_damage": False, "severe": False}


@pytest.fixture
def left(small, tmp_path):
    """Return a function that plays acts, a minute apart from 16:00, and gives kind and content of what they leave."""

    def of(*acts):
        actions = [{"at": time(16, n), **act} for n, act in enumerate(acts)]
        made = played(small(actions=actions), tmp_path / "drill")
        assert made.refused == ()
        return [(each.kind, each.body) for each in made.entries[2:]]

    return of


def test_every_act_has_its_words():
    """What a script may do is what the report can name, no more and no less."""
    assert set(words_of("act")) == {*ACTS, *CONTINUITY}


def test_a_notice_goes_by_its_clauses_channel(left):
    """Without a channel of its own an announcement is on the Information List."""
    ((kind, body),) = left({"do": "notice", "clause": "CP-1.3.3"})
    assert (kind, body["what"], body["details"]["channel"]) == ("fact.recorded", "notice.sent", "information_list")


def test_a_notice_may_go_another_way(left):
    """While the terminal is down the script names the mail."""
    ((_, body),) = left({"do": "notice", "clause": "CP-1.3.3", "channel": "email"})
    assert body["details"]["channel"] == "email"


def test_a_call_is_one_fact_a_participant(left):
    """Two participants called are two facts of the same instant."""
    made = left({"do": "call", "clause": "CP-2.1.R1", "participants": ["P01", "P02"]})
    assert [body["details"]["participant"] for _, body in made] == ["P01", "P02"]
    assert {body["what"] for _, body in made} == {"phone.called"}


def test_what_happened_earlier_is_dated_then_and_known_now(left):
    """A fact learned late has both of its instants."""
    ((_, body),) = left({"do": "fact", "what": "price.failed", "happened": time(15, 55)})
    assert (body["at"][11:16], body["details"]["known_at"][11:16]) == ("15:55", "16:00")


def test_a_ruling_is_recorded_for_every_item(left):
    """The plan's decisions on price, margin and intraday margin go into the record together."""
    made = left({"do": "fact", "what": "price.failed"}, {"do": "rule"})
    ruled = {body["item"]: body["ruling"]["clause"] for kind, body in made if kind == "plan.ruled"}
    assert ruled == {"settlement_price": "CP-1.3.1", "margin": "CP-2.1.2.a", "intraday": "CP-3.1.2.c"}


def test_a_hearing_is_a_contact_and_a_fact(left):
    """Each participant heard is in the contact log and in the plan's facts."""
    made = left({"do": "hear", "heard": {"P01": "58-60", "P02": "57-59"}})
    assert [body["heard"] for kind, body in made if kind == "hearing.contact"] == ["58-60", "57-59"]
    assert [body["what"] for kind, body in made if kind == "fact.recorded"] == ["phone.called", "notice.sent"] * 2


def test_what_was_agreed_with_jscc_is_recorded(left):
    """A consultation needs the outage before it, and names whom it was with."""
    made = left(OUTAGE, CONSULT)
    assert [body["with"] for kind, body in made if kind == "information.consulted"] == ["OTC"]


def test_one_person_alone_may_release_a_file(left, tmp_path):
    """Declared alone, the officer's file is made under a drill's name and lies among the released ones."""
    made = left({"do": "alone", "reason": "nobody else"}, {"do": "export", "template": "quotes_proxy", "rows": QUOTES})
    assert next(kind for kind, _ in made) == "solo.declared"
    assert "export.released" in [kind for kind, _ in made]
    released = tmp_path / "drill" / "out" / "2026-11-20" / "released"
    assert (released / "DRILL_quotes_proxy_20261120.csv.drill").exists()


def test_an_incident_is_told_of_and_told_again(left):
    """Declared, then reclassified: two facts of the plan."""
    made = left(
        {"do": "incident", "told": "declared", **STORM}, {"do": "incident", "told": "reclassified", "severe": True}
    )
    assert [body["what"] for _, body in made] == ["incident.declared", "incident.reclassified"]


@pytest.mark.parametrize(
    ("act", "kind"),
    [
        ({"do": "contact", "name": "B", "role": "fund_settlement_bank", "means": {"landline": "1"}}, "contact"),
        ({"do": "try", "contact": "B", "means": "landline"}, "try"),
        ({"do": "poll", "body": "B", "status": "ok"}, "poll"),
        ({"do": "shift", "day": date(2026, 11, 20), "people": ["SK"]}, "shift"),
        ({"do": "mover", "task": "T", "person": "SK"}, "mover"),
        ({"do": "absent", "person": "SK"}, "absence"),
        ({"do": "service", "service": "settlement", "state": "running", "note": "n"}, "service"),
        ({"do": "step", "step": "headquarters"}, "step"),
        ({"do": "centre", "word": "unusable", "reason": "r"}, "centre"),
        ({"do": "decide", "what": "w", "reason": "r"}, "decision"),
        ({"do": "seen", "clause": "BCP-4.2", "note": "n"}, "drill"),
    ],
)
def test_each_word_of_the_continuity_plan_fills_its_register(left, act, kind):
    """One act, one entry of its kind, at the act's instant."""
    ((made, body),) = left(act)
    assert (made, body["at"]) == (f"continuity.{kind}", "2026-11-20T16:00:00+09:00")


def test_a_standing_duty_is_seen_to_in_the_register_of_its_clause(left):
    """The script names the clause alone."""
    ((_, body),) = left({"do": "seen", "clause": "CP-1.1.a.R1", "note": "n"})
    assert (body["said"]["register"], body["said"]["clauses"]) == ("tool_environment", ["CP-1.1.a.R1"])
