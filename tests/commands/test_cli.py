import subprocess
import sys

import pytest

from addin import cli
from addin.cli import COMMANDS, program
from calc.outcome import RefusedError, finding

WARM = "addin.app.warm.warmed"


@pytest.fixture
def broken(monkeypatch):
    """Make `hikae warm` raise what it is given."""

    def raising(fault):
        def warmed():
            raise fault

        monkeypatch.setattr(WARM, warmed)

    return raising


@pytest.mark.parametrize("words", [[], ["nothing"], ["price"], ["price", "a.csv"], ["price", "--what"], ["--what"]])
def test_a_wrong_command_line_ends_with_two(run, words):
    """What the program does not understand ends with 2 and says so, on standard error or as its help."""
    code, out, err = run(*words)
    assert code == 2
    assert out + err
    assert "Traceback" not in out + err


def test_help_names_every_command(run):
    """The help of the program lists all commands and ends with 0."""
    code, out, _ = run("--help")
    assert code == 0
    assert all(name in out for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_in_both_languages(run, name):
    """Each command explains itself in Japanese and English and ends with 0."""
    code, out, _ = run(name, "--help")
    assert code == 0
    assert any("\u3040" < letter < "\u9fff" for letter in out)
    assert any(letter.isascii() and letter.isalpha() for letter in out)


def test_versions_are_told(run):
    """The versions of product, engine, plan and calendar stand on one line each."""
    code, out, _ = run("--version")
    assert code == 0
    assert [line.split(" ")[0] for line in out.splitlines()] == ["hikae", "engine", "plan", "calendar"]
    assert all(len(line.split(" ")) > 1 for line in out.splitlines())


def test_a_refusal_ends_with_two_and_its_findings(run, broken):
    """When nothing usable could be done the findings are told and the code is 2."""
    broken(RefusedError([finding("curve_empty", trade_date="2026-11-20")]))
    code, out, err = run("warm")
    assert (code, out) == (2, "")
    assert "[curve_empty]" in err


def test_an_interruption_ends_with_three(run, broken):
    """Stopped from the keyboard, a command ends with 3 and says so."""
    broken(KeyboardInterrupt())
    code, _, err = run("warm")
    assert code == 3
    assert "interrupted" in err
    assert "Traceback" not in err


def test_a_fault_of_ours_is_told_without_a_traceback(run, broken, tmp_path):
    """A fault of the program ends with 2 and a finding, and its traceback goes to the technician's log."""
    broken(ZeroDivisionError("secret 9,800,000,000"))
    code, _, err = run("warm")
    assert code == 2
    assert "[internal_fault]" in err
    assert "ZeroDivisionError" in err
    assert "Traceback" not in err
    assert "secret" not in err
    assert "ZeroDivisionError" in (tmp_path / "home" / "log" / "hikae.log").read_text()


@pytest.mark.parametrize(
    ("words", "there", "absent"),
    [
        (["--lang", "ja"], "カーブ", "No discount"),
        (["--lang=en"], "No discount", "カーブ"),
        ([], "カーブ", "\x00"),
        (["--lang", "fr"], "カーブ", "\x00"),
    ],
)
def test_a_refusal_speaks_the_asked_language(capsys, monkeypatch, words, there, absent):
    """The language is known even when the command never got to read its options."""

    def refusing(_):
        raise RefusedError([finding("curve_empty", trade_date="2026-11-20")])

    monkeypatch.setattr(cli, "program", refusing)
    assert cli.ended(["price", *words]) == 2
    err = capsys.readouterr().err
    assert there in err
    assert absent not in err


def test_only_the_asked_command_is_loaded():
    """Asking for one command leaves the modules of the others, and all kernels, alone."""
    code = (
        "import sys; from addin.cli import program; program(['price', 'plan'])\n"
        "loaded = {name for name in sys.modules if name.startswith('addin.commands.')}\n"
        "assert loaded == {'addin.commands.output', 'addin.commands.price'}, loaded\n"
        "assert not {'numba', 'numpy', 'pandas', 'openpyxl'} & set(sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_without_a_command_all_are_known():
    """Asked for none, the program knows every command by its name."""
    app = program([])
    names = {each.name for each in (*app.registered_commands, *app.registered_groups)}
    assert names == set(COMMANDS)


def test_warming_up_tells_how_much_is_ready(run):
    """After warming up every kernel is compiled, and their number is told."""
    code, out, err = run("warm")
    assert (code, err) == (0, "")
    assert "ready: " in out
    assert int(out.split("ready: ")[1].split(" ")[0]) >= 5
