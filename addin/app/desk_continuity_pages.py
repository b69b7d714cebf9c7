"""What the buttons write on the pages of the continuity book: who is to be called, the logs, the board as it stands."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from addin.app.continuity_board import SECTIONS, board
from addin.app.continuity_board_people import reach_state
from addin.app.continuity_board_row import both
from addin.app.continuity_contacts import bodies
from addin.app.continuity_incident import FAMILY
from addin.app.continuity_record import Kept, by, instant, reports, said
from addin.app.continuity_state import State, called
from addin.app.continuity_status import services_of_plan, steps_of_plan
from addin.app.plan_facts import RECORDED
from addin.books.desk_cells import day_number
from addin.books.port import Cell
from addin.books.regions import continuity as regions
from addin.books.regions.region import Region
from addin.store.chain import Entry
from addin.store.journal import Journal
from calc.continuity.decisions import decision_log
from calc.continuity.incident import TRUTHS
from calc.continuity.labels import label

Row = Sequence[Cell]

TRUTH_WORDS = {
    "own_damage": "当社 own",
    "external_damage": "外部 external",
    "severe": "重度 severe",
    "primary_centre_lost": "プライマリ喪失 primary lost",
}


def choice(section: str, word: str) -> str:
    """Return a word of a closed list as a sheet shows and offers it, such as `携帯電話 mobile`."""
    return f"{label(section, word).ja} {word}"


def role_words(role: str) -> str:
    """Return a contact's role as a sheet shows and offers it, in both languages without its code."""
    words = label("body", role)
    return f"{words.ja} {words.en}"


def subjects(state: State) -> Mapping[Region, list[dict[str, Cell]]]:
    """Return what each form's rows are about, and what stands beside it, by the columns that buttons write."""
    return {
        regions.STEPS: [{"step": choice("step", each)} for each in steps_of_plan()],
        regions.SERVICES: [{"service": choice("service", each)} for each in services_of_plan()],
        regions.POLLS: [{"body": each.name, "kind": both(label("body", each.kind))} for each in bodies(state.contacts)],
        regions.CALLS: _calls(state),
    }


def logs(journal: Journal, state: State, *, unrecorded: int = 0) -> Mapping[Region, list[Row]]:
    """Return the rows of every list, the newest first; the board says how much it shows that is in no record."""
    made: dict[Region, list[Row]] = {
        regions.INCIDENT_LOG: _incidents(journal, state.at),
        regions.CENTRE_LOG: _of(journal, Kept.CENTRE, state, _centre),
        regions.DECISION_LOG: _decisions(state),
        regions.DRILL_LOG: _of(journal, Kept.DRILL, state, _exercise),
    }
    fitted = {region: _fitted(rows, region) for region, rows in made.items()}
    return {**fitted, regions.BOARD: _board(state, unrecorded)}


def _calls(state: State) -> list[dict[str, Cell]]:
    last = {each.made.contact: each.made.at for each in state.tries if each.made.at >= state.since}
    return [
        {
            "contact": each.contact.name,
            "role": both(label("body", each.contact.role)),
            "state": reach_state(each),
            "next": "" if each.next_means is None else both(label("means", each.next_means)),
            "address": "" if each.next_means is None else each.contact.means[each.next_means],
            "tries": float(each.tries),
            "last": day_number(last[each.contact.name]) if each.contact.name in last else "",
        }
        for each in called(state)
    ]


def _incidents(journal: Journal, at: datetime) -> list[Row]:
    entries = [each for each in journal.entries(RECORDED) if str(each.body.get("what")).startswith(FAMILY)]
    rows = [_incident(each) for each in reversed(entries) if instant(each) <= at]
    return sorted(rows, key=lambda row: -row[0])


def _incident(entry: Entry) -> Row:
    body = entry.body
    details = body.get("details", {})
    words = [choice("cause", each) for each in details.get("cause", ())]
    words += [choice("result", each) for each in details.get("results", ())]
    words += [TRUTH_WORDS[name] for name in TRUTHS if details.get(name)]
    words += [choice("class", details["class"])] if "class" in details else []
    kind = str(body["what"]).removeprefix(FAMILY)
    return (day_number(instant(entry)), choice("report", kind), by(entry), f"#{entry.n}", "、".join(words))


def _centre(entry: Entry) -> Row:
    content = said(entry)
    at = day_number(instant(entry))
    return (at, choice("centre", str(content["word"])), content["by"], content["reason"], f"{by(entry)} #{entry.n}")


def _exercise(entry: Entry) -> Row:
    content = said(entry)
    day = content["on"].replace("-", "/")
    words = (choice("register", str(content["register"])), choice("exercise", str(content["kind"])))
    return (day, *words, content["by"], content["note"], " ".join(content["clauses"]), f"{by(entry)} #{entry.n}")


def _decisions(state: State) -> list[Row]:
    rows: list[Row] = [
        (
            each.decision.what,
            each.decision.reason,
            each.decision.by,
            each.decision.id,
            day_number(each.decision.at),
            "● 有効 in force" if each.amended_by is None else f"－ {each.amended_by} に代わった superseded",
            each.decision.amends or "",
        )
        for each in decision_log(state.decisions)
    ]
    return rows[::-1]


def _of(journal: Journal, kind: Kept, state: State, make: Callable[[Entry], Row]) -> list[Row]:
    return [make(each) for each in reversed(reports(journal, kind, at=state.at))]


def _board(state: State, unrecorded: int) -> list[Row]:
    sign = "▲ 未記録を含む not recorded" if unrecorded else ""
    told = f"記入済・未記録 {unrecorded} 件\n{unrecorded} rows typed, not recorded" if unrecorded else ""
    moment: Row = (_title("as_of"), "", sign, told, day_number(state.at), "")
    rows: list[Row] = [
        (
            _title(section),
            each.subject,
            each.state,
            each.told,
            "" if each.since is None else day_number(each.since),
            "" if each.until is None else day_number(each.until),
        )
        for section in SECTIONS
        for each in board(section, state)
    ]
    return [moment, *rows]


def _title(section: str) -> str:
    return both(label("section", section))


def _fitted(rows: list[Row], region: Region) -> list[Row]:
    """Return as many rows as there is room for; the last one then tells how many older ones there are."""
    if len(rows) <= region.rows:
        return rows
    more = len(rows) - region.rows + 1
    return [*rows[: region.rows - 1], (f"他 {more} 件 +{more} more", *[""] * (len(region.columns) - 1))]
