"""`hikae quotes check` and `enter`: nothing that blocks, no warning that nobody confirmed, nothing lost."""

import json

import pytest
from openpyxl import Workbook

from addin.app.quotes_enter import quotes_of

INDEX, NAME = "ITXJS4605", "JP003M3112"
SPIKE = ["500", "520", "2026-11-20T15:16:00+09:00"]


def checked(side, path, *words, **options):
    """Return what `check --json` says."""
    code, out, error = side.quotes("check", path, "--json", *words, **options)
    assert code == 0, error
    return json.loads(out)


def codes(rows):
    """Return the codes of findings as JSON."""
    return [row["code"] for row in rows]


def test_a_clean_sheet_raises_nothing(participant, sheet, sheet_rows):
    """Every owed instrument is there with yesterday's price beside it, and nothing waits for a word."""
    made = checked(participant, sheet())
    assert (made["business_date"], made["participant"], made["blocked"]) == ("2026-11-20", "P07", False)
    assert (made["blocking"], made["asked"]) == ([], [])
    assert made["owed"] == [row[0] for row in sheet_rows]
    assert all(each["previous_bp"] > 0.0 for each in made["quotes"])


@pytest.mark.parametrize(
    ("bid", "column", "code"),
    [("４５．５x", "bid", "number_refused"), ("1,23", "bid", "number_refused"), ("", "bid", "cell_empty")],
)
def test_a_cell_that_cannot_be_read_blocks_with_its_place(participant, sheet, sheet_rows, bid, column, code):
    """Row and column are named, and the instrument is missing besides."""
    first, offer, as_of = sheet_rows[0][0], sheet_rows[0][2], sheet_rows[0][3]
    quoted = f'"{bid}"' if "," in bid else bid
    made = checked(participant, sheet({first: [quoted, offer, as_of]}))
    found = made["blocking"][0]
    assert (found["code"], found["row"], found["column"]) == (code, 2, column)
    assert "quote_missing" in codes(made["blocking"])
    assert made["blocked"] is True


def test_full_width_digits_and_units_are_read(participant, sheet, sheet_rows):
    """The number grammar of a bp column: `０．４％` is 40 bp."""
    first, *_, as_of = sheet_rows[0]
    made = checked(participant, sheet({first: ["０．２７％", "31bp", as_of]}))
    assert [(each["bid_bp"], each["offer_bp"]) for each in made["quotes"] if each["instrument"] == first] == [
        (27.0, 31.0)
    ]


def test_crossed_missing_twice_and_unknown_block(participant, sheet, sheet_rows):
    """Each by its own code; nothing else of the sheet is hidden by them."""
    first, second, third = (row[0] for row in sheet_rows[:3])
    changes = {first: ["32", "31", ""], second: []}
    more = [[third, *sheet_rows[2][1:]], ["NOSUCH", "1", "2", ""]]
    made = checked(participant, sheet(changes, more=more))
    assert {"quote_crossed", "quote_missing", "quote_repeated", "instrument_unknown"} <= set(codes(made["blocking"]))


def test_another_list_may_say_what_is_owed(participant, sheet, tmp_path):
    """A list of instruments takes the place of open interest."""
    listed = tmp_path / "owed.csv"
    listed.write_text(f"instrument\n{INDEX}\nJP009M3112\n", encoding="utf-8")
    made = checked(participant, sheet({INDEX: []}), "--instruments", listed)
    assert made["owed"] == sorted([INDEX, "JP009M3112"])
    assert INDEX in made["blocking"][-1]["en"]


def test_a_participant_that_the_day_does_not_know_is_refused(participant, sheet):
    """There is nothing to check it beside."""
    code, _, error = participant.quotes("check", sheet(), participant="P99")
    assert (code, "[participant_unknown]" in error) == (2, True)


def test_people_see_yesterday_and_what_to_confirm(participant, sheet):
    """Without --json: a line a quote, then the names to confirm by."""
    code, out, error = participant.quotes("check", sheet({INDEX: SPIKE}))
    assert code == 0
    assert f"▲ --confirm quote_unit_slip:{INDEX}" in out
    assert "[quote_unit_slip]" in error


def entered(side, path, *words, **options):
    """Return exit code and standard error of `enter` by SK."""
    code, _, error = side.quotes("enter", path, "--initials", "SK", *words, **options)
    return code, error


def test_a_sheet_that_blocks_is_not_entered(participant, sheet, sheet_rows):
    """Nobody's word helps, and nothing is recorded."""
    path = sheet({sheet_rows[0][0]: ["32", "31", ""]})
    code, error = entered(participant, path, "--confirm-all", "--reason", "hurry")
    assert (code, "[quotes_blocked]" in error) == (2, True)
    assert participant.entries("quotes.entered") == []


def test_a_warning_waits_for_its_own_confirmation(participant, sheet):
    """Without it nothing is recorded; with it the entry says what was confirmed and by whom."""
    path = sheet({INDEX: SPIKE})
    code, error = entered(participant, path)
    assert (code, f"quote_unit_slip:{INDEX}" in error) == (2, True)
    assert participant.entries("quotes.entered") == []
    assert entered(participant, path, "--confirm", f"quote_unit_slip:{INDEX}")[0] == 0
    (entry,) = participant.entries("quotes.entered")
    assert entry.body["confirmed"] == [f"quote_unit_slip:{INDEX}"]
    assert (entry.body["initials"], entry.body["user"]) == ("SK", entry.user)


def test_all_may_be_confirmed_for_a_reason_only(participant, sheet):
    """`--confirm-all` without a reason is refused; with one the reason stands in the record."""
    path = sheet({INDEX: SPIKE})
    assert "[reason_needed]" in entered(participant, path, "--confirm-all")[1]
    assert entered(participant, path, "--confirm-all", "--reason", "the market is there")[0] == 0
    assert participant.entries("quotes.entered")[0].body["reason"] == "the market is there"


