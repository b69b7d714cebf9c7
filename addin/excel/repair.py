"""One of our books, or the add-in, whole again after a program that does not know macros and ribbon saved it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from addin.excel.formulas import Names
from addin.excel.links import TYPES, linked, links_part, type_of
from addin.excel.normalise import Normalised, normalised
from addin.excel.others import module_names, says_the_same
from addin.excel.package import MACROS, RIBBON, RIBBON_LINK, Outfit, fitted_parts, sheets_of
from addin.excel.parts import Parts, parts_of, repacked
from calc.outcome import Finding, finding

_MISSING, _OTHER = ("ありませんでした", "was missing"), ("違うものでした", "was another")


@dataclass(frozen=True, slots=True)
class Repaired:
    """The package as it should be, and what was found and done; nothing was where `data` is what it was."""

    data: bytes
    found: tuple[Finding, ...]


def repaired(data: bytes, outfit: Outfit, names: Names) -> Repaired:
    """Return a book of ours with its outfit and with our functions under their plain names; all else as it was.

    Done twice is done once. Raises one of `parts.NO_PACKAGE` where it is no whole package of a workbook.
    """
    normal = normalised(data, names)
    before = parts_of(normal.data)
    after = fitted_parts(before, outfit)
    return Repaired(repacked(normal.data, after), (*told_of(normal), *_put_back(before, after, outfit)))


def told_of(normal: Normalised) -> Iterator[Finding]:
    """Yield what normalising changed, and what it had to leave."""
    if normal.formulas:
        count, parts = sum(normal.formulas.values()), " ".join(normal.formulas)
        yield finding("formulas_normalised", count=count, parts=parts)
    for target in normal.removed:
        yield finding("addin_link_removed", target=target)
    for target in normal.left:
        yield finding("addin_link_left", target=target)
    if normal.hiding:
        yield finding("name_hides_function", names=" ".join(normal.hiding))


def _put_back(before: Parts, after: Parts, outfit: Outfit) -> Iterator[Finding]:
    """Yield what differs, each kind of thing once."""
    (book,) = linked(before, "", "/officeDocument")
    there = [each for each in linked(before, book, "/vbaProject") if each in before]
    if there == [MACROS] and before[MACROS] != after[MACROS] and says_the_same(before[MACROS], after[MACROS]):
        yield finding("macros_as_built")
    elif before.get(MACROS) != after[MACROS] or there != [MACROS]:
        yield _state("macros_put_back", there)
    yield from _others(before, after, there)
    ribbon = [each for each in linked(before, "", RIBBON_LINK) if each in before]
    if ribbon != [RIBBON] or before.get(RIBBON) != after[RIBBON]:
        yield _state("ribbon_put_back", ribbon)
    elif _under(before, "customUI/") != _under(after, "customUI/"):
        yield finding("icons_put_back")
    if type_of(before, book) != outfit.content_type:
        yield finding("book_type_put_back", type=type_of(before, book).rpartition("/")[2] or "-")
    tied = [each for each in (TYPES, links_part(""), links_part(book)) if before.get(each) != after[each]]
    if tied:
        yield finding("ties_put_back", parts=" ".join(tied))
    coded = [each for each in (book, *sheets_of(before, book)) if before[each] != after[each]]
    if coded:
        yield finding("code_names_put_back", count=len(coded))


def _others(before: Parts, after: Parts, there: list[str]) -> Iterator[Finding]:
    """Yield the names of modules that are not ours, where they went with the project."""
    ours = {each.lower() for each in module_names(after[MACROS])}
    gone = sorted({each for part in there for each in module_names(before[part])})
    others = [each for each in gone if each.lower() not in ours]
    if others:
        yield finding("macros_of_others", names=" ".join(others))


def _under(parts: Mapping[str, bytes], folder: str) -> dict[str, bytes]:
    return {name: data for name, data in parts.items() if name.startswith(folder)}


def _state(code: str, there: list[str]) -> Finding:
    ja, en = _OTHER if there else _MISSING
    return finding(code, reason_ja=ja, reason_en=en)
