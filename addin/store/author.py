"""Who the operating system says is at the desk."""

import os
import sys


def system_user() -> str:
    """Return the system's name of the user, printable; never from the environment, which anybody can set."""
    if sys.platform == "win32":
        return _printable(os.getlogin())
    import pwd  # noqa: PLC0415 - not there on Windows

    try:
        return _printable(pwd.getpwuid(os.getuid()).pw_name)
    except KeyError:  # a container may run under a number without a name
        return f"uid-{os.getuid()}"


def _printable(name: str) -> str:
    return "".join(sign if sign.isprintable() else "?" for sign in name)
