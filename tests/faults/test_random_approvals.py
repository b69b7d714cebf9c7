"""Random approvals among three people, with jumping clocks and dying desks: none ever stands on one person's word."""

from collections import Counter
from datetime import timedelta

import pytest
from days_of_facts import BUSINESS_DATE
from hypothesis import strategies as st
from hypothesis.stateful import rule
from random_desk import Desk, steps_run
from warm_process import LONG

from addin.app.approval import steps
from addin.app.approval.desk import desk_entries
from addin.app.approval.people import Person
from addin.app.approval.state import approval_of
from addin.app.approval.subjects import Content, Subject, SubjectKind
from addin.app.approval.touches import export_body, revised
from addin.store import journal as journal_module
from calc.outcome import RefusedError

STEPS = 200_000 if LONG else 1_500
# The last shares the user of the first, and the second the initials of the first.
PEOPLE = (Person("sato", "SA"), Person("mori", "MO"), Person("kato", "SA"), Person("sato", "TA"))
SUBJECT = Subject(BUSINESS_DATE, SubjectKind.UPLOAD_CSV, "requirements_upload.csv")
CONTENTS = [Content("1" * 64, "a" * 64), Content("2" * 64, "a" * 64), Content("1" * 64, "b" * 64)]
REFUSALS = {f"approval_{word}" for word in ("asked_already", "changed", "not_waiting", "same_initials", "same_user")}
REFUSALS |= {"approval_touched"}
WHO = st.sampled_from(PEOPLE)


class RandomApprovals(Desk):
    """One upload file that is prepared, asked for, approved and refused; what happened is noted here in plain words."""

    in_force, refusals = 0, Counter()

    def __init__(self):
        super().__init__()
        self.happened, self.day = [], self.clock.date()

    def act(self, word, person, step):
        """Have a person do something; note it when it was not refused, and look at what stands then."""
        self.count()
        self.day = max(self.day, self.clock.date())
        kept, journal_module.system_user = journal_module.system_user, lambda: person.user
        try:
            self.happened.append((word, person, step(person), self.clock.date()))
        except RefusedError as refused:
            self.refusals.update(each.code for each in refused.findings)
        finally:
            journal_module.system_user = kept
        self.nothing_stands_on_one_word()

    @rule(person=WHO, content=st.sampled_from(CONTENTS))
    def the_file_is_made(self, person, content):
        """Prepare the file, with this content under this ruling."""
        self.act("made", person, lambda _: self.made(content))

    def made(self, content):
        """Record the file as the day's run does."""
        body = revised(desk_entries(self.journal), "export.prepared", export_body(SUBJECT, content), SUBJECT)
        self.record("export.prepared", body)
        return content

    @rule(person=WHO, other=st.sampled_from([*CONTENTS[:1], None, None, None]))
    def somebody_asks(self, person, other):
        """Ask for the approval of what stands, now and then of something else."""
        stands = next((done[2] for done in reversed(self.happened) if done[0] == "made"), None)
        if content := other or stands:
            self.act("asked", person, lambda who: self.asked(who, content))

    def asked(self, who, content):
        """Ask, telling every entry."""
        steps.ask(self.journal, SUBJECT, content, who, at=self.clock, tell=self.tell)
        return content

    @rule(person=WHO)
    def somebody_approves(self, person):
        """Give the approval that waits."""
        self.approve(person)

    def approve(self, person):
        """Give the approval that waits, telling every entry."""
        self.act("given", person, lambda who: steps.give(
            self.journal, SUBJECT, who, seen=None, at=self.clock, tell=self.tell).content)  # fmt: skip

    @rule(person=WHO)
    def somebody_refuses(self, person):
        """Refuse the approval that waits or was given."""
        self.act("refused", person, lambda who: steps.refuse(
            self.journal, SUBJECT, who, reason="no", at=self.clock, tell=self.tell).content)  # fmt: skip

    @rule(writer=WHO, maker=WHO, checker=WHO, content=st.sampled_from(CONTENTS))
    def it_goes_its_usual_way(self, writer, maker, checker, content):
        """Have the file made, asked for and approved in one go, by whoever it may be."""
        self.act("made", writer, lambda _: self.made(content))
        self.act("asked", maker, lambda who: self.asked(who, content))
        self.approve(checker)

    @rule()
    def the_day_ends(self):
        """Have the clock pass midnight, rarely enough to matter."""
        self.count()
        if self.taken % 20 == 0:
            self.clock += timedelta(days=1)
            self.nothing_stands_on_one_word()

    def tell(self, entry):
        """Note what was told as recorded."""
        self.told.add(entry.key)

    def nothing_stands_on_one_word(self):
        """See that an approval in force has two people, the file as it stands, its ruling and its day."""
        held = approval_of(desk_entries(self.journal), SUBJECT, at=self.clock)
        stands = next((done[2] for done in reversed(self.happened) if done[0] == "made"), None)
        if stands is None or not held.covers(stands):
            return
        RandomApprovals.in_force += 1
        words = [done[0] for done in self.happened]
        given = len(words) - 1 - words[::-1].index("given")
        asked = max(place for place in range(given) if words[place] == "asked")
        maker, checker = self.happened[asked][1], self.happened[given][1]
        assert maker.user != checker.user
        assert maker.initials != checker.initials
        assert self.happened[asked][2] == stands
        assert self.brought() != checker.user
        assert "refused" not in words[given:]
        assert {done[2] for done in self.happened[asked:] if done[0] == "made"} <= {stands}
        assert self.day <= max(BUSINESS_DATE, self.happened[asked][3])

    def brought(self):
        """Return the user who last changed the file's bytes."""
        made = [(done[1].user, done[2].content_hash) for done in self.happened if done[0] == "made"]
        changes = [user for place, (user, digest) in enumerate(made) if place == 0 or made[place - 1][1] != digest]
        return changes[-1]


@pytest.mark.timeout(7200 if LONG else 300)
def test_no_approval_ever_stands_on_one_persons_word():
    """Whatever three people do, in whatever order, an approval in force is of two of them, for exactly this file."""
    assert steps_run(RandomApprovals, STEPS * 4 // 5) >= STEPS
    assert set(RandomApprovals.refusals) == REFUSALS
    assert RandomApprovals.in_force >= STEPS // 100, "hardly ever was anything approved"
