import re
import tomllib
from datetime import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.settings import Override, catalogue, load_settings
from calc.outcome import RefusedError
from calc.text.wording import where, words

TYPES = {"bool": bool, "int": int, "float": float, "text": str, "choice": str, "time": time}
SOURCES = [path for room in ("addin", "calc") for path in (Path(__file__).parents[2] / room).rglob("*.py")]


@pytest.fixture
def written(tmp_path):
    """Write HOME/settings.toml and return the home."""

    def write(text):
        (tmp_path / "settings.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
        return tmp_path

    return write


def refusals(home, **layers):
    with pytest.raises(RefusedError) as refused:
        load_settings(home, **layers)
    return refused.value.findings


def test_every_setting_is_asked_for_somewhere():
    """No setting is listed as in force that the program never reads."""
    program = "".join(path.read_text(encoding="utf-8") for path in SOURCES)
    reading = r"\.(flag|whole|number|text|local_time|value)"
    asked = {name for name in catalogue() if re.search(rf'{reading}\(\s*"{name}"', program)}
    assert set(catalogue()) - asked == set()


@pytest.mark.parametrize("name", catalogue())
def test_every_setting_is_complete(name, tmp_path):
    """A setting has a default of its type inside its own limits, a source, and a label in both languages."""
    spec, value = catalogue()[name], load_settings(tmp_path).value(name)
    assert value is None if spec.may_be_empty else type(value) is TYPES[spec.type]
    assert (spec.type == "choice") == bool(spec.choices)
    assert re.search("^(assumption|unknown): |JSCC|JPX|ISDA|CP-", spec.source)
    assert any(sign > "\u3000" for sign in spec.ja)
    assert spec.en.isascii()


@pytest.mark.parametrize("name", ["tail_rule", "stress_mode", "shock_type", "short_charge_ratio", "round_mode"])
def test_what_jscc_does_not_publish_is_called_an_assumption(name):
    """The settings that stand for unpublished rules say that they are assumptions."""
    assert catalogue()[name].source.startswith("assumption: ")


def test_a_row_tells_value_unit_source_and_who(tmp_path):
    """A setting in force shows its value, unit, source and that it is the default."""
    row = next(row for row in load_settings(tmp_path).rows() if row.name == "reference_days")
    assert (row.value, row.unit, row.set_by, row.at) == (750, "business days", "default", None)
    assert "JSCC" in row.source


def test_each_layer_goes_before_the_one_beneath(written):
    """A value on the command line goes before the day's, that before the record's, that before the file's."""
    home = written('round_unit = 2\nholding_days = 2\ntail_rule = "floor"\nstress_mode = "off"\n')
    settings = load_settings(
        home,
        overrides={
            "round_unit": Override(3, "sato", "2026-11-20T18:00:00+09:00"),
            "holding_days": 3,
            "tail_rule": "ceil",
        },
        day={"round_unit": 4, "holding_days": 4},
        sets=["round_unit=5"],
    )
    shown = {row.name: (row.value, row.set_by) for row in settings.rows()}
    assert shown["round_unit"] == (5, "--set")
    assert shown["holding_days"] == (4, "day")
    assert shown["tail_rule"] == ("ceil", "journal")
    assert shown["stress_mode"] == ("off", "settings.toml")
    assert shown["shock_type"] == ("relative", "default")


def test_an_override_says_who_and_when(tmp_path):
    """A value set in the record carries who set it and when."""
    override = Override("floor", "sato", "2026-11-20T18:00:00+09:00")
    rows = load_settings(tmp_path, overrides={"tail_rule": override}).rows()
    row = next(row for row in rows if row.name == "tail_rule")
    assert (row.set_by, row.at) == ("sato", "2026-11-20T18:00:00+09:00")


def test_a_value_of_the_file_is_dated_by_the_file(written):
    """A value of the settings file carries the instant at which the file was last changed."""
    row = next(row for row in load_settings(written("round_unit = 2")).rows() if row.name == "round_unit")
    assert row.at.endswith("+09:00")


@pytest.mark.parametrize(
    ("given", "name", "value"),
    [("index_look_through=false", "index_look_through", False), ("round_unit=1000", "round_unit", 1000),
     ("short_charge_ratio=0.6", "short_charge_ratio", 0.6), ("short_charge_ratio=1", "short_charge_ratio", 1.0),
     ("tail_rule=ceil", "tail_rule", "ceil"), ("quote_window_close=15:30:00", "quote_window_close", time(15, 30)),
     ("quote_window_close=", "quote_window_close", None)],
)  # fmt: skip
def test_a_typed_value_is_read_by_its_type(tmp_path, given, name, value):
    """A value on the command line is read by the setting's type; empty means none where the setting may be empty."""
    found = load_settings(tmp_path, sets=[given]).value(name)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    "given",
    ["index_look_through=yes", "index_look_through=True", "index_look_through=1", "round_unit=1.0", "round_unit=１０",
     "round_unit=1_000", "round_unit=1e3", "round_unit=0", "round_unit=", "short_charge_ratio=1.01", "tail_rule=Floor",
     "short_charge_ratio=nan", "short_charge_ratio=.5", "short_charge_ratio=65%", "quote_window_close=15:30",
     "quote_window_close=24:00:00", "recovery_single=1", "tail_fraction=0"],
)  # fmt: skip
def test_a_typed_value_of_another_form_is_refused(tmp_path, given):
    """A value that is not of the setting's plain form or outside its limits is refused with key, value, the allowed."""
    (found,) = refusals(tmp_path, sets=[given])
    key, _, value = given.partition("=")
    details = dict(found.details)
    assert (found.code, details["key"], details["given"]) == ("setting_refused", key, value)
    assert details["allowed"] in words(found).en


