"""Which accounts can be challenged, with what amounts, and what the drafts and the record say of them."""

from datetime import date, datetime
from types import SimpleNamespace

import pytest

from addin.app.approval.people import Person
from addin.app.margin_challenge import (
    CHALLENGED,
    FACT,
    Marked,
    Sender,
    challenge_files,
    challenge_rows,
    challenged,
    challenged_accounts,
)
from addin.books.inputs import NotifiedAmount
from addin.home import Mode
from addin.settings import load_settings
from addin.store.journal import Journal
from calc.days.cutoff import JST
from calc.margin.challenge import Challenge, Challenged
from calc.margin.requirement import Component
from calc.outcome import Place, RefusedError
from calc.types import Account, AccountKind

DAY = date(2026, 11, 20)
AT = datetime(2026, 11, 20, 18, 55, tzinfo=JST)
HERE = Place("口座 Accounts!F10")
PERSON = Person("user", "SK")
SENDER = Sender(PERSON, "margin@p1.example", AT)
BASE, OFFER = Component.BASE, Component.BID_OFFER


def requirement(account, total, **parts):
    """Return a requirement: the total, and the components that are not 0."""
    amounts = {**dict.fromkeys(Component, 0), **{Component(name): each for name, each in parts.items()}}
    return SimpleNamespace(account=account, total=total, amounts={**amounts, Component.TOTAL: total})


OWN = (requirement("P1H", 100, base=90, bid_offer=10),)


def told(account, amount, component="total", *, version=1, measure="im"):
    return NotifiedAmount(version, account, measure, component, amount, None, 0)


@pytest.fixture
def result(tmp_path):
    """Return a function that makes a day of two participants with what was notified, and by which version."""

    def made(*notified, own=OWN, versions=(1,), **settings):
        accounts = [
            Account(code, code[:2], AccountKind.HOUSE if code[2] == "H" else AccountKind.CLIENT, "", 0, 1.0, 0)
            for code in ("P1H", "P1C", "P2H")
        ]
        return SimpleNamespace(
            inputs=SimpleNamespace(accounts=accounts, notified=notified or None),
            margin=SimpleNamespace(requirements=own) if own else None,
            comparisons=dict.fromkeys(versions, ()),
            settings=load_settings(tmp_path, overrides=settings),
        )

    return made


def of(result, account="P1H", notified=None):
    """Return what is challenged of one account."""
    made = challenged_accounts([Marked(account, notified, HERE)], result)
    return made[account[:2]][0]


def refused(result, *marks):
    """Return code and place of every reason for a refusal."""
    with pytest.raises(RefusedError) as caught:
        challenged_accounts([Marked(*each) for each in marks], result)
    return [(each.code, each.place) for each in caught.value.findings]


def test_an_amount_of_the_folder_is_challenged_with_its_components(result):
    """What differs is named with both amounts; what agrees is not."""
    day = result(told("P1H", 60), told("P1H", 50, "base"), told("P1H", 10, "bid_offer"))
    found = of(day)
    assert (found.account, found.version, found.notified, found.own) == ("P1H", 1, 60, 100)
    assert list(found.parts.values()) == [(50, 90)]


def test_an_amount_from_a_fax_is_challenged_without_components(result):
    """Nothing was notified by file: the typed total stands alone, as the first version."""
    found = of(result(versions=()), notified=60)
    assert (found.version, found.notified, dict(found.parts)) == (1, 60, {})


def test_the_newest_version_is_the_one_challenged(result):
    """Of two versions notified the second counts, and the first one's components do not."""
    day = result(told("P1H", 60), told("P1H", 1, "base"), told("P1H", 70, version=2), versions=(1, 2))
    found = of(day)
    assert (found.version, found.notified, dict(found.parts)) == (2, 70, {})


def test_a_version_that_nobody_was_notified_of_does_not_count(result):
    """The folder holds a second version for later: the challenge is of the first."""
    assert of(result(told("P1H", 60), told("P1H", 100, version=2))).version == 1


def test_other_measures_are_no_initial_margin(result):
    """A notified variation margin of the same account is not taken for its initial margin."""
    day = result(told("P1H", 60), told("P1H", 999, measure="vm_stock"))
    assert of(day).notified == 60


def test_accounts_are_gathered_by_participant(result):
    """Each participant has its own challenge, with its accounts in the order of the marks."""
    own = [requirement(name, 100) for name in ("P1H", "P1C", "P2H")]
    marks = [Marked(name, 60, HERE) for name in ("P2H", "P1C", "P1H")]
    made = challenged_accounts(marks, result(own=own, versions=()))
    assert {name: [each.account for each in found] for name, found in made.items()} == {
        "P2": ["P2H"],
        "P1": ["P1C", "P1H"],
    }


@pytest.mark.parametrize(
    ("mark", "code"),
    [
        (("P9H", 60, HERE), "account_unknown"),
        (("P1C", 60, HERE), "challenge_own_missing"),
        (("P1H", None, HERE), "challenge_not_notified"),
        (("P1H", 100, HERE), "challenge_agrees"),
    ],
)
def test_what_cannot_be_challenged_is_told_at_its_mark(result, mark, code):
    """No draft is made of it, and the cell is the one that the person marked."""
    assert refused(result(versions=()), mark) == [(code, HERE)]


def test_typed_and_read_must_be_one_amount(result):
    """Which of two amounts was notified is not for us to say."""
    assert refused(result(told("P1H", 60)), ("P1H", 61, HERE)) == [("challenge_two_amounts", HERE)]


