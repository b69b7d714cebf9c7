"""Every packaged text that is said in one language is said in the other."""

import re
import string
import tomllib

import pytest

JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


def tables(value, place=""):
    """Return (place, table) of each table in a TOML document, the document included."""
    if isinstance(value, dict):
        yield place, value
        for key, inner in value.items():
            yield from tables(inner, f"{place}.{key}".strip("."))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from tables(inner, f"{place}[{number}]")


def pairs(table):
    """Return {stem: {language: text}} of the keys `ja`, `en`, `next_ja`, `label_en` and so on."""
    found = {}
    for key, text in table.items():
        stem, _, language = key.rpartition("_")
        if language in {"ja", "en"} and isinstance(text, str):
            found.setdefault(stem, {})[language] = text
    return found


def asked(text):
    """Return the details a text asks for, without their language."""
    names = (name for _, name, _, _ in string.Formatter().parse(text) if name is not None)
    return {name.removesuffix("_ja").removesuffix("_en") for name in names}


def is_symbol(texts):
    """Return whether both languages use the same sign, or both take all their words from a detail."""
    return texts["ja"] == texts["en"] or "_ja}" in texts["ja"]


def fault(texts):
    """Return what is wrong with one thing said twice, or nothing."""
    if set(texts) != {"ja", "en"}:
        return f"only {', '.join(texts)}"
    if not all(text.strip() for text in texts.values()):
        return "empty"
    if JAPANESE.search(texts["en"]) or not (JAPANESE.search(texts["ja"]) or is_symbol(texts)):
        return "in the wrong language"
    return "" if asked(texts["ja"]) == asked(texts["en"]) else "with different details"


def faults(document):
    """Return what is wrong with the texts of one TOML document."""
    said = ((place, stem, texts) for place, table in tables(document) for stem, texts in pairs(table).items())
    return [f"{place} {stem} {fault(texts)}" for place, stem, texts in said if fault(texts)]


def test_packaged_texts_are_said_twice(root):
    """Each Japanese text in a packaged table has its English one, with the same details, and the other way round."""
    found = [path for folder in ("calc", "addin", "workbooks") for path in (root / folder).rglob("*.toml")]
    assert found
    documents = {path.name: tomllib.loads(path.read_text(encoding="utf-8")) for path in found}
    assert {name: faults(document) for name, document in documents.items() if faults(document)} == {}


@pytest.mark.parametrize(
    "text",
    [
        'ja = "承認"',
        '[a]\nlabel_en = "Approve"',
        'ja = "承認"\nen = " "',
        'ja = "approve"\nen = "Approve"',
        'ja = "承認"\nen = "承認"',
        '[[a.b]]\nja = "承認 {n}"\nen = "Approved {m}"',
    ],
)
def test_a_text_said_once_is_found(text):
    """A missing, empty, foreign or different second text is found at any depth."""
    assert len(faults(tomllib.loads(text))) == 1


@pytest.mark.parametrize("text", ['ja = "CS01"\nen = "CS01"', 'ja = "承認 {n}"\nen = "Approved {n}"', 'open = "x"'])
def test_a_text_said_twice_passes(text):
    """The same symbol in both languages, and keys that are no text, are let through."""
    assert faults(tomllib.loads(text)) == []
