import csv
import hashlib
import io
from decimal import Decimal

import pytest
from draws import drawn
from hypothesis import given, settings
from hypothesis import strategies as st

from addin.export.forms import FORMS
from addin.export.rows import csv_bytes
from addin.export.template import Template, TemplateColumn
from addin.export.upload import reread, template, upload
from calc.outcome import RefusedError

QUOTE = {
    "business_date": "2026-11-20",
    "participant": "P01",
    "instrument": "ITXJS4605",
    "bid_bp": "53.9",
    "offer_bp": "57.25",
    "as_of": "2026-11-20T15:17:00+09:00",
}
REQUIREMENT = {
    "business_date": "2026-11-20",
    "account": "P01H",
    "participant": "P01",
    "kind": "house",
    "measure": "im",
    "component": "short_charge",
    "amount": 2543125000,
}
ROWS = {"quotes_upload": QUOTE, "requirements_upload": REQUIREMENT}
# What must never leave: formulas, signs of another notation, blanks, line breaks, quotes, letters of another width.
TRICKS = [
    "", " ", "=1", "+1", "-", "@x", "\t1", "\r", "1\n", "\n1", "1,5", "1;5", '"1"', "'1", "１", "1_000", "nan", "inf",
    "1e3", "0x1", ".5", "1.", "NULL", "A B", "Ａ", "é", "A\x00", "1\u200b", "2026/11/20", "2026-11-20T15:17:00Z",
    "12345678.1", "1.1234567", "12345678901234567", "--1", "A" * 21, "x" * 31,
]  # fmt: skip
# Of these, what may stand in a name: no sign that acts, the first one a letter or digit.
LABELS = {
    "１", "nan", "inf", "1e3", "0x1", "1.", "NULL", "A B", "Ａ", "é", "12345678.1", "1.1234567", "12345678901234567",
    "A" * 21, "x" * 31,
}  # fmt: skip


def parsed(made, encoding="utf-8"):
    """Return the rows of an upload file, its header first."""
    return list(csv.reader(io.StringIO(made.data.decode(encoding), newline="")))


@pytest.mark.parametrize("name", ROWS)
def test_a_file_is_byte_for_byte_its_template(name):
    """Columns in order, CRLF after every row, no quotes, no byte order mark, and the name of the template."""
    form, row = template(name), ROWS[name]
    made = upload(form, [row, row])
    line = ",".join(str(row[column]) for column in form.names)
    header = ",".join(form.names)
    assert made.data == f"{header}\r\n{line}\r\n{line}\r\n".encode()
    assert (made.name, form.encoding, form.newline) == (f"{name}.csv", "utf-8", "\r\n")
    assert tuple(row) == form.names == form.headers


@pytest.mark.parametrize("name", ROWS)
def test_the_checksum_is_of_the_bytes(name):
    """The checksum beside a file is the SHA-256 of exactly its bytes."""
    made = upload(template(name), [ROWS[name]])
    assert made.sha256 == hashlib.sha256(made.data).hexdigest()
    assert made.sha256 != upload(template(name), [ROWS[name]] * 2).sha256


@pytest.mark.parametrize("name", ROWS)
def test_a_file_without_rows_is_its_header(name):
    """No row makes a header alone, with totals of zero."""
    made = upload(template(name), [])
    assert len(parsed(made)) == 1
    assert made.totals.startswith("rows,0\n")


def test_totals_are_exact():
    """The sums beside a file are exact decimals, of as many rows as there are."""
    rows = [{**QUOTE, "bid_bp": text, "offer_bp": "0.1"} for text in ("0.1", "0.2", "1234567.000001")]
    made = upload(template("quotes_upload"), rows)
    assert made.totals == "rows,3\nencoding,utf-8\nbid_bp,1234567.300001\noffer_bp,0.3\n"
    large = upload(template("requirements_upload"), [{**REQUIREMENT, "amount": n} for n in (10**16 - 1, -1, 3)])
    assert large.totals.splitlines()[-1] == f"amount,{10**16 + 1}"


