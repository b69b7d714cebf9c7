"""Quotes for cells: each row's state, and one instrument's control composite."""

import pytest
from sheet_tables import as_cells, cell, table

from addin.app.price_day import composites
from addin.app.quote_cell import composite_price, quote_states
from addin.app.quotes_day import quote_day
from addin.app.quotes_sheet import checked_quote_sheet
from addin.settings import load_settings
from calc.days.cutoff import parse_instant
from calc.outcome import RefusedError

HEAD = ["instrument", "bid", "offer", "as_of"]
BEFORE = [["instrument", "price_bp"], ["AA", 40.0], ["BB", 200.0], ["CC", 60.0], ["DD", ""], ["EE", 100.0]]
QUIET = [["BB", 198.0, 202.0, ""], ["CC", 59.0, 61.0, ""], ["EE", 99.0, 101.0, ""]]
OF_ONE = ["instrument", "participant", "bid_bp", "offer_bp"]


def states(home, *rows, before=BEFORE, head=HEAD):
    """Return (state, codes) of each row below the header."""
    found = quote_states([head, *rows], before, home=home)
    assert found[0] is None
    return [each and (each.state.en, each.codes) for each in found[1:]]


def first(home, *row, before=BEFORE):
    """Return state and codes of one row of AA among quiet ones."""
    return states(home, list(row), *QUIET, before=before)[0]


def price(home, *rows, rule=None, head=OF_ONE):
    return composite_price([head, *rows], rule=rule, home=home)


def refused(call, *told, **named):
    """Return code and place of the finding with which a call is refused."""
    with pytest.raises(RefusedError) as caught:
        call(*told, **named)
    found = caught.value.findings[0]
    return found.code, found.place.source, found.place.row


def shown(home, rows, rule, head):
    """Return a price, or the code with which it is refused."""
    try:
        return price(home, *rows, rule=rule, head=head)
    except RefusedError as wrong:
        return wrong.findings[0].code


def test_a_quiet_sheet_is_good_row_by_row(tmp_path):
    """Quotes around yesterday's prices are good, and nothing stands behind them."""
    assert states(tmp_path, ["AA", 39.0, 41.0, ""], *QUIET) == [("ok", ())] * 4


@pytest.mark.parametrize(
    ("row", "state", "codes"),
    [
        (("AA", 41.0, 39.0, ""), "block", ("quote_crossed",)),
        (("AA", 40.0, 40.0, ""), "ask", ("quote_locked",)),
        (("AA", 0.39, 0.41, ""), "ask", ("quote_unit_slip",)),
        (("AA", 15.0, 65.0, ""), "ask", ("quote_wide",)),
        (("AA", 79.0, 81.0, ""), "ask", ("quote_spike",)),
        (("AA", 0.0, 41.0, ""), "ask", ("quote_sign", "quote_wide", "quote_spike")),
        (("AA", "", "", ""), "block", ("cell_empty",)),
        (("AA", 39.0, "", ""), "block", ("cell_empty",)),
        (("AA", "3O", 41.0, ""), "block", ("number_refused",)),
        (("AA", 39.0, 41.0, "noon"), "block", ("instant_unreadable",)),
        (("ZZ", 39.0, 41.0, ""), "block", ("instrument_unknown",)),
        (("銘柄", 39.0, 41.0, ""), "block", ("code_refused",)),
        (("DD", 39.0, 41.0, ""), "ask", ("previous_price_missing",)),
        (("AA", "３９", "４１", ""), "ok", ()),
        (("AA", "39bp", "0.41%", ""), "ok", ()),
    ],
)
def test_each_fault_has_its_state_and_code(tmp_path, row, state, codes):
    """What cannot be read, is crossed, empty or unknown blocks; all else that is odd asks."""
    assert first(tmp_path, *row) == (state, codes)


def test_every_state_is_said_in_both_languages(tmp_path):
    """A row's faults are told in short words of Japanese and English, as many as there are codes."""
    rows = [["AA", 41.0, 39.0, ""], ["BB", "", "", ""], ["CC", "x", 61.0, ""]]
    for each in quote_states([HEAD, *rows], BEFORE, home=tmp_path)[1:]:
        assert each.state.ja == "不可"
        assert len(each.said.en.split(", ")) == len(each.said.ja.split("、")) == len(each.codes)
    said = quote_states([HEAD, *rows], BEFORE, home=tmp_path)[1].said
    assert (said.ja, said.en) == ("逆転", "crossed")


def test_rows_keep_their_height(tmp_path):
    """The states stand at the height of their rows: header and blank rows have none."""
    blank = ["", "", "", ""]
    found = quote_states([blank, HEAD, blank, ["AA", 39.0, 41.0, ""], blank], BEFORE, home=tmp_path)
    assert [each and each.state.en for each in found] == [None, None, None, "ok", None]


