"""Which way a participant in trouble hands in its quotes and obtains its information (CP-1.1, CP-1.2)."""

from collections.abc import Iterable
from datetime import datetime, time
from itertools import takewhile

from calc.plan.asked import Asked
from calc.plan.moments import ats, word
from calc.plan.predicates import Moments, holds
from calc.plan.types import Fact, QuoteRoute, Routes

AFFECTS = ("quotes", "information")
LEFT_ALONE = {"email": "mail_route", "consult": "consult_route"}


def routes_of(asked: Asked) -> dict[str, Routes]:
    """Return the routes of every participant in trouble, in order."""
    named = sorted({participant for affects in AFFECTS for participant in troubled(affects, asked=asked)})
    return {participant: _routes(participant, asked=asked) for participant in named}


def troubled(affects: str, *, asked: Asked) -> list[str]:
    """Return the participants with an open outage of their quotes or of their information."""
    named = asked.known.names("participant")
    return [each for each in named if participant_moments(each, affects, asked=asked)["outage"]]


def participant_moments(participant: str, affects: str, *, asked: Asked) -> Moments:
    """Return the moments of one participant's open outage; without one, `outage` is empty."""
    own = _since_recovery(participant, asked=asked)
    outages = [fact for fact in own if word(fact) == "outage" and fact.details["affects"] == affects]
    if not outages:
        return {"outage": ()}
    newest = max(outages, key=lambda fact: (fact.at, fact.details["connection"]))
    moments = {
        "outage": (min(fact.at for fact in outages),),
        newest.details["connection"]: (newest.at,),
        "tool_unavailable": ats(own, "tool_unavailable"),
        "kept_to_email": _kept_to_email(own),
        "reported": ats(own, "reported"),
        "mailed": ats(own, "quotes_mailed"),
        "proxied": ats(own, "quotes_proxied"),
    }
    left = LEFT_ALONE.get("".join(_ways(affects, moments, own=own, asked=asked)))
    return {**moments, left: (_left_since(moments, newest),)} if left else moments


def _since_recovery(participant: str, *, asked: Asked) -> list[Fact]:
    own = asked.known.naming("participant", participant)
    recovered = max(ats(own, "recovered"), default=None)
    return [fact for fact in own if recovered is None or fact.at > recovered]


def _choices(own: Iterable[Fact]) -> list[tuple[datetime, str]]:
    return sorted((fact.at, fact.details["route"]) for fact in own if word(fact) == "route_chosen")


def _kept_to_email(own: Iterable[Fact]) -> tuple[datetime, ...]:
    """Return the choices of e-mail that no other choice has followed."""
    kept = takewhile(lambda choice: choice[1] == "email", reversed(_choices(own)))
    return tuple(sorted(at for at, _ in kept))


def _ways(affects: str, moments: Moments, *, own: Iterable[Fact], asked: Asked) -> tuple[str, ...]:
    """Return the ways that are open: those of the clause that decides, without a tool that fails, or the one chosen."""
    offering = (asked.book.clauses[clause] for clause in asked.book.values("routes", affects))
    matching = [clause for clause in offering if holds(clause.when, moments, asked.clock)]
    beaten = {other for clause in matching for other in clause.overrides}
    (deciding,) = (clause for clause in matching if clause.id not in beaten)
    usable = tuple(way for way in deciding.then["routes"] if way != "tool" or not moments["tool_unavailable"])
    chosen = next((route for _, route in reversed(_choices(own))), None)
    return (chosen,) if chosen in usable and affects == "quotes" else usable


def _left_since(moments: Moments, newest: Fact) -> datetime:
    """Return since when a way is the only one left: from the outage, or for a direct user from what closed the tool."""
    closed = (*moments["tool_unavailable"], *moments["kept_to_email"])
    return max(newest.at, min(closed)) if newest.details["connection"] == "direct" else newest.at


def _routes(participant: str, *, asked: Asked) -> Routes:
    moments = {affects: participant_moments(participant, affects, asked=asked) for affects in AFFECTS}
    own = _since_recovery(participant, asked=asked)
    ways = {
        affects: _ways(affects, moments[affects], own=own, asked=asked)
        for affects in AFFECTS
        if moments[affects]["outage"]
    }
    quotes = _quote_route(ways["quotes"], moments["quotes"], asked=asked) if "quotes" in ways else None
    return Routes(quotes, ways.get("information"))


def _quote_route(ways: tuple[str, ...], moments: Moments, *, asked: Asked) -> QuoteRoute:
    """Return the quote route with its two instants, and whether the report comes, or came, too late (CP-1.1.b.2)."""
    duties = {duty.what: duty for duty in asked.book.duties("quotes")}
    by, start = duties["report"].by, duties["mail"].start
    if "email" not in ways or not isinstance(by, time) or start is None:
        return QuoteRoute(ways, None, None, late=False)
    reported = any(asked.clock.in_time(each, by) for each in moments["reported"] if each >= moments["outage"][0])
    unreported = "mail_route" in moments and asked.clock.past(by) and not reported
    late = unreported or not asked.clock.in_time(moments["outage"][0], by)
    return QuoteRoute(ways, asked.clock.instant(by), asked.clock.instant(start), late)
