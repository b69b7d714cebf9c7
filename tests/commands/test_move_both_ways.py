"""A building is lost: out with the bundle to another computer, a day alone there, and back, all on the command line."""

import json
from datetime import datetime

import pytest
from recorded_days import record_day

from addin.store.journal import Journal
from calc.continuity.move import Way, steps_of

NOON = "2026-11-24T12:{:02}:00+09:00"
EVENING = "2026-11-24T21:{:02}:00+09:00"
QUAKE = ("--cause", "earthquake", "--result", "building", "--own-damage", "--no-external-damage", "--severe")
SK, TY = ("--initials", "SK"), ("--initials", "TY")


class Offices:
    """The main office and the computer at the alternate one; the clock of both is set by hand."""

    def __init__(self, side, folder, example_day, monkeypatch):
        self._side, self._monkeypatch, self.folder = side, monkeypatch, folder
        self.main = side("clearing_house", "main")
        self.clock(NOON.format(0))
        record_day(self.main.home, example_day)

    def clock(self, text):
        """Set the clock by which the record is kept."""
        self._monkeypatch.setattr("addin.store.journal.now", lambda: datetime.fromisoformat(text))

    def at(self, text):
        """Set the clock and return the option that says the same."""
        self.clock(text)
        return ("--at", text)

    def restored(self, bundle):
        """Return the alternate office: another computer with the record of the bundle, and its own settings."""
        office = self._side("clearing_house", "alternate")
        (office.home / "settings.toml").unlink()
        office.home.rmdir()
        office.done("restore", "--from", bundle)
        (office.home / "settings.alternate.toml").write_text('reached_at = "03-2"\n', encoding="utf-8")
        return office

    def out(self):
        """Go through the way out; returns the alternate office, where everything else was done."""
        main, at = self.main, self.at
        main.done("continuity", "incident", "declared", *QUAKE, "--occurred", NOON.format(1), *SK, *at(NOON.format(5)))
        main.done("continuity", "step", "headquarters", "--lead", "MK", *SK, *at(NOON.format(6)))
        main.done("continuity", "decide", "移る", "--by", "MK", "--reason", "立入禁止", *SK, *at(NOON.format(7)))
        main.done("continuity", "mover", "決済", "SK", *SK, *at(NOON.format(8)))
        main.done("pack", "--date", "2026-11-20", "--at", "2026-11-20T20:40:00+09:00")
        main.done("bundle", "make", "-o", self.folder / "out.bundle")
        office = self.restored(self.folder / "out.bundle")
        office.done("move", "out", "--profile", "alternate", *SK, *at(NOON.format(40)))
        office.done("solo", "declare", "--date", "2026-11-24", "--reason", "一人", *SK)
        for step in ("told", "carried", "record", "checked"):
            office.done("move", "out", "--done", step, *SK, *at(NOON.format(50)))
        return office

    def back(self, office):
        """Go through the way back; returns nothing: the main office has it all."""
        main, at = self.main, self.at
        office.done("continuity", "decide", "戻る", "--by", "MK", "--reason", "立入可", *SK, *at(EVENING.format(0)))
        office.done("bundle", "make", "-o", self.folder / "back.bundle")
        main.done("bundle", "read", self.folder / "back.bundle")
        main.done("continuity", "decide", "戻る", "--by", "MK", "--reason", "立入可", *SK, *at(EVENING.format(5)))
        main.done("continuity", "on-call", "2026-11-24", "TY", *SK, *at(EVENING.format(6)))
        for step in ("rerun", "told", "carried"):
            main.done("move", "in", "--done", step, *SK, *at(EVENING.format(10)))
        main.done("continuity", "incident", "closed", *SK, *at(EVENING.format(20)))


@pytest.fixture
def offices(side, tmp_path, example_day, monkeypatch):
    return Offices(side, tmp_path, example_day, monkeypatch)


def states(office, way, at):
    """Return how far each step is at an office."""
    return {each["step"]: each["state"] for each in json.loads(office.done("move", way, "--at", at, "--json"))["steps"]}


def test_the_way_out_is_whole_at_the_alternate_office(offices):
    """What was done at the main office is proved by the record that was carried, the rest was done there."""
    found = states(offices.out(), "out", NOON.format(55))
    assert found.keys() == {step.name for step in steps_of(Way.OUT)}
    assert {name for name, state in found.items() if state == "proved"} == {
        "incident", "headquarters", "decision", "pack", "bundle", "movers", "started", "alone",
    }  # fmt: skip
    assert set(found.values()) == {"proved", "done"}


def test_the_carried_pack_is_at_hand_there(offices):
    """Its tables are named in the record; the file itself stays where it was sealed, and the check says so."""
    office = offices.out()
    assert "○ sealed" in office.done("pack", "show", "--at", NOON.format(55), "--lang", "en")
    with Journal(office.home) as journal:
        name = journal.latest("pack.sealed").body["name"]
    out = offices.folder / "tables"
    office.done("pack", "open", offices.main.home / "packs" / name, "-o", out)
    assert (out / "previous_requirements.csv").is_file()


def test_the_way_back_is_whole_once_a_second_person_has_signed(offices):
    """Merged, reconciled, verified; what was done alone elsewhere waits for its signature, the pack for the evening."""
    office = offices.out()
    offices.back(office)
    before = states(offices.main, "in", EVENING.format(30))
    assert {name for name, state in before.items() if state == "open"} == {"countersign", "pack"}
    office.done("solo", "countersign", "--date", "2026-11-24", *TY, user=2)
    office.done("bundle", "make", "-o", offices.folder / "signed.bundle")
    offices.main.done("bundle", "read", offices.folder / "signed.bundle")
    with Journal(offices.main.home) as journal:
        journal.append("pack.sealed", {"business_date": "2026-11-24", "name": "x.zip", "sha256": "", "files": {}})
    assert set(states(offices.main, "in", EVENING.format(30)).values()) == {"proved", "done"}


def test_what_was_done_alone_waits_at_the_office_where_it_was_declared(offices):
    """The way back does not close over it: a second person signs there first."""
    office = offices.out()
    code, _, error = office.run("move", "in", "--done", "countersign", *SK, "--at", EVENING.format(1))
    assert (code, "[move_unproved]" in error) == (2, True)
    office.done("solo", "countersign", "--date", "2026-11-24", *TY, user=2)
    assert states(office, "in", EVENING.format(2))["countersign"] == "proved"


def test_the_other_offices_steps_come_along_with_the_bundle(offices):
    """Nothing of what was recorded away is lost: every word stands in the main record, too."""
    office = offices.out()
    offices.back(office)
    with Journal(offices.main.home) as journal:
        foreign = [entry.body["kind"] for entry in journal.entries("bundle.entry")]
    assert foreign.count("continuity.move") == 4
    assert {"continuity.profile", "solo.declared"} <= set(foreign)


def test_two_values_for_one_item_keep_the_way_back_open(offices):
    """Both offices recorded another margin of one day: two persons decide before anybody is back."""
    office = offices.out()
    with Journal(offices.main.home) as main, Journal(office.home) as other:
        for journal, total in ((main, 1), (other, 2)):
            journal.append("prices.settled", {"business_date": "2026-11-24", "at": "x", "versions": {}, "prices": [
                {"instrument": "ITXJS4605", "applies": "today", "clause": None, "bp": float(total)}]})  # fmt: skip
    offices.back(office)
    document = json.loads(offices.main.done("move", "in", "--at", EVENING.format(30), "--json"))
    (row,) = (each for each in document["steps"] if each["step"] == "reconcile")
    assert (row["state"], row["proof"]["en"]) == ("open", "1 conflicts to be decided")
