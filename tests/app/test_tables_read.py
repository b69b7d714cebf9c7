"""Tables of a desk, read in one way for a day folder and for files named one by one."""

import hashlib
from datetime import date

import pytest

from addin.app.tables_read import Tables, desk_book
from addin.books import inputs
from calc.types import AccountKind, InstrumentKind

DAY = date(2026, 11, 20)
RECOVERIES = dict.fromkeys(InstrumentKind, 0.35)
TEXTS = {
    "instruments": "instrument,entity,kind,maturity,coupon_bp,spread_bp\nAA,AA,single,2031-12-20,100,40\n",
    "positions": "account,instrument,notional\nH,AA,-1e9\nC,AA,5e8\n",
    "accounts": "account,participant,kind,deposited_im\nH,P,house,5\nC,P,client,5\n",
    "curves": "curve_id,trade_date,kind,tenor,rate\nT,2026-11-20,zero,5Y,0.01\nU,2026-11-19,zero,5Y,0.01\n",
    "constituents": "index,entity,weight\nIX,AA,1\n",
    "previous_requirements": "account,measure,amount\nH,im,5\n",
    "notified_requirements": "account,measure,amount\nH,im,6\n",
}
OPTIONAL = frozenset({"accounts", "constituents", "events", "previous_requirements", "notified_requirements"})


@pytest.fixture
def tables(tmp_path):
    """Return a function that writes texts, some of them changed or left out, and gives them as tables."""

    def made(*, optional=frozenset({"events"}), **changes):
        paths = {}
        for name, text in {**TEXTS, **changes}.items():
            if text is not None:
                paths[name] = tmp_path / f"{name}.csv"
                paths[name].write_text(text, encoding="utf-8")
        return Tables(paths, optional)

    return made


def book_of(read, **more):
    """Return the book of tables on the day."""
    return desk_book(read, DAY, recoveries=RECOVERIES, **more)


def codes(read):
    """Return the codes of what was found."""
    return [each.code for each in read.found]


def test_good_tables_make_a_book(tables):
    """Every table is typed, nothing is found, and each file is kept as it was read."""
    read = tables()
    book = book_of(read)
    assert (read.found, read.untrusted) == ([], [])
    assert [each.code for each in book.instruments] == ["AA"]
    assert [spread for _, spread in book.listed] == [40.0]
    assert [each.kind for each in book.accounts] == [AccountKind.HOUSE, AccountKind.CLIENT]
    assert sum(each.notional for each in book.positions) == -5e8
    assert (len(book.curve), book.constituents, book.events) == (1, {"IX": {"AA": 1.0}}, ())
    assert (book.previous[0].amount, book.notified[0].amount) == (5, 6)
    assert {path.name: data.decode() for path, data in read.contents.items()} == {
        f"{name}.csv": text for name, text in TEXTS.items()
    }
    assert read.hashes["positions.csv"] == hashlib.sha256(TEXTS["positions"].encode()).hexdigest()


@pytest.mark.parametrize("name", TEXTS)
def test_a_table_that_is_not_there_is_told_unless_it_is_optional(tables, name):
    """What must be there is named and not trusted, what may be absent is absent without a word."""
    read = tables(**{name: None})
    book_of(read)
    assert (codes(read)[0], read.untrusted[0]) == ("file_missing", name)
    if name in OPTIONAL:
        read = tables(optional=OPTIONAL, **{name: None})
        book_of(read)
        assert (read.found, read.untrusted) == ([], [])


@pytest.mark.parametrize("name", TEXTS)
def test_a_table_that_cannot_be_read_is_not_trusted(tables, name):
    """An empty file, given although it may be absent, is told and not trusted."""
    read = tables(optional=OPTIONAL, **{name: ""})
    book_of(read)
    assert "file_empty" in codes(read)
    assert name in read.untrusted


@pytest.mark.parametrize("name", [name for name in TEXTS if name != "positions"])
def test_a_table_without_a_good_row_is_not_trusted(tables, name):
    """A header alone is no table to compute from; only positions may be none, and events, which then did not happen."""
    read = tables(optional=OPTIONAL, **{name: TEXTS[name].splitlines()[0] + "\n"})
    book_of(read)
    assert "table_without_rows" in codes(read)
    assert name in read.untrusted


