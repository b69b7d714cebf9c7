"""What the record itself proves of the steps of a move: nobody ticks off what has left no trace there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from addin.app.approval.desk import desk_entries
from addin.app.approval.solo import DECLARE, solos
from addin.app.approval.solo import KINDS as SOLO_KINDS
from addin.app.bundle_read import view_in
from addin.app.continuity_record import Kept
from addin.app.continuity_state import State
from addin.app.continuity_status import StepState
from addin.app.move_record import MAIN
from addin.app.pack_state import PackStanding
from addin.store.chain import Entry, short_head
from addin.store.journal import Journal
from addin.store.merge import MADE, READ, Content, conflicts
from calc.continuity.move import Proof
from calc.continuity.roster import present
from calc.days.cutoff import JST
from calc.text.wording import Words

HEADQUARTERS = "headquarters"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a proof is looked for in: the record, what it holds at an instant, and since when the move counts."""

    journal: Journal
    state: State
    since: datetime

    def newest(self, kind: str) -> Entry | None:
        """Return the newest entry of a kind that was recorded since the move began, None without one."""
        found = [each for each in self.journal.entries(kind) if datetime.fromisoformat(each.at) >= self.since]
        return found[-1] if found else None


def moved_at(journal: Journal) -> datetime | None:
    """Return when a desk last went to work elsewhere, this one or one whose bundle was read; None where none did.

    What was decided and made before is about the way out, and proves nothing of the way back.
    """
    used = [each.body for each in view_in(journal).ordered() if each.kind == Kept.PROFILE]
    return max((datetime.fromisoformat(each["at"]) for each in used if each["said"]["profile"] != MAIN), default=None)


def _proved(found: str, lacking: Words) -> Proof:
    """Return that something was found, or the words for that it was not."""
    return Proof(bool(found), Words(found, found) if found else lacking)


def _incident(asked: Asked) -> Proof:
    incident = asked.state.incident
    at = "" if incident is None else f"{incident.occurred_at:%m-%d %H:%M}"
    return _proved(at, Words("発災の宣言がありません", "no incident is declared"))


def _closed(asked: Asked) -> Proof:
    still = asked.state.incident is not None
    if still:
        return Proof(holds=False, shown=Words("発災は宣言されたまま", "the incident is still open"))
    return Proof(holds=True, shown=Words("終結", "closed"))


def _headquarters(asked: Asked) -> Proof:
    report = asked.state.steps.get(HEADQUARTERS)
    is_up = report is not None and report.state is StepState.DONE and report.at >= asked.since
    lead = report.lead if is_up and report is not None else ""
    return _proved(lead, Words("設置の報告がありません", "it is not reported as set up"))


def _decision(asked: Asked) -> Proof:
    made = [each for each in asked.state.decisions if each.at >= asked.since]
    told = f"{made[-1].by}: {made[-1].what}" if made else ""
    return _proved(told, Words("発災より後の判断がありません", "no decision since the incident"))


def _pack(asked: Asked) -> Proof:
    pack = asked.state.pack
    day = pack.business_date
    name = str(pack.entry.body["name"]) if pack.standing is PackStanding.SEALED and pack.entry else ""
    return _proved(name, Words(f"{day} のパックがありません", f"the pack of {day} is not sealed"))


def _bundle(asked: Asked) -> Proof:
    made = asked.newest(MADE)
    head = "" if made is None else f"n={made.n} {short_head(made.hash)}"
    return _proved(head, Words("発災より後に作った束がありません", "no bundle made since the incident"))


def _bundle_back(asked: Asked) -> Proof:
    """Look also at what was read: the office that reads a bundle need not have made one."""
    made, read = _bundle(asked), _merge(asked)
    return read if read.holds and not made.holds else made


def _merge(asked: Asked) -> Proof:
    read = asked.newest(READ)
    head = "" if read is None else short_head(str(read.body["head"]))
    return _proved(head, Words("発災より後に読んだ束がありません", "no bundle read since the incident"))


def _movers(asked: Asked) -> Proof:
    chosen = present(asked.state.movers, asked.state.absent)
    nobody = [task for task, person in chosen.items() if person is None]
    if nobody:
        tasks = Words(f"人がいない業務: {'、'.join(nobody)}", f"tasks without anybody: {', '.join(nobody)}")
        return Proof(holds=False, shown=tasks)
    told = " ".join(dict.fromkeys(str(person) for person in chosen.values()))
    return _proved(told, Words("移る人の登録がありません", "no movers are named"))


def _profile(asked: Asked) -> Proof:
    name = asked.state.answer.settings.text("profile")
    return Proof(name != MAIN, Words(f"設定 {name}", f"profile {name}"))


def _profile_main(asked: Asked) -> Proof:
    name = asked.state.answer.settings.text("profile")
    return Proof(name == MAIN, Words(f"設定 {name}", f"profile {name}"))


def _solo(asked: Asked) -> Proof:
    today = asked.state.at.astimezone(JST).date()
    first = min(today, asked.since.astimezone(JST).date())
    held = [each for each in solos(desk_entries(asked.journal)) if each.business_date >= first]
    told = " ".join(dict.fromkeys(each.person.initials for each in held))
    return _proved(told, Words("単独操作の宣言はありません", "solo mode is not declared"))


def _countersigned(asked: Asked) -> Proof:
    """Look at what every office says, those whose bundles were read too: its work was done alone all the same."""
    known = [each for each in view_in(asked.journal).ordered() if each.kind in SOLO_KINDS]
    known.sort(key=lambda each: (each.at, each.kind != DECLARE))
    waiting = [each for each in solos(map(_stated, known)) if each.is_open]
    days = " ".join(sorted({each.business_date.isoformat() for each in waiting}))
    if waiting:
        return Proof(holds=False, shown=Words(f"連署待ち {days}", f"waiting for a signature: {days}"))
    return Proof(holds=True, shown=Words("連署待ちなし", "nothing waits for a signature"))


def _stated(content: Content) -> Entry:
    """Return a content as the entry by which it was first stated, whichever office's."""
    first = min(content.stated, key=lambda each: each.at)
    return Entry(first.n, first.at, first.user, content.kind, content.key, content.body, "", first.hash)


def _reconciled(asked: Asked) -> Proof:
    still = [each for each in conflicts(view_in(asked.journal)) if each.decided is None]
    shown = Words(f"未決定の相違 {len(still)} 件", f"{len(still)} conflicts to be decided")
    return Proof(not still, shown)


def _verified(asked: Asked) -> Proof:
    found = asked.journal.verify()
    head = f"n={found.entries} {short_head(found.head)}"
    broken = Words(f"鎖が切れています n={found.broken_at}", f"the chain is broken at n={found.broken_at}")
    return Proof(found.ok, Words(head, head) if found.ok else broken)


def _roster(asked: Asked) -> Proof:
    today = asked.state.at.astimezone(JST).date()
    named = next((shift.people for shift in asked.state.shifts if shift.day == today), ())
    return _proved(" ".join(named), Words("今夜の当番が決まっていません", "nobody is named for tonight"))


PROOFS: Mapping[str, Callable[[Asked], Proof]] = {
    "incident": _incident,
    "closed": _closed,
    "headquarters": _headquarters,
    "decision": _decision,
    "pack": _pack,
    "bundle": _bundle,
    "bundle_back": _bundle_back,
    "merge": _merge,
    "movers": _movers,
    "profile": _profile,
    "profile_main": _profile_main,
    "solo": _solo,
    "countersigned": _countersigned,
    "reconciled": _reconciled,
    "verified": _verified,
    "roster": _roster,
}