def test_what_was_not_asked_cannot_be_confirmed(participant, sheet):
    """A mistyped name is told, not passed over."""
    code, error = entered(participant, sheet(), "--confirm", f"quote_spike:{NAME}")
    assert (code, "[confirm_unknown]" in error) == (2, True)


def test_the_same_sheet_twice_is_one_entry(participant, sheet):
    """Nothing is recorded the second time."""
    assert [entered(participant, sheet())[0] for _ in range(2)] == [0, 0]
    assert len(participant.entries("quotes.entered")) == 1


def test_a_later_sheet_supersedes_and_says_so(participant, sheet, sheet_rows):
    """A, B, A makes three entries, each naming the one before."""
    first, *_, as_of = sheet_rows[0]
    one, two = sheet(), sheet({first: ["27.00", "31.00", as_of]}, name="b.csv")
    for path in (one, two, one):
        assert entered(participant, path)[0] == 0
    made = participant.entries("quotes.entered")
    assert [each.body["supersedes"] for each in made] == ["", made[0].key, made[1].key]


def test_a_workbook_is_read_as_well(participant, sheet_rows, tmp_path):
    """The first sheet of an .xlsx, numbers as numbers."""
    book = Workbook()
    book.active.append(["instrument", "bid", "offer"])
    for code, bid, offer, _ in sheet_rows:
        book.active.append([code, float(bid), float(offer)])
    book.save(tmp_path / "p07.xlsx")
    assert checked(participant, tmp_path / "p07.xlsx")["blocked"] is False


def test_a_cell_shown_as_a_percentage_blocks(participant, sheet_rows, tmp_path):
    """Neither 0.3 bp nor 30 bp is guessed from 0.3 shown as 30%; the same finding as in a mailed workbook."""
    book = Workbook()
    book.active.append(["instrument", "bid", "offer"])
    for code, bid, offer, _ in sheet_rows:
        book.active.append([code, float(bid), float(offer)])
    book.active["B2"], book.active["B2"].number_format = 0.3, "0%"
    book.save(tmp_path / "p07.xlsx")
    code, out, error = participant.quotes("enter", tmp_path / "p07.xlsx", "--initials", "SK")
    assert (code, out, participant.entries("quotes.entered")) == (2, "", [])
    assert "p07.xlsx:2 bid [number_refused]" in error
    assert "The cell is shown as a percentage" in error


def test_a_mistake_is_told_for_whoever_made_it(participant, sheet):
    """In a participant's own check nothing speaks of an upload that quotes were taken out of."""
    made = checked(participant, sheet({INDEX: ["32", "31", ""], NAME: ["0.2", "0.3", ""]}))
    found = {each["code"]: each for each in (*made["blocking"], *made["asked"])}
    assert {"quote_crossed", "quote_unit_slip"} <= set(found)
    said = json.dumps(list(found.values()), ensure_ascii=False)
    assert "アップロード" not in said
    assert "upload" not in said


def test_an_old_quote_is_asked_about(participant, sheet):
    """Two hours after its time a quote is stale, and may be confirmed."""
    made = checked(participant, sheet(), at="18:00:00")
    assert set(codes(made["asked"])) == {"quote_stale"}
    assert made["blocked"] is False


@pytest.mark.parametrize(
    ("levels", "as_of", "column", "code"),
    [
        (["32", "31"], "15:16:00", "bid", "quote_crossed"),
        (["31", "31"], "15:16:00", "bid", "quote_locked"),
        (["-1", "31"], "15:16:00", "bid", "quote_sign"),
        (["26", "310"], "15:16:00", "offer", "quote_unit_slip"),
        (["26", "80"], "15:16:00", "offer", "quote_wide"),
        (["27", "31"], "08:00:00", "as_of", "quote_stale"),
        (["27", "31"], "15:18:01", "as_of", "quote_ahead"),
    ],
)
def test_every_check_of_a_row_names_its_cell(participant, sheet, sheet_rows, levels, as_of, column, code):
    """File, row and column, for the reader of the screen and in JSON."""
    path = sheet({sheet_rows[1][0]: [*levels, f"2026-11-20T{as_of}+09:00"]})
    made = checked(participant, path)
    places = {each["code"]: (each["file"], each["row"], each["column"]) for each in (*made["blocking"], *made["asked"])}
    assert places[code] == ("p07.csv", 3, column)
    assert f"p07.csv:3 {column} [{code}]" in participant.quotes("check", path)[2]


def test_what_is_told_of_the_whole_sheet_names_the_file(participant, sheet, sheet_rows):
    """A missing instrument stands in no row; one that stands twice is told at the later row."""
    made = checked(participant, sheet({sheet_rows[0][0]: []}, more=[sheet_rows[1]]))
    places = {each["code"]: (each["file"], each["row"], each["column"]) for each in made["blocking"]}
    assert places["quote_missing"] == ("p07.csv", None, "")
    assert places["quote_repeated"] == ("p07.csv", len(sheet_rows) + 1, "instrument")


def test_quotes_without_a_time_are_as_of_the_instant_that_is_given(participant, sheet, sheet_rows):
    """The desk's clock is asked only where nobody says it; the same sheet later is the same entry."""
    path = sheet({code: [bid, offer, ""] for code, bid, offer, _ in sheet_rows})
    for at in ("15:18:00", "15:19:00"):
        assert participant.quotes("enter", path, "--initials", "SK", at=at)[0] == 0
    (entry,) = participant.entries("quotes.entered")
    assert {each.as_of for each in quotes_of(entry)} == {"2026-11-20T15:18:00+09:00"}
