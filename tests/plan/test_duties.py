import pytest
from days_of_facts import ask, due, fact, moment, read

from calc.days.business_day import tokyo
from calc.days.cutoff import iso
from calc.plan.evaluate import plan_of

SIX = ["landline", "disaster_priority_phone", "mobile", "email", "fax", "target_jscc_site"]
UPLOADED = fact("18:30", "margin.uploaded")
FLAGGED = fact("18:40", "margin.flagged")
PARTICIPANT = {"role": "participant", "participants": ["P01"]}


def rows(at, clause, *facts, **keys):
    """Return the open duties of a clause, as JSON."""
    return [row for row in ask(at, *facts, **keys)["due"] if row["clause"] == clause]


def missed(at, *facts, **keys):
    """Return the missed duties as (clause, what, participant)."""
    return [(row["clause"], row["what"], row["participant"]) for row in ask(at, *facts, **keys)["missed"]]


def sent(at, clause, channel="information_list", **details):
    """Return a notice sent."""
    return fact(at, "notice.sent", clause=clause, channel=channel, **details)


def received(at, clause, **details):
    """Return a notice received."""
    return fact(at, "notice.received", clause=clause, channel="information_list", **details)


def outage(at="14:00", connection="tool", affects="quotes", participant="P01"):
    """Return a participant's outage."""
    return fact(at, "participant.outage", participant=participant, connection=connection, affects=affects)


def test_a_row_has_the_contracts_shape():
    """A duty says clause, what, channel, whom, by whom, whose it is, its three instants, its gap and other means."""
    (row,) = rows("18:50", "CP-2.2.1", UPLOADED, FLAGGED)
    assert row == {
        "clause": "CP-2.2.1",
        "what": "notice",
        "channel": "information_list",
        "participant": None,
        "by_whom": "clearing_house",
        "mode": "do",
        "from": "2026-11-20T18:40:00+09:00",
        "by": "2026-11-20T19:00:00+09:00",
        "overdue_from": "2026-11-20T18:50:00+09:00",
        "gap": None,
        "means": [],
    }


def test_the_grace_is_a_setting():
    """A duty is overdue from the instant it opened, by its own time, plus the grace the desk has set."""
    (row,) = rows("18:50", "CP-2.2.1", UPLOADED, FLAGGED, settings={"notice_grace_minutes": 3})
    assert row["overdue_from"] == "2026-11-20T18:43:00+09:00"
    (row,) = rows("19:00", "CP-2.2.1", UPLOADED, fact("18:40", "margin.flagged", known_at="18:58"))
    assert row["overdue_from"] == "2026-11-20T18:50:00+09:00"


def test_uploads_and_decisions_have_no_channel():
    """An upload and a decision are acts at JSCC's own desk."""
    computed = fact("18:30", "margin.computed")
    assert [row["channel"] for row in rows("18:35", "CP-2.1.2.b", computed)] == [None]
    assert [row["channel"] for row in rows("18:50", "CP-2.2.R2", UPLOADED, FLAGGED)] == [None]


def test_duties_stand_in_order_of_time_and_plan():
    """Rows are sorted by the instant they opened, then by the plan's order, then by participant."""
    said = ask("18:05", fact("16:00", "price.failed"), participants=["P02", "P01"])["due"]
    opened = [row["from"] for row in said]
    assert opened == sorted(opened)
    assert [row["participant"] for row in said if row["clause"] == "CP-1.3.R2"] == ["P01", "P02"]


def test_an_upload_of_all_three_closes_the_upload():
    """The upload stays due until initial margin, variation margin and clearing fund are all uploaded."""
    computed = fact("18:30", "margin.computed")
    part = fact("18:35", "margin.uploaded", measures=["im", "vm"])
    rest = fact("18:45", "margin.uploaded", measures=["clearing_fund"])
    assert ("CP-2.1.2.b", "upload", None) in due("18:40", computed, part)
    assert ("CP-2.1.2.b", "upload", None) not in due("18:50", computed, part, rest)
    (row,) = rows("18:50", "CP-2.1.2.b", computed, part, rest)
    assert (row["what"], row["from"]) == ("notice", iso(moment("18:45")))


