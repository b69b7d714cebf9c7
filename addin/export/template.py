"""The layouts of upload files, one packaged table each: JSCC's own are not public, so these are ours until signed off.

`hikae day` writes files without a date in their name, as their folder has it; every other file carries its business
date in its name.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from addin.home import BANNER, Mode
from calc.outcome import RefusedError, finding
from calc.tables import packaged

TEMPLATES = (
    "quotes_direct",
    "quotes_tool",
    "quotes_proxy",
    "quotes_upload",
    "requirements_upload",
    "intraday_upload",
    "shortfall_messages",
    "settlement_prices",
)
ROLES = {"participant": ("清算参加者", "clearing participant"), "clearing_house": ("清算機関", "clearing house")}
DAY = "business_date"
_BEFORE, _AFTER = "DRILL_", ".drill"


@dataclass(frozen=True, slots=True)
class TemplateColumn:
    """One column: its name with us, its form, its text in the file's header, and how many decimals it shows.

    `decimals` None leaves a number as it is given.
    """

    name: str
    form: str
    header: str
    decimals: int | None = None

    @property
    def shape(self) -> str:
        """The form as a person is told it, with the decimals that it must have."""
        return self.form if self.decimals is None else f"{self.form} 0.{'0' * self.decimals}".removesuffix(" 0.")


@dataclass(frozen=True, slots=True)
class Template:
    """What a file must look like: its name, encoding, newline and columns.

    `key` are the columns that tell rows apart, `not_above` pairs of columns of which the first is never the greater;
    `roles` may make the file; `pattern` is the name with its business date, `ja` and `en` what the file is.
    """

    name: str
    encoding: str
    newline: str
    columns: tuple[TemplateColumn, ...]
    code: str = ""
    pattern: str = ""
    roles: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    not_above: tuple[tuple[str, str], ...] = ()
    ja: str = ""
    en: str = ""
    banner: str = ""  # stands above a drill's header, so that nothing takes the file for an upload

    @property
    def names(self) -> tuple[str, ...]:
        """The columns by their names with us."""
        return tuple(column.name for column in self.columns)

    @property
    def headers(self) -> tuple[str, ...]:
        """The header row as it stands in the file."""
        return tuple(column.header for column in self.columns)

    def dated(self, day: date) -> "Template":
        """Return the same layout for the file of a business date."""
        return replace(self, name=self.pattern.format(date=f"{day:%Y%m%d}"))

    def of(self, mode: Mode) -> "Template":
        """Return the layout as it is made in a home of this mode: a drill's bears another name and its banner."""
        return replace(self, name=drill_name(self.name), banner=BANNER) if mode is Mode.DRILL else self


def drill_name(name: str) -> str:
    """Return the name of an upload file in a drill, which is no upload file's name."""
    return f"{_BEFORE}{name}{_AFTER}"


def live_name(name: str) -> str:
    """Return an upload file's name without what a drill puts around it."""
    return name.removeprefix(_BEFORE).removesuffix(_AFTER) if is_drill_name(name) else name


def is_drill_name(name: str) -> bool:
    """Return whether an upload file of this name is a drill's."""
    return name.startswith(_BEFORE) and name.endswith(_AFTER)


def template(code: str) -> Template:
    """Return a packaged template.

    Raises RefusedError `template_unknown`.
    """
    if code not in TEMPLATES:
        raise RefusedError([finding("template_unknown", name=code[:40], known=" ".join(TEMPLATES))])
    table = packaged("addin.export", f"templates/{code}.toml")
    return Template(
        name=f"{code}.csv",
        encoding=table["encoding"],
        newline=table["newline"],
        columns=tuple(_column(column) for column in table["column"]),
        code=code,
        pattern=table["file_name"],
        roles=tuple(table["roles"]),
        key=tuple(table["key"]),
        not_above=tuple((low, high) for low, high in table.get("not_above", ())),
        ja=table["ja"],
        en=table["en"],
    )


def template_of(file_name: str) -> Template:
    """Return the packaged template whose files have this name, with or without a business date, a drill's or not.

    Raises RefusedError `export_unknown`.
    """
    if is_drill_name(file_name):
        return template_of(live_name(file_name)).of(Mode.DRILL)
    for form in map(template, TEMPLATES):
        dated = re.escape(form.pattern.format(date="DATE")).replace("DATE", "[0-9]{8}")
        if file_name == form.name or re.fullmatch(dated, file_name):
            return replace(form, name=file_name)
    raise RefusedError([finding("export_unknown", name=file_name)])


def template_for(code: str, role: str) -> Template:
    """Return a template that this side of the desk may make files of.

    Raises RefusedError `template_unknown`, `template_role`.
    """
    form = template(code)
    if role not in form.roles:
        (own_ja, own_en), (role_ja, role_en) = ROLES[role], ROLES[form.roles[0]]
        raise RefusedError(
            [finding("template_role", name=code, role_ja=role_ja, role_en=role_en, own_ja=own_ja, own_en=own_en)]
        )
    return form


def _column(column: Mapping[str, Any]) -> TemplateColumn:
    name = column["name"]
    return TemplateColumn(name, column["form"], column.get("header", name), column.get("decimals"))
