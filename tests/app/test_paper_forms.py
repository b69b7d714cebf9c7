"""The blank forms, the clause cards, and the order of the whole."""

from dataclasses import replace

from continuity_hand import at
from paper_pages import seen

from addin.app.paper.cards import card_pages, gap_section
from addin.app.paper.forms import BLANK_ROWS, form_sections
from addin.app.paper.make import paper_of
from calc.plan.clauses import book


def test_the_quote_form_has_a_row_for_every_instrument():
    """With spare rows behind them, nothing filled in, and the control totals under it."""
    quotes, _ = form_sections(seen(20, 30))
    codes = [row[0] for row in quotes.tables[0].rows]
    assert len([code for code in codes if code]) == 71
    assert codes[-1] == ""
    assert all(not any(row[1:]) for row in quotes.tables[0].rows)
    assert {"Number of rows", "Sum of bids", "Sum of offers"} <= {each.en for each in quotes.closing}


def test_the_hearing_form_asks_for_what_the_vendor_lacks():
    """The seven, with yesterday's price and nobody's quote; rows are left for more."""
    _, hearing = form_sections(seen(20, 30))
    table = hearing.tables[0].rows
    assert [row[0] for row in table if row[0]] == [
        "ITXJS3705", "ITXJS3805", "ITXJS3905", "JP012M3106", "JP027M3112", "JP041M3112", "JP058M3112",
    ]  # fmt: skip
    assert table[0][:2] == ("ITXJS3705", "30.22")
    assert all(not any(row[2:]) for row in table)
    assert table[-1] == ("",) * 6


def test_the_forms_are_blank_where_no_day_is_known():
    """Room for the instruments themselves, too."""
    quotes, hearing = form_sections(replace(seen(20, 30), figures=None))
    assert len(quotes.tables[0].rows) == BLANK_ROWS
    assert not any(cell for form in (quotes, hearing) for row in form.tables[0].rows for cell in row)


def test_every_clause_has_its_card():
    """All clauses of both plans in plan order, each with times, trigger, action and fallback."""
    pages = card_pages()
    assert [page.number for page in pages] == list(book().clauses)
    for page in pages:
        assert [name.en.split(":")[0] for name, _ in page.rows][:4] == ["Times", "Trigger", "Action", "Fallback"]


def test_a_card_speaks_the_words_of_the_continuity_plan():
    """A register, a step, a class and the means stand on the cards of their clauses."""
    pages = {page.number: {name.en: said for name, said in page.rows} for page in card_pages()}
    assert "夜間・休日の当番" in pages["BCP-4.2"]["Action"].ja
    assert "ＢＣＰ対策本部の設置" in pages["BCP-3.1.b.1"]["Action"].ja
    assert "局所被害" in pages["BCP-3.1.a"]["Action"].ja
    assert "災害時優先電話" in pages["BCP-4.3"]["Action"].ja


def test_a_card_tells_what_is_left_open():
    """The numbers of the gaps beside their words; a card without gaps has no such row."""
    pages = {page.number: page.rows for page in card_pages()}
    assert pages["CP-2.2.3"][-1][0].en == "Left open: G1 G3 G4"
    assert "G3 20時を過ぎて" in pages["CP-2.2.3"][-1][1].ja
    assert len(pages["CP-0.1"]) == 4


def test_every_gap_stands_on_a_page_of_its_own():
    """In both languages, with the clauses that leave it open; the cards name the same numbers."""
    rows = gap_section().tables[0].rows
    assert [row[0] for row in rows] == list(book().gaps)
    for number, words, clauses in rows:
        assert words == f"{book().gaps[number].ja}\n{book().gaps[number].en}"
        on_cards = [page.number for page in card_pages() if f"\n{number} " in f"\n{page.rows[-1][1].ja}"]
        assert clauses == (" ".join(on_cards) or "－")


def test_the_paper_holds_everything():
    """Now comes first, the cards last; every page runs under the same date, instant and head."""
    paper = paper_of(seen(20, 30))
    assert [each.title.en for each in paper.sections] == [
        "Now", "Checklists", "Contacts", "Roster and movers", "Last applied amounts and prices", "Quote form",
        "Hearing form",
        "What the plans leave open",
    ]  # fmt: skip
    assert len(paper.cards) == 86
    assert (paper.running.business_date, paper.running.at, paper.running.mark) == ("2026-11-20", at(20, 30), "")