def test_a_file_that_cannot_be_opened_is_told(tables, tmp_path):
    """A path that leads nowhere is a finding, not an exception, and nothing is kept of it."""
    read = Tables({**tables().paths, "curves": tmp_path / "none" / "curves.csv"}, frozenset({"events"}))
    assert book_of(read).curve is None
    assert "file_not_read" in codes(read)
    assert read.untrusted == ["curves"]
    assert not any(path.name == "curves.csv" for path in read.contents)


@pytest.mark.parametrize("text", ["", "entity,kind\nAA,credit_event\n"])
def test_events_that_cannot_be_read_are_not_none_at_all(tables, text):
    """A table of events that is there and cannot be trusted is told from one that is absent."""
    read = tables(events=text)
    assert book_of(read).events is None
    assert read.untrusted == ["events"]


def test_absent_accounts_are_those_of_the_positions(tables):
    """Where accounts may be absent, those that the positions name are house accounts of their own participant."""
    book = book_of(tables(optional=OPTIONAL, accounts=None))
    assert [(each.code, each.participant, each.kind) for each in book.accounts] == [
        ("C", "C", AccountKind.HOUSE),
        ("H", "H", AccountKind.HOUSE),
    ]
    assert book_of(tables(optional=OPTIONAL, accounts=None, positions="")).accounts is None


@pytest.mark.parametrize("line", ["C,AA,x", "C,AA", "C,ZZ,1"])
def test_an_account_with_a_bad_position_is_named(tables, line):
    """A row that cannot be used names its account, and the good rows are kept."""
    book = book_of(tables(positions=TEXTS["positions"] + f"{line}\n"))
    assert book.broken_accounts == {"C"}
    assert len(book.positions) == 2


def test_positions_wait_for_both_sides_of_their_rows(tables):
    """Without instruments no position is judged, so that one bad file does not make a finding of every row."""
    read = tables(instruments="")
    assert book_of(read).positions is None
    assert codes(read) == ["file_empty"]


def test_two_files_of_one_name_have_a_hash_each(tables, tmp_path):
    """A file of another folder that is named like an earlier one is told apart by its table, and both hashes stand."""
    read = tables()
    elsewhere = tmp_path / "b" / "instruments.csv"
    elsewhere.parent.mkdir()
    read.paths["curves"] = read.paths["curves"].rename(elsewhere)
    book_of(read)
    texts = {"instruments.csv": TEXTS["instruments"], "curves/instruments.csv": TEXTS["curves"]}
    expected = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in texts.items()}
    assert expected.items() <= read.hashes.items()
    assert len(read.hashes) == len(TEXTS)


@pytest.mark.parametrize(
    ("curves", "curve_id", "code"),
    [
        ("T,2026-11-19,zero,5Y,0.01", None, "curve_choice"),
        ("T,2026-11-20,zero,5Y,0.01\nU,2026-11-20,zero,5Y,0.01", None, "curve_choice"),
        ("T,2026-11-20,zero,5Y,0.01", "U", "curve_missing"),
        ("T,2026-11-19,zero,5Y,0.01", "T", "curve_missing"),
    ],
)
def test_the_curve_of_the_day_is_exactly_one(tables, curves, curve_id, code):
    """Without a name there must be one curve of the day, and a name must be there for the day."""
    read = tables(curves=f"curve_id,trade_date,kind,tenor,rate\n{curves}\n")
    assert book_of(read, curve_id=curve_id).curve is None
    assert [(each.code, each.place.source) for each in read.found] == [(code, "curves.csv")]
    assert read.untrusted == ["curves"]


def test_of_several_curves_the_named_one_is_taken(tables):
    """A name chooses among the curves of the day."""
    both = "curve_id,trade_date,kind,tenor,rate\nT,2026-11-20,zero,5Y,0.01\nU,2026-11-20,zero,5Y,0.02\n"
    assert [book_of(tables(curves=both), curve_id=name).curve[0].rate for name in ("T", "U")] == [0.01, 0.02]


def test_any_table_can_be_read_by_its_own_reader(tables):
    """A table that margin does not need is read by whoever names it, with the same findings."""
    read = tables(fallback_days="date\n2026-11-19\n")
    assert read.typed("fallback_days", inputs.fallback_days) == {date(2026, 11, 19)}
    assert read.typed("quotes", inputs.fallback_days) is None
    assert read.untrusted == ["quotes"]
