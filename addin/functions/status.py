"""CDS_STATUS: one line that shows the add-in, the engine and the journal to be alive; never served from a cache."""

from importlib.metadata import version

from addin.home import home_folder
from addin.store.chain import NO_HASH
from addin.store.journal import Journal, short_head


def status() -> str:
    """Return the line; a journal that cannot be read is a refusal, never a line that says ready."""
    with Journal(home_folder()) as journal:
        last = journal.last()
    count, head = (last.n, last.hash) if last else (0, NO_HASH)
    return f"Hikae {version('hikae')} · 動作中 / ready · journal 控え n={count} head={short_head(head)}…"
