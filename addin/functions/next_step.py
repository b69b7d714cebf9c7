"""What to do next about a finding for somebody in a workbook: a field of the sheet where the words name an option."""

from collections.abc import Mapping

from calc.outcome import Finding
from calc.text.wording import Words, catalogue

_REASON = Words(
    "それでも出すときは「理由」の欄に書いて、もう一度押してください（控えに残ります）",
    "To go on all the same, fill in the field Reason and press again; it is recorded.",
)
_SECOND = Words(
    "「二人目」の欄に、別の人の略号を入れてください", "Name somebody else in the field of the second person."
)
_PARTICIPANT = Words("「清算参加者」の欄を直してください", "Correct the field Participant.")
_SEND = Words("先に 送信 を押してください", "Press Send first.")

AT_THE_DESK: Mapping[str, Words] = {
    "approval_same_initials": Words(
        "「あなたの略号」の欄に、確認する人の略号を入れてください",
        "Put the initials of the person who checks into the field Your initials.",
    ),
    "book_other_participant": _PARTICIPANT,
    "export_other_day": _REASON,
    "mail_too_early": Words("{earliest}以降に、もう一度押してください", "Press again from {earliest} on."),
    "participant_unknown": _PARTICIPANT,
    "quotes_not_entered": _SEND,
    "quotes_not_sent": _SEND,
    "quotes_unconfirmed": Words(
        "指摘を読み、その行の確認欄に自分の略号を入れてください",
        "Read each finding, and put your initials into the confirm column of its row.",
    ),
    "reason_needed": Words(
        "示したセル（なければ「理由」の欄）に書いてください",
        "Write it into the cell named here, else into the field Reason.",
    ),
    "release_other_day": _REASON,
    "row_other_day": Words(
        "一つの業務日の行だけにするか、「業務日」の欄を直してください",
        "Keep the rows of one business date only, or correct the field Business date.",
    ),
    "second_person_other": _SECOND,
    "second_person_self": _SECOND,
    "total_needed": Words(
        "相手が読み上げた合計を「合計1」（件数は「件数」）の欄に入れてください",
        "Type the total that the other side told into Total 1, the number of rows into Rows.",
    ),
}


def words_at_the_desk(found: Finding) -> Words | None:
    """Return what was found with its next step in the sheet, None where the usual words hold there, too."""
    step = AT_THE_DESK.get(found.code)
    if step is None:
        return None
    entry, details = catalogue()[found.code], dict(found.details)
    return Words(
        ja=f"{entry['ja'].format(**details)} → {step.ja.format(**details)}",
        en=f"{entry['en'].format(**details)} Next: {step.en.format(**details)}",
    )
