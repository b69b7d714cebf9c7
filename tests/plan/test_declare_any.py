"""Whatever is typed into a line of the form: a fact that the plan accepts, or a finding at a column; never a fault."""

from datetime import date, datetime

from hypothesis import given
from hypothesis import strategies as st

from calc.plan.board import choice_of
from calc.plan.declare import COLUMNS, REACHED, asked_for, choices, details_of, forms, offered
from calc.plan.fact_rows import fact_findings, facts_from
from calc.plan.lines import lines_of

DAY, NOON = date(2026, 11, 20), datetime.fromisoformat("2026-11-20T12:00:00+09:00")
WORDS = [
    *(choice_of(word) for column in ("choice", "more") for word in choices(column)),
    *REACHED,
    "CP-2.2.1",
    "2",
    "-",
]
TEXTS = st.one_of(
    st.just(""), st.sampled_from(WORDS), st.text(max_size=12), st.sampled_from(["P01", "P01 P02", "P01=5"])
)
LINES = st.fixed_dictionaries(dict.fromkeys(COLUMNS, TEXTS))
FORMS = st.sampled_from(offered())


def found_by_plan(form, details):
    """Return what the plan finds wrong with a fact."""
    row = {"at": NOON, "what": form.what, **details}
    return list(fact_findings([row], lines_of(""), source="", day=DAY))


@given(FORMS, LINES)
def test_a_line_is_read_or_told_at_its_column(form, cells):
    """Each finding stands at a column that was filled; no cell that was filled goes unread without one."""
    read = details_of(form, cells)
    told = {each.place.column for each in read.findings}
    filled = {column for column, text in cells.items() if text.strip()}
    assert told <= filled
    assert {form.fields[column] for column in filled - told} == set(read.value)


@given(FORMS, LINES)
def test_what_the_plan_finds_wrong_has_a_column(form, cells):
    """A missing or refused detail is one of a column that the form asks for, so that a cell can be named."""
    for each in found_by_plan(form, details_of(form, cells).value):
        detail = each.place.column or dict(each.details).get("detail", "")
        column = form.column_of(detail)
        assert column in {"what", *(name for name, _, _ in asked_for(form))}
        assert column != "what" or detail in {"what", "at"}


@given(FORMS, LINES)
def test_a_line_that_the_plan_accepts_is_one_fact(form, cells):
    """With every finding answered the line is exactly one fact of the word that was chosen."""
    read = details_of(form, cells)
    if not read.findings and not found_by_plan(form, read.value):
        (fact,) = facts_from([{"at": NOON, "what": form.what, **read.value}], lines_of(""))
        assert (fact.what, dict(fact.details)) == (form.what, read.value)


@given(FORMS)
def test_a_blank_line_says_nothing(form):
    """Blank and whitespace cells carry no detail, not even an empty one."""
    assert details_of(form, dict.fromkeys(COLUMNS, " \u3000")).value == {}


@given(
    st.lists(st.sampled_from(["P01", "P02", "P03"]), min_size=1, max_size=6),
    st.sampled_from([" ", "、", ",", "\u3000", "，"]),
)
def test_names_are_read_whatever_divides_them(names, divider):
    """Each name once, in the order in which it came first."""
    read = details_of(forms()["margin.flagged"], {"participant": divider.join(names)})
    assert read.value == {"participants": list(dict.fromkeys(names))}


@given(st.dictionaries(st.sampled_from(["P01", "P02", "P03"]), st.integers(0, 10**12), min_size=1))
def test_amounts_short_are_read_as_they_are_written(short):
    """Participants with whole yen, in the order in which they stand."""
    text = " ".join(f"{name}={amount}" for name, amount in short.items())
    read = details_of(forms()["cmf.failed"], {"names": text})
    assert read.value == {"short": [{"participant": name, "amount": amount} for name, amount in short.items()]}
    assert found_by_plan(forms()["cmf.failed"], read.value) == []
