"""How far a long computation is, for a person at the screen."""

import sys


def progress(done: int, everything: int) -> None:
    """Tell a person at the screen how far it is; a log file is spared the steps."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{done:,}/{everything:,}" + ("\n" if done == everything else ""))
        sys.stderr.flush()