@settings(max_examples=drawn(60))
@given(
    amounts=st.lists(st.integers(-(10**15), 10**15), max_size=30), spreads=st.lists(st.integers(0, 10**9), max_size=30)
)
def test_totals_are_those_of_what_was_written(amounts, spreads):
    """Adding up what a file holds gives the totals beside it, to the last digit."""
    made = upload(template("requirements_upload"), [{**REQUIREMENT, "amount": each} for each in amounts])
    assert made.totals.splitlines()[-1] == f"amount,{sum(int(row[-1]) for row in parsed(made)[1:])}"
    texts = [f"{each // 10**6}.{each % 10**6:06d}" for each in spreads]
    quoted = upload(template("quotes_upload"), [{**QUOTE, "bid_bp": each} for each in texts])
    assert Decimal(quoted.totals.splitlines()[2].split(",")[1]) == sum(map(Decimal, texts), Decimal(0))


BAD_CELLS = [
    (name, column.name, column.form, text)
    for name in ROWS
    for column in template(name).columns
    for text in TRICKS
    if not FORMS[column.form].fullmatch(text)
]


@pytest.mark.parametrize(("name", "column", "kind", "text"), BAD_CELLS)
def test_a_cell_outside_its_form_is_refused_with_its_place(name, column, kind, text):
    """No cell outside its column's grammar leaves: the file is refused whole, with the cell's row and column."""
    with pytest.raises(RefusedError) as refused:
        upload(template(name), [ROWS[name], {**ROWS[name], column: text}])
    (found,) = refused.value.findings
    assert (found.code, found.place.source, found.place.row, found.place.column) == (
        "export_cell",
        f"{name}.csv",
        3,
        column,
    )
    assert dict(found.details)["form"] == kind


@pytest.mark.parametrize("kind", FORMS)
def test_few_tricks_pass_any_form(kind):
    """Of all tricks a form lets through at most what is an ordinary word or number in it."""
    passed = {text for text in TRICKS if FORMS[kind].fullmatch(text)}
    assert (
        passed
        <= {
            "date": set(),
            "instant": set(),
            "code": {"NULL", "12345678901234567"},
            "word": {"nan", "inf"},
            "clause": {""},
            "label": LABELS,
            "spread": set(),
            "yen": set(),
            "amount": set(),
        }[kind]
    )


@settings(max_examples=drawn(300))
@given(text=st.text(max_size=20), kind=st.sampled_from(sorted(FORMS)))
def test_whatever_leaves_is_plain(text, kind):
    """Any text that passes a form has no comma, quote or control, and begins no formula but a minus."""
    if FORMS[kind].fullmatch(text):
        assert text.isprintable() or "\u3000" in text
        assert text.isascii() or kind == "label"
        assert not set(text) & set(",;\"'\t\r\n=@|")
        assert text[:1] not in {"+", " "}
        assert text[:1] != "-" or kind == "yen"


def test_every_bad_cell_is_told_at_once():
    """All bad cells of a file are told together, so that one correction is enough."""
    with pytest.raises(RefusedError) as refused:
        upload(template("quotes_upload"), [{**QUOTE, "bid_bp": "x", "as_of": ""}, QUOTE, {**QUOTE, "offer_bp": "=1"}])
    assert [(each.place.row, each.place.column) for each in refused.value.findings] == [
        (2, "bid_bp"),
        (2, "as_of"),
        (4, "offer_bp"),
    ]


def test_numbers_that_drifted_are_refused():
    """A double that shows its last bits, an exponent and no number at all never leave."""
    for value in (0.1 + 0.2, 1e-07, 1e22, float("nan"), None):
        with pytest.raises(RefusedError):
            upload(template("quotes_upload"), [{**QUOTE, "bid_bp": value}])


def test_what_does_not_read_back_is_refused():
    """A template whose newline no reader knows makes a file that does not read back, and it is refused."""
    broken = Template("x.csv", "utf-8", ";", (TemplateColumn("amount", "yen", "amount"),))
    with pytest.raises(RefusedError) as refused:
        upload(broken, [{"amount": 1}])
    assert [each.code for each in refused.value.findings] == ["export_not_read_back"]


@pytest.mark.parametrize("name", ROWS)
def test_a_file_read_again_is_the_same(name):
    """Reading a file's bytes again gives the same bytes, checksum and totals."""
    made = upload(template(name), [ROWS[name]] * 3)
    assert reread(template(name), made.data) == made


def test_rows_for_people_and_programs_are_written_one_way():
    """Our other files are UTF-8 with commas and CRLF, quoted only where they must be."""
    made = csv_bytes(("a", "b"), [("x,y", 'q"'), ("日本", 1), ("", None)])
    assert made == 'a,b\r\n"x,y","q"""\r\n日本,1\r\n,\r\n'.encode()
    assert csv_bytes(("a",), []) == b"a\r\n"
