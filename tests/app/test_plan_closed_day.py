"""What the plan's cells say on a closed day: nothing of that day, but what the next business day brings."""

from datetime import date, datetime
from functools import partial

import pytest
from sheet_tables import record_run

from addin.app.plan_cell import applies_text, basis_text, business_date_at, clause_text, due_rows, plan_at
from addin.app.plan_facts import RECORDED
from addin.store.journal import Journal
from calc.outcome import RefusedError

SUNDAY = datetime.fromisoformat("2026-11-22T20:30:00+09:00")
TUESDAY = b'business_date = 2026-11-24\nparticipants = ["P01"]\n'
CELLS = [partial(applies_text, "margin"), partial(clause_text, "margin"), plan_at, due_rows, basis_text]


@pytest.fixture
def home(tmp_path):
    """Return a home in whose record a fact is dated on a Sunday."""
    fact = {"business_date": "2026-11-22", "at": "2026-11-22T03:00:00+09:00", "what": "price.failed", "details": {}}
    with Journal(tmp_path / "home") as journal:
        journal.append(RECORDED, fact)
    return tmp_path / "home"


@pytest.mark.parametrize("cell", CELLS)
def test_a_closed_day_has_no_rulings_of_its_own(home, cell):
    """What was dated on a Sunday rules nothing: the cells look at Tuesday, of which the record holds nothing yet."""
    with pytest.raises(RefusedError) as raised:
        cell(SUNDAY, home=home)
    (found,) = raised.value.findings
    assert (found.code, dict(found.details)) == ("plan_day_unrecorded", {"day": "2026-11-24"})


def test_on_a_closed_day_the_cells_look_at_the_next_business_day(home):
    """On Sunday evening nothing of Tuesday is due or overdue, and its first cut-off comes next."""
    record_run(home, date(2026, 11, 24), day=TUESDAY)
    plan = plan_at(SUNDAY, home=home)
    assert (plan.business_date, plan.due, plan.missed) == (date(2026, 11, 24), (), ())
    assert plan.next_cutoff.at.isoformat() == "2026-11-24T13:00:00+09:00"
    assert applies_text("margin", SUNDAY, home=home) == "未定 / pending"
    assert basis_text(SUNDAY, home=home).startswith("○")


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("2026-11-20T23:59:59+09:00", "2026-11-20"),
        ("2026-11-21T00:00:00+09:00", "2026-11-24"),
        ("2026-11-23T12:00:00+09:00", "2026-11-24"),
        ("2026-11-20T15:30:00+00:00", "2026-11-24"),
    ],
)
def test_the_business_date_of_an_instant(tmp_path, at, said):
    """Friday's own until midnight in Japan, Tuesday's over the weekend and on the holiday; asking makes nothing."""
    assert business_date_at(datetime.fromisoformat(at), home=tmp_path / "none").isoformat() == said
    assert not (tmp_path / "none").exists()
