"""What Windows has noted: the one reader of its registry; nothing here writes."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from importlib import import_module
from typing import Any, Protocol


class Registry(Protocol):
    r"""Keys by their whole name, such as `HKCU\Software\Hikae`; one that is not there is empty."""

    def values(self, key: str) -> Mapping[str, object]:
        """Return what stands in a key by its name in small letters: to Windows both are one, and policies use both."""

    def keys(self, key: str) -> tuple[str, ...]:
        """Return the names of the keys in a key."""


class WindowsRegistry:
    """The registry of this computer and user as 64-bit programs see it; on other systems all of it is empty."""

    def values(self, key: str) -> Mapping[str, object]:
        """Return what stands in a key; variables such as `%APPDATA%` are filled in where the value asks for it."""
        found = dict[str, object]()
        for winreg, there in _opened(key):
            for place in range(winreg.QueryInfoKey(there)[1]):
                name, value, kind = winreg.EnumValue(there, place)
                is_template = kind == winreg.REG_EXPAND_SZ
                found[name.lower()] = winreg.ExpandEnvironmentStrings(value) if is_template else value
        return found

    def keys(self, key: str) -> tuple[str, ...]:
        """Return the names of the keys in a key."""
        found = list[str]()
        for winreg, there in _opened(key):
            found += (winreg.EnumKey(there, place) for place in range(winreg.QueryInfoKey(there)[0]))
        return tuple(found)


def number(registry: Registry, key: str, name: str) -> int | None:
    """Return a number that stands in a key, None where it is not set."""
    value = registry.values(key).get(name.lower())
    return value if isinstance(value, int) else None


def text(registry: Registry, key: str, name: str) -> str:
    """Return a text that stands in a key, "" where it is not set."""
    value = registry.values(key).get(name.lower())
    return value if isinstance(value, str) else ""


def _opened(key: str) -> Iterator[tuple[Any, Any]]:
    """Yield Python's module of the registry and the open key; nothing where there is no such key, and off Windows."""
    root, _, rest = key.partition("\\")
    with suppress(ImportError, OSError):
        winreg: Any = import_module("winreg")
        hive = {"HKCU": winreg.HKEY_CURRENT_USER, "HKLM": winreg.HKEY_LOCAL_MACHINE}[root]
        with winreg.OpenKey(hive, rest, 0, winreg.KEY_READ | winreg.KEY_WOW64_64KEY) as there:
            yield winreg, there
