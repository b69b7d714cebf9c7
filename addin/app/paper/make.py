"""紙の控え / The paper: everything that a desk needs when no computer works, as one PDF."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from addin.app.drill_wall import banner_lines, default_out, output_name, refuse_other_folder
from addin.app.paper.cards import TITLE, card_pages, gap_section
from addin.app.paper.day import PaperDay, paper_day
from addin.app.paper.figures import figures_section
from addin.app.paper.forms import form_sections
from addin.app.paper.now import now_section
from addin.app.paper.registers import checklist_section, contact_section, roster_section
from addin.export.paper import Paper, Running, pdf_of
from addin.files import ensure_folder, replace_file
from calc.outcome import Finding


@dataclass(frozen=True, slots=True)
class Printed:
    """Where the paper lies, of which day, instant and head of the record, and what was wrong with the day's tables."""

    path: Path
    business_date: str
    at: datetime
    head: str
    findings: tuple[Finding, ...]


def printed(home: Path, *, data: Path | None = None, at: datetime | None = None, out: Path | None = None) -> Printed:
    """Return where the PDF lies, durable; a drill's has a drill's name and mark.

    Raises RefusedError `drill_folder`, or as `paper_day` and writing do.
    """
    day = paper_day(home, data, at=at)
    path = _path(day, home, out)
    refuse_other_folder(path.parent, day.mode)
    content = pdf_of(paper_of(day))
    ensure_folder(path.parent)
    replace_file(path, content)
    return Printed(path, day.answer.day.business_date.isoformat(), day.at, day.head, day.findings)


def paper_of(day: PaperDay) -> Paper:
    """Return what is printed of a day; it depends on nothing else."""
    mark = "".join(banner_lines(day.mode))
    running = Running(day.answer.day.business_date.isoformat(), day.at, day.head, mark, day.note)
    sections = (
        now_section(day),
        checklist_section(),
        contact_section(day.state),
        roster_section(day.state),
        figures_section(day.figures),
        *form_sections(day),
        gap_section(),
    )
    return Paper(running, sections, card_pages(), TITLE)


def _path(day: PaperDay, home: Path, out: Path | None) -> Path:
    """Return where the file goes: as named, else beside the day's other files; a drill's name says so."""
    path = out or default_out(home, day.answer.day.business_date.isoformat()) / f"paper_{day.at:%Y%m%d_%H%M%S}.pdf"
    return path if path.name.startswith("DRILL_") else path.with_name(output_name(path.name, day.mode))
