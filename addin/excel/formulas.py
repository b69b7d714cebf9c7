"""A formula with our functions under their plain names, as Excel and LibreOffice both bind them.

Programs put things before a name, or change it: Excel a link to the add-in it was entered with (`[1]!`), an add-in of
another make `_xldudf_`, LibreOffice without ours lower case; Excel 365 puts one value into `_xlfn.SINGLE(…)`, which
LibreOffice does not know. Only calls of our own functions are changed, never text in quotes, never a name that only
looks like one of ours.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import unescape

_COLUMN = r"(?:[^\[\]']|'.)"  # in the name of a table's column an apostrophe makes the next letter a plain one
_QUOTED = r"'(?:[^']|'')*+'"
_PLACES = rf"(?:(?:{_QUOTED}|\[[^\[\]'\"]*+\](?:[\w.]++)?|[\w.\\?]++)!)"
_TOKEN = re.compile(  # nothing that was read once is read again: a formula may be made to harm
    rf"""
      "(?:[^"]|"")*+"?                                   # a text
    | (?P<before>{_PLACES}*+)(?P<name>[\w.\\?]++)(?P<call>\()?
    | {_PLACES}++                                         # other cells
    | '(?:[^']|'')*+'?                                   # anything else in quotes
    | \[(?:{_COLUMN}|\[{_COLUMN}*+\])*+\]?               # the columns of a table
    | (?P<bracket>[()])
    """,
    re.VERBOSE | re.DOTALL,
)
_OTHER_BOOKS = re.compile(r"(?>\[[^\]]*\]!|'(?:[^']|'')*\.xl\w{1,2}\]?'!|[^'!]*\.xl\w{1,2}\]?!)*+", re.IGNORECASE)
_MARKS = re.compile(r"(?:_xl(?:fn|udf|ws|l)\.|_xldudf_)+", re.IGNORECASE)
_NAMESPACE = re.compile(r"HIKAE\.(?:FUNCTIONS\.)?")
_UNIT = re.compile(r"&[^;&]{1,9};|.", re.DOTALL)
_WITHIN = "HIKAE."
_ONE_OF = "_XLFN.SINGLE("  # what Excel 365 writes for the @ of a formula
_LONGEST = 100_000  # letters; no program keeps a formula of 9,000

Edit = tuple[int, int, str]  # from, to, what stands there instead


@dataclass(frozen=True, slots=True)
class Names:
    """Our functions by how each may be met, without its marks and in capitals; and those that give just one value."""

    plain: Mapping[str, str]
    single: frozenset[str]


def plain_names(names: Iterable[str], *, blocks: Iterable[str] = ()) -> Names:
    """Return our functions, of which some give blocks, by their names.

    Within our namespace the words of a name may stand together (`HIKAE.FUNCTIONS.CDSIM`), elsewhere never.
    """
    known = tuple(names)
    plain = {name: name for name in known} | {_WITHIN + name.replace("_", ""): name for name in known}
    return Names(plain, frozenset(known) - frozenset(blocks))


def normal_formula(formula: str, names: Names) -> str:
    """Return a formula in which each call of a function of ours has its plain name."""
    return _edited(formula, _edits(formula, names))


def normal_markup(text: str, names: Names) -> str:
    """Return the same of a formula as XML holds it; around the names it is written as it was, `&quot;` and all."""
    if len(text) > _LONGEST:
        return text
    if "&" not in text:
        return normal_formula(text, names)
    units = _UNIT.findall(text)
    return _edited(units, _edits("".join(map(_letter, units)), names))


def _edits(formula: str, names: Names) -> list[Edit]:
    edits, opened = list[Edit](), list[tuple[re.Match[str], str]]()  # brackets, and whose call of ours each is, or ""
    for found in _TOKEN.finditer(formula):
        if found["call"] or found["bracket"] == "(":
            ours = _our_name(found, names)
            opened.append((found, ours))
            edits += [(found.start(), found.end("name"), ours)] if ours else []
        elif found["bracket"] and opened:
            inner, ours = opened.pop()
            outer = opened[-1][0] if opened else inner
            is_needless = ours in names.single and outer[0].upper() == _ONE_OF and outer.end() == inner.start()
            if is_needless and formula.startswith(")", found.end()):
                edits += [(*outer.span(), ""), (found.end(), found.end() + 1, "")]
                opened[-1] = outer, ours  # another one around it is as needless
    return sorted(edits)


def _our_name(found: re.Match[str], names: Names) -> str:
    """Return which function of ours a call means, "" for anything else."""
    if not found["call"] or not _OTHER_BOOKS.fullmatch(found["before"]):
        return ""
    name = found["name"]
    marks = _MARKS.match(name)
    bare = name[marks.end() :].upper() if marks else name.upper()
    within = _NAMESPACE.match(bare)
    if within:
        return names.plain.get(_WITHIN + bare[within.end() :].replace("_", "").replace(".", ""), "")
    return names.plain.get(bare.replace(".", "_"), "")


def _edited(units: Sequence[str], edits: Iterable[Edit]) -> str:
    kept, last = list[str](), 0
    for start, end, instead in edits:
        kept += (*units[last:start], instead)
        last = end
    return "".join((*kept, *units[last:]))


def _letter(unit: str) -> str:
    """Return the one letter that a unit of XML text stands for."""
    letter = unescape(unit)
    return letter if len(letter) == 1 else "\N{REPLACEMENT CHARACTER}"
