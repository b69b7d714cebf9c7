from days_of_facts import ask_item, fact

MEASURES = ["im", "vm", "clearing_fund"]
UPLOADED = fact("18:30", "margin.uploaded")
FLAGGED = fact("18:40", "margin.flagged")


def rows_of(of, *figures, account="P01-H", **keys):
    """Return amounts of one set and account: initial margin, variation margin and clearing fund as far as given."""
    pairs = zip(MEASURES, figures, strict=False)
    return [{"set": of, "account": account, "measure": measure, "amount": each, **keys} for measure, each in pairs]


def amounts(item, at, *facts, **keys):
    """Return the amounts that apply to an item."""
    return ask_item(item, at, *facts, **keys)["amounts"]


def figures(*arguments, **keys):
    """Return the figures that apply to margin."""
    return [row["amount"] for row in amounts("margin", *arguments, **keys)]


def departed(at, applies):
    """Return a departure for margin."""
    return fact(at, "principle.departed", item="margin", applies=applies, reference="R", second_person="B")


def test_a_row_has_the_contracts_shape():
    """An amount says account, measure, figure, date, set, version, gap and chain."""
    (row, *_) = amounts("margin", "18:31", UPLOADED, amounts=rows_of("uploaded", 10, 20, 30))
    assert row == {
        "account": "P01-H",
        "measure": "im",
        "amount": 10,
        "date": "2026-11-20",
        "set": "uploaded",
        "version": 1,
        "gap": None,
        "chain": [],
    }


def test_while_nothing_applies_there_are_no_amounts():
    """Pending and ungoverned states show no amounts, for none applies."""
    known = rows_of("uploaded", 10, 20, 30) + rows_of("previous", 1, 2, 3)
    assert figures("18:00", amounts=known) == []
    assert figures("18:45", UPLOADED, FLAGGED, amounts=known) == []
    assert figures("19:30", UPLOADED, fact("19:10", "margin.flagged"), amounts=known) == []


def test_computed_but_not_uploaded_has_no_amounts():
    """Before the upload nobody knows the figures."""
    assert figures("18:45", fact("18:30", "margin.computed"), amounts=rows_of("uploaded", 10, 20, 30)) == []


def test_the_nth_upload_is_version_n():
    """A second upload in time is version 2, unless the fact says otherwise."""
    known = rows_of("uploaded", 10, 20, 30) + rows_of("uploaded", 11, 21, 31, version=2)
    known += rows_of("uploaded", 17, 27, 37, version=7)
    assert figures("18:31", UPLOADED, amounts=known) == [10, 20, 30]
    assert figures("18:50", UPLOADED, fact("18:45", "margin.uploaded"), amounts=known) == [11, 21, 31]
    assert figures("18:50", UPLOADED, fact("18:45", "margin.uploaded", version=7), amounts=known) == [17, 27, 37]


def test_an_upload_without_known_amounts_borrows_none():
    """When the second version's figures are not known, the first version's are not shown in their place."""
    assert figures("18:50", UPLOADED, fact("18:45", "margin.uploaded"), amounts=rows_of("uploaded", 10, 20, 30)) == []


def test_a_late_upload_leaves_the_amounts():
    """An upload after 19:00 is information: the version in time stays."""
    known = rows_of("uploaded", 10, 20, 30) + rows_of("uploaded", 11, 21, 31, version=2)
    assert figures("19:30", UPLOADED, fact("19:10", "margin.uploaded"), amounts=known) == [10, 20, 30]


def test_an_upload_after_the_cut_off_of_what_was_computed_before_counts():
    """What was computed by 19:00 may be uploaded afterwards, whole or in parts."""
    computed = fact("18:50", "margin.computed")
    assert figures("19:30", computed, fact("19:10", "margin.uploaded"), amounts=rows_of("uploaded", 10, 20, 30)) == [
        10,
        20,
        30,
    ]
    parts = [
        fact("19:10", "margin.uploaded", measures=["im"]),
        fact("19:20", "margin.uploaded", measures=["vm"], version=1),
    ]
    said = ask_item("margin", "19:30", computed, *parts, amounts=rows_of("uploaded", 10, 20, 30))
    assert [row["amount"] for row in said["amounts"]] == [10, 20]
    assert said["gap"] is None


