"""What Excel's function wizard shows of our functions: a description, and a line for each argument.

Excel keeps 255 characters of each, of which a rare one counts twice. Where Excel is Japanese the texts are, too.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from addin.excel.statements import literal

Described = Mapping[str, Any]

HEAD = "' The function wizard's texts. Made from the registry: what is changed here is gone with the next build.\n"
LONGEST = 255


def help_text(functions: Sequence[Described]) -> str:
    """Return the text of the module that says every help text to `HikaeHelp`.

    Raises ValueError for a help text that Excel would not keep.
    """
    calls = "".join(f"    {_procedure(each)}\n" for each in functions)
    return f"{HEAD}Option Explicit\nOption Private Module\n\nPublic Sub HikaeTellAll()\n{calls}End Sub\n" + "".join(
        f"\n{_texts(each)}" for each in functions
    )


def _procedure(function: Described) -> str:
    return f"Tell_{function['name']}"


def _texts(function: Described) -> str:
    """Return the procedure with the texts of one function; all in one would be more than the 64 KB one may have."""
    texts = [function["help"], *(each["help"] for each in function["arguments"])]
    said = "".join(_said(each, function["name"]) for each in texts)
    return f'Private Sub {_procedure(function)}()\n{said}    HikaeTell "{function["name"]}"\nEnd Sub\n'


def _said(words: Mapping[str, str], name: str) -> str:
    for text in words.values():
        length = len(text.encode("utf-16-le")) // 2
        if not 0 < length <= LONGEST:
            raise ValueError(f"{name}: Excel keeps 1 to {LONGEST} characters of a help text, not {length}: {text!r}")
    ja, en = (" & _\n        ".join(literal(words[language])) for language in ("ja", "en"))
    return f"    HikaeSay {ja}, _\n        {en}\n"
