"""Drives one running LibreOffice from the Python that has `uno`: JSON commands in, JSON answers out, a line each.

The product's own Python has no `uno`, so `office.py` starts this file with the system's one. Standard library
and `uno` only; it does not import the product.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

ERROR_RESULTS = 4  # com.sun.star.sheet.FormulaResult.ERROR
FILL_DOWN = uno.Enum("com.sun.star.sheet.FillDirection", "TO_BOTTOM")
NEVER_EXECUTE = 0  # com.sun.star.document.MacroExecMode.NEVER_EXECUTE
FILTERS = {
    ".xlsx": "Calc MS Excel 2007 XML", ".xlsm": "Calc MS Excel 2007 VBA XML", ".ods": "calc8",
    ".html": "HTML (StarCalc)", ".csv": "Text - txt - csv (StarCalc)",
}  # fmt: skip
EVERY_SHEET = {".csv": "44,34,76,1,,0,false,true,true,false,false,-1"}  # as shown, a file for each: NAME-Sheet.csv
DELETE_ROWS = uno.Enum("com.sun.star.sheet.CellDeleteMode", "ROWS")


def connected(pipe: str, seconds: float) -> Any:
    """Return the office's component context, waiting for the pipe to be there."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    end = time.monotonic() + seconds
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)


def properties(**values: object) -> tuple[Any, ...]:
    """Return UNO property values."""
    return tuple(PropertyValue(Name=name, Value=value) for name, value in values.items())


def address_of(row: int, column: int) -> str:
    """Return the address of a cell whose row and column are counted from 0."""
    letters = ""
    while column >= 0:
        column, rest = divmod(column, 26)
        letters = chr(ord("A") + rest) + letters
        column -= 1
    return f"{letters}{row + 1}"


def error_codes(sheet: Any) -> dict[str, int]:
    """Return the error code of every cell that holds a true error value."""
    codes = {}
    for area in sheet.queryFormulaCells(ERROR_RESULTS).RangeAddresses:
        for row in range(area.StartRow, area.EndRow + 1):
            for column in range(area.StartColumn, area.EndColumn + 1):
                codes[address_of(row, column)] = sheet.getCellByPosition(column, row).getError()
    return codes


def used_area(sheet: Any) -> Any:
    """Return the cells of a sheet from A1 to the last one that is used."""
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)  # noqa: FBT003 - do not extend
    return sheet.getCellRangeByPosition(0, 0, cursor.RangeAddress.EndColumn, cursor.RangeAddress.EndRow)


def sheet_cells(sheet: Any) -> dict[str, dict[str, object]]:
    """Return every filled cell by its address: value, formula as the user sees it, error code (0 = none), text."""
    area, errors, cells = used_area(sheet), error_codes(sheet), {}
    for row, (values, formulas) in enumerate(zip(area.DataArray, area.FormulaArray, strict=True)):
        for column, (value, formula) in enumerate(zip(values, formulas, strict=True)):
            if value == "" and formula == "":
                continue
            address = address_of(row, column)
            error, is_formula = errors.get(address, 0), formula.startswith(("=", "{"))
            is_text = isinstance(value, str) and not error  # shown as it is: no question to the office is needed
            cell = None if is_text and not is_formula else sheet.getCellByPosition(column, row)
            cells[address] = {
                "value": None if error else value,
                "formula": cell.FormulaLocal if is_formula else "",
                "error": error,
                "text": value if is_text else cell.String,
            }
    return cells


def texts_below(context: Any) -> list[str]:
    """Return the texts of the fields that stand in a window, as a screen reader finds them."""
    below = [context.getAccessibleChild(number) for number in range(context.getAccessibleChildCount())]
    inner = [text for child in below for text in texts_below(child.AccessibleContext)]
    return [*([context.getText()] if hasattr(context, "getText") and context.getText() else []), *inner]


