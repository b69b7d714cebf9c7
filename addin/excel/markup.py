"""XML changed as text: a tag here, an element there, and every other letter as it was.

A parser would write the whole part anew: other quotes, other prefixes, other spaces. Names are met with any prefix.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from html import unescape
from xml.sax.saxutils import quoteattr

_ASIDE = r"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<\?.*?(?:\?>|\Z)"  # what looks like a tag there is none
_WITHIN = r"(?:[^<>\"']|\"[^\"]*\"|'[^']*')*+"
_ATTRIBUTE = re.compile(r"\s(?:[\w.-]+:)?([\w.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


def tags(text: str, *names: str) -> Iterator[str]:
    """Yield the start tag of each element of these names."""
    return (found["tag"] for found in _pattern("|".join(names)).finditer(text) if found["tag"])


def attributes(tag: str) -> dict[str, str]:
    """Return what a tag says, by names without their prefixes."""
    return {each[1]: unescape(each[2] if each[3] is None else each[3]) for each in _ATTRIBUTE.finditer(tag)}


def with_attribute(tag: str, name: str, value: str) -> str:
    """Return a tag that says this, in the place where it said something else, or last."""
    said = f"{name}={quoteattr(value)}"
    for each in _ATTRIBUTE.finditer(tag):
        if each[1] == name:
            return f"{tag[: each.start() + 1]}{said}{tag[each.end() :]}"
    head = tag[: -2 if tag.endswith("/>") else -1].rstrip()
    return f"{head} {said}{tag[len(head) :]}"


def retagged(text: str, name: str, edit: Callable[[str], str]) -> str:
    """Return the text with each start tag of that name edited."""
    return _pattern(name).sub(lambda found: edit(found["tag"]) if found["tag"] else found[0], text)


def without(text: str, name: str, unwanted: Callable[[dict[str, str]], bool]) -> str:
    """Return the text without those empty elements of that name whose attributes say so."""

    def kept(found: re.Match[str]) -> str:
        return "" if found["tag"] and unwanted(attributes(found["tag"])) else found[0]

    return _empty(name).sub(kept, text)


def refilled(text: str, names: str, edit: Callable[[str], str]) -> str:
    """Return the text with what stands between the tags of elements edited; `names` is `f|formula1`."""

    def filled(found: re.Match[str]) -> str:
        return f"{found['tag']}{edit(found['held'])}{found['end']}" if found["tag"] else found[0]

    return _leaf(names).sub(filled, text)


def with_first(text: str, after: str, child: str) -> str:
    """Return the text with an element more, named as its neighbours are, after the last start of these: `a|b`.

    Raises IndexError where there is none of them.
    """
    last = [found for found in _empty_or_start(after).finditer(text) if found["tag"]][-1]
    return f"{text[: last.end()]}<{_prefix(last['name'])}{child}/>{text[last.end() :]}"


def with_last(text: str, root: str, child: str) -> str:
    """Return the text with an element more at the end of the root element of that name, or raise ValueError."""
    first, *_ = [found for found in _pattern(root).finditer(text) if found["tag"]]
    more, name = f"<{_prefix(first['name'])}{child}/>", first["name"]
    if first["tag"].endswith("/>"):
        return f"{text[: first.end() - 2].rstrip()}>{more}</{name}>{text[first.end() :]}"
    end = text.rindex(f"</{name}")
    return text[:end] + more + text[end:]


def _prefix(name: str) -> str:
    return name[: name.find(":") + 1]


@lru_cache(maxsize=64)
def _pattern(names: str) -> re.Pattern[str]:
    return re.compile(f"{_ASIDE}|(?P<tag>{_start(names)})", re.DOTALL)


@lru_cache(maxsize=64)
def _empty(names: str) -> re.Pattern[str]:
    return re.compile(rf"{_ASIDE}|(?P<tag>{_start(names)})(?:(?<=/>)|\s*</(?P=name)\s*>)", re.DOTALL)


@lru_cache(maxsize=64)
def _empty_or_start(names: str) -> re.Pattern[str]:
    return re.compile(rf"{_ASIDE}|(?P<tag>{_start(names)})(?:\s*</(?P=name)\s*>)?", re.DOTALL)


@lru_cache(maxsize=64)
def _leaf(names: str) -> re.Pattern[str]:
    return re.compile(rf"{_ASIDE}|(?P<tag>{_start(names)})(?<!/>)(?P<held>[^<]*)(?P<end></(?P=name)\s*>)", re.DOTALL)


def _start(names: str) -> str:
    return rf"<(?P<name>(?:[\w.-]+:)?(?:{names}))(?=[\s/>]){_WITHIN}>"
