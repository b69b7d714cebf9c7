"""対策本部の一覧 / The headquarters' board: what is hit, how far everything is, what comes next, by when (BCP-4.1).

Every row: what it is about, its state as symbol and word, what is told of it, since when, until when. A section that
has more rows than its place tells so in the last one.
"""

from collections.abc import Callable, Iterator, Mapping

from addin.app.continuity_board_people import bodies, calls, decisions, movers, old_contacts, readiness, roster
from addin.app.continuity_board_row import BoardRow, both, row, same, shown
from addin.app.continuity_state import State, centre, centre_reports_since, served
from addin.app.continuity_status import StepReport, StepState, steps_of_plan
from addin.books.regions.continuity import ROOM
from calc.continuity.centre import CentreWord
from calc.continuity.incident import Incident, Response
from calc.continuity.labels import label
from calc.continuity.services import ServiceState
from calc.outcome import RefusedError, finding
from calc.plan.clauses import book
from calc.text.wording import Words

QUIET = BoardRow(both(Words("発災の宣言なし", "No incident declared")), "－ 平常 normal")
SYMBOLS = {
    StepState.OPEN: "－",
    StepState.STARTED: "▲",
    StepState.DONE: "○",
    ServiceState.RUNNING: "○",
    ServiceState.DEGRADED: "▲",
    ServiceState.STOPPED: "✗",
    ServiceState.UNKNOWN: "－",
}
HEADQUARTERS = "headquarters"


def board(section: str, state: State) -> tuple[BoardRow, ...]:
    """Return the rows of a section, at most as many as it has room for. Raises RefusedError `board_section_unknown`."""
    make = SECTIONS.get(section.strip())
    if make is None:
        raise RefusedError([finding("board_section_unknown", section=section[:40], known=" / ".join(SECTIONS))])
    return shown(list(make(state)), ROOM[section.strip()])


def _incident(state: State) -> Iterator[BoardRow]:
    response, incident = state.answer.response, state.incident
    if incident is None:
        yield QUIET
        return
    yield _next_step(state)
    yield _class(response, incident)
    yield _procedure(response)
    yield _headquarters(state)
    told = [*(("cause", each) for each in incident.causes), *(("result", each) for each in incident.results)]
    words = [label(*each) for each in told]
    joined = Words("、".join(each.ja for each in words), ", ".join(each.en for each in words))
    yield row(Words("原因と結果", "Causes and results"), _damage(incident), joined, since=incident.occurred_at)
    yield _recovery(state)


def _next_step(state: State) -> BoardRow:
    """Return the first step that is not done: what the headquarters does next."""
    left = [step for step in state.answer.response.steps if _state_of(state, step) is not StepState.DONE]
    about = Words("次の一手", "Next step")
    if not state.answer.response.steps:
        told = Words("分類を確かめ、JSCCに相談する", "Check the class; call JSCC")
        return row(about, "－ 手順なし no procedure", told)
    if not left:
        told = Words("発災ページで終結を宣言する", "Close it on the page Incident")
        return row(about, "○ 手順は完了 steps done", told)
    report, step = _report_of(state, left[0]), label("step", left[0])
    if report is None:
        told = Words(f"{step.ja}（担当を決める）", f"{step.en} (name who leads)")
        return row(about, "● いま now", told)
    told = Words(f"{step.ja}（担当 {report.lead}）", f"{step.en} (led by {report.lead})")
    return row(about, "▲ 着手 started" if report.state is StepState.STARTED else "● いま now", told, since=report.at)


def _class(response: Response, incident: Incident) -> BoardRow:
    named, proposed = (label("class", each or "none") for each in (response.incident_class, response.proposed))
    if response.incident_class is None:
        gap = response.gap or ""
        told = Words(f"{gap} 人が分類を宣言する", f"{gap} declare a class")
        return row(Words("分類", "Class"), f"✗ {named.ja} {named.en}", told)
    if incident.declared_class is None:
        told = Words("条項からの提案。宣言すれば確定する", "as the clauses propose; a declaration settles it")
        return row(Words("分類", "Class"), f"▲ {named.ja} {named.en}", told)
    same = incident.declared_class == response.proposed
    other = Words("条項の提案と同じ", "as the clauses propose") if same else Words(
        f"条項の提案は {proposed.ja}。宣言による", f"the clauses propose {proposed.en}; the declaration counts"
    )  # fmt: skip
    return row(Words("分類", "Class"), f"● {named.ja} {named.en}", other, since=incident.at)


def _procedure(response: Response) -> BoardRow:
    follows = label("procedure", response.follows or "none")
    sign = "●" if response.follows else "－"
    clauses = " ".join(response.points_to) or "－"
    told = Words(f"関係する条項 {clauses}", f"clauses concerned {clauses}")
    return row(Words("手順", "Procedure"), f"{sign} {follows.ja} {follows.en}", told)


def _headquarters(state: State) -> BoardRow:
    report = _report_of(state, HEADQUARTERS)
    is_up = report is not None and report.state is StepState.DONE
    about = Words("対策本部", "Headquarters")
    if is_up and report is not None:
        return row(about, "○ 設置済 set up", Words(f"本部長 {report.lead}", f"led by {report.lead}"), since=report.at)
    if not state.answer.response.headquarters:
        told = Words("影響調査を先に行う", "Survey the impact first")
        return row(about, "－ 設置の定めなし not called for", told)
    told = Words("報告ページで設置と本部長を報告", "Report it, and who leads, on Reports")
    return row(about, "✗ 未設置 not set up", told)