def test_a_renotification_or_an_order_ends_the_upload():
    """What takes the place of the computed amounts makes their upload needless."""
    computed = fact("18:30", "margin.computed")
    order = fact("18:50", "margin.previous_day_ordered", reference="R", second_person="B")
    assert ("CP-2.1.2.b", "upload", None) in due("18:45", computed, FLAGGED)
    assert ("CP-2.1.2.b", "upload", None) not in due("18:55", computed, FLAGGED, fact("18:50", "margin.renotified"))
    assert ("CP-2.1.2.b", "upload", None) not in due("18:55", computed, FLAGGED, order)


def test_a_late_result_asks_for_no_upload():
    """After the fallback was announced a late result is information and opens no duty."""
    assert not rows("19:20", "CP-2.1.2.b", fact("19:10", "margin.computed"))


def test_a_notice_sent_at_its_very_instant_does_not_count():
    """A notice is sent after what it announces, not with it."""
    assert ("CP-2.2.1", "notice", None) in due("18:50", UPLOADED, FLAGGED, sent("18:40", "CP-2.2.1"))
    assert ("CP-2.2.1", "notice", None) not in due("18:50", UPLOADED, FLAGGED, sent("18:40:01", "CP-2.2.1"))


def test_another_clauses_notice_does_not_count():
    """A notice is closed by its own clause and channel alone."""
    assert ("CP-2.2.1", "notice", None) in due("18:50", UPLOADED, FLAGGED, sent("18:45", "CP-2.1.2.b"))
    assert ("CP-2.2.1", "notice", None) in due("18:50", UPLOADED, FLAGGED, sent("18:45", "CP-2.2.1", "telephone"))


def test_a_notice_received_closes_the_row_too():
    """Whether JSCC says it sent it or a participant says it came, the row is closed."""
    assert ("CP-2.2.1", "notice", None) not in due("18:50", UPLOADED, FLAGGED, received("18:45", "CP-2.2.1"))
    by_one = received("18:45", "CP-2.2.1", participant="P01")
    assert ("CP-2.2.1", "notice", None) not in due("18:50", UPLOADED, FLAGGED, by_one)


def test_a_notice_sent_too_late_stays_missed():
    """What was overtaken unsent is missed, even if somebody sends it afterwards."""
    assert ("CP-2.1.2.a", "notice", None) in missed("19:10", sent("19:05", "CP-2.1.2.a"))
    assert ("CP-2.1.2.a", "notice", None) not in missed("19:10", sent("18:05", "CP-2.1.2.a"))


def test_the_upload_notice_is_overtaken_by_the_error_notice():
    """A later notice of the same item overtakes an unsent one."""
    assert ("CP-2.1.2.b", "notice", None) in due("18:35", UPLOADED, FLAGGED)
    assert ("CP-2.1.2.b", "notice", None) in missed("18:45", UPLOADED, FLAGGED)
    late = fact("19:10", "margin.flagged")
    assert ("CP-2.1.2.b", "notice", None) in due("19:15", UPLOADED, late)


@pytest.mark.parametrize("answer", ["confirmed", "renotified", "previous_day_ordered"])
def test_each_answer_makes_an_unsent_error_notice_missed(answer):
    """Confirmation, renotification and order each end what the error notice had to say."""
    details = {"reference": "R", "second_person": "B"} if answer == "previous_day_ordered" else {}
    assert ("CP-2.2.1", "notice", None) in missed(
        "18:55", UPLOADED, FLAGGED, fact("18:50", f"margin.{answer}", **details)
    )


def test_a_flag_after_an_answer_is_announced_anew():
    """Flagged again after a renotification, the error is a new one to announce."""
    facts = [
        UPLOADED,
        FLAGGED,
        sent("18:42", "CP-2.2.1"),
        fact("18:45", "margin.renotified"),
        fact("18:50", "margin.flagged"),
    ]
    (row,) = rows("18:55", "CP-2.2.1", *facts)
    assert row["from"] == iso(moment("18:50"))
    assert ("CP-2.2.R2", "decide", None) in due("18:55", *facts)


