"""A command line that is not understood: told in our words, in both languages, with exit code 2."""

import pytest
from click.exceptions import ClickException, FileError

from addin.commands.usage import usage_finding

WRONG = [
    (["nothing"], "usage_command", {"name": "nothing", "how": "hikae --help"}),
    (["journal", "nope"], "usage_command", {"name": "nope", "how": "hikae journal --help"}),
    (["--what"], "usage_option", {"name": "--what", "how": "hikae --help"}),
    (["price", "--what"], "usage_option", {"name": "--what", "how": "hikae price --help"}),
    (["price"], "usage_missing", {"name": "CONTRACTS", "how": "hikae price --help"}),
    (["price", "a.csv"], "usage_missing", {"name": "--curves", "how": "hikae price --help"}),
    (["plan", "--lang", "fr"], "usage_value", {"name": "--lang", "allowed": "ja / en / both"}),
    (["pack", "--date", "2026-02-30"], "usage_value", {"name": "--date", "allowed": "2026-11-20"}),
    (["drill", "run", "bad-day", "--speed", "0"], "usage_value", {"name": "--speed", "allowed": ": 0.1–"}),
    (["continuity", "roster", "--days", "400"], "usage_value", {"name": "--days", "allowed": ": 1–366"}),
    (["worker", "cook"], "usage_value", {"name": "ROLE", "allowed": "functions / actions"}),
    (["plan", "--day"], "usage_option_value", {"name": "--day"}),
    (["plan", "--json=1"], "usage_option_value", {"name": "--json"}),
    (["plan", "x", "y"], "usage_extra", {"words": "x y", "how": "hikae plan --help"}),
]


@pytest.mark.parametrize(("words", "code", "told"), WRONG, ids=[" ".join(words) for words, _, _ in WRONG])
def test_each_slip_has_its_words(run, words, code, told):
    """What is wrong and what helps is told in Japanese and English, on standard error only, and the code is 2."""
    ended, out, err = run(*words)
    assert (ended, out) == (2, "")
    assert f"[{code}]" in err
    japanese, english = err.splitlines()
    for said in told.values():
        assert said in japanese
        assert said in english
    assert any("\u3040" < letter < "\u30ff" for letter in japanese)


@pytest.mark.parametrize(("words", "code", "told"), WRONG, ids=[" ".join(words) for words, _, _ in WRONG])
def test_the_parser_s_own_english_is_never_seen(run, words, code, told):
    """No sentence of the parser reaches the desk."""
    _, _, err = run(*words)
    for phrase in ("No such", "Missing", "Invalid", "requires", "unexpected", "Usage:", "Error", "Recognized"):
        assert phrase not in err, (code, told)


def test_a_slip_is_told_in_the_language_that_was_asked_for(run):
    """With --lang only that language is used, though the options were never read to their end."""
    assert len(run("price", "--lang", "en")[2].splitlines()) == 1
    assert "がありません" in run("price", "--lang=ja")[2]


def test_a_command_that_needs_words_shows_its_help(run):
    """A command group alone shows its help, and nothing is called an error."""
    code, out, err = run("journal")
    assert (code, err) == (2, "")
    assert "verify" in out


def test_a_slip_of_another_kind_is_told_too():
    """An error that the parser knows and we do not name becomes a finding with its text."""
    found = usage_finding(FileError("a.txt", "locked"))
    assert found.code == "usage_extra"
    assert "locked" in dict(found.details)["words"]
    assert dict(usage_finding(ClickException("odd")).details) == {"words": "odd", "how": "hikae --help"}
