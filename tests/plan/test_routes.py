from days_of_facts import ask, due, fact

REPORT, MAIL, PROXY = ("CP-1.1.b.2", "report"), ("CP-1.1.b.3", "mail"), ("CP-1.1.b.4", "proxy_entry")


def told(at, what, participant="P01", **details):
    """Return a participant's fact."""
    return fact(at, f"participant.{what}", participant=participant, **details)


def outage(at, connection, affects="quotes", participant="P01"):
    """Return a participant's outage."""
    return told(at, "outage", participant, connection=connection, affects=affects)


def route(at, *facts):
    """Return the first participant's quote route."""
    return ask(at, *facts)["participants"]["P01"]["quotes"]


def owed(at, *facts):
    """Return the participant's duties as (clause, what)."""
    return {(clause, what) for clause, what, participant in due(at, *facts) if participant == "P01"}


def test_who_is_not_in_trouble_is_not_listed():
    """Only participants with an open outage have routes."""
    assert ask("14:00", participants=["P01"])["participants"] == {}
    assert set(ask("14:00", outage("13:00", "tool", participant="P02"))["participants"]) == {"P02"}


def test_a_direct_user_that_has_not_chosen_owes_nothing_yet():
    """Before it chooses, a direct user has both ways and none of the duties of b."""
    said = route("14:00", outage("13:00", "direct"))
    assert said["routes"] == ["tool", "email"]
    assert (said["report_by"], said["mail_from"]) == ("2026-11-20T15:15:00+09:00",) * 2
    assert owed("14:00", outage("13:00", "direct")) == set()


def test_who_is_not_bound_to_report_is_not_late():
    """A direct user that has not chosen is late only when its outage itself came after 15:15."""
    assert not route("15:20", outage("14:00", "direct"))["late"]
    assert route("15:20", outage("15:16", "direct"))["late"]
    assert route("15:20", outage("14:00", "direct"), told("14:10", "route_chosen", route="email"))["late"]


def test_the_tool_alone_has_no_deadlines():
    """With the tool chosen there is neither a report nor a mail to time."""
    said = route("15:20", outage("13:00", "direct"), told("13:10", "route_chosen", route="tool"))
    assert said == {"routes": ["tool"], "report_by": None, "mail_from": None, "late": False}


def test_the_last_choice_counts():
    """A participant may change its mind."""
    facts = [
        outage("13:00", "direct"),
        told("13:10", "route_chosen", route="email"),
        told("13:20", "route_chosen", route="tool"),
    ]
    assert route("13:15", *facts)["routes"] == ["email"]
    assert route("13:25", *facts)["routes"] == ["tool"]
    assert owed("13:25", *facts) == set()


def test_a_tool_user_cannot_choose_its_broken_tool():
    """The tool is no way out for whom it is the trouble."""
    assert route("13:30", outage("13:00", "tool"), told("13:10", "route_chosen", route="tool"))["routes"] == ["email"]


def test_duties_of_mail_open_when_it_is_the_route():
    """A direct user owes report and mail from the moment its tool fails or it chooses e-mail."""
    facts = [outage("13:00", "direct"), told("13:40", "tool_unavailable")]
    rows = {row["clause"]: row for row in ask("14:00", *facts)["due"] if row["participant"] == "P01"}
    assert rows["CP-1.1.b.2"]["from"] == "2026-11-20T13:40:00+09:00"
    assert rows["CP-1.1.b.2"]["overdue_from"] == "2026-11-20T13:50:00+09:00"
    assert rows["CP-1.1.b.3"]["from"] == "2026-11-20T15:15:00+09:00"
    chosen = [
        outage("13:00", "direct"),
        told("13:20", "route_chosen", route="email"),
        told("13:40", "tool_unavailable"),
    ]
    rows = {row["clause"]: row for row in ask("14:00", *chosen)["due"] if row["participant"] == "P01"}
    assert rows["CP-1.1.b.2"]["from"] == "2026-11-20T13:20:00+09:00"


def test_a_choice_taken_back_does_not_open_the_duties():
    """When e-mail was chosen, then the tool, and the tool fails, the duties open with the failure."""
    facts = [
        outage("13:00", "direct"),
        told("13:20", "route_chosen", route="email"),
        told("13:30", "route_chosen", route="tool"),
        told("13:40", "tool_unavailable"),
    ]
    (row,) = [row for row in ask("14:00", *facts)["due"] if row["clause"] == "CP-1.1.b.2"]
    assert row["from"] == "2026-11-20T13:40:00+09:00"


def test_a_tool_known_broken_beforehand_leaves_mail_at_once():
    """When the tool was unusable before the outage, e-mail is the route from the outage on."""
    facts = [told("12:00", "tool_unavailable"), outage("13:00", "direct")]
    (row,) = [row for row in ask("13:30", *facts)["due"] if row["clause"] == "CP-1.1.b.2"]
    assert row["from"] == "2026-11-20T13:00:00+09:00"


