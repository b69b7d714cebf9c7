"""What buttons write on the pages: the logs, lists that are fuller than their room, what the forms are about."""

import pytest
from continuity_hand import TY, Headquarters, at, number

from addin.app.continuity_contacts import contact_said, try_said
from addin.app.continuity_incident import Told
from addin.app.continuity_log import Exercise, decision_said, exercise_said
from addin.app.continuity_record import record_said
from addin.app.continuity_state import called, first_responders, state_at
from addin.app.continuity_status import centre_said
from addin.app.declared import mark
from addin.app.desk_continuity_pages import choice, logs, subjects
from addin.books.regions import continuity as regions
from addin.store.journal import Journal
from calc.continuity.centre import CentreReport, CentreWord
from calc.continuity.contacts import Contact, Try
from calc.continuity.readiness import Entry as Held

LOCAL = {"cause": ["earthquake"], "results": ["building"], "own_damage": True, "external_damage": False, "severe": True}


class Desk(Headquarters):
    """The headquarters with what its pages would show."""

    def pages(self, moment=None):
        """Return every list made from the record."""
        with Journal(self.home) as journal:
            return logs(journal, state_at(journal, home=self.home, at=moment or at(18, 55)))

    def state(self, moment=None):
        """Return what the record holds."""
        with Journal(self.home) as journal:
            return state_at(journal, home=self.home, at=moment or at(18, 55))

    def forms(self, moment=None):
        """Return what the forms' rows are about."""
        return subjects(self.state(moment))


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path / "home")


def decided(what, minute):
    return decision_said(what, by="MK", reason="理由", at=at(18, minute))


def test_a_home_without_a_record_has_empty_lists(desk):
    """Only the board says something, its instant first."""
    pages = desk.pages()
    assert [rows for region, rows in pages.items() if region is not regions.BOARD] == [[], [], [], []]
    assert pages[regions.BOARD][0] == ("一覧の時点\nBoard as of", "", "", "", number(18, 55), "")


def test_the_board_has_every_section_in_order(desk):
    """By the titles that the live sections have."""
    titles = list(dict.fromkeys(row[0] for row in desk.pages()[regions.BOARD]))
    assert [title.split("\n")[1] for title in titles[:4]] == [
        "Board as of",
        "Incident, and what comes next",
        "Steps of the procedure",
        "Businesses kept going",
    ]
    assert len(titles) == len(regions.ROOM) + 1


def test_the_log_of_incidents_tells_what_was_said_in_words(desk):
    """Causes, results, what is true, and the class, as a person chose them."""
    desk.declare({**LOCAL, "class": "wide_area_disaster", "primary_centre_lost": True}, at(18, 10))
    (row,) = desk.pages()[regions.INCIDENT_LOG]
    assert row[:4] == (number(18, 10), "発災の宣言 declared", "SK", "#1")
    assert row[4] == (
        "地震 earthquake、建物の利用不能 building、当社 own、重度 severe、プライマリ喪失 primary lost、"
        "広域災害 wide_area_disaster"
    )


def test_the_log_of_incidents_has_the_newest_first_and_nothing_of_later(desk):
    """A look back shows what was known then."""
    desk.declare(LOCAL, at(18, 10))
    desk.declare({"severe": False}, at(18, 30), told=Told.RECLASSIFIED)
    desk.declare({}, at(20), told=Told.CLOSED)
    assert [row[1] for row in desk.pages(at(19))[regions.INCIDENT_LOG]] == [
        "内容の変更 reclassified",
        "発災の宣言 declared",
    ]
    assert len(desk.pages(at(20))[regions.INCIDENT_LOG]) == 3


def test_a_change_that_takes_something_back_says_nothing_true(desk):
    """What is denied is not listed as if it were so."""
    desk.declare(LOCAL, at(18, 10))
    desk.declare({"severe": False}, at(18, 30), told=Told.RECLASSIFIED)
    assert desk.pages()[regions.INCIDENT_LOG][0][4] == ""


def test_a_list_that_is_fuller_than_its_room_says_how_much_more(desk):
    """The newest are kept; the last row counts the older ones."""
    room = regions.CENTRE_LOG.rows
    words = (CentreWord.UNUSABLE, CentreWord.USABLE)
    desk.say(*(centre_said(CentreReport(at(9, n), words[n % 2], "MK", f"理由 {n}")) for n in range(room + 3)))
    rows = desk.pages()[regions.CENTRE_LOG]
    assert len(rows) == room
    assert rows[0][3] == f"理由 {room + 2}"
    assert rows[-1][0] == "他 4 件 +4 more"
    assert set(rows[-1][1:]) == {""}


def test_a_list_that_just_fits_is_shown_whole(desk):
    """No line is lost to a count of nothing."""
    room = regions.CENTRE_LOG.rows
    desk.say(*(centre_said(CentreReport(at(9, n), CentreWord.UNUSABLE, "MK", f"{n}")) for n in range(room)))
    rows = desk.pages()[regions.CENTRE_LOG]
    assert (len(rows), rows[-1][3]) == (room, "0")


