# noqa: INP001 - a script, not a package
"""Lets this user's Excel open Hikae, and takes that back: `kit.py` runs it. Only the standard library.

The add-in lies in a folder of the product, the workbooks in the home; both folders become trusted locations, and the
add-in one of those that Excel opens. Only this user's part of the registry is touched, each change is written down
before it is made, and what somebody else put there keeps its number and its content.
"""

import contextlib
import ctypes
import hashlib
import re
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

ADDIN, OURS = "hikae.xlam", "Hikae"  # by this description a location is known as ours
APP_PATHS = r"Software\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
EXCEL = r"Software\Microsoft\Office\16.0\Excel"  # Excel 2016 and every later one
TRUSTED, OPTIONS, MANAGER = rf"{EXCEL}\Security\Trusted Locations", rf"{EXCEL}\Options", rf"{EXCEL}\Add-in Manager"
LOCATION, OPENED = re.compile(r"Location(\d+)", re.IGNORECASE), re.compile(r"OPEN(\d*)", re.IGNORECASE)
WINDOW = "XLMAIN"  # the class of Excel's own windows
MARK = ":Zone.Identifier"  # what says of a file that it came from elsewhere
CLOSE = ("Excel をすべて閉じてから、もう一度実行してください", "close Excel, then run it again")
Words = tuple[str, str]
Changes = Any  # of the script beside this one


def registered(kit: Path, app: Path, home: Path, changes: Changes, replaced: Callable[..., None]) -> list[Words]:
    """Lay the files down and register them, where Windows knows an Excel; return what is to be told.

    A second time changes nothing.
    """
    if not has_excel():
        return []
    if is_open():
        return [CLOSE]
    addin, books = app / "excel" / ADDIN, home / "books"
    try:
        addin.parent.mkdir(mode=0o700, exist_ok=True)
        changes.make_folder(books)
        laid = {addin: (kit / "books" / ADDIN).read_bytes()}
        laid |= dict(books_to_lay(kit / "books", books, changes))
        for path, data in laid.items():
            if not path.exists() or path.read_bytes() != data:
                replaced(path, data, 0o600)
            unmark(path)
        for place in (addin.parent, books):
            trust(place, changes)
        listed(addin, changes)
    except OSError as failure:  # LibreOffice and the commands work without it
        return [(f"Excel に登録できませんでした: {failure}", f"not registered in Excel: {failure}")]
    return [(f"Excel に登録しました: {addin}", "registered in Excel")]


def hindered() -> list[Words]:
    """Return why nothing can be taken back now: an open Excel holds the add-in, and notes it again when it closes."""
    return [CLOSE] if is_open() else []


def undone(kind: str, what: str) -> None:
    """Take back a change that `registered` wrote down; what is not as it was made, or not there, stays so."""
    ways = {"trusted": untrusted, "addin": unlisted, "key": key_removed, "book": book_removed}
    if kind in ways:
        with contextlib.suppress(OSError):
            ways[kind](what)


def has_excel() -> bool:
    """Return whether Windows has noted an Excel for this user or this computer."""
    if sys.platform != "win32":
        return False
    winreg = registry()
    for root in (winreg.HKEY_CURRENT_USER, winreg.HKEY_LOCAL_MACHINE):
        with contextlib.suppress(OSError), winreg.OpenKey(root, APP_PATHS):
            return True
    return False


def is_open() -> bool:
    """Return whether an Excel of this user is open."""
    return sys.platform == "win32" and bool(ctypes.windll.user32.FindWindowW(WINDOW, None))


def books_to_lay(kit: Path, folder: Path, changes: Changes) -> Iterator[tuple[Path, bytes]]:
    """Yield each workbook by its place, where there is none or an earlier kit's as it was; somebody's work stays."""
    for source in sorted(kit.glob("*.xlsm")):
        path, data = folder / source.name, source.read_bytes()
        if not path.exists() or book_line(path, path.read_bytes()) in changes.text():
            changes.note("book", book_line(path, data))
            yield path, data


def unmark(path: Path) -> None:
    """Take the mark of the web from a file of ours."""
    with contextlib.suppress(OSError):  # there is none, or the file system knows no such thing
        Path(f"{path}{MARK}").unlink()


def book_line(path: Path, data: bytes) -> str:
    """Return how a workbook is written down that was laid with this content."""
    return f"{hashlib.sha256(data).hexdigest()} {path}"


def book_removed(what: str) -> None:
    """Take a workbook away that is still as it was laid down."""
    path = Path(what.partition(" ")[2])
    if book_line(path, path.read_bytes()) == what:
        path.unlink()


