"""Whether Excel could work in a book: asked before it is opened, answered without a change."""

import pytest
from excel_saved import excel_saved
from hand_book import ADDIN_TARGET, hand_book, packed, unpacked

from addin.excel.mend import is_bare
from addin.excel.others import module_names
from addin.excel.outfits import modules
from addin.excel.package import MACROS

THEIRS = hand_book("[1]!cds_im(1)", outside=[ADDIN_TARGET])
pytestmark = pytest.mark.usefixtures("in_process")


def without_code_name(parts):
    """Return a book whose macros do not know it, as LibreOffice leaves it."""
    return packed({**parts, "xl/workbook.xml": parts["xl/workbook.xml"].replace(b' codeName="ThisWorkbook"', b"")})


@pytest.mark.parametrize(
    ("harm", "bare"),
    [
        (packed, False),
        (lambda parts: packed({name: part for name, part in parts.items() if name != MACROS}), True),
        (lambda parts: packed({**parts, MACROS: b"other"}), True),
        (without_code_name, True),
        (lambda _: THEIRS, False),
        (lambda _: b"PK", False),
    ],
)
def test_a_book_that_excel_cannot_work_in_is_known(harm, bare, put, xlsm):
    """One without our macros, or whose macros do not know it; somebody's own, and what is none, is no concern."""
    path = put(harm(unpacked(xlsm)))
    before = path.read_bytes()
    assert (is_bare(path), path.read_bytes(), list(path.parent.iterdir())) == (bare, before, [path])


def test_a_book_that_excel_saved_is_not_called_bare(put, xlsm):
    """Excel compiles the macros it saves; what they say is the same."""
    sheets = sorted(each for each in module_names(unpacked(xlsm)[MACROS]) if each.startswith("Sheet"))
    assert not is_bare(put(packed({**unpacked(xlsm), MACROS: excel_saved(modules(sheets))})))


def test_a_book_that_is_open_elsewhere_is_not_called_bare(put, xlsx):
    """Nothing is said of what cannot be read."""
    path = put(xlsx)
    assert is_bare(path)
    put(b"", f"~${path.name}")
    assert not is_bare(path)
