"""One of several programs that append to the same record: tells each key, and waits its turn as often as it must."""

import sys
from pathlib import Path

from harms import HARMS

from addin.store.journal import Journal
from calc.outcome import RefusedError


def append(journal, worker, number):
    """Return the key of one content, recorded however long the others hold the record."""
    while True:
        try:
            return journal.append("writers.number", {"worker": worker, "number": number}).key
        except RefusedError as refused:
            if refused.findings[0].code != "journal_busy":
                raise
            sys.stdout.write("busy\n")


def main(home, worker, first, last, harm):
    """Append the numbers from `first` to before `last`."""
    if harm:
        HARMS[harm]()
    with Journal(Path(home)) as journal:
        for number in range(int(first), int(last)):
            sys.stdout.write(f"recorded {number} {append(journal, int(worker), number)}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
