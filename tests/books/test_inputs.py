from datetime import date

import pytest
from draws import drawn
from hypothesis import given, settings
from hypothesis import strategies as st

from addin.books import history_inputs, inputs
from addin.books.tables import table_of
from calc.days.business_day import tokyo
from calc.outcome import Finding, RefusedError
from calc.text.wording import words
from calc.types import AccountKind, InstrumentKind, Position

DAY = date(2026, 11, 20)
INSTRUMENTS = (
    "instrument,entity,kind,maturity,coupon_bp,recovery,index_factor,bid_offer_width_bp,history_proxy,spread_bp"
)
ACCOUNTS = "account,participant,kind,affiliate_group,deposited_im,multiplier,add_on"
CURVES = "curve_id,trade_date,kind,tenor,rate,mm_day_count,fixed_frequency,fixed_day_count,spot_lag_days"
RECOVERIES = {InstrumentKind.SINGLE: 0.35, InstrumentKind.INDEX: 0.4}
CODES, NAMES = {"AA", "BB"}, {"P1", "P2"}


def table(header, *lines):
    """Return a table of CSV lines under a header."""
    return table_of("\r\n".join((header, *lines)).encode(), "t.csv").value


def codes(read):
    """Return what was found as (code, row, column)."""
    return [(each.code, each.place.row, each.place.column) for each in read.findings]


def test_instruments():
    """An instrument is read with its spread, and what may be left out has its meaning."""
    read = inputs.instruments(
        table(INSTRUMENTS, "IX,ITRAXX,index,2031-12-20,100,0.35,0.975,4.5,,39.9", "AA,AA,single,2031/12/20,25,0,,,IX,"),
        recoveries={},
    )
    (index, spread), (single, none) = read.value
    assert read.findings == ()
    assert (index.kind, index.index_factor, index.bid_offer_width_bp, spread) == (
        InstrumentKind.INDEX,
        0.975,
        4.5,
        39.9,
    )
    assert (single.kind, single.index_factor, single.bid_offer_width_bp) == (InstrumentKind.SINGLE, 1.0, 0.0)
    assert (single.history_proxy, single.maturity, none) == ("IX", date(2031, 12, 20), None)


def test_an_entity_is_a_name_of_any_kind():
    """An entity may have spaces and Japanese in its name; an index without one is its own."""
    read = inputs.instruments(
        table(INSTRUMENTS, "IX,,index,2031-12-20,100,0.35,1,4,,", "AA,東京 電力,single,2031-12-20,100,0.35,1,4,,"),
        recoveries={},
    )
    assert [(each.code, each.entity) for each, _ in read.value] == [("IX", "IX"), ("AA", "東京 電力")]
    parts = inputs.constituents(table("index,entity,weight", "IX,東京 電力,1"))
    assert parts.value == {"IX": {"東京 電力": 1.0}}


@pytest.mark.parametrize(
    ("line", "code", "column"),
    [
        ("AA,AA,single,2031-12-20,100,1,,,,", "recovery_range", "recovery"),
        ("AA,AA,single,2031-12-20,100,-0.1,,,,", "recovery_range", "recovery"),
        ("AA,AA,single,2031-12-20,100,35,,,,", "recovery_range", "recovery"),
        ("AA,AA,single,2031-12-20,100,35%,,,,", "number_unit", "recovery"),
        ("AA,AA,single,2031-12-20,nan,0.35,,,,", "number_character", "coupon_bp"),
        ("AA,AA,single,2031-12-20,-1,0.35,,,,", "number_range", "coupon_bp"),
        ("AA,AA,Single,2031-12-20,100,0.35,,,,", "choice_refused", "kind"),
        ("AA,AA,single,2031-02-30,100,0.35,,,,", "date_unreadable", "maturity"),
        ("AA,AA,single,9999-12-20,100,0.35,,,,", "date_range", "maturity"),
        ("AA,AA,single,,100,0.35,,,,", "cell_empty", "maturity"),
        ("=A,AA,single,2031-12-20,100,0.35,,,,", "code_refused", "instrument"),
        ("AA,AA,single,2031-12-20,100,0.35,1.1,,,", "number_range", "index_factor"),
        ("AA,AA,single,2031-12-20,100,0.35,,-1,,", "number_range", "bid_offer_width_bp"),
        ("AA,AA,single,2031-12-20,100,0.35,,,,1e7", "number_range", "spread_bp"),
    ],
)
def test_a_bad_cell_of_an_instrument_is_told(line, code, column):
    """Each cell that no instrument can have is a finding with its row and column, and the row beside it is read."""
    read = inputs.instruments(table(INSTRUMENTS, line, "BB,BB,single,2031-12-20,100,0.35,,,,"), recoveries={})
    assert codes(read) == [(code, 2, column)]
    assert [each.code for each, _ in read.value] == ["BB"]


