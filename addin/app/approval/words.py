"""Approvals and solo mode in words: one line for a list or a sheet, and the text that stands beside an upload file."""

from collections.abc import Sequence

from addin.app.approval.people import Person
from addin.app.approval.solo import Solo
from addin.app.approval.state import Approval, Standing, Why
from addin.app.approval.subjects import KIND_WORDS
from addin.export.template import is_drill_name
from addin.home import BANNER
from addin.store.chain import Json, short_head

MARKS = {
    Standing.NOT_ASKED: "－",
    Standing.ASKED: "△",
    Standing.GIVEN: "○",
    Standing.REFUSED: "×",
    Standing.VOID: "×",
}
_STANDINGS = {
    Standing.NOT_ASKED: ("承認未依頼", "approval not asked"),
    Standing.ASKED: ("承認待ち", "waiting for approval"),
    Standing.GIVEN: ("承認済", "approved"),
    Standing.REFUSED: ("却下", "refused"),
    Standing.VOID: ("承認無効", "approval void"),
}
_WHYS = {
    Why.CONTENT_CHANGED: ("内容が変わった", "the content changed"),
    Why.RULING_CHANGED: ("根拠の判定が変わった", "the ruling behind it changed"),
    Why.TOUCHED_BY_CHECKER: ("確認者が最後に作成した内容", "the checker had made it last"),
    Why.DAY_ENDED: ("業務日が終わった", "the business day ended"),
    Why.WITHDRAWN: ("作成者が取り下げた", "the maker took it back"),
}
SOLO_MARK = "単独操作 / single operator"


def standing_words(held: Approval) -> tuple[str, str]:
    """Return where an approval stands, and why, in Japanese and English."""
    ja, en = _STANDINGS[held.standing]
    if held.why is not None:
        why_ja, why_en = _WHYS[held.why]
        return f"{ja}（{why_ja}）", f"{en}: {why_en}"
    if held.standing is Standing.REFUSED:
        return f"{ja}（{held.reason}）", f"{en}: {held.reason}"
    return ja, en


def standing_line(held: Approval) -> str:
    """Return where an approval stands as one line with its mark, both languages."""
    return f"{MARKS[held.standing]} {' / '.join(standing_words(held))}"


def persons_line(held: Approval) -> str:
    """Return who made and who checked, in one line of both languages."""
    return f"作成 made by {said(held.maker)}   確認 checked by {said(held.checker)}"


def said(person: Person | None) -> str:
    """Return a person as initials with the system's user behind them, a dash for nobody."""
    return "－" if person is None else f"{person.initials} ({person.user})"


def solo_lines(declared: Sequence[Solo]) -> list[str]:
    """Return the mark of solo mode with its reason and whether it was countersigned, one line a declaration."""
    return [f"{SOLO_MARK}   {said(each.person)}  {each.reason}   {_countersigned(each)}" for each in declared]


def _countersigned(task: Solo) -> str:
    if task.second is None:
        return "連署待ち countersignature open"
    return f"連署 countersigned {said(task.second)} {task.signed_at}"


def sidecar(held: Approval, declared: Sequence[Solo], *, head: str) -> bytes:
    """Return the text beside an upload file: state, content hash, short head, who, and the mark of solo mode."""
    current = held.current or held.content
    lines = (
        *([BANNER] if is_drill_name(held.subject.name) else []),
        f"承認 APPROVAL  {held.subject.name}  {held.subject.business_date}",
        f"状態 state: {standing_line(held)}",
        f"内容 content sha256: {current.content_hash if current else '－'}",
        f"根拠 ruling: {short_head(current.ruling_hash) if current and current.ruling_hash else '－'}",
        f"記録 record: {head}",
        persons_line(held),
        *solo_lines(declared),
    )
    return "".join(f"{line}\n" for line in lines).encode()


def approval_row(held: Approval) -> tuple[str, str, str, str]:
    """Return an approval as a row of the summary sheet: what, state, content, who."""
    current = held.current or held.content
    kind = " ".join(KIND_WORDS[held.subject.kind])
    digest = short_head(current.content_hash) if current else ""
    return f"{held.subject.name}\n{kind}", standing_line(held), digest, persons_line(held)


def solo_row(task: Solo) -> tuple[str, str, str, str]:
    """Return a declaration of solo mode as a row of the summary sheet."""
    return SOLO_MARK, _countersigned(task), "", f"{said(task.person)}  {task.reason}"


def approval_json(held: Approval) -> dict[str, Json]:
    """Return an approval as `hikae approve list --json` prints it."""
    current = held.current or held.content
    return {
        **held.subject.body(),
        "state": held.standing.value,
        "why": held.why.value if held.why else None,
        "content_hash": current.content_hash if current else None,
        "ruling_hash": current.ruling_hash if current else None,
        "until": (current.until or None) if current else None,
        "touched_by": held.toucher or None,
        "maker": held.maker.body() if held.maker else None,
        "checker": held.checker.body() if held.checker else None,
        "reason": held.reason or None,
        "round": held.round,
        "since": held.since or None,
    }


def solo_json(task: Solo) -> dict[str, Json]:
    """Return a declaration of solo mode as the lists print it."""
    return {
        "declaration": task.key,
        "business_date": task.business_date.isoformat(),
        "declared_by": task.person.body(),
        "reason": task.reason,
        "at": task.at,
        "released": list(task.released),
        "open": task.is_open,
        "countersigned_by": task.second.body() if task.second else None,
        "countersigned_at": task.signed_at or None,
    }
