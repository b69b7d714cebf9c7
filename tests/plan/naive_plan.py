"""A naive model of the rulings, written from the two documents and the contract, not from the clause tables.

Facts are plain dicts: what, at and known (seconds after midnight, Tokyo), and details. It knows no clause tables, no
predicates and no amounts; it walks through the facts in order of time and says what applies, with if-chains.
"""

from dataclasses import dataclass

H13, H1330, H18, H19, H20 = (int(hours * 3600) for hours in (13, 13.5, 18, 19, 20))
ORDER = ["computed", "uploaded", "flagged", "confirmed", "renotified", "previous_day_ordered"]
ALL_THREE = {"im", "vm", "clearing_fund"}


@dataclass(frozen=True)
class Says:
    """What applies, by which clause, with what beside it."""

    applies: str | None
    clause: str | None = None
    gap: str | None = None
    provisional: str | None = None
    standing: str | None = None
    floor: bool = False


def known(facts, at):
    """Return what is known at an instant: happened, learned, and not retracted by a retraction that is known."""
    there = [fact for fact in facts if fact["at"] <= at and fact.get("known", fact["at"]) <= at]
    gone = [fact["id"] for fact in there if fact["what"] == "fact.retracted"]
    return [fact for fact in there if fact["what"] == "fact.retracted" or fact.get("id") not in gone]


def family(facts, name, scope):
    """Return the facts of one family that concern somebody: those naming nobody concern all."""
    found = []
    for fact in facts:
        head, _, tail = fact["what"].partition(".")
        if head == name:
            named = fact.get("participants", fact.get("instruments"))
            if named is None or scope in named:
                found.append({**fact, "word": tail})
    return found


def on_time(at, cut, inclusive):
    """Return whether an instant makes a cut-off."""
    return at <= cut if inclusive else at < cut


def walk(events, measures):
    """Return the instant of the result, the fact that made it, and the later events; earlier ones do not count."""
    events = sorted(events, key=lambda fact: (fact["at"], ORDER.index(fact["word"])))
    have = set()
    for place, fact in enumerate(events):
        if fact["word"] in ("computed", "uploaded"):
            have |= set(fact.get("measures", measures))
            if have == measures:
                return fact["at"], fact, events[place + 1 :]
        if fact["word"] == "renotified":
            return fact["at"], fact, events[place + 1 :]
    return None, None, []


def last_word(events, *, answer_cut, inclusive):
    """Walk through what came after the result and return the flags still open, the answer that counts, the order."""
    flags, answer, order, ever_flagged = [], None, None, False
    for fact in events:
        if fact["word"] == "flagged":
            flags.append(fact["at"])
            ever_flagged = True
        elif fact["word"] == "confirmed" and on_time(fact["at"], answer_cut, inclusive):
            flags = []
            if order is not None and order < fact["at"]:
                order = None
        elif fact["word"] == "previous_day_ordered" and ever_flagged:
            order = fact["at"]
    for fact in events:
        if fact["word"] == "renotified" and on_time(fact["at"], answer_cut, inclusive):
            answer = fact["at"]
    if answer is not None and any(flag > answer for flag in flags):
        answer = None
    return flags, answer, order


def came_late(events, result_fact, result_cut, answer_cut, inclusive, measures):
    """Return whether anything came after its cut-off: a result, a part of one, or a renotification."""
    uploaded_before = dict.fromkeys(measures, -1)
    computed = dict.fromkeys(measures, -1)
    for fact in sorted(events, key=lambda each: (each["at"], ORDER.index(each["word"]))):
        at, word = fact["at"], fact["word"]
        if word == "computed":
            for measure in fact.get("measures", measures):
                computed[measure] = at
            if not on_time(at, result_cut, inclusive):
                return True
        elif word == "uploaded":
            for measure in fact.get("measures", measures):
                own = computed[measure] > uploaded_before[measure] or computed[measure] == at
                if not on_time(computed[measure] if own and computed[measure] >= 0 else at, result_cut, inclusive):
                    return True
                uploaded_before[measure] = at
                computed[measure] = -1
        elif word == "renotified":
            cut = result_cut if fact is result_fact else answer_cut
            if not on_time(at, cut, inclusive):
                return True
    return False


