"""The use cases that are killed, starved and cut off: each works in a folder and tells what it acknowledges."""

from pathlib import Path

from addin.app.bundle_make import made_bundle
from addin.app.bundle_read import read_bundle
from addin.cli import ended
from addin.files import ensure_folder, remove_leftovers, replace_file
from addin.store import second as second_module
from addin.store.journal import Journal
from addin.store.second import copied, copy_state

EXAMPLE = Path(__file__).parents[2] / "workbooks" / "example-day"
DATA = b"new\r\n" * 50_000
AT = "2026-11-20T20:30:00+09:00"


def journal(folder, acknowledge):
    """Record three contents in one call and two alone, then one of them again."""
    with Journal(folder / "home") as record:
        acknowledge(record.append("fault.first", {"value": 1}).key)
        together = [("fault.together", {"value": value, "text": "控え" * 900}) for value in range(3)]
        record.append_all(together, on_recorded=lambda entry: acknowledge(entry.key))
        acknowledge(record.append("fault.last", {"value": 2}).key)
        acknowledge(record.append("fault.first", {"value": 1}).key)


def record(folder, acknowledge):
    """Record eight contents of many sizes one by one, the longest over several pages."""
    with Journal(folder / "home") as journal:
        for number in range(8):
            body = {"number": number, "text": "記録" * 200 * number}
            acknowledge(journal.append("fault.number", body).key)


def file(folder, acknowledge):
    """Clean up after a killed run, then write a file in a new folder, and one that may be there, its folder too."""
    remove_leftovers(folder)
    for path in (folder / "replaced.csv", ensure_folder(folder / "out" / "day") / "made.csv"):
        replace_file(path, DATA)
        acknowledge(path.name)


def day_words(folder):
    """Return the words of the command that runs the example day in a folder."""
    places = ["--home", str(folder / "home"), "--out", str(folder / "out")]
    return ["day", "--data", str(EXAMPLE), "--at", AT, "--acks", *places]


def day(folder, acknowledge):
    """Run the example day by its command, which tells by itself what it recorded; then every file it made."""
    code = ended(day_words(folder))
    for path in sorted((folder / "out").iterdir()) if code == 0 else ():
        acknowledge(path.name)
    return code


def bundle(folder, acknowledge):
    """Make a bundle of a record, and merge it into another office's record."""
    with Journal(folder / "other") as journal:
        journal.append_all([("fault.elsewhere", {"value": value}) for value in range(3)])
    path = folder / "office.bundle"
    made_bundle(folder / "other", path)
    acknowledge(path.name)
    read_bundle(path, folder / "home")
    with Journal(folder / "home") as journal:
        for entry in list(journal.entries()):
            acknowledge(entry.key)


def second(folder, acknowledge):
    """Record three contents with a second copy, and tell when each is in it, too."""
    second_module.PATIENCE = 60.0  # a watched process is slow
    stick = ensure_folder(folder / "stick")
    with Journal(folder / "home", after_commit=copied(folder / "home", str(stick))) as journal:
        for number in range(3):
            key = journal.append("fault.copied", {"number": number}).key
            acknowledge(key)
            if not copy_state(journal.findings):
                acknowledge(f"copied {key}")


USE_CASES = {"journal": journal, "record": record, "file": file, "day": day, "bundle": bundle, "second": second}
COMMANDS = {"day"}
