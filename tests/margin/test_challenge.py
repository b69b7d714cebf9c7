"""The words of a challenge: every account with both amounts, in both languages."""

from datetime import date

import pytest

from calc.margin.challenge import Challenge, Challenged
from calc.text.wording import Words

BASE = Words("基礎基準額", "Base amount")
ONE = Challenged("P05H", 1, 5_609_989_885, 8_749_095_443, {BASE: (3_142_247, 3_142_247_805)})
OTHER = Challenged("P05C", 2, 100, 40)
DAY = date(2026, 11, 20)


@pytest.fixture
def challenge():
    """Return what P05 points out of two accounts."""
    return Challenge("P05", DAY, (ONE, OTHER), "SK", "2026-11-20T18:55:00+09:00")


def test_the_subject_names_participant_and_day(challenge):
    """Whoever sorts mails sees whom and which day it is about."""
    assert challenge.subject == Words("【所要額の疑義】P05 2026-11-20", "Requirement challenged P05 2026-11-20")


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_account_stands_there_with_its_amounts(challenge, lang):
    """Notified, own, and the difference with its sign."""
    text = getattr(challenge.text, lang)
    for word in ("P05H", "5,609,989,885", "8,749,095,443", "-3,139,105,558", "P05C", "+60"):
        assert word in text, word


@pytest.mark.parametrize(("lang", "name"), [("ja", "基礎基準額"), ("en", "Base amount")])
def test_a_component_that_differs_is_named(challenge, lang, name):
    """The component stands beneath its account, in the words of the language."""
    lines = getattr(challenge.text, lang).splitlines()
    place = next(number for number, line in enumerate(lines) if "P05H" in line)
    assert lines[place + 1].startswith(f"  {name}: ")
    assert "3,142,247,805" in lines[place + 1]


def test_both_limits_of_the_plan_are_told(challenge):
    """19:00 for the announcement and 20:00 for the renotification, with their clauses."""
    for text in (challenge.text.ja, challenge.text.en):
        assert "CP-2.2.1" in text
        assert "CP-2.2.2" in text
        assert "CP-2.2.R1" in text


def test_the_sender_signs_with_the_instant(challenge):
    """Who says it, and as of when."""
    assert "SK" in challenge.text.ja.splitlines()[-1]
    assert "2026-11-20T18:55:00+09:00" in challenge.text.en.splitlines()[-1]


def test_the_script_begins_with_the_number(challenge):
    """Whoever calls dials first, then reads the same text."""
    script = challenge.script("03-0000-0000")
    assert script.ja.startswith("電話 03-0000-0000")
    assert script.en.startswith("Telephone 03-0000-0000")
    assert challenge.text.ja in script.ja
    assert challenge.text.en in script.en


def test_an_account_without_components_has_one_line(challenge):
    """A total typed by hand has nothing beneath it."""
    lines = challenge.text.en.splitlines()
    place = next(number for number, line in enumerate(lines) if "P05C" in line)
    assert lines[place + 1] == ""