def test_parts_come_from_their_own_uploads():
    """Each measure is taken from the last upload that holds it."""
    facts = [
        fact("18:10", "margin.uploaded"),
        fact("18:20", "margin.uploaded", measures=["vm"]),
    ]
    known = rows_of("uploaded", 10, 20, 30) + rows_of("uploaded", 11, 21, 31, version=2)
    assert figures("18:30", *facts, amounts=known) == [10, 21, 30]


def test_originally_notified_is_the_last_upload_before_the_flag():
    """What was uploaded after the flag is not what was originally notified."""
    known = rows_of("uploaded", 10, 20, 30) + rows_of("uploaded", 11, 21, 31, version=2)
    known += rows_of("uploaded", 12, 22, 32, version=3)
    facts = [UPLOADED, fact("18:35", "margin.uploaded"), FLAGGED, fact("18:50", "margin.uploaded")]
    assert figures("20:00:01", *facts, amounts=known) == [11, 21, 31]


def test_an_upload_with_the_flag_was_notified():
    """At one instant the upload comes before the flag."""
    known = rows_of("uploaded", 10, 20, 30)
    assert figures("20:00:01", fact("18:40", "margin.uploaded"), FLAGGED, amounts=known) == [10, 20, 30]


def test_the_last_renotification_in_time_counts():
    """Of two renotifications in time the later one applies; one too late does not."""
    known = rows_of("renotified", 10, 20, 30) + rows_of("renotified", 11, 21, 31, version=2)
    known += rows_of("renotified", 12, 22, 32, version=3)
    facts = [UPLOADED, FLAGGED, *(fact(at, "margin.renotified") for at in ("19:10", "19:50", "20:10"))]
    assert figures("19:30", *facts, amounts=known) == [10, 20, 30]
    assert figures("20:30", *facts, amounts=known) == [11, 21, 31]


def test_a_renotification_may_be_numbered_on_from_the_uploads():
    """Where the first renotification's figures stand as version 2, after one upload, they are found."""
    facts = [UPLOADED, FLAGGED, fact("18:50", "margin.renotified")]
    assert figures("18:55", *facts, amounts=rows_of("renotified", 11, 21, 31, version=2)) == [11, 21, 31]
    both = rows_of("renotified", 10, 20, 30) + rows_of("renotified", 11, 21, 31, version=2)
    assert figures("18:55", *facts, amounts=both) == [10, 20, 30]


def test_a_renotification_that_stands_in_for_the_result_gives_its_own_amounts():
    """With no result before it the renotification is the result, from its own set."""
    facts = [fact("18:50", "margin.renotified")]
    said = ask_item("margin", "18:55", *facts, amounts=rows_of("renotified", 10, 20, 30))
    assert (said["applies"], said["clause"]) == ("today", "CP-2.1.2.b")
    assert [row["amount"] for row in said["amounts"]] == [10, 20, 30]


def test_margin_takes_all_accounts():
    """End-of-day margin is of house and client accounts alike."""
    known = rows_of("uploaded", 1, 2, 3) + rows_of("uploaded", 4, 5, 6, account="P01-C", kind="client")
    said = amounts("margin", "18:31", UPLOADED, amounts=known)
    assert [row["account"] for row in said] == ["P01-C"] * 3 + ["P01-H"] * 3


def test_intraday_margin_takes_house_accounts_alone():
    """The intraday amount, and its fallback to yesterday's initial margin, are of house accounts alone."""
    today = [
        {"set": "uploaded", "account": "P01-H", "measure": "intraday_im", "amount": 9},
        {"set": "uploaded", "account": "P01-C", "measure": "intraday_im", "amount": 8, "kind": "client"},
    ]
    said = amounts("intraday", "13:10", fact("13:00", "intraday.uploaded"), amounts=today)
    assert [(row["account"], row["measure"], row["amount"]) for row in said] == [("P01-H", "intraday_im", 9)]
    yesterday = rows_of("previous", 1, 2, 3) + rows_of("previous", 4, 5, 6, account="P01-C", kind="client")
    yesterday.append({"set": "previous", "account": "P01-H", "measure": "intraday_im", "amount": 7})
    said = amounts("intraday", "13:30:01", amounts=yesterday)
    assert [(row["account"], row["measure"], row["amount"], row["set"]) for row in said] == [
        ("P01-H", "im", 1, "previous")
    ]


