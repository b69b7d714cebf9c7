"""The bridge's own macros run in a second VBA, LibreOffice's, with a program behind them that tells what reached it."""

import io
import re

import openpyxl
import pytest

from addin.excel.facts import facts
from addin.excel.modules import written
from addin.excel.package import BOOK_TYPE, Outfit, fitted
from addin.excel.ribbon import addin_ribbon
from addin.excel.vbaproject import Module, ModuleKind, vba_project
from addin.excel.wrappers import wrappers
from addin.functions.described import described_functions

ANSWERED = """Private Function Answered(ByVal what As String, ByVal given As Variant) As Variant
    Dim number As Long, text As String, block As Variant
    If what = "CDS_NUMBER" Then
        Answered = CLng(2015)
        Exit Function
    End If
    If what = "CDS_STATUS" Then Err.Raise 5
    text = what
    For number = LBound(given) + 1 To UBound(given)
        If IsNull(given(number)) Then
            text = text & "|null"
        ElseIf IsArray(given(number)) Then
            block = given(number)
            text = text & "|" & (UBound(block, 1) - LBound(block, 1) + 1) & "x"
            text = text & (UBound(block, 2) - LBound(block, 2) + 1) & ":" & block(UBound(block, 1), UBound(block, 2))
        Else
            text = text & "|" & given(number)
        End If
    Next number
    Answered = text
End Function
"""
# What this VBA lacks of Excel's: its own words for it, and no book there counts its days from 1904.
OTHERWISE = (
    ("Application.Caller.Worksheet.Parent.Date1904", "False"),
    ("ActiveWorkbook.Date1904", "False"),
    ("ThisWorkbook.Date1904", "False"),
    ("ElseIf ThisWorkbook.IsAddin", "ElseIf False"),
    ("IsEmpty(found(row, column))", '(found(row, column) = "later")'),  # there no formula is seen before it is computed
    ("CountLarge", "Count"),
)
OWN = re.compile(r"^Private Function Answered\(.*?^End Function\n", re.MULTILINE | re.DOTALL)


@pytest.fixture
def shown(macros, opened, tmp_path):
    """Return a function that opens a book with the bridge and formulas by cell, and gives its cells."""

    def show(**cells):
        plain, held = openpyxl.Workbook(), io.BytesIO()
        for address, content in cells.items():
            plain.active[address] = content
        plain.save(held)
        functions, cells_asking = described_functions(), OWN.sub(lambda _: ANSWERED, written("HikaeCells"))
        for excels, theirs in OTHERWISE:
            assert excels in cells_asking
            cells_asking = cells_asking.replace(excels, theirs)
        texts = {
            "HikaeBridge": written("HikaeBridge"),
            "HikaeCells": cells_asking,
            "HikaeHelp": "Public Function HikaeSpelled(ByVal coded As String) As String\nEnd Function\n",
            "HikaeFacts": facts(functions, version="0"),
            "HikaeFunctions": wrappers(functions),
        }
        own = [Module("ThisWorkbook", "", ModuleKind.WORKBOOK), *(Module(name, text) for name, text in texts.items())]

        def project(sheets):
            return vba_project([*own, *(Module(name, "", ModuleKind.SHEET) for name in sheets)], name="Trial")

        path = tmp_path / "trial.xlsm"
        path.write_bytes(fitted(held.getvalue(), Outfit(BOOK_TYPE, project, addin_ribbon(), {})))
        found = macros.cells(opened(path))
        return {address: found[address]["value"] for address in cells}

    return show


def test_ranges_are_handed_over_as_rows(shown):
    """A range comes as rows, a single cell as one row of one; what is left out as Null, anything else as it is."""
    cells = shown(
        A1="=CDS_CURVE(F1,F1:H2)", A2='=CDS_PLAN("margin",F1)', A3="=CDS_ACCRUED(F1,46347,100)", F1=46346, H2="last"
    )
    assert cells["A1"] == "CDS_CURVE|1x1:46346|2x3:last|null"
    assert cells["A2"] == "CDS_PLAN|margin|1x1:46346"
    assert cells["A3"] == "CDS_ACCRUED|1x1:46346|46347|100|null"


def test_a_formula_that_is_not_computed_yet_is_waited_for(shown):
    """Its cell looks blank then: nothing is asked, and the answer is #N/A; a text that a person typed is no formula."""
    cells = shown(A1='=CDS_PLAN("a",F1)', A2="=CDS_CURVE(F1,F2:G3)", A3='=CDS_PLAN("a",F3)', F1='="later"', F3='=1&""')
    assert cells == {**cells, "A1": "Error 2042", "A2": "Error 2042", "A3": "CDS_PLAN|a|1x1:1"}


def test_a_whole_number_is_an_error_value(shown):
    """The program's number of an error becomes the error, and a program that fails #N/A: no cell holds words."""
    cells = shown(A1="=CDS_NUMBER(F1)", A2="=CDS_STATUS()", F1="x")
    assert cells["A1"] == "Error 2015"  # so LibreOffice writes CVErr(#VALUE!)
    assert cells["A2"] == "Error 2042"
