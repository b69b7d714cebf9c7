"""From facts to moments: what the predicates look at, per item and per scope (one participant or instrument).

Facts of one instant count in the order result, flag, confirmation, renotification, order.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from calc.plan.clock import Clock
from calc.plan.types import Fact

ORDER = ("computed", "uploaded", "flagged", "confirmed", "renotified", "previous_day_ordered")
Key = tuple[datetime, int, int, tuple[str, ...], str]


def word(fact: Fact) -> str:
    """Return a fact's own word, without its family."""
    return fact.what[fact.what.index(".") + 1 :]


def key(fact: Fact) -> Key:
    """Return where a margin fact stands among the others: by its time, its kind, then its content, never its row."""
    version, measures = fact.details.get("version", 0), tuple(sorted(fact.details.get("measures", ())))
    return (fact.at, ORDER.index(word(fact)), version, measures, fact.id or "")


def ats(facts: Iterable[Fact], *words: str) -> tuple[datetime, ...]:
    """Return the instants of the facts with these words, earliest first."""
    return tuple(sorted(fact.at for fact in facts if word(fact) in words))


@dataclass(frozen=True, slots=True)
class Notified:
    """One set of amounts as notified: when, which measures and when each was computed, and its version.

    The n-th upload is version n unless the fact says otherwise; a renotification's amounts may also be numbered on
    from the uploads before it, so there `versions` holds both, the likelier one first.
    """

    at: datetime
    set: str
    versions: tuple[int, ...]
    computed: Mapping[str, datetime]


@dataclass(frozen=True, slots=True)
class Result:
    """What a requirement's facts come to: what was notified, what was renotified, and the moments of both."""

    notified: tuple[Notified, ...]
    renotified: tuple[Notified, ...]
    moments: Mapping[str, tuple[datetime, ...]]

    @property
    def at(self) -> datetime | None:
        """Return when the result was complete, None while it is not."""
        return next(iter(self.moments["result"]), None)


def result_of(facts: Sequence[Fact], measures: tuple[str, ...], *, clock: Clock, cleared_by: time) -> Result:
    """Return what the facts of margin or intraday margin come to for one scope.

    A part is not a result; a renotification with no result before it counts as the result.
    """
    ordered = sorted(facts, key=key)
    complete = _completed(ordered, measures)
    standing_in = complete if complete and word(complete) == "renotified" else None
    uploads = [fact for fact in ordered if word(fact) == "uploaded" or fact is standing_in]
    renotified = [fact for fact in ordered if word(fact) == "renotified" and fact is not standing_in]
    after = [fact for fact in ordered if complete and key(fact) > key(complete)]
    notified = _notified(uploads, measures, ordered=ordered, before=0)
    return Result(
        notified=notified,
        renotified=_notified(renotified, measures, ordered=ordered, before=len(uploads)),
        moments={
            "result": (complete.at,) if complete else (),
            "upload": _uploaded(notified, measures),
            "part": _parts(ordered, notified),
            "flagged": ats(ordered, "flagged"),
            "confirmed": ats(ordered, "confirmed"),
            "renotified": ats(renotified, "renotified"),
            "ordered": ats(ordered, "previous_day_ordered"),
            **_answers(after, clock=clock, cleared_by=cleared_by),
        },
    )


def covers(fact: Fact, measures: tuple[str, ...]) -> frozenset[str]:
    """Return which measures a computed or uploaded fact is about; none named means all."""
    return frozenset(fact.details.get("measures", measures))


def _completed(ordered: Iterable[Fact], measures: tuple[str, ...]) -> Fact | None:
    """Return the fact with which every measure was there for the first time."""
    have: frozenset[str] = frozenset()
    for fact in ordered:
        if word(fact) in ("computed", "uploaded"):
            have |= covers(fact, measures)
        if have >= frozenset(measures) or word(fact) == "renotified":
            return fact
    return None


