from days_of_facts import ask, due, fact

PARTICIPANT = {"role": "participant", "participants": ["P01"]}


def rows(at, clause, *facts, **keys):
    """Return the open duties of a clause, as JSON."""
    return [row for row in ask(at, *facts, **keys)["due"] if row["clause"] == clause]


def sent(at, clause, channel="information_list", **details):
    """Return a notice sent."""
    return fact(at, "notice.sent", clause=clause, channel=channel, **details)


def received(at, clause, **details):
    """Return a notice received."""
    return fact(at, "notice.received", clause=clause, channel="information_list", **details)


def outage(at="14:00", connection="tool", affects="quotes", participant="P01"):
    """Return a participant's outage."""
    return fact(at, "participant.outage", participant=participant, connection=connection, affects=affects)


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
