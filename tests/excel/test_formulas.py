"""Our functions under their plain names: what is taken from before them, and what is never touched."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.excel.formulas import normal_formula, normal_markup, plain_names
from addin.functions.catalogue import FUNCTIONS

NAMES = plain_names((each.name for each in FUNCTIONS), blocks=["CDS_CURVE"])
IN_PATH = r"'C:\Users\山田 太郎\控え''s\hikae.xlam'!"


@pytest.mark.parametrize(
    "before",
    [
        "[1]!",
        "[27]!",
        "[0]!",
        IN_PATH,
        "'c:\\add ins\\hikae.xlam'!",
        "hikae.xlam!",
        "HIKAE.XLAM!",
        "[hikae.xlam]!",
        "'[hikae.xlam]'!",
        "'quotes-2026-11-20.xlsm'!",
        "_xldudf_",
        "_xludf.",
        "_xlfn.",
        "_XLFN.",
        "_xll.",
        "_xlfn._xldudf_",
        "HIKAE.",
        "hikae.functions.",
        "[1]!_xlfn.",
        "[1]![2]!",
        "[1]!'C:\\a!b\\hikae.xlam'!",
    ],
)
def test_what_stands_before_a_name_of_ours_goes(before):
    """Links to the add-in, paths, marks of other programs and namespaces."""
    assert normal_formula(f"1+{before}CDS_UPFRONT(A1,B1)", NAMES) == "1+CDS_UPFRONT(A1,B1)"


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("cds_plan_clause(A1,HIKAE_ASOF)", "CDS_PLAN_CLAUSE(A1,HIKAE_ASOF)"),
        ("Cds_Im(x)", "CDS_IM(x)"),
        ("CDS.PLAN.CLAUSE(1)", "CDS_PLAN_CLAUSE(1)"),
        ("HIKAE.FUNCTIONS.CDSPLANCLAUSE(1)", "CDS_PLAN_CLAUSE(1)"),
        ("_xldudf_CDS_CDS01(1)", "_xldudf_CDS_CDS01(1)"),
        ("IF(cds_im(cds_number(A1)),[1]!cds_im(2),-cds_vm(3))", "IF(CDS_IM(CDS_NUMBER(A1)),CDS_IM(2),-CDS_VM(3))"),
        ("@cds_im(1)", "@CDS_IM(1)"),
        ("{1,2}+cds_im(1)", "{1,2}+CDS_IM(1)"),
    ],
)
def test_names_get_their_own_case_and_underscores(written, plain):
    """In any place of a formula, also one within another; a name that is none of ours stays."""
    assert normal_formula(written, NAMES) == plain


@pytest.mark.parametrize("name", [each.name for each in FUNCTIONS])
def test_every_function_is_found_in_every_form(name):
    """Each name of the registry, as each program writes it, is itself again."""
    together = name.replace("_", "").lower()
    for form in (name.lower(), f"_xldudf_{name}", name.replace("_", "."), f"hikae.functions.{together}", f"[3]!{name}"):
        assert normal_formula(f"{form}()", NAMES) == f"{name}()"


@pytest.mark.parametrize(
    "formula",
    [
        '"[1]!cds_im(1)"',
        '"he said ""cds_im("" "&A1',
        "'cds_im('!A1",
        "'it''s [1]!cds_im('!A1+B2",
        "Table1[cds_im(]",
        "Table1[[#This Row],[[1]!cds_im(]]",
        "Table1[a '] cds_im(]",
        'Table1["cds_im(]&"x"',
        "MY_cds_im(1)",
        "my.cds_im(1)",
        "cds_imx(1)",
        "CDSIM(1)",
        "cds_im",
        "cds_im!A1",
        "cds_im (A1:B2)",
        "[1]!other(1)",
        "'C:\\a\\hikae.xlam'!OTHER(1)",
        "[1]Sheet1!A1+'[2]My sheet'!B1",
        "[1]Sheet1!cds_im(1)",
        "'C:\\a\\[hikae.xlam]Sheet1'!cds_im(1)",
        "Sheet1!cds_im(1)",
        "[1]!Sheet1!cds_im(1)",
        "'My sheet'!cds_im(1)",
        "_xlfn.XLOOKUP(A1,B:B,C:C)",
        "_xlfn.cds_other(1)",
        '"an open text cds_im(1)',
        "'an open name cds_im(1)",
        "#REF!+A1",
        "",
    ],
)
def test_everything_else_stays(formula):
    """Texts, sheets, columns of tables, names that only look like ours, other people's functions, broken formulas."""
    assert normal_formula(formula, NAMES) == formula


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("_xlfn.SINGLE(CDS_IM(A1:B2,C1))*2", "CDS_IM(A1:B2,C1)*2"),
        ("1+_xlfn.single([1]!cds_im((A1)))", "1+CDS_IM((A1))"),
        ("_xlfn.SINGLE(_xlfn.SINGLE(CDS_IM(_xlfn.SINGLE(CDS_VM(1)))))", "CDS_IM(CDS_VM(1))"),
        ('_xlfn.SINGLE(CDS_NUMBER(")"))', 'CDS_NUMBER(")")'),
    ],
)
def test_one_value_needs_no_choice_among_several(written, plain):
    """What Excel 365 puts around a call that gives one value goes: LibreOffice makes an error of it."""
    assert normal_formula(written, NAMES) == plain


