"""Tables that people hand in: every good cell in its form, every other one refused with its place."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.export.forms import FORMS
from addin.export.template import TEMPLATES, template
from addin.export.typed import typed_rows
from addin.export.upload import upload
from calc.outcome import RefusedError
from calc.text.columns import Table

DAY = date(2026, 11, 20)
QUOTES = template("quotes_direct")
QUOTE = ("2026-11-20", "P01", "ITXJS4605", "53.9", "57.25", "2026-11-20T15:17:00+09:00")
TRICKS = [
    "", " ", "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t1", "\0", "１_０", "٣", "nan", "1e400", "A B", "Ｐ０１", "x,y",
]  # fmt: skip


def table(*rows, columns=QUOTES.names):
    """Return a table of these rows as it comes out of a file."""
    return Table("t.csv", tuple(columns), tuple(enumerate(map(tuple, rows), 2)))


def changed(column, cell, row=QUOTE, names=QUOTES.names):
    """Return a row with another cell in one column."""
    return tuple(cell if name == column else each for name, each in zip(names, row, strict=True))


def read(*rows, form=QUOTES, columns=None, day=DAY, named=False):
    """Return what a table gives, by the template."""
    return typed_rows(form, table(*rows, columns=columns or form.names), day=day, named=named)


def told(outcome):
    """Return code, row and column of each finding."""
    return [(each.code, each.place.row, each.place.column) for each in outcome.findings]


def test_a_good_row_is_typed():
    """Codes and instants are texts, numbers exact decimals, and the first row says which day it is."""
    outcome = read(QUOTE, day=date(2026, 11, 24))
    assert told(outcome) == []
    assert outcome.value.business_date == DAY
    assert outcome.value.rows == (
        {**dict(zip(QUOTES.names, QUOTE, strict=True)), "bid_bp": Decimal("53.9"), "offer_bp": Decimal("57.25")},
    )


@pytest.mark.parametrize("columns", [QUOTES.headers, (*QUOTES.names[:3], *QUOTES.headers[3:])])
def test_a_header_may_have_our_names_or_the_files(columns):
    """A table is read by the names of the columns, by the file's own header texts, and by a mixture."""
    assert read(QUOTE, columns=columns) == read(QUOTE)


def test_columns_may_stand_in_any_order_with_others_between():
    """Order and columns that the layout does not know make no difference."""
    row = ("memo", *reversed(QUOTE))
    assert read(row, columns=("remark", *reversed(QUOTES.names))).value == read(QUOTE).value


def test_the_same_column_under_both_names_is_refused():
    """Two cells that say the same thing cannot both count."""
    outcome = read((*QUOTE, "1"), columns=(*QUOTES.names, "買気配"))
    assert told(outcome) == [("column_repeated", 1, "bid_bp")]
    assert outcome.value.rows == ()


@pytest.mark.parametrize("name", [name for name in QUOTES.names if name != "business_date"])
def test_a_missing_column_is_named(name):
    """A column that is not there is one finding in the header row."""
    columns = [each for each in QUOTES.names if each != name]
    outcome = read([cell for each, cell in zip(QUOTES.names, QUOTE, strict=True) if each != name], columns=columns)
    assert told(outcome) == [("column_missing", 1, name)]


def test_a_table_without_business_dates_is_of_the_day_asked_for():
    """A table keyed by hand needs no column of dates; it is then of the day that was meant."""
    outcome = read(QUOTE[1:], columns=QUOTES.names[1:], day=date(2026, 11, 24))
    assert told(outcome) == []
    assert outcome.value.rows[0]["business_date"] == "2026-11-24"
    assert outcome.value.business_date == date(2026, 11, 24)


def test_rows_of_two_days_are_refused():
    """A file is of one business date: the row that is of another is named."""
    other = changed("business_date", "2026-11-19", changed("participant", "P02"))
    assert told(read(QUOTE, other)) == [("row_other_day", 3, "business_date")]


def test_a_named_day_holds_for_every_row():
    """With the date asked for by name, the first row does not say which day it is."""
    assert told(read(QUOTE, day=date(2026, 11, 19), named=True)) == [("row_other_day", 2, "business_date")]
    assert told(read(QUOTE, day=DAY, named=True)) == []


def test_a_row_that_stands_twice_is_refused():
    """The same key again is a finding at the later row, whatever else stands in it."""
    again = changed("bid_bp", "50")
    assert told(read(QUOTE, again)) == [("key_repeated", 3, "instrument")]


@pytest.mark.parametrize(("bid", "offer", "crossed"), [("57.26", "57.25", True), ("57.25", "57.25", False)])
def test_a_bid_above_its_offer_is_refused(bid, offer, crossed):
    """A crossed quote makes no file; a locked one is for people to judge."""
    outcome = read(changed("bid_bp", bid, changed("offer_bp", offer)))
    assert told(outcome) == ([("export_order", 2, "bid_bp")] if crossed else [])


