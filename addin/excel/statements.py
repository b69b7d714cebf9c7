"""Names, strings and long lines of VBA, as its grammar has them (MS-VBAL 3.2.2, 3.3.4, 3.3.5)."""

import re
from collections.abc import Collection, Sequence
from textwrap import wrap

WIDTH = 110
LONGEST_LITERAL = 90  # characters of one piece of a string, so that lines stay short

# What may not name an argument: reserved identifiers (MS-VBAL 3.3.5.2), what Visual Basic's own help counts among its
# keywords and uses as statements, and what our wrappers call.
RESERVED = frozenset(
    """
    call case close const declare defbool defbyte defcur defdate defdbl defint deflng deflnglng deflngptr defobj defsng
    defstr defvar dim do else elseif end endif enum erase event exit for friend function get global gosub goto if
    implements input let lock loop lset next on open option print private public put raiseevent redim resume return
    rset seek select set static stop sub type unlock wend while with write rem
    any as byref byval each in new shared until withevents optional paramarray preserve spc tab then to
    addressof and eqv imp is like mod not or typeof xor
    abs cbool cbyte ccur cdate cdbl cdec cint clng clnglng clngptr csng cstr cvar cverr date debug doevents fix int
    len lenb me pset scale sgn string array circle inputb lbound ubound
    boolean byte currency double integer long longlong longptr single variant
    true false nothing empty null attribute lineinput cdecl decimal defdec
    error mid midb object property step
    application ismissing hikaecall
    """.split()  # noqa: SIM905 - as a list of quoted words it could not be read
)


def identifier(name: str, taken: Collection[str] = ()) -> str:
    """Return what an argument is called in VBA: its name, with `_` behind it where that is reserved or taken."""
    used = {each.lower() for each in taken}
    while name.lower() in RESERVED or name.lower() in used:
        name += "_"
    return name


def listed(head: str, items: Sequence[str], tail: str, *, indent: str = "") -> str:
    """Return `head`, the items with commas between, and `tail`, as one statement over as many lines as it needs."""
    lines, line = list[str](), indent + head
    for number, item in enumerate(items):
        said = item + ("," if number < len(items) - 1 else tail)
        if len(line) + len(said) > WIDTH and not line.isspace():
            lines.append(f"{line.rstrip()} _")
            line = f"{indent}        "
        line += f"{said} "
    return "\n".join([*lines, line.rstrip() if items else line + tail]) + "\n"


def literal(text: str) -> list[str]:
    """Return a text as the pieces of a string expression; characters beyond ASCII stand as `{65E5672C}`.

    The code page of a VBA project is that of whoever saved it, so no other characters may stand there. Raises
    ValueError for a text with a brace.
    """
    if "{" in text or "}" in text:
        raise ValueError(f"a brace cannot be written: {text!r}")
    coded = re.sub(r"[^ -~]+", lambda run: f"{{{_units(run[0])}}}", text)
    pieces = wrap(coded, LONGEST_LITERAL, drop_whitespace=False, break_on_hyphens=False) or [""]
    return [f'"{piece.replace(chr(34), chr(34) * 2)}"' for piece in pieces]


def _units(text: str) -> str:
    """Return the UTF-16 code units of a text, four hexadecimal digits each."""
    return text.encode("utf-16-be").hex().upper()
