"""A LibreOffice of two shell scripts: it says its version, keeps what it was told, and behaves as asked."""

SOFFICE = """#!/bin/sh
here=$(dirname "$0")
[ "$1" = --version ] && {{ echo "{says}"; exit 0; }}
env >"$here/environment"
printf '%s\\n' "$@" >"$here/arguments"
for document; do :; done
mark="$(dirname "$document")/.~lock.$(basename "$document")#"
{behaves}
"""
UNOPKG = """#!/bin/sh
echo "$@" >>"$(dirname "$0")/calls"
{behaves}
"""
STARTS = 'touch "$mark"; exec sleep 1'
HANDS_OVER = "exit 0"
FAILS = "echo 'no fonts at all' >&2; exit 77"
HANGS = "exec sleep 2"


def program(path, text):
    """Write a program."""
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)
    return path


def fake_office(folder, *, says="LibreOffice 25.2.3.2 520(Build:2)", behaves=STARTS, unopkg="exit 0"):
    """Put a LibreOffice into a folder and return its soffice; beside it appear `arguments`, `environment`, `calls`."""
    folder.mkdir(parents=True, exist_ok=True)
    program(folder / "unopkg", UNOPKG.format(behaves=unopkg))
    return program(folder / "soffice", SOFFICE.format(says=says, behaves=behaves))


def told(folder, name="arguments"):
    """Return the lines that a fake program kept, none when it was not called."""
    kept = folder / name
    return kept.read_text(encoding="utf-8").splitlines() if kept.exists() else []
