"""What a VBA project is made of: named modules of plain text (MS-OVBA 2.3.4.3, MS-VBAL 4.2)."""

import re
from dataclasses import dataclass
from enum import Enum

CODE_PAGE = 1252  # of every byte text in the project; ours is its ASCII part, so no other reads it differently
ENCODING = f"cp{CODE_PAGE}"
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,30}")  # 31 characters are also all that a directory entry holds
_STRANGE = re.compile(r"[^\n -~]")
_HEAD = re.compile(r"^(?:Attribute VB_|VERSION )", re.MULTILINE)
_LONGEST_LINE = 1023  # characters; the editor breaks a longer line
_MOST_CONTINUED = re.compile(r"(?:.* _\n){25}")  # one line of code goes on at most 24 times


class ModuleKind(Enum):
    """How the program that holds the project sees a module."""

    STANDARD = "standard"
    WORKBOOK = "workbook"  # the one document module of the book
    SHEET = "sheet"  # one for each sheet, named by the sheet's codeName
    CLASS = "class"


# The base class a module is an instance of; what has one also says how others may see it.
_BASE = {
    ModuleKind.WORKBOOK: "00020819-0000-0000-C000-000000000046",
    ModuleKind.SHEET: "00020820-0000-0000-C000-000000000046",
    ModuleKind.CLASS: "FCFB3D2A-A0FA-1068-A738-08002B3371B5",
}


@dataclass(frozen=True)
class Module:
    r"""One module: what a person sees of it in the editor, each line ended by `\n`, and no `Attribute VB_…` lines.

    Those stand at the head of a module and are made here; attributes of a procedure (`Attribute F.VB_Description = …`)
    belong to the text. Raises ValueError for a name that is none in VBA, for text that is not printable ASCII, and for
    lines that the editor would not hold.
    """

    name: str
    text: str
    kind: ModuleKind = ModuleKind.STANDARD

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"{self.name!r} names no VBA module: a letter, then letters, digits and _, 31 in all")
        if self.text and not self.text.endswith("\n"):
            raise ValueError(f"module {self.name}: the last line has no end")
        self._refuse(_STRANGE, "is neither printable ASCII nor a line end")
        self._refuse(_HEAD, "belongs to the head of a module, which the writer makes")
        self._refuse(re.compile(rf".{{{_LONGEST_LINE + 1}}}"), f"is longer than {_LONGEST_LINE} characters")
        self._refuse(_MOST_CONTINUED, "goes on over more than 25 lines")

    @property
    def is_document(self) -> bool:
        """Whether the module is the code behind a book or a sheet."""
        return self.kind in {ModuleKind.WORKBOOK, ModuleKind.SHEET}

    @property
    def source(self) -> str:
        r"""The whole text as it is stored and exported, attributes first, lines ended by `\n` (MS-OVBA 2.3.4.3)."""
        return "".join(f"Attribute VB_{name} = {value}\n" for name, value in self._attributes()) + self.text

    def _attributes(self) -> list[tuple[str, object]]:
        named: list[tuple[str, object]] = [("Name", f'"{self.name}"')]
        if self.kind not in _BASE:
            return named
        return [
            *named,
            ("Base", f'"0{{{_BASE[self.kind]}}}"'),
            ("GlobalNameSpace", False),
            ("Creatable", False),
            ("PredeclaredId", self.is_document),
            ("Exposed", self.is_document),
            ("TemplateDerived", False),
            ("Customizable", self.is_document),
        ]

    def _refuse(self, pattern: re.Pattern[str], why: str) -> None:
        if found := pattern.search(self.text):
            line = self.text.count("\n", 0, found.start()) + 1
            raise ValueError(f"module {self.name}, line {line}: {found[0][:20]!r} {why}")
