"""What a kit does to a user's Excel, on a registry in memory: all of it is written down, none of it touches others'."""

import runpy
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from windows_registry import WinregTwin

SCRIPTS = Path(__file__).parents[2] / "installer" / "kit"
EXCEL = r"HKCU\Software\Microsoft\Office\16.0\Excel"
TRUSTED, OPTIONS, MANAGER = rf"{EXCEL}\Security\Trusted Locations", rf"{EXCEL}\Options", rf"{EXCEL}\Add-in Manager"
APP_PATHS = r"HKLM\Software\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
THEIRS = {"Path": "D:\\tools\\", "Description": "Tools"}
HERE = {APP_PATHS: {"": r"C:\EXCEL.EXE"}}


class User:
    """A user of Windows with a stick, by what the scripts do for him."""

    def __init__(self, folder, monkeypatch):
        self.kit, self.app, self.home = folder / "stick", folder / "Hikae-app", folder / "Hikae"
        self.windows = []  # of Excel, as many as are open
        user32 = SimpleNamespace(FindWindowW=lambda kind, _: kind == "XLMAIN" and len(self.windows))
        monkeypatch.setattr(sys, "platform", "win32")
        monkeypatch.setattr("ctypes.windll", SimpleNamespace(user32=user32), raising=False)
        self._monkeypatch = monkeypatch
        self.notes(HERE)
        self.carry("1")

    def notes(self, given):
        """Let this be the registry, and nothing written down yet."""
        self.registry = WinregTwin(given)
        self._monkeypatch.setitem(sys.modules, "winreg", self.registry)

    def carry(self, version):
        """Let the stick carry the files of a version."""
        (self.kit / "books").mkdir(parents=True, exist_ok=True)
        for name in ("hikae.xlam", "quotes.xlsm", "margin.xlsm", "quotes.xlsx"):
            (self.kit / "books" / name).write_bytes(f"{name} {version}".encode())

    @property
    def addin(self):
        """Where the add-in is laid down."""
        return self.app / "excel" / "hikae.xlam"

    def start(self):
        """Register, as `kit.py start` does; return the English words told."""
        self.app.mkdir(exist_ok=True)
        self.home.mkdir(exist_ok=True)
        writing, script = (runpy.run_path(str(SCRIPTS / name)) for name in ("changes.py", "excel.py"))
        self.changes = writing["Changes"](self.app)
        told = script["registered"](self.kit, self.app, self.home, self.changes, writing["replaced"])
        return " ".join(en for _, en in told)

    def remove(self):
        """Take back, as `kit.py remove` does."""
        script = runpy.run_path(str(SCRIPTS / "excel.py"))
        for kind, what in self.changes.newest_first():
            script["undone"](kind, what)

    def books(self):
        """Return the workbooks of the home, by what is in them."""
        return {path.name: path.read_text(encoding="utf-8") for path in sorted((self.home / "books").iterdir())}


@pytest.fixture
def user(tmp_path, monkeypatch):
    return User(tmp_path, monkeypatch)


def test_the_add_in_is_laid_down_and_opened_by_excel(user):
    """Its folder is the product's, and Excel's list names it between quotes, as Excel writes names with blanks."""
    assert "registered" in user.start()
    assert user.addin.read_text(encoding="utf-8") == "hikae.xlam 1"
    assert user.registry.all[OPTIONS] == {"OPEN": f'"{user.addin}"'}


def test_two_folders_become_trusted_and_no_other(user):
    """That of the add-in, and that of the workbooks; not what lies in them, nor all of the home."""
    user.start()
    found = {key: values for key, values in user.registry.all.items() if key.startswith(rf"{TRUSTED}\L")}
    assert found == {
        rf"{TRUSTED}\Location0": {"Description": "Hikae", "Path": f"{user.app / 'excel'}\\"},
        rf"{TRUSTED}\Location1": {"Description": "Hikae", "Path": f"{user.home / 'books'}\\"},
    }