def test_a_second_flag_of_the_same_suspicion_is_no_new_notice():
    """Flagged twice without an answer between, one notice is enough."""
    facts = [UPLOADED, FLAGGED, sent("18:42", "CP-2.2.1"), fact("18:50", "margin.flagged")]
    assert not rows("18:55", "CP-2.2.1", *facts)


def test_contacts_recur_with_each_ruling():
    """A contact made for the 18:00 notice does not serve the fallback of 19:00."""
    called = fact("18:05", "phone.called", participant="P01")
    assert ("CP-2.1.R1", "contact", "P01") not in due("18:30", called, participants=["P01", "P02"])
    assert ("CP-2.1.R1", "contact", "P02") in due("18:30", called, participants=["P01", "P02"])
    assert ("CP-2.1.R1", "contact", "P01") in due("19:00:01", called, participants=["P01", "P02"])


def test_a_contact_to_nobody_in_particular_serves_all():
    """A separate contact recorded without a participant, or a call where none is listed, closes the row."""
    everyone = sent("18:05", "CP-2.1.R1", "separate_contact")
    assert not [row for row in due("18:10", everyone, participants=["P01", "P02"]) if row[0] == "CP-2.1.R1"]
    assert not [row for row in due("18:10", fact("18:05", "phone.called", participant="P09")) if row[0] == "CP-2.1.R1"]


def test_a_call_about_something_else_is_no_contact():
    """A call that names a clause serves that clause alone."""
    called = fact("18:05", "phone.called", participant="P01", clause="CP-3.3.2")
    assert ("CP-2.1.R1", "contact", "P01") in due("18:10", called, participants=["P01"])


def test_with_the_terminal_down_notices_carry_the_gap_and_the_means():
    """While the OTC terminal is down each notice through it shows G17 and the six means; a contact does not."""
    down = fact("17:00", "otc.failed")
    (row,) = rows("18:05", "CP-2.1.2.a", down)
    assert (row["gap"], row["means"]) == ("G17", SIX)
    (contact,) = rows("18:05", "CP-2.1.R1", down)
    assert (contact["gap"], contact["means"]) == (None, [])
    (row,) = rows("18:05", "CP-2.1.2.a", down, fact("17:30", "otc.recovered"))
    assert (row["gap"], row["means"]) == (None, [])


@pytest.mark.parametrize("channel", ["telephone", "email", "separate_contact"])
def test_with_the_terminal_down_other_means_will_do(channel):
    """Telephone, e-mail and separate contact close a notice sent while the terminal was down, also after it is back."""
    down, back = fact("17:00", "otc.failed"), fact("18:20", "otc.recovered")
    said = sent("18:05", "CP-2.1.2.a", channel)
    assert ("CP-2.1.2.a", "notice", None) not in due("18:10", down, said)
    assert ("CP-2.1.2.a", "notice", None) not in due("18:30", down, said, back)
    assert ("CP-2.1.2.a", "notice", None) in due("18:30", down, back, sent("18:25", "CP-2.1.2.a", channel))


def test_the_terminal_failing_again_is_down_again():
    """A recovery ends only the failures before it."""
    again = [fact("16:00", "otc.failed"), fact("16:30", "otc.recovered"), fact("17:00", "otc.failed")]
    assert rows("18:05", "CP-2.1.2.a", *again)[0]["gap"] == "G17"


def test_messages_go_through_the_terminal_too():
    """The List of Message is on the OTC terminal: with it down the message carries G17, and e-mail will do."""
    facts = [
        fact("13:50", "otc.failed"),
        fact("14:00", "cmf.failed", short=[{"participant": "P01", "amount": 5}]),
        fact("14:05", "phone.called", participant="P01"),
    ]
    (row,) = rows("14:10", "CP-3.3.1", *facts)
    assert (row["gap"], row["channel"], row["what"]) == ("G17", "list_of_message", "message")
    mailed = sent("14:08", "CP-3.3.1", "email", participant="P01")
    assert not rows("14:10", "CP-3.3.1", *facts, mailed)
    assert rows("14:10", "CP-3.3.1", *facts, sent("14:08", "CP-3.3.1", "email", participant="P02"))


