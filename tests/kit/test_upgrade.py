"""A new version takes the old one's place in one step: killed anywhere, one of them runs, and a new start ends it."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time

import pytest

pytestmark = pytest.mark.timeout(600)  # whoever comes first builds the kit for all

LONG = bool(os.environ.get("HIKAE_LONG"))
MANY = 10_000
DRAWN = 2  # of the steps before the switch, in an ordinary run
SWITCHING = 12  # the last changes: three files are replaced, three programs started
# Runs the script, and kills it just before the nth thing that it would change; says in the end how many there were.
KILLED = """
import os, runpy, signal, sys
left = int(sys.argv[1])
CHANGES = {f"os.{name}" for name in ("mkdir", "rename", "remove", "rmdir", "symlink", "chmod")}
CHANGES |= {"shutil.rmtree", "subprocess.Popen"}
def watch(event, said):
    global left
    writes = event == "open" and (set(said[1]) & set("wax+") if said[1] else said[2] & os.O_CREAT)
    if writes or event in CHANGES:
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(watch)
sys.argv = sys.argv[2:]
try:
    runpy.run_path(sys.argv[0], run_name="__main__")
finally:
    print("left", left)
"""


@pytest.fixture(scope="module")
def desk(small_kit, tmp_path_factory):
    """Return a computer with version 1 installed, a kit of version 2, and what puts the first state back."""
    place = tmp_path_factory.mktemp("a desk")
    first, second = (small_kit(place / f"stick {version}", version) for version in ("1.0", "2.0"))
    there = Desk(place)
    assert there.started(first).returncode == 0
    there.kept_as("first")
    assert there.started(second).returncode == 0
    there.kept_as("second")
    return there, second


class Desk:
    """A home on this computer, into which small kits are installed."""

    def __init__(self, place):
        self.place, self.home = place, place / "home"
        self.app = self.home / ".local/share/hikae-app"
        self.home.mkdir()

    def kept_as(self, name):
        """Keep everything as it is now, under a name; return the name."""
        shutil.copytree(self.home, self.place / name, symlinks=True)
        return name

    def put_back(self, name="first"):
        """Let everything be as it was kept, first of all as version 1 was installed."""
        shutil.rmtree(self.home)
        shutil.copytree(self.place / name, self.home, symlinks=True)

    def ran(self, *command):
        """Return what came of a command in this home."""
        env = {"HOME": str(self.home), "PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8"}
        words = [str(word) for word in command]
        return subprocess.run(words, env=env, capture_output=True, encoding="utf-8", check=False)

    def started(self, kit):
        """Return what came of a kit's start."""
        return self.ran(sys.executable, "-I", "-B", kit / "kit/kit.py", "start")

    def removed(self, kit):
        """Return what came of a kit's removal."""
        return self.ran(sys.executable, "-I", "-B", kit / "kit/kit.py", "remove")

    def killed(self, kit, step, what="start"):
        """Start or remove a kit and kill it before its nth change; return how many changes were left."""
        done = self.ran(sys.executable, "-I", "-B", "-c", KILLED, step, kit / "kit/kit.py", what)
        said = [line for line in done.stdout.splitlines() if line.startswith("left ")]
        return int(said[-1].split()[1]) if said else 0

    def version(self):
        """Return which version runs, by what the user types."""
        done = self.ran(self.home / ".local/bin/hikae", "--version")
        return done.stdout.split()[0] if done.returncode == 0 else done.stderr

    def versions(self):
        """Return the versions that were installed to their end."""
        return [path for path in (self.app / "versions").iterdir() if (path / "whole").exists()]

    def half_made(self):
        """Return whatever no finished run would leave."""
        return [path.name for path in (self.app / "versions").iterdir() if not (path / "whole").exists()]


@pytest.fixture
def old(desk):
    """Return the computer as it was after version 1 was installed, and the kit of version 2."""
    desk[0].put_back()
    return desk


@pytest.fixture
def new(desk):
    """Return the computer as it was after the upgrade to version 2, and that version's kit."""
    desk[0].put_back("second")
    return desk


def test_an_upgrade_switches_and_keeps_the_version_before(desk):
    """After the upgrade the new version runs, and the old one is still whole beside it."""
    desk, _ = desk
    desk.put_back("first")
    assert desk.version() == "1.0"
    desk.put_back("second")
    assert (desk.version(), len(desk.versions()), desk.half_made()) == ("2.0", 2, [])


def test_killed_while_it_is_made_the_old_version_runs(old):
    """Killed before any change but the last ones, the old version runs at once; the next start brings the new one."""
    desk, second = old
    changes = MANY - desk.killed(second, MANY)
    steps = range(1, changes - SWITCHING)
    for step in steps if LONG else random.Random(changes).sample(steps, DRAWN):  # noqa: S311 - a draw of cases
        desk.put_back()
        assert desk.killed(second, step) == 0, step
        assert desk.version() == "1.0", step
        assert desk.started(second).returncode == 0, step
        assert (desk.version(), desk.half_made()) == ("2.0", []), step


def test_killed_while_it_switches_one_version_runs(old):
    """Killed before one of the last changes, the old or the new version runs, and the next start ends the switch."""
    desk, second = old
    changes = MANY - desk.killed(second, MANY)
    desk.put_back()
    desk.killed(second, changes - SWITCHING + 1)
    made = desk.kept_as("made")
    assert (desk.version(), len(desk.versions())) == ("1.0", 2)
    changes, seen = MANY - desk.killed(second, MANY), []
    for step in range(1, changes + 1, 1 if LONG else 3):
        desk.put_back(made)
        assert desk.killed(second, step) == 0, step
        seen.append(desk.version())
        assert desk.started(second).returncode == 0, step
        assert desk.version() == "2.0", step
    assert seen == sorted(seen)
    assert set(seen) == {"1.0", "2.0"}


