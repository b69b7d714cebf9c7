from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.quotes.mailed import Judged, MailedQuote, Reading, Status, judged, mailed_quotes
from calc.text.numeral import Percent

DAY = date(2026, 11, 20)
QUOTE = MailedQuote("S46", 45.5, 47.5, 2)
OTHER = MailedQuote("S46", 45.0, 47.5, 2)


def read(*rows, instruments=None):
    """Return quotes and (code, place) of the findings for rows of instrument, bid, offer from row 2 on."""
    numbered = [(number, *row) for number, row in enumerate(rows, 2)]
    made = mailed_quotes(numbered, "q.csv", participant="P01", instruments=instruments)
    return made.value, [(each.code, each.place.row, each.place.column) for each in made.findings]


def reading(status=Status.ACCEPTED, message_id="<a@x>", quotes=(QUOTE,), participant="P01", day=DAY):
    """Return what an earlier mail came to."""
    return Reading(
        status, message_id, participant, day, frozenset((q.instrument, q.bid_bp, q.offer_bp) for q in quotes)
    )


def judge(*earlier, refused=False, participant="P01", message_id="<new@x>", day=DAY, quotes=(QUOTE,)):
    """Return the judgement of a mail beside earlier ones."""
    return judged(
        refused=refused,
        participant=participant,
        message_id=message_id,
        business_date=day,
        quotes=quotes,
        earlier=earlier,
    )


def test_good_rows_become_quotes_with_their_row():
    """Numbers are read by the one grammar, text and number cells alike."""
    quotes, found = read(("S46", "４５．５", " 47.5bp"), ("S45", 50, 51.25))
    assert quotes == (MailedQuote("S46", 45.5, 47.5, 2), MailedQuote("S45", 50.0, 51.25, 3))
    assert found == []


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        (("s46", "1", "2"), "cell_unsafe", "instrument"),
        (("=S46", "1", "2"), "cell_unsafe", "instrument"),
        (("Ｓ46", "1", "2"), "cell_unsafe", "instrument"),
        (("", "1", "2"), "cell_unsafe", "instrument"),
        ((None, "1", "2"), "cell_unsafe", "instrument"),
        ((4.5, "1", "2"), "cell_unsafe", "instrument"),
        (("S46", "", "2"), "number_refused", "bid"),
        (("S46", "1", None), "number_refused", "offer"),
        (("S46", "1_0", "2"), "number_refused", "bid"),
        (("S46", "1", "NaN"), "number_refused", "offer"),
        (("S46", True, "2"), "number_refused", "bid"),
        (("S46", Percent(0.5), "2"), "number_refused", "bid"),
        (("S99", "1", "2"), "instrument_unknown", "instrument"),
    ],
)
def test_a_bad_row_is_a_finding_with_its_cell(row, code, column):
    """One bad row says which of its cells is wrong, and the good row beside it is still used."""
    quotes, found = read(row, ("S45", "50", "51"), instruments={"S45", "S46"})
    assert found == [(code, 2, column)]
    assert [quote.instrument for quote in quotes] == ["S45"]


def test_an_unlisted_instrument_is_not_looked_up_without_a_list():
    """Without an instrument list any well-formed code is taken."""
    assert read(("S99", "1", "2"))[1] == []


def test_a_crossed_row_is_kept_and_told():
    """Bid above offer may be what the sender means: the row stays, with a finding."""
    quotes, found = read(("S46", "50", "48"))
    assert (quotes, found) == ((MailedQuote("S46", 50.0, 48.0, 2),), [("quote_crossed", 2, "")])


def test_the_first_of_two_rows_counts():
    """The same instrument twice keeps the first good row and tells the second."""
    quotes, found = read(("S46", "x", "2"), ("S46", "1", "2"), ("S46", "3", "4"))
    assert quotes == (MailedQuote("S46", 1.0, 2.0, 3),)
    assert found == [("number_refused", 2, "bid"), ("instrument_repeated", 4, "instrument")]


def test_a_first_mail_is_accepted():
    """A registered sender's table with a good row, nothing before it."""
    assert judge() == Judged(Status.ACCEPTED)


def test_refused_beats_held_and_held_beats_duplicate():
    """What cannot be used is refused whoever sent it; an unknown sender's mail is held even when it repeats another."""
    assert judge(reading(), refused=True, participant=None) == Judged(Status.REFUSED)
    assert judge(reading(message_id="<new@x>"), participant=None) == Judged(Status.HELD)


def test_the_same_identification_is_a_duplicate():
    """Whatever it holds now, and whoever sent it, a mail that was accepted before is entered once."""
    assert judge(reading(message_id="<new@x>"), quotes=(OTHER,)) == Judged(Status.DUPLICATE)
    assert judge(reading(message_id="<new@x>", participant="P02"), quotes=(OTHER,)) == Judged(Status.DUPLICATE)


def test_mails_without_identification_are_not_the_same():
    """Two mails that lack a Message-ID are compared by their quotes alone."""
    assert judge(reading(message_id=None), message_id=None, quotes=(OTHER,)).status is Status.CORRECTION


def test_the_same_quotes_are_a_duplicate_in_any_order():
    """Quotes are compared as a set, with the last mail in force."""
    more = MailedQuote("S45", 50.0, 51.0, 3)
    assert judge(reading(quotes=(QUOTE, more)), quotes=(more, QUOTE)).status is Status.DUPLICATE
    assert judge(reading(quotes=(QUOTE, more)), quotes=(QUOTE,)).status is Status.CORRECTION


def test_other_quotes_are_a_correction_of_the_last_mail_in_force():
    """A, B, then A again: each supersedes the one before it."""
    first, second = reading(message_id="<a@x>"), reading(Status.CORRECTION, "<b@x>", (OTHER,))
    assert judge(first, quotes=(OTHER,)) == Judged(Status.CORRECTION, "<a@x>")
    assert judge(first, second) == Judged(Status.CORRECTION, "<b@x>")


@pytest.mark.parametrize("status", [Status.REFUSED, Status.HELD, Status.DUPLICATE])
def test_only_mails_that_were_used_count(status):
    """A refused, held or repeated mail is nothing to compare with."""
    assert judge(reading(status, "<new@x>")) == Judged(Status.ACCEPTED)


@pytest.mark.parametrize("beside", [{"participant": "P02"}, {"day": date(2026, 11, 19)}])
def test_another_participant_or_day_is_another_matter(beside):
    """Quotes of somebody else, or of another business date, are never corrected."""
    assert judge(reading(**beside)) == Judged(Status.ACCEPTED)


@given(
    sent=st.lists(
        st.tuples(st.sampled_from(["<a>", "<b>", None]), st.sampled_from([QUOTE, OTHER]), st.booleans()), max_size=12
    )
)
def test_one_mail_is_in_force_and_every_correction_names_it(sent):
    """Over any sequence of mails, a correction supersedes the last one used, and a duplicate changes nothing."""
    earlier = []
    for message_id, quote, registered in sent:
        made = judge(*earlier, message_id=message_id, quotes=(quote,), participant="P01" if registered else None)
        used = [each for each in earlier if each.status in {Status.ACCEPTED, Status.CORRECTION}]
        assert (made.status is Status.ACCEPTED) == (registered and not used)
        assert made.supersedes == (used[-1].message_id if made.status is Status.CORRECTION else None)
        earlier.append(reading(made.status, message_id, (quote,), "P01" if registered else None))
