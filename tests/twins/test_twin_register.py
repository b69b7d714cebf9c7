"""The registers against their twin: any sequence of sayings leaves the same names with the same content."""

import tempfile
from pathlib import Path

from continuity_hand import SK, TY, at
from hypothesis import given
from hypothesis import strategies as st
from twin_register import TwinRegister

from addin.app.continuity_people import mover_said, movers
from addin.app.continuity_record import Kept, record_said, register, said
from addin.store.journal import Journal
from calc.continuity.roster import Mover

TASKS, PEOPLE = ("決済", "監視", "連絡"), ("SK", "TY", "UM")
SAYINGS = st.lists(
    st.tuples(
        st.integers(min_value=8, max_value=20),
        st.sampled_from(TASKS),
        st.sampled_from(PEOPLE),
        st.booleans(),
        st.sampled_from((SK, TY)),
    ),
    max_size=8,
)


@given(SAYINGS)
def test_any_sequence_leaves_the_twins_register(sayings):
    """At every hour what stands is what the twin has; each saying was recorded exactly when it was a new one."""
    twin = TwinRegister()
    with tempfile.TemporaryDirectory() as folder, Journal(Path(folder) / "home") as journal:
        for hour, task, person, is_withdrawn, who in sayings:
            moment = at(hour)
            (entry,) = record_said(
                journal, [mover_said(Mover(person, task), at=moment, withdrawn=is_withdrawn)], person=who
            )
            assert entry.added == twin.say(moment, task, person, who=who, withdrawn=is_withdrawn)
        for hour in (7, 10, 14, 21):
            found = {each.task: each.person for each in movers(journal, at=at(hour))}
            assert found == twin.standing(at(hour))


@given(SAYINGS)
def test_saying_everything_at_once_is_saying_it_one_by_one(sayings):
    """A page of many rows, each name once, records what single pages would."""
    last = {task: (hour, person, gone) for hour, task, person, gone, _ in sayings}
    rows = [mover_said(Mover(person, task), at=at(hour), withdrawn=gone) for task, (hour, person, gone) in last.items()]
    with tempfile.TemporaryDirectory() as folder:
        with Journal(Path(folder) / "together") as journal:
            record_said(journal, rows, person=SK)
            together = [(dict(said(each)), each.key) for each in journal.entries()]
        with Journal(Path(folder) / "apart") as journal:
            for row in rows:
                record_said(journal, [row], person=SK)
            assert [(dict(said(each)), each.key) for each in journal.entries()] == together


@given(SAYINGS)
def test_nothing_is_ever_lost(sayings):
    """What stood at an hour is still found when looking back to it, whatever was said for later."""
    with tempfile.TemporaryDirectory() as folder, Journal(Path(folder) / "home") as journal:
        seen = []
        for n, (_, task, person, _, who) in enumerate(sayings):
            record_said(journal, [mover_said(Mover(person, task), at=at(8, n))], person=who)
            seen.append((at(8, n), [dict(said(each)) for each in register(journal, Kept.MOVER, at=at(8, n))]))
        for moment, standing in seen:
            assert [dict(said(each)) for each in register(journal, Kept.MOVER, at=moment)] == standing
