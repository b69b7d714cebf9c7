"""What the day uploads: the rows of each file, and whether they are whole."""

from addin.app.day.run import DayResult
from addin.export.upload import Upload, template, upload
from calc.margin.requirement import Component
from calc.outcome import Finding, Outcome, Place, RefusedError, finding


def uploads(result: DayResult) -> Outcome[tuple[Upload, ...]]:
    """Return the files that may leave; one with a bad cell or a missing account is not made, with the reason."""
    made, found = list[Upload](), list[Finding]()
    for name, rows in (("quotes_upload", quote_rows(result)), ("requirements_upload", requirement_rows(result))):
        form = template(name).of(result.mode)
        lacking = missing_accounts(result) if name == "requirements_upload" else []
        if not rows or lacking:
            found.append(finding("upload_not_made", Place(form.name), file=form.name, missing=" ".join(lacking) or "-"))
            continue
        try:
            made.append(upload(form, rows))
        except RefusedError as refused:
            found += refused.findings
    return Outcome(tuple(made), tuple(found))


def missing_accounts(result: DayResult) -> list[str]:
    """Return the accounts whose requirement could not be computed."""
    computed = {each.account for each in result.margin.requirements} if result.margin else set()
    return [account.code for account in result.inputs.accounts or () if account.code not in computed]


def quote_rows(result: DayResult) -> list[dict[str, object]]:
    """Return the upload rows of the clean quotes, in the order they were given."""
    day = result.business_date.isoformat()
    return [
        {
            "business_date": day,
            "participant": quote.participant,
            "instrument": quote.instrument,
            "bid_bp": repr(quote.bid_bp),
            "offer_bp": repr(quote.offer_bp),
            "as_of": quote.as_of,
        }
        for quote in result.quotes.clean
    ]


def requirement_rows(result: DayResult) -> list[dict[str, object]]:
    """Return the upload rows of our own requirements: every account, every component, in order."""
    if result.margin is None:
        return []
    accounts = {account.code: account for account in result.inputs.accounts or ()}
    return [
        {
            "business_date": result.business_date.isoformat(),
            "account": each.account,
            "participant": accounts[each.account].participant,
            "kind": accounts[each.account].kind.value,
            "measure": "im",
            "component": component.value,
            "amount": each.amounts[component],
        }
        for each in result.margin.requirements
        for component in Component
    ]
