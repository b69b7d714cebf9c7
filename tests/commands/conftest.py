"""The command line inside this process, and the files of the published JPY case."""

import csv
import json
import os
import re
from contextlib import suppress

import published_cases
import pytest
from routes_tables import table_rows

from addin.books.mail import spoken
from addin.cli import ended
from addin.store.journal import Journal

TRADE_DATE, CURVE = "2013-10-16", "JPY_LIBOR"


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    """Return a function that runs a command and gives exit code, standard output and standard error."""
    monkeypatch.setenv("HIKAE_HOME", str(tmp_path / "home"))

    def command(*words):
        code = ended([str(word) for word in words])
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return command


@pytest.fixture
def japan(tmp_path):
    """Return the files of the published JPY case: contracts and curves, and where the result goes."""
    contract = published_cases.contract_rows()["jpy-2013"]
    curve = published_cases.curve_rows(CURVE, TRADE_DATE)
    for name, rows in (("contracts", [contract]), ("curves", curve)):
        with (tmp_path / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    return tmp_path / "contracts.csv", tmp_path / "curves.csv", tmp_path / "out.csv"


@pytest.fixture
def unconfined(monkeypatch):
    """Have mails read in this process: what is in a mail does not hang on the room it is read in (test_confined)."""

    def last_said(_, data):
        said = []
        spoken.speak(data, said.append)
        return json.loads(json.dumps(said[-1]))

    monkeypatch.setattr(spoken, "last_said", last_said)


class Home:
    """One side's home and output; each command runs in this process, as a user whom the system names."""

    def __init__(self, folder, role, *, day, capsys, monkeypatch):
        self.home, self.out, self.day = folder / "home", folder / "out", day
        self._capsys, self._monkeypatch = capsys, monkeypatch
        self.home.mkdir(parents=True)
        (self.home / "settings.toml").write_text(f'role = "{role}"\n', encoding="utf-8")

    def run(self, *words, user=1):
        """Return exit code, standard output and standard error of a command."""
        self._monkeypatch.setattr(os, "getuid", lambda: 987_600 + user)
        code = ended([*map(str, words), "--home", str(self.home)])
        shown = self._capsys.readouterr()
        return code, shown.out, shown.err

    def done(self, *words, user=1):
        """Return the standard output of a command that must run to its end."""
        code, out, error = self.run(*words, user=user)
        assert code == 0, error
        return out

    def refused(self, *words, user=1):
        """Return the finding codes of a command that must do nothing."""
        code, _, error = self.run(*words, user=user)
        assert code == 2, error
        return re.findall(r"\[([a-z_0-9]+)\] ", error)

    def entries(self, kind=None):
        """Return what is in the record."""
        with Journal(self.home) as journal:
            return list(journal.entries(kind))

    def quotes(self, command, *words, at="15:18:00", participant="P07", user=1):
        """Return what a command of `hikae quotes` came to, on the example day."""
        named = ("--data", self.day, "--participant", participant, "--at", f"2026-11-20T{at}+09:00")
        return self.run("quotes", command, *words, *named, user=user)

    def approve(self, name):
        """Let the second person approve what was asked for."""
        return self.done("approve", "give", name, "--initials", "TY", user=2)


def mids(day):
    """Return the middle bid and offer of each instrument over all members' quotes that can be read."""
    found = {}
    for row in table_rows(day / "quotes.csv"):
        with suppress(ValueError):
            found.setdefault(row["instrument"], []).append((float(row["bid_bp"]), float(row["offer_bp"])))
    return {
        code: tuple(sorted(side)[len(side) // 2] for side in zip(*both, strict=True)) for code, both in found.items()
    }


@pytest.fixture(scope="session")
def sheet_rows(example_day):
    """Return the quotes that P07 owes on the example day: instrument, bid, offer, as of."""
    accounts = {row["account"] for row in table_rows(example_day / "accounts.csv") if row["participant"] == "P07"}
    owed = {row["instrument"] for row in table_rows(example_day / "positions.csv") if row["account"] in accounts}
    levels = mids(example_day)
    return [
        [code, f"{levels[code][0]:.2f}", f"{levels[code][1]:.2f}", "2026-11-20T15:16:00+09:00"] for code in sorted(owed)
    ]


@pytest.fixture
def sheet(tmp_path, sheet_rows):
    """Return a function that writes P07's table, with rows changed by instrument, added or left out."""

    def write(changes=None, *, more=(), name="p07.csv"):
        rows = [[code, *(changes or {}).get(code, rest)] for code, *rest in sheet_rows]
        rows = [row for row in rows if len(row) > 1] + [list(row) for row in more]
        lines = [",".join(row) for row in [["instrument", "bid", "offer", "as_of"], *rows]]
        (tmp_path / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
        return tmp_path / name

    return write


@pytest.fixture
def side(tmp_path, example_day, capsys, monkeypatch):
    """Return a function that opens a home of one side of the desk."""

    def make(role, name=None):
        return Home(tmp_path / (name or role), role, day=example_day, capsys=capsys, monkeypatch=monkeypatch)

    return make


@pytest.fixture
def participant(side):
    """Return the participant's home."""
    return side("participant")


@pytest.fixture
def house(side, tmp_path):
    """Return the clearing house's home, with its contacts."""
    made = side("clearing_house")
    made.contacts = tmp_path / "contacts.csv"
    rows = [f"P0{n},settlement_price_staff,Staff {n},desk@p0{n}.example" for n in range(1, 9)]
    made.contacts.write_text("\n".join(["participant,role,name,email", *rows]) + "\n", encoding="utf-8")
    return made
