import pytest
from days_of_facts import ask, due, fact, moment, read

from calc.days.business_day import tokyo
from calc.days.cutoff import iso
from calc.plan.evaluate import plan_of

SIX = ["landline", "disaster_priority_phone", "mobile", "email", "fax", "target_jscc_site"]


def rows(at, clause, *facts, **keys):
    """Return the open duties of a clause, as JSON."""
    return [row for row in ask(at, *facts, **keys)["due"] if row["clause"] == clause]


def sent(at, clause, channel="information_list", **details):
    """Return a notice sent."""
    return fact(at, "notice.sent", clause=clause, channel=channel, **details)


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


def test_what_is_down_again_is_pointed_to_again():
    """An incident points to CP-3.3.1 while the CMF terminal is down, also for the second time."""
    failed, back = (lambda at: fact(at, "cmf.failed", short=[])), fact("10:30", "cmf.recovered")
    touched = {
        at: plan_of(read(failed("10:00"), back, failed("11:00")), moment(at), calendar=tokyo()).touched
        for at in ("10:10", "10:40", "11:10")
    }
    assert {at: "cmf.failed" in each for at, each in touched.items()} == {"10:10": True, "10:40": False, "11:10": True}


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
