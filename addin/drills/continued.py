"""What the continuity plan calls for in a drill: steps, services, external bodies, polls, the centre, who moves.

Everything is read from what the plan says of the incident as it really was; where the plan names no time (G16) the
end of the drill is the deadline.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from addin.app.continuity_contacts import body_kinds, means_in_order
from addin.app.continuity_record import Kept, instant, said
from addin.app.continuity_status import StepState, services_of_plan
from addin.drills.marks import Grade, Kind, Mark, graded, in_plan_order
from addin.drills.script import Script
from addin.drills.walk import Look
from addin.store.chain import Entry
from calc.continuity.centre import CentreReport, CentreWord, centre_clock
from calc.continuity.incident import Incident, Response
from calc.continuity.labels import label
from calc.continuity.roster import Mover, Shift, on_call, present
from calc.days.business_day import tokyo
from calc.plan.clauses import Clause, book
from calc.text.wording import Words


@dataclass(frozen=True, slots=True)
class Ground:
    """What the marks of one incident are made of: the plan's last answer, since when, and what was recorded."""

    script: Script
    incident: Incident
    response: Response
    known: datetime
    entries: tuple[Entry, ...]

    def said(self, kind: Kept) -> list[Entry]:
        """Return what was said of a kind, in order of when it happened."""
        return sorted((each for each in self.entries if each.kind == kind), key=instant)

    def since(self, kind: Kept) -> list[Entry]:
        """Return the same since the incident: what was said of an earlier one is over."""
        return [each for each in self.said(kind) if instant(each) >= self.incident.occurred_at]

    def mark(self, clauses: set[str], words: Words, *, done: datetime | None, due: datetime | None = None) -> Mark:
        """Return the mark of something done at an instant; without a deadline of the plan's, by the drill's end."""
        until = due or self.script.ends
        return Mark(Kind.STEP, in_plan_order(clauses), words, self.known, until, done, graded(done, until))


def incident_marks(script: Script, looks: Sequence[Look], entries: Sequence[Entry]) -> Iterator[Mark]:
    """Yield every mark of the incident that was open in the day; none where there was none."""
    opened = [each for each in looks if each.response.incident is not None]
    if not opened:
        return
    response = opened[-1].response
    assert response.incident is not None  # noqa: S101 - those alone were kept
    ground = Ground(script, response.incident, response, opened[0].at, tuple(entries))
    for marks in (_steps, _decided, _services, _bodies, _polls, _centre, _movers, _on_call):
        yield from marks(ground)


def _steps(ground: Ground) -> Iterator[Mark]:
    """Yield a mark for each step; what comes first must be done before any other is begun (BCP-3.3.b)."""
    begun = {step: [instant(each) for each in ground.since(Kept.STEP) if said(each)["step"] == step and _moves(each)]
             for step in ground.response.steps}  # fmt: skip
    done = {step: _first(ground.since(Kept.STEP), step=step, state=StepState.DONE.value) for step in begun}
    for step in begun:
        clause = next(each for each in book().clauses.values() if each.then.get("step") == step)
        others = [at for other, ats in begun.items() if other != step for at in ats]
        first, due = clause.then.get("first", False), min(others, default=ground.script.ends)
        yield ground.mark({clause.id}, label("step", step), done=done[step], due=due if first else None)


def _moves(entry: Entry) -> bool:
    return str(said(entry)["state"]) != StepState.OPEN.value


def _decided(ground: Ground) -> Iterator[Mark]:
    """Yield a mark for the headquarters where there is one: set up, it decides, and what it decides is written down."""
    if ground.response.headquarters:
        words = Words("対策本部の判断の記録", "a decision of the headquarters on record")
        yield ground.mark(_bringing_headquarters(ground.response), words, done=_first(ground.since(Kept.DECISION)))


def _bringing_headquarters(response: Response) -> set[str]:
    """Return the clause that brings the headquarters: by its class, or for a severe system failure."""
    severe = response.incident_class == "system_failure"
    return {each.id for each in _with("headquarters") if ("follows_damage" in each.then) is severe}


def _services(ground: Ground) -> Iterator[Mark]:
    """Yield a mark for each business that is to be kept going: how it stands was to be reported (BCP-2.2)."""
    for service in services_of_plan():
        words = label("service", service)
        yield ground.mark(_ids("services"), words, done=_first(ground.since(Kept.SERVICE), service=service))


def _bodies(ground: Ground) -> Iterator[Mark]:
    """Yield a mark for each external body: reached, or tried by all of its means, in the plan's order (BCP-4.3)."""
    if "contact_external" not in ground.response.steps:
        return
    for contact in _contacts(ground):
        tries = [each for each in ground.since(Kept.TRY) if said(each)["contact"] == said(contact)["name"]]
        own = [each for each in means_in_order() if each in said(contact)["means"]]
        used = list(dict.fromkeys(said(each)["means"] for each in tries))
        reached = next((instant(each) for each in tries if said(each)["reached"]), None)
        done = reached or (instant(tries[-1]) if used == own else None)
        mark = ground.mark(_ids("bodies") | _ids("means"), _of(contact), done=done)
        is_wrong = done is not None and used != own[: len(used)]
        yield _wrong(mark, Words("手段の順が計画と違う", "not by the plan's order of means")) if is_wrong else mark


