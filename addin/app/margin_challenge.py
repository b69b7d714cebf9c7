"""疑義 / A notified requirement challenged (CP-2.2.R1): drafts to say and to mail, and the fact in the record.

The own amount is that of the day computed and recorded just before; the notified one is checked against the folder's.
Nothing here sends: a person calls, and sends the draft.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime
from hashlib import sha256
from pathlib import Path

from addin.app.approval.people import Person
from addin.app.day.labels import COMPONENTS
from addin.app.day.rule import TOTAL
from addin.app.day.run import DayResult
from addin.app.drill_wall import banner_lines, output_name
from addin.app.margin_run import tolerance
from addin.app.outage_facts import told_facts
from addin.app.quotes_mail import jscc_desk
from addin.books.desk_cells import day_number
from addin.books.port import Cell
from addin.files import ensure_folder, replace_file
from addin.home import Mode
from addin.store.chain import Entry, Json
from addin.store.journal import Journal
from calc.days.cutoff import iso
from calc.margin.challenge import Challenge, Challenged
from calc.margin.compare import Verdict, comparison
from calc.margin.requirement import Component, Requirement
from calc.outcome import Finding, Place, RefusedError, finding
from calc.text.wording import Words

CHALLENGED, FACT = "margin.challenged", "participant.challenged"


@dataclass(frozen=True, slots=True)
class Marked:
    """An account that a person marked: where, and the newest notified amount that stands beside it, None for none."""

    account: str
    notified: int | None
    place: Place


@dataclass(frozen=True, slots=True)
class PastedAmount:
    """A notified total that came into the record by 貼付 / Paste: the key of its entry, and its components."""

    key: str
    parts: Mapping[str, int]


NOTHING_PASTED: Mapping[tuple[str, int], PastedAmount] = {}


@dataclass(frozen=True, slots=True)
class Sender:
    """Who challenges, from which address, at which instant."""

    person: Person
    address: str
    at: datetime


def challenged_accounts(
    marked: Sequence[Marked], result: DayResult, pasted: Mapping[tuple[str, int], PastedAmount] = NOTHING_PASTED
) -> dict[str, list[Challenged]]:
    """Return what is challenged, by participant; `pasted` are the amounts that the record has beside the folder's.

    An amount that is neither the folder's nor one of those pasted has nothing behind it. Raises RefusedError, at their
    marks, with every account that cannot be: `account_unknown`, `challenge_own_missing`, `challenge_not_notified`,
    `challenge_two_amounts`, `challenge_agrees`.
    """
    owners = {each.code: each.participant for each in result.inputs.accounts or ()}
    made, wrong = defaultdict[str, list[Challenged]](list), list[Finding]()
    for each in marked:
        found = (
            _challenged(each, result, pasted)
            if each.account in owners
            else finding("account_unknown", account=each.account)
        )
        if isinstance(found, Finding):
            wrong.append(found.at(each.place))
        else:
            made[owners[each.account]].append(found)
    if wrong:
        raise RefusedError(wrong)
    return dict(made)


def challenge_files(challenge: Challenge, sender: Sender, mode: Mode) -> Mapping[str, bytes]:
    """Return the telephone script and the mail draft of a challenge by file name; a drill's say so."""
    name = f"{challenge.participant}_{challenge.business_date:%Y%m%d}"
    banner = "".join(f"{line}\n\n" for line in banner_lines(mode))
    script = banner + _both(challenge.script(jscc_desk()["telephone"]))
    return {
        output_name(f"challenge_telephone_{name}.txt", mode): script.encode(),
        output_name(f"challenge_mail_{name}.eml", mode): _mail(challenge, sender, banner),
    }


def challenged(
    journal: Journal, challenges: Sequence[Challenge], sender: Sender, *, out: Path, mode: Mode,
    pasted: Mapping[tuple[str, int], PastedAmount] = NOTHING_PASTED,
) -> tuple[Entry, tuple[Path, ...]]:  # fmt: skip
    """Return the last entry and the drafts, which are on disk before the record says that they were made.

    For each participant the plan's fact is recorded, once whatever its accounts, and for each account its amounts, with
    the entry of the table that brought the notified one where it was pasted.
    Raises RefusedError as writing and recording do.
    """
    folder, files = ensure_folder(out), dict[str, bytes]()
    for each in challenges:
        files |= challenge_files(each, sender, mode)
    for name, data in files.items():
        replace_file(folder / name, data)
    business_date = challenges[0].business_date
    facts = [(FACT, {"participant": each.participant, "item": "margin"}) for each in challenges]
    told_facts(journal, facts, business_date=business_date, at=sender.at, person=sender.person)
    hashes: dict[str, Json] = {name: sha256(data).hexdigest() for name, data in files.items()}
    bodies = [
        {**_body(challenge, each, sender), **_evidence(pasted.get((each.account, each.notified)))}
        for challenge in challenges
        for each in challenge.accounts
    ]
    entries = journal.append_all([(CHALLENGED, {**body, "drafts": hashes}) for body in bodies])
    return entries[-1], tuple(folder / name for name in files)


