"""Facts as a form of one line each takes them: which are offered, what each asks for, and its cells as details."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from calc.outcome import Finding, Outcome, Place, finding
from calc.plan.clauses import PACKAGE
from calc.plan.fact_rows import APPLIES, kinds
from calc.tables import packaged
from calc.text.wording import Words

COLUMNS = ("participant", "choice", "more", "clause", "names", "reference", "second_person")
CLOSED = ("choice", "more", "clause")  # columns that say words of closed lists, each behind its label
REACHED = {"reached": True, "not_reached": False}
DEPARTURES = tuple(dict.fromkeys(word for words in APPLIES.values() for word in words))
NOBODY = "-"  # said, not left blank: a CMF failure that leaves nobody short
SEPARATORS = str.maketrans(",、，;；　", "      ")

Details = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Form:
    """How one fact is told: its label, and the detail that each column of the form carries."""

    what: str
    words: Words
    fields: Mapping[str, str]
    elsewhere: str = ""

    @property
    def choice(self) -> str:
        """Return the fact as a list offers it: the label in Japanese, then the word of the closed list."""
        return f"{self.words.ja} {self.what}"

    def column_of(self, detail: str) -> str:
        """Return the column that carries a detail; "what" for one that stands in no column of its own."""
        return next((column for column, carried in self.fields.items() if carried == detail), "what")

    def is_needed(self, column: str) -> bool:
        """Return whether the fact must have what a column carries."""
        return self.fields[column] in ("id", *kinds()[self.what].needs)


@cache
def forms() -> Mapping[str, Form]:
    """Return every fact of the closed list with its form, in the order of the list."""
    table = packaged(PACKAGE, "declare.toml")
    return {
        what: Form(what, Words(each["ja"], each["en"]), each.get("fields", {}), each.get("elsewhere", ""))
        for what in kinds()
        for each in [table[what]]
    }


def offered() -> tuple[Form, ...]:
    """Return the facts that a form of one line can tell."""
    return tuple(form for form in forms().values() if not form.elsewhere)


def word_of(text: str) -> str:
    """Return the code of what was chosen from a list: its last word, as the label stands before it."""
    return (text.split() or [""])[-1]


def allowed(form: Form, column: str) -> tuple[str, ...]:
    """Return the words that a column may say for a fact, none where it says anything."""
    detail = form.fields[column]
    kind = _kind(form.what, detail)
    if isinstance(kind, list):
        return tuple(kind)
    if kind == "bool":
        return tuple(REACHED)
    if form.what == "principle.departed":
        return {"item": tuple(APPLIES), "applies": DEPARTURES}.get(detail, ())
    return ()


def choices(column: str) -> tuple[str, ...]:
    """Return every word that a column of closed lists may say for any fact, each once."""
    return tuple(dict.fromkeys(word for form in offered() if column in form.fields for word in allowed(form, column)))


def asked_for(form: Form) -> Iterator[tuple[str, bool, tuple[str, ...]]]:
    """Yield each column that a fact asks for, whether it must be filled, and the words it may say."""
    return ((column, form.is_needed(column), allowed(form, column)) for column in COLUMNS if column in form.fields)


def details_of(form: Form, cells: Mapping[str, str]) -> Outcome[dict[str, Any]]:
    """Return a line's cells as details of its fact; what cannot be one is a finding at its column.

    Codes: `form_not_asked` for a column that this fact does not ask for, `form_unreadable` for what cannot be read.
    """
    details, found = dict[str, Any](), list[Finding]()
    for column, text in cells.items():
        if not text.strip():
            continue
        place = Place(column=column)
        if column not in form.fields:
            asked = ", ".join(each for each, _, _ in asked_for(form)) or "-"
            found.append(finding("form_not_asked", place, what=form.what, column=column, asked=asked))
            continue
        detail = form.fields[column]
        value = _value(text, _kind(form.what, detail), column=column)
        if value is None:
            found.append(finding("form_unreadable", place, what=form.what, detail=detail, text=text[:40]))
        else:
            details[detail] = value
    return Outcome(details, tuple(found))


def _kind(what: str, detail: str) -> str | list[str]:
    kind = kinds()[what]
    return {"id": "text", **kind.needs, **kind.may}[detail]


def _value(text: str, kind: str | list[str], *, column: str) -> Any:  # noqa: ANN401 - text, list, number or truth
    """Return a cell as a detail of its kind, None where it cannot be one; the plan itself checks closed lists."""
    if kind == "texts":
        return list(dict.fromkeys(text.translate(SEPARATORS).split()))
    if kind == "count":
        return int(text) if text.strip().isascii() and text.strip().isdigit() else None
    if kind == "bool":
        return REACHED.get(word_of(text))
    if kind == "short":
        return _short(text)
    return word_of(text) if column in CLOSED else text.strip()


def _short(text: str) -> list[dict[str, Any]] | None:
    """Return who is short of how much of `P01=30000000 P02=12000000`, nobody of `-`, None where neither is written."""
    if text.strip() == NOBODY:
        return []
    parts = [each.partition("=") for each in text.translate(SEPARATORS).split()]
    if not all(name and amount.isascii() and amount.isdigit() for name, _, amount in parts):
        return None
    return [{"participant": name, "amount": int(amount)} for name, _, amount in parts]
