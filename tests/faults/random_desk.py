"""A desk for random days: one record, a clock that jumps, and colleagues who die while they record."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from days_of_facts import moment
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test
from warm_process import MEMORY

from addin.store import journal as journal_module
from addin.store.journal import Journal
from calc.days.cutoff import iso

CHILD = Path(__file__).with_name("crashing_child.py")
JUMPS = st.sampled_from([-7200, -600, -1, 0, 1, 59, 600, 1800, 3600, 5400])
PLACES = st.one_of(st.none(), st.integers(0, 24).map(lambda number: number * 2048 + 5))
STEPS_OF_ONE = 50
RARELY = 4  # what takes long is possible at every fourth step only


class Desk(RuleBasedStateMachine):
    """What every random day has; `steps` counts over all of them."""

    steps = 0
    colleague = None

    def __init__(self):
        super().__init__()
        memory = MEMORY if os.access(MEMORY, os.W_OK) else None
        self.folder = Path(tempfile.mkdtemp(prefix="hikae-desk-", dir=memory))
        self.journal = Journal(self.folder / "home")
        self.clock = moment("12:30")
        self.told, self.dead, self.taken = set(), 0, 0
        journal_module.now = lambda: self.clock

    def count(self):
        """Count one step of all the machines."""
        Desk.steps += 1
        self.taken += 1

    def record(self, kind, body):
        """Record one content; what it returned is promised."""
        entry = self.journal.append(kind, body)
        self.told.add(entry.key)
        return entry

    def look(self):
        """Look at the whole record: nothing promised is lost, nothing stands twice, the chain is intact."""
        keys = [entry.key for entry in self.journal.entries()]
        assert self.journal.verify().ok
        assert self.told <= set(keys)
        assert len(keys) == len(set(keys))

    @rule(jump=JUMPS)
    def the_clock_jumps(self, jump):
        """Have the computer's clock go on, jump ahead or fall back."""
        self.count()
        self.clock += timedelta(seconds=jump)

    @precondition(lambda self: self.taken % RARELY == 0)
    @rule(place=PLACES)
    def a_colleague_dies(self, place):
        """Have somebody else record something and be killed at some byte of it, or just before he is told."""
        self.count()
        self.dead += 1
        asked = {"home": str(self.folder / "home"), "kind": "desk.noted", "body": {"number": self.dead}}
        line = json.dumps({**asked, "limit": place, "at": iso(self.clock)})
        self.colleague.stdin.write(line + "\n")
        self.colleague.stdin.flush()
        key = self.colleague.stdout.readline().strip()
        self.told |= {key} if key else set()
        self.look()

    @precondition(lambda self: self.taken % RARELY == 1)
    @rule()
    def the_program_starts_anew(self):
        """Close the record and open it again."""
        self.count()
        self.journal.close()
        self.journal = Journal(self.folder / "home")
        self.look()

    def teardown(self):
        """Look at the record for the last time."""
        try:
            self.look()
        finally:
            self.journal.close()
            shutil.rmtree(self.folder)


@contextmanager
def a_colleague():
    """Have a process that forks the desks that die."""
    program = [sys.executable, "-B", str(CHILD)]
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        Desk.colleague = process
        yield
        process.stdin.close()
        assert process.wait(30) == 0


def steps_run(machine, number):
    """Run random days of a machine and return how many steps they had."""
    kept, before = journal_module.now, Desk.steps
    days = 1 + number * 4 // 3 // STEPS_OF_ONE  # some end before their last step
    try:
        with a_colleague():
            run_state_machine_as_test(machine, settings=settings(max_examples=days, stateful_step_count=STEPS_OF_ONE))
    finally:
        journal_module.now = kept
    return Desk.steps - before
