"""Forks a desk that dies while it records: the system kills it at the first byte that goes beyond a place in a file."""

import json
import os
import resource
import signal
import sys
from datetime import datetime
from pathlib import Path

from addin.store import journal as journal_module
from addin.store.journal import Journal


def die_beyond(limit):
    """Have the system kill this process when it writes beyond an offset of any file."""
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))


def desk(asked, pipe):
    """Record one content and tell its key, or die before the end; `limit` is where, None after the commit."""
    journal_module.now = lambda: datetime.fromisoformat(asked["at"])
    if asked["limit"] is not None:
        die_beyond(asked["limit"])
    with Journal(Path(asked["home"])) as journal:
        entry = journal.append(asked["kind"], asked["body"])
        if asked["limit"] is None:
            os.kill(os.getpid(), signal.SIGKILL)
        os.write(pipe, entry.key.encode())


def main():
    """Serve one desk per line of standard input; answer with the key it told, or an empty line."""
    for line in sys.stdin:
        reading, writing = os.pipe()
        process = os.fork()
        if process == 0:
            desk(json.loads(line), writing)
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading) as pipe:
            sys.stdout.write(pipe.read() + "\n")
        sys.stdout.flush()
        os.waitpid(process, 0)


if __name__ == "__main__":
    main()
