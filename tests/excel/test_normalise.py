"""A whole workbook with our functions under their plain names, and not one other byte changed."""

import io
from datetime import datetime

import openpyxl
import pytest
from hand_book import ADDIN_TARGET, MAIN, OFFICE, book, delivered, differing, hand_book, links, sheet, unpacked
from openpyxl.chart import LineChart, Reference
from openpyxl.formatting.rule import ColorScaleRule, FormulaRule
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula

from addin.excel.formulas import plain_names
from addin.excel.normalise import normalised
from addin.excel.parts import NO_PACKAGE
from addin.functions.catalogue import FUNCTIONS

NAMES = plain_names(each.name for each in FUNCTIONS)
BOOK, FIRST, RELS = "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels"
HARMED = "[1]!cds_im(A1)&gt;2"
WHOLE = "CDS_IM(A1)&gt;2"


def done(data):
    """Return what normalising gives; done again, it changes nothing."""
    result = normalised(data, NAMES)
    assert normalised(result.data, NAMES).data is result.data
    return result


def in_all_places(call):
    """Return a worksheet with a call in each place that may hold a formula of a sheet, as markup."""
    return sheet(
        more=f"<row><c><f t='shared' ref='A1:A9' si='0'>{call}</f></c><c><f t='array' ref='B1:C2'>{call}</f></c></row>"
        f"<conditionalFormatting><cfRule><formula>{call}</formula></cfRule>"
        f'<cfRule><colorScale><cfvo type="formula" val="{call}"/><cfvo type="num" val="2"/></colorScale></cfRule>'
        "</conditionalFormatting>"
        f"<dataValidation><formula1>{call}</formula1><formula2>{call}</formula2></dataValidation>"
        f"<extLst><x14:cfRule><xm:f>{call}</xm:f></x14:cfRule></extLst>"
    )


def test_every_place_that_holds_formulas_is_looked_at():
    """Shared and array formulas, conditional formats with their scales, validations, later kinds of these."""
    data = hand_book(more={FIRST: in_all_places(HARMED)})
    result = done(data)
    assert unpacked(result.data)[FIRST].decode() == in_all_places(WHOLE)
    assert result.formulas == {FIRST: 7}
    assert differing(data, result.data) == [FIRST]


@pytest.mark.parametrize(
    ("part", "text"),
    [
        (BOOK, book(names={"N": "@"}).replace("@", "{}")),
        ("xl/charts/chart1.xml", "<c:chart><c:cat><c:f>{}</c:f></c:cat></c:chart>"),
        ("xl/tables/table1.xml", "<table><calculatedColumnFormula>{}</calculatedColumnFormula></table>"),
        ("xl/tables/table2.xml", "<table><totalsRowFormula>{}</totalsRowFormula></table>"),
        ("xl/chartsheets/sheet1.xml", "<chartsheet><f>{}</f></chartsheet>"),
    ],
)
def test_formulas_outside_the_sheets_are_looked_at(part, text):
    """Defined names, charts, columns of tables."""
    result = done(hand_book(more={part: text.format(HARMED)}))
    assert unpacked(result.data)[part].decode() == text.format(WHOLE)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_part_keeps_its_encoding(encoding):
    """Whatever program wrote it, with its mark of byte order."""
    text = sheet("cds_im(表!A1)").replace("<?xml version='1.0'?>", "")
    result = done(hand_book(more={FIRST: text.encode(encoding)}))
    assert unpacked(result.data)[FIRST] == text.replace("cds_im", "CDS_IM").encode(encoding)


def test_texts_are_never_touched():
    """Shared and inline texts, comments, values, what another book says of itself, and parts that are no part of it."""
    text = f"<c t='inlineStr'><is><t>{HARMED}</t></is></c><c><v>{HARMED}</v></c><!-- <f>{HARMED}</f> -->"
    more = {
        FIRST: sheet('"[1]!cds_im("&amp;A1', "'cds_im('!A1", more=text),
        "xl/comments1.xml": f"<comments><text><t>{HARMED}</t></text></comments>",
        "customXml/item1.xml": f"<x><f>{HARMED}</f></x>",
        "xl/media/f.bin": f"<f>{HARMED}</f>",
        "xl/externalLinks/externalLink9.xml": f"<x><f>{HARMED}</f></x>",
    }
    data = hand_book(outside=["p.xlsx"], more=more)
    assert done(data).data is data


