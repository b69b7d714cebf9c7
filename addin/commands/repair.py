"""`hikae repair`: macros and ribbon back in a book of ours that LibreOffice or another program saved."""

from addin.commands.mended import File, Out, tell_mended
from addin.commands.output import Lang
from addin.commands.two_persons import AsJson, Language


def repair(file: File, out: Out = None, json: AsJson = False, lang: Language = Lang.BOTH) -> None:  # noqa: FBT002
    """控えのExcelブックを元に戻す / Make a Hikae workbook for Excel whole again: macros, ribbon, names."""
    from addin.excel.mend import repair_file  # noqa: PLC0415 - a help page needs none of it

    path = file.expanduser().absolute()
    done = repair_file(path, None if out is None else out.expanduser().absolute())
    tell_mended(path, done, json=json, lang=lang)
