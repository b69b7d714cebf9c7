"""The shipped help pages are those that the catalogue makes, and what they show is true."""

import json
import re
import shlex
from importlib.resources import files

import pytest

from addin.functions.catalogue import FUNCTIONS
from addin.functions.examples import EXAMPLES
from addin.functions.help_page import Language, help_page
from addin.functions.invoke import answer
from addin.functions.registry import Block, Kind

LANGUAGES = list(Language)


def shipped(language):
    """Return the lines of a shipped page."""
    return files("addin").joinpath(f"help/{language}/functions.md").read_text(encoding="utf-8").splitlines()


@pytest.fixture(scope="module")
def pages():
    """Return the lines of each page as the catalogue makes it now."""
    return {language: list(help_page(language)) for language in LANGUAGES}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_shipped_page_is_the_one_the_catalogue_makes(pages, language):
    """`hikae call --list ja > addin/help/ja/functions.md`, and the same with en, would change nothing."""
    assert shipped(language) == pages[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_function_has_its_chapter(pages, language):
    """The page has a chapter for each function in the catalogue's order, with every argument's help and unit."""
    text = "\n".join(pages[language])
    chapters = re.split(r"^## ", text, flags=re.MULTILINE)[1:]
    assert [chapter.split("\n")[0] for chapter in chapters] == [function.name for function in FUNCTIONS]
    for function, chapter in zip(FUNCTIONS, chapters, strict=True):
        for argument in function.arguments:
            (row,) = (line for line in chapter.splitlines() if line.startswith(f"| `{argument.name}` |"))
            assert row.endswith(f"| {argument.help.ja if language is Language.JA else argument.help.en} |")
            assert argument.unit in {"", "1"} or f"| {argument.unit} |" in row


def test_the_examples_are_of_the_catalogues_functions():
    """Each function has one example, and no example is of a function that is gone."""
    assert set(EXAMPLES) == {function.name for function in FUNCTIONS}


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_an_example_has_a_value(recorded_home, monkeypatch, function):
    """What the page shows can be typed and is answered with a value of the kind that it promises."""
    monkeypatch.setenv("HIKAE_HOME", str(recorded_home))
    value = answer(function.name, list(EXAMPLES[function.name]))["value"]
    assert isinstance(value, list) is isinstance(function.result, Block)
    assert isinstance(value, (int, float)) is (function.result is Kind.NUMBER)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_example_does_what_the_page_says(language):
    """The command of each chapter, split as a shell does, is a call whose value stands below it."""
    lines = shipped(language)
    commands = [(line, lines[place + 1]) for place, line in enumerate(lines) if line.startswith("hikae call CDS")]
    assert len(commands) == len(FUNCTIONS)
    for command, below in commands:
        _, _, name, arguments = shlex.split(command)
        if not below.startswith("# "):
            assert not next(function.cached for function in FUNCTIONS if function.name == name)
            continue
        value = answer(name, json.loads(arguments))["value"]
        expected = f"{value:.10g}" if isinstance(value, float) else json.dumps(value)
        assert (
            below == f"# {expected}" if not isinstance(value, list) else below.startswith(f'# [["{value[0][0]}", 1], ')
        )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_command_prints_the_page(hikae, pages, language):
    """`hikae call --list` needs no function and prints the page whole."""
    done = hikae("call", "--list", language.value)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == pages[language]


def test_a_page_in_another_language_is_refused(hikae):
    """Without a function, or with a language that there is not, nothing is printed and a finding says why."""
    for words, code in ((["call"], "usage_missing"), (["call", "--list", "fr"], "usage_value")):
        done = hikae(*words)
        assert (done.returncode, done.stdout, code in done.stderr) == (2, "", True)