@pytest.mark.long
def test_killed_at_any_time_one_version_runs(old):
    """Killed with all that it started, after any time, the old or the new version runs."""
    desk, second = old
    for wait in (0.1 * number for number in range(30)):
        desk.put_back()
        env = {"HOME": str(desk.home), "PATH": "/usr/bin:/bin"}
        command = [sys.executable, "-I", "-B", second / "kit/kit.py", "start"]
        with subprocess.Popen(command, env=env, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                              start_new_session=True) as process:  # fmt: skip
            time.sleep(wait)
            os.killpg(process.pid, signal.SIGKILL)
        assert desk.version() in {"1.0", "2.0"}, wait
        assert desk.started(second).returncode == 0, wait
        assert (desk.version(), desk.half_made()) == ("2.0", []), wait


def test_a_part_of_another_hash_leaves_the_old_version_running(old, small_kit, seal_anew, tmp_path):
    """When a wheel is not the one of the lock, nothing is installed or left, and the old version goes on."""
    desk, _ = old
    other = small_kit(tmp_path / "stick", "2.0", is_pip_real=True)
    lock = other / "kit/install.lock"
    lock.write_text(lock.read_text(encoding="utf-8")[:-5] + "0000\n", encoding="utf-8")
    seal_anew(other)
    done = desk.started(other)
    assert (done.returncode, desk.version(), desk.half_made()) == (2, "1.0", [])
    assert "HASHES" in done.stderr.upper()


def test_the_third_version_takes_the_first_one_away(new, small_kit, tmp_path):
    """Of the versions before, only the last one stays."""
    desk, _ = new
    assert desk.started(small_kit(tmp_path / "stick", "3.0")).returncode == 0
    assert (desk.version(), len(desk.versions())) == ("3.0", 2)


def test_starting_the_same_version_again_keeps_the_one_before(new):
    """A second start of the version that runs takes nothing away."""
    desk, second = new
    assert desk.started(second).returncode == 0
    assert (desk.version(), len(desk.versions())) == ("2.0", 2)


def test_two_installations_do_not_mix(new):
    """While one installation runs, another is refused in words."""
    import fcntl  # noqa: PLC0415 - not on Windows, where this test cannot run

    desk, second = new
    with (desk.app / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = desk.started(second)
    assert done.returncode == 2
    assert "another installation is running" in done.stderr


def test_removing_takes_every_version_away(new):
    """Removing deletes all versions, the link, the list of changes and the folders that were made for them."""
    desk, second = new
    done = desk.removed(second)
    assert done.returncode == 0, done.stderr
    assert not any(desk.home.iterdir())


def test_a_removal_that_was_killed_can_be_ended(new):
    """Killed before any change of removing, a second removal leaves nothing."""
    desk, second = new
    for step in (1, 3, 5, 40):
        desk.put_back("second")
        desk.killed(second, step, what="remove")
        desk.removed(second)
        assert not desk.app.exists(), step


def test_a_link_of_somebody_else_stays(new):
    """A `hikae` in the user's own folder that is not ours is neither replaced nor removed."""
    desk, second = new
    link = desk.home / ".local/bin/hikae"
    link.unlink()
    link.write_text("mine", encoding="utf-8")
    desk.started(second)
    desk.removed(second)
    assert link.read_text(encoding="utf-8") == "mine"


def test_removing_what_is_not_there_says_so(small_kit, tmp_path):
    """Where nothing is installed, that is said, and nothing is made."""
    desk = Desk(tmp_path)
    done = desk.removed(small_kit(tmp_path / "stick", "1.0"))
    assert (done.returncode, list(desk.home.iterdir())) == (2, [])
    assert "not installed" in done.stderr


def test_an_older_kit_is_refused_while_a_newer_one_runs(new, small_kit, tmp_path):
    """A stick made before what runs changes nothing and says so; once that is removed, it installs."""
    desk, second = new
    first = small_kit(tmp_path / "stick", "1.0")
    done = desk.started(first)
    assert (done.returncode, desk.version(), len(desk.versions())) == (2, "2.0", 2)
    assert "what runs is newer (2026-11-21T21:00:00+09:00)" in done.stderr
    assert desk.removed(second).returncode == 0
    assert desk.started(first).returncode == 0
    assert desk.version() == "1.0"


def test_while_a_workbook_is_open_nothing_is_removed(new):
    """A spreadsheet at work with the add-in stops the removal in words; once it is closed, it goes."""
    desk, second = new
    lock = desk.home / ".local/share/hikae-libreoffice/abc/.lock"
    lock.parent.mkdir(parents=True)
    lock.touch()
    done = desk.removed(second)
    assert (done.returncode, desk.version()) == (2, "2.0")
    assert f"close the workbooks first, then run it again (if none is open, delete {lock})" in done.stderr
    lock.unlink()
    assert desk.removed(second).returncode == 0


def test_a_torn_list_of_changes_removes_nothing_else(new):
    """Lines that are none, and a tree that is not the product's, are passed over."""
    desk, second = new
    kept = desk.home / "mine"
    kept.mkdir()
    with (desk.app / "changes.txt").open("a", encoding="utf-8") as file:
        file.write(f"tree\ttorn\ntree\nx\ntree\t{kept}\n")
    done = desk.removed(second)
    assert (done.returncode, list(desk.home.iterdir())) == (0, [kept]), done.stderr