def test_removing_leaves_the_registry_as_it_was(user):
    """Keys that were made on the way go, too, and the workbooks that nobody touched."""
    user.start()
    user.remove()
    assert user.registry.all == WinregTwin(HERE).all | {"HKCU": {}}
    assert user.books() == {}


def test_what_others_registered_stays_as_it_was(user):
    """Locations keep their numbers, add-ins their places, before, during and after."""
    theirs = {rf"{TRUSTED}\Location3": THEIRS, OPTIONS: {"OPEN": '"a.xlam"', "OPEN1": "/A b", "Maximized": 3}}
    user.notes(HERE | theirs)
    before = user.registry.all
    user.start()
    during = user.registry.all
    assert during[rf"{TRUSTED}\Location3"] == THEIRS
    assert during[OPTIONS] == theirs[OPTIONS] | {"OPEN2": f'"{user.addin}"'}
    assert rf"{TRUSTED}\Location4" in during
    user.remove()
    assert user.registry.all == before


def test_a_second_time_changes_nothing(user):
    """Neither the registry nor the list of changes nor a file."""
    user.start()
    registry, changes = user.registry.all, user.changes.text()
    times = {path: path.stat().st_mtime_ns for path in user.app.parent.rglob("*.xl??")}
    user.start()
    assert (user.registry.all, user.changes.text()) == (registry, changes)
    assert {path: path.stat().st_mtime_ns for path in times} == times


def test_every_change_is_written_down_before_it_is_made(user, monkeypatch):
    """Whatever is made in the registry or laid down stands in the list at that instant."""
    missing = []

    def watched(name, said):
        done = getattr(WinregTwin, name)

        def do(self, *given):
            missing.extend(each for each in said(*given) if each not in user.changes.text())
            return done(self, *given)

        monkeypatch.setattr(WinregTwin, name, do)

    watched("CreateKey", lambda _, path: [] if "\\Location" in path else [f"key\t{path}\n"])
    watched("SetValueEx", lambda _k, name, _r, _t, value: [value.strip('"\\')] if name in {"Path", "OPEN"} else [])
    user.app.mkdir()
    user.start()
    assert missing == []
    assert user.changes.text().count("\n") >= 8


def test_a_folder_that_is_trusted_already_is_left_to_whoever_did_it(user):
    """It gets no second entry, and stays when we go."""
    own = {"Path": str(user.home / "books").upper(), "Description": "mine"}
    user.notes(HERE | {rf"{TRUSTED}\Location7": own})
    user.start()
    locations = [values for key, values in user.registry.all.items() if key.startswith(rf"{TRUSTED}\L")]
    assert [each["Description"] for each in locations] == ["mine", "Hikae"]
    user.remove()
    assert user.registry.all[rf"{TRUSTED}\Location7"] == own


def test_our_locations_are_found_under_another_number(user):
    """Excel numbers anew when its user changes the list; a location of another name is not taken for ours."""
    user.start()
    ours = user.registry.all[rf"{TRUSTED}\Location0"]
    user.registry.__init__(user.registry.all | {rf"{TRUSTED}\Location9": ours, rf"{TRUSTED}\Location0": THEIRS})
    user.remove()
    left = [key.rpartition("\\")[2] for key in user.registry.all if key.startswith(rf"{TRUSTED}\L")]
    assert left == ["Location0"]


def test_a_folder_that_somebody_else_trusts_since_then_stays_trusted(user):
    """Who put another description to it has taken it over."""
    user.start()
    user.registry.SetValueEx(user.registry.OpenKey(rf"{TRUSTED}\Location0"), "Description", 0, 1, "IT")
    user.remove()
    assert user.registry.all[rf"{TRUSTED}\Location0"]["Description"] == "IT"


def test_a_key_of_ours_that_somebody_uses_stays(user):
    """Excel keeps settings of its own in the keys that were made for it."""
    user.start()
    user.registry.SetValueEx(user.registry.OpenKey(OPTIONS), "Maximized", 0, 4, 3)
    user.remove()
    assert user.registry.all[OPTIONS] == {"Maximized": 3}
    assert TRUSTED not in user.registry.all


