"""照合, 要因 and 履歴 of the margin book: evidence with its cause, one account taken apart, the days of the past."""

import math

import pytest
from margin_computed import at_home, computed_book, row_of
from margin_desk import imported_book

from addin.app.desk_margin_compare import FROM_BOOK, FROM_DAY
from addin.books.regions import margin

IM, UNIT_JA, UNIT_EN = "当初証拠金 Initial margin", "単位の誤り", "a unit slip"
OWN, NOTIFIED = 8_749_095_443.0, 5_609_989_885.0


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """Return a book of the example day at 18:55, imported and computed."""
    return computed_book(tmp_path_factory.mktemp("computed"))


@pytest.fixture
def typed(tmp_path, monkeypatch):
    """Return an imported book whose buttons work in a home of their own."""
    monkeypatch.setenv("HIKAE_HOME", str(tmp_path / "home"))
    return imported_book(tmp_path / "home")


def said(book, place):
    """Return cause and challenge beside a row of the comparison, the first is 1."""
    return book.sheet.read("HIKAE_COMPARED_WORDS").rows[place]


def of_account(book, account, measure=IM):
    return [each for each in book.rows("HIKAE_COMPARED") if (each["account"], each["measure"]) == (account, measure)]


def change(book, region, account, **cells):
    book.type_row(region, book.row_of(account, region), **cells)


def test_the_wrong_account_stands_first_with_its_cause(book):
    """P05H's base and total, notified in thousands: the slip in both languages beside each."""
    rows = book.rows("HIKAE_COMPARED")
    assert [row["account"] for row in rows[:2]] == ["P05H", "P05H"]
    assert (rows[1]["own"], rows[1]["notified"], rows[1]["previous"]) == (OWN, NOTIFIED, 8_364_135_242.0)
    for place in (1, 2):
        assert UNIT_JA in said(book, place)[0]
        assert UNIT_EN in said(book, place)[0]
    assert book.cell("HIKAE_COMPARED_FROM") == FROM_DAY


def test_what_to_say_stands_beside_the_first_wrong_row(book):
    """Both amounts, the difference and the component that differs, in both languages, once an account."""
    text = said(book, 1)[1]
    assert "口座 P05H（第1版）" in text
    assert "notified JPY 5,609,989,885, own JPY 8,749,095,443" in text
    assert "基礎基準額" in text
    assert [said(book, place)[1] for place in range(2, 20)] == [""] * 18


def test_accounts_that_agree_have_neither(book):
    """All rows of the others are there with their amounts, and no words."""
    rows = of_account(book, "P01H")
    assert len(rows) == len(margin.PARTS_OF) + 1
    assert all(row["own"] == row["notified"] for row in rows)
    place = 1 + [row["account"] for row in book.rows("HIKAE_COMPARED")].index("P01H")
    assert said(book, place) == ["", ""]


def test_check_finds_the_cause_in_what_stands_in_the_book(typed):
    """Without the folder's computation: the words beside the account name the slip, and what to say of it."""
    typed.done("CHECK")
    row = row_of(typed, "HIKAE_NOTIFIED", "P05H")
    place = [each[0] for each in typed.sheet.read("HIKAE_NOTIFIED").rows].index(row["account"])
    checked = typed.sheet.read("HIKAE_CHECKED").rows[place]
    assert UNIT_JA in checked[0]
    assert UNIT_EN in checked[0]
    assert "P05H" in checked[-1]
    assert typed.cell("HIKAE_COMPARED_FROM") == FROM_BOOK


def test_check_names_yesterdays_amount(typed):
    """A total typed from a FAX that is the day before's: that is its cause, though no component came with it."""
    change(typed, "HIKAE_NOTIFIED", "P01H", last=3_438_523_435.0)
    typed.done("CHECK")
    (row,) = of_account(typed, "P01H")
    assert (row["component"], row["version"]) == ("所要額 合計 Requirement", 2.0)
    place = 1 + typed.rows("HIKAE_COMPARED").index(row)
    assert "yesterday" in said(typed, place)[0]


def test_a_total_alone_lacks_no_components(typed):
    """P05H renotified by telephone, its total right: nothing is wrong with it, though others have components."""
    change(typed, "HIKAE_NOTIFIED", "P05H", last=OWN)
    typed.done("CHECK")
    assert [row["notified"] for row in of_account(typed, "P05H")] == [OWN]
    assert {words[0] for words in typed.sheet.read("HIKAE_COMPARED_WORDS").rows[1:]} == {""}


def test_an_account_that_nobody_notified_is_missing(typed):
    """Its cause says so; there is no amount to challenge."""
    change(typed, "HIKAE_NOTIFIED", "P03C", first="", last="")
    typed.done("CHECK")
    rows = of_account(typed, "P03C")
    assert {row["notified"] for row in rows} == {""}
    place = 1 + typed.rows("HIKAE_COMPARED").index(rows[0])
    cause, text = said(typed, place)
    assert "missing" in cause
    assert text == ""


def test_check_leaves_the_other_measures_as_computed(tmp_path):
    """Variation margin and clearing fund are compared by Calculate; a check of initial margin does not clear them."""
    book = computed_book(tmp_path)
    before = [row for row in book.rows("HIKAE_COMPARED") if row["measure"] != IM]
    with at_home(tmp_path / "home"):
        book.done("CHECK")
    assert [row for row in book.rows("HIKAE_COMPARED") if row["measure"] != IM] == before
    assert before