def trust(place: Path, changes: Changes) -> None:
    """Make a folder a trusted location of Excel, numbered after all others; one that is one already stays as it is."""
    if any(is_same(path, place) for _, path, _ in locations()):
        return
    make_key(TRUSTED, changes)
    changes.note("trusted", place)
    taken = [int(found[1]) for name in keys(TRUSTED) if (found := LOCATION.fullmatch(name))]
    winreg = registry()
    with winreg.CreateKey(winreg.HKEY_CURRENT_USER, rf"{TRUSTED}\Location{max(taken, default=-1) + 1}") as key:
        winreg.SetValueEx(key, "Description", 0, winreg.REG_SZ, OURS)
        winreg.SetValueEx(key, "Path", 0, winreg.REG_SZ, f"{place}\\")


def untrusted(place: str) -> None:
    """Take our trusted location of a folder away, under whatever number Excel has it now."""
    winreg = registry()
    for name, path, description in locations():
        if is_same(path, Path(place)) and description == OURS:
            winreg.DeleteKey(winreg.HKEY_CURRENT_USER, rf"{TRUSTED}\{name}")


def locations() -> list[Any]:
    """Return name, folder and description of each trusted location of this user."""
    found = [(name, values(rf"{TRUSTED}\{name}")) for name in keys(TRUSTED)]
    return [(name, str(said.get("Path", "")), said.get("Description")) for name, said in found]


def is_same(path: str, place: Path) -> bool:
    """Return whether a text of the registry names a folder; a folder may end with a backslash there."""
    return path.rstrip("\\").lower() == str(place).rstrip("\\").lower()


def listed(addin: Path, changes: Changes) -> None:
    """Let Excel open the add-in at its start; where Excel knows it, its user may have unticked it, and that stays."""
    known = [*map(str, opened().values()), *values(MANAGER)]
    if any(str(addin).lower() in each.lower() for each in known):
        return
    make_key(OPTIONS, changes)
    changes.note("addin", addin)
    open_these([*opened().values(), f'"{addin}"'])


def unlisted(addin: str) -> None:
    """Take the add-in from those that Excel opens or knows; the others keep their order, without a gap."""
    others = [value for value in opened().values() if addin.lower() not in str(value).lower()]
    if len(others) < len(opened()):
        open_these(others)
    for name in [each for each in values(MANAGER) if each.lower() == addin.lower()]:
        with writable(MANAGER) as key:
            registry().DeleteValue(key, name)


def opened() -> dict[str, Any]:
    """Return the add-ins that Excel opens by the names of their values, in its order: `OPEN`, `OPEN1`, `OPEN2` …."""
    noted = values(OPTIONS)
    found = sorted((int(name[1] or 0), name[0]) for name in map(OPENED.fullmatch, noted) if name)
    return {name: noted[name] for _, name in found}


def open_these(wanted: list[Any]) -> None:
    """Let Excel open these add-ins; what stands already under its name is not written again."""
    winreg, before = registry(), opened()
    after = {f"OPEN{place or ''}": value for place, value in enumerate(wanted)}
    with writable(OPTIONS) as key:
        for name in before.keys() - after.keys():
            winreg.DeleteValue(key, name)
        for name, value in after.items():
            if before.get(name) != value:
                winreg.SetValueEx(key, name, 0, winreg.REG_SZ, value)


def make_key(name: str, changes: Changes) -> None:
    """Make a key of this user; each on its way that was not there before is written down."""
    winreg, parts = registry(), name.split("\\")
    for length in range(1, len(parts) + 1):
        each = "\\".join(parts[:length])
        if not is_key(each):
            changes.note("key", each)
            winreg.CreateKey(winreg.HKEY_CURRENT_USER, each).Close()


def key_removed(name: str) -> None:
    """Take a key away that nothing stands in."""
    if not keys(name) and not values(name):
        winreg = registry()
        winreg.DeleteKey(winreg.HKEY_CURRENT_USER, name)


def is_key(name: str) -> bool:
    """Return whether this user has such a key."""
    winreg = registry()
    with contextlib.suppress(OSError), winreg.OpenKey(winreg.HKEY_CURRENT_USER, name):
        return True
    return False


def keys(name: str) -> list[str]:
    """Return the names of the keys in a key of this user."""
    winreg = registry()
    with contextlib.suppress(OSError), winreg.OpenKey(winreg.HKEY_CURRENT_USER, name) as key:
        return [winreg.EnumKey(key, place) for place in range(winreg.QueryInfoKey(key)[0])]
    return []


def values(name: str) -> dict[str, Any]:
    """Return what stands in a key of this user, by its name."""
    winreg = registry()
    with contextlib.suppress(OSError), winreg.OpenKey(winreg.HKEY_CURRENT_USER, name) as key:
        return {said[0]: said[1] for said in (winreg.EnumValue(key, n) for n in range(winreg.QueryInfoKey(key)[1]))}
    return {}


def writable(name: str) -> Any:  # noqa: ANN401 - a key of the registry, which only Windows has
    """Return a key of this user, open for changes."""
    winreg = registry()
    return winreg.OpenKey(winreg.HKEY_CURRENT_USER, name, 0, winreg.KEY_ALL_ACCESS)


def registry() -> Any:  # noqa: ANN401 - a module that only Windows has
    """Return Python's module of the registry."""
    return import_module("winreg")
