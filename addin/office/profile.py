"""A LibreOffice profile of our own: the add-in and our defaults are in it, the user's usual profile stays untouched.

Each home has one. So the cells and buttons of one office always belong to one record, and a drill can stand open beside
the live desk. The profile is of this user on this computer; it does not lie in the home, which travels.
"""

import hashlib
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from addin.files import ensure_folder, replace_file, replace_files
from addin.home import data_folder
from addin.libreoffice.desk import COMMAND_FILE
from addin.libreoffice.package import NAME
from addin.office.defaults import defaults
from addin.office.find import Office
from addin.office.run import ran
from calc.outcome import RefusedError, finding

INSTALL_SECONDS = 120.0
IDENTIFIER = "Identifier: hikae"  # as unopkg lists it
_LETTERS = 12
_SETTINGS = "registrymodifications.xcu"


@dataclass(frozen=True, slots=True)
class Profile:
    """One profile by its folder."""

    folder: Path

    @property
    def arguments(self) -> tuple[str, ...]:
        """What every program of this LibreOffice is told, so that it touches nothing outside the folder.

        Extensions lie in the shared place moved into our folder: as root unopkg takes no other, and so all users have
        one way.
        """
        place = self.folder.as_uri()
        return (
            f"-env:UserInstallation={place}",
            f"-env:UNO_SHARED_PACKAGES={place}/shared",
            f"-env:UNO_SHARED_PACKAGES_CACHE={place}/shared/cache",
        )

    @property
    def user(self) -> Path:
        """Where LibreOffice keeps the user's part, and the add-in looks for its command."""
        return self.folder / "user"

    @property
    def lock(self) -> Path:
        """The file that is there while a LibreOffice uses the profile, and after one that did was killed."""
        return self.folder / ".lock"

    def noted(self) -> dict[str, str]:
        """Return what was noted for the add-in: `command`, `home` and the hash of the installed `extension`."""
        try:
            return dict(json.loads((self.user / COMMAND_FILE).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return {}


def profile_of(home: Path) -> Profile:
    """Return the profile that belongs to a home; nothing is made."""
    name = hashlib.sha256(os.fsencode(home)).hexdigest()[:_LETTERS]
    return Profile(data_folder().with_name(f"{data_folder().name}-libreoffice") / name)


def hikae_program() -> Path:
    """Return the absolute path of the `hikae` that runs now. Raises RefusedError `worker_command`."""
    program = Path(sys.executable).with_name("hikae.exe" if sys.platform == "win32" else "hikae")
    if not program.is_file():
        raise RefusedError([finding("worker_command", detail=program)])
    return program.absolute()


def prepare(profile: Profile, office: Office, *, extension: bytes, home: Path) -> bool:
    """Make the profile ready for this home: our defaults, the add-in, the command; True when an add-in was replaced.

    Raises RefusedError `addin_not_installed`, `worker_command` or `file_not_written`.
    """
    noted, digest = profile.noted(), hashlib.sha256(extension).hexdigest()
    wanted = {"command": str(hikae_program()), "home": str(home), "extension": digest}
    ensure_folder(profile.user)
    if not (profile.user / _SETTINGS).exists():
        replace_file(profile.user / _SETTINGS, defaults().encode())
    if noted.get("extension") != digest:
        _install(profile, office, extension=extension)
    if noted != wanted:  # last, so that a run that was cut off installs again
        replace_file(profile.user / COMMAND_FILE, json.dumps(wanted, ensure_ascii=False).encode())
    return noted.get("extension", digest) != digest


def _install(profile: Profile, office: Office, *, extension: bytes) -> None:
    package = profile.folder / NAME
    replace_files({package: extension})
    done = ran([office.unopkg, "add", "-f", "--shared", package, *profile.arguments], most=INSTALL_SECONDS)
    if done.code != 0:
        raise RefusedError([finding("addin_not_installed", detail=done.complaint)])


def is_registered(profile: Profile, office: Office) -> bool:
    """Return whether LibreOffice itself says that our add-in is registered in a profile."""
    listed = ran([office.unopkg, "list", "--shared", *profile.arguments], most=INSTALL_SECONDS).said
    return IDENTIFIER in listed and "is registered: yes" in listed
