"""Every check of `hikae check`, in the order in which they are told."""

from addin.checks.check import Check
from addin.checks.computer import addin, cell, fonts, office, screen
from addin.checks.engine import kernels, worker
from addin.checks.record import home, journal
from calc.text.wording import Words

CHECKS = (
    Check("home", Words("記録の場所", "Home"), home),
    Check("journal", Words("記録の書込み", "Journal"), journal),
    Check("worker", Words("計算プログラム", "Engine"), worker),
    Check("kernels", Words("計算部品", "Kernels"), kernels),
    Check("libreoffice", Words("LibreOffice", "LibreOffice"), office),
    Check("addin", Words("アドイン", "Add-in"), addin, needs="libreoffice"),
    Check("cell", Words("セルの計算", "Live cell"), cell, needs="libreoffice"),
    Check("screen", Words("画面", "Screen"), screen),
    Check("fonts", Words("日本語の文字", "Japanese letters"), fonts),
)
