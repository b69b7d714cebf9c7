import decimal
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from fractions import Fraction
from time import perf_counter

import numpy as np
import pytest
from draws import drawn
from hypothesis import given, settings
from hypothesis import strategies as st

from calc.outcome import Finding
from calc.text.numeral import Unit, number, plain_number
from calc.text.wording import words

READERS = [lambda cell: number(cell, unit=Unit.BP), plain_number]


def code(read):
    return read.code if isinstance(read, Finding) else None


@pytest.mark.parametrize(
    ("typed", "unit", "value"),
    [
        ("39.91", Unit.BP, "39.91"),
        ("３９．９１", Unit.BP, "39.91"),
        ("-5", Unit.BP, "-5"),
        ("－５", Unit.BP, "-5"),
        ("\u22125", Unit.BP, "-5"),
        ("▲5", Unit.BP, "-5"),
        ("△５", Unit.BP, "-5"),
        ("+5", Unit.BP, "5"),
        ("＋5", Unit.BP, "5"),
        ("007", Unit.BP, "7"),
        ("1,234,567.89", Unit.YEN, "1234567.89"),
        ("１，２３４", Unit.YEN, "1234"),
        ("1，234,567", Unit.YEN, "1234567"),
        (" \u00a0\u300012\u3000 ", Unit.YEN, "12"),
        ("50bp", Unit.BP, "50"),
        ("50 bp", Unit.BP, "50"),
        ("50\u3000ＢＰ", Unit.BP, "50"),
        ("50ｂP", Unit.BP, "50"),
        ("0.29%", Unit.BP, "29"),
        ("0.29 ％ ", Unit.BP, "29"),
        ("50bp", Unit.PERCENT, "0.5"),
        ("0.5%", Unit.PERCENT, "0.5"),
        ("0.5", Unit.PERCENT, "0.5"),
        ("123456789012345", Unit.YEN, "123456789012345"),
        ("12345678901234.5%", Unit.BP, "1234567890123450"),
    ],
)
def test_what_a_person_types_is_read_in_the_unit_of_the_column(typed, unit, value):
    """Half and full width, signs, commas, spaces and units are read, and a typed unit is converted exactly."""
    assert number(typed, unit=unit) == Decimal(value)


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("typed", ["-0", "▲0", "-0.00", "－０００", -0.0, Decimal("-0.0")])
def test_minus_zero_is_zero(typed, read):
    """A zero never carries a sign."""
    assert str(read(typed)) in {"0", "0.0"}


@pytest.mark.parametrize(("typed", "spelling"), [("50%", "5000"), ("-0%", "0"), ("0.290%", "29.0")])
def test_a_typed_value_has_no_exponent(typed, spelling):
    """A converted value can be shown to a person as it is."""
    assert str(number(typed, unit=Unit.BP)) == spelling


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("cell", [None, "", " ", "\u3000", " \u00a0\u3000 "])
def test_an_empty_cell_is_missing(cell, read):
    """Nothing, or only typed spaces, is a missing number and never zero."""
    assert code(read(cell)) == "number_missing"


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize(
    "cell",
    [True, False, float("nan"), float("inf"), -float("inf"), 10**400, Decimal("NaN"), Decimal("sNaN"), Decimal("1E400"),
     b"5", [5], {"value": 5}, 5j, Fraction(1, 2), np.bool_(True)],  # noqa: FBT003
    ids=repr,
)  # fmt: skip
def test_neither_text_nor_a_finite_number_is_a_type_finding(cell, read):
    """Logical values, what no float can hold and other kinds of values are refused by their type."""
    assert code(read(cell)) == "number_type"


@pytest.mark.parametrize(
    "cell", [0, 7, -7, 10**30 + 1, 0.1, 1e-300, 1e300, Decimal("1E-999999"), np.float64(39.91), Decimal("39.910")]
)
def test_a_finite_number_passes_through(cell):
    """A number in a cell is taken as it stands, without limit of digits, and gives the same float again."""
    assert number(cell, unit=Unit.YEN) == Decimal(str(cell))
    assert plain_number(cell) == float(cell)


@pytest.mark.parametrize(
    ("typed", "character", "codepoint", "at"),
    [
        ("²", "²", "U+00B2", 1),
        ("1①", "①", "U+2460", 2),
        ("𝟏", "𝟏", "U+1D7CF", 1),
        ("3٣", "٣", "U+0663", 2),
        ("  12x4y", "x", "U+0078", 5),
        ("1_000", "_", "U+005F", 2),
        ("1e5", "e", "U+0065", 2),
        ("nan", "n", "U+006E", 1),
        ("12\t", "\t", "U+0009", 3),
        ("\t", "\t", "U+0009", 1),
        ("12\n", "\n", "U+000A", 3),
        ("1\u200b2", "\u200b", "U+200B", 2),
        ("\ufeff12", "\ufeff", "U+FEFF", 1),
        ("5銭", "銭", "U+92AD", 2),
        ("１億", "億", "U+5104", 2),
        ("1–2", "–", "U+2013", 2),
        ("--5x", "x", "U+0078", 4),
    ],
)
def test_a_character_outside_the_closed_list_is_named_with_its_place(typed, character, codepoint, at):
    """The first character that may not be typed is reported as typed, counted from one, before any other reason."""
    found = number(typed, unit=Unit.BP)
    assert found.code == "number_character"
    assert dict(found.details) == {"character": character, "codepoint": codepoint, "at": str(at)}


