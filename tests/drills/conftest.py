"""Drills for the tests: every shipped reference run played once, small scripts, and entries as a desk leaves them."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import cache

import pytest

from addin.drills.play import played
from addin.drills.score import scored
from addin.drills.script_read import names, script_from, script_of
from addin.store.chain import Entry
from calc.days.cutoff import JST, iso

DAY = datetime(2026, 11, 20, tzinfo=JST)
FRAME = {
    "ja": "小さな訓練",
    "en": "a small drill",
    "business_date": DAY.date(),
    "role": "clearing_house",
    "participants": ["P01", "P02"],
    "begins": time(15, 50),
    "ends": time(18, 0),
}


@dataclass(frozen=True)
class Reference:
    """One shipped script with what its reference run left and came to."""

    script: object
    played: object
    score: object


@pytest.fixture(scope="session")
def reference(tmp_path_factory):
    """Return a function that gives a shipped script's reference run, played once for all tests."""
    folder = tmp_path_factory.mktemp("references")

    @cache
    def of(name):
        script = script_of(name)
        made = played(script, folder / name)
        return Reference(script, made, scored(script, made.entries))

    return of


@pytest.fixture(scope="session")
def references(reference):
    """Return every shipped script's reference run."""
    return [reference(name) for name in names()]


@pytest.fixture
def small():
    """Return a function that makes a small script of 20 November 2026, 15:50 to 18:00."""
    return lambda **changes: script_from({**FRAME, **changes}, "small")


@pytest.fixture
def at():
    """Return a function that gives an instant of that day from its time."""
    return lambda text: DAY.replace(hour=int(text[:2]), minute=int(text[3:5]), second=int(text[6:8] or 0))


@pytest.fixture
def entry(at):
    """Return a function that makes an entry of the record; nothing here looks at its hashes."""

    def made(clock, kind, **body):
        return Entry(1, iso(at(clock)), "desk", kind, "k" * 64, body, "", "")

    return made


@pytest.fixture
def fact(entry, at):
    """Return a function that makes the entry of a fact, recorded when it happened unless `dated` says otherwise."""

    def made(clock, what, *, dated="", **details):
        body = {"business_date": "2026-11-20", "at": iso(at(dated or clock)), "what": what, "details": details}
        return entry(clock, "fact.recorded", **body)

    return made


@pytest.fixture
def said(entry, at):
    """Return a function that makes the entry of something said of the continuity plan."""
    return lambda clock, kind, **content: entry(clock, f"continuity.{kind}", at=iso(at(clock)), said=content)


@pytest.fixture
def later():
    """Return a function that gives entries with those of a kind recorded so many minutes later."""

    def moved(entries, kind, *, minutes):
        def one(each):
            shifted = datetime.fromisoformat(each.at) + timedelta(minutes=minutes)
            return replace(each, at=iso(shifted)) if each.kind == kind else each

        return [one(each) for each in entries]

    return moved


@pytest.fixture
def marks(small):
    """Return a function that gives the marks of a small script and of entries, by what they are about."""

    def of(entries, **changes):
        return scored(small(**changes), entries).marks

    return of