def test_renotified_intraday_amounts_are_found():
    """An intraday renotification in time gives its own figures."""
    facts = [
        fact("13:00", "intraday.uploaded"),
        fact("13:10", "intraday.flagged"),
        fact("13:20", "intraday.renotified"),
    ]
    known = [{"set": "renotified", "account": "P01-H", "measure": "intraday_im", "amount": 6}]
    assert [row["amount"] for row in amounts("intraday", "13:25", *facts, amounts=known)] == [6]


def test_a_departure_brings_its_own_amounts():
    """Departing to today's or to a renotified amount takes the last one, even if it came too late by the rule."""
    known = rows_of("uploaded", 10, 20, 30) + rows_of("renotified", 11, 21, 31) + rows_of("previous", 1, 2, 3)
    late = fact("19:10", "margin.uploaded")
    assert figures("19:30", late, departed("19:20", "today"), amounts=known) == [10, 20, 30]
    facts = [UPLOADED, FLAGGED, fact("20:05", "margin.renotified")]
    assert figures("20:30", *facts, departed("20:10", "renotified"), amounts=known) == [11, 21, 31]
    assert figures("20:30", *facts, departed("20:10", "previous_day"), amounts=known) == [1, 2, 3]
    assert figures("19:30", late, departed("19:20", "originally_notified"), amounts=known) == [10, 20, 30]


def test_an_exceptions_accounts_follow_their_own_ruling():
    """One participant's renotified amounts stand beside everybody else's uploaded ones."""
    facts = [
        fact("17:30", "margin.uploaded"),
        fact("18:40", "margin.flagged", participants=["P03"]),
        fact("19:50", "margin.renotified", participants=["P03"]),
    ]
    known = rows_of("uploaded", 10, 20, 30) + rows_of("uploaded", 40, 50, 60, account="P03-H")
    known += rows_of("renotified", 41, 51, 61, account="P03-H") + rows_of("uploaded", 70, 80, 90, account="P030")
    said = ask_item("margin", "20:00:01", *facts, amounts=known)
    assert said["exceptions"] == {
        "P03": {
            "applies": "renotified",
            "clause": "CP-2.2.2",
            "gap": None,
            "provisional": None,
            "standing": None,
            "floor": False,
        }
    }
    assert [(row["account"], row["amount"]) for row in said["amounts"]] == [
        *(("P01-H", figure) for figure in (10, 20, 30)),
        *(("P03-H", figure) for figure in (41, 51, 61)),
        *(("P030", figure) for figure in (70, 80, 90)),
    ]


def test_an_exception_that_waits_shows_no_amounts_of_its_own():
    """While one participant's amount is doubted, its uploaded figures are not shown as applying."""
    facts = [fact("17:30", "margin.uploaded"), fact("18:40", "margin.flagged", participants=["P03"])]
    known = rows_of("uploaded", 10, 20, 30) + rows_of("uploaded", 40, 50, 60, account="P03")
    said = ask_item("margin", "18:50", *facts, amounts=known)
    assert {row["account"] for row in said["amounts"]} == {"P01-H"}
    assert said["exceptions"]["P03"]["provisional"] == "originally_notified"


def test_what_is_ruled_alike_is_no_exception():
    """A participant some fact names, but whose ruling is everybody's, is not listed."""
    facts = [fact("17:30", "margin.uploaded"), fact("18:40", "margin.flagged", participants=["P03"])]
    said = ask_item("margin", "18:50", *facts, fact("18:45", "margin.confirmed", participants=["P03"]))
    assert said["exceptions"] == {}


def test_prices_have_no_amounts():
    """A settlement price is per instrument, not an amount per account."""
    assert amounts("settlement_price", "17:00", fact("16:00", "price.failed"), amounts=rows_of("previous", 1)) == []