def test_an_instrument_without_a_recovery_has_that_of_its_kind():
    """An empty recovery is the setting of single names or of indices, and a stated one of zero stays zero."""
    lines = ("IX,IX,index,2031-12-20,100,,,,,", "AA,AA,single,2031-12-20,100,,,,,", "BB,BB,single,2031-12-20,100,0,,,,")
    read = inputs.instruments(table(INSTRUMENTS, *lines), recoveries=RECOVERIES)
    assert [each.recovery for each, _ in read.value] == [0.4, 0.35, 0.0]


def test_accounts():
    """An account is read, house and client apart, with deposit, multiplier and add-on or what they mean when empty."""
    read = inputs.accounts(table(ACCOUNTS, "P1H,P1,house,G1,5000000000,1.5,-7", "P1C,P1,client,,,,"))
    house, client = read.value
    assert (house.kind, house.affiliate_group, house.deposited_im) == (AccountKind.HOUSE, "G1", 5_000_000_000)
    assert (house.multiplier, house.add_on) == (1.5, -7)
    assert (client.kind, client.affiliate_group) == (AccountKind.CLIENT, "")
    assert (client.deposited_im, client.multiplier, client.add_on) == (0, 1.0, 0)
    assert codes(inputs.accounts(table(ACCOUNTS, "P1H,P1,house,,1.5,1,0"))) == [("number_not_whole", 2, "deposited_im")]
    assert codes(inputs.accounts(table(ACCOUNTS, "P1H,P1,house,,-1,1,0"))) == [("number_range", 2, "deposited_im")]


def test_accounts_without_a_column_of_deposits_are_warned_of():
    """Where nobody tells what is deposited the accounts are there, and that nothing counts as deposited is told."""
    read = inputs.accounts(table("account,participant,kind", "P1H,P1,house"))
    assert ([each.deposited_im for each in read.value], codes(read)) == ([0], [("deposits_missing", 1, "deposited_im")])


@pytest.mark.parametrize(
    ("read", "header", "line", "column"),
    [
        (
            lambda t: inputs.instruments(t, recoveries=RECOVERIES),
            INSTRUMENTS,
            "AA,AA,single,2031-12-20,100,0.35,,,,",
            "instrument",
        ),
        (inputs.accounts, ACCOUNTS, "P1H,P1,house,,,,", "account"),
        (inputs.constituents, "index,entity,weight", "IX,AA,0.025", "entity"),
    ],
)
def test_a_repeated_key_keeps_its_first_row(read, header, line, column):
    """A key that stands twice is a finding that names both rows, and the first row is used."""
    made = read(table(header, line, line))
    assert codes(made) == [("key_repeated", 3, column)]
    assert len(made.value) == 1


def test_positions():
    """Positions of known accounts and instruments are read, strangers are told by what is unknown of them."""
    lines = ("P1,AA,-9800000000", "P9,AA,1", "P1,ZZ,1", "P9,ZZ,1", "P2,BB,1e15")
    read = inputs.positions(table("account,instrument,notional", *lines), instrument=CODES, account=NAMES)
    assert read.value == (Position("P1", "AA", -9.8e9),)
    assert codes(read) == [
        ("number_range", 6, "notional"),
        ("account_unknown", 3, "account"),
        ("instrument_unknown", 4, "instrument"),
        ("account_unknown", 5, "account"),
        ("instrument_unknown", 5, "instrument"),
    ]


def test_a_position_that_stands_twice_is_added_and_told():
    """Two rows of one account and instrument both count, and a warning names them."""
    lines = ("P1,AA,1", "P1,BB,1", "P1,AA,2")
    read = inputs.positions(table("account,instrument,notional", *lines), instrument=CODES, account=NAMES)
    assert len(read.value) == 3
    assert [each.code for each in read.findings] == ["position_repeated"]
    assert dict(read.findings[0].details) == {"account": "P1", "instrument": "AA"}


def test_holidays_replace_those_of_tokyo():
    """A user's list of closed days is the whole calendar beside weekends, and is refused as a whole when one is bad."""
    made = inputs.holidays(table("date,name", "2026-11-20,x", "2026-11-26,y"))
    assert made.name == "TYO"
    assert [made.is_open(date(2026, 11, day)) for day in (20, 21, 23, 26)] == [False, False, True, False]
    for lines in (("2026-11-20", "20 Nov"), ("2026-11-20", "2026-11-26,y,z"), ()):
        with pytest.raises(RefusedError):
            inputs.holidays(table("date", *lines))


