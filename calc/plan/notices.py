"""The texts of the notices that are due: short, in both languages, blanks filled; a person sends them."""

from calc.plan.clauses import PACKAGE
from calc.plan.explain import applies_words
from calc.plan.types import Plan, Row
from calc.tables import packaged
from calc.text.wording import Words


def has_notice(row: Row) -> bool:
    """Return whether a row is one to be written: a notice or a message of a clause with a text."""
    return row.what in ("notice", "message") and row.clause in packaged(PACKAGE, "notices.toml")


def notice_text(row: Row, plan: Plan) -> Words:
    """Return the text of a notice or message that is due, its blanks filled from the plan at that instant."""
    table = packaged(PACKAGE, "notices.toml")[row.clause]
    applies = plan.items[row.item].applies if row.item and row.item in plan.items else None
    said = applies_words(applies, plan.previous_business_date)
    values = {
        "business_date": plan.business_date,
        "previous": plan.previous_business_date,
        "participant": row.participant or "",
        "amount": "" if row.amount is None else f"{row.amount:,}",
    }
    return Words(table["ja"].format(applies=said.ja, **values), table["en"].format(applies=said.en, **values))
