"""`hikae normalise`: our functions under their plain names in a workbook, and nothing else of it changed."""

from addin.commands.mended import File, Out, tell_mended
from addin.commands.output import Lang
from addin.commands.two_persons import AsJson, Language


def normalise(file: File, out: Out = None, json: AsJson = False, lang: Language = Lang.BOTH) -> None:  # noqa: FBT002
    """ブックの関数名を元の形に直す / Give our functions their plain names in a workbook."""
    from addin.excel.mend import normalise_file  # noqa: PLC0415 - a help page needs none of it

    path = file.expanduser().absolute()
    done = normalise_file(path, None if out is None else out.expanduser().absolute())
    tell_mended(path, done, json=json, lang=lang)