def test_the_account_with_a_fault_is_explained_first(book):
    """Nobody has chosen one yet: P05H is the one to look at, on both pages."""
    chosen = [book.cell(f"HIKAE_{name}") for name in ("EXPLAIN_ACCOUNT", "EXPLAINED_FOR", "HISTORY_ACCOUNT")]
    assert chosen == ["P05H"] * 3


def test_contributions_sum_to_each_component(book):
    """To the yen, over all positions, the largest first."""
    rows = book.rows("HIKAE_CONTRIBUTIONS")
    amounts = [row["amount"] for row in book.rows("HIKAE_EXPLAINED")]
    assert [sum(row[name] for row in rows) for name in margin.PARTS_OF[:-1]] == amounts[:5]
    assert (amounts[-1], sum(amounts[:-1])) == (OWN, OWN)
    totals = [sum(row[name] for name in margin.PARTS_OF[:-1]) for row in rows]
    assert totals == sorted(totals, reverse=True)


def test_worst_scenarios_have_dates_and_shares(book):
    """The shares of their losses are the base amount; a stressed scenario has the date that it was made from."""
    rows = book.rows("HIKAE_EXPLAINED_DAYS")
    assert (rows[0]["scenario"], rows[0]["date"]) == ("stress_up:2025-05-13", 45790.0)
    assert sum(row["loss"] * row["share"] for row in rows) == pytest.approx(3_142_247_805.0, abs=1)
    assert sum(row["share"] for row in rows) == pytest.approx(1.0)


def test_each_reading_has_its_total_in_words(book):
    """Eight pairs of tail rule and stress mode, and the look-through; none is the one that is used."""
    rows = book.rows("HIKAE_READINGS")
    assert len(rows) == 9
    assert rows[-1]["reading"] == "指数を一つの名前とみる one name"
    assert all(row["total"] != OWN for row in rows)


def test_another_account_is_explained_when_it_is_chosen(tmp_path):
    """Choose, press Calculate: the tables are that account's."""
    book = computed_book(tmp_path)
    book.put("HIKAE_EXPLAIN_ACCOUNT", "P01C")
    book.put("HIKAE_HISTORY_ACCOUNT", "P02H")
    with at_home(tmp_path / "home"):
        book.done("CALCULATE")
    assert book.cell("HIKAE_EXPLAINED_FOR") == "P01C"
    assert book.rows("HIKAE_EXPLAINED")[-1]["amount"] == 1_246_315_382.0
    assert {row["account"] for row in book.rows("HIKAE_HISTORY")} == {"P02H"}


def test_every_account_has_its_tests(book):
    """Thirteen accounts, none exceeded in thirteen days: Kupiec's ratio is -2 ln 0.99^13, and the note says how few."""
    rows = book.rows("HIKAE_COVERAGE")
    assert len(rows) == 13
    row = row_of(book, "HIKAE_COVERAGE", "P05H")
    ratio = -26 * math.log(0.99)
    assert (row["days"], row["exceedances"], row["kupiec"]) == (13.0, 0.0, round(ratio, 6))
    assert row["kupiec_p"] == round(math.erfc(math.sqrt(ratio / 2)), 6)
    assert (row["christoffersen_p"], row["both_p"]) == (1.0, round(math.exp(-ratio / 2), 6))
    assert "13 営業日" in book.cell("HIKAE_HISTORY_NOTE")
    assert book.cell("HIKAE_EXPECTED") == 0.01


def test_the_days_of_one_account_make_its_chart(book):
    """Date, base amount and the loss that followed, in order of the days."""
    rows = book.rows("HIKAE_HISTORY")
    assert len(rows) == 13
    assert [row["date"] for row in rows] == sorted(row["date"] for row in rows)
    assert all(row["loss"] <= row["requirement"] for row in rows)


def test_a_history_too_short_for_any_day_is_said(tmp_path):
    """With 765 days of reference none can be tested: no row, and the reason in both languages."""
    book = computed_book(tmp_path, settings="reference_days = 765\n")
    assert book.rows("HIKAE_COVERAGE") == book.rows("HIKAE_HISTORY") == []
    note = book.cell("HIKAE_HISTORY_NOTE")
    assert "772" in note
    assert "営業日" in note


def test_an_account_that_is_not_there_is_told(tmp_path):
    """Typed wrong on either page: which page, what was typed and what is shown instead, in both languages."""
    book = computed_book(tmp_path)
    book.put("HIKAE_EXPLAIN_ACCOUNT", "P99X")
    with at_home(tmp_path / "home"):
        said = book.done("CALCULATE")["said"]
    assert "「要因」の口座 P99X は一覧にありません: P05H を出しました" in said["ja"]
    assert "Explain: account P99X is not on the list; P05H is shown" in said["en"]
    assert "「履歴」の口座" not in said["ja"]


def test_what_cannot_be_checked_says_why(book):
    """Intraday margin is not judged: no positions and prices of its snapshot; what agrees has no words."""
    rows, words = book.rows("HIKAE_COMPARED"), book.sheet.read("HIKAE_COMPARED_WORDS").rows[1:]
    unchecked = [cause for row, (cause, _) in zip(rows, words, strict=False) if row["verdict"][0] == "－"]
    assert set(unchecked) == {"基準時刻の建玉と値段がない\nNo positions and prices of then"}
