"""Macros of ours run: LibreOffice, with macros on, is the one program here that runs VBA from a vbaProject.bin."""

import io

import openpyxl
import pytest

from addin.excel.package import BOOK_TYPE, Outfit, fitted
from addin.excel.ribbon import addin_ribbon
from addin.excel.vbaproject import Module, ModuleKind, vba_project

PROJECT = "Trial"
BOOK = """Option Explicit

Private Sub Workbook_Open()
    ThisWorkbook.Worksheets(1).Range("D1").Value = "opened"
End Sub
"""
CODE = """Option Explicit

Public Function TRIAL_TWICE(ByVal x As Double, Optional ByVal times As Variant) As Variant
    Dim held As New Holder
    held.Number = x
    If IsMissing(times) Then
        TRIAL_TWICE = held.Twice()
    Else
        TRIAL_TWICE = held.Twice() * times
    End If
End Function

Public Function TRIAL_SUM(ByVal block As Variant) As Variant
    Dim item As Variant, total As Double
    For Each item In block.Value
        total = total + item
    Next item
    TRIAL_SUM = total
End Function

Public Sub WriteCell()
    ThisWorkbook.Worksheets(1).Range("C1").Value = "written"
End Sub
"""
HOLDER = """Option Explicit

Public Number As Double

Public Function Twice() As Double
    Twice = 2 * Number
End Function
"""
MODULES = (
    Module("ThisWorkbook", BOOK, ModuleKind.WORKBOOK),
    Module("Code", CODE),
    Module("Holder", HOLDER, ModuleKind.CLASS),
)
FORMULAS = ("=TRIAL_TWICE(21)", "=TRIAL_TWICE(21,1.5)", "=TRIAL_SUM(B1:B3)")
PROBE = "\nPublic Function Probe{0}() As Long\n    Probe{0} = 42\nEnd Function\n"


@pytest.fixture
def made(tmp_path):
    """Return a maker of macro workbooks with a formula in each row of the first column and numbers beside them."""

    def make(modules=MODULES, *, formulas=FORMULAS):
        plain, held = openpyxl.Workbook(), io.BytesIO()
        for row, formula in enumerate(formulas, start=1):
            plain.active.append([formula, 10 * row])
        plain.save(held)

        def project(sheets):
            return vba_project([*modules, *(Module(name, "", ModuleKind.SHEET) for name in sheets)], name=PROJECT)

        path = tmp_path / "trial.xlsm"
        path.write_bytes(fitted(held.getvalue(), Outfit(BOOK_TYPE, project, addin_ribbon(), {})))
        return path

    return make


@pytest.fixture
def document(opened, made):
    """Return the trial book, opened."""
    return opened(made())


@pytest.fixture(scope="module")
def own():
    """Return the modules of the product but for those of sheets."""
    from addin.excel.outfits import modules  # noqa: PLC0415 - brings the whole registry, which few tests here need

    return modules([])


def first_column(cells):
    return [cells[f"A{row}"]["value"] for row in range(1, len(FORMULAS) + 1)]


def test_functions_of_a_project_of_ours_run(macros, document):
    """Worksheet functions of our vbaProject.bin compute: with a missing argument, with a given one, over a range."""
    assert first_column(macros.cells(document)) == [42.0, 63.0, 60.0]


def test_without_macros_there_is_nothing(macros, made):
    """The numbers come from the macros: where these may not run, the same book shows none of them."""
    with macros.opened(made()) as document:
        assert not any(isinstance(value, float) for value in first_column(macros.cells(document)))


def test_opening_is_told_to_the_workbook_module(macros, document):
    """The document module is that of the workbook: what it does when the book opens is done."""
    assert macros.cells(document)["D1"]["value"] == "opened"


def test_a_sub_writes_a_cell(macros, document):
    """A procedure called from outside, as a ribbon button calls it, writes into the sheet."""
    assert "C1" not in macros.cells(document)
    macros.ask("run", document=document, macro=f"{PROJECT}.Code.WriteCell")
    assert macros.cells(document)["C1"]["value"] == "written"


def test_a_third_reader_finds_every_module(macros, document):
    """LibreOffice reads each module as its kind, the text unchanged below the lines that it adds itself."""
    kinds = {"ThisWorkbook": "VBADocumentModule", "Sheet1": "VBADocumentModule", "Holder": "VBAClassModule"}
    texts = {"Sheet1": "", **{module.name: module.text for module in MODULES}}
    sources = macros.ask("sources", document=document)[PROJECT]
    assert set(sources) == set(texts)
    for name, text in texts.items():
        assert sources[name].startswith(f"Rem Attribute VBA_ModuleType={kinds.get(name, 'VBAModule')}\n")
        assert sources[name].rstrip("\n").endswith(text.rstrip("\n"))


def probed(macros, opened, made, modules):
    """Return what a small function answers that is added to each standard module, None where that cannot be read."""
    with_probes = [
        Module(each.name, each.text + PROBE.format(each.name)) for each in modules if each.kind is ModuleKind.STANDARD
    ]
    document = opened(made([Module("ThisWorkbook", "", ModuleKind.WORKBOOK), *with_probes]))
    return {
        each.name: macros.ask("run", document=document, macro=f"{PROJECT}.{each.name}.Probe{each.name}")
        for each in with_probes
    }


def test_our_own_modules_are_read_without_error(macros, opened, made, own):
    """Every standard module of the product is one that a second VBA compiles: a function added to it answers."""
    answers = probed(macros, opened, made, own)
    assert answers == dict.fromkeys(answers, 42)
    assert {"HikaeBridge", "HikaeFunctions", "HikaeHelp", "HikaeRibbon"} <= set(answers)


def test_our_own_modules_run_without_an_installation(macros, opened, made, own):
    """Where there is no Hikae to ask, the product's macros open the book, give error values, and say why in words."""
    document = opened(made(own, formulas=["=CDS_STATUS()", "=CDS_NUMBER(B2)"]))
    cells = macros.cells(document)
    assert {cells[address]["value"] for address in ("A1", "A2")} == {"Error 2042"}  # so LibreOffice writes CVErr(#N/A)
    said = macros.ask("run", document=document, macro=f"{PROJECT}.HikaeBridge.HikaeState")
    assert len(said.splitlines()) > 1


def test_a_module_with_an_error_is_seen(macros, opened, made):
    """A function added to a module that is no VBA does not answer."""
    answers = probed(macros, opened, made, [Module("Broken", "Option Explicit\nSub A()\n    If 1 Then\nEnd Sub\n")])
    assert answers == {"Broken": None}
