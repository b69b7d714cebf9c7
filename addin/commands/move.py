"""`hikae move`: out to the alternate office or the secondary centre and back, step by step, with the recovery clock."""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from addin.commands.output import Lang, instant_of, json_line
from addin.commands.two_persons import AsJson, Home, Language, recorded_in, said_in
from addin.home import home_folder
from addin.settings import catalogue
from calc.days.cutoff import iso
from calc.plan.clauses import book

if TYPE_CHECKING:
    from addin.app.move_board import MoveBoard
    from calc.continuity.move import MoveRow

app = typer.Typer(no_args_is_help=True, help="移動と帰還 / Moving out and back: checklists kept step by step.")

At = Annotated[str, typer.Option(help="時点 / instant (ISO 8601; default: now)")]
Signed = Annotated[str, typer.Option("--initials", help="あなたの略号 / your initials, for what is recorded")]
Done = Annotated[str, typer.Option("--done", help="済んだ手順 / a step that is done")]
Needless = Annotated[str, typer.Option("--not-needed", help="要らない手順 / a step not needed, --note REASON")]
Again = Annotated[str, typer.Option("--open", help="取り消す手順 / a step to be opened again")]
Note = Annotated[str, typer.Option(help="メモ / note")]
Profile = Annotated[str, typer.Option(help="使う設定 / settings in use from now on: main, alternate, secondary")]
MARKS = {"open": "●", "proved": "○", "done": "○", "not_needed": "－"}


@app.command()
def out(
    done: Done = "", not_needed: Needless = "", reopen: Again = "", profile: Profile = "", note: Note = "",
    initials: Signed = "", at: At = "", home: Home = None, json: AsJson = False, lang: Language = Lang.BOTH,  # noqa: FBT002
) -> None:  # fmt: skip
    """移る: 封じる、持って出る、誰が行く、移った先で始める / Out: seal, take along, who goes, start there."""
    asked = _Asked(home_folder(home), instant_of(at), initials, note, lang)
    asked.tick("out", {"done": done, "not_needed": not_needed, "open": reopen})
    asked.switch(profile)
    asked.show("out", json=json)


@app.command("in")
def back(
    done: Done = "", not_needed: Needless = "", reopen: Again = "", profile: Profile = "", note: Note = "",
    initials: Signed = "", at: At = "", home: Home = None, json: AsJson = False, lang: Language = Lang.BOTH,  # noqa: FBT002
) -> None:  # fmt: skip
    """戻る: 合わせる、突き合わせる、連署、平常に戻す / In: merge, reconcile, countersign, back to normal."""
    asked = _Asked(home_folder(home), instant_of(at), initials, note, lang)
    asked.tick("in", {"done": done, "not_needed": not_needed, "open": reopen})
    asked.switch(profile)
    asked.show("in", json=json)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a person asked of one way: where, when, and by whom."""

    home: Path
    at: datetime
    initials: str
    note: str
    lang: Lang

    def tick(self, way: str, steps: Mapping[str, str]) -> None:
        """Record what is reported of steps, one of each kind at most."""
        from addin.app.approval.people import person_at_desk  # noqa: PLC0415 - a help page needs none of it
        from addin.app.move_board import ticked  # noqa: PLC0415
        from calc.continuity.move import Progress, Way  # noqa: PLC0415

        for progress, step in steps.items():
            if step:
                person, tell = person_at_desk(self.initials), recorded_in(self.lang)
                how = Progress(progress)
                ticked(self.home, Way(way), step, how, person=person, at=self.at, note=self.note, tell=tell)

    def switch(self, profile: str) -> None:
        """Put another profile's settings in use."""
        from addin.app.approval.people import person_at_desk  # noqa: PLC0415
        from addin.app.move_record import used_profile  # noqa: PLC0415

        if profile:
            person = person_at_desk(self.initials)
            used_profile(self.home, profile, person=person, at=self.at, tell=recorded_in(self.lang))

    def show(self, way: str, *, json: bool) -> None:
        """Print the list, the clock and where the desk is."""
        from addin.app.move_board import shown_move  # noqa: PLC0415
        from calc.continuity.move import Way  # noqa: PLC0415

        board = shown_move(self.home, Way(way), at=self.at)
        if json:
            json_line(_document(board, self.at))
        else:
            sys.stdout.writelines(f"{line}\n" for line in _page(board, self.at, self.lang))