def people_book():
    """Return a book of somebody's own, saved by openpyxl, with our functions as an .xlam's and as lower case."""
    made = openpyxl.Workbook()
    page = made.active
    page["A1"], page["A2"] = "=[1]!CDS_NUMBER(\"1\")+cds_number('It''s'!A1)", datetime(2026, 11, 20)  # noqa: DTZ001
    page["A3"] = ArrayFormula("A3:B4", "=_xldudf_CDS_CURVE(A1,B1:C2)")
    page["A5"], page["A6"] = "[1]!cds_im(1)", '=HYPERLINK("[1]!cds_im(1)","cds_im(")'
    page.conditional_formatting.add("A1:A3", FormulaRule(formula=["cds_number($A1)>3"]))
    page.conditional_formatting.add("B1", ColorScaleRule("formula", 'cds_number("1")', "FF0000", "max", None, "00FF00"))
    page.add_data_validation(DataValidation(type="custom", formula1="_xlfn.CDS_NUMBER(A1)>3", sqref="B1"))
    made.defined_names["N"] = DefinedName("N", attr_text="'C:\\a\\hikae.xlam'!CDS_NUMBER(\"3\")")
    chart = LineChart()
    chart.add_data(Reference(page, min_col=1, min_row=1, max_row=3))
    page.add_chart(chart, "D1")
    made.create_sheet("It's")
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


def test_a_book_of_somebodys_own_is_made_whole():
    """Saved by openpyxl: two parts differ, and openpyxl reads in them what a person meant."""
    data = people_book()
    result = done(data)
    assert differing(data, result.data) == [BOOK, FIRST]
    made = openpyxl.load_workbook(io.BytesIO(result.data))
    page = made.worksheets[0]
    assert page["A1"].value == "=CDS_NUMBER(\"1\")+CDS_NUMBER('It''s'!A1)"
    assert (page["A3"].value.ref, page["A3"].value.text) == ("A3:B4", "=CDS_CURVE(A1,B1:C2)")
    assert (page["A5"].value, page["A6"].value) == ("[1]!cds_im(1)", '=HYPERLINK("[1]!cds_im(1)","cds_im(")')
    rules = [rule for block in page.conditional_formatting for rule in block.rules]
    assert rules[0].formula == ["CDS_NUMBER($A1)>3"]
    assert rules[1].colorScale.cfvo[0].val == 'CDS_NUMBER("1")'
    assert page.data_validations.dataValidation[0].formula1 == "CDS_NUMBER(A1)>3"
    assert made.defined_names["N"].attr_text == 'CDS_NUMBER("3")'


def test_a_book_of_ours_is_whole_already():
    """Nothing in it is written anew."""
    data = delivered("quotes")
    assert normalised(data, NAMES).data is data


def test_a_link_to_the_addin_that_nothing_uses_goes():
    """With its part, its relationship, its content type and the empty list; nothing else of the package."""
    data = hand_book("[1]!CDS_IM(1)", outside=[ADDIN_TARGET])
    result = done(data)
    assert (result.removed, result.left) == ((ADDIN_TARGET,), ())
    assert sorted(set(unpacked(data)) - set(unpacked(result.data))) == [
        "xl/externalLinks/_rels/externalLink1.xml.rels",
        "xl/externalLinks/externalLink1.xml",
    ]
    assert result.data == normalised(hand_book("[1]!CDS_IM(1)", outside=[ADDIN_TARGET]), NAMES).data
    bare = hand_book("CDS_IM(1)")
    assert differing(bare, result.data) == []