def _damage(incident: Incident) -> str:
    own, other = "own_damage" in incident.truths, "external_damage" in incident.truths
    said_of = {
        (True, True): "● 当社・外部とも both hit",
        (True, False): "● 当社のみ own only",
        (False, True): "● 外部のみ others only",
        (False, False): "－ 被害の申告なし none told",
    }
    severe = " 重度 severe" if "severe" in incident.truths else ""
    return f"{said_of[own, other]}{severe}"


def _recovery(state: State) -> BoardRow:
    about, target = Words("復旧時計", "Recovery clock"), state.answer.response.recovery_target
    if target is None:
        kept = Words("プライマリは失われていない", "the primary centre is not lost")
        return row(about, "－ 対象外 not running", kept)
    stands = centre(state)
    running = stands.running_since if stands else None
    told = Words("発生からおおむね2時間（BCP-4.6.b）", "about two hours from the event (BCP-4.6.b)")
    if running is not None:
        return row(about, "○ セカンダリ稼動 running", told, since=running, until=target)
    sign = "✗ 目標超過 late" if state.at > target else "● 進行中 counting"
    return row(about, sign, told, since=state.since, until=target)


def _steps(state: State) -> Iterator[BoardRow]:
    steps = state.answer.response.steps
    if not steps:
        yield QUIET if state.incident is None else _next_step(state)
        return
    for number, step in enumerate(sorted(steps, key=steps_of_plan().index), start=1):
        words, report, how = label("step", step), _report_of(state, step), _state_of(state, step)
        named = label("step_state", how)
        about, sign = Words(f"{number}. {words.ja}", words.en), f"{SYMBOLS[how]} {named.ja} {named.en}"
        if report is None:
            yield row(about, sign, Words("担当未定", "nobody leads"))
        else:
            lead = Words(f"担当 {report.lead} {report.note}", f"led by {report.lead}")
            yield row(about, sign, lead, since=report.at)


def _services(state: State) -> Iterator[BoardRow]:
    for each in served(state):
        words, named = label("service", each.service), label("service_state", each.state)
        last = each.last
        told = Words("状況を尋ねる", "ask how it stands") if last is None else same(f"{last.by}: {last.note}")
        yield row(words, f"{SYMBOLS[each.state]} {named.ja} {named.en}", told, since=each.since)


def _centre(state: State) -> Iterator[BoardRow]:
    stands = centre(state)
    if stands is None:
        yield QUIET
        return
    is_on, running = stands.switch is not None, stands.running_since
    judged = Words(f"判断 {stands.judged_by}", f"judged by {stands.judged_by}")
    waits = Words("二つの条件を名のある人が言うまで待つ", "waits until named persons say both conditions")
    about = Words("切替の条件", "Conditions of the switch")
    yield row(
        about,
        "● そろった both said" if is_on else "－ そろわず not both",
        judged if is_on else waits,
        since=stands.switch,
    )
    yield _said_of(state, CentreWord.UNUSABLE, CentreWord.USABLE)
    yield _said_of(state, CentreWord.HARD_TO_RECOVER, CentreWord.QUICKLY_RECOVERABLE)
    preparing = "▲ 準備 preparing" if is_on else "－ 切替なし no switch"
    sign = "✗ 遅れ late" if stands.late else "○ 稼動 running" if running else preparing
    about = Words("セカンダリでの運用", "Running at the secondary")
    told = Words("目標は発生からおおむね2時間", "aimed at about two hours from the event")
    yield row(about, sign, told, since=running, until=stands.target)


def _said_of(state: State, true: CentreWord, opposite: CentreWord) -> BoardRow:
    """Return the last that was said of one condition since the incident, either way."""
    last = next((each for each in reversed(centre_reports_since(state)) if each.word in {true, opposite}), None)
    if last is None:
        return row(label("centre", true), "－ 未報告 not said", Words("まだ誰も言っていない", "nobody has said so"))
    sign = "● 報告あり said" if last.word is true else "－ 取り消し taken back"
    return row(label("centre", last.word), sign, same(f"{last.by}: {last.reason}"), since=last.at)


def _cutoffs(state: State) -> Iterator[BoardRow]:
    inside = state.answer.response.cutoffs_inside
    for each in inside:
        is_past = each.at < state.at
        words = book().clauses[each.clause].words
        sign = "✗ 経過 passed" if is_past else "▲ 復旧前に来る inside"
        yield BoardRow(each.clause, sign, both(words), None, each.at)
    if not inside:
        told = Words("復旧時計が動いていない", "no recovery clock is running")
        yield row(Words("復旧までの期限", "Cut-offs until recovery"), "－ なし none", told)


def _report_of(state: State, step: str) -> StepReport | None:
    """Return the last report of a step since the incident: what was reported of an earlier one is over."""
    report = state.steps.get(step)
    return report if report is not None and report.at >= state.since else None


def _state_of(state: State, step: str) -> StepState:
    report = _report_of(state, step)
    return StepState.OPEN if report is None else report.state


SECTIONS: Mapping[str, Callable[[State], Iterator[BoardRow]]] = {
    "incident": _incident,
    "steps": _steps,
    "services": _services,
    "centre": _centre,
    "cutoffs": _cutoffs,
    "bodies": bodies,
    "calls": calls,
    "roster": roster,
    "movers": movers,
    "decisions": decisions,
    "readiness": readiness,
    "contacts": old_contacts,
}
