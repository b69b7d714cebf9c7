"""`hikae continuity`: duty roster, call tree, external bodies, handover, the board, all without a workbook.

What is shown here and in the workbook comes from the same use cases; `continuity_report` holds what records.
"""

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from addin.commands.continuity_report import At, Note, app, state_of
from addin.commands.output import Lang, instant_of, json_line
from addin.commands.two_persons import AsJson, Day, Home, Language, date_of, recorded_in, said_in
from addin.home import home_folder
from calc.days.cutoff import iso

if TYPE_CHECKING:
    from addin.app.continuity_board_row import BoardRow
    from addin.app.continuity_contacts import NotedTry
    from addin.app.continuity_state import State
    from addin.app.continuity_views import Asked
    from calc.continuity.contacts import ContactRow
    from calc.continuity.roster import DutyDay

__all__ = ["app"]

NOBODY = ("✗ 当番なし", "✗ nobody named")
NO_CONTACTS = ("✗ 連絡先の登録なし（hikae continuity load）", "✗ no contacts in the register (hikae continuity load)")
LONGEST_STRETCH = 366


@app.command()
def status(
    section: Annotated[list[str] | None, typer.Argument(help="区分 / sections (all)")] = None,
    at: At = "",
    home: Home = None,
    json: AsJson = False,  # noqa: FBT002
    lang: Language = Lang.BOTH,
) -> None:
    """対策本部の一覧 / The headquarters' board: what is hit, how far everything is, what comes next."""
    from addin.app.continuity_board import SECTIONS, board  # noqa: PLC0415 - a help page needs none of it

    state = state_of(home, at)
    shown = {name: board(name, state) for name in section or SECTIONS}
    if json:
        json_line({"at": iso(state.at), "board": {name: [*map(_board_json, rows)] for name, rows in shown.items()}})
        return
    for name, rows in shown.items():
        sys.stdout.write(f"[{name}]\n")
        sys.stdout.writelines(f"  {_board_line(row, lang)}\n" for row in rows)


@app.command()
def roster(
    date: Day = None,
    days: Annotated[int, typer.Option(min=1, max=LONGEST_STRETCH, help="日数 / days")] = 14,
    at: At = "",
    home: Home = None,
    json: AsJson = False,  # noqa: FBT002
    lang: Language = Lang.BOTH,
) -> None:
    """当番表: 夜間・休日・代理 / The duty roster by date: nights, closed days, deputies; who is missing."""
    from addin.app.continuity_state import first_responders  # noqa: PLC0415
    from addin.app.continuity_views import duty_roster  # noqa: PLC0415

    state = state_of(home, at)
    rows, now_on = duty_roster(state, date_of(date), days=days), first_responders(state)
    if json:
        on_call = {"day": now_on.day.isoformat(), "needed": now_on.needed, "people": [*now_on.people]}
        json_line({"at": iso(state.at), "now": on_call, "roster": [*map(_duty_json, rows)]})
        return
    people = " → ".join(now_on.people)
    quiet = said_in(lang, "－ 勤務時間", "－ office hours")
    alarm = said_in(lang, *NOBODY) if now_on.needed else quiet
    sys.stdout.write(f"{said_in(lang, 'いま', 'now')} {iso(state.at)}   {people or alarm}\n")
    sys.stdout.writelines(f"{_duty_line(row, lang)}\n" for row in rows)
    if missing := sum(not row.people for row in rows):
        sys.stdout.write(f"{said_in(lang, f'✗ 当番のない日 {missing}', f'✗ {missing} days without anybody')}\n")


@app.command()
def calls(
    caller: Annotated[list[str] | None, typer.Option(help="連絡する人（何人でも）/ who calls, one option each")] = None,
    at: At = "",
    home: Home = None,
    json: AsJson = False,  # noqa: FBT002
    lang: Language = Lang.BOTH,
) -> None:
    """連絡網: 次の手段と、手段ごとの結果 / The call tree: whom to reach by which means next, every try."""
    from addin.app.continuity_views import call_lists  # noqa: PLC0415

    state = state_of(home, at)
    lists = call_lists(state, caller or [])
    if json:
        dealt = {name: [_call_json(row, state) for row in rows] for name, rows in lists.items()}
        json_line({"at": iso(state.at), "since": iso(state.since), "calls": dealt})
        return
    for name, rows in lists.items():
        if name:
            sys.stdout.write(f"{name}\n")
        for row in rows:
            sys.stdout.writelines(f"{line}\n" for line in _call_lines(row, state, lang))
    every = [row for rows in lists.values() for row in rows]
    if not every:
        sys.stdout.write(f"{said_in(lang, *NO_CONTACTS)}\n")
        return
    left = sum(row.reached_at is None for row in every)
    sys.stdout.write(f"{said_in(lang, f'未連絡 {left} / {len(every)}', f'{left} of {len(every)} not reached')}\n")


