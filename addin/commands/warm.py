"""`hikae warm`: compile every kernel once, so that the first bad day does not wait for it."""

import sys


def warm() -> None:
    """計算部品を準備する / Compile the kernels into this user's cache."""
    from addin.app.warm import warmed  # noqa: PLC0415 - kernels load only when needed

    sys.stdout.write(f"準備完了 / ready: {warmed()} kernels\n")
