"""A VBA project as Excel saves it: compiled code before each text, words of its own case, help in attributes."""

import re
import struct
from dataclasses import replace

from addin.excel.vbaproject.compound import compound_file
from addin.excel.vbaproject.compression import compressed
from addin.excel.vbaproject.directory import dir_stream

CACHE = bytes(range(256)) * 20  # stands for the compiled code, which nobody but Excel reads
PROCEDURE = re.compile(r"^(?:Public |Private )?(?:Function|Sub) (\w+)\(.*\).*\n", re.MULTILINE)
NO_OFFSET, OFFSET = (struct.pack("<HII", 0x0031, 4, at) for at in (0, len(CACHE)))


def excel_saved(modules, *, name="Hikae"):
    """Return a vbaProject.bin of these modules that has none of our bytes and says the same."""
    told = [replace(each, text=_helped(each.text)) for each in modules]
    texts = {each.name: CACHE + compressed(_typed(each.source).encode("cp1252")) for each in told}
    listed = dir_stream(told, name=name).replace(NO_OFFSET, OFFSET)
    return compound_file({"VBA": {"dir": compressed(listed), "_VBA_PROJECT": CACHE, **texts}, "PROJECT": CACHE})


def _helped(text):
    return PROCEDURE.sub(
        r'\g<0>Attribute \1.VB_Description = "Help"\nAttribute \1.VB_ProcData.VB_Invoke_Func = " "\n', text
    )


def _typed(source):
    """Return the text with a space more here and there, and a word in the case of somebody's last typing."""
    return source.replace(" As Variant", "  as  variant").replace("\n", "\r\n")