def _polls(ground: Ground) -> Iterator[Mark]:
    """Yield a mark for each time that a body was to be asked: at once, then at the interval (BCP-3.2.b)."""
    if not ground.response.poll_external:
        return
    settings = ground.script.day.settings
    every, grace = timedelta(minutes=settings.poll_interval_minutes), timedelta(minutes=settings.notice_grace_minutes)
    for contact in _contacts(ground):
        asked = [each for each in ground.since(Kept.POLL) if said(each)["body"] == said(contact)["name"]]
        reached, at = [instant(each) for each in asked if said(each)["reached"]], ground.known
        while at + grace <= ground.script.ends:
            done = next((each for each in reached if at <= each), None)
            words = Words(f"{_of(contact).ja} {at:%H:%M}", f"{_of(contact).en} {at:%H:%M}")
            yield ground.mark(_ids("poll_external"), words, done=done, due=at + grace)
            at = (done or at) + every


def _centre(ground: Ground) -> Iterator[Mark]:
    """Yield the marks of a lost centre: both conditions said by a named person, and running by the target (BCP-4.6)."""
    target = ground.response.recovery_target
    if target is None:
        return
    told = [_centre_report(each) for each in ground.since(Kept.CENTRE)]
    within = target - ground.incident.occurred_at
    stands = centre_clock(told, occurred_at=ground.incident.occurred_at, within=within, at=ground.script.ends)
    switch = Words("センタ切替の判断", "judged: switch the centre")
    yield ground.mark(_ids("switch"), switch, done=stands.switch, due=target)
    running = label("centre", CentreWord.RUNNING_AT_SECONDARY)
    yield ground.mark(_ids("target_minutes"), running, done=stands.running_since, due=target)


def _movers(ground: Ground) -> Iterator[Mark]:
    """Yield a mark for each task at the alternate office when the building is lost: somebody must be there for it."""
    if "building" not in ground.incident.results:
        return
    absent = _absent(ground)
    newest = {said(each)["task"]: each for each in ground.said(Kept.MOVER)}
    for task, entry in newest.items():
        mover = Mover(said(entry)["person"], task, said(entry)["deputy"] or None)
        who = present([mover], frozenset(absent))[task]
        done = max(instant(entry), absent.get(mover.person, ground.known), ground.known) if who else None
        yield ground.mark(_ids_of_register("movers"), Words(f"移動 {task}", f"moves: {task}"), done=done)


def _absent(ground: Ground) -> dict[str, datetime]:
    """Return who cannot come, and since when that was said."""
    last = {said(each)["person"]: each for each in ground.said(Kept.ABSENCE)}
    return {person: instant(each) for person, each in last.items() if said(each)["absent"]}


def _on_call(ground: Ground) -> Iterator[Mark]:
    """Yield a mark for an incident at night or on a holiday: somebody must be named for it (BCP-4.2)."""
    shifts = {said(each)["day"]: each for each in ground.said(Kept.SHIFT)}
    named = [Shift(date.fromisoformat(said(each)["day"]), tuple(said(each)["people"])) for each in shifts.values()]
    needed = on_call(named, ground.known, calendar=tokyo())
    if needed.needed:
        entry = shifts.get(needed.day.isoformat())
        done = None if needed.nobody or entry is None else max(instant(entry), ground.known)
        grace = timedelta(minutes=ground.script.day.settings.notice_grace_minutes)
        words = Words(f"当番 {needed.day}", f"on call {needed.day}")
        yield ground.mark(_ids_of_register("roster"), words, done=done, due=ground.known + grace)


def _contacts(ground: Ground) -> list[Entry]:
    """Return the external bodies of the register, as it stood at the end."""
    newest = {said(each)["name"]: each for each in ground.said(Kept.CONTACT)}
    return [each for each in newest.values() if said(each)["role"] in body_kinds() and not said(each)["withdrawn"]]


def _first(entries: Sequence[Entry], **wanted: str) -> datetime | None:
    """Return when something was first said that has these values."""
    found = (each for each in entries if all(said(each)[name] == value for name, value in wanted.items()))
    return next((instant(each) for each in found), None)


def _centre_report(entry: Entry) -> CentreReport:
    told = said(entry)
    return CentreReport(instant(entry), CentreWord(told["word"]), told["by"], told["reason"])


def _wrong(mark: Mark, why: Words) -> Mark:
    return Mark(mark.kind, mark.clauses, mark.words, mark.since, mark.due, mark.done, Grade.WRONG, why)


def _of(contact: Entry) -> Words:
    return Words(said(contact)["name"], said(contact)["name"])


def _with(key: str) -> list[Clause]:
    return [each for each in book().clauses.values() if key in each.then]


def _ids(key: str) -> set[str]:
    """Return the clauses whose `then` holds a key: no rule of this room knows a clause by its number."""
    return {each.id for each in _with(key)}


def _ids_of_register(register: str) -> set[str]:
    return {each.id for each in _with("register") if each.then["register"] == register}
