"""Checks of the computer: LibreOffice, the add-in in it, a live cell, Japanese letters."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from addin.files import replace_file
from addin.libreoffice.texts import HEAD, method_name
from addin.office.extension import extension
from addin.office.find import found_office
from addin.office.profile import Profile, hikae_program, is_registered, prepare, profile_of
from addin.office.run import ran
from addin.office.start import refuse_without_display
from calc.outcome import RefusedError, finding
from calc.text.wording import Words

CELL_SECONDS = 40.0
TYPED, EXPECTED = "１．５", "1.5"
_FUNCTION, _SERVICE = "CDS_NUMBER", "hikae.Functions"
_BOOK = "check.fods"
_FONTS_SECONDS = 10.0


def office(_home: Path) -> Words:
    """Return which LibreOffice is used. Raises RefusedError `office_missing` or `office_old`."""
    found = found_office()
    return Words(*[f"{found.version}  {found.program}"] * 2)


def screen(_home: Path) -> Words:
    """Return that LibreOffice has a screen to show itself on. Raises RefusedError `office_display`."""
    refuse_without_display()
    return Words(*[os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY") or sys.platform] * 2)


def addin(home: Path) -> Words:
    """Return that the home's profile has this product's add-in. Raises RefusedError `addin_absent`."""
    profile, digest = profile_of(home), hashlib.sha256(extension()).hexdigest()
    noted = profile.noted()
    is_ours = noted.get("extension") == digest and noted.get("command") == str(hikae_program())
    if not is_ours or not is_registered(profile, found_office()):
        raise RefusedError([finding("addin_absent", path=profile.folder)])
    return Words(*[str(profile.folder)] * 2)


def cell(home: Path) -> Words:
    """Return what a cell of LibreOffice computes, in a profile that only this check uses.

    So its Python, the add-in and the engine are seen working together. Raises RefusedError `cell_wrong`.
    """
    found, profile = found_office(), Profile(profile_of(home).folder.with_name("check"))
    prepare(profile, found, extension=extension(), home=home)
    book = profile.folder / _BOOK
    replace_file(book, _book().encode())
    result = book.with_suffix(".csv")
    result.unlink(missing_ok=True)
    how = ("--headless", "--norestore", "--nologo", "--convert-to", "csv", "--outdir", profile.folder, book)
    done = ran([found.console, *profile.arguments, *how], most=CELL_SECONDS)
    shown = result.read_text(encoding="utf-8").strip() if result.exists() else done.complaint
    if shown != EXPECTED:
        raise RefusedError([finding("cell_wrong", detail=shown)])
    return Words(*[f"{_FUNCTION} = {shown}"] * 2)


def fonts(_home: Path) -> Words:
    """Return a font with Japanese letters. Raises RefusedError `fonts_missing`."""
    if sys.platform in {"win32", "darwin"}:  # theirs come with the system
        return Words(*[sys.platform] * 2)
    lister = shutil.which("fc-list")
    found = "" if lister is None else _listed(lister)
    if not found:
        raise RefusedError([finding("fonts_missing")])
    return Words(*[found] * 2)


def _listed(lister: str) -> str:
    """Return the first family, by name, that fontconfig says has Japanese letters."""
    done = subprocess.run(  # noqa: S603 - a system program, without a word from outside
        [lister, ":lang=ja", "family"], capture_output=True, timeout=_FONTS_SECONDS, check=False
    )
    families = sorted(line.partition(",")[0] for line in done.stdout.decode("utf-8", "replace").splitlines())
    return next(iter(families), "")


def _book() -> str:
    """Return a sheet whose one cell calls a function of ours; its name there is the one LibreOffice keeps in files."""
    call = f"{_SERVICE}.{method_name(_FUNCTION)}".upper()
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    return (
        f'{HEAD}<office:document {names} xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2"'
        ' office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.spreadsheet">'
        '<office:body><office:spreadsheet><table:table table:name="1"><table:table-row>'
        f'<table:table-cell table:formula="of:={call}(&quot;{TYPED}&quot;)"/>'
        "</table:table-row></table:table></office:spreadsheet></office:body></office:document>"
    )
