"""確認 and 送信 on a book that people have worked in: sorted, doubled, emptied, edited, filled to its last row."""

import pytest
from margin_desk import imported_book

from addin.store.journal import Journal

pytestmark = pytest.mark.sampled

AGREES, DIFFERS, CANNOT = "● 一致 agrees", "✗ 相違 differs", "－ 確認不可 cannot check"
NOTIFIED, HELD, QUOTED, LISTED = "HIKAE_NOTIFIED", "HIKAE_POSITIONS", "HIKAE_MARKET", "HIKAE_ACCOUNTS"


@pytest.fixture
def book(tmp_path, monkeypatch):
    """Return a margin book with the example day imported, and somebody at the desk."""
    monkeypatch.setenv("HIKAE_HOME", str(tmp_path / "home"))
    return imported_book(tmp_path / "home")


def verdicts(book):
    """Press 確認 and return each checked row by its account."""
    book.done("CHECK")
    return {row["account"]: row for row in book.rows("HIKAE_CHECKED")}


def put(book, region, code, **cells):
    """Type into the row of an account or instrument."""
    book.type_row(region, book.row_of(code, region), **cells)


def cannot(book):
    return {code for code, row in verdicts(book).items() if row["verdict"] == CANNOT}


def test_rows_sorted_by_a_person_keep_their_verdicts(book):
    """Whoever turns the table around finds each verdict beside its account."""
    before = {code: row["verdict"] for code, row in verdicts(book).items()}
    names, *rows = book.sheet.read(NOTIFIED).rows
    filled = [row for row in rows if row[0]]
    book.sheet.write({NOTIFIED: [names, *reversed(filled), *rows[len(filled) :]]})
    after = verdicts(book)
    assert {code: row["verdict"] for code, row in after.items()} == before
    assert list(after) == [row[0] for row in reversed(filled)]


def test_a_blank_row_between_leaves_the_others_in_place(book):
    """An account deleted by hand leaves a blank line in the check, too."""
    place = book.row_of("P03H", NOTIFIED)
    book.type_row(NOTIFIED, place, account="", previous="", first="", last="", challenge="")
    book.done("CHECK")
    checked = book.sheet.read("HIKAE_CHECKED").rows
    assert set(checked[place]) == {""}
    assert checked[place + 1][2] == book.sheet.read(NOTIFIED).rows[place + 1][0]


def test_positions_in_another_order_agree(book):
    """Sorting positions changes no verdict."""
    names, *rows = book.sheet.read(HELD).rows
    filled = [row for row in rows if row[0]]
    book.sheet.write({HELD: [names, *reversed(filled), *rows[len(filled) :]]})
    assert verdicts(book)["P01H"]["verdict"] == AGREES


def test_a_doubled_position_is_seen(book):
    """A line pasted twice counts twice, so that the account no longer agrees."""
    row = book.rows(HELD)[0]
    book.type_row(HELD, 645, **row)
    found = verdicts(book)
    assert found[row["account"]]["verdict"] == DIFFERS
    assert sum(each["verdict"] == DIFFERS for each in found.values()) == 2


def test_a_position_of_zero_changes_nothing(book):
    """It may stand there after a close-out."""
    book.type_row(HELD, 645, account="P01H", instrument="ITXJS4605", notional=0.0)
    assert verdicts(book)["P01H"]["verdict"] == AGREES


@pytest.mark.parametrize("text", ["5億", "1OO", "-", "5,00,0x"])
def test_text_for_a_notional_takes_its_account(book, text):
    """It is not read as 0, and no other account suffers."""
    book.type_row(HELD, 645, account="P01H", instrument="ITXJS4605", notional=text)
    assert cannot(book) == {"P01H"}


def test_a_position_of_an_unlisted_account_takes_nothing_from_the_others(book):
    """A stray line is no reason to leave listed accounts unchecked."""
    book.type_row(HELD, 645, account="P77H", instrument="ITXJS4605", notional=1e9)
    assert cannot(book) == set()


@pytest.mark.parametrize("spread", ["28,25x", "n/a"])
def test_a_spread_that_is_a_word_leaves_no_own_amount(book, spread):
    """The market as a whole cannot be valued: every verdict is open, none is wrong."""
    put(book, QUOTED, "ITXJS4605", spread_bp=spread)
    found = verdicts(book)
    assert {row["verdict"] for row in found.values()} == {CANNOT}
    assert {row["own"] for row in found.values()} == {""}


def test_an_edited_spread_put_back_agrees_again(book):
    """A what-if leaves nothing behind."""
    spread = next(row for row in book.rows(QUOTED) if row["instrument"] == "ITXJS4605")["spread_bp"]
    put(book, QUOTED, "ITXJS4605", spread_bp=spread + 50.0)
    assert verdicts(book)["P01H"]["verdict"] == DIFFERS
    put(book, QUOTED, "ITXJS4605", spread_bp=spread)
    assert verdicts(book)["P01H"]["verdict"] == AGREES


