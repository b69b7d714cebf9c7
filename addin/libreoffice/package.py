"""The .oxt as bytes: texts, icons and copies of a few standard-library modules, stored with a fixed date.

Stored, not compressed: two builds are the same bytes whatever compression library a machine has.
"""

import io
import zipfile
from collections.abc import Mapping, Sequence
from importlib.resources import files

from addin.buttons.icons import BIG, SMALL, file_name, icon
from addin.buttons.shown import OWN
from addin.libreoffice.buttons import opening, places, toolbar_state
from addin.libreoffice.texts import (
    ENTRY,
    Described,
    components,
    description,
    description_json,
    interface,
    manifest,
)

NAME = "hikae.oxt"
PACKAGE = "pythonpath/hikae_office"
FIXED_DATE = (1980, 1, 1, 0, 0, 0)
COPIED = {
    "addin": ("cells.py", "last_errors.py", "now.py"),
    "addin.libreoffice": (
        "actions.py",
        "areas.py",
        "asof.py",
        "calls.py",
        "component.py",
        "desk.py",
        "errors.py",
        "mainthread.py",
        "office.py",
        "sheet.py",
        "writing.py",
    ),
    "addin.worker": ("child.py", "client.py", "frames.py", "limits.py", "results.py"),
}


def extension(
    functions: Sequence[Described],
    actions: Sequence[Described],
    *,
    words: Mapping[str, Described],
    cutoffs: Sequence[str],
    version: str,
) -> bytes:
    """Return the extension; the same description gives the same bytes. `cutoffs` are times of day, `19:00:00`."""
    buttons = [*actions, *OWN]
    texts = {
        "META-INF/manifest.xml": manifest(),
        "description.xml": description(version),
        "hikae.idl": interface(functions),
        "hikae.components": components(),
        "hikae.py": ENTRY,
        "Addons.xcu": places(buttons),
        "CalcWindowState.xcu": toolbar_state(),
        "Jobs.xcu": opening(),
        f"{PACKAGE}/libreoffice/description.json": description_json(functions, buttons, words=words, cutoffs=cutoffs),
        **{f"{PACKAGE}/{folder}__init__.py": "" for folder in ("", "libreoffice/", "worker/")},
        **_copies(),
    }
    members = {name: text.encode("utf-8") for name, text in texts.items()}
    return _zip({**members, **_icons(buttons)})


def _icons(buttons: Sequence[Described]) -> dict[str, bytes]:
    return {file_name(each["name"], size): icon(each["name"], size) for each in buttons for size in (SMALL, BIG)}


def _copies() -> dict[str, str]:
    """Return the modules that go in as they are, with plain line ends."""
    return {
        f"{PACKAGE}{package[len('addin') :].replace('.', '/')}/{name}": files(package).joinpath(name).read_text("utf-8")
        for package, names in COPIED.items()
        for name in names
    }


def _zip(members: Mapping[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as archive:
        for name, data in members.items():
            member = zipfile.ZipInfo(name, FIXED_DATE)
            member.create_system, member.external_attr = 3, 0o644 << 16
            archive.writestr(member, data)
    return held.getvalue()