def _notified(
    facts: Sequence[Fact], measures: tuple[str, ...], *, ordered: Sequence[Fact], before: int
) -> tuple[Notified, ...]:
    """Return the sets of amounts that the facts notified, each measure with when it was computed.

    That is the last time since the upload before; a measure that was not computed since is taken as computed with its
    own upload.
    """
    found: list[Notified] = []
    wanted, computed = {id(fact) for fact in facts}, dict[str, datetime]()
    for fact in ordered:
        about = covers(fact, measures)
        if id(fact) in wanted:
            n = len(found) + 1
            versions = (fact.details["version"],) if "version" in fact.details else tuple(sorted({n, n + before}))
            at_last = {measure: computed.get(measure, fact.at) for measure in measures if measure in about}
            found.append(Notified(fact.at, word(fact), versions, at_last))
        if word(fact) == "computed":
            computed |= dict.fromkeys(about, fact.at)
        elif word(fact) == "uploaded":
            computed = {measure: at for measure, at in computed.items() if measure not in about}
    return tuple(found)


def _uploaded(notified: Iterable[Notified], measures: tuple[str, ...]) -> tuple[datetime, ...]:
    have: frozenset[str] = frozenset()
    for each in notified:
        have |= frozenset(each.computed)
        if have >= frozenset(measures):
            return (each.at,)
    return ()


def _parts(ordered: Sequence[Fact], notified: Iterable[Notified]) -> tuple[datetime, ...]:
    """Return every instant at which something was computed; what was only uploaded was computed then."""
    told = (moment for each in notified for moment in each.computed.values())
    return tuple(sorted({*ats(ordered, "computed"), *told}))


def _answers(after: Sequence[Fact], *, clock: Clock, cleared_by: time) -> dict[str, tuple[datetime, ...]]:
    """Return the suspicions and their answers among the facts that follow the result."""
    flags = [fact for fact in after if word(fact) == "flagged"]
    cleared = [fact for fact in after if word(fact) == "confirmed" and clock.in_time(fact.at, cleared_by)]
    open_flags = _after(flags, cleared)
    renotified = [fact for fact in after if word(fact) == "renotified"]
    standing = _after(renotified, open_flags)
    unanswered = _after(open_flags, [fact for fact in renotified if clock.in_time(fact.at, cleared_by)])
    orders = [fact for fact in after if word(fact) == "previous_day_ordered"]
    return {
        "flag": tuple(flag.at for flag in open_flags),
        "renotification": tuple(fact.at for fact in standing),
        "order": tuple(
            fact.at
            for fact in orders
            if flags and key(fact) > key(flags[0]) and (not cleared or fact.at >= cleared[-1].at)
        ),
        "suspicion": _suspicions(after),
        "open_suspicion": tuple(flag.at for flag in unanswered[:1]),
    }


def _after(facts: Sequence[Fact], others: Sequence[Fact]) -> list[Fact]:
    """Return the facts that come after the last of the others; both are in order."""
    return [fact for fact in facts if not others or key(fact) > key(others[-1])]


def _suspicions(after: Iterable[Fact]) -> tuple[datetime, ...]:
    """Return each flag that raises a suspicion anew: the first one, and the first after each answer."""
    raised: list[datetime] = []
    answered = True
    for fact in after:
        if word(fact) == "flagged" and answered:
            raised.append(fact.at)
            answered = False
        answered = answered or word(fact) in ("confirmed", "renotified")
    return tuple(raised)


def price_moments(
    facts: Sequence[Fact], margin_result: datetime | None, *, counts: Callable[[datetime], bool] = lambda _: True
) -> dict[str, tuple[datetime, ...]]:
    """Return the moments of a settlement price for one scope; `counts` says which late price may replace the fallback.

    A price at the very instant of the failure was there before it; one at the very instant at which margin is
    computed still counts.
    """
    failures, received = ats(facts, "failed"), ats(facts, "received")
    price = tuple(each for each in received if not failures or each <= failures[0])
    after = tuple(each for each in received if each not in price)
    in_time = (each for each in after if margin_result is None or each <= margin_result)
    replacement = tuple(each for each in in_time if counts(each))
    return {
        "failure": failures,
        "recovery": ats(facts, "recovered"),
        "price": price,
        "replacement": replacement,
        "straggler": tuple(each for each in after if each not in replacement),
        "set_price": ats(facts, "set_by_jscc"),
        "margin_result": () if margin_result is None else (margin_result,),
    }