def test_a_report_before_the_route_was_mail_serves():
    """Who reported the failure at once need not report again when the tool fails too."""
    facts = [outage("13:00", "direct"), told("13:05", "reported"), told("13:40", "tool_unavailable")]
    assert REPORT not in owed("14:00", *facts)
    assert MAIL in owed("14:00", *facts)


def test_a_report_with_the_outage_serves():
    """A report recorded at the very instant of the outage is a report of it."""
    assert REPORT not in owed("14:00", outage("13:00", "tool"), told("13:00", "reported"))


def test_the_report_names_its_two_means():
    """The plan names no means for the report: telephone and e-mail are both offered, with G10."""
    (row,) = [row for row in ask("14:00", outage("13:00", "tool"))["due"] if row["clause"] == "CP-1.1.b.2"]
    assert (row["gap"], row["means"], row["by"]) == ("G10", ["telephone", "email"], "2026-11-20T15:15:00+09:00")


def test_an_outage_after_the_report_time_opens_at_once():
    """After 15:15 report and mail are due from the outage, and shown late."""
    rows = {row["clause"]: row for row in ask("15:40", outage("15:30", "tool"))["due"] if row["participant"] == "P01"}
    assert rows["CP-1.1.b.3"]["from"] == "2026-11-20T15:30:00+09:00"
    assert route("15:40", outage("15:30", "tool"))["late"]


def test_the_boundary_setting_holds_for_the_report_too():
    """With the exclusive boundary a report at 15:15:00 is late."""
    facts = [outage("14:00", "tool"), told("15:15", "reported")]
    assert not route("15:20", *facts)["late"]
    late = ask("15:20", *facts, settings={"boundary_inclusive": False})["participants"]["P01"]["quotes"]["late"]
    assert late


def test_the_window_ends_what_is_left_to_do():
    """The quote window's close is the deadline of mail and proxy entry, and nothing moves it."""
    facts = [outage("14:00", "tool"), told("15:16", "quotes_mailed")]
    rows = {row["clause"]: row for row in ask("15:20", *facts, settings={"quote_window_close": "15:40"})["due"]}
    assert rows["CP-1.1.b.4"]["by"] == "2026-11-20T15:40:00+09:00"
    rows = {row["clause"]: row for row in ask("15:15", facts[0], settings={"quote_window_close": "15:40"})["due"]}
    assert rows["CP-1.1.b.3"]["by"] == "2026-11-20T15:40:00+09:00"


def test_an_early_mail_neither_serves_nor_opens_the_entry():
    """A mail before 15:15 leaves the mail due and opens no proxy entry; a later one does both."""
    early = [outage("14:00", "tool"), told("15:00", "quotes_mailed")]
    assert owed("15:20", *early) >= {MAIL}
    assert PROXY not in owed("15:20", *early)
    again = [*early, told("15:18", "quotes_mailed")]
    assert PROXY in owed("15:20", *again)
    assert MAIL not in owed("15:20", *again)


def test_an_entry_before_the_mail_does_not_count():
    """JSCC keys the quotes it has received, not earlier ones."""
    facts = [outage("14:00", "tool"), told("15:16", "quotes_proxied"), told("15:18", "quotes_mailed")]
    assert PROXY in owed("15:20", *facts)


def test_recovery_ends_everything_and_the_next_outage_begins_anew():
    """After a recovery neither the broken tool nor the choice of before counts."""
    facts = [
        outage("13:00", "direct"),
        told("13:10", "tool_unavailable"),
        told("13:30", "recovered"),
        outage("14:00", "direct"),
    ]
    assert ask("13:40", *facts)["participants"] == {}
    assert route("14:10", *facts)["routes"] == ["tool", "email"]


def test_quotes_and_information_are_apart():
    """One participant may have both kinds of trouble, each with its own route."""
    facts = [outage("13:00", "direct"), outage("13:05", "direct", "information"), told("13:10", "tool_unavailable")]
    said = ask("13:20", *facts)["participants"]["P01"]
    assert said["quotes"]["routes"] == ["email"]
    assert said["information"] == {"routes": ["consult"]}


def test_a_second_outage_of_the_same_kind_changes_the_connection():
    """A direct user that went over to the tool and fails there too is a tool user now."""
    facts = [outage("13:00", "direct"), outage("14:00", "tool")]
    assert route("13:30", *facts)["routes"] == ["tool", "email"]
    assert route("14:10", *facts)["routes"] == ["email"]
    (row,) = [row for row in ask("14:10", *facts)["due"] if row["clause"] == "CP-1.1.b.2"]
    assert row["from"] == "2026-11-20T14:00:00+09:00"
