"""A hand at the continuity book: fills the rows of its forms and declares page by page; and the evening it acts out."""

import shutil
from datetime import datetime, timedelta

from pressed_book import PressedBook

from addin.app.approval.people import Person
from addin.app.continuity_cell import board_rows
from addin.app.continuity_incident import Told, told_incident
from addin.app.continuity_record import record_said
from addin.books.regions import continuity as regions
from addin.store.journal import Journal
from calc.days.cutoff import JST

DAY = datetime(2026, 11, 20, tzinfo=JST)
NUMBER = 46346  # of that day, as a sheet counts
SK, TY = Person("os-1", "SK"), Person("os-2", "TY")
PAGES = {
    "HIKAE_INCIDENT": "発災 Incident",
    "HIKAE_STEPS": "報告 Reports",
    "HIKAE_SERVICES": "報告 Reports",
    "HIKAE_POLLS": "報告 Reports",
    "HIKAE_CALLS": "連絡網 Calls",
    "HIKAE_CONTACTS": "連絡先 Contacts",
    "HIKAE_ROSTER": "要員 Roster",
    "HIKAE_MOVERS": "移動 Movers",
    "HIKAE_ABSENCES": "移動 Movers",
    "HIKAE_CENTRE": "センター Centre",
    "HIKAE_DECIDE": "判断 Decisions",
    "HIKAE_DRILL": "訓練 Drills",
}
QUAKE = {
    "report": ("発災の宣言 declared",),
    "cause": ("地震 earthquake", "停電 power"),
    "results": ("建物の利用不能 building",),
    "own_damage": ("はい yes",),
    "external_damage": ("はい yes",),
    "severe": ("いいえ no",),
    "primary_centre_lost": ("はい yes",),
}


def at(hour, minute=0, *, day=0):
    """Return an instant of the example day, or of a day after it."""
    return DAY + timedelta(days=day, hours=hour, minutes=minute)


def number(hour, minute=0):
    """Return an instant of the example day as a sheet counts it."""
    return NUMBER + (hour * 60 + minute) / 1440


class ContinuityHand(PressedBook):
    """The continuity book of one person, looked at from a fixed instant of the example day."""

    def __init__(self, *, initials="SK", hour=18, minute=55):
        super().__init__("continuity")
        self.put("HIKAE_INITIALS", initials)
        self.look_at(hour, minute)

    def look_at(self, hour, minute=0):
        """Fix the instant that the book looks at."""
        self.put("HIKAE_AT", number(hour, minute))

    def fill(self, region, subject=None, **cells):
        """Type into the row about a subject, or into the first blank one; returns the row's place."""
        rows = [list(row) for row in self.sheet.read(region).rows]
        place = self.place(rows, subject)
        for name, value in cells.items():
            rows[place][rows[0].index(name)] = value
        self.sheet.write({region: rows})
        return place

    @staticmethod
    def place(rows, subject):
        """Return in which row a subject stands, the first blank one without a subject."""
        if subject is None:
            return next(place for place, row in enumerate(rows) if place and not any(cell != "" for cell in row))
        return next(place for place, row in enumerate(rows) if place and subject in str(row[0]).split())

    def cell_of(self, region, place, name):
        """Return the address of a cell of a region, as a finding names it."""
        block = self.sheet.read(region)
        return block.place(place, block.rows[0].index(name)).source

    def tell(self, **answers):
        """Fill in the incident form."""
        for field, values in answers.items():
            names = ("first", "second", "third", "fourth")
            self.fill("HIKAE_INCIDENT", field, **dict(zip(names, values, strict=False)))

    def declare(self, region):
        """Press 宣言 on the page of a region; returns what it came to."""
        self.turn_to(PAGES[region])
        return self.done("DECLARE")

    def declare_refused(self, region):
        """Press 宣言 on the page of a region where it must be refused; returns the error."""
        self.turn_to(PAGES[region])
        return self.refused("DECLARE")

    def row(self, region, subject, column=0):
        """Return the row about a subject by its columns."""
        names = list(self.sheet.read(region).rows[0])
        return next(row for row in self.rows(region) if subject in str(row[names[column]]).split())

    def board(self, section):
        """Return the rows that 適用 wrote of a section, by the English line of its title."""
        return [row for row in self.rows("HIKAE_BOARD") if row["section"].split("\n")[1] == section]


class Prepared:
    """A book whose registers, those of the example, are recorded since the morning; and the home that holds them.

    One book serves many tests, each with its own copy of the home: what they typed is taken back before the next.
    """

    def __init__(self, home):
        self.home = home
        self.hand = ContinuityHand(hour=9)
        self.hand.done("IMPORT")
        for region in ("HIKAE_CONTACTS", "HIKAE_ROSTER", "HIKAE_MOVERS"):
            self.hand.declare(region)
        self.hand.look_at(18, 55)
        names = (*regions.FORMS, *regions.LOGS, *(each for pair in regions.REGISTERS for each in pair))
        wanted = [regions.INCIDENT_FORM.name, "HIKAE_AT", "HIKAE_INITIALS", *(each.name for each in names)]
        self._as_it_was = {name: self.hand.sheet.read(name).rows for name in wanted}

    def given(self, home):
        """Return the book as it was prepared, its home copied to another place."""
        shutil.copytree(self.home, home)
        self.hand.sheet.write(self._as_it_was)
        return self.hand

    def apart(self, home):
        """Return the same as a book of its own, which a test may take to pieces."""
        shutil.copytree(self.home, home)
        made = ContinuityHand()
        made.sheet.write(self._as_it_was)
        return made


class Headquarters:
    """One home whose headquarters declares, reports, and looks at its board; no workbook is needed for that."""

    def __init__(self, home):
        self.home = home

    def declare(self, details, moment=None, *, told=Told.DECLARED):
        """Tell of an incident."""
        moment = moment or at(18, 10)
        with Journal(self.home) as journal:
            told_incident(
                journal, told, details=details, business_date=moment.date(), at=moment, home=self.home, person=SK
            )

    def say(self, *said):
        """Record registers and reports."""
        with Journal(self.home) as journal:
            return record_said(journal, said, person=SK)

    def rows(self, section, moment=None):
        """Return a section of the board."""
        return board_rows(section, moment or at(18, 55), home=self.home)

    def row(self, section, subject, moment=None):
        """Return the row whose English subject begins so."""
        rows = self.rows(section, moment)
        return next(row for row in rows if row.subject.split("\n")[-1].startswith(subject))

    def states(self, section, moment=None):
        """Return subject and state of a section's rows."""
        return [(row.subject.split("\n")[0], row.state) for row in self.rows(section, moment)]


def prepared_in(folder, monkeypatch):
    """Return a prepared book whose home lies in a folder."""
    monkeypatch.setenv("HIKAE_HOME", str(folder / "prepared"))
    return Prepared(folder / "prepared")
