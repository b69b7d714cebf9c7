"""The most memory that a process had."""

import sys


def most_memory() -> int:
    """Return the most memory, in bytes, that this process had until now."""
    if sys.platform == "win32":
        import psutil  # noqa: PLC0415 - in the extra `scale`

        return int(psutil.Process().memory_info().peak_wset)
    import resource  # noqa: PLC0415 - not on Windows

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024
