"""The last recorded book computed again: a whole day from its kept folder, and the present method on an old book."""

import errno
import os
import shutil
import tempfile
from copy import deepcopy

import pytest
from openpyxl import load_workbook

from addin.app import settings_record, versions
from addin.app.approval.people import person_at_desk
from addin.app.settings_book import Layers, last_book, totals_of_book
from addin.app.settings_change import accepted, drafted, proposed, withdrawn
from addin.app.settings_record import method_findings, settings_in_force
from addin.now import now
from addin.store import snapshots
from addin.store.journal import Journal
from calc import ENGINE_VERSION
from calc.outcome import RefusedError


def book_of(home):
    """Return the last recorded book of a home."""
    with Journal(home) as journal:
        return last_book(journal)


def found_in(home):
    """Return the codes of what a day would be told about the method."""
    with Journal(home) as journal:
        return [each.code for each in method_findings(journal)]


@pytest.fixture
def old_book(tmp_path, recorded_book, monkeypatch):
    """Return a home whose last book another engine recorded, and a function that records one with other totals."""
    home = tmp_path / "home"
    with monkeypatch.context() as earlier:
        earlier.setattr(versions, "ENGINE_VERSION", "1999.12")
        entry, _ = recorded_book(home, "short_charge_ratio=0.1")

    def record(times):
        body = deepcopy(dict(entry.body))
        for each in body["requirements"]:
            each["total"] *= times
        with Journal(home) as journal:
            journal.append("margin.computed", body)

    return home, record


def test_a_day_keeps_every_file_it_read(run_day, tmp_path):
    """Each file of the day folder, its facts included, is kept under the hash that the record names."""
    done = run_day()
    unread = {"README.md", "continuity.toml"}  # the registers of the continuity plan are no input of a day
    named = {path.name: path.read_bytes() for path in (tmp_path / "day").iterdir() if path.name not in unread}
    with Journal(tmp_path / "home") as journal:
        files = journal.latest("day.inputs").body["files"]
        assert snapshots.damaged(tmp_path / "home", journal) == ()
    assert {name: snapshots.content(tmp_path / "home", sha256) for name, sha256 in files.items()} == named
    assert done.files


def test_a_day_whose_inputs_cannot_be_kept_records_nothing(run_day, tmp_path):
    """When the contents cannot be written the day is refused before the record names them."""
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "snapshots").write_text("in the way", encoding="utf-8")
    with pytest.raises(RefusedError) as refused:
        run_day()
    assert [each.code for each in refused.value.findings] == ["file_not_written"]
    assert not (tmp_path / "home" / "journal.sqlite3").exists()
    assert not (tmp_path / "out").exists()


def test_the_last_day_is_computed_again_without_its_folder(run_day, tmp_path):
    """From the kept files alone, at the recorded instant, every account comes out as recorded."""
    run_day("17:00:00")
    done = run_day("19:55:00")
    shutil.rmtree(tmp_path / "day")
    home = tmp_path / "home"
    book = book_of(home)
    assert book.at == "2026-11-20T19:55:00+09:00"
    again = totals_of_book(home, book, lambda day: settings_in_force(home, day))
    assert again == book.recorded == {each.account: each.total for each in done.result.margin.requirements}


