"""Harmed continuity books: a try is recorded of whom it was typed beside, or refused at a cell."""

from random import Random

import pytest
from continuity_hand import PAGES
from openpyxl.styles import PatternFill

from addin.store.journal import Journal

pytestmark = pytest.mark.sampled

SEEDS = range(4)
HARMS = ("sort", "delete_row", "blank_name", "other_name", "text_in_time", "error", "no_answer", "unknown_means")
HARMLESS = ("width", "colour", "sheet", "note", "renamed")
CALLS, PAGE = "HIKAE_CALLS", PAGES["HIKAE_CALLS"]


@pytest.fixture
def hand(ready, home):
    """Return a book of its own, two tries typed into its call tree."""
    made = ready.apart(home)
    made.fill(CALLS, "対策本部", means="mobile", reached="いいえ no")
    made.fill(CALLS, "資金決済銀行", reached="はい yes", note="大阪")
    return made


def tried(home):
    """Return whom the record says was tried, by which means, and with which result."""
    with Journal(home) as journal:
        said = [entry.body["said"] for entry in journal.entries("continuity.try")]
    return sorted((each["contact"], each["means"], each["reached"]) for each in said)


TYPED = [("対策本部", "mobile", False), ("資金決済銀行 B", "landline", True)]


def harmed(hand, harm, draw):
    """Do one harm to the call tree; return whose row it was done to, None for all of them."""
    block = hand.sheet.read(CALLS)
    head, *rows = [list(row) for row in block.rows]
    name = draw.choice(["対策本部", "資金決済銀行 B"])
    place = next(n for n, row in enumerate(rows) if row[0] == name)
    match harm:
        case "sort":
            filled = sorted((row for row in rows if row[0]), key=lambda row: row[draw.randrange(len(row))] != "")
            rows = [*filled, *(row for row in rows if not row[0])]
        case "delete_row":
            hand.move_up(PAGE, block.row + 1 + place)
            return name
        case "blank_name":
            rows[place][0] = ""
        case "other_name":
            rows[place][0] = draw.choice(["本社", "P99", "対策 本部"])
        case "text_in_time":
            rows[place][head.index("at")] = draw.choice(["さっき", "25:00", "18時半"])
        case "error":
            cell = hand.book[PAGE].cell(block.row + 1 + place, block.column + head.index("note"))
            cell.value, cell.data_type = draw.choice(["#N/A", "#REF!"]), "e"
            return name
        case "no_answer":
            rows[place][head.index("reached")] = ""
            rows[place][head.index("note")] = "留守"
        case "unknown_means":
            rows[place][head.index("means")] = draw.choice(["糸電話", "telex", "mobile phone"])
    hand.sheet.write({CALLS: [head, *rows]})
    return None if harm == "sort" else name


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("harm", HARMS)
def test_a_harmed_row_is_never_somebody_elses(hand, home, harm, seed):
    """What is recorded was typed so, whole page or nothing; what is refused names a cell of the page."""
    harmed(hand, harm, Random(seed))  # noqa: S311 - a repeatable harm, no secret
    hand.turn_to(PAGE)
    answer = hand.press("DECLARE")
    if harm == "sort":
        assert tried(home) == TYPED
    elif harm == "delete_row":
        assert len(tried(home)) == 1
        assert set(tried(home)) < set(TYPED)
    else:
        assert answer["error"]["ja"].startswith(f"{PAGE}!"), answer
        assert tried(home) == []


@pytest.mark.parametrize("change", HARMLESS)
def test_harmless_changes_record_the_same(hand, home, change):
    """Widths, colours, sheets and notes of one's own, and a renamed page change nothing."""
    sheet = hand.book[PAGE]
    match change:
        case "width":
            sheet.column_dimensions["A"].width = 3
        case "colour":
            sheet["A10"].fill = PatternFill("solid", start_color="FF0000")
        case "sheet":
            hand.book.create_sheet("メモ", 0)["A1"] = "HIKAE_CALLS"
        case "note":
            sheet["Z20"] = "自分用"
        case "renamed":
            sheet.title = "連絡"
            for defined in hand.book.defined_names.values():
                defined.attr_text = defined.attr_text.replace(f"'{PAGE}'", "'連絡'")
    hand.turn_to(sheet.title)
    hand.done("DECLARE")
    assert tried(home) == TYPED


def test_a_renamed_page_is_named_as_it_is_called_now(hand):
    """The refusal leads to the sheet that the person sees."""
    hand.book[PAGE].title = "連絡"
    for defined in hand.book.defined_names.values():
        defined.attr_text = defined.attr_text.replace(f"'{PAGE}'", "'連絡'")
    hand.fill(CALLS, "対策本部", reached="たぶん maybe")
    hand.turn_to("連絡")
    assert hand.refused("DECLARE")["ja"].startswith("連絡!I")


def test_a_page_pasted_over_twice_counts_once(hand, home):
    """The same tries typed in again at the same time are the same entries."""
    hand.declare(CALLS)
    hand.fill(CALLS, "対策本部", means="mobile", reached="いいえ no")
    said = hand.declare(CALLS)["said"]["en"]
    assert said == "Recorded 0 of 1; 1 stood there already"
    assert tried(home) == TYPED


@pytest.mark.parametrize("region", ["HIKAE_CALLS", "HIKAE_POLLS", "HIKAE_STEPS"])
def test_a_book_without_one_table_declares_the_others(hand, region):
    """Somebody removed a name; the rest of the book works on."""
    hand.drop(region)
    hand.fill("HIKAE_DECIDE", what="待つ", reason="復電が近い", by="MK")
    assert hand.declare("HIKAE_DECIDE")["said"]["en"].startswith("Recorded 1 of 1")