def test_a_spread_as_text_of_digits_is_its_number(book):
    """Typed with full-width digits it is read as what it says."""
    spread = next(row for row in book.rows(QUOTED) if row["instrument"] == "ITXJS4605")["spread_bp"]
    put(
        book,
        QUOTED,
        "ITXJS4605",
        spread_bp=f"{spread:g}".translate(str.maketrans("0123456789.", "０１２３４５６７８９．")),
    )
    assert verdicts(book)["P01H"]["verdict"] == AGREES


def test_an_amount_typed_with_separators_agrees(book):
    """A person types yen with commas."""
    amount = next(row for row in book.rows(NOTIFIED) if row["account"] == "P01H")["first"]
    put(book, NOTIFIED, "P01H", first=f"{amount:,.0f}")
    assert verdicts(book)["P01H"]["verdict"] == AGREES


def test_a_part_of_a_yen_is_no_amount(book):
    """A requirement is whole yen: half of one is told, not rounded away."""
    put(book, NOTIFIED, "P01H", first=3_533_939_811.5)
    row = verdicts(book)["P01H"]
    assert row["verdict"] == CANNOT
    assert row["words"]


def test_a_notified_zero_is_an_amount(book):
    """0 was notified: that differs from what is needed, and is no missing notification."""
    put(book, NOTIFIED, "P01H", first=0.0)
    row = verdicts(book)["P01H"]
    assert (row["verdict"], row["notified"]) == (DIFFERS, 0.0)


def test_a_multiplier_changes_its_account_alone(book):
    """Terms typed over take effect where they stand."""
    put(book, LISTED, "P01H", multiplier=2.0)
    assert [code for code, row in verdicts(book).items() if row["verdict"] == DIFFERS] == ["P01H", "P05H"]


def test_an_account_listed_twice_cannot_be_checked(book):
    """Which of its two terms holds is not for us to choose."""
    row = next(each for each in book.rows(LISTED) if each["account"] == "P01H")
    book.type_row(LISTED, 14, **{**row, "multiplier": 3.0})
    assert cannot(book) == {"P01H"}


def test_a_setting_of_the_book_counts(book):
    """Half the short charge in the book's own settings is a what-if: accounts that sold differ."""
    book.type_row("HIKAE_SETTINGS", 5, name="short_charge_ratio", value=0.1)
    assert verdicts(book)["P01H"]["verdict"] == DIFFERS


def test_a_setting_that_nobody_knows_is_told(book):
    """A slip in a name stops the check; nothing is computed under half of what was meant."""
    book.type_row("HIKAE_SETTINGS", 5, name="short_charge_ration", value=0.1)
    assert book.refused("CHECK")["code"] == "setting_unknown"


def test_a_full_table_is_checked_to_its_last_row(book):
    """Sixty rows have sixty verdicts."""
    for place in range(14, 61):
        book.type_row(NOTIFIED, place, account=f"N{place}", first=1.0)
    found = verdicts(book)
    assert (len(found), found["N60"]["verdict"]) == (60, CANNOT)


def test_an_empty_book_has_nothing_to_check(book):
    """Accounts without rows are nothing to compare: told so, with the book left as it was."""
    names, *rows = book.sheet.read(NOTIFIED).rows
    book.sheet.write({NOTIFIED: [names, *([""] * len(names) for _ in rows)]})
    book.writes.clear()
    assert book.press("CHECK")["error"]["code"] == "import_none"
    assert book.writes == []


def test_an_older_verdict_goes_with_its_account(book):
    """Checked again after an account is gone, its verdict does not stay."""
    verdicts(book)
    put(book, NOTIFIED, "P08H", account="", previous="", first="", last="", challenge="")
    assert "P08H" not in verdicts(book)


def test_checking_twice_says_the_same(book):
    """Looking changes nothing."""
    assert verdicts(book) == verdicts(book)


def test_an_edited_spread_does_not_reach_the_challenge(book, tmp_path):
    """What is challenged rests on the folder: with a what-if in the book the own amount is still the day's."""
    put(book, QUOTED, "ITXJS4605", spread_bp=500.0)
    put(book, NOTIFIED, "P05H", challenge="x")
    book.done("SEND")
    with Journal(tmp_path / "home") as journal:
        (entry,) = journal.entries("margin.challenged")
    assert entry.body["own"] == 8_749_095_443


def test_an_account_that_a_what_if_makes_differ_is_not_challenged(book):
    """In the book it differs, by the day it agrees: no draft is made."""
    put(book, QUOTED, "ITXJS4605", spread_bp=500.0)
    assert verdicts(book)["P01H"]["verdict"] == DIFFERS
    put(book, NOTIFIED, "P01H", challenge="x")
    assert book.refused("SEND")["code"] == "challenge_agrees"
