"""`hikae settings`: the settings in force, and changes of them, each with its effect on the last recorded book."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from addin.commands.output import Lang, as_json, finish, json_line
from addin.commands.record import tell_unconfirmed
from addin.commands.two_persons import AsJson, Home, Initials, Language, recorded_in, said_in
from addin.home import home_folder
from addin.now import now

if TYPE_CHECKING:
    from addin.app.settings_change import Made
    from addin.app.settings_effect import AccountEffect, Effect
    from addin.app.settings_record import Proposal

app = typer.Typer(no_args_is_help=True, help="設定の確認と変更 / Settings: see them, and change them by two persons.")

Changes = Annotated[list[str] | None, typer.Argument(help="名前=値 / name=value (none: the present method)")]
Name = Annotated[str, typer.Argument(help="提案の番号 / id of the proposal")]
Data = Annotated[Path | None, typer.Option(help="この日次フォルダで試す / try on this day folder instead")]
Reason = Annotated[str, typer.Option(help="理由 / reason")]


@app.command("list")
def show(home: Home = None, json: AsJson = False, lang: Language = Lang.BOTH) -> None:  # noqa: FBT002
    """今の設定と提案を表示する / Show the settings in force and every proposal."""
    from addin.app.settings_change import listing  # noqa: PLC0415 - kernels load only when needed

    found = listing(home_folder(home))
    if json:
        rows = [
            {"name": row.name, "value": row.text, "unit": row.unit, "source": row.source, "set_by": row.set_by,
             "at": row.at} for row in found.settings.rows()
        ]  # fmt: skip
        json_line({"settings": rows, "proposals": [_proposal_json(each) for each in found.proposals]})
        return
    for row in found.settings.rows():
        cells = f"{row.name:<24} {row.text or '-':<16} {row.unit:<18} {row.set_by} {row.at or ''}"
        sys.stdout.write(f"{cells.rstrip()}\n")
    for each in found.proposals:
        sys.stdout.write(f"{_line(each, lang)}\n")


@app.command()
def propose(
    initials: Initials,
    changes: Changes = None,
    data: Data = None,
    home: Home = None,
    json: AsJson = False,  # noqa: FBT002
    lang: Language = Lang.BOTH,
) -> None:
    """設定の変更を提案し、影響を示す / Propose a change, with its effect on the last recorded book."""
    from addin.app.approval.people import person_at_desk  # noqa: PLC0415
    from addin.app.settings_change import proposed  # noqa: PLC0415 - kernels load only when needed

    person, tell = person_at_desk(initials), None if json else recorded_in(lang)
    tell_unconfirmed(home_folder(home), lang)
    made = proposed(home_folder(home), changes or (), person, data=data, at=now(), tell=tell)
    if not json:
        _print_effect(made.proposal.effect, lang)
    _told(made, lang, json=json)


@app.command()
def effect(
    changes: Changes = None,
    data: Data = None,
    home: Home = None,
    json: AsJson = False,  # noqa: FBT002
    lang: Language = Lang.BOTH,
) -> None:
    """影響を示すだけで記録しない / Show the effect of a change, or of the present method; nothing is recorded."""
    from addin.app.settings_change import drafted  # noqa: PLC0415 - kernels load only when needed

    draft = drafted(home_folder(home), changes or (), data=data)
    if json:
        shown = {**draft.change, "effect": _effect_json(draft.effect)}
        json_line({**shown, "findings": [as_json(each) for each in draft.findings]})
    else:
        _print_effect(draft.effect, lang)
    finish(draft.findings, lang=lang, strict=False)


@app.command()
def accept(name: Name, initials: Initials, home: Home = None, json: AsJson = False, lang: Language = Lang.BOTH) -> None:  # noqa: FBT002
    """提案を承認して適用する（二人目）/ Accept a proposal, as the second person."""
    from addin.app.approval.people import person_at_desk  # noqa: PLC0415
    from addin.app.settings_change import accepted  # noqa: PLC0415 - kernels load only when needed

    person, tell = person_at_desk(initials), None if json else recorded_in(lang)
    tell_unconfirmed(home_folder(home), lang)
    _told(accepted(home_folder(home), name, person, at=now(), tell=tell), lang, json=json)


@app.command()
def withdraw(
    name: Name,
    initials: Initials,
    reason: Reason = "",
    home: Home = None,
    json: AsJson = False,  # noqa: FBT002
    lang: Language = Lang.BOTH,
) -> None:
    """提案を取り下げる、または理由を付けて退ける / Take a proposal back, or turn it down with a reason."""
    from addin.app.approval.people import person_at_desk  # noqa: PLC0415
    from addin.app.settings_change import withdrawn  # noqa: PLC0415 - kernels load only when needed

    person, tell = person_at_desk(initials), None if json else recorded_in(lang)
    tell_unconfirmed(home_folder(home), lang)
    _told(withdrawn(home_folder(home), name, person, reason=reason, at=now(), tell=tell), lang, json=json)


def _told(made: "Made", lang: Lang, *, json: bool) -> None:
    """Say what the record now holds of a proposal, and what was found on the way."""
    if json:
        json_line({**_proposal_json(made.proposal), "findings": [as_json(each) for each in made.findings]})
    else:
        sys.stdout.write(f"{_line(made.proposal, lang)}\n")
    finish(made.findings, lang=lang, strict=False)


def _line(proposal: "Proposal", lang: Lang) -> str:
    """Return a proposal in one line: id, change, who, what became of it."""
    from addin.app.settings_record import STATE_WORDS  # noqa: PLC0415

    before, entry = proposal.entry.body["before"], proposal.entry
    changes = " ".join(f"{name}: {before[name] or '-'} → {value or '-'}" for name, value in proposal.changes.items())
    method = said_in(lang, "計算方法", "method") + f" {entry.body['engine']}"
    state = said_in(lang, *STATE_WORDS[proposal.state])
    alone = said_in(lang, "二人目が必須", "second person required") if proposal.needs_second_person else ""
    who = f"{proposal.maker.initials} ({proposal.maker.user}) {entry.at}"
    return "  ".join(part for part in (proposal.id, changes or method, who, state, alone) if part)


def _print_effect(effect: "Effect | None", lang: Lang) -> None:
    """Print each account's total before and after, and the sum."""
    from rich.box import SIMPLE_HEAD  # noqa: PLC0415
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Column, Table  # noqa: PLC0415

    if effect is None:
        return
    heads = (("口座", "Account"), ("変更前", "Old"), ("変更後", "New"), ("差", "Difference"), ("％", "%"))
    columns = (Column(said_in(lang, *head), justify="right", overflow="fold") for head in heads)
    table = Table(*columns, box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for each in effect.accounts:
        table.add_row(each.account, *_cells(each))
    table.add_row(said_in(lang, "合計", "Total"), *_cells(effect.total))
    Console().print(table)


def _cells(each: "AccountEffect") -> tuple[str, str, str, str]:
    old, new = ("-" if amount is None else f"{amount:,}" for amount in (each.old, each.new))
    difference = "-" if each.difference is None else f"{each.difference:+,}"
    percent = "-" if each.percent is None else f"{each.percent:+.2f}"
    return old, new, difference, percent + (" ▼" if each.falls_far else "")


def _proposal_json(proposal: "Proposal") -> dict[str, Any]:
    return {
        "id": proposal.id,
        "key": proposal.entry.key,
        "at": proposal.entry.at,
        "maker": proposal.maker.body(),
        "state": proposal.state.value,
        "changes": dict(proposal.changes),
        "before": proposal.entry.body["before"],
        "engine": proposal.entry.body["engine"],
        "needs_second_person": proposal.needs_second_person,
        "effect": _effect_json(proposal.effect),
    }


def _effect_json(effect: "Effect | None") -> dict[str, Any] | None:
    if effect is None:
        return None
    rows = [{"account": each.account, **_amounts(each)} for each in effect.accounts]
    return {"accounts": rows, "total": _amounts(effect.total), "falling": list(effect.falling)}


def _amounts(each: "AccountEffect") -> dict[str, Any]:
    return {"old": each.old, "new": each.new, "difference": each.difference, "percent": each.percent}