def test_a_message_comes_due_just_after_the_call():
    """At the very instant of the call the message is not yet due."""
    facts = [
        fact("14:00", "cmf.failed", short=[{"participant": "P01", "amount": 5}]),
        fact("14:05", "phone.called", participant="P01", clause="CP-3.3.2"),
    ]
    assert not rows("14:05", "CP-3.3.1", *facts)
    assert rows("14:05:01", "CP-3.3.1", *facts)[0]["from"] == iso(moment("14:05"))


def test_the_last_told_shortfall_counts():
    """A second list corrects the first: nobody is told a shortfall it no longer has, and who is new is called."""
    first = fact("14:00", "cmf.failed", short=[{"participant": "P01", "amount": 5}])
    second = fact(
        "14:10", "cmf.failed", short=[{"participant": "P01", "amount": 0}, {"participant": "P02", "amount": 7}]
    )
    assert [row["participant"] for row in rows("14:20", "CP-3.3.2", first, second)] == ["P02"]
    plan = plan_of(read(first, second), moment("14:20"), calendar=tokyo())
    assert [row.amount for row in plan.due if row.clause == "CP-3.3.2"] == [7]


def test_a_new_failure_after_recovery_opens_calls_anew():
    """A call made for an earlier failure does not serve the next."""
    short = [{"participant": "P01", "amount": 5}]
    facts = [
        fact("14:00", "cmf.failed", short=short),
        fact("14:05", "phone.called", participant="P01"),
        fact("14:30", "cmf.recovered"),
        fact("15:00", "cmf.failed", short=short),
    ]
    assert due("14:40", *facts)[-1][0] != "CP-3.3.2"
    assert ("CP-3.3.2", "call", "P01") in due("15:10", *facts)


def test_the_mode_is_whose_duty_it_is():
    """What one's own side has to do is `do`, the rest is `expect`."""
    modes = {
        row["clause"]: row["mode"]
        for row in ask("15:20", outage(), fact("15:16", "participant.quotes_mailed", participant="P01"))["due"]
    }
    assert (modes["CP-1.1.b.2"], modes["CP-1.1.b.4"]) == ("expect", "do")
    said = ask("15:20", outage(), fact("15:16", "participant.quotes_mailed", participant="P01"), **PARTICIPANT)["due"]
    modes = {row["clause"]: row["mode"] for row in said}
    assert (modes["CP-1.1.b.2"], modes["CP-1.1.b.4"]) == ("do", "expect")
    assert {row["by_whom"] for row in said if row["clause"] == "CP-1.1.b.2"} == {"P01"}


def test_silence_becomes_a_call_to_jscc():
    """On the participant's side an overdue notice becomes a telephone call to JSCC, strictly past the grace."""
    (row,) = rows("18:10", "CP-2.1.2.a", **PARTICIPANT)
    assert (row["what"], row["mode"], row["gap"]) == ("notice", "expect", None)
    (row,) = rows("18:10:01", "CP-2.1.2.a", **PARTICIPANT)
    assert (row["what"], row["mode"], row["gap"], row["channel"], row["by_whom"]) == (
        "call",
        "do",
        "G14",
        "telephone",
        "P01",
    )


def test_a_call_after_the_grace_closes_the_silence():
    """Having called JSCC the row is gone; an earlier call, or one that reached nobody, does not do."""
    called = {"participant": "P01"}
    assert not rows("18:20", "CP-2.1.2.a", fact("18:12", "phone.called", **called), **PARTICIPANT)
    assert rows("18:20", "CP-2.1.2.a", fact("18:09", "phone.called", **called), **PARTICIPANT)
    assert rows("18:20", "CP-2.1.2.a", fact("18:12", "phone.called", reached=False, **called), **PARTICIPANT)
    assert rows("18:20", "CP-2.1.2.a", fact("18:12", "phone.called", clause="CP-4.1", **called), **PARTICIPANT)