def test_what_was_said_of_the_centre_names_speaker_and_recorder(desk):
    """Two persons may stand behind one line."""
    with Journal(desk.home) as journal:
        said = centre_said(CentreReport(at(18, 20), CentreWord.UNUSABLE, "UM", "浸水"))
        (entry,) = record_said(journal, [said], person=TY)
    assert desk.pages()[regions.CENTRE_LOG] == [
        (number(18, 20), "プライマリは使えない unusable", "UM", "浸水", f"TY #{entry.n}")
    ]


def test_decisions_say_which_is_in_force(desk):
    """The newest first; one that was superseded names the one that took its place."""
    desk.say(decided("待つ", 10), decided("電話する", 20))
    known = desk.state().decisions
    newer = decision_said("移る", by="MK", reason="復電せず", at=at(18, 30), amends=known[0].id, known=known)
    desk.say(newer)
    rows = desk.pages()[regions.DECISION_LOG]
    assert [row[0] for row in rows] == ["移る", "電話する", "待つ"]
    assert [row[5].split()[0] for row in rows] == ["●", "●", "－"]
    assert rows[2][5] == f"－ {rows[0][3]} に代わった superseded"
    assert rows[0][6] == rows[2][3]


def test_drills_are_listed_by_the_order_of_recording(desk):
    """The day stands there as a person writes it."""
    for number_, day in enumerate((15, 20)):
        held = Held("drills", at(0).date().replace(month=10, day=day), "drill", "SK", "停電")
        desk.say(exercise_said(Exercise(held, ("BCP-4.7",)), at=at(9, number_)))
    rows = desk.pages()[regions.DRILL_LOG]
    assert [row[0] for row in rows] == ["2026/10/20", "2026/10/15"]
    assert rows[0][1:6] == ("検証・訓練・教育 drills", "訓練 drill", "SK", "停電", "BCP-4.7")


def test_the_forms_name_steps_and_businesses_whatever_is_open(desk):
    """Their rows stand there before anything happens, each with its code."""
    forms = desk.forms()
    assert [each["step"].split()[-1] for each in forms[regions.STEPS]][:2] == ["impact_survey", "headquarters"]
    assert len(forms[regions.SERVICES]) == 5
    assert (forms[regions.POLLS], forms[regions.CALLS]) == ([], [])


def test_the_call_tree_shows_where_each_contact_stands(desk):
    """State, next means with its address, how many tries, and the last one."""
    bank = Contact("銀行 B", "fund_settlement_bank", {"landline": "03-0000-0010", "email": "b@example.jp"})
    desk.say(contact_said(bank, at=at(9)), contact_said(Contact("無", "staff"), at=at(9)))
    desk.declare(LOCAL, at(18))
    desk.say(try_said(Try("銀行 B", "landline", at(18, 20), reached=False)))
    bank_row, none_row = desk.forms()[regions.CALLS]
    assert bank_row == {
        "contact": "銀行 B",
        "role": "資金決済銀行\nfund-settlement bank",
        "state": "▲ 再試行 try next",
        "next": "電子メール\ne-mail",
        "address": "b@example.jp",
        "tries": 1.0,
        "last": number(18, 20),
    }
    assert (none_row["state"], none_row["next"], none_row["last"]) == ("✗ 手段なし no means left", "", "")


def test_the_bodies_of_the_polls_stand_in_the_plans_order(desk):
    """Own staff are not asked."""
    names = (("V", "other"), ("本部", "staff"), ("P01", "participant"))
    desk.say(*(contact_said(Contact(name, role), at=at(9)) for name, role in names))
    assert [each["body"] for each in desk.forms()[regions.POLLS]] == ["P01", "V"]


def test_a_mark_names_the_entry(desk):
    """By the number that people read out."""
    (entry,) = desk.say(decided("待つ", 10))
    assert mark(entry) == "○ 記録済 recorded #1"


def test_a_choice_is_a_word_with_its_code():
    """As a cell offers it."""
    assert choice("means", "fax") == "FAX fax"
    assert choice("cause", "earthquake") == "地震 earthquake"


def test_tries_count_from_the_incident_or_the_days_beginning(desk):
    """Without an incident today's calls count, yesterday's do not."""
    desk.say(contact_said(Contact("本部", "staff", {"fax": "0"}), at=at(9, day=-1)))
    desk.say(try_said(Try("本部", "fax", at(23, day=-1), reached=True)))
    assert called(desk.state(at(8)))[0].reached_at is None
    desk.say(try_said(Try("本部", "fax", at(0), reached=True)))
    assert called(desk.state(at(8)))[0].reached_at == at(0)


def test_who_is_called_first_follows_the_desks_calendar(desk):
    """A calendar without holidays makes Monday, 23 November, a day like others."""
    holiday = at(12, day=3)
    assert first_responders(desk.state(holiday)).needed
    desk.home.mkdir(exist_ok=True)
    (desk.home / "settings.toml").write_text('calendar = "WEEKENDS"\n', encoding="utf-8")
    assert not first_responders(desk.state(holiday)).needed


def test_what_the_record_holds_is_that_of_the_instant(desk):
    """Contacts, tries and decisions of later are not there yet."""
    desk.say(contact_said(Contact("本部", "staff"), at=at(9)), decided("待つ", 10))
    early, late = desk.state(at(8)), desk.state(at(19))
    assert (early.contacts, early.decisions) == ((), ())
    assert (len(late.contacts), len(late.decisions)) == (1, 1)
    assert late.incident is None
