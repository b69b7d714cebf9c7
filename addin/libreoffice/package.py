"""The .oxt as bytes: texts and copies of a few standard-library modules, stored with a fixed date.

Stored, not compressed: two builds are the same bytes whatever compression library a machine has.
"""

import io
import zipfile
from collections.abc import Mapping, Sequence
from importlib.resources import files

from addin.libreoffice.texts import (
    ENTRY,
    Described,
    buttons,
    components,
    description,
    description_json,
    interface,
    manifest,
    toolbar_state,
)

NAME = "hikae.oxt"
PACKAGE = "pythonpath/hikae_office"
FIXED_DATE = (1980, 1, 1, 0, 0, 0)
COPIED = {
    "addin.libreoffice": ("cells.py", "component.py", "desk.py", "sheet.py"),
    "addin.worker": ("client.py", "frames.py"),
}


def extension(
    functions: Sequence[Described], actions: Sequence[Described], *, words: Mapping[str, Described], version: str
) -> bytes:
    """Return the extension; the same description gives the same bytes."""
    texts = {
        "META-INF/manifest.xml": manifest(),
        "description.xml": description(version),
        "hikae.idl": interface(functions),
        "hikae.components": components(),
        "hikae.py": ENTRY,
        "Addons.xcu": buttons(actions),
        "CalcWindowState.xcu": toolbar_state(),
        f"{PACKAGE}/libreoffice/description.json": description_json(functions, actions, words=words),
        **{f"{PACKAGE}/{folder}__init__.py": "" for folder in ("", "libreoffice/", "worker/")},
        **_copies(),
    }
    return _zip(texts)


def _copies() -> dict[str, str]:
    """Return the modules that go in as they are, with plain line ends."""
    return {
        f"{PACKAGE}/{package.rpartition('.')[2]}/{name}": files(package).joinpath(name).read_text("utf-8")
        for package, names in COPIED.items()
        for name in names
    }


def _zip(texts: Mapping[str, str]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as archive:
        for name, text in texts.items():
            member = zipfile.ZipInfo(name, FIXED_DATE)
            member.create_system, member.external_attr = 3, 0o644 << 16
            archive.writestr(member, text.encode("utf-8"))
    return held.getvalue()