def test_a_second_quote_for_an_instrument_blocks(tmp_path):
    """The first of two quotes stands, the later one is told."""
    assert states(tmp_path, ["AA", 39.0, 41.0, ""], *QUIET, ["AA", 39.0, 41.0, ""])[::4] == [
        ("ok", ()),
        ("block", ("quote_repeated",)),
    ]


def test_two_participants_may_quote_one_instrument(tmp_path):
    """With a column for the participant a fault is told at its own row only."""
    head = [*HEAD, "participant"]
    rows = [["AA", 41.0, 39.0, "", "P1"], ["AA", 39.0, 41.0, "", "P2"], *([*row, "P1"] for row in QUIET)]
    assert states(tmp_path, *rows, head=head)[:2] == [("block", ("quote_crossed",)), ("ok", ())]


def test_a_market_that_moves_as_a_whole_is_no_spike(tmp_path):
    """When every quote doubles nobody is asked: a spike is told beside the market's move."""
    doubled = [["AA", 79.0, 81.0, ""], ["BB", 398.0, 402.0, ""], ["CC", 119.0, 121.0, ""], ["EE", 199.0, 201.0, ""]]
    assert states(tmp_path, *doubled) == [("ok", ())] * 4
    kept = [["AA", 39.0, 41.0, ""], *doubled[1:]]
    assert "quote_unchanged" in states(tmp_path, *kept)[0][1]


def test_age_is_measured_from_the_newest_quote(tmp_path):
    """A quote much older than the newest one is asked about, its time as text or as a sheet's number."""
    late, early = "2026-11-20T15:17:00+09:00", 46346.0 + 9 / 24
    rows = [["AA", 39.0, 41.0, early], ["BB", 198.0, 202.0, late], *QUIET[1:]]
    assert states(tmp_path, *rows)[0] == ("ask", ("quote_stale",))
    assert states(tmp_path, rows[0], *QUIET)[0] == ("ok", ())


def test_neighbouring_series_are_compared_where_they_are_known(tmp_path):
    """With kind and maturity beside yesterday's prices, two series that changed places are both told."""
    head = ["instrument", "price_bp", "kind", "maturity"]
    before = [head, ["S1", 30.0, "index", 46375.0], ["S2", 60.0, "index", "2031-06-20"], ["AA", 40.0, "single", ""]]
    rows = [["S1", 57.0, 58.0, ""], ["S2", 31.0, 32.0, ""], ["AA", 39.0, 41.0, ""]]
    found = states(tmp_path, *rows, before=before)
    assert ["quote_order" in codes for _, codes in found] == [True, True, False]
    plain = [row[:2] for row in before]
    assert all("quote_order" not in codes for _, codes in states(tmp_path, *rows, before=plain))


def test_limits_are_the_desks(tmp_path):
    """A width that is asked about by default is good once the desk's settings allow it."""
    row = ("AA", 15.0, 65.0, "")
    assert first(tmp_path, *row)[0] == "ask"
    (tmp_path / "settings.toml").write_text("max_quote_width_bp = 60.0\n", encoding="utf-8")
    assert first(tmp_path, *row)[0] == "ok"


@pytest.mark.parametrize(
    ("quotes", "before", "expected"),
    [
        (QUIET, BEFORE, ("column_missing", "quotes_range", 1)),
        ([HEAD, *QUIET], BEFORE[1:], ("column_missing", "previous_range", 1)),
        ([HEAD, *QUIET], [*BEFORE, ["AA", 41.0]], ("key_repeated", "previous_range", 7)),
        ([HEAD, *QUIET], [*BEFORE, ["FF", "x"]], ("number_character", "previous_range", 7)),
    ],
)
def test_ranges_that_are_not_whole_are_refused(tmp_path, quotes, before, expected):
    """Without a header nothing is checked, and yesterday's prices must be right to check anything against."""
    assert refused(quote_states, quotes, before, home=tmp_path) == expected


@pytest.mark.parametrize("participant", ["P02", "P03", "P06"])
def test_the_example_days_sheets_have_the_commands_findings(tmp_path, example_day, participant):
    """Each participant's quotes of the example day have, row by row, the codes that `hikae quotes check` finds."""
    day = quote_day(example_day, home=tmp_path)
    own = [row for row in table("quotes") if row[0] == participant]
    lines = ["instrument,bid,offer,as_of", *(",".join(row[1:]) for row in own)]
    path = tmp_path / "sheet.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    at = parse_instant(max(row[4] for row in own))
    checked = checked_quote_sheet(path, day, participant=participant, at=at)
    expected = {
        (details.get("instrument", ""), each.code)
        for each in (*checked.blocking, *checked.asked)
        if each.code not in {"quote_missing", "quote_order"}
        for details in [dict(each.details)]
    }
    before = [["instrument", "price_bp"], *(list(each) for each in day.previous_bp.items())]
    rows = [[row[1], cell(row[2]), cell(row[3]), row[4]] for row in own]
    found = quote_states([HEAD, *rows], before, home=tmp_path)[1:]
    told = {(row[1], code) for row, each in zip(own, found, strict=True) for code in each.codes}
    assert told == expected
    assert len(told) == {"P02": 1, "P03": 1, "P06": 0}[participant]


