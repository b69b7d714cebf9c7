"""The evidence as JSON; what concerns all members at once stands apart and is JSCC's alone."""

from collections.abc import Mapping

from addin.app.hearing_evidence import Evidence
from calc.days.cutoff import iso
from calc.quotes.moves import Moves


def evidence_json(found: Evidence) -> dict[str, object]:
    """Return the evidence as `hikae hearing --json` prints it."""
    return {
        "business_date": found.business_date.isoformat(),
        "at": iso(found.at),
        "moves": _moves(found.moves),
        "instruments": {code: _instrument(found, code) for code in found.asked},
        "obvious_errors": {
            "for": "clearing_house_only",
            "instruments": {
                code: [{"participant": each.participant, "side": each.side.value} for each in errors]
                for code, errors in found.errors.items()
            },
        },
        "sheets": {participant: _sheet(found, participant) for participant in found.sheets},
    }


def _instrument(found: Evidence, code: str) -> Mapping[str, object]:
    made = found.composites[code]
    return {
        "previous_bp": found.previous_bp.get(code),
        "composite_bp": made.level_bp,
        "contributors": len(made.contributors),
        "dispersion_bp": None if made.dispersion is None else float(made.dispersion),
        "removed": [{"participant": r.participant, "side": r.side.value, "code": r.code} for r in made.removed],
        "finding": made.finding or None,
    }


def _moves(made: Moves) -> Mapping[str, object]:
    return {
        "marks": len(made.ratios),
        "median": made.middle,
        "median_deviation": made.apart,
        "lowest": made.lowest,
        "highest": made.highest,
        "far": list(made.far),
        "without_mark": list(made.lacking),
    }


def _sheet(found: Evidence, participant: str) -> Mapping[str, object]:
    return {
        "staff": list(found.staff.get(participant, ())),
        "rows": [
            {
                "instrument": row.instrument,
                "previous_bp": row.previous_bp,
                "bid_bp": row.bid_bp,
                "offer_bp": row.offer_bp,
                "as_of": row.as_of or None,
                "size": row.size,
            }
            for row in found.sheets[participant]
        ],
    }
