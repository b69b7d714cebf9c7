import json
import math

import pytest
import typer

from addin.commands.output import MOST_SHOWN, Lang, as_json, finish, json_line, lines, told
from calc.outcome import Place, finding

ERROR = finding("recovery_range", Place("c.csv", 7, "recovery"), recovery="1.5")
WARNING = finding("position_repeated", Place("p.csv"), account="A", instrument="I")
NOTE = finding("history_proxied", instrument="I", days=3, proxy="-")


def test_a_finding_is_its_place_its_code_and_its_words():
    """A line begins with the mark of its gravity, then place and code, then the words in the chosen language."""
    ja, en = lines(ERROR, Lang.BOTH)
    assert ja.startswith("✗ c.csv:7 recovery [recovery_range] 回収率 1.5 は")
    assert en.startswith("    Recovery 1.5 is not in [0, 1).")
    assert len(lines(ERROR, Lang.JA)) == len(lines(ERROR, Lang.EN)) == 1
    assert lines(WARNING, Lang.EN)[0].startswith("▲ p.csv [position_repeated] Account A")
    assert lines(finding("curve_empty", trade_date="x"), Lang.EN)[0].startswith("✗ [curve_empty] No")


def test_no_cell_of_the_data_acts_on_the_screen():
    """Control characters in a place or a detail are shown as what they are."""
    evil = finding("column_missing", Place("c\x1b[2J.csv", 1, "a\x07"), column="\x1b]0;x\x07")
    for line in lines(evil, Lang.BOTH):
        assert line.isprintable()
        assert "\\x1b" in line


def test_a_finding_is_json_data():
    """As JSON a finding has code, severity, place and both languages, and a place it lacks is null or empty."""
    data = as_json(ERROR)
    assert (data["code"], data["severity"], data["file"], data["row"], data["column"]) == (
        "recovery_range",
        "error",
        "c.csv",
        7,
        "recovery",
    )
    assert "回収率" in data["ja"]
    assert "Recovery" in data["en"]
    assert as_json(NOTE)["row"] is None
    assert json.loads(json.dumps(data)) == data


def test_json_goes_out_as_one_line_without_nan(capsys):
    """JSON keeps its letters, ends with one line break, and refuses what is no number."""
    json_line({"語": [1, None]})
    assert capsys.readouterr().out == '{"語": [1, null]}\n'
    with pytest.raises(ValueError, match="JSON"):
        json_line(math.nan)


def test_errors_are_told_before_warnings_and_notes_are_counted(capsys):
    """Errors come first, then warnings, each in the order found; what is only information is counted."""
    second = finding("cell_empty", Place("c.csv", 9, "x"), column="x")
    told([NOTE, WARNING, ERROR, NOTE, second], Lang.EN)
    out, err = capsys.readouterr()
    assert out == ""
    assert [line.split("[")[1].split("]")[0] for line in err.splitlines()[:3]] == [
        "recovery_range",
        "cell_empty",
        "position_repeated",
    ]
    assert err.splitlines()[3:] == ["・ 参考2件 / 2 notes: history_proxied"]


def test_very_many_findings_are_counted(capsys):
    """Beyond two hundred, findings are no longer listed but their number is told."""
    told([ERROR] * (MOST_SHOWN + 3), Lang.EN)
    err = capsys.readouterr().err.splitlines()
    assert len(err) == MOST_SHOWN + 1
    assert err[-1] == "… 他3件 / 3 more"


@pytest.mark.parametrize(
    ("found", "strict", "code"),
    [([ERROR], True, 1), ([ERROR], False, None), ([WARNING, NOTE], True, None), ([], True, None)],
)
def test_only_errors_end_a_strict_run_with_one(capsys, found, strict, code):
    """A run with error findings ends with 1 when it is strict, and any other ends well."""
    if code is None:
        finish(found, lang=Lang.EN, strict=strict)
    else:
        with pytest.raises(typer.Exit) as ended:
            finish(found, lang=Lang.EN, strict=strict)
        assert ended.value.exit_code == code
    assert bool(capsys.readouterr().err) is bool(found)
