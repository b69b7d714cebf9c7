"""Labels of the continuity plan in both languages, and the incident as lines of a page."""

from collections.abc import Iterator
from typing import Any

from calc.continuity.incident import Response
from calc.tables import packaged
from calc.text.wording import Words

MOMENT = "%Y-%m-%d %H:%M:%S"


def label(section: str, word: str) -> Words:
    """Return the label of one word of a closed list, such as `step` and `impact_survey`."""
    table: dict[str, Any] = packaged("calc.continuity", "words.toml")[section][word]
    return Words(table["ja"], table["en"])


def incident_page(response: Response) -> Iterator[Words]:
    """Yield the incident's lines: class, gap, proposal, steps, clauses, the centre clock; nothing without one."""
    if response.incident is None:
        return
    gap = f" {response.gap}" if response.gap else ""
    yield _line("head", **{"class": label("class", response.incident_class or "none"), "gap": gap})
    if response.incident_class != response.proposed:
        yield _line("proposed", **{"class": label("class", response.proposed or "none")})
    for n, step in enumerate(response.steps, start=1):
        yield _line("step", n=n, step=label("step", step))
    if response.poll_external:
        yield _line("poll")
    if response.points_to:
        yield _line("points_to", clauses=" ".join(response.points_to))
    if response.recovery_target:
        yield _line("target", when=response.recovery_target.strftime(MOMENT))
    for cut in response.cutoffs_inside:
        yield _line("inside", when=cut.at.strftime(MOMENT), clause=cut.clause)


def _line(name: str, **values: object) -> Words:
    said = label("line", name)
    ja = {key: value.ja if isinstance(value, Words) else value for key, value in values.items()}
    en = {key: value.en if isinstance(value, Words) else value for key, value in values.items()}
    return Words(said.ja.format(**ja), said.en.format(**en))