def test_the_clearing_house_is_not_told_to_call_itself():
    """JSCC's own overdue notice stays a notice."""
    assert [row["what"] for row in rows("18:30", "CP-2.1.2.a")] == ["notice"]


def test_among_several_participants_the_caller_is_just_the_participant():
    """When more than one participant is listed, the row does not guess which of them calls."""
    keys = {"role": "participant", "participants": ["P01", "P02"]}
    assert rows("18:20", "CP-2.1.2.a", **keys)[0]["by_whom"] == "participant"


def test_a_contact_overdue_is_still_a_contact():
    """Only notices turn into calls to JSCC."""
    assert [row["what"] for row in rows("18:30", "CP-2.1.R1", **PARTICIPANT)] == ["contact"]


def test_the_participants_side_waits_for_the_notice():
    """Until the notice of what applies is received the item is not confirmed; JSCC's own rulings are."""
    confirmed = lambda at, *facts, **keys: ask(at, *facts, **keys)["items"]["margin"]["confirmed"]  # noqa: E731
    assert confirmed("19:05")
    assert not confirmed("19:05", **PARTICIPANT)
    assert confirmed("19:05", received("19:03", "CP-2.1.2.c"), **PARTICIPANT)
    assert not confirmed("19:05", received("19:00", "CP-2.1.2.c"), **PARTICIPANT)
    assert not confirmed("19:05", received("18:03", "CP-2.1.2.a"), **PARTICIPANT)
    assert confirmed("18:05", received("18:03", "CP-2.1.2.a"), **PARTICIPANT)


def test_without_a_notice_in_the_plan_what_applies_is_enough():
    """Uploaded by 18:00 no notice is prescribed, so nothing is waited for; before any result nothing is confirmed."""
    confirmed = lambda at, *facts: ask(at, *facts, **PARTICIPANT)["items"]["margin"]["confirmed"]  # noqa: E731
    assert confirmed("18:30", fact("17:30", "margin.uploaded"))
    assert not confirmed("17:00")


def test_what_names_a_participant_opens_its_own_duties():
    """A flag of one participant's amount is announced to that participant alone, and decided for it."""
    facts = [fact("17:30", "margin.uploaded"), fact("18:40", "margin.flagged", participants=["P03"])]
    assert due("18:50", *facts)[-2:] == [("CP-2.2.1", "notice", "P03"), ("CP-2.2.R2", "decide", "P03")]
    assert not [row for row in due("18:50", *facts) if row[0] == "CP-2.2.1" and row[2] is None]
    assert due("18:50", *facts, sent("18:45", "CP-2.2.1", participant="P03"))[-1] == ("CP-2.2.R2", "decide", "P03")
    assert ("CP-2.2.1", "notice", "P03") in due("18:50", *facts, sent("18:45", "CP-2.2.1", participant="P01"))


def test_duties_everybody_shares_are_shown_once():
    """What follows for all does not stand again for a participant that some fact names."""
    facts = [fact("18:30", "margin.uploaded"), fact("18:50", "margin.confirmed", participants=["P03"])]
    assert [row for row in due("18:55", *facts) if row[0] == "CP-2.1.2.b"] == [("CP-2.1.2.b", "notice", None)]


def test_a_participants_own_contact_is_its_own():
    """A late ruling of one participant asks for the contact to that one, whoever else is listed."""
    facts = [fact("17:30", "margin.uploaded", participants=["P01"])]
    contacts = [row for row in due("18:30", *facts, participants=["P01", "P02"]) if row[0] == "CP-2.1.R1"]
    assert contacts == [("CP-2.1.R1", "contact", "P01"), ("CP-2.1.R1", "contact", "P02")]
    late = fact("18:20", "margin.uploaded", participants=["P01"])
    contacts = [row for row in due("18:30", late, participants=["P01", "P02"]) if row[0] == "CP-2.1.R1"]
    assert contacts.count(("CP-2.1.R1", "contact", "P01")) == 2


