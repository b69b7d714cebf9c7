"""A run on processes of this computer that is interrupted when it is told to; says what it left."""

import signal
import sys
import time

from addin.scale.crew import LOCAL, crew_of


def endless():
    """Yield parts for ever, and say when the run is under way."""
    part = 0
    while True:
        yield part
        part += 1
        if part == 9:
            sys.stdout.write("under way\n")
            sys.stdout.flush()


def waiting(_shared, part):
    """Take a while."""
    time.sleep(0.1)
    return part


def main():
    """Run until interrupted."""
    with crew_of(LOCAL) as crew, crew.shared(()) as shared:
        for _ in crew.each(time_of, endless(), shared):
            pass


def time_of(shared, part):
    """Name what workers find by this module."""
    return waiting(shared, part)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # what is run in the background of a shell ignores it
    sys.modules["interrupted_child"] = sys.modules["__main__"]
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(3)