def test_every_bad_mark_is_told_at_once(result):
    """A person mends all of them in one go."""
    other = Place("口座 Accounts!F11")
    found = refused(result(versions=()), ("P9H", 1, HERE), ("P1H", 60, HERE), ("P1C", 1, other))
    assert found == [("account_unknown", HERE), ("challenge_own_missing", other)]


def test_without_any_computation_nothing_is_challenged(result):
    """A day whose margin stopped has no own amount to hold against the notified one."""
    assert refused(result(told("P1H", 60), own=()), ("P1H", None, HERE)) == [("challenge_own_missing", HERE)]


def test_within_the_desks_tolerance_it_agrees(result):
    """A difference of five yen under a tolerance of five is none."""
    day = result(told("P1H", 95), compare_tolerance_yen=5)
    assert refused(day, ("P1H", None, HERE)) == [("challenge_agrees", HERE)]
    assert of(result(told("P1H", 94), compare_tolerance_yen=5)).notified == 94


def test_an_own_amount_of_zero_can_be_held_against_one(result):
    """0 is computed, not missing: who owes nothing was notified of something."""
    found = of(result(told("P1H", 60), own=[requirement("P1H", 0)]))
    assert (found.own, found.notified) == (0, 60)


def challenge(*accounts, participant="P1"):
    return Challenge(participant, DAY, accounts or (Challenged("P1H", 1, 60, 100),), "SK", "2026-11-20T18:55:00+09:00")


def test_the_files_are_named_for_participant_and_day():
    """Two participants' drafts of one day do not overwrite each other."""
    names = {*challenge_files(challenge(), SENDER, Mode.LIVE)}
    others = {*challenge_files(challenge(participant="P2"), SENDER, Mode.LIVE)}
    assert names == {"challenge_telephone_P1_20261120.txt", "challenge_mail_P1_20261120.eml"}
    assert not names & others


def test_a_drills_drafts_say_so():
    """Neither name nor text of a drill's draft can be taken for a real challenge."""
    real, drill = (challenge_files(challenge(), SENDER, mode) for mode in (Mode.LIVE, Mode.DRILL))
    assert not {*real} & {*drill}
    script = next(data.decode() for name, data in drill.items() if name.endswith(".txt"))
    assert "訓練" in script.splitlines()[0]
    assert "訓練" not in next(data.decode() for name, data in real.items() if name.endswith(".txt")).splitlines()[0]


def test_a_mail_without_an_address_leaves_the_sender_to_the_mail_program():
    """The address may stay blank; the draft is still one."""
    files = challenge_files(challenge(), Sender(PERSON, "", AT), Mode.LIVE)
    mail = files["challenge_mail_P1_20261120.eml"].decode()
    assert "\nFrom:" not in f"\n{mail}"
    assert "X-Unsent: 1" in mail


def recorded(tmp_path, *challenges, sender=SENDER):
    """Record challenges; returns the last entry, the drafts, and the day's rows of the book."""
    with Journal(tmp_path / "home") as journal:
        made = challenged(journal, challenges, sender, out=tmp_path / "out", mode=Mode.LIVE)
        return (*made, challenge_rows(journal, DAY), [each.kind for each in journal.entries()])


def test_the_record_has_one_fact_and_one_entry_an_account(tmp_path):
    """The plan's fact is the participant's; the amounts are each account's own."""
    both = challenge(Challenged("P1H", 1, 60, 100), Challenged("P1C", 1, 5, 9))
    entry, files, rows, kinds = recorded(tmp_path, both)
    assert kinds == ["fact.recorded", CHALLENGED, CHALLENGED]
    assert (entry.body["account"], entry.body["own"]) == ("P1C", 9)
    assert [row[0] for row in rows] == ["P1H", "P1C"]
    assert all(path.exists() for path in files)


def test_drafts_are_named_in_the_record_by_their_content(tmp_path):
    """Whoever finds a draft later can tell whether it is the one."""
    entry, files, _, _ = recorded(tmp_path, challenge())
    assert set(entry.body["drafts"]) == {path.name for path in files}
    assert all(len(digest) == 64 for digest in entry.body["drafts"].values())


def test_a_second_challenge_is_a_second_entry_and_one_row(tmp_path):
    """Half an hour later it is said again: both are recorded, and the book shows the newer instant."""
    recorded(tmp_path, challenge())
    later = Sender(PERSON, "", datetime(2026, 11, 20, 19, 25, tzinfo=JST))
    _, _, rows, kinds = recorded(tmp_path, challenge(), sender=later)
    assert kinds.count(CHALLENGED) == 2
    ((account, at, _),) = rows
    assert (account, at) == ("P1H", pytest.approx(46346 + (19 + 25 / 60) / 24))


def test_another_days_challenges_are_not_shown(tmp_path):
    """The page of a day has its own challenges alone."""
    recorded(tmp_path, challenge())
    with Journal(tmp_path / "home") as journal:
        assert challenge_rows(journal, date(2026, 11, 19)) == []


def test_the_fact_is_in_the_plans_own_words(tmp_path):
    """What was recorded is what clause and duty ask for."""
    recorded(tmp_path, challenge())
    with Journal(tmp_path / "home") as journal:
        (fact,) = journal.entries("fact.recorded")
    assert (fact.body["what"], fact.body["details"]) == (FACT, {"participant": "P1", "item": "margin"})
