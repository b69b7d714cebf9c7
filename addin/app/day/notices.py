"""What the desk owes at the instant: drafts of every notice, then every duty of both sides."""

from addin.app.approval.words import solo_lines, standing_line
from addin.app.day.approvals import DayApprovals
from addin.app.day.run import DayResult
from addin.app.drill_wall import banner_lines
from calc.days.cutoff import iso
from calc.plan.notices import notice_text
from calc.plan.page import duties_of_plan
from calc.plan.types import CLEARING_HOUSE


def notices(result: DayResult) -> str:
    """Return the drafts and the list of duties as one text in both languages."""
    drafts = [
        "\n".join(
            (
                f"──── {row.clause}  {row.channel}  {row.participant or ''}",
                *banner_lines(result.mode),
                f"{words.ja}\n\n{words.en}\n",
            )
        )
        for row in result.plan.due
        if row.what == "notice" and row.by_whom == CLEARING_HOUSE
        for words in [notice_text(row, result.plan)]
    ]
    duties = [f"{line.ja}\n    {line.en}" for line in duties_of_plan(result.plan)]
    return "\n".join(
        (
            f"連絡の下書き NOTICE DRAFTS  {iso(result.at)}",
            *([result.inputs.note] if result.inputs.note else []),
            "送る前に内容を確かめてください / Read before sending.",
            "",
            *(drafts or ["出すべき連絡はありません", "No notice is due.", ""]),
            "すること・待つこと / Everything that is due",
            *duties,
            "",
        )
    )


def notice_page(drafts: str, head: str, held: DayApprovals) -> str:
    """Return the drafts with the short chain head, the mark of solo mode and every approval above them."""
    lines = (
        *solo_lines(held.solos),
        f"記録 record {head}",
        *(f"承認 approval  {each.subject.name}: {standing_line(each)}" for each in held.approvals),
    )
    return "".join(f"{line}\n" for line in lines) + "\n" + drafts
