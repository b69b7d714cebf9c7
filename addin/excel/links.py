"""What ties the parts of a package together: relationships and content types (ECMA-376-2, 8.3 and 10.1.2)."""

import posixpath
from collections.abc import Callable, Iterator
from itertools import chain, count
from typing import NamedTuple
from xml.sax.saxutils import quoteattr

from addin.excel.markup import attributes, retagged, tags, with_attribute, with_last, without
from addin.excel.parts import Parts, edited, text_of

TYPES = "[Content_Types].xml"
NO_LINKS = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)


class Link(NamedTuple):
    """A relationship: its own name, its type, and the part or outside file that it leads to."""

    name: str
    kind: str
    target: str
    is_outside: bool


def links_of(parts: Parts, part: str) -> Iterator[Link]:
    """Yield the relationships of a part, of the whole package for ""."""
    for tag in tags(text_of(parts.get(links_part(part), b"")), "Relationship"):
        said = attributes(tag)
        is_outside = said.get("TargetMode") == "External"
        target = said["Target"] if is_outside else _resolved(part, said["Target"])
        yield Link(said["Id"], said["Type"], target, is_outside)


def linked(parts: Parts, part: str, kind: str) -> list[str]:
    """Return the parts that a part leads to by relationships whose type ends with a word, `/worksheet`."""
    return [each.target for each in links_of(parts, part) if each.kind.endswith(kind) and not each.is_outside]


def put_link(parts: Parts, part: str, *, kind: str, target: str, name: str) -> None:
    """Have one relationship of a type lead from a part to another; one that does so already stays as it is."""
    there = [each for each in links_of(parts, part) if each.kind == kind]
    if [each.target for each in there] == [target]:
        return
    taken = {each.name for each in links_of(parts, part) if each.kind != kind}
    free = next(each for each in _numbered(name) if each not in taken)
    drop_links(parts, part, lambda link: link.kind == kind)
    relative = posixpath.relpath(f"/{target}", posixpath.join("/", posixpath.dirname(part)))
    child = f"Relationship Id={quoteattr(free)} Type={quoteattr(kind)} Target={quoteattr(relative)}"
    where = links_part(part)
    parts[where] = edited(parts.get(where, NO_LINKS), lambda text: with_last(text, "Relationships", child))


def drop_links(parts: Parts, part: str, unwanted: Callable[[Link], bool]) -> None:
    """Take away the relationships of a part of which this is true."""
    names = {each.name for each in links_of(parts, part) if unwanted(each)}
    where = links_part(part)
    if names:
        parts[where] = edited(
            parts[where], lambda text: without(text, "Relationship", lambda said: said.get("Id") in names)
        )


def drop_part(parts: Parts, part: str) -> None:
    """Take away a part, its own relationships and its content type; who led to it is not looked at."""
    parts.pop(part, None)
    parts.pop(links_part(part), None)
    parts[TYPES] = edited(parts[TYPES], lambda text: without(text, "Override", lambda said: _is_of(said, part)))


def type_of(parts: Parts, part: str) -> str:
    """Return the content type of a part, "" where it has none."""
    text = text_of(parts[TYPES])
    own = (said["ContentType"] for said in map(attributes, tags(text, "Override")) if _is_of(said, part))
    ending = part.rpartition(".")[2].lower()
    shared = (each["ContentType"] for each in map(attributes, tags(text, "Default")) if _ending(each) == ending)
    return next(own, next(shared, ""))


def put_type(parts: Parts, part: str, content_type: str) -> None:
    """Give a part its content type; one that has it already, by its own entry or by its ending, stays as it is."""
    if type_of(parts, part) == content_type:
        return

    def changed(text: str) -> str:
        if any(_is_of(attributes(tag), part) for tag in tags(text, "Override")):
            return retagged(text, "Override", lambda tag: _retyped(tag, part, content_type))
        child = f"Override PartName={quoteattr(f'/{part}')} ContentType={quoteattr(content_type)}"
        return with_last(text, "Types", child)

    parts[TYPES] = edited(parts[TYPES], changed)


def put_ending(parts: Parts, ending: str, content_type: str) -> None:
    """Give parts with an ending their content type, where no other is said of that ending."""
    if all(_ending(attributes(tag)) != ending for tag in tags(text_of(parts[TYPES]), "Default")):
        child = f"Default Extension={quoteattr(ending)} ContentType={quoteattr(content_type)}"
        parts[TYPES] = edited(parts[TYPES], lambda text: with_last(text, "Types", child))


def links_part(part: str) -> str:
    """Return the part that holds the relationships of a part."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def source_of(links_part: str) -> str | None:
    """Return the part whose relationships a part holds, "" for the whole package, None where it holds none."""
    folder, name = posixpath.split(links_part)
    if posixpath.basename(folder) != "_rels" or not name.endswith(".rels"):
        return None
    return posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels"))


def _resolved(part: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target))[1:]


def _retyped(tag: str, part: str, content_type: str) -> str:
    return with_attribute(tag, "ContentType", content_type) if _is_of(attributes(tag), part) else tag


def _is_of(said: dict[str, str], part: str) -> bool:
    return said.get("PartName", "").lower() == f"/{part}".lower()


def _ending(said: dict[str, str]) -> str:
    return said.get("Extension", "").lower()


def _numbered(name: str) -> Iterator[str]:
    return chain([name], (f"{name}{number}" for number in count(2)))