@pytest.mark.parametrize(
    ("name", "value"),
    [("boundary_inclusive", 1), ("round_unit", True), ("round_unit", 1.0), ("short_charge_ratio", float("nan")),
     ("short_charge_ratio", float("inf")), ("tail_rule", 1), ("quote_window_open", 15), ("role", ["participant"]),
     ("quote_window_open", time(15, 30, 0, 1)), ("cs01_bump_bp", {})],
)  # fmt: skip
def test_a_file_value_of_another_type_is_refused(tmp_path, name, value):
    """A value of a day file that is not of the setting's type is refused."""
    assert [found.code for found in refusals(tmp_path, day={name: value})] == ["setting_refused"]


def test_an_unknown_name_is_refused_with_its_neighbours(tmp_path):
    """A misspelt name is refused, with its value and the names it resembles."""
    (found,) = refusals(tmp_path, sets=["tail_rul=floor"])
    details = dict(found.details)
    assert (found.code, details["key"], details["given"]) == ("setting_unknown", "tail_rul", "floor")
    assert "tail_rule" in details["allowed"].split(", ")


def test_a_name_like_no_other_is_refused_with_all(tmp_path):
    """A name that resembles none is refused with the whole list."""
    (found,) = refusals(tmp_path, sets=["zzzz=1"])
    assert dict(found.details)["allowed"].split(", ") == list(catalogue())


def test_a_set_without_value_is_refused(tmp_path):
    """A `--set` without an equals sign is refused with an example."""
    (found,) = refusals(tmp_path, sets=["tail_rule"])
    assert (found.code, where(found.place)) == ("setting_form", "--set")


def test_all_mistakes_are_told_at_once(written):
    """Every bad entry of every layer has its own finding and its place."""
    home = written("schema = 1\n\nround_unit = 0\n  'nonsense' = 1\n")
    found = refusals(home, day={"role": "guest"}, sets=["unit_slip_ratio=x"])
    assert [where(each.place) for each in found] == [
        f"{home / 'settings.toml'}:3 round_unit", f"{home / 'settings.toml'}:4 nonsense", "[settings] role", "--set",
    ]  # fmt: skip


@pytest.mark.parametrize("schema", ["2", "0", '"1"', "true"])
def test_a_file_of_another_schema_is_refused(written, schema):
    """A settings file whose schema this version does not know is refused whole."""
    assert [found.code for found in refusals(written(f"schema = {schema}"))] == ["settings_schema_newer"]


@pytest.mark.parametrize(
    ("text", "line"), [("a = 1\nb = = 2\n", 2), (b"a = 1\n\n\xff = 2\n", 3), ("a = 1\nb = '''\n", 3), ("a=1\na=2", 2)]
)
def test_a_file_that_is_no_toml_is_refused_with_its_line(written, text, line):
    """A settings file that is not TOML in UTF-8 is refused, and the line named."""
    (found,) = refusals(written(text))
    assert (found.code, found.place.row) == ("settings_unreadable", line)


def test_a_byte_order_mark_is_no_mistake(written):
    """A settings file saved by an editor that adds a byte order mark is read."""
    assert load_settings(written(b"\xef\xbb\xbfschema = 1\nround_unit = 10\n")).whole("round_unit") == 10


def test_settings_are_asked_by_their_type(tmp_path):
    """Each type of setting has its own question, and the wrong question is a mistake in the program."""
    settings = load_settings(tmp_path)
    assert settings.flag("boundary_inclusive") is True
    assert settings.whole("round_unit") == 1
    assert settings.number("tail_fraction") == 0.01
    assert settings.text("tail_rule") == "fractional"
    assert settings.local_time("quote_window_close") is None
    assert settings.local_time("quote_window_open") is None
    with pytest.raises(TypeError, match="round_unit"):
        settings.flag("round_unit")


def test_a_row_s_text_can_be_typed_again(tmp_path):
    """The text of every setting in force is accepted by `--set` and gives the same value."""
    settings = load_settings(tmp_path)
    again = load_settings(tmp_path, sets=[f"{row.name}={row.text}" for row in settings.rows()])
    assert [row.value for row in again.rows()] == [row.value for row in settings.rows()]


@given(st.dictionaries(st.sampled_from(list(catalogue())), st.text() | st.floats() | st.integers() | st.booleans()))
def test_any_value_is_accepted_or_refused_never_a_traceback(given_values):
    """Whatever stands in a day file is in force in its type or refused by a finding."""
    try:
        settings = load_settings(Path("/nonexistent"), day=given_values)
    except RefusedError as refused:
        found, values = {each.code for each in refused.findings}, {}
    else:
        found, values = set(), {name: settings.value(name) for name in given_values}
    assert found <= {"setting_refused"}
    assert all(value is None or type(value) is TYPES[catalogue()[name].type] for name, value in values.items())


def test_a_toml_time_is_a_time(written):
    """A local time of TOML is a time setting's value."""
    assert tomllib.loads("a = 15:30:00")["a"] == time(15, 30)
    assert load_settings(written("quote_window_close = 15:30:00")).local_time("quote_window_close") == time(15, 30)
