"""The systems a kit can be made for, and which parts of the universal lock each of them needs."""

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from packaging.markers import Marker

_PIN = re.compile(
    r"^(?P<name>[a-z0-9.-]+)==(?P<version>\S+?)(?: ; (?P<marker>[^\\\n]+?))? \\\n(?P<rest>(?:^ .*\n?)+)", re.MULTILINE
)
_HASH = re.compile(r"--hash=(sha256:[0-9a-f]{64})\b")
_NOT_CARRIED = {"setuptools"}  # builds the application here; there it comes as a finished wheel
_GLIBC = range(28, 4, -1)  # minor versions of glibc 2 whose wheels run on what we support
_MACOS = range(15, 10, -1)


class System(StrEnum):
    """A system that a kit can be made for."""

    WINDOWS = "windows"
    LINUX = "linux"
    MACOS = "macos"


@dataclass(frozen=True, slots=True)
class Target:
    """A system and the Python there: `platforms` are the wheel tags that run on it, best first."""

    system: System
    python: str
    platforms: tuple[str, ...]
    markers: dict[str, str]

    @property
    def abi(self) -> str:
        """The tag of the interpreter, such as `cp311`."""
        return f"cp{self.python.replace('.', '')}"

    @property
    def is_this(self) -> bool:
        """Whether compiled kernels of this computer serve there: same system, same Python."""
        return self.system is this_system() and self.python == this_python()


@dataclass(frozen=True, slots=True)
class Pin:
    """One part of the lock: its exact version and every hash that it may have."""

    name: str
    version: str
    hashes: tuple[str, ...]


def this_system() -> System:
    """Return the system that runs now."""
    return {"win32": System.WINDOWS, "darwin": System.MACOS}.get(sys.platform, System.LINUX)


def this_python() -> str:
    """Return the Python that runs now, such as `3.11`."""
    return "{}.{}".format(*sys.version_info[:2])


def target_of(system: System, python: str) -> Target:
    """Return the target of a system and a Python; Windows and Linux on x86-64, macOS on ARM."""
    platforms, names = _SYSTEMS[system]
    common = {
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        "python_version": python,
        "python_full_version": f"{python}.0",
    }
    return Target(system, python, platforms, common | names)


def pins_for(target: Target, lock: str) -> tuple[Pin, ...]:
    """Return the parts of a universal lock that a target needs; markers are asked of the target, not of this computer.

    Only what stands in the text is read: no registry is asked.
    """
    found = []
    for part in _PIN.finditer(lock):
        wanted = part["marker"] is None or Marker(part["marker"]).evaluate(target.markers)
        if wanted and part["name"] not in _NOT_CARRIED:
            found.append(Pin(part["name"], part["version"], tuple(_HASH.findall(part["rest"]))))
    return tuple(found)


def lock_text(pins: tuple[Pin, ...]) -> str:
    """Return these parts as a lock: exact versions with their hashes, no address and no marker."""
    return "".join(
        " \\\n".join([f"{pin.name}=={pin.version}", *(f"    --hash={value}" for value in pin.hashes)]) + "\n"
        for pin in pins
    )


_SYSTEMS: Mapping[System, tuple[tuple[str, ...], dict[str, str]]] = {
    System.WINDOWS: (
        ("win_amd64",),
        {"os_name": "nt", "sys_platform": "win32", "platform_system": "Windows", "platform_machine": "AMD64"},
    ),
    System.LINUX: (
        (*(f"manylinux_2_{minor}_x86_64" for minor in _GLIBC), "manylinux2014_x86_64", "linux_x86_64"),
        {"os_name": "posix", "sys_platform": "linux", "platform_system": "Linux", "platform_machine": "x86_64"},
    ),
    System.MACOS: (
        tuple(f"macosx_{major}_0_{kind}" for major in _MACOS for kind in ("arm64", "universal2")),
        {"os_name": "posix", "sys_platform": "darwin", "platform_system": "Darwin", "platform_machine": "arm64"},
    ),
}