def challenge_rows(journal: Journal, business_date: date) -> list[Sequence[Cell]]:
    """Return account, instant and drafts of every challenge recorded of a day, the newest of each account."""
    day, newest = business_date.isoformat(), dict[str, Sequence[Cell]]()
    for each in journal.entries(CHALLENGED):
        if each.body["business_date"] == day:
            account, at = str(each.body["account"]), datetime.fromisoformat(str(each.body["at"]))
            newest[account] = (account, day_number(at), " ".join(sorted(each.body["drafts"])))
    return list(newest.values())


def _challenged(
    marked: Marked, result: DayResult, pasted: Mapping[tuple[str, int], PastedAmount]
) -> Challenged | Finding:
    """Return what is said of one account, or why nothing can be."""
    made = result.margin.requirements if result.margin else ()
    own = next((each for each in made if each.account == marked.account), None)
    version = max(result.comparisons, default=0)
    read = _read(result, marked.account, version).get(TOTAL)
    notified = marked.notified if marked.notified is not None else read
    if own is None:
        return finding("challenge_own_missing", account=marked.account)
    if notified is None:
        return finding("challenge_not_notified", account=marked.account)
    came = None if read == notified else pasted.get((marked.account, notified))
    if read not in {None, notified} and came is None:
        typed, folder = f"{notified:,}", f"{read:,}"
        return finding("challenge_two_amounts", account=marked.account, typed=typed, read=folder)
    within = tolerance(result.settings)
    said = comparison(marked.account, "im", own=own.total, notified=notified, within=within)
    if said.verdict is Verdict.AGREES:
        return finding("challenge_agrees", account=marked.account, notified=f"{notified:,}")
    if came is not None:
        version = version + 1 if read is not None else version
        return Challenged(marked.account, max(version, 1), notified, own.total, _parts(own, came.parts))
    parts = _parts(own, _read(result, marked.account, version)) if read is not None else {}
    return Challenged(marked.account, max(version, 1), notified, own.total, parts)


def _read(result: DayResult, account: str, version: int) -> dict[str, int]:
    """Return what the folder says was notified to an account, by component."""
    rows = result.inputs.notified or ()
    return {
        each.component: each.amount
        for each in rows
        if (each.account, each.measure, each.version) == (account, "im", version)
    }


def _parts(own: Requirement, read: Mapping[str, int]) -> dict[Words, tuple[int, int]]:
    """Return the components that differ, notified and own, by their names."""
    return {
        Words(*COMPONENTS[part]): (read[part.value], own.amounts[part])
        for part in Component
        if part is not Component.TOTAL and part.value in read and read[part.value] != own.amounts[part]
    }


def _body(challenge: Challenge, each: Challenged, sender: Sender) -> dict[str, Json]:
    return {
        "business_date": challenge.business_date.isoformat(),
        "participant": challenge.participant,
        "account": each.account,
        "measure": "im",
        "version": each.version,
        "own": each.own,
        "notified": each.notified,
        "at": iso(sender.at),
        **sender.person.body(),
    }


def _evidence(came: PastedAmount | None) -> dict[str, Json]:
    """Return by which entry of the record an amount came, nothing for one of the folder's."""
    return {} if came is None else {"imported": came.key}


def _both(words: Words) -> str:
    return f"{words.ja.strip()}\n\n{words.en.strip()}\n"


def _mail(challenge: Challenge, sender: Sender, banner: str) -> bytes:
    message = EmailMessage(policy=policy.SMTP)
    if sender.address:
        message["From"] = sender.address
    message["To"] = jscc_desk()["email"]
    message["Subject"] = f"{banner.strip()} {challenge.subject.ja} / {challenge.subject.en}".strip()
    message["Date"] = format_datetime(sender.at)
    message["X-Unsent"] = "1"
    message.set_content(banner + _both(challenge.text), cte="base64")
    return message.as_bytes()
