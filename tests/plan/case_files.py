"""Case files an officer can read: `cases/CLAUSE.toml`, each a list of days, instants and what must follow."""

import tomllib
from datetime import date, datetime, time
from pathlib import Path

from days_of_facts import BUSINESS_DATE

from addin.app.plan_day import ruled
from calc.days.business_day import tokyo
from calc.days.cutoff import JST
from calc.outcome import RefusedError
from calc.plan.day import day_from_table

FOLDER = Path(__file__).with_name("cases")
CASE_KEYS = {"ja", "en", "at", "next_day", "facts", "day", "expect", "due", "not_due", "missed", "row", "says"}
CASE_KEYS |= {"refused", "finding"}


def case_files():
    """Return the case files by clause id."""
    return {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml"))}


def all_cases():
    """Return (clause, number, case) of every case."""
    return [(clause, n, case) for clause, table in case_files().items() for n, case in enumerate(table["case"], 1)]


def dated(value):
    """Return the value with each local time set on the business date; nested tables too."""
    if isinstance(value, time):
        return datetime.combine(BUSINESS_DATE, value, JST)
    if isinstance(value, dict):
        return {key: dated(each) for key, each in value.items()}
    if isinstance(value, list):
        return [dated(each) for each in value]
    return value


def asked_of(case):
    """Return the day table and the instant of a case."""
    table = {"business_date": BUSINESS_DATE, **case.get("day", {}), "fact": dated(case.get("facts", []))}
    at = dated(case["at"])
    return table, at.replace(day=at.day + 1) if case.get("next_day") else at


def answer(case):
    """Return (document, codes of findings) of a case, or (None, codes) where it is refused."""
    table, at = asked_of(case)
    try:
        said = ruled(day_from_table(table, calendar=tokyo(), source="case"), at)
    except RefusedError as refused:
        return None, [found.code for found in refused.findings]
    return said.document, [found.code for found in said.findings]


def looked_up(document, path):
    """Return what stands at a dotted path; an item's bare name gives what applies, its clause and its gap."""
    if path in document["items"]:
        item = document["items"][path]
        return " ".join(word for word in (item["applies"] or "null", item["clause"], item["gap"]) if word)
    for key in path.split("."):
        document = document[int(key)] if isinstance(document, list) else document[key]
    return document


def rows(document, name):
    """Return duties as `clause what` or `clause what participant`."""
    said = [(row["clause"], row["what"], row["participant"]) for row in document[name]]
    return {" ".join(filter(None, row)) for row in said} | {f"{clause} {what}" for clause, what, _ in said}


def faults_of(case):
    """Return what is not as the case expects."""
    document, codes = answer(case)
    if "refused" in case:
        return [] if case["refused"] in codes else [f"refused with {codes}"]
    if document is None:
        return [f"refused with {codes}"]
    found = [f"no finding {code}" for code in {case.get("finding", "")} - {"", *codes}]
    for path, expected in case.get("expect", {}).items():
        said = looked_up(document, path)
        if said != (None if expected == "null" and said is None else shown(expected)):
            found.append(f"{path}: {said!r}")
    found += row_faults(document["due"], case.get("row", {}))
    found += [f"not due: {row}" for row in case.get("due", []) if row not in rows(document, "due")]
    found += [f"due: {row}" for row in case.get("not_due", []) if row in rows(document, "due")]
    return found + [f"not missed: {row}" for row in case.get("missed", []) if row not in rows(document, "missed")]


def row_faults(due, expected):
    """Return what is not as expected in the duties named `clause what`."""
    found = []
    for name, fields in expected.items():
        (row,) = [row for row in due if f"{row['clause']} {row['what']}" == name]
        found += [f"{name} {field}: {row[field]!r}" for field, value in fields.items() if row[field] != value]
    return found


def shown(expected):
    """Return an expected value as JSON would show it."""
    return expected.isoformat() if isinstance(expected, (date, datetime, time)) else expected
