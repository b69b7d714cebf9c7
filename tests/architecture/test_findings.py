"""Every finding code has its words, every word its code, and both languages say the same."""

import ast
import re
import string

import pytest

from calc.text.wording import Severity, catalogue

CODE = re.compile(r"[a-z][a-z0-9_]*")
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
ENGLISH = re.compile(r"[\x20-\x7e\n“”‘’–—…≥≤±×→§°¥]*")  # plain letters and the signs of good print
FIELDS = {"severity", "ja", "en", "next_ja", "next_en"}


def details_of(text):
    """Return the names of the details that a text asks for."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def faults_of(code, entry):
    """Return what is wrong with the words of one finding."""
    ja, en = ("".join(str(entry.get(name, "")) for name in names) for names in (("ja", "next_ja"), ("en", "next_en")))
    checks = {
        "the code is not snake_case": CODE.fullmatch(code),
        "fields are missing or too many": set(entry) == FIELDS,
        "the severity is none": entry.get("severity") in {level.value for level in Severity},
        "a Japanese text has no Japanese": all(is_japanese(entry.get(name, "")) for name in ("ja", "next_ja")),
        "an English text is not English": all(ENGLISH.fullmatch(entry.get(name, "x")) for name in ("en", "next_en")),
        "an English text is empty": all(entry.get(name, "").strip() for name in ("en", "next_en")),
        "the languages ask for different details": same_details(details_of(ja), details_of(en)),
    }
    return [f"{code}: {words}" for words, holds in checks.items() if not holds]


def is_japanese(text):
    """Return whether a text has Japanese letters, or takes all its words from a Japanese detail."""
    return bool(JAPANESE.search(text)) or any(name.endswith("_ja") for name in details_of(text))


def same_details(japanese, english):
    """Return whether both ask for the same; `reason_ja` in one stands for `reason_en` in the other."""
    return {name.removesuffix("_ja") for name in japanese} == {name.removesuffix("_en") for name in english}


def made(sources):
    """Return (source, call, code) of each finding that is made with its code written out."""
    for source in sources:
        for node in source.nodes(ast.Call):
            if ast.unparse(node.func).rpartition(".")[2] in {"finding", "Finding"} and node.args:
                code = node.args[0]
                if isinstance(code, ast.Constant) and isinstance(code.value, str):
                    yield source, node, code.value


def unlisted(sources, codes):
    """Return where a finding is made whose code has no words."""
    return [f"{source.at(node)} {code}" for source, node, code in made(sources) if code not in codes]


def unused(sources, codes):
    """Return the codes that no module mentions."""
    mentioned = {node.value for source in sources for node in source.nodes(ast.Constant) if isinstance(node.value, str)}
    return sorted(set(codes) - mentioned)


def details_missing(sources, codes):
    """Return where a finding is made without a detail that its words ask for: it could not be told."""
    found = []
    for source, node, code in made(sources):
        given = {keyword.arg for keyword in node.keywords}
        if None not in given and ast.unparse(node.func).endswith("finding") and code in codes:
            asked = set().union(*(details_of(codes[code][name]) for name in FIELDS - {"severity"}))
            found += [f"{source.at(node)} {code}: {name}" for name in sorted(asked - given)]
    return found


def entry(**changes):
    """Return the words of a good finding, changed."""
    words = {"ja": "数値 {text}", "en": "Number {text}.", "next_ja": "直してください", "next_en": "Correct it."}
    return {"severity": "error", **words, **changes}


CODES = {"number_refused": entry()}


def test_every_finding_can_be_told():
    """Each code of the catalogue has a severity and complete words in both languages."""
    found = [fault for code, words in catalogue().items() for fault in faults_of(code, words)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("Number", entry()),
        ("number", entry(severity="fatal")),
        ("number", entry(ja="number {text}")),
        ("number", entry(next_ja="")),
        ("number", entry(en="数値 {text}")),
        ("number", entry(next_en=" ")),
        ("number", entry(en="Number.")),
        ("number", entry(ja="数値")),
        ("number", entry(hint="more")),
        ("number", {name: text for name, text in entry().items() if name != "next_en"}),
    ],
)
def test_wrong_words_are_found(code, words):
    """A bad code, a missing or foreign text and a detail that only one language tells are found."""
    assert faults_of(code, words)


def test_a_reason_may_be_said_in_each_language():
    """A detail that comes in two languages is one detail."""
    assert faults_of("number", entry(ja="数値 {text}（{reason_ja}）", en="Number {text}: {reason_en}.")) == []


def test_every_finding_made_has_words(product):
    """Each code that the product makes stands in the catalogue."""
    assert not (found := unlisted(product, catalogue())), "\n".join(found)


def test_every_word_has_a_finding(product):
    """Each code of the catalogue is mentioned in the product."""
    assert not (found := unused(product, catalogue())), "\n".join(found)


def test_every_finding_made_gives_its_details(product):
    """Each finding is made with all the details that its words ask for."""
    assert not (found := details_missing(product, catalogue())), "\n".join(found)


def test_a_finding_without_words_is_found(example):
    """A code that the catalogue lacks is found where it is made."""
    there = example("calc.x", "[finding('nummer', text=1), Finding('nomber'), outcome.finding('number_refused')]")
    assert unlisted(there, CODES) == ["calc/x.py:1 nummer", "calc/x.py:1 nomber"]


def test_words_without_a_finding_are_found(example):
    """A code that no module mentions is found."""
    assert unused(example("calc.x", "code = 'number_refused'"), CODES) == []
    assert unused(example("calc.x", "code = 'other'"), CODES) == ["number_refused"]


def test_a_missing_detail_is_found(example):
    """A finding made without a detail of its words is found; details given as a whole are left to the run."""
    assert details_missing(example("calc.x", "finding('number_refused', place)"), CODES) == [
        "calc/x.py:1 number_refused: text"
    ]
    assert details_missing(example("calc.x", "finding('number_refused', place, text=1)"), CODES) == []
    assert details_missing(example("calc.x", "finding('number_refused', place, **details)"), CODES) == []
