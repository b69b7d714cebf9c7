"""CDS_QUOTE_CHECK and CDS_SETTLEMENT_PRICE: what arrives in cells, beside the command line."""

import json

import pytest
from contract_tables import OF_ONE, PREVIOUS, QUOTES_HEAD, SHEET
from hypothesis import given
from hypothesis import strategies as st
from sheet_tables import as_cells, table

from addin.functions.invoke import answer

QUIET = [["AA", 39.0, 41.0, ""], ["BB", 198.0, 202.0, ""], ["CC", 59.0, 61.0, ""]]


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """Let every call find a home of its own, without settings and record."""
    monkeypatch.setenv("HIKAE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def value(name, *arguments):
    """Return the value of a call that has one."""
    answered = answer(name, list(arguments))
    assert list(answered) == ["value"], answered
    return answered["value"]


def test_states_stand_beside_their_rows():
    """The block begins with the row of the range's first row: header blank, then each quote at its height."""
    rows = value("CDS_QUOTE_CHECK", SHEET, PREVIOUS)
    assert rows[:5] == [
        ["", "", ""],
        ["不可 / block", "quote_crossed", "逆転 / crossed"],
        ["可 / ok", "", ""],
        ["不可 / block", "cell_empty", "未入力 / missing"],
        ["", "", ""],
    ]
    assert len(rows) == 500
    assert {tuple(row) for row in rows[5:]} == {("", "", "")}


def test_several_faults_of_a_row_are_all_named():
    """A quote of zero is told with each of its codes, one blank between, and as many short words."""
    rows = value("CDS_QUOTE_CHECK", [QUOTES_HEAD, ["AA", 0.0, 41.0, ""], *QUIET[1:]], PREVIOUS)
    assert rows[1] == [
        "確認 / ask",
        "quote_sign quote_wide quote_spike",
        "ゼロ以下、幅が広い、急変 / zero or below, wide, spike",
    ]


def test_a_formula_can_count_what_blocks():
    """Every state begins with one of three words that end in ok, ask or block, so that a formula can count them."""
    rows = value("CDS_QUOTE_CHECK", SHEET, PREVIOUS)
    assert {row[0].rpartition(" / ")[2] for row in rows} == {"", "ok", "block"}


def test_the_whole_example_day_fits(example_day):
    """All participants' quotes of the example day fit into the block; the crossed and the slipped one are found."""
    head, *rows = as_cells(table("quotes"))
    names, *_, last = table("history")
    before = [["instrument", "price_bp"], *([name, float(bp)] for name, bp in zip(names[1:], last[1:], strict=True))]
    assert example_day.is_dir()
    found = value("CDS_QUOTE_CHECK", [head, *rows], before)
    told = {(row[0], row[1], state[1]) for row, state in zip(rows, found[1:], strict=False) if state[1]}
    assert ("P03", "JP017M3112", "quote_crossed") in told
    assert ("P02", "ITXJS4605", "quote_unit_slip") in told
    assert len(told) == 2


def test_the_settlement_price_is_the_commands(hikae, example_day, tmp_path):
    """For an instrument of the example day the cell is the price that `hikae price-day --json` prints."""
    done = hikae("price-day", "--quotes", example_day / "quotes.csv", "--rule", "cross_lock", "--json",
                 HIKAE_HOME=str(tmp_path / "home"))  # fmt: skip
    priced = json.loads(done.stdout)["instruments"]
    head, *rows = as_cells(table("quotes"))
    for code in ("ITXJS4605", "JP017M3112", "JP060M3106"):
        own = [row for row in rows if row[1] == code]
        assert value("CDS_SETTLEMENT_PRICE", [head, *own], "cross_lock") == priced[code]["price"]


def test_the_rule_is_the_desks_unless_one_is_named(home):
    """Without a rule the setting decides, and a blank cell is no rule; a named one stands before it."""
    rows = [*OF_ONE, ["AA", "P5", 79.0, 81.0]]
    trimmed = value("CDS_SETTLEMENT_PRICE", rows, "trimmed_mean")
    assert value("CDS_SETTLEMENT_PRICE", rows) == value("CDS_SETTLEMENT_PRICE", rows, None) == trimmed
    home.mkdir()
    (home / "settings.toml").write_text('composite_rule = "median"\n', encoding="utf-8")
    median = value("CDS_SETTLEMENT_PRICE", rows, "median")
    assert value("CDS_SETTLEMENT_PRICE", rows) == median == 42.0 != trimmed
    assert value("CDS_SETTLEMENT_PRICE", rows, " trimmed_mean ") == trimmed


CELLS = st.one_of(
    st.none(), st.booleans(), st.floats(allow_nan=False), st.integers(-(10**6), 10**6), st.text(max_size=8),
    st.sampled_from(["instrument", "bid", "offer", "participant", "price_bp", "AA", "1e400", "2026-11-20T15:00:00Z"]),
)  # fmt: skip
RANGES = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=5)
)


@given(RANGES | CELLS, RANGES | CELLS)
def test_whatever_stands_in_the_ranges_there_is_an_answer(one, other):
    """Anything in either range gives a value or an error that is not our fault, never a traceback."""
    for name, arguments in (("CDS_QUOTE_CHECK", [one, other]), ("CDS_SETTLEMENT_PRICE", [one, "median"])):
        answered = answer(name, arguments)
        assert set(answered) in ({"value"}, {"error"})
        assert answered.get("error", {}).get("code") != "function_failed", answered


@given(RANGES)
def test_whatever_stands_below_a_header_there_is_an_answer(junk):
    """Junk below good rows is a state of its own row, or an error, never a traceback."""
    width = max(5, *(len(row) for row in junk))

    def below(*rows):
        return [[*row, *[""] * (width - len(row))] for row in (*rows, *junk)]

    told = (
        ("CDS_QUOTE_CHECK", [below(QUOTES_HEAD, *QUIET), PREVIOUS]),
        ("CDS_QUOTE_CHECK", [[QUOTES_HEAD, *QUIET], below(*PREVIOUS)]),
        ("CDS_SETTLEMENT_PRICE", [below(*OF_ONE)]),
    )
    for name, arguments in told:
        answered = answer(name, arguments)
        assert answered.get("error", {}).get("code") != "function_failed", answered
