"""The entries of the record that approvals and solo mode are made of, read once for a use case."""

from addin.app.approval import solo, touches
from addin.store.chain import Entry
from addin.store.journal import Journal
from calc.outcome import Place, RefusedError, finding

KINDS = touches.KINDS | solo.KINDS


def desk_entries(journal: Journal, *, known: tuple[Entry, ...] = ()) -> tuple[Entry, ...]:
    """Return every entry that says who prepared, asked, approved, refused, released or worked alone, oldest first.

    `known` holds those already read; only what came after them is looked for. All are as of one instant, though the
    kinds are read one by one: what others append meanwhile is left for the next look.
    With them come the entries, whatever they are about, that know a later instant than what follows them.
    """
    newest, after = journal.last(), known[-1].n if known else 0
    last = newest.n if newest else 0
    of_kinds = (journal.entries(kind, after=after) for kind in sorted(KINDS))
    late = journal.before_set_back(after=after)
    new = {entry.n: entry for entries in (*of_kinds, late) for entry in entries if entry.n <= last}
    return (*known, *(new[n] for n in sorted(new)))


def trusted_entries(journal: Journal) -> tuple[Entry, ...]:
    """Return the same from a record whose whole chain is intact; no approval is read from any other.

    Raises RefusedError with the row and the code of what is wrong.
    """
    checked = journal.verify()
    if not checked.ok:
        raise RefusedError([finding(checked.reason, Place("journal", checked.broken_at), row=checked.broken_at)])
    return desk_entries(journal)
