"""A copy of the example day that a test may harm, and the day run on it in this process."""

import os
import shutil
from datetime import date, datetime
from functools import cache
from pathlib import Path

import pytest
from continuity_hand import prepared_in

from addin.app.approval import steps
from addin.app.approval.desk import desk_entries
from addin.app.approval.people import person_at_desk
from addin.app.approval.subjects import Content, Subject, SubjectKind
from addin.app.approval.touches import EXPORT, export_body, revised
from addin.app.day.finish import finished_day
from addin.app.margin_files import MarginFiles, margin_files, settings_of
from addin.app.margin_record import recorded_margin
from addin.app.settings_change import accepted, proposed, withdrawn
from addin.now import now
from addin.store.journal import Journal

FILE = Subject(date(2026, 11, 20), SubjectKind.UPLOAD_CSV, "requirements_upload.csv")
X = Content("x" * 64, "r" * 64)
SMALL_BOOK = {
    "instruments": """instrument,entity,kind,maturity,coupon_bp,recovery,spread_bp,index_factor,bid_offer_width_bp
IX,ITRAXX,index,2031-12-20,100,0.35,60,0.975,4
AA,AA,single,2029-12-20,100,0.35,40,,8
""",
    "positions": """account,instrument,notional
P1H,IX,-5000000000
P1H,AA,2000000000
P2C,AA,100000000
""",
    "curves": """curve_id,trade_date,kind,tenor,rate,mm_day_count,fixed_frequency,fixed_day_count,spot_lag_days
T,2026-11-20,swap,1Y,0.0065,,1,ACT/365F,2
T,2026-11-20,swap,5Y,0.0112,,1,ACT/365F,2
""",
    "scenarios": """scenario,kind,IX,AA
s1,reference,70,40
s2,reference,55,60
s3,stress,120,90
""",
}
EXAMPLE = Path(__file__).parents[2] / "workbooks" / "example-day"


@pytest.fixture
def folder(tmp_path):
    """Return a copy of the example day."""
    return Path(shutil.copytree(EXAMPLE, tmp_path / "day"))


@pytest.fixture
def run_day(tmp_path, folder):
    """Return a function that runs the copied day, at 20:30 unless told otherwise, into `tmp_path / out`."""

    def run(at="20:30:00", out="out", home="home", sets=()):
        moment = datetime.fromisoformat(f"2026-11-20T{at}+09:00")
        return finished_day(folder, home=tmp_path / home, out=tmp_path / out, at=moment, sets=sets, tell=lambda _: None)

    run.root = tmp_path
    return run


@pytest.fixture(scope="module")
def seen_day(tmp_path_factory):
    """Return a function that gives the example day as it is run at an instant, for those who only look at it."""

    @cache
    def seen(at="20:30:00"):
        moment, folder = datetime.fromisoformat(f"2026-11-20T{at}+09:00"), tmp_path_factory.mktemp("seen")
        return finished_day(EXAMPLE, home=folder / "home", out=folder / "out", at=moment, sets=(), tell=lambda _: None)

    return seen


@pytest.fixture
def log_in(monkeypatch):
    """Return a function that makes the operating system say that another user is at the desk."""

    def user(number):
        monkeypatch.setattr(os, "getuid", lambda: 987_600 + number)

    return user


