"""The command's first line: whatever is pressed while the program still loads ends it without a traceback."""

import gc
import sys

INTERRUPTED = 3


def main() -> None:
    """Load the program and run it."""
    try:
        gc.disable()  # what is loaded stays to the end: looking through it while it comes would find nothing
        from addin.cli import main as run  # noqa: PLC0415 - the point of this module

        gc.enable()
        run()
    except KeyboardInterrupt:
        sys.stderr.write("中断しました / interrupted\n")
        sys.exit(INTERRUPTED)
