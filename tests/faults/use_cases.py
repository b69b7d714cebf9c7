"""The use cases that are killed, starved and cut off: each works in a folder and tells what it acknowledges."""

import shutil
from contextlib import suppress
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
DATE = "2026-11-20"
AT = f"{DATE}T20:30:00+09:00"
DESK = Path()  # what `prepare` makes: the small day of one participant
ALONE = ["solo", "declare", "--initials", "SK", "--reason", "fault", "--date", DATE]
PARTICIPANT = ["--set", "role=participant"]
TABLES = {
    "owed.csv": "instrument\nITXJS4605\n",
    "sheet.csv": f"instrument,bid,offer,as_of\nITXJS4605,56.5,57.5,{DATE}T15:17:00+09:00\n",
    "upload.csv": "business_date,participant,instrument,bid_bp,offer_bp,as_of\n"
    f"{DATE},P07,ITXJS4605,56.5,57.5,{DATE}T15:18:00+09:00\n",
}


def prepare(folder):
    """Make the day that quotes are checked beside: the example day with the last days of its history alone."""
    global DESK  # noqa: PLW0603 - the children that are forked afterwards all work on it
    DESK = ensure_folder(folder)
    for name in ("day.toml", "instruments.csv", "accounts.csv", "positions.csv"):
        shutil.copy(EXAMPLE / name, DESK)
    head, *rows = (EXAMPLE / "history.csv").read_text(encoding="utf-8").splitlines()
    (DESK / "history.csv").write_text("\n".join([head, *rows[-5:]]) + "\n", encoding="utf-8")
    for name, text in TABLES.items():
        (DESK / name).write_text(text, encoding="utf-8")


def at(time):
    """Return the option that says when a command is run."""
    return ["--at", f"{DATE}T{time}+09:00"]


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


def done(folder, *commands, acknowledge):
    """Run commands one after the other, each after the one before it ended well; then tell every file they made."""
    for words in commands:
        code = ended([*words, "--home", str(folder / "home"), "--lang", "en"])
        if code:
            return code
    for name in names_in(folder / "out"):
        acknowledge(name)
    return 0


def names_in(folder):
    """Return the names of the files in a folder; a fault that hits this look of the test's own hits no second one."""
    for _ in range(2):
        with suppress(OSError):
            return sorted(path.name for path in folder.rglob("*") if path.is_file())
    raise AssertionError(folder)


def quotes(folder, acknowledge):
    """Enter a participant's quotes and send them as a mail and as the tool's file, one person alone."""
    day = ["--data", str(DESK), "--participant", "P07", "--initials", "SK", *PARTICIPANT]
    confirmed = ["--confirm-all", "--reason", "fault", "--instruments", str(DESK / "owed.csv")]
    send = ["quotes", "send", *day, *at("15:20:00"), "-o", str(folder / "out"), "--reason", "fault"]
    return done(
        folder,
        ALONE,
        ["quotes", "enter", str(DESK / "sheet.csv"), *day, *at("15:18:00"), *confirmed],
        [*send, "--route", "mail", "--from", "desk@p07.example"],
        [*send, "--route", "tool"],
        acknowledge=acknowledge,
    )


def proxy(folder, acknowledge):
    """Record a table that a participant told by telephone, accept it, and make the proxy-entry file."""
    told = ["--participant", "P07", "--by", "telephone", "--bid-total", "56.5", "--offer-total", "57.5"]
    code = done(folder, ALONE, ["proxy", "paste", str(DESK / "sheet.csv"), *told, *at("15:25:00")], acknowledge=print)
    if code:
        return code
    with Journal(folder / "home") as journal:
        (reading,) = (entry.key for entry in journal.entries("mail.read"))
    enter = ["proxy", "enter", "--initials", "SK", "--accept", f"{reading}=P07", "--date", DATE, *at("15:26:00")]
    made = ["--set", "role=clearing_house", "-o", str(folder / "out"), "--reason", "fault"]
    return done(folder, [*enter, *made], acknowledge=acknowledge)


def outage(folder, acknowledge):
    """Declare an outage and report it three ways."""
    named = ["--participant", "P07", "--initials", "SK", "--date", DATE]
    failed = ["--connection", "tool", "--affects", "quotes"]
    return done(
        folder,
        ["outage", "declare", *named, *failed, *at("14:20:00")],
        ["outage", "report", *named, *at("14:35:00"), "-o", str(folder / "out")],
        acknowledge=acknowledge,
    )


def exchange(folder, acknowledge):
    """Export an upload file from a table, and import it again with a control total."""
    out = folder / "out"
    make = ["export", "quotes_direct", "--from", str(DESK / "upload.csv"), "-o", str(out), "--reason", "fault"]
    take = ["import", "quotes_direct", str(out / "quotes_direct_20261120.csv"), "--total", "rows=1"]
    return done(folder, [*make, *PARTICIPANT], take, acknowledge=acknowledge)


USE_CASES = {
    "journal": journal,
    "record": record,
    "file": file,
    "day": day,
    "bundle": bundle,
    "second": second,
    "quotes": quotes,
    "proxy": proxy,
    "outage": outage,
    "exchange": exchange,
}
COMMANDS = {"day", "quotes", "proxy", "outage", "exchange"}
