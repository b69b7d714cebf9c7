"""The command's first line: whatever is pressed while the program still loads ends it without a traceback."""

import sys

INTERRUPTED = 3


def main() -> None:
    """Load the program and run it."""
    try:
        from addin.cli import main as run  # noqa: PLC0415 - the point of this module

        run()
    except KeyboardInterrupt:
        sys.stderr.write("中断しました / interrupted\n")
        sys.exit(INTERRUPTED)