def test_an_add_in_in_the_middle_leaves_no_gap(user):
    """Those that were ticked later move up by one, as Excel reads its list from the first to the last."""
    user.notes(HERE | {OPTIONS: {"OPEN": '"a.xlam"'}})
    user.start()
    user.registry.SetValueEx(user.registry.OpenKey(OPTIONS), "OPEN2", 0, 1, '"c.xlam"')
    user.remove()
    assert user.registry.all[OPTIONS] == {"OPEN": '"a.xlam"', "OPEN1": '"c.xlam"'}


def test_an_add_in_that_was_unticked_stays_so(user):
    """Its user's will counts; removing takes it out of that list, too."""
    user.notes(HERE | {MANAGER: {str(user.addin): "", "C:\\other.xlam": ""}})
    user.start()
    assert OPTIONS not in user.registry.all
    user.registry.__init__(user.registry.all | {MANAGER: {}})
    user.start()
    user.registry.__init__(user.registry.all | {MANAGER: {str(user.addin): "", "C:\\other.xlam": ""}})
    user.remove()
    assert user.registry.all[MANAGER] == {"C:\\other.xlam": ""}


def test_a_workbook_that_somebody_worked_in_is_never_touched(user):
    """A later kit replaces the ones that are as they were laid down, and removing takes no other."""
    user.start()
    (user.home / "books" / "quotes.xlsm").write_text("my quotes", encoding="utf-8")
    (user.home / "books" / "own.xlsm").write_text("my own", encoding="utf-8")
    user.carry("2")
    user.start()
    assert user.books() == {"margin.xlsm": "margin.xlsm 2", "own.xlsm": "my own", "quotes.xlsm": "my quotes"}
    assert user.addin.read_text(encoding="utf-8") == "hikae.xlam 2"
    user.remove()
    assert user.books() == {"own.xlsm": "my own", "quotes.xlsm": "my quotes"}


def test_a_workbook_of_that_name_from_before_is_never_touched(user):
    """It was not laid down by a kit."""
    (user.home / "books").mkdir(parents=True)
    (user.home / "books" / "quotes.xlsm").write_text("from before", encoding="utf-8")
    user.start()
    user.remove()
    assert user.books() == {"quotes.xlsm": "from before"}


def test_the_mark_of_the_web_goes_from_our_files_alone(user):
    """A file of somebody else beside them keeps its mark."""
    user.start()
    own = user.home / "books" / "own.xlsm"
    for path in (user.addin, user.home / "books" / "quotes.xlsm", own):
        path.with_name(f"{path.name}:Zone.Identifier").write_text("[ZoneTransfer]\r\nZoneId=3\r\n", encoding="ascii")
    user.start()
    marked = [path.name for path in user.app.parent.rglob("*:Zone.Identifier")]
    assert marked == ["own.xlsm:Zone.Identifier"]


def test_without_excel_nothing_is_done(user):
    """Neither on a Windows without Excel, nor on another system."""
    user.notes({})
    assert user.start() == ""
    user.notes(HERE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "platform", "linux")
        assert user.start() == ""
    assert (user.registry.all, user.changes.text()) == (WinregTwin(HERE).all, "")
    assert not user.addin.exists()


def test_an_open_excel_is_asked_to_be_closed(user):
    """It would hold the files and forget the entry when it closes: nothing is done, and removing says why."""
    user.windows.append("Excel")
    assert "close Excel" in user.start()
    assert user.registry.all == WinregTwin(HERE).all
    hindered = runpy.run_path(str(SCRIPTS / "excel.py"))["hindered"]
    assert [en for _, en in hindered()] == ["close Excel, then run it again"]
    user.windows.clear()
    assert hindered() == []


def test_a_disk_that_refuses_is_told(user):
    """The rest of the product works without Excel, so it is no reason to end."""
    (user.app).mkdir()
    (user.app / "excel").write_text("a file in its place", encoding="utf-8")
    assert "not registered in Excel" in user.start()