def test_constituents():
    """Weights are read by index and name, and none may be negative or above one."""
    read = inputs.constituents(table("index,entity,weight", "IX,AA,0.025", "IX,BB,0.5", "IY,AA,1", "IY,BB,-1"))
    assert read.value == {"IX": {"AA": 0.025, "BB": 0.5}, "IY": {"AA": 1.0}}
    assert codes(read) == [("number_range", 5, "weight")]


def test_vendor_prices_are_of_the_day():
    """A price of the day is read, one of another day is told with its row, and one without a time counts."""
    lines = ("AA,39.9,2026-11-20T16:30:00+09:00", "BB,40,2026-11-19T16:30:00+09:00", "ZZ,1,", "AA,41,")
    read = inputs.vendor_prices(table("instrument,price_bp,as_of", *lines), instrument=CODES, day_is=DAY)
    assert read.value == {"AA": 39.9}
    assert codes(read) == [
        ("key_repeated", 5, "instrument"),
        ("instrument_unknown", 4, "instrument"),
        ("price_of_another_day", 3, "as_of"),
    ]
    timeless = inputs.vendor_prices(table("instrument,price_bp", "BB,40"), instrument=CODES, day_is=DAY)
    assert timeless.value == {"BB": 40.0}


def test_quotes():
    """A participant quotes an instrument once, and a full-width number is a number."""
    lines = ("P1,AA,３９．５,41,2026-11-20T15:17:00+09:00", "P2,AA,39,41,", "P1,AA,1,2,", "P1,ZZ,1,2,", "P2,BB,-1,2,")
    read = inputs.quotes(table("participant,instrument,bid_bp,offer_bp,as_of", *lines), instrument=CODES)
    assert [(each.participant, each.bid_bp) for each in read.value] == [("P1", 39.5), ("P2", 39.0)]
    assert codes(read) == [
        ("number_range", 6, "bid_bp"),
        ("key_repeated", 4, "instrument"),
        ("instrument_unknown", 5, "instrument"),
    ]


def test_requirements():
    """Amounts are whole yen by version, account, measure and component, the total unless another is named."""
    header = "version,account,measure,component,amount,date,chain"
    lines = (
        "2,P1,im,,823488334,2026-11-19,3",
        ",P1,vm,base,-5,,",
        "1,P1,margin,,1,,",
        "1,P9,im,,1,,",
        "1,P1,im,bose,1,,",
        "2,P1,im,total,9,,",
    )
    read = inputs.requirements(table(header, *lines), account=NAMES)
    first, second = read.value
    assert (first.version, first.component, first.amount, first.date, first.chain) == (
        2,
        "total",
        823488334,
        date(2026, 11, 19),
        3,
    )
    assert (second.version, second.measure, second.amount, second.date, second.chain) == (1, "vm", -5, None, 0)
    assert codes(read) == [
        ("choice_refused", 4, "measure"),
        ("choice_refused", 6, "component"),
        ("key_repeated", 7, "component"),
        ("account_unknown", 5, "account"),
    ]


READERS = {
    "instruments": lambda t: inputs.instruments(t, recoveries=RECOVERIES),
    "accounts": inputs.accounts,
    "positions": lambda t: inputs.positions(t, instrument=CODES, account=NAMES),
    "curves": inputs.curves,
    "constituents": inputs.constituents,
    "vendor": lambda t: inputs.vendor_prices(t, instrument=CODES, day_is=DAY),
    "quotes": lambda t: inputs.quotes(t, instrument=CODES),
    "requirements": lambda t: inputs.requirements(t, account=NAMES),
    "history": lambda t: history_inputs.history(t, calendar=tokyo()),
    "fallback": inputs.fallback_days,
}
HEADERS = (INSTRUMENTS, ACCOUNTS, CURVES, "account,instrument,notional", "date,AA", "instrument,price_bp,as_of", "x")
CELLS = st.sampled_from(
    ["", "AA", "P1", "1", "-1", "0.5", "1e99", "nan", "inf", "1_000", "１２", "2026-11-20", "2026-11-23", "0001-01-01",
     "9999-12-31", "single", "house", "swap", "im", "=1+1", "A\x00", "A\x1b[2J", "口座", "1,000", "ACT/360", "5Y"]
)  # fmt: skip


@settings(max_examples=drawn(500))
@given(
    name=st.sampled_from(sorted(READERS)),
    header=st.sampled_from(HEADERS),
    rows=st.lists(st.lists(CELLS, min_size=1, max_size=11), max_size=5),
)
def test_any_table_gives_records_and_findings(name, header, rows):
    """No reader raises on any table, and whatever it finds can be told in both languages."""
    width = len(header.split(","))
    lines = [",".join(f'"{cell}"' for cell in (row * 11)[: width + len(row) % 2]) for row in rows]
    read = READERS[name](table(header, *lines))
    for each in read.findings:
        assert isinstance(each, Finding)
        assert words(each).ja
        assert words(each).en