def _page(board: "MoveBoard", at: datetime, lang: Lang) -> Iterator[str]:
    from addin.app.move_board import desk_of  # noqa: PLC0415

    yield from _clock_lines(board, at, lang)
    for name, value in desk_of(board.state.answer.settings).items():
        spec = catalogue()[name]
        yield f"{said_in(lang, spec.ja, spec.en)}: {value or '－'}"
    for number, row in enumerate(board.rows, start=1):
        yield from _step_lines(number, row, lang)
    left = sum(row.progress.value == "open" for row in board.rows)
    yield said_in(lang, *((f"残り {left} 手順", f"{left} steps to do") if left else ("すべて済み", "all done")))


def _step_lines(number: int, row: "MoveRow", lang: Lang) -> Iterator[str]:
    step = row.step
    words = said_in(lang, step.words.ja, step.words.en)
    yield f"{MARKS[row.progress.value]} {number:>2}. [{step.name}] {words}  {step.clause}"
    if row.proof is not None:
        shown = row.proof.shown
        yield f"        {shown.ja if shown.ja == shown.en else said_in(lang, shown.ja, shown.en)}"
    if row.report is not None:
        yield f"        {row.report.at:%m-%d %H:%M:%S} {row.report.by} {row.report.note}".rstrip()


def _clock_lines(board: "MoveBoard", at: datetime, lang: Lang) -> Iterator[str]:
    clock = board.clock
    if clock is None:
        yield said_in(lang, "復旧時計: 発災の宣言なし", "recovery clock: no incident is declared")
        return
    left = clock.left(at)
    sign = "－" if left < timedelta(0) else ""
    minutes, seconds = divmod(int(abs(left).total_seconds()), 60)
    rest = f"{sign}{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    when = f"{clock.occurred_at:%m-%d %H:%M:%S} → {clock.target:%m-%d %H:%M:%S}"
    ja, en = ("目標 BCP-4.6.b", "the target of BCP-4.6.b") if clock.governs else ("目安", "a yardstick")
    yield said_in(lang, f"復旧時計: {when}  残り {rest}（{ja}）", f"recovery clock: {when}  {rest} left ({en})")
    for cut in clock.inside:
        words = book().clauses[cut.clause].words
        mark = "✗" if cut.at < at else "▲"
        yield f"  {mark} {cut.at:%H:%M} {cut.clause}  {said_in(lang, words.ja, words.en)}"


def _document(board: "MoveBoard", at: datetime) -> dict[str, object]:
    from addin.app.move_board import desk_of  # noqa: PLC0415

    clock = board.clock
    inside = [] if clock is None else [{"at": iso(cut.at), "clause": cut.clause} for cut in clock.inside]
    return {
        "way": board.way.value,
        "at": iso(at),
        "since": iso(board.since),
        "clock": None if clock is None else {
            "occurred_at": iso(clock.occurred_at), "target": iso(clock.target), "governs": clock.governs,
            "seconds_left": int(clock.left(at).total_seconds()), "inside": inside,
        },
        "desk": desk_of(board.state.answer.settings),
        "steps": [_step_json(row) for row in board.rows],
    }  # fmt: skip


def _step_json(row: "MoveRow") -> dict[str, object]:
    report, proof = row.report, row.proof
    return {
        "step": row.step.name,
        "clause": row.step.clause,
        "state": row.progress.value,
        "ja": row.step.words.ja,
        "en": row.step.words.en,
        "proof": None if proof is None else {"holds": proof.holds, "ja": proof.shown.ja, "en": proof.shown.en},
        "by": None if report is None else report.by,
        "at": None if report is None else iso(report.at),
        "note": "" if report is None else report.note,
    }