def margin(facts, at, scope=None, *, inclusive=True):  # noqa: PLR0911 - one return per ruling
    """Return the end-of-day margin: CP-2.1, CP-2.2 and the settled readings."""
    events = family(known(facts, at), "margin", scope)
    result, made_by, after = walk(events, ALL_THREE)
    late = came_late(events, made_by and next(e for e in events if e == made_by), H19, H20, inclusive, ALL_THREE)
    flags, answer, order = last_word(after, answer_cut=H20, inclusive=inclusive)
    g4 = "G4" if late else None
    if result is None or not on_time(result, H19, inclusive):
        if on_time(at, H19, inclusive):
            return Says("pending", "CP-2.1.2.a")
        return _departed(facts, at, "margin", Says("previous_day", "CP-2.1.2.c", g4), "CP-2.1.1")
    flagged_late = bool(flags) and not on_time(flags[0], H19, inclusive)
    if answer is not None:
        unasked = not flags and not on_time(answer, H19, inclusive)
        return Says("renotified", "CP-2.2.2", "G2" if flagged_late or unasked else g4)
    if order is not None:
        return Says("previous_day", "CP-2.2.R2", "G2" if flagged_late else g4)
    if flagged_late:
        return Says(None, None, "G2", standing="originally_notified")
    if flags:
        if on_time(at, H20, inclusive):
            return Says("pending", "CP-2.2.1", g4, provisional="originally_notified")
        return _departed(facts, at, "margin", Says("originally_notified", "CP-2.2.3", g4), "CP-2.2.3")
    return Says("today", "CP-2.1.2.b", g4)


def intraday(facts, at, scope=None, *, inclusive=True):
    """Return the intraday initial margin: CP-3.1, CP-3.2; an error found after 13:30 is CP-3.2.3 to the letter."""
    one = {"intraday_im"}
    events = family(known(facts, at), "intraday", scope)
    result, made_by, after = walk(events, one)
    late = came_late(events, made_by and next(e for e in events if e == made_by), H1330, H1330, inclusive, one)
    flags, answer, _ = last_word(after, answer_cut=H1330, inclusive=inclusive)
    g4 = "G4" if late else None
    if result is None or not on_time(result, H1330, inclusive):
        if on_time(at, H1330, inclusive):
            return Says("pending", "CP-3.1.2.a")
        return _departed(facts, at, "intraday", Says("previous_day_house", "CP-3.1.2.c", g4, floor=True), "CP-3.1.1")
    if answer is not None:
        return Says("renotified", "CP-3.2.1", g4)
    if flags and on_time(at, H1330, inclusive):
        return Says("pending", "CP-3.2.1", g4, provisional="originally_notified")
    if flags:
        return Says("previous_day_house", "CP-3.2.3", g4)
    return Says("today", "CP-3.1.2.b", g4)


def price(facts, at, scope=None):
    """Return the settlement price: CP-1.3, with the vendor's price after a failure until margin is computed."""
    there = known(facts, at)
    events = family(there, "price", scope)
    times = {word: [e["at"] for e in events if e["word"] == word] for word in ("failed", "received", "set_by_jscc")}
    computed, _, _ = walk(family(there, "margin", None), ALL_THREE)
    if times["set_by_jscc"]:
        return Says("set_by_jscc", "CP-1.3.2")
    if not times["failed"]:
        return Says("today") if times["received"] else Says("pending")
    failed = min(times["failed"])
    if any(received <= failed for received in times["received"]):
        return Says("today")
    if any(computed is None or received <= computed for received in times["received"]):
        return Says("today", gap="G11")
    gap = "G11" if times["received"] else None
    return _departed(facts, at, "settlement_price", Says("previous_day", "CP-1.3.1", gap), "CP-1.3.1")


def _departed(facts, at, item, says, principle):
    """Return the ruling, or what a recorded departure from its principle puts in its place, without a gap."""
    found = [fact for fact in known(facts, at) if fact["what"] == "principle.departed" and fact["item"] == item]
    if not found:
        return says
    return Says(max(found, key=lambda fact: (fact["at"], fact["applies"]))["applies"], principle)


RULINGS = {"settlement_price": price, "margin": margin, "intraday": intraday}