@app.command()
def polls(at: At = "", home: Home = None, json: AsJson = False, lang: Language = Lang.BOTH) -> None:  # noqa: FBT002
    """外部機関への照会: 次はいつ、これまでの回答 / External bodies: when to ask next, every answer so far."""
    from addin.app.continuity_views import asked_bodies  # noqa: PLC0415

    state = state_of(home, at)
    bodies, asks = asked_bodies(state), state.answer.response.poll_external
    if json:
        json_line({"at": iso(state.at), "asked_at_intervals": asks, "bodies": [*map(_body_json, bodies)]})
        return
    if not asks:
        sys.stdout.write(
            f"{said_in(lang, '定期の照会は広域災害のとき', 'asked at intervals in a wide-area disaster')}\n"
        )
    for each in bodies:
        mark = "✗" if each.row.overdue and asks else "○" if each.answers else "－"
        when = f"{said_in(lang, '次', 'next')} {each.row.next_at:%m-%d %H:%M}" if asks else ""
        sys.stdout.write(f"{mark} {each.row.body.name}   {when}".rstrip() + "\n")
        for poll in each.answers:
            told = poll.status if poll.reached else said_in(lang, "不通", "not reached")
            sys.stdout.write(f"    {poll.at:%m-%d %H:%M:%S}  {told}\n")


@app.command()
def handover(
    to: Annotated[str, typer.Option(help="次の担当の略号 / initials of who takes over: then it is recorded")] = "",
    initials: Annotated[str, typer.Option(help="あなたの略号 / your initials")] = "",
    note: Note = "",
    at: At = "",
    home: Home = None,
    json: AsJson = False,  # noqa: FBT002
    lang: Language = Lang.BOTH,
) -> None:
    """引継: 次の期限、適用、要対応、未確認、見ること / Shift handover: next cut-off, what applies, what is open."""
    from addin.app.approval.people import person_at_desk  # noqa: PLC0415
    from addin.app.continuity_views import handed_over, handover_lines  # noqa: PLC0415
    from addin.books.desk_cells import moment_of  # noqa: PLC0415

    folder, moment = home_folder(home), instant_of(at)
    rows = handover_lines(folder, at=moment)
    if json:
        names = ("section", "what", "who", "until", "clause")
        until = [moment_of(row[3]) for row in rows]
        cells = [(*row[:3], iso(when) if when else row[3], row[4]) for row, when in zip(rows, until, strict=True)]
        json_line({"at": iso(moment), "handover": [dict(zip(names, row, strict=True)) for row in cells]})
    else:
        for section, what, who, until_cell, clause in rows:
            when = moment_of(until_cell)
            end = f"{when:%m-%d %H:%M}" if when else until_cell or ""
            words = " / ".join(str(what or "").splitlines())
            sys.stdout.write(f"{section}  {words}  {who or ''}  {end}  {clause or ''}".rstrip() + "\n")
    if to:
        handed_over(folder, to, person=person_at_desk(initials), at=moment, note=note, tell=recorded_in(lang))


def _board_line(row: "BoardRow", lang: Lang) -> str:
    subject, told = (_chosen(text, lang) for text in (row.subject, row.told))
    times = [f"{each:%m-%d %H:%M}" if each else "" for each in (row.since, row.until)]
    span = f"{times[0]} → {times[1]}" if times[1] else times[0]
    return "   ".join(part for part in (row.state, subject, told, span) if part)


def _chosen(text: str, lang: Lang) -> str:
    """Return a board's text, Japanese above English, in the chosen language."""
    ja, _, en = text.partition("\n")
    return said_in(lang, ja, en) if en else ja


def _board_json(row: "BoardRow") -> dict[str, object]:
    since, until = (None if each is None else iso(each) for each in (row.since, row.until))
    return {"subject": row.subject, "state": row.state, "told": row.told, "since": since, "until": until}


def _duty_line(row: "DutyDay", lang: Lang) -> str:
    closed = said_in(lang, "休日", "closed") if row.closed else ""
    return f"{row.day:%Y-%m-%d}  {' → '.join(row.people) or said_in(lang, *NOBODY)}  {closed}".rstrip()


def _duty_json(row: "DutyDay") -> dict[str, object]:
    return {"day": row.day.isoformat(), "closed": row.closed, "people": [*row.people], "nobody": not row.people}


def _call_lines(row: "ContactRow", state: "State", lang: Lang) -> Iterator[str]:
    from addin.app.continuity_board_people import next_address, reach_state  # noqa: PLC0415
    from calc.continuity.labels import label  # noqa: PLC0415

    yield f"  {reach_state(row)}   {row.contact.name}   {next_address(row)}".rstrip()
    for each in _tries(row, state):
        means = label("means", each.made.means)
        result = said_in(lang, *(("通じた", "reached") if each.made.reached else ("通じない", "not reached")))
        told = f"{said_in(lang, means.ja, means.en)}: {result} {each.by} {each.note}"
        yield f"      {each.made.at:%H:%M:%S} {told}".rstrip()


def _tries(row: "ContactRow", state: "State") -> "list[NotedTry]":
    return [each for each in state.tries if each.made.contact == row.contact.name and each.made.at >= state.since]


def _call_json(row: "ContactRow", state: "State") -> dict[str, object]:
    tries = [
        {"at": iso(made.at), "means": made.means, "reached": made.reached, "by": each.by, "note": each.note}
        for each in _tries(row, state)
        for made in (each.made,)
    ]
    reached = None if row.reached_at is None else iso(row.reached_at)
    address = None if row.next_means is None else row.contact.means[row.next_means]
    return {"contact": row.contact.name, "role": row.contact.role, "reached_at": reached,
            "next_means": row.next_means, "address": address, "tries": tries}  # fmt: skip


def _body_json(each: "Asked") -> dict[str, object]:
    row = each.row
    answers = [{"at": iso(poll.at), "reached": poll.reached, "status": poll.status} for poll in each.answers]
    return {"body": row.body.name, "kind": row.body.kind, "next_at": iso(row.next_at), "overdue": row.overdue,
            "answers": answers}  # fmt: skip
