"""A button and its command leave the same in the record: the same use case, whichever way it was asked for."""

import os

import pytest
from pressed_book import PressedBook

from addin.cli import ended
from addin.store.journal import Journal

DAY = "2026-11-20"
LOOK_AT = f"{DAY}T15:30:00+09:00"
BY_HAND = frozenset({"source", "supersedes"})  # names of files, and what follows from their keys


class Two:
    """Two homes of one person at one desk: one worked by buttons, one by commands."""

    def __init__(self, folder, monkeypatch, *, role):
        self.folder, self.day, self._monkeypatch = folder, None, monkeypatch
        for name in ("pressed", "typed"):
            (folder / name).mkdir()
            (folder / name / "settings.toml").write_text(f'role = "{role}"\n', encoding="utf-8")
        monkeypatch.setenv("HIKAE_HOME", str(folder / "pressed"))
        monkeypatch.setattr(os, "getuid", lambda: 987_601)
        self.book = PressedBook()

    def command(self, *words):
        """Run a command in the home of commands; returns its exit code."""
        return ended([*map(str, words), "--home", str(self.folder / "typed")])

    def entries(self, name, *kinds):
        """Return kind and content of a home's entries of some kinds, in order."""
        with Journal(self.folder / name) as journal:
            return [(each.kind, each.body) for each in journal.entries() if each.kind in kinds]

    def same(self, *kinds, but=frozenset()):
        """Return whether both homes hold the same entries of these kinds, some fields apart, and hold any."""
        pressed, typed = (
            [(kind, {key: value for key, value in body.items() if key not in but}) for kind, body in entries]
            for entries in (self.entries("pressed", *kinds), self.entries("typed", *kinds))
        )
        assert pressed
        return pressed == typed

    def sheet(self):
        """Write the book's quotes as a file for the commands; returns its path."""
        rows = self.book.rows("HIKAE_QUOTES")
        lines = [f"{row['instrument']},{row['bid']},{row['offer']},{DAY}T15:17:00+09:00" for row in rows]
        path = self.folder / "p01.csv"
        path.write_text("\n".join(["instrument,bid,offer,as_of", *lines]) + "\n", encoding="utf-8")
        return path


@pytest.fixture
def participant(tmp_path, monkeypatch):
    """Return a participant's two homes, the example day's quotes in the book."""
    made = Two(tmp_path, monkeypatch, role="participant")
    made.book.done("IMPORT")
    made.book.put("HIKAE_INITIALS", "SK")
    made.book.put("HIKAE_REASON", "a drill")
    return made


@pytest.fixture
def house(tmp_path, monkeypatch):
    """Return a clearing house's two homes."""
    return Two(tmp_path, monkeypatch, role="clearing_house")


def named(example_day):
    return ("--data", example_day, "--participant", "P01", "--at", LOOK_AT)


def test_the_button_enters_what_the_command_enters(participant, example_day):
    """Quotes, confirmations and person are the same; only the source has another name."""
    participant.book.done("SEND")
    code = participant.command("quotes", "enter", participant.sheet(), "--initials", "SK", *named(example_day))
    assert code == 0
    assert participant.same("quotes.entered", but=BY_HAND)


def test_the_button_sends_what_the_command_sends(participant, example_day):
    """Alone and declared so, both let the same file leave, and record it as sent in the same words."""
    alone = ("solo", "declare", "--initials", "SK", "--reason", "alone", "--date", DAY)
    assert participant.command(*alone) == 0
    assert ended([*alone, "--home", str(participant.folder / "pressed")]) == 0
    participant.book.done("SEND")
    participant.command("quotes", "enter", participant.sheet(), "--initials", "SK", *named(example_day))
    out, ways = participant.folder / "out", ("--route", "tool", "--initials", "SK", "--reason", "a drill")
    assert participant.command("quotes", "send", *ways, "-o", out, *named(example_day)) == 0
    assert participant.same("quotes.sent", but={"entered", "approval", "declaration"})
    left = "released/quotes_tool_20261120.csv"
    assert (participant.folder / "pressed" / "out" / DAY / left).read_bytes() == (out / left).read_bytes()


def test_a_confirmed_warning_is_the_same_word(participant, example_day):
    """Initials in the row and `--confirm` on the command line confirm the same names."""
    book = participant.book
    book.type_quote("ITXJS3605", bid=2.712, offer=3.112)
    book.done("CHECK")
    book.type_quote("ITXJS3605", confirm="SK")
    book.done("SEND")
    said = ("--confirm", "quote_unit_slip:ITXJS3605", "--initials", "SK")
    assert participant.command("quotes", "enter", participant.sheet(), *said, *named(example_day)) == 0
    assert participant.same("quotes.entered", but=BY_HAND)


def test_the_button_computes_what_the_command_computes(house, example_day):
    """Inputs, prices, requirements, comparison and rulings of 計算 are those of `hikae day`."""
    house.book.put("HIKAE_AT", 46346 + 20.5 / 24)
    house.book.done("CALCULATE")
    assert house.command("day", "--data", example_day, "--out", house.folder / "out") == 0
    assert house.same(
        "day.inputs", "quotes.checked", "prices.settled", "margin.computed", "margin.compared", "plan.ruled"
    )


def test_the_button_exports_what_the_command_exports(house, example_day):
    """The same rows, the same bytes, the same entry."""
    house.book.put("HIKAE_TEMPLATE", "settlement_prices")
    house.book.put("HIKAE_INITIALS", "SK")
    house.book.put("HIKAE_REASON", "a drill")
    house.book.done("EXPORT")
    out = house.folder / "out"
    said = ("--data", example_day, "--reason", "a drill", "-o", out)
    assert house.command("export", "settlement_prices", *said) == 0
    assert house.same("export.source")
    (pressed,) = (house.folder / "pressed" / "out").rglob("settlement_prices_20261120.csv")
    assert pressed.read_bytes() == (out / pressed.name).read_bytes()


def test_the_button_rules_what_the_command_rules(house, example_day):
    """At one instant 適用 records the decisions that `hikae plan --record` records."""
    house.book.done("APPLY")
    assert house.command("plan", "--day", example_day / "day.toml", "--at", LOOK_AT, "--record") == 0
    assert house.same("plan.ruled")
