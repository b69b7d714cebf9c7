"""送信・出力 / What leaves the contingency book: drafts of the notices that are due, and the plan now as a page.

Drafts are texts that a person reads and sends. Nothing here sends; a notice is sent once somebody has said so.
"""

from pathlib import Path

from addin.app.contingency_board import head_words
from addin.app.desk_day import Desk, Done, ruled_at
from addin.app.desk_lines import business_date_of
from addin.app.desk_send import out_folder
from addin.app.drill_wall import banner_lines, output_name
from addin.app.plan_basis import Basis, basis_of
from addin.app.plan_day import Ruled, page_lines, ruled
from addin.files import ensure_folder, replace_file
from addin.home import Mode
from addin.store.journal import Journal
from addin.store.mode import mode_of
from addin.store.stamp import stamp
from calc.days.business_day import calendar_named
from calc.days.cutoff import iso
from calc.outcome import Outcome, RefusedError, finding
from calc.plan.notices import has_notice, notice_text
from calc.plan.page import filled
from calc.plan.types import Row
from calc.text.wording import Words


def drafted_notices(desk: Desk) -> Done:
    """Return where the drafts of the notices lie that are this side's to send now, one file each, in both languages.

    Raises RefusedError `notices_none_due`, `plan_day_unrecorded`, or as writing does.
    """
    basis, answer = _answer(desk)
    due = [row for row in answer.plan.due if has_notice(row) and row.mode == "do"]
    if not due:
        raise RefusedError([finding("notices_none_due", at=iso(answer.plan.at))])
    mode, head = mode_of(desk.home), _head(desk.home)
    folder = ensure_folder(out_folder(desk, basis.day.business_date.isoformat()))
    for row in due:
        replace_file(folder / output_name(_name(row, basis), mode), _draft(row, answer, mode, head=head))
    ja = f"原稿 {len(due)}通を作りました: {folder}。送ったら「連絡」に時刻を入れて 宣言 を押してください"
    return Done(Words(ja, f"{len(due)} drafts made: {folder}. Once sent, enter the time on Notices and press Declare"))


def printed_board(desk: Desk) -> Done:
    """Return where the page lies that says, in both languages, what the plan says at the book's instant.

    Plain text, so that it prints and can be faxed without any spreadsheet. Raises RefusedError `plan_day_unrecorded`.
    """
    basis, answer = _answer(desk)
    mode = mode_of(desk.home)
    lines = [*banner_lines(mode), f"今やること NOW  {iso(answer.plan.at)}", f"{basis.words.ja} / {basis.words.en}"]
    lines += [f"控え record {_head(desk.home)}", ""]
    for each in page_lines(answer):
        lines += [each.ja, f"    {each.en}"]
    folder = ensure_folder(out_folder(desk, basis.day.business_date.isoformat()))
    path = folder / output_name(f"now_{answer.plan.at:%Y%m%d_%H%M%S}.txt", mode)
    replace_file(path, "\n".join((*lines, "")).encode())
    return Done(Words(f"できました: {path}", f"Ready: {path}"))


def _answer(desk: Desk) -> tuple[Basis, Ruled]:
    """Return what the live cells rest on, and what the plan says of it at the book's instant."""
    day = business_date_of(desk)
    basis = basis_of(desk.home, day, stamp(desk.home))
    calendar = calendar_named(basis.settings.text("calendar"))
    return basis, ruled(Outcome(basis.day), ruled_at(desk, day), calendar=calendar)


def _name(row: Row, basis: Basis) -> str:
    parts = ["notice", row.clause, *([row.participant] if row.participant else []), f"{basis.day.business_date:%Y%m%d}"]
    return f"{'_'.join(parts)}.txt"


def _draft(row: Row, answer: Ruled, mode: Mode, *, head: str) -> bytes:
    said = notice_text(row, answer.plan)
    means = filled("channel", row.channel).ja if row.channel else ""
    lines = [*banner_lines(mode), f"{row.clause}  {means}  {row.participant or ''}".rstrip(), "", said.ja, "", said.en]
    return "\n".join((*lines, "", f"控え record {head}", "")).encode()


def _head(home: Path) -> str:
    with Journal(home) as journal:
        return head_words(journal.last())