class Driver:
    """The open documents of one office by their identifiers, and what can be done with them."""

    def __init__(self, pipe: str, seconds: float) -> None:
        self.context = connected(pipe, seconds)
        self.desktop = self.service("com.sun.star.frame.Desktop")
        self.documents: dict[str, Any] = {}

    def service(self, name: str) -> Any:
        """Return a service of the office."""
        return self.context.ServiceManager.createInstanceWithContext(name, self.context)

    def open(self, path: str) -> str:
        """Open a file with macros off; returns its identifier."""
        url = uno.systemPathToFileUrl(str(Path(path).resolve()))
        document = self.desktop.loadComponentFromURL(url, "_blank", 0, properties(MacroExecutionMode=NEVER_EXECUTE))
        if document is None:
            raise ValueError(f"LibreOffice did not open {path}")
        self.documents[document.RuntimeUID] = document
        return str(document.RuntimeUID)

    def recalculate(self, document: str) -> float:
        """Compute every formula again, dirty or not; returns the seconds it took."""
        started = time.perf_counter()
        self.documents[document].calculateAll()
        return time.perf_counter() - started

    def dump(self, document: str) -> dict[str, object]:
        """Return all filled cells of all sheets, and what the named ranges refer to."""
        opened = self.documents[document]
        names = {name.Name: name.Content for name in opened.NamedRanges}
        return {"sheets": {sheet.Name: sheet_cells(sheet) for sheet in opened.Sheets}, "names": names}

    def grids(self, document: str) -> dict[str, object]:
        """Return every sheet's values by rows and its error codes; much quicker than a dump."""
        return {
            sheet.Name: {"rows": [list(row) for row in used_area(sheet).getDataArray()], "errors": error_codes(sheet)}
            for sheet in self.documents[document].Sheets
        }

    def values(self, document: str, sheet: str, area: str) -> list[list[object]]:
        """Return the values of a range, None for an error; much quicker than a dump."""
        cells = self.documents[document].Sheets.getByName(sheet).getCellRangeByName(area)
        return [list(row) for row in cells.getDataArray()]

    def edits(self, document: str, sheet: str, cell: str, seconds: float) -> list[float]:
        """Type into a cell again and again for so long; returns how many seconds each time took."""
        target = self.documents[document].Sheets.getByName(sheet).getCellRangeByName(cell)
        took, end = [], time.monotonic() + seconds
        while (started := time.monotonic()) < end:
            target.Value = len(took)
            took.append(time.monotonic() - started)
            time.sleep(0.005)
        return took

    def write(self, document: str, sheet: str, cell: str, value: float | str) -> None:
        """Type into a cell: a number, a text, or a formula that begins with =."""
        target = self.documents[document].Sheets.getByName(sheet).getCellRangeByName(cell)
        if not isinstance(value, str):
            target.Value = value
        elif value.startswith("="):
            target.FormulaLocal = value
        else:
            target.String = value

    def array(self, document: str, sheet: str, area: str, formula: str) -> None:
        """Put one array formula over a range."""
        self.documents[document].Sheets.getByName(sheet).getCellRangeByName(area).setArrayFormula(formula)

    def fill(self, document: str, sheet: str, area: str, formula: str) -> None:
        """Type a formula into the first cell of a range and fill the others with it."""
        cells = self.documents[document].Sheets.getByName(sheet).getCellRangeByName(area)
        cells.getCellByPosition(0, 0).FormulaLocal = formula
        cells.fillAuto(FILL_DOWN, 1)

    def protect(self, document: str, sheet: str, password: str = "") -> None:
        """Protect a sheet."""
        self.documents[document].Sheets.getByName(sheet).protect(password)

    def is_protected(self, document: str, sheet: str) -> bool:
        """Return whether a sheet is protected."""
        return bool(self.documents[document].Sheets.getByName(sheet).isProtected())

    def merge(self, document: str, sheet: str, area: str) -> None:
        """Merge the cells of a range; what they hold stays."""
        self.documents[document].Sheets.getByName(sheet).getCellRangeByName(area).merge(True)  # noqa: FBT003 - yes

    def remove_rows(self, document: str, sheet: str, area: str) -> None:
        """Delete the rows of a range."""
        target = self.documents[document].Sheets.getByName(sheet)
        target.removeRange(target.getCellRangeByName(area).RangeAddress, DELETE_ROWS)

    def automatic(self, document: str, *, on: bool) -> None:
        """Have a book computed by itself, or only when it is told to."""
        self.documents[document].enableAutomaticCalculation(on)

    def opened(self) -> list[str]:
        """Return the identifiers of the documents that this driver opened and did not close."""
        return list(self.documents)

    def save(self, document: str, path: str) -> None:
        """Write a copy of a document, its kind by the file name's ending."""
        options = EVERY_SHEET.get(Path(path).suffix, "")
        how = properties(FilterName=FILTERS[Path(path).suffix], FilterOptions=options, Overwrite=True)
        self.documents[document].storeToURL(uno.systemPathToFileUrl(path), how)

    def pdf(self, document: str, path: str) -> None:
        """Export a document as PDF."""
        self.documents[document].storeToURL(uno.systemPathToFileUrl(path), properties(FilterName="calc_pdf_Export"))

    def show(self, document: str, sheet: str) -> None:
        """Make a sheet the active one."""
        opened = self.documents[document]
        opened.CurrentController.setActiveSheet(opened.Sheets.getByName(sheet))

    def dispatch(self, document: str, url: str) -> None:
        """Do what a menu entry or button of this URL does."""
        frame = self.documents[document].CurrentController.Frame
        self.service("com.sun.star.frame.DispatchHelper").executeDispatch(frame, url, "", 0, ())

    def has_bar(self, document: str, name: str) -> bool:
        """Return whether an information bar of this name stands above the sheet."""
        return bool(self.documents[document].CurrentController.hasInfobar(name))

    def is_modified(self, document: str) -> bool:
        """Return whether LibreOffice would ask to save the document."""
        return bool(self.documents[document].isModified())

    def undoable(self, document: str) -> list[str]:
        """Return what can be undone, the newest first."""
        return list(self.documents[document].UndoManager.getAllUndoActionTitles())

    def undo(self, document: str) -> None:
        """Undo the newest step."""
        self.documents[document].UndoManager.undo()

    def window_texts(self, title: str) -> list[str]:
        """Return the texts inside the window of this title, nothing when there is none."""
        toolkit = self.service("com.sun.star.awt.Toolkit")
        windows = (toolkit.getTopWindow(number).AccessibleContext for number in range(toolkit.getTopWindowCount()))
        return [text for each in windows if each.AccessibleName.startswith(title) for text in texts_below(each)]

    def function(self, name: str) -> dict[str, object] | None:
        """Return what the function wizard shows of a function: description, arguments (name, text, optional)."""
        for description in self.service("com.sun.star.sheet.FunctionDescriptions"):
            found = {each.Name: each.Value for each in description}
            if found["Name"] == name:
                arguments = [[each.Name, each.Description, each.IsOptional] for each in found["Arguments"]]
                return {"description": found["Description"], "arguments": arguments}
        return None

    def configured(self, path: str) -> object:
        """Return a value of the office's configuration, such as the title of a button."""
        folder, _, name = path.rpartition("/")
        provider = self.service("com.sun.star.configuration.ConfigurationProvider")
        reader = "com.sun.star.configuration.ConfigurationAccess"
        return provider.createInstanceWithArguments(reader, properties(nodepath=folder)).getByName(name)

    def expanded(self, url: str) -> str:
        """Return the address that one with the office's own variables stands for."""
        expander = self.context.getValueByName("/singletons/com.sun.star.util.theMacroExpander")
        return str(expander.expandMacros(url.removeprefix("vnd.sun.star.expand:")))

    def close(self, document: str) -> None:
        """Close a document without saving."""
        self.documents.pop(document).close(True)  # noqa: FBT003 - whoever objects becomes its owner

    def terminate(self) -> None:
        """Close everything and end the office."""
        for document in list(self.documents):
            self.close(document)
        self.desktop.terminate()


def say(answer: dict[str, object]) -> None:
    """Write one answer."""
    sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def main(pipe: str, seconds: float) -> None:
    """Answer the commands on standard input until it ends."""
    driver = Driver(pipe, seconds)
    say({"value": "ready"})
    for line in sys.stdin:
        verb, arguments = json.loads(line)
        try:
            say({"value": getattr(driver, verb)(**arguments)})
        except Exception as failure:  # noqa: BLE001 - the test on the other side shows it
            say({"failure": f"{type(failure).__name__}: {failure}"})


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]))
