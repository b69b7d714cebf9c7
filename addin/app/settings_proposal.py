"""What a proposal says: the values, or the method, and what they do to the last recorded book."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from addin.app.settings_book import Book, Layers, last_book, totals_of_book, totals_of_folder
from addin.app.settings_effect import Effect, effect
from addin.app.settings_record import SettingsFor
from addin.settings import Override, catalogue, load_settings
from addin.store.chain import Json
from addin.store.journal import Journal
from calc import ENGINE_VERSION
from calc.outcome import Finding, RefusedError, finding

Totals = Callable[[SettingsFor], dict[str, int]]


@dataclass(frozen=True, slots=True)
class Change:
    """The values that are proposed, as texts, what is in force instead, and the settings under either."""

    values: Mapping[str, str]
    before: Mapping[str, str]
    old: Layers
    new: Layers


@dataclass(frozen=True, slots=True)
class Draft:
    """A proposal before anybody made it: its change, the book it was tried on, the effect, and what was in the way."""

    change: Mapping[str, Json]
    book: Book | None
    effect: Effect | None
    findings: tuple[Finding, ...] = ()

    def body(self) -> dict[str, Json]:
        """Return the draft as it stands in an entry."""
        book = None if self.book is None else self.book.entry.key
        return {**self.change, "book": book, "effect": None if self.effect is None else self.effect.body()}


def change_of(home: Path, given: Sequence[str], accepted: Mapping[str, Override]) -> Change:
    """Return the change that texts `name=value` ask for, on top of the values accepted so far.

    Raises RefusedError as `load_settings`, `settings_of_this_computer` or `settings_unchanged`.
    """
    names = sorted({text.partition("=")[0] for text in given})
    if own := [name for name in names if name in catalogue() and catalogue()[name].here]:
        raise RefusedError([finding("settings_of_this_computer", names=" ".join(own))])
    others = {name: value for name, value in accepted.items() if name not in names}
    asked, rest = load_settings(home, overrides=others, sets=given), load_settings(home, overrides=others)
    before = {name: str(accepted[name].value) if name in accepted else rest.in_force[name].text for name in names}
    values = {name: asked.in_force[name].text for name in names if asked.in_force[name].text != before[name]}
    if not values:
        raise RefusedError([finding("settings_unchanged", names=" ".join(names))])
    kept = {name: before[name] for name in values}
    return Change(values, kept, Layers(home, accepted), Layers(home, {**accepted, **values}))


def draft_of_change(journal: Journal, home: Path, change: Change, *, data: Path | None) -> Draft:
    """Return what a change of values does to the last recorded book, or to a folder that somebody chose.

    Whatever keeps that from being computed is a finding: then nobody has seen the effect.
    """
    said: dict[str, Json] = {"changes": change.values, "before": change.before, "engine": ENGINE_VERSION}
    book = None if data else last_book(journal)
    if book is None and data is None:
        return Draft(said, None, None, (finding("settings_no_book"),))
    try:
        old, new = (_totals(home, book, data)(_under(layers, change.values)) for layers in (change.old, change.new))
    except RefusedError as refused:
        return Draft(said, book, None, (*refused.findings, finding("settings_effect_unseen")))
    return Draft(said, book, effect(old, new))


def draft_of_method(journal: Journal, home: Path) -> Draft:
    """Return what the present engine does to the last book that another one recorded, under the settings of that book.

    Raises RefusedError `settings_no_book`, or what computing the book refuses with.
    """
    book = last_book(journal, is_asked=lambda each: each.engine != ENGINE_VERSION) or last_book(journal)
    if book is None:
        raise RefusedError([finding("settings_no_book")])
    new = totals_of_book(home, book, lambda _: load_settings(home, sets=book.settings))
    said: dict[str, Json] = {"changes": {}, "before": {}, "engine": ENGINE_VERSION, "engine_before": book.engine}
    return Draft(said, book, effect(book.recorded, new))


def _totals(home: Path, book: Book | None, data: Path | None) -> Totals:
    """Return what computes the totals of the recorded book, or of the chosen folder."""
    if data is not None:
        return lambda settings_for: totals_of_folder(data, home=home, at=None, settings_for=settings_for)
    assert book is not None  # noqa: S101 - one of the two is there
    return lambda settings_for: totals_of_book(home, book, settings_for)


def _under(layers: Layers, changed: Mapping[str, str]) -> SettingsFor:
    """Return the settings of a book on top of the layers; what the book itself says of a changed one is left aside."""
    return lambda day: layers.under(day, leaving=changed)
