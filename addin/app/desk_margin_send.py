"""送信 / Send: the marked accounts challenged, from the day computed and recorded, never from a cell's own amount."""

from collections.abc import Sequence
from datetime import datetime

from addin.app.day.finish import default_at
from addin.app.day.read import FACTS
from addin.app.day.record import recorded
from addin.app.day.run import DayRequest, DayResult, computed_day
from addin.app.desk_day import Desk, Done, folder_of, optional_text, person_of, refuse_other_day, seen_at
from addin.app.desk_send import out_folder
from addin.app.margin_challenge import Marked, Sender, challenge_rows, challenged, challenged_accounts
from addin.app.margin_pasted import pasted_amounts
from addin.app.plan_day import day_of_file
from addin.books.desk_cells import Filled, filled, is_blank, written
from addin.books.port import Cell, Rows
from addin.books.regions import margin
from addin.store import snapshots
from addin.store.journal import Journal
from addin.store.mode import mode_of
from calc.days.cutoff import instant, iso
from calc.margin.challenge import Challenge
from calc.outcome import Finding, RefusedError, finding
from calc.plan.clauses import book
from calc.text.columns import whole
from calc.text.wording import Words, words

MARK, MARKS = "challenge", frozenset({"x", "ｘ", "×", "✗"})
ANNOUNCED = "CP-2.2.1"  # by when JSCC announces a suspected error


def challenged_book(desk: Desk) -> Done:
    """Return where the drafts lie that challenge the marked accounts; the challenge is recorded, and its marks cleared.

    The day of the folder is computed and recorded first, at the instant that the book looks from. Raises RefusedError
    `challenge_none`, what keeps an account from being challenged at its mark, or what computing and recording raise.
    """
    sheet, person = desk.sheet, person_of(desk.sheet)
    blocks = {each.name: sheet.read(each.name) for each in (margin.NOTIFIED, margin.CHALLENGES, margin.SENT)}
    read = filled(blocks[margin.NOTIFIED.name], margin.NOTIFIED)
    marked = _marked(read)
    folder = folder_of(sheet, home=desk.home)
    business_date = day_of_file(folder / FACTS).value.business_date
    refuse_other_day(sheet, business_date)
    at = seen_at(desk, business_date)
    sheet.progress(Words("一日を計算しています", "Computing the day"))
    result = computed_day(DayRequest(folder, desk.home, at), default_at=default_at, tell=lambda _: None)
    sender = Sender(person, optional_text(sheet, margin.SENDER), at)
    with Journal(desk.home) as journal:
        pasted = pasted_amounts(journal, business_date, home=desk.home)
    challenges = [
        Challenge(participant, business_date, accounts, f"{person.initials} {sender.address}".strip(), iso(at))
        for participant, accounts in challenged_accounts(marked, result, pasted).items()
    ]
    with Journal(desk.home) as journal:
        snapshots.keep(desk.home, result.inputs.contents.values())
        recorded(result, journal)
        out = out_folder(desk, business_date.isoformat())
        entry, files = challenged(journal, challenges, sender, out=out, mode=mode_of(desk.home), pasted=pasted)
        rows = challenge_rows(journal, business_date)
    names = " ".join(each.account for each in marked)
    sheet.write(
        {
            margin.NOTIFIED.name: _unmarked(read),
            margin.CHALLENGES.name: written(blocks[margin.CHALLENGES.name], margin.CHALLENGES, rows),
            margin.SENT.name: [[f"○ 疑義の下書き challenge drafted   {names}"]],
        }
    )
    return Done(_said(names, str(files[0].parent), late=_late(result, at)), entry)


def _marked(read: Filled) -> list[Marked]:
    """Return the marked accounts with their newest notified amounts.

    Raises RefusedError `challenge_none`, `choice_refused` for another mark, or what is wrong with an amount.
    """
    found, wrong = list[Marked](), list(read.faults)
    for row, cells in read.table.rows:
        said = dict(zip(read.table.columns, cells, strict=True))
        mark, place = str(said[MARK] or "").strip().lower(), read.block.place(row - 1, read.places[MARK])
        if not mark:
            continue
        if mark not in MARKS:
            wrong.append(finding("choice_refused", place, text=mark, allowed="x"))
            continue
        amount = next((said[name] for name in ("last", "first") if not is_blank(said[name])), None)
        notified = None if amount is None else whole(amount)
        if isinstance(notified, Finding):
            wrong.append(notified.at(place))
        else:
            found.append(Marked(str(said["account"]).strip(), notified, place))
    if wrong or not found:
        raise RefusedError(wrong or [finding("challenge_none", read.block.place(0, 0))])
    return found


def _unmarked(read: Filled) -> Rows:
    """Return what the region holds without its marks."""
    place = read.places[MARK]
    head, *rows = read.block.rows
    return [list(head), *(_without(cells, place) for cells in rows)]


def _without(cells: Sequence[Cell], place: int) -> list[Cell]:
    return [*cells[:place], "", *cells[place + 1 :]]


def _late(result: DayResult, at: datetime) -> Words | None:
    """Return what is said of a challenge that comes after JSCC's own limit to announce an error."""
    by = book().clauses[ANNOUNCED].window["by"]
    return words(finding("challenge_late", by=f"{by:%H:%M}")) if at > instant(result.business_date, by) else None


def _said(names: str, folder: str, *, late: Words | None) -> Words:
    ja, en = (
        f"疑義を記録し、下書きを作りました（{names}）: {folder}",
        f"Challenge recorded, drafts made ({names}): {folder}",
    )
    return Words(ja, en) if late is None else Words(f"{ja}。{late.ja}", f"{en}. {late.en}")
