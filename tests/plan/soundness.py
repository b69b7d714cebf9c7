"""What must be true of the clause tables before anything may be ruled by them; each fault is one line of words."""

import re
from datetime import date, time
from itertools import chain

from calc.plan.clauses import book_from
from calc.plan.moments import price_moments, result_of
from calc.plan.predicates import VOCABULARY

IN_FORCE = {"CP": date(2011, 7, 1), "BCP": date(2020, 7, 27)}
TIMETABLE = {time(13), time(13, 30), time(15, 15), time(18), time(19), time(20)}
KEYS = {"id", "ja", "en", "item", "side", "strength", "in_force", "when", "then", "wait", "channel", "window", "duty"}
KEYS |= {"override", "overrides", "gaps", "hit_by", "nothing"}
THEN = {
    "settlement_price": {"applies", "principle", "final_once"},
    "margin": {"applies", "principle", "final_after", "cleared_by", "provisional", "fallback", "accounts", "measures"},
    "intraday": {"applies", "principle", "final_after", "cleared_by", "fallback", "accounts", "floor"},
    "quotes": {"routes", "never_departed"},
    "information": {"routes"},
    "cmf": set(),
    "incident": {"class", "follows"},
    "steps": {"step", "first"},
    "response": {"headquarters", "follows_damage"},
    "polling": {"poll_external"},
    "centre": {"switch", "target_minutes"},
    "continuity": {"bodies", "form", "causes", "results", "services"},
    "readiness": {"register", "contact", "means"},
    "frame": set(),
}
DUTY = {"what", "channel", "when", "opens", "opened_by", "opened_from", "from", "by", "closed_by", "since", "ends"}
DUTY |= {"with", "gap", "means"}
WHAT = {"notice", "upload", "contact", "call", "message", "report", "mail", "proxy_entry", "consult", "decide"}
CHANNELS = {"information_list", "list_of_message", "telephone", "email", "separate_contact"}
WINDOW = {"cutoff", "from", "by", "pace"}
PACE = {"immediately", "promptly", "shortly_after"}
OUTAGE = {
    "outage",
    "direct",
    "tool",
    "tool_unavailable",
    "mail_route",
    "consult_route",
    "reported",
    "mailed",
    "proxied",
}
DECLARED = {
    "own_damage",
    "external_damage",
    "severe",
    "primary_centre_lost",
    "system_failure",
    "headquarters",
    "follows",
}
DECLARED |= {"wide_area", "class_damage", "class_system_failure"}
JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")


def moment_names(item):
    """Return the moments that a clause of an item may speak of."""
    if item == "settlement_price":
        return {*price_moments([], None), "handling"}
    if item in ("margin", "intraday"):
        return {*result_of([], ("im",), clock=None, cleared_by=None).moments, "challenged"}
    return {"cmf": {"short", "first_call"}, "quotes": OUTAGE, "information": OUTAGE}.get(item, DECLARED)


def faults_of(clauses, gaps, *, ids):
    """Return everything that is wrong with the tables."""
    found = [*id_faults(clauses, ids)]
    for table in clauses:
        found += [f"{table['id']}: {fault}" for fault in clause_faults(table)]
    found += [f"{gap['id']}: {fault}" for gap in gaps["gap"] for fault in gap_faults(gap)]
    if not found:
        found += reference_faults(clauses, gaps)
    return found


def id_faults(clauses, ids):
    """Yield what is wrong with the ids: each of the 86, once, in plan order."""
    if [table["id"] for table in clauses] != ids:
        yield "the ids are not those of the plan, in its order"


def clause_faults(table):
    """Yield what is wrong with one clause's own table."""
    yield from (f"unknown field {key}" for key in set(table) - KEYS)
    if table["item"] not in THEN:
        yield f"unknown item {table['item']}"
        return
    if table["side"] not in ("clearing_house", "participant"):
        yield f"unknown side {table['side']}"
    if table["strength"] not in ("must", "in_principle", "consider"):
        yield f"unknown strength {table['strength']}"
    if table["in_force"] != {"from": IN_FORCE[table["id"].split("-")[0]]}:
        yield "not in force with its plan"
    if table.get("channel", "email") not in CHANNELS:
        yield f"unknown channel {table['channel']}"
    yield from text_faults(table)
    yield from effect_faults(table)
    yield from strength_faults(table)
    yield from when_faults(table.get("when", {}), table["item"])
    yield from wait_faults(table.get("wait"), table["item"])
    yield from (f"unknown consequence {key}" for key in set(table.get("then", {})) - THEN[table["item"]])
    if table.get("then", {}).get("switch", "secondary_centre") != "secondary_centre":
        yield "clearing can only be switched to the secondary centre"
    yield from window_faults(table)
    yield from chain.from_iterable(duty_faults(duty, table["item"]) for duty in table.get("duty", []))


def text_faults(table):
    """Yield texts that are not in their language."""
    if not JAPANESE.search(table["ja"]):
        yield "the Japanese words are not Japanese"
    if JAPANESE.search(table["en"]) or not table["en"].strip():
        yield "the English words are not English"


def effect_faults(table):
    """Yield a clause that does nothing without a reason, or has a reason and does something."""
    acts = [key for key in ("when", "then", "wait", "duty", "hit_by") if table.get(key)]
    if "nothing" in table and (acts or not table["nothing"].strip()):
        yield "it carries something to do and a reason why it does not"
    if "nothing" not in table and not acts and table["id"] != "CP-1.1":
        yield "it carries nothing to do and gives no reason"