@pytest.mark.parametrize(
    "formula",
    [
        "_xlfn.SINGLE(CDS_CURVE(A1,B1:C9))",
        "_xlfn.SINGLE(A1:A3)",
        "_xlfn.SINGLE(CDS_IM(1)+A1:A3)",
        "_xlfn.SINGLE(1+CDS_IM(1))",
        "_xlfn.SINGLE((CDS_IM(1)))",
        "_xlfn.SINGLE(OTHER(1))",
        "MY.SINGLE(CDS_IM(1))",
        "_xlfn.SINGLE(CDS_IM(1)",
        "_xlfn.SINGLE('S'!CDS_IM(1))",
        "CDS_IM(1))",
    ],
)
def test_a_choice_among_several_stays(formula):
    """Around a block, a range, a reckoning, another's function, and in a formula that is none."""
    assert normal_formula(formula, NAMES) == formula


def test_a_sheet_in_front_of_our_name_keeps_its_link():
    """A formula may use another book's cells and our functions: only what stands before our name goes."""
    before = "[2]Prices!$A$1+[1]!cds_im('[3]It''s'!A1,\"[1]!cds_im(\")"
    assert normal_formula(before, NAMES) == "[2]Prices!$A$1+CDS_IM('[3]It''s'!A1,\"[1]!cds_im(\")"


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("&apos;c:\\a b\\hikae.xlam&apos;!cds_im(&quot;x&quot;)", "CDS_IM(&quot;x&quot;)"),
        ("&#39;c:\\hikae.xlam&#x27;!cds_im(1)&gt;3", "CDS_IM(1)&gt;3"),
        ('cds_im(1)&amp;"a"&amp;&quot;cds_im(&quot;', 'CDS_IM(1)&amp;"a"&amp;&quot;cds_im(&quot;'),
        ("&quot;cds_im(&quot;&amp;'s'!A1", "&quot;cds_im(&quot;&amp;'s'!A1"),
        ("A1&lt;cds_im(1)", "A1&lt;CDS_IM(1)"),
        ("&bogus;cds_im(1)", "&bogus;CDS_IM(1)"),
        ("A&B;cds_im(1)", "A&B;CDS_IM(1)"),
    ],
)
def test_markup_keeps_its_way_of_writing(written, plain):
    """What XML writes with a name or number stays written so, wherever no name of ours stood."""
    assert normal_markup(written, NAMES) == plain


def test_a_formula_longer_than_any_is_left_alone():
    """No program keeps one of 100,000 letters, so nobody waits for one that was made to harm."""
    long = "cds_im(1)&amp;" * 20_000
    assert normal_markup(long, NAMES) == long
    assert normal_markup(long[:9_000], NAMES) == long[:9_000].replace("cds_im", "CDS_IM")


@pytest.mark.parametrize("piece", ["(", "[", "[1]!", "[a.xlsm]!", "'a.xlsm'!", "'a'!", "[a]b!", "_xlfn.SINGLE(", "x.!"])
def test_a_formula_that_was_made_to_harm_takes_no_time(piece):
    """The time grows with the length alone, whatever stands before a name of ours that no book has."""
    began = time.process_time()
    normal_markup(f"{piece * (90_000 // len(piece))}'x'!CDS_IM(1)", NAMES)
    normal_markup(f"{piece * 40}'x'!CDS_IM(1)", NAMES)
    assert time.process_time() - began < 2.0


PIECES = [
    "cds_im(",
    "[1]!",
    "'",
    '"',
    "[",
    "]",
    "!",
    "(",
    ")",
    "A1",
    "hikae.xlam",
    ".",
    "_xlfn.",
    "&",
    " ",
    "''",
    "表",
    "_xlfn.SINGLE(",
]
FORMULAS = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


@given(FORMULAS)
def test_done_twice_is_done_once(formula):
    """Whatever a formula is made of, nothing is left to be done a second time."""
    once = normal_formula(formula, NAMES)
    assert normal_formula(once, NAMES) == once


@given(st.lists(st.sampled_from(PIECES[2:]), max_size=14).map("".join))
def test_a_formula_without_our_names_is_never_changed(formula):
    """However odd it is."""
    assert normal_formula(formula, NAMES) == formula


@given(FORMULAS)
def test_markup_and_formula_agree(formula):
    """What is done to a formula in a part is what is done to the formula that a person sees."""
    written = formula.replace("&", "&amp;").replace('"', "&quot;")
    done = normal_markup(written, NAMES)
    assert done.replace("&quot;", '"').replace("&amp;", "&") == normal_formula(formula, NAMES)
