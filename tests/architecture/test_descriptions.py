"""Each test says in one sentence what it shows."""

import ast
import re

import pytest

ABBREVIATIONS = re.compile(r"\b(e\.g|i\.e|vs|No|etc)\.")
SENTENCE = re.compile(r"[^\s].*\.", re.DOTALL)
INNER_END = re.compile(r"[.!?]\s+[A-Z“]")


def said_wrongly(words):
    """Return what is wrong with a test's description, or nothing."""
    if words is None:
        return "says nothing"
    flat = ABBREVIATIONS.sub(r"\1", " ".join(words.split()))
    if not SENTENCE.fullmatch(flat):
        return "does not end with a full stop"
    return "says more than one sentence" if INNER_END.search(flat) else ""


def described(sources):
    """Return (source, node) of each test function, also those in classes."""
    for source in sources:
        if source.path.rpartition("/")[2].startswith("test_"):
            found = source.nodes(ast.FunctionDef, ast.AsyncFunctionDef)
            yield from ((source, node) for node in found if node.name.startswith("test_"))


def wrong(sources):
    """Return the tests whose description is no single sentence."""
    judged = ((f"{source.at(node)} {node.name}", ast.get_docstring(node)) for source, node in described(sources))
    return [f"{place} {said_wrongly(words)}" for place, words in judged if said_wrongly(words)]


def doubled(sources):
    """Return test names that stand twice in one file, where the later one hides the earlier."""
    seen, twice = set(), []
    for source, node in described(sources):
        key = (source.path, node.name)
        twice += [f"{source.at(node)} {node.name}"] if key in seen else []
        seen.add(key)
    return twice


def test_every_test_says_one_sentence(tests):
    """Every test function describes its one behaviour in one sentence."""
    assert not (found := wrong(tests)), "\n".join(found)


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (None, "says nothing"),
        ("It works", "does not end with a full stop"),
        ("It works. It is fast.", "says more than one sentence"),
        ("It works?\n\nIt does.", "says more than one sentence"),
        ("A file such as `a.csv`, e.g. an empty one, is refused\n    with 1.5 of 2 rows.", ""),
    ],
)
def test_a_wrong_description_is_found(words, complaint):
    """A missing, unfinished or second sentence is found, and a point inside a word is no end."""
    assert said_wrongly(words) == complaint


def test_tests_inside_classes_are_looked_at(example):
    """A test function inside a class needs its sentence too."""
    assert len(wrong(example("tests.days.test_x", "class TestX:\n    def test_y(self):\n        pass\n"))) == 1


def test_helpers_need_no_sentence(example):
    """Functions that are no tests, and files that hold none, are left alone."""
    assert wrong(example("tests.days.test_x", "def y():\n    pass\n")) == []
    assert wrong(example("tests.days.helper", "def test_y():\n    pass\n")) == []


def test_no_test_hides_another(tests):
    """No test name stands twice in one file."""
    assert not (found := doubled(tests)), "\n".join(found)


def test_a_hidden_test_is_found(example):
    """The second test of the same name in a file is found."""
    twice = "def test_y():\n    pass\n" * 2
    assert doubled(example("tests.days.test_x", twice)) == ["tests/days/test_x.py:3 test_y"]
