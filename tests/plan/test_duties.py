import pytest
from days_of_facts import ask, due, fact, moment

from calc.days.cutoff import iso

UPLOADED = fact("18:30", "margin.uploaded")
FLAGGED = fact("18:40", "margin.flagged")


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


def test_a_notice_is_overtaken_by_the_first_that_overtakes_it():
    """Overtaken by the upload, the 18:00 notice is missed even when it is sent before 19:00."""
    late = sent("18:45", "CP-2.1.2.a")
    assert ("CP-2.1.2.a", "notice", None) in missed("18:50", UPLOADED, late)
    assert ("CP-2.1.2.a", "notice", None) in missed("19:10", UPLOADED, late)


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
