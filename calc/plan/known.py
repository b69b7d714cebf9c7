"""The facts a question may use, grouped once by family and by whom they name: a day of ten thousand stays quick."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from calc.plan.types import Fact

LISTS = ("participants", "instruments")
Group: TypeAlias = tuple[str, str | None]
K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Known:
    """Facts, all of them and in groups; a family is the first word of a fact, such as `margin`."""

    facts: tuple[Fact, ...]
    families: Mapping[str, tuple[Fact, ...]]
    groups: Mapping[Group, tuple[Fact, ...]]

    def family(self, family: str) -> tuple[Fact, ...]:
        """Return the facts of one family."""
        return self.families.get(family, ())

    def naming(self, family: str, name: str) -> tuple[Fact, ...]:
        """Return the facts of one family that name a participant or an instrument."""
        return self.groups.get((family, name), ())

    def concerning(self, family: str, scope: str | None) -> tuple[Fact, ...]:
        """Return the facts of one family that hold for a scope: those that name nobody, and those that name it."""
        nobody = self.groups.get((family, None), ())
        return nobody if scope is None else (*nobody, *self.naming(family, scope))

    def names(self, family: str) -> list[str]:
        """Return everybody whom the facts of one family name, in order."""
        return sorted(name for of, name in self.groups if of == family and name is not None)


def grouped(facts: Iterable[Fact]) -> Known:
    """Return facts with their groups."""
    everything = tuple(facts)
    families: dict[str, list[Fact]] = defaultdict(list)
    groups: dict[Group, list[Fact]] = defaultdict(list)
    for fact in everything:
        family = fact.what.split(".", maxsplit=1)[0]
        families[family].append(fact)
        for name in _named(fact) or {None}:
            groups[family, name].append(fact)
    return Known(everything, _fixed(families), _fixed(groups))


def _named(fact: Fact) -> set[str | None]:
    alone = fact.details.get("participant")
    return {*(() if alone is None else (alone,)), *(name for key in LISTS for name in fact.details.get(key, ()))}


def _fixed(groups: Mapping[K, list[Fact]]) -> dict[K, tuple[Fact, ...]]:
    return {key: tuple(facts) for key, facts in groups.items()}