def test_a_home_that_holds_no_more_is_told(tmp_path, recorded_book, monkeypatch):
    """Where the book cannot be laid out the reason is a finding, and nobody has seen the effect."""
    recorded_book(tmp_path / "home")

    def full(**_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(tempfile, "TemporaryDirectory", full)
    draft = drafted(tmp_path / "home", ["round_unit=10"], data=None)
    assert [each.code for each in draft.findings] == ["file_not_written", "settings_effect_unseen"]


def test_the_newest_run_is_the_book(run_day, tmp_path, recorded_book):
    """A run of tables after a day is the last book, and before there is any there is none."""
    home = tmp_path / "home"
    assert book_of(home) is None
    run_day()
    assert len(book_of(home).recorded) == 13
    recorded_book(home)
    assert set(book_of(home).recorded) == {"P1H", "P2C"}


def test_what_the_day_itself_says_does_not_hide_the_change(tmp_path):
    """A setting that is looked at is the proposed one, though the day's own file names it; its others hold."""
    day = {"boundary_inclusive": False, "poll_interval_minutes": 7}
    layers = Layers(tmp_path, {"boundary_inclusive": "true"})
    looked_at, plain = layers.under(day, leaving=["boundary_inclusive"]), layers.under(day)
    assert (looked_at.flag("boundary_inclusive"), looked_at.whole("poll_interval_minutes")) == (True, 7)
    assert plain.flag("boundary_inclusive") is False


def test_a_chosen_folder_is_tried_but_is_no_recorded_book(folder, tmp_path, recorded_book):
    """With a folder of one's own the effect is shown on it, and the second person stays needed."""
    recorded_book(tmp_path / "home")
    person = person_at_desk("SK")
    made = proposed(tmp_path / "home", ["round_unit=1000"], person, data=folder, at=now())
    assert len(made.proposal.effect.accounts) == 13
    assert made.proposal.needs_second_person


def test_drafting_records_nothing(tmp_path, recorded_book):
    """Looking at an effect leaves the record as it is."""
    home = tmp_path / "home"
    recorded_book(home)
    assert drafted(home, ["round_unit=10"], data=None).effect is not None
    assert drafted(home, [], data=None).effect.total.difference == 0
    with Journal(home) as journal:
        assert [each.kind for each in journal.entries()] == ["margin.computed"]


def test_a_method_without_a_book_is_refused(tmp_path):
    """Where no run is recorded the present method has nothing to be shown on."""
    with pytest.raises(RefusedError) as refused:
        drafted(tmp_path / "home", [], data=None)
    assert [each.code for each in refused.value.findings] == ["settings_no_book"]


def test_a_new_engine_is_told_until_its_effect_was_looked_at(old_book, recorded_book):
    """Another engine's record is told at every day, also after the present one recorded, until somebody looked."""
    home, _ = old_book
    recorded_book(home)
    assert found_in(home) == ["method_changed"]
    made = proposed(home, [], person_at_desk("SK"), data=None, at=now())
    body = made.proposal.entry.body
    assert (body["engine_before"], body["engine"], body["changes"]) == ("1999.12", ENGINE_VERSION, {})
    assert made.proposal.effect.total.difference == 0  # under the settings of that book, not today's
    assert found_in(home) == []


def test_a_look_taken_back_or_at_another_engine_does_not_count(old_book, monkeypatch):
    """Only what stands, about the engine that computes today, is a look at it."""
    home, _ = old_book
    person = person_at_desk("SK")
    made = proposed(home, [], person, data=None, at=now())
    with monkeypatch.context() as later:
        later.setattr(settings_record, "ENGINE_VERSION", "2099.01")
        assert found_in(home) == ["method_changed"]
    withdrawn(home, made.proposal.id, made.proposal.maker, reason="", at=now())
    assert found_in(home) == ["method_changed"]


def test_a_day_tells_of_a_new_engine(old_book, run_day):
    """The finding stands among those of the day's record step, and the day goes on."""
    done = run_day()
    (step,) = (step for step in done.result.steps if step.name == "record")
    assert [each.code for each in step.findings] == ["method_changed"]
    assert step.state == "done"
    assert found_in(old_book[0]) == ["method_changed"]


def test_a_new_engine_under_which_an_account_falls_far_must_be_accepted(old_book, log_in):
    """Looking is not enough when more than 20 % of an account's requirement is gone."""
    home, record = old_book
    record(2)
    log_in(1)
    proposal = proposed(home, [], person_at_desk("SK"), data=None, at=now()).proposal
    assert proposal.effect.falling == ("P1H", "P2C")
    assert found_in(home) == ["method_changed"]
    log_in(2)
    accepted(home, proposal.id, person_at_desk("TY"), at=now())
    assert found_in(home) == []


def test_the_same_engine_is_not_told(tmp_path, recorded_book):
    """Where only the present engine recorded, or nothing at all, there is nothing to look at."""
    assert found_in(tmp_path / "home") == []
    recorded_book(tmp_path / "home")
    assert found_in(tmp_path / "home") == []


def test_the_sheet_names_who_set_a_value_and_who_approved_it(run_day, tmp_path, log_in):
    """A day under an accepted change shows the change, maker, checker and instant among the sheet's settings."""
    home = tmp_path / "home"
    for number, initials in ((1, "SK"), (2, "TY")):
        log_in(number)
        person = person_at_desk(initials)
        if number == 1:
            proposal = proposed(home, ["round_unit=1000"], person, data=None, at=now()).proposal
        else:
            acceptance = accepted(home, proposal.id, person, at=now()).proposal.ended
    book = load_workbook(run_day().out / "margin.xlsx")
    rows = [[cell.value for cell in row] for sheet in book for row in sheet.iter_rows()]
    row = next(row for row in rows if "round_unit" in row)
    assert "1000" in row
    assert "記録 record: SK (uid-987601) 承認 approved: TY (uid-987602)" in row
    assert acceptance.at in row
