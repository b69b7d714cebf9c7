"""A workbook in which our functions stand under their plain names, and no link to our add-in is left over."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from addin.excel.formulas import Names, normal_markup
from addin.excel.links import drop_links, drop_part, linked, links_of
from addin.excel.markup import attributes, refilled, retagged, tags, with_attribute, without
from addin.excel.parts import Parts, edited, parts_of, repacked, text_of

ADDIN_FILE = "hikae.xlam"

_FORMULAS = "f|formula|formula1|formula2|definedName|calculatedColumnFormula|totalsRowFormula"
_TEXTS = "t|v"  # what people wrote, and what formulas came to
_NO_FORMULAS = ("xl/externalLinks/", "xl/sharedStrings.xml")  # what another book says; texts


@dataclass(frozen=True, slots=True)
class Normalised:
    """The package, how many formulas of which part were changed, and what was seen on the way.

    That is links to our add-in, taken away or left, and names of the book's own that stand before functions of ours.
    """

    data: bytes
    formulas: Mapping[str, int]
    removed: tuple[str, ...]
    left: tuple[str, ...]
    hiding: tuple[str, ...]


def normalised(data: bytes, names: Names) -> Normalised:
    """Return a workbook with each call of our functions by its plain name; all else is the same, byte for byte.

    A link to our add-in goes when no formula needs it any more and none stands behind it: formulas know links by their
    number, and those of others stay as they are. Raises one of `parts.NO_PACKAGE` where it is no whole workbook.
    """
    parts, changed = parts_of(data), dict[str, int]()
    (book,) = linked(parts, "", "/officeDocument")
    for part in filter(_may_hold_formulas, parts):
        parts[part], count = _normal_part(parts[part], names)
        changed |= {part: count} if count else {}
    removed = tuple(_without_own_links(parts, book))
    left = tuple(target for _, _, target in _book_links(parts, book) if _is_own(target))
    hiding = tuple(sorted(set(_hiding(text_of(parts[book]), names))))
    return Normalised(repacked(data, parts), changed, removed, left, hiding)


def _may_hold_formulas(part: str) -> bool:
    return part.startswith("xl/") and part.endswith(".xml") and not part.startswith(_NO_FORMULAS)


def _normal_part(data: bytes, names: Names) -> tuple[bytes, int]:
    count = 0

    def normal(text: str) -> str:
        nonlocal count
        done = normal_markup(text, names)
        count += done != text
        return done

    return edited(data, lambda text: _in_icons(refilled(text, _FORMULAS, normal), normal)), count


def _in_icons(text: str, normal: Callable[[str], str]) -> str:
    """Return the text with the formulas edited that say where a colour or an icon of a format begins."""

    def edit(tag: str) -> str:
        said = attributes(tag)
        done = normal(said.get("val", "")) if said.get("type") == "formula" else said.get("val", "")
        return tag if done == said.get("val", "") else with_attribute(tag, "val", done)

    return retagged(text, "cfvo", edit)


def _hiding(text: str, names: Names) -> Iterator[str]:
    """Yield the names a book defines that its formulas find before a macro's function: for a LAMBDA, for instance.

    Excel itself notes there by the same name what kind of help a function of ours has.
    """
    for said in map(attributes, tags(text, "definedName")):
        name = said.get("name", "")
        if name.upper() in names.plain and said.get("vbProcedure") not in {"1", "true"}:
            yield name


def _book_links(parts: Parts, book: str) -> list[tuple[str, str, str]]:
    """Return the links to other books as formulas number them, from 1: by name, with their part and their target."""
    led = {each.name: each.target for each in links_of(parts, book)}
    names = [attributes(tag)["id"] for tag in tags(text_of(parts[book]), "externalReference")]
    return [(name, led[name], next((each.target for each in links_of(parts, led[name])), "")) for name in names]


def _is_own(target: str) -> bool:
    return unquote(target).replace("\\", "/").rpartition("/")[2].lower() == ADDIN_FILE


def _without_own_links(parts: Parts, book: str) -> Iterator[str]:
    """Take away the links to our add-in at the end of the list that nothing refers to; yield their targets."""
    links = _book_links(parts, book)
    while links and _is_own(links[-1][2]) and not _is_needed(parts, len(links)):
        name, part, target = links.pop()
        drop_part(parts, part)
        drop_links(parts, book, lambda link, name=name: link.name == name)  # type: ignore[misc]
        parts[book] = edited(parts[book], lambda text, name=name: _unlisted(text, name))  # type: ignore[misc]
        yield target


def _unlisted(text: str, name: str) -> str:
    kept = without(text, "externalReference", lambda said: said.get("id") == name)
    return without(kept, "externalReferences", lambda _: True)


def _is_needed(parts: Parts, number: int) -> bool:
    """Return whether anything but a text has the number of a link in it: rather one link too many than one too few."""
    sign = f"[{number}]"
    return any(
        sign in (refilled(text_of(data), _TEXTS, lambda _: "") if part.endswith(".xml") else data.decode("latin-1"))
        for part, data in parts.items()
        if part.startswith("xl/") and not part.startswith(_NO_FORMULAS)
    )
