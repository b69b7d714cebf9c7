"""CDS_NUMBER: what a person typed, read by the one grammar of numbers."""

from typing import Any

from calc.outcome import Finding, finding
from calc.text.columns import shown
from calc.text.numeral import Unit, number


def number_value(text: Any, unit: Any) -> float | Finding:  # noqa: ANN401 - a cell holds anything
    """Return what was typed, in the unit of its column; `number_unit` for a unit that no column has, else as `number`.

    Source: the grammar stands with `calc.text.numeral.number`.
    """
    if not isinstance(unit, str) or unit not in set(Unit):
        return finding("number_unit", text=shown(str(text)), unit=shown(str(unit)))
    read = number(text, unit=Unit(unit))
    return read if isinstance(read, Finding) else float(read)
