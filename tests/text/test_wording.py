import string

import pytest

from calc.outcome import Place, finding
from calc.text import wording
from calc.text.wording import Severity, catalogue, severity, where, words

ENTRY = {"severity": "error", "ja": "桁 {n}", "en": "Digits {n}.", "next_ja": "直してください", "next_en": "Mend it."}


def details_said(entry, language):
    """Return the details a language's two texts show; one that is itself words ends in the language."""
    texts = string.Formatter().parse(entry[language] + entry[f"next_{language}"])
    return {name.removesuffix(f"_{language}") for _, name, _, _ in texts if name is not None}


@pytest.mark.parametrize("code", catalogue())
def test_every_finding_says_what_and_what_next_in_both_languages(code):
    """Each code has a severity and four texts, Japanese in Japanese, with the same details in both languages."""
    entry = catalogue()[code]
    assert set(entry) == set(ENTRY)
    assert Severity(entry["severity"])
    assert any(character > "\u3000" for character in entry["ja"] + entry["next_ja"])
    assert details_said(entry, "ja") == details_said(entry, "en")


@pytest.mark.parametrize("code", catalogue())
def test_every_finding_fills_in_both_languages(code):
    """Given its details, a finding is told in both languages with all of them in place and no brace left."""
    entry = catalogue()[code]
    names = {name for text in entry.values() for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    said = words(finding(code, **{name: f"<{name}>" for name in names}))
    assert not set("{}") & set(said.ja + said.en)
    for language, text in (("ja", said.ja), ("en", said.en)):
        shown = "".join(entry[part] for part in (language, f"next_{language}"))
        assert all(f"<{name}>" in text for name in names if f"{{{name}}}" in shown)
    assert " → " in said.ja
    assert " Next: " in said.en


def test_words_carry_the_details_of_the_finding():
    """The details of a finding stand in its words, followed by what to do next."""
    said = words(finding("date_unreadable", text="昨日"))
    assert said.ja == (
        "日付として読めません: 「昨日」 → 半角数字で 2026-11-20 または 2026/11/20 のように入力し直してください"
    )
    assert said.en.startswith("Not a date: “昨日”. Next: Type it again")


def test_details_are_never_read_as_places_for_details():
    """Braces inside a detail are shown as they are."""
    assert "「{text}{0}」" in words(finding("date_unreadable", text="{text}{0}")).ja


def test_severity_is_that_of_the_code():
    """An unreadable date stops its row, a projected year only warns."""
    assert severity(finding("date_unreadable", text="x")) is Severity.ERROR
    assert severity(finding("calendar_projected")) is Severity.WARNING


def test_a_code_in_two_tables_is_refused(monkeypatch):
    """No code may be worded twice."""
    monkeypatch.setattr(wording, "packaged_names", lambda *_: ("findings/a.toml", "findings/b.toml"))
    monkeypatch.setattr(wording, "packaged", lambda *_: {"twice": ENTRY})
    with pytest.raises(ValueError, match="twice"):
        catalogue.__wrapped__()


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (Place("quotes.csv", 14, "bid_bp"), "quotes.csv:14 bid_bp"),
        (Place("quotes.csv", 14), "quotes.csv:14"),
        (Place("quotes.csv"), "quotes.csv"),
        (Place(), ""),
    ],
)
def test_a_place_is_one_short_text(place, text):
    """A place is said as source, row and column, as far as they are known."""
    assert where(place) == text