def strength_faults(table):
    """Yield a principle of the contingency plan nobody may depart from, or a departure without a principle."""
    principle = table["strength"] == "in_principle" and table["id"].startswith("CP")
    expected = {"by": "clearing_house", "needs": ["reference", "second_person"]} if principle else None
    if table.get("override") != expected:
        yield "who may depart from it does not fit its strength"


def when_faults(when, item):
    """Yield words outside the vocabulary, moments nobody makes, and cut-offs outside the timetable."""
    names = moment_names(item)
    for word, argument in when.items():
        if word not in VOCABULARY:
            yield f"unknown word {word}"
        elif isinstance(argument, time):
            yield from cut_faults([argument])
        else:
            yield from (f"unknown moment {name}" for name in set(argument) - names)
            cuts = argument.values() if isinstance(argument, dict) else []
            yield from cut_faults(chain.from_iterable(cut if isinstance(cut, list) else [cut] for cut in cuts))


def cut_faults(cuts):
    """Yield the cut-offs that are none of the plan's six."""
    yield from (f"{cut} is no cut-off of the plan" for cut in cuts if cut not in TIMETABLE)


def wait_faults(wait, item):
    """Yield what is wrong with a clause's second state."""
    if wait is not None and set(wait) != {"when", "applies", "provisional", "overrides"}:
        yield "its waiting state does not say when, what applies, what is provisional and what it beats"
    elif wait is not None:
        yield from when_faults(wait["when"], item)


def window_faults(table):
    """Yield windows that are not the plan's, or that contradict the duty beside them."""
    window = table.get("window", {})
    yield from (f"unknown window {key}" for key in set(window) - WINDOW)
    yield from cut_faults(window[key] for key in ("cutoff", "from", "by") if key in window)
    if window.get("pace", "promptly") not in PACE:
        yield f"unknown pace {window['pace']}"
    times = {each for duty in table.get("duty", []) for each in duty.values() if isinstance(each, time)}
    said = {each for part in (table.get("when"), table.get("then")) for each in (part or {}).values()
            if isinstance(each, time)}  # fmt: skip
    said |= {cut for part in table.get("when", {}).values() if isinstance(part, dict) for cut in part.values()}
    for key in ("cutoff", "from", "by"):
        if key in window and window[key] not in times | said:
            yield f"its window {key} is nowhere in what it rules or asks"


def duty_faults(duty, item):
    """Yield what is wrong with what a clause asks of somebody."""
    names = moment_names(item)
    yield from (f"unknown field of a duty {key}" for key in set(duty) - DUTY)
    if duty.get("what") not in WHAT:
        yield f"unknown duty {duty.get('what')}"
    if duty.get("channel", "email") not in CHANNELS:
        yield f"unknown channel {duty['channel']}"
    yield from when_faults(duty.get("when", {}), item)
    opens = duty.get("opens", time(13))
    yield from cut_faults([opens] if isinstance(opens, time) else [])
    words = [opens, duty.get("since", opens), *duty.get("closed_by", []), *duty.get("ends", [])]
    yield from (f"unknown moment {name}" for name in words if isinstance(name, str) and name not in names)
    cuts = [duty[key] for key in ("opened_by", "opened_from", "from", "by") if isinstance(duty.get(key), time)]
    yield from cut_faults([*cuts, *(end for end in duty.get("ends", []) if isinstance(end, time))])
    if isinstance(duty.get("by"), str) and duty["by"] != "quote_window_close":
        yield f"unknown deadline {duty['by']}"
    if duty.get("what") == "contact" and not duty.get("with"):
        yield "a contact that goes with no notice"


def gap_faults(gap):
    """Yield what is wrong with a gap: its words, or what follows from it."""
    yield from text_faults(gap)
    followed = [*gap.get("ruling", []), *gap.get("beside", [])]
    if bool(gap.get("marks")) == bool(followed):
        yield "it is neither marked by the code nor ruled by a table, or both"
    for table in followed:
        yield from when_faults(table["when"], table["item"])


def reference_faults(clauses, gaps):
    """Yield rules, gaps and clauses that are named but not there."""
    book = book_from(clauses, gaps)
    rules = {rule.id for rule in book.rules} | set(book.clauses)
    besides = {beside.id for beside in book.beside}
    for rule in book.rules:
        yield from (f"{rule.id} overrides {other}, which is not there" for other in rule.overrides - rules)
        if rule.then.get("principle", "CP-1.3.1") not in book.clauses:
            yield f"{rule.id} rests on a principle that is not there"
    for clause in book.clauses.values():
        yield from (f"{clause.id} overrides {other}, which is not there" for other in set(clause.overrides) - rules)
        yield from (f"{clause.id} names {gap}, which is not there" for gap in set(clause.gaps) - set(book.gaps))
        yield from (
            f"{clause.id} goes with {other}, which has no notice"
            for duty in clause.duties
            for other in duty.accompanies
            if other not in book.clauses or "notice" not in {each.what for each in book.clauses[other].duties}
        )
    for beside in book.beside:
        yield from (
            f"{beside.id}: {other} is not there" for other in (beside.clauses | beside.behind) - rules - besides
        )