@pytest.mark.parametrize(
    ("cell", "value"),
    [("５３．９", "53.9"), ("1,234.5", "1234.5"), ("１，２３４", "1234"), ("0.5390%", "53.9"), ("53.9bp", "53.9"),
     (" 53.9 ", "53.9"), (53.9, "53.9"), (54, "54")],
)  # fmt: skip
def test_numbers_are_read_as_people_type_them(cell, value):
    """Full width, commas, units and spaces are read by the one grammar, to the exact decimal."""
    (row,) = read(changed("bid_bp", cell, changed("offer_bp", "9999"))).value.rows
    assert row["bid_bp"] == Decimal(value)


@pytest.mark.parametrize("column", QUOTES.names)
@pytest.mark.parametrize("cell", TRICKS)
def test_a_cell_outside_its_form_is_refused_with_its_place(column, cell):
    """No trick gets through any column, and the finding names the row and the column; other rows do not hide it."""
    good = changed("participant", "P02")
    outcome = read(good, changed(column, cell))
    assert [(row, name) for _, row, name in told(outcome)] == [(3, column)]
    assert len(outcome.value.rows) == 1


def test_full_width_digits_are_no_code():
    """A code is never rewritten: full-width letters and digits in it are refused."""
    assert told(read(changed("participant", "Ｐ０１"))) == [("export_cell", 2, "participant")]


@pytest.mark.parametrize("cell", ["2026-11-31", "20261120", "２０２６-11-20", "R8.11.20", "2026/11-20"])
def test_a_date_that_is_none_is_refused(cell):
    """Days that do not exist, other notations and eras are refused."""
    assert told(read(changed("business_date", cell))) == [("date_unreadable", 2, "business_date")]


def test_an_instant_is_written_in_japan_time():
    """An instant of another zone becomes the same instant in Japan time; one without a zone is refused."""
    (row,) = read(changed("as_of", "2026-11-20T06:17:00Z")).value.rows
    assert row["as_of"] == "2026-11-20T15:17:00+09:00"
    assert told(read(changed("as_of", "2026-11-20T15:17:00"))) == [("instant_without_offset", 2, "as_of")]


def test_only_a_form_that_may_be_empty_lets_an_empty_cell_through(good_rows):
    """The clause of a price that needed none is empty; every other empty cell is a finding."""
    form = template("settlement_prices")
    row = [str(cell) for cell in good_rows["settlement_prices"].values()]
    assert told(read([*row[:-1], ""], form=form)) == []
    assert told(read([*row[:-2], "", row[-1]], form=form)) == [("cell_empty", 2, "applies")]


def test_a_number_with_more_decimals_than_the_format_is_refused_and_not_rounded():
    """What a format cannot show exactly does not leave; what it can is filled up with zeros."""
    (row,) = read(changed("bid_bp", "53.905")).value.rows
    with pytest.raises(RefusedError) as refused:
        upload(QUOTES, [row])
    (found,) = refused.value.findings
    assert (found.code, found.place.column, dict(found.details)["text"]) == ("export_cell", "bid_bp", "53.905")
    (row,) = read(changed("bid_bp", "53.90000")).value.rows
    assert b",53.90,57.25," in upload(QUOTES, [row]).data


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_file_can_be_read_as_the_table_that_made_it(name, good_rows):
    """The rows of any template's file, read again as a table, make the same file."""
    form = template(name)
    made = upload(form, [good_rows[name]])
    header, cells = made.data.decode(form.encoding).removeprefix("\ufeff").splitlines()
    outcome = read(cells.split(","), form=form, columns=header.split(","))
    assert told(outcome) == []
    assert upload(form, outcome.value.rows) == made


def is_fit(form, row):
    """Return whether a row makes a file; what makes none is told as a cell."""
    try:
        upload(form, [row])
    except RefusedError as refused:
        codes = {each.code for each in refused.findings}
        return bool(codes - {"export_cell", "export_unencodable"})  # nothing else may be the reason
    return True


@given(st.sampled_from(TEMPLATES), st.data())
def test_no_cell_of_a_file_is_outside_its_form(good_rows, name, data):
    """Whatever texts a table holds, the file made of its good rows has cells of their forms and nothing else."""
    form = template(name)
    strange = st.one_of(st.sampled_from([*TRICKS, "P01", "12.5", "2026-11-20", "2026-11-20T15:17:00+09:00"]), st.text())
    mostly_good = [st.one_of(st.just(str(good_rows[name][each])), strange) for each in form.names]
    rows = data.draw(st.lists(st.tuples(*mostly_good), max_size=5))
    outcome = read(*rows, form=form)
    made = [upload(form, [row]) for row in outcome.value.rows if is_fit(form, row)]
    for each in made:
        (line,) = each.data.decode(form.encoding).split("\r\n")[1:-1]
        cells = zip(form.columns, line.split(","), strict=True)
        assert all(FORMS[column.form].fullmatch(cell) for column, cell in cells)