@pytest.mark.parametrize(
    "typed",
    [
        "-", "+", ".", ",", "bp", "%", "b", "p", "5b", "5p", "5pb", "5bpbp", "5%%", "5bp%", "bp5", "%5", "5 5", "5  bp",
        "5 \u3000%", "- 5", "--5", "+-5", "5-", "5+", "-bp", ".5", "5.", "-.5", "5.%", "5 .5", "1.2.3", "5,", ",5",
        "1,2", "1,23", "1,2345", "12,34,567", "1234,567", "0,123", "00,123", "1,,234", "1,234,56", "1.234,567",
        "0.1,234", "1, 234", "1 234", "5 b p",
    ],
)  # fmt: skip
def test_typed_characters_in_another_order_are_no_number(typed):
    """Signs, commas, points, spaces and units only count at their places."""
    assert code(number(typed, unit=Unit.BP)) == "number_form"
    assert code(plain_number(typed)) == "number_form"


@pytest.mark.parametrize("typed", ["1234567890123456", "0000000000000001", "0.000000000000001", "1,234,567,890.123456"])
def test_more_than_fifteen_digits_are_refused(typed):
    """Digits are counted as typed, leading zeros and decimals too, and sixteen are too many."""
    found = number(typed, unit=Unit.YEN)
    assert found.code == "number_digits"
    assert dict(found.details)["digits"] == "16"


@pytest.mark.parametrize("typed", ["5bp", "5%", "５％", "5 ＢＰ"])
def test_a_column_of_yen_takes_no_typed_unit(typed):
    """In a column of yen, and in one without unit, any typed unit is refused."""
    assert code(number(typed, unit=Unit.YEN)) == "number_unit"
    assert code(plain_number(typed)) == "number_unit"


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("1234567890123456x%%", "number_character"),
        ("1234567890123456%%", "number_form"),
        ("1234567890123456%", "number_digits"),
        ("123456789012345%", "number_unit"),
    ],
)
def test_reasons_come_in_their_order(typed, first):
    """Of several reasons character comes first, then form, digits and unit."""
    assert code(number(typed, unit=Unit.YEN)) == first


def test_conversion_is_exact_whatever_the_decimal_context():
    """Converting units does not round even where a thread works with two digits."""

    def read(typed):
        with decimal.localcontext(prec=2):
            return number(typed, unit=Unit.BP)

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(read, ["1234567890.12345%", "0.29%"])) == [Decimal("123456789012.345"), Decimal(29)]


@settings(max_examples=drawn(500), deadline=None)
@given(st.integers(-(10**13), 10**13))
def test_percent_and_basis_points_are_one_number(hundredths):
    """A number typed in percent and the same number typed in basis points agree in both columns."""
    percent, points = f"{Decimal(hundredths).scaleb(-2)}%", f"{hundredths}bp"
    for unit in (Unit.BP, Unit.PERCENT):
        assert number(percent, unit=unit) == number(points, unit=unit)


@settings(max_examples=drawn(1000), deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False).filter(lambda x: x == 0 or 1e-99 < abs(x) < 1e99))
def test_what_programs_write_comes_back_to_the_bit(value):
    """Floats written with `repr` or with seventeen digits are read as the same floats."""
    assert plain_number(repr(value)) == value
    assert plain_number(f"{value:.17g}".replace("e+", "e")) == value


@pytest.mark.parametrize("text", ["1e100", "1e999", "1" * 21, "0." + "1" * 26, "1e", "e5", "1e5.0", "1e+-5", "inf"])
def test_what_could_leave_the_floats_is_refused(text):
    """Longer exponents and digits than any program writes are findings, so that nothing becomes infinite."""
    assert isinstance(plain_number(text), Finding)


@pytest.mark.parametrize("text", ["１２", "+5", "1,234", "▲3.5", " 7 ", "△１，２３４．５"])
def test_a_plain_column_also_reads_what_people_type(text):
    """Outside the machine form the grammar of typed numbers applies."""
    assert plain_number(text) == float(number(text, unit=Unit.YEN))


def test_sixty_thousand_plain_cells_cost_little():
    """A history of sixty thousand cells is read in a small part of a second."""
    cells = [f"{n / 997:.6f}" for n in range(60_000)]
    started = perf_counter()
    values = [plain_number(cell) for cell in cells]
    assert perf_counter() - started < 0.3
    assert values[997] == 1.0


@pytest.mark.parametrize("cell", [None, True, "x", "\x1b", "1,2", "1" * 16, "5%"])
def test_every_refusal_is_said_in_both_languages(cell):
    """Each number finding has its words in Japanese and English with no detail left open."""
    said = words(number(cell, unit=Unit.YEN))
    assert "{" not in said.ja + said.en
    assert any("ぁ" <= character <= "ん" for character in said.ja)
    assert said.en.isascii() or "“" in said.en


def test_a_long_refused_text_is_said_back_shortened():
    """A finding repeats at most forty characters of what it refuses."""
    assert len(dict(number("1," * 10_000, unit=Unit.BP).details)["text"]) == 40
