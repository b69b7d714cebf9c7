"""Two persons' word for what is about to leave or count: used where it is there, asked for where it is not yet."""

from datetime import datetime

from addin.app.approval import steps
from addin.app.approval.desk import desk_entries, trusted_entries
from addin.app.approval.people import Person
from addin.app.approval.state import Standing, approval_of
from addin.app.approval.steps import Permission, Tell, permitted
from addin.app.approval.subjects import Content, Subject
from addin.store.journal import Journal
from calc.outcome import RefusedError


def approved_or_asked(
    journal: Journal, subject: Subject, content: Content, *, person: Person, clock: datetime, tell: Tell = None
) -> Permission:
    """Return why the content may go ahead; where nothing says so yet, its approval is asked for first.

    What a second person refused is not asked for again. Raises RefusedError `approval_needed`, or what asking raises.
    """
    entries = trusted_entries(journal)
    try:
        return permitted(entries, subject, content, person=person, at=clock)
    except RefusedError:
        held = approval_of(entries, subject, at=clock)
        is_done = held.is_for(content) and (held.is_open or held.standing is Standing.REFUSED)
        if not is_done:
            steps.ask(journal, subject, content, person, at=clock, tell=tell)
    return permitted(desk_entries(journal), subject, content, person=person, at=clock)