class Desk:
    """Two people at one record: `maker` and `checker` do what they are told, each under their own user."""

    def __init__(self, home, log_in):
        self.home, self.log_in, self.file = home, log_in, FILE

    def person(self, number, initials):
        """Return who types these initials, logged in as another user."""
        self.log_in(number)
        return person_at_desk(initials)

    def prepare(self, content, number=1):
        """Record what a run made, when it is not what stands already."""
        self.log_in(number)
        with Journal(self.home) as journal:
            return journal.append(
                EXPORT, revised(desk_entries(journal), EXPORT, export_body(self.file, content), self.file)
            )

    def ask(self, content=X, *, number=1, initials="SK", subject=None):
        """Ask for an approval as the maker."""
        person = self.person(number, initials)
        with Journal(self.home) as journal:
            return steps.ask(journal, subject or self.file, content, person, at=now())

    def give(self, *, number=2, initials="TY", subject=None, seen=None, at=None):
        """Approve as the checker."""
        person = self.person(number, initials)
        with Journal(self.home) as journal:
            return steps.give(journal, subject or self.file, person, seen=seen, at=at or now())

    def refuse(self, reason, *, number=2, initials="TY"):
        """Refuse as the checker."""
        person = self.person(number, initials)
        with Journal(self.home) as journal:
            return steps.refuse(journal, self.file, person, reason=reason, at=now())

    def permitted(self, content=X, *, number=1, initials="SK"):
        """Return why a content may go ahead for this person."""
        person = self.person(number, initials)
        with Journal(self.home) as journal:
            return steps.permitted(desk_entries(journal), self.file, content, person=person, at=now())

    def kinds(self):
        """Return what was recorded, in order."""
        with Journal(self.home) as journal:
            return [each.kind for each in journal.entries()]


@pytest.fixture
def desk(tmp_path, log_in):
    """Return a desk whose file X is prepared by the maker."""
    made = Desk(tmp_path / "home", log_in)
    made.prepare(X)
    return made


@pytest.fixture
def recorded_book(tmp_path, log_in):
    """Return a function that records a margin run of three small tables in a home, and gives its totals by account."""
    log_in(1)
    folder = tmp_path / "tables"
    folder.mkdir()
    for name, text in SMALL_BOOK.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")

    def record(home, *sets, **changes):
        for name, text in changes.items():
            (folder / f"{name}.csv").write_text(text, encoding="utf-8")
        files = MarginFiles(**{name: folder / f"{name}.csv" for name in SMALL_BOOK})
        made = margin_files(
            files, trade_date=FILE.business_date, curve_id=None, settings=settings_of(home, None, sets).value
        )
        kept = recorded_margin(home, made, files, curve_id=None)
        return kept.value or kept.findings[0], {each.account: each.total for each in made.result.requirements}

    return record


class Office:
    """Two people and one home; each acts under the own user and initials."""

    def __init__(self, home, log_in):
        self.home, self.log_in = home, log_in

    def person(self, initials):
        """Return the person of these initials, logged in."""
        self.log_in({"SK": 1, "TY": 2}[initials])
        return person_at_desk(initials)

    def propose(self, *given, initials="SK", data=None):
        """Propose a change."""
        return proposed(self.home, given, self.person(initials), data=data, at=now())

    def accept(self, proposal, initials="TY", *, at=None):
        """Accept a proposal by the first digits of its id."""
        return accepted(self.home, proposal.id[:6], self.person(initials), at=at or now()).proposal

    def withdraw(self, proposal, initials="SK", *, reason=""):
        """Take a proposal back, or turn it down."""
        return withdrawn(self.home, proposal.id, self.person(initials), reason=reason, at=now()).proposal

    def alone(self, initials="SK"):
        """Declare solo mode for today."""
        person = self.person(initials)
        with Journal(self.home) as journal:
            steps.declare_solo(journal, person, business_date=now().date(), reason="one here")

    def kinds(self):
        """Return what was recorded, in order."""
        with Journal(self.home) as journal:
            return [each.kind for each in journal.entries()]


@pytest.fixture
def office(tmp_path, log_in):
    """Return an office without any recorded run."""
    log_in(1)
    return Office(tmp_path / "home", log_in)


@pytest.fixture
def working(office, recorded_book):
    """Return an office that has recorded a margin run."""
    recorded_book(office.home)
    return office


@pytest.fixture
def home(tmp_path, monkeypatch):
    """Return the home of a test that the environment names."""
    monkeypatch.setenv("HIKAE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture(scope="module")
def ready(tmp_path_factory):
    """Return a book and a home whose registers of continuity are recorded, made once."""
    with pytest.MonkeyPatch.context() as patch:
        yield prepared_in(tmp_path_factory.mktemp("ready"), patch)


@pytest.fixture
def hand(ready, home):
    """Return the continuity book with its registers recorded, as if nobody had typed since."""
    return ready.given(home)


@pytest.fixture
def apart(ready, home):
    """Return the same as a book that a test may take to pieces."""
    return ready.apart(home)
