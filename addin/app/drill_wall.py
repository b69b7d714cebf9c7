"""What a drill writes, kept apart from what is live: other names, the banner on every page, other folders."""

from collections.abc import Iterable
from pathlib import Path

from addin.files import not_read
from addin.home import BANNER, Mode, is_home
from addin.store.mode import MODE_WORDS, mode_of
from calc.outcome import RefusedError, finding

_BEFORE = "DRILL_"


def banner_lines(mode: Mode) -> list[str]:
    """Return the line that stands above everything a drill shows, none for a live home."""
    return [BANNER] if mode is Mode.DRILL else []


def output_name(name: str, mode: Mode) -> str:
    """Return the name under which a page, a table or a workbook is written; an upload file has its template's."""
    return f"{_BEFORE}{name}" if mode is Mode.DRILL else name


def default_out(home: Path, day: str) -> Path:
    """Return where a day's files go when nobody says: a drill's stay in its own home."""
    return (home if mode_of(home) is Mode.DRILL else Path()) / "out" / day


def refuse_other_folder(out: Path, mode: Mode) -> None:
    """Raise RefusedError `drill_folder` where a drill's files would lie among live ones, or the other way round.

    That is a folder with files of the other kind, and any folder inside a home of the other kind.
    """
    place = out.absolute()
    if any(_is_of_other(file.name, mode) for file in _files(place)) or any(
        mode_of(home) is not mode for home in (place, *place.parents) if is_home(home)
    ):
        ja, en = MODE_WORDS[mode]
        raise RefusedError([finding("drill_folder", path=out, mode_ja=ja, mode_en=en)])


def _files(folder: Path) -> Iterable[Path]:
    try:
        return [each for each in folder.iterdir() if each.is_file()] if folder.is_dir() else []
    except OSError as error:
        raise RefusedError([not_read(folder, error)]) from error


def _is_of_other(name: str, mode: Mode) -> bool:
    """Return whether a file is none of this mode's; hidden ones are nobody's output."""
    return not name.startswith(".") and name.startswith(_BEFORE) is (mode is Mode.LIVE)
