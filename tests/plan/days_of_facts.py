"""Days for the tests: built from plain facts, put to the plan, and looked at as the contract's JSON."""

from datetime import date, datetime, time, timedelta

from calc.days.business_day import tokyo
from calc.days.cutoff import JST
from calc.plan.day import day_from_table, settings_from
from calc.plan.evaluate import plan_of
from calc.plan.report import as_json
from calc.plan.types import Day, Fact

BUSINESS_DATE = date(2026, 11, 20)
MIDNIGHT = datetime.combine(BUSINESS_DATE, time(), JST)


def moment(at):
    """Return an instant of the business date, from "18:30", "18:30:01" or seconds after midnight."""
    if isinstance(at, int):
        return MIDNIGHT + timedelta(seconds=at)
    return datetime.combine(BUSINESS_DATE, time.fromisoformat(at), JST)


def fact(at, what, **details):
    """Return one fact table as a day file would hold it."""
    known = {"known_at": moment(details.pop("known_at"))} if "known_at" in details else {}
    return {"at": moment(at), "what": what, **known, **details}


def day_table(*facts, **keys):
    """Return a day file's table."""
    return {"business_date": BUSINESS_DATE, **keys, "fact": list(facts)}


def read(*facts, **keys):
    """Return the day of a day file's table."""
    return day_from_table(day_table(*facts, **keys), calendar=tokyo(), source="DAY.toml").value


def ask(at, *facts, **keys):
    """Return what the plan says at an instant, as the contract's JSON."""
    return as_json(plan_of(read(*facts, **keys), moment(at), calendar=tokyo()))


def ask_item(item, at, *facts, **keys):
    """Return what the plan says of one item, as the contract's JSON."""
    return ask(at, *facts, **keys)["items"][item]


def due(at, *facts, **keys):
    """Return the open duties as (clause, what, participant)."""
    return [(row["clause"], row["what"], row["participant"]) for row in ask(at, *facts, **keys)["due"]]


def quick_day(facts, **settings):
    """Return a day of plain facts (seconds after midnight) without the reader, for long runs."""
    rows = tuple(
        Fact(
            row=n,
            at=moment(each["at"]),
            what=each["what"],
            known_at=moment(each.get("known", each["at"])),
            id=None if each["what"] == "fact.retracted" else each.get("id"),
            details={
                name: value
                for name, value in each.items()
                if name not in ("at", "known", "what") and (name != "id" or each["what"] == "fact.retracted")
            },
        )
        for n, each in enumerate(facts)
    )
    return Day(BUSINESS_DATE, settings_from(settings), facts=rows)
