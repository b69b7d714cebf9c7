"""What our generated macros do when they run: a second VBA, LibreOffice's, with a bridge that tells what reached it."""

import io

import openpyxl
import pytest
from openpyxl.worksheet.formula import ArrayFormula

from addin.excel.help_text import help_text
from addin.excel.modules import written
from addin.excel.package import BOOK_TYPE, Outfit, fitted
from addin.excel.ribbon import addin_ribbon
from addin.excel.vbaproject import Module, ModuleKind, vba_project
from addin.excel.wrappers import wrappers
from addin.functions.described import described_functions

PROJECT = "Trial"
BRIDGE = """Option Explicit

Public Function HikaeCall(ByVal functionName As String, ByVal arguments As Variant) As Variant
    Dim text As String, block(1 To 2, 1 To 2) As Variant, number As Long
    If functionName = "CDS_CURVE" Then
        block(1, 1) = 1
        block(1, 2) = "a"
        block(2, 1) = 2
        block(2, 2) = ""
        HikaeCall = block
        Exit Function
    End If
    If functionName = "CDS_NUMBER" Then
        HikaeCall = CVErr(2042)
        Exit Function
    End If
    text = functionName
    For number = LBound(arguments) To UBound(arguments)
        If IsNull(arguments(number)) Then
            text = text & "|null"
        Else
            text = text & "|" & arguments(number)
        End If
    Next number
    HikaeCall = text
End Function
"""
EXCEL = """Option Explicit

Private told As String

Public Sub MacroOptions(place As String, text As String, group As String, Optional ByVal more As Variant)
    Dim each_ As Variant
    told = told & group & "|" & place & "|" & text
    If Not IsMissing(more) Then
        For Each each_ In more
            told = told & "|" & each_
        Next each_
    End If
    told = told & vbLf
End Sub

Public Function TellAllJa() As String
    told = ""
    HikaeSpeak True
    TellAllJa = told
End Function

Public Function TellAllEn() As String
    told = ""
    HikaeSpeak False
    TellAllEn = told
End Function
"""
SPEAK = "\nPublic Sub HikaeSpeak(ByVal ja As Boolean)\n    isJapanese = ja\n    HikaeTellAll\nEnd Sub\n"


@pytest.fixture
def shown(macros, opened, tmp_path):
    """Return a function that opens a book with these modules and formulas by cell, and gives its cells."""

    def show(modules, **formulas):
        plain, held = openpyxl.Workbook(), io.BytesIO()
        for address, formula in formulas.items():
            plain.active[address] = formula
        plain.save(held)
        own = [Module("ThisWorkbook", "", ModuleKind.WORKBOOK), *(Module(name, text) for name, text in modules.items())]

        def project(sheets):
            return vba_project([*own, *(Module(name, "", ModuleKind.SHEET) for name in sheets)], name=PROJECT)

        path = tmp_path / "trial.xlsm"
        path.write_bytes(fitted(held.getvalue(), Outfit(BOOK_TYPE, project, addin_ribbon(), {})))
        document = opened(path)
        return document, macros.cells(document)

    return show


@pytest.fixture
def functions():
    """Return the modules of the functions with a bridge that answers what it was asked."""
    return {"HikaeBridge": BRIDGE, "HikaeFunctions": wrappers(described_functions())}


def test_arguments_arrive_in_order_and_what_is_left_out_is_null(shown, functions):
    """The bridge gets the function's name, its arguments, and Null for each that was left out."""
    _, cells = shown(
        functions,
        A1="=CDS_STATUS()",
        A2="=CDS_ACCRUED(46346,47858,100)",
        A3="=CDS_ACCRUED(46346,47858,100,5)",
        A4="=CDS_BUSINESS_DAY(46346)",
        A5='=CDS_PLAN("margin",46346.5)',
        A6="=CDS_IM_WORST(1,2,3)",
    )
    assert [cells[f"A{row}"]["value"] for row in range(1, 7)] == [
        "CDS_STATUS",
        "CDS_ACCRUED|46346|47858|100|null",
        "CDS_ACCRUED|46346|47858|100|5",
        "CDS_BUSINESS_DAY|46346",
        "CDS_PLAN|margin|46346.5",
        "CDS_IM_WORST|1|2|3|null|null",
    ]


def test_a_block_fills_its_cells(shown, functions):
    """Rows that the bridge answers stand in the cells of an array formula."""
    _, cells = shown(functions, A1=ArrayFormula("A1:B2", "=CDS_CURVE(1,B9:C9)"))
    assert [cells[each]["value"] for each in ("A1", "B1", "A2")] == [1.0, "a", 2.0]
    assert cells.get("B2", {"value": ""})["value"] in {"", None}


def test_a_failure_is_a_true_error(shown, macros, functions):
    """What the bridge answers as an error value leaves the wrapper as one, and no text takes its place."""
    probe = "\nPublic Function IsTrueError() As Boolean\n    IsTrueError = IsError(CDS_NUMBER(1))\nEnd Function\n"
    document, _ = shown({**functions, "HikaeFunctions": functions["HikaeFunctions"] + probe})
    assert macros.ask("run", document=document, macro=f"{PROJECT}.HikaeFunctions.IsTrueError") is True


@pytest.mark.parametrize("language", ["ja", "en"])
def test_excel_is_told_the_registrys_own_words(shown, macros, language):
    """Every coded text is spelled out to what the registry says, for each function and argument, under one category."""
    help_ = written("HikaeHelp").replace("Application.MacroOptions", "MacroOptions")
    for name in ("Macro", "Description", "Category", "ArgumentDescriptions"):
        help_ = help_.replace(f"{name}:=", "")
    texts = {"HikaeHelp": help_ + SPEAK, "HikaeHelpTexts": help_text(described_functions()), "Excel": EXCEL}
    document, _ = shown(texts)
    told = macros.ask("run", document=document, macro=f"{PROJECT}.Excel.TellAll{language.capitalize()}")
    expected = [
        ["Hikae", f"'trial.xlsm'!{each['name']}", *(words["help"][language] for words in (each, *each["arguments"]))]
        for each in described_functions()
    ]
    assert [line.split("|") for line in told.splitlines()] == expected


def test_a_book_opens_quietly_where_nothing_of_excel_is_there(shown, macros):
    """Telling the help fails in silence: the book opens, and the procedure comes to its end."""
    run = '\nPublic Function Opened() As String\n    HikaeRegister\n    Opened = "open"\nEnd Function\n'
    modules = {"HikaeHelp": written("HikaeHelp") + run, "HikaeHelpTexts": help_text(described_functions())}
    document, _ = shown(modules)
    assert macros.ask("run", document=document, macro=f"{PROJECT}.HikaeHelp.Opened") == "open"