def test_the_price_by_hand(tmp_path):
    """Mids 40, 41, 42 and 50: a quarter trimmed at each end leaves 41.5, which is also the median."""
    rows = [["AA", f"P{number}", mid - 1.0, mid + 1.0] for number, mid in enumerate((40.0, 41.0, 42.0, 50.0))]
    assert price(tmp_path, *rows) == 41.5
    assert price(tmp_path, *rows, rule="median") == 41.5
    assert price(tmp_path, *rows[:3], rule="median") == 41.0


def test_the_price_is_rounded_to_the_desks_tick(tmp_path):
    """A third of a basis point goes to the nearest tick: 0.01 bp unless the desk says otherwise."""
    rows = [["AA", f"P{number}", mid, mid] for number, mid in enumerate((40.0, 40.0, 41.0, 41.0, 40.333, 40.333))]
    assert price(tmp_path, *rows, rule="median") == 40.33
    (tmp_path / "settings.toml").write_text("tick_bp = 0.25\n", encoding="utf-8")
    assert price(tmp_path, *rows, rule="median") == 40.25


def test_columns_may_be_named_as_in_a_quote_sheet(tmp_path):
    """Bid and offer are as good as bid_bp and offer_bp, in any order, beside other columns."""
    rows = [["AA", f"P{number}", 39.0, 41.0] for number in range(3)]
    other = [[participant, "x", offer, bid, code] for code, participant, bid, offer in rows]
    assert price(tmp_path, *rows) == 40.0
    assert price(tmp_path, *other, head=["participant", "note", "offer", "bid", "instrument"]) == 40.0


def test_every_instrument_of_the_example_day_has_the_commands_price(tmp_path, example_day):
    """Instrument by instrument the cell shows what `hikae price-day` computes, under every rule."""
    head, *rows = as_cells(table("quotes"))
    for rule in ("trimmed_mean", "median", "inside_market", "cross_lock"):
        settings = load_settings(tmp_path, sets=[f"composite_rule={rule}"])
        made = composites(example_day / "quotes.csv", settings).value
        expected = {code: each.finding or float(each.price) for code, each in made.items()}
        found = {code: shown(tmp_path, [row for row in rows if row[1] == code], rule, head) for code in expected}
        assert found == expected
        assert len(found) == 71


@pytest.mark.parametrize(
    ("rows", "rule", "expected"),
    [
        ([["AA", "P1", 39.0, 41.0], ["AA", "P2", 39.0, 41.0]], None, ("too_few_contributors", "", None)),
        ([["AA", f"P{n}", 40.0, 40.0] for n in range(3)], "inside_market", ("no_inside_market", "", None)),
        ([["AA", "P1", 39.0, 41.0], ["BB", "P1", 39.0, 41.0]], None, ("instrument_choice", "quotes_range", None)),
        ([["AA", "", 39.0, 41.0]], None, ("cell_empty", "quotes_range", 2)),
        ([["", "", "", ""]], None, ("table_without_rows", "quotes_range", None)),
        ([["AA", "P1", 39.0, 41.0]], "mean", ("setting_refused", "--set", None)),
    ],
)
def test_a_price_that_cannot_be_made_is_refused(tmp_path, rows, rule, expected):
    """Too few quotes, no inside market, two instruments, a nameless row, an unknown rule: each is told."""
    assert refused(price, tmp_path, *rows, rule=rule) == expected


def test_bad_sides_are_removed_as_by_the_command(tmp_path):
    """One-sided, crossed and unreadable quotes do not count, the others make the price."""
    good = [["AA", f"P{number}", 39.0, 41.0] for number in range(3)]
    bad = [["AA", "P7", "", 99.0], ["AA", "P8", 99.0, 1.0], ["AA", "P9", "9O", 99.0]]
    assert price(tmp_path, *good, *bad) == 40.0


def test_without_participants_there_is_no_price(tmp_path):
    """A table that does not say who quoted cannot be averaged."""
    head, row = ["instrument", "bid_bp", "offer_bp"], ["AA", 39.0, 41.0]
    assert refused(price, tmp_path, row, head=head)[:2] == ("column_missing", "quotes_range")
