"""The record as a command opens it: what it has to tell the person is told, whatever the command does."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from addin.commands.output import Lang, told
from addin.store.journal import Journal
from addin.store.shown import unconfirmed
from calc.outcome import RefusedError


@contextmanager
def told_journal(home: Path, lang: Lang) -> Iterator[Journal]:
    """Yield the record of a home; tell entries that a killed run left unconfirmed, and afterwards its own findings.

    The findings (no second copy …) are told when the command is refused midway, too: what it recorded stands.
    """
    tell_unconfirmed(home, lang)
    with Journal(home) as journal:
        try:
            yield journal
        finally:
            told(journal.findings, lang)


def tell_unconfirmed(home: Path, lang: Lang) -> None:
    """Tell once which entries nobody may have seen confirmed; a record that cannot be read is the command's to tell."""
    with suppress(RefusedError), Journal(home) as journal:
        missed = journal.unconfirmed()
        told(unconfirmed(missed), lang)
        journal.confirm(missed)
