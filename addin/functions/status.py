"""CDS_STATUS: one line that shows the add-in, the engine and the journal to be alive; never served from a cache."""

from importlib.metadata import version

from addin.home import BANNER, Mode, home_folder
from addin.store.chain import NO_HASH
from addin.store.journal import Journal, short_head
from addin.store.mode import mode_of


def status() -> str:
    """Return the line; a journal that cannot be read is a refusal, never a line that says ready."""
    with Journal(home_folder()) as journal:
        last = journal.last()
    count, head = (last.n, last.hash) if last else (0, NO_HASH)
    drill = f"{BANNER} · " if mode_of(home_folder()) is Mode.DRILL else ""
    return f"{drill}Hikae {version('hikae')} · 動作中 / ready · journal 控え n={count} head={short_head(head)}…"