@pytest.mark.parametrize(
    ("outside", "formulas", "removed", "left"),
    [
        ([ADDIN_TARGET, "p.xlsx"], ["[1]!CDS_IM([2]S!A1)"], 0, 1),
        (["p.xlsx", ADDIN_TARGET], ["[2]!CDS_IM([1]S!A1)"], 1, 0),
        (["p.xlsx", ADDIN_TARGET, "hikae.xlam"], ["[2]!CDS_IM([1]S!A1)"], 2, 0),
        ([ADDIN_TARGET], ["[1]!CDS_IM(1)", "[1]Hikae!A5"], 0, 1),
        ([ADDIN_TARGET], ["[1]!CDS_IM(1)", "'[1]Hikae sheet'!A5"], 0, 1),
        ([ADDIN_TARGET, "hikae.xlam"], ["[1]Hikae!A1"], 1, 1),
        (["other.xlam", "not-hikae.xlam"], ["[1]!CDS_IM(1)"], 0, 0),
        (["C:\\add ins\\HIKAE.XLAM"], [], 1, 0),
    ],
)
def test_links_that_are_needed_or_would_be_numbered_anew_stay(outside, formulas, removed, left):
    """Formulas know links by their number: one goes only from the end, and only when nothing has its number."""
    result = done(hand_book(*formulas, outside=outside))
    assert (len(result.removed), len(result.left)) == (removed, left)
    assert unpacked(result.data)[BOOK].count(b"<externalReference ") == len(outside) - removed


@pytest.mark.parametrize("part", ["xl/drawings/drawing1.xml", "xl/drawings/vmlDrawing1.vml", "xl/ctrlProps/p1.xml"])
def test_a_link_that_a_button_needs_stays(part):
    """A macro behind a picture or a control is found by the number, too."""
    data = hand_book("[1]!CDS_IM(1)", outside=[ADDIN_TARGET], more={part: "<x macro='[1]!Mine'/>"})
    assert done(data).left == (ADDIN_TARGET,)


def test_a_number_in_a_text_needs_no_link():
    """What a person wrote into a cell, and what a formula came to, is no reference."""
    text = "<row><c t='inlineStr'><is><t>see [1]</t></is></c><c t='str'><f>1</f><v>[1]</v></c></row>"
    data = hand_book("[1]!CDS_IM(1)", outside=[ADDIN_TARGET], more={FIRST: sheet(more=text)})
    assert normalised(data, NAMES).removed == (ADDIN_TARGET,)


def named(name, said=""):
    """Return a package that defines a name, with more attributes."""
    return hand_book(more={BOOK: book(names={name: "LAMBDA(a,0)"}).replace(f"name='{name}'", f"name='{name}'{said}")})


@pytest.mark.parametrize(
    ("name", "said", "hiding"),
    [
        ("CDS_IM_TOTAL", "", ("CDS_IM_TOTAL",)),
        ("cds_im", " localSheetId='0'", ("cds_im",)),
        ("CDS_IM", " function='1'", ("CDS_IM",)),
        ("CDS_IM", " function='1' vbProcedure='1'", ()),
        ("CDS_IM", " hidden='1' vbProcedure='true'", ()),
        ("CDS_IMX", "", ()),
        ("HIKAE_ASOF", "", ()),
    ],
)
def test_a_name_that_stands_before_a_function_is_told(name, said, hiding):
    """Formulas ask it and not the function, in any case of letters; nothing of it is changed."""
    data = named(name, said)
    result = done(data)
    assert (result.hiding, result.data) == (hiding, data)


def test_what_is_no_workbook_is_refused():
    """A broken relationship, a link without its part, a part that is not text."""
    leads_nowhere = links(("s1", f"{OFFICE}/worksheet", "worksheets/sheet1.xml"))
    for more in (
        {"_rels/.rels": links()},
        {BOOK: book(outside=["p.xlsx"]), RELS: leads_nowhere},
        {FIRST: f"<worksheet xmlns='{MAIN}'>表</worksheet>".encode("cp932")},
    ):
        with pytest.raises(NO_PACKAGE):
            normalised(hand_book(more=more), NAMES)
