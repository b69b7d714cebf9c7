"""For people without a program: the start sheet, one A4 page in Japanese, and the list of what lies on the stick.

The sheet is printed at the main office, so that its fingerprint travels another way than the stick.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files

from addin.kit.target import System
from calc.days.cutoff import iso
from calc.tables import packaged

SHEET, CONTENTS = "START.pdf", "CONTENTS.txt"
_ROOM, _NAME_WIDTH, _HALF = "addin.kit", 34, 8


@dataclass(frozen=True, slots=True)
class Facts:
    """What the sheet says of one kit."""

    version: str
    system: System
    python: str
    made: datetime
    fingerprint: str
    head: str


def contents_text(sizes: Mapping[str, int]) -> str:
    """Return the list of what lies on the stick, and for whom it is, by the kinds of `contents.toml`.

    Raises LookupError for a file of no kind: nothing leaves that nobody thought of.
    """
    table = packaged(_ROOM, "contents.toml")
    kinds = {name: kind_of(name) for name in sizes}
    lines = [table["title_ja"], table["title_en"], ""]
    for kind in table["kinds"]:
        found = [sizes[name] for name, begins in kinds.items() if begins == kind["begins"]]
        if found:
            lines += [f"{kind['begins']:<{_NAME_WIDTH}}{sum(found):>13,} B  {kind['class_ja']} / {kind['class_en']}"]
            lines += [f"    {kind['ja']}", f"    {kind['en']}"]
    return "\n".join([*lines, "", table["nothing_ja"], table["nothing_en"], ""])


def kind_of(name: str) -> str:
    """Return how the kind of a file begins. Raises LookupError for a file of no kind."""
    matching = [each["begins"] for each in packaged(_ROOM, "contents.toml")["kinds"] if name.startswith(each["begins"])]
    if not matching:
        raise LookupError(name)
    return str(matching[0])


def sheet_pdf(facts: Facts) -> bytes:
    """Return the start sheet as PDF; its letters are in it, as a bare computer may have no Japanese ones."""
    from pylopdf_fonts_jp import sans_path  # noqa: PLC0415 - large, and only a build needs them
    from typst import Fonts  # noqa: PLC0415
    from typst import compile as typeset  # noqa: PLC0415

    fonts = Fonts(include_system_fonts=False, font_paths=[sans_path().parent])
    source, said = files(_ROOM).joinpath("sheet.typ").read_bytes(), json.dumps(_said(facts))
    return typeset(source, font_paths=fonts, sys_inputs={"sheet": said}, timestamp=facts.made)


def _said(facts: Facts) -> dict[str, object]:
    words = packaged(_ROOM, "sheet.toml")
    groups = facts.fingerprint.split()
    known = {
        "版": facts.version, "機種": facts.system.value, "Python": facts.python, "作成": iso(facts.made),
        "記録の先頭値": facts.head or "（記録なし）",
    }  # fmt: skip
    return words | {
        "facts": list(known.items()),
        "needs": words["needs"][facts.system.value],
        "begin": words["begin"][facts.system.value],
        "fingerprint": [" ".join(groups[:_HALF]), " ".join(groups[_HALF:])],
    }
