"""Every check of `hikae check`, in the order in which they are told."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path

from addin.checks.books import books
from addin.checks.check import Check
from addin.checks.computer import addin, cell, fonts, office, screen
from addin.checks.dates import calendar, clock
from addin.checks.engine import kernels, worker
from addin.checks.excel import excel
from addin.checks.fallback import pack, second_copy, tool
from addin.checks.figures import csv, golden
from addin.checks.people import contact_list, drill, roster
from addin.checks.record import home, journal
from addin.checks.versions import versions
from calc.text.wording import Words

CHECKS = (
    Check("home", Words("記録の場所", "Home"), home),
    Check("journal", Words("記録の書込み", "Journal"), journal, needs="home"),
    Check("second_copy", Words("第二の控え", "Second copy"), second_copy, needs="journal"),
    Check("pack", Words("夜間パック", "Evening pack"), pack, needs="journal"),
    Check("versions", Words("版", "Versions"), versions),
    Check("calendar", Words("カレンダー", "Calendar"), calendar),
    Check("clock", Words("時計", "Clock"), clock, needs="journal"),
    Check("worker", Words("計算プログラム", "Engine"), worker),
    Check("kernels", Words("計算部品", "Kernels"), kernels),
    Check("golden", Words("計算の照合値", "Golden value"), golden, needs="kernels"),
    Check("csv", Words("CSVの往復", "CSV there and back"), csv),
    Check("tool", Words("ツール方式", "Tool method"), tool, needs="journal"),
    Check("contacts", Words("連絡先", "Contacts"), contact_list, needs="journal"),
    Check("roster", Words("当番", "On call"), roster, needs="journal"),
    Check("drill", Words("訓練", "Drills"), drill, needs="journal"),
    Check("libreoffice", Words("LibreOffice", "LibreOffice"), office),
    Check("addin", Words("アドイン", "Add-in"), addin, needs="libreoffice"),
    Check("cell", Words("セルの計算", "Live cell"), cell, needs="libreoffice"),
    Check("excel", Words("Excel", "Excel"), excel),
    Check("books", Words("ブック", "Workbooks"), books),
    Check("screen", Words("画面", "Screen"), screen),
    Check("fonts", Words("日本語の文字", "Japanese letters"), fonts),
)


def checks(named: Iterable[Path]) -> tuple[Check, ...]:
    """Return every check; that of the workbooks looks at these files beside those of the home."""
    look = partial(books, named=tuple(named))
    return tuple(replace(each, look=look) if each.name == "books" else each for each in CHECKS)
