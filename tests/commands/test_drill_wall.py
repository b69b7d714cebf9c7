"""Random work in a live home and in a drill beside it: nothing passes from one to the other."""

import shutil
import tempfile
from pathlib import Path

import pytest
from draws import drawn
from hypothesis import given, settings
from hypothesis import strategies as st

from addin.app.drill_new import new_drill
from addin.cli import ended
from addin.export.template import TEMPLATES, template
from addin.export.upload import reread
from addin.home import BANNER
from calc.outcome import RefusedError

TABLE = """business_date,participant,instrument,bid_bp,offer_bp,as_of
2026-11-20,P01,IX,10,12,2026-11-20T15:00:00+09:00
"""
SIDES = ("live", "drill")
FILES = {"live": "quotes_proxy_20261120.csv", "drill": "DRILL_quotes_proxy_20261120.csv.drill"}
WHY = ("--reason", "late")
SK = ("--initials", "SK")


class Desks:
    """A live home and a drill, each with a folder for what it writes."""

    def __init__(self, root):
        self.root = root
        new_drill(root / "drill")
        (root / "table.csv").write_text(TABLE, encoding="utf-8")

    def do(self, side, *words):
        """Run a command in a home; return its exit code."""
        return ended([*map(str, words), "--home", str(self.root / side)])

    def out(self, side):
        """Return where a side writes."""
        return self.root / f"out-{side}"

    def bundle(self, side):
        """Return where a side's bundle lies."""
        return self.out(side) / {"live": "live.bundle", "drill": "DRILL_drill.bundle"}[side]

    def other(self, side):
        """Return the other side."""
        return SIDES[side == "live"]

    def export(self, side, *, into):
        """Make an upload file."""
        table = self.root / "table.csv"
        return self.do(side, "export", "quotes_proxy", "--from", table, "--out", self.out(into), *WHY)

    def release(self, side, *, of):
        """Release a side's file."""
        return self.do(side, "release", self.out(of) / FILES[of], *SK, *WHY)

    def make(self, side):
        """Make the bundle of a side."""
        self.out(side).mkdir(exist_ok=True)
        return self.do(side, "bundle", "make", "-o", self.bundle(side))

    def approve(self, side, *, of):
        """Ask for the approval of a side's file."""
        return self.do(side, "approve", "ask", self.out(of) / FILES[of], *SK)

    def carry(self, side):
        """Carry the other side's newest files over by hand under the own names, as a mistaken person would."""
        theirs = self.out(self.other(side)) / FILES[self.other(side)]
        place = self.root / "carried" / FILES[side]
        if theirs.exists():
            place.parent.mkdir(exist_ok=True)
            shutil.copy(theirs, place)
            return self.do(side, "release", place, *SK, *WHY)
        return 2


OWN = {
    "export": lambda desks, side: desks.export(side, into=side),
    "alone": lambda desks, side: desks.do(side, "solo", "declare", *SK, "--reason", "one", "--date", "2026-11-20"),
    "ask": lambda desks, side: desks.approve(side, of=side),
    "release": lambda desks, side: desks.release(side, of=side),
    "bundle": lambda desks, side: desks.make(side),
}
ACROSS = {
    "export": lambda desks, side: desks.export(side, into=desks.other(side)),
    "ask": lambda desks, side: desks.approve(side, of=desks.other(side)),
    "release": lambda desks, side: desks.release(side, of=desks.other(side)),
    "read": lambda desks, side: desks.do(side, "bundle", "read", desks.bundle(desks.other(side))),
    "carry": lambda desks, side: desks.carry(side),
}
NAMES = [*((True, name) for name in OWN), *((False, name) for name in ACROSS)]
STEP = st.tuples(st.sampled_from(NAMES), st.sampled_from(SIDES))
PREPARED = [((True, name), side) for name in ("export", "alone", "bundle") for side in SIDES]


def files_of(folder):
    return [each for each in folder.rglob("*") if each.is_file()]


def is_walled(path):
    """Return whether a file bears a drill's banner, and no template's reader takes it."""
    data = path.read_bytes()
    has_banner = BANNER.encode() in data or BANNER.encode("cp932") in data
    return has_banner and not any(is_upload(code, data) for code in TEMPLATES)


def is_upload(code, data):
    try:
        reread(template(code), data)
    except RefusedError:
        return False
    return True


@settings(max_examples=drawn(25))
@given(st.lists(STEP, max_size=6))
def test_nothing_passes_between_a_drill_and_a_live_home(steps):
    """Whatever is done in which order, no step across succeeds and no file or entry is on the wrong side."""
    with tempfile.TemporaryDirectory() as root:
        desks = Desks(Path(root))
        for (is_own, name), side in [*PREPARED, *steps]:
            code = (OWN if is_own else ACROSS)[name](desks, side)
            assert is_own or code == 2, (name, side)
        assert all(is_walled(each) for each in files_of(desks.out("drill")))
        assert all(each.name.startswith("DRILL_") for each in files_of(desks.out("drill")))
        for folder in (desks.root / "live", desks.out("live")):
            assert [each for each in files_of(folder) if b"drill" in each.read_bytes().lower()] == []


@pytest.mark.parametrize("side", SIDES)
def test_each_side_does_its_own_work(tmp_path, side):
    """Export, solo mode, approval, release and bundle all work in a drill as they do live."""
    desks = Desks(tmp_path)
    assert {name: do(desks, side) for name, do in OWN.items()} == dict.fromkeys(OWN, 0)
    assert (desks.out(side) / "released" / FILES[side]).exists()
