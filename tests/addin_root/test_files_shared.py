"""A home that two users of the system work in: new files there are the group's, everywhere else they are private."""

import logging
import os
import stat
import sys

import pytest

from addin.files import ensure_file, ensure_folder, replace_file
from addin.log import rotating_log
from addin.store.journal import Journal
from addin.streams import make_file, shared_file, write_at

GROUP, MAKER, CHECKER = 987_700, 987_601, 987_602

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no setgid folders")


@pytest.fixture
def opened(tmp_path):
    """Return a folder that an administrator opened to its group."""
    folder = tmp_path / "home"
    folder.mkdir()
    folder.chmod(0o2770)
    return folder


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def filled_log(path):
    """Write a line of a log."""
    handler = rotating_log(path)
    handler.handle(logging.makeLogRecord({"msg": "x"}))
    handler.close()


def appended(path):
    with shared_file(path) as file:
        file.write(b"x")


WRITERS = {
    "whole": lambda path: replace_file(path, b"x"),
    "empty": ensure_file,
    "at an offset": lambda path: write_at(path, 3, b"x"),
    "filled": lambda path: make_file(path, lambda beside: beside.write_bytes(b"x"), needed=1),
    "appended": appended,
    "log": filled_log,
}


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("umask", [0o022, 0o077])
def test_a_file_in_a_shared_folder_is_the_groups(opened, writer, umask):
    """Every way of making a file gives it to the group, whatever the user's umask takes away."""
    before = os.umask(umask)
    try:
        WRITERS[writer](opened / "file")
    finally:
        os.umask(before)
    assert mode(opened / "file") == 0o660


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("folder_mode", [0o700, 0o770, 0o2750, 0o755])
def test_a_file_in_any_other_folder_is_private(opened, writer, folder_mode):
    """Group write alone, or setgid alone, opens nothing."""
    opened.chmod(folder_mode)
    WRITERS[writer](opened / "file")
    assert mode(opened / "file") == 0o600


def test_a_folder_in_a_shared_folder_is_shared(opened):
    """Snapshots and archives lie in folders below the home, and are the group's as well."""
    ensure_folder(opened / "snapshots" / "ab")
    assert [mode(opened / name) for name in ("snapshots", "snapshots/ab")] == [0o2770, 0o2770]


def test_a_folder_anywhere_else_is_private(tmp_path):
    """A home that nobody opened is its user's."""
    assert mode(ensure_folder(tmp_path / "home" / "below")) == 0o700


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may become two users")
def test_two_users_write_one_record(opened):
    """What the maker recorded in a shared home the checker continues, and the maker again after him."""
    os.chown(opened, 0, GROUP)
    opened.chmod(0o2770)
    for parent in opened.parents:
        if parent.stat().st_uid == 0 and str(parent) != "/" and not mode(parent) & 0o001:
            parent.chmod(mode(parent) | 0o011)
    for number, user in enumerate((MAKER, CHECKER, MAKER), 1):
        assert recorded_as(user, opened, number) == 0
    with Journal(opened) as journal:
        assert [each.n for each in journal.entries()] == [1, 2, 3]
        assert journal.unconfirmed() == ()


def recorded_as(user, home, number):
    """Append an entry in a process of another user of the group; return its exit code."""
    child = os.fork()
    if child == 0:
        try:
            os.setgroups([])
            os.setgid(user)
            os.setgroups([GROUP])
            os.setuid(user)
            os.umask(0o022)
            with Journal(home) as journal:
                journal.append("test.number", {"i": number})
            os._exit(0)
        except BaseException as error:  # noqa: BLE001 - a forked test must not go on as the test run
            os.write(2, repr(error).encode())
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
