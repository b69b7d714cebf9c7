"""The report of a drill: the score, the trace of everything that was called for, and the script, now open to all."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from addin.drills.marks import Grade, Kind, Mark
from addin.drills.score import Score
from addin.drills.script import Action, Script
from addin.home import BANNER
from calc.days.cutoff import iso
from calc.text.wording import Words

GRADES = {
    Grade.IN_TIME: Words("○ 期限内", "in time"),
    Grade.LATE: Words("▲ 遅れ", "late"),
    Grade.WRONG: Words("✗ 誤り", "wrong"),
    Grade.MISSING: Words("✗ 漏れ", "missing"),
}
KINDS = {
    Kind.DECLARATION: Words("宣言", "declaration"),
    Kind.DECISION: Words("判断", "decision"),
    Kind.NOTICE: Words("連絡", "notice"),
    Kind.STEP: Words("手順", "step"),
}

SHARES = {
    "decisions": (Kind.DECLARATION, Kind.DECISION),
    "notices": (Kind.NOTICE,),
    "steps": (Kind.STEP,),
}


@dataclass(frozen=True, slots=True)
class Report:
    """One drill that is over: its script, its score, whether persons were drilled, and the head of its record."""

    script: Script
    score: Score
    attended: bool
    head: str

    @property
    def who(self) -> Words:
        """Return who was drilled."""
        return Words("訓練（人）", "drill by persons") if self.attended else Words("模範の自動実行", "reference run")


def summary(report: Report) -> list[tuple[Words, Words]]:
    """Return the score in lines: what is said, and its figure, each in both languages."""
    score, script = report.score, report.script
    decisions, notices, steps = (score.share(*kinds) for kinds in SHARES.values())
    quote = "－" if score.first_quote is None else f"{score.first_quote}"
    title = Words(*(f"{script.name}  {each}" for each in (script.words.ja, script.words.en)))
    figures = [
        (Words("得点", "Score"), f"{score.points} / 100"),
        (Words("正しく期限内の判断", "Decisions right and in time"), f"{decisions.good} / {decisions.of}"),
        (Words("期限内の連絡", "Notices in time"), f"{notices.good} / {notices.of}"),
        (Words("手順", "Steps"), f"{steps.good} / {steps.of}"),
        (Words("最初の気配値まで（分）", "Minutes to the first quote"), quote),
        (Words("漏れ", "Omissions"), f"{len(score.omissions)}"),
        (Words("問題のあった条項", "Clauses at fault"), " ".join(_clauses(score.faults)) or "－"),
        (Words("記録の先頭値", "Head of the record"), report.head),
    ]
    return [
        (Words("訓練", "Drill"), title),
        (Words("業務日", "Business date"), _same(f"{script.business_date}")),
        (Words("実施", "Held as"), report.who),
        *((said, _same(figure)) for said, figure in figures),
    ]


def _same(figure: str) -> Words:
    """Return what reads the same in both languages."""
    return Words(figure, figure)


def fault_words(mark: Mark) -> Words:
    """Return a fault in a line: its grade, its clauses, what it was about, and when it was due."""
    grade, clauses, due = GRADES[mark.grade], " ".join(mark.clauses), f"{mark.due:%H:%M}"
    ja = f"{grade.ja} {clauses} {mark.words.ja}（期限 {due}）"
    return Words(ja, f"{grade.en} {clauses} {mark.words.en} (due {due})")


def act_details(action: Action) -> str:
    """Return what an act of the reference run takes, in a line."""
    return "  ".join(f"{name}={_plain(value)}" for name, value in action.details.items())


def _plain(value: object) -> str:
    if isinstance(value, Mapping):
        return " ".join(f"{name}: {_plain(each)}" for name, each in value.items())
    return " ".join(map(_plain, value)) if isinstance(value, list | tuple) else str(value)


def report_json(report: Report) -> dict[str, Any]:
    """Return the report as JSON data."""
    score, script = report.score, report.script
    shares = {name: score.share(*kinds) for name, kinds in SHARES.items()}
    return {
        "drill": BANNER,
        "script": script.name,
        "ja": script.words.ja,
        "en": script.words.en,
        "business_date": script.business_date.isoformat(),
        "attended": report.attended,
        "points": score.points,
        **{name: {"good": each.good, "of": each.of} for name, each in shares.items()},
        "minutes_to_first_quote": score.first_quote,
        "omissions": [list(each.clauses) for each in score.omissions],
        "clauses_at_fault": _clauses(score.faults),
        "clauses": list(score.clauses),
        "trace": [_mark_json(each) for each in score.marks],
        "head": report.head,
    }


def _mark_json(mark: Mark) -> dict[str, Any]:
    return {
        "kind": mark.kind.value,
        "grade": mark.grade.value,
        "clauses": list(mark.clauses),
        "ja": mark.words.ja,
        "en": mark.words.en,
        "since": iso(mark.since),
        "due": iso(mark.due),
        "done": None if mark.done is None else iso(mark.done),
        "why_ja": mark.why.ja,
        "why_en": mark.why.en,
    }


def _clauses(marks: Iterable[Mark]) -> list[str]:
    return list(dict.fromkeys(clause for each in marks for clause in each.clauses))