def test_a_price_challenge_goes_through_margin():
    """The plan has no rule for a wrong price; an objection to one is decided as margin's, with G12."""
    challenged = fact("17:00", "participant.challenged", participant="P01", item="settlement_price")
    (row,) = rows("17:10", "CP-2.2.R1", challenged)
    assert (row["gap"], row["what"], row["participant"]) == ("G12", "decide", "P01")
    both = fact("17:00", "participant.challenged", participant="P01", item="margin")
    assert [row["gap"] for row in rows("17:10", "CP-2.2.R1", challenged, both)] == [None, "G12"]


def test_a_second_challenge_needs_a_second_answer():
    """An answer serves the objections before it."""
    facts = [
        fact("17:00", "participant.challenged", participant="P01", item="margin"),
        fact("17:10", "margin.flagged"),
        fact("17:20", "participant.challenged", participant="P01", item="margin"),
    ]
    assert not rows("17:15", "CP-2.2.R1", *facts)
    assert rows("17:25", "CP-2.2.R1", *facts)


def test_the_price_notice_recurs_when_another_failure_is_told():
    """A failure after a recovery is announced anew; a failure told twice is not."""
    first, told = fact("15:00", "price.failed"), sent("15:05", "CP-1.3.3")
    assert not rows("16:10", "CP-1.3.3", first, told, fact("16:00", "price.failed"))
    assert rows("16:10", "CP-1.3.3", first, told, fact("15:30", "price.recovered"), fact("16:00", "price.failed"))


def test_each_price_jscc_sets_is_announced():
    """A second price set by JSCC is a new handling, though the clause is the same."""
    set_twice = [fact(at, "price.set_by_jscc", reference="R", second_person="B") for at in ("15:10", "16:00")]
    facts = [fact("15:00", "price.failed"), *set_twice, sent("15:15", "CP-1.3.3")]
    assert not rows("15:30", "CP-1.3.3", *facts)
    assert [row["from"] for row in rows("16:10", "CP-1.3.3", *facts)] == [iso(moment("16:00"))]


def test_a_late_vendor_price_is_no_new_handling():
    """A vendor price that comes too late leaves the previous day's price, so there is nothing new to announce."""
    facts = [
        fact("15:00", "price.failed"),
        sent("15:05", "CP-1.3.3"),
        fact("17:00", "margin.computed"),
        fact("17:10", "price.received"),
    ]
    assert not rows("17:20", "CP-1.3.3", *facts)
    replaced = [*facts[:2], fact("16:00", "price.received")]
    assert [row["from"] for row in rows("16:10", "CP-1.3.3", *replaced)] == [iso(moment("16:00"))]


def test_an_instruments_failure_is_announced_for_the_price():
    """A failure that names instruments is announced once, without a participant."""
    failed = fact("15:00", "price.failed", instruments=["S46", "S45"])
    assert due("15:10", failed, participants=[])[-2:] == [("CP-1.3.3", "notice", None), ("CP-1.3.R2", "contact", None)]
    assert len(rows("15:10", "CP-1.3.3", failed)) == 1


def test_a_duty_nobody_owes_yet_is_not_shown():
    """At midnight nothing is due."""
    assert due("00:00:00") == []


def test_an_intraday_error_after_a_counting_renotification_is_announced_from_the_new_flag():
    """CP-3.2.4 is due from the flag that undid the renotification, not from 13:30."""
    facts = [
        fact("12:50", "intraday.uploaded"),
        fact("13:05", "intraday.flagged"),
        fact("13:15", "intraday.renotified"),
        fact("13:45", "intraday.flagged"),
    ]
    assert not rows("13:40", "CP-3.2.4", *facts)
    assert [row["from"] for row in rows("13:50", "CP-3.2.4", *facts)] == [iso(moment("13:45"))]


def test_a_late_renotification_is_not_announced():
    """A renotification past 13:30 changes nothing and has no notice."""
    facts = [
        fact("12:50", "intraday.uploaded"),
        fact("13:05", "intraday.flagged"),
        fact("13:40", "intraday.renotified"),
    ]
    assert not rows("13:50", "CP-3.2.2", *facts)
    assert rows("13:50", "CP-3.2.4", *facts)
