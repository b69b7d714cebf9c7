import os
import subprocess
import sys
from pathlib import Path

from addin.worker.child import worker_command, worker_environment


def test_an_installed_command_runs_isolated(hikae):
    """The `hikae` of a virtual environment is run by the interpreter beside it, isolated from the desk's settings."""
    python = str(Path(sys.executable).with_name("python"))
    assert worker_command(hikae, "functions") == [python, "-I", "-m", "addin.worker.main", "functions"]


def test_a_link_to_an_installed_command_finds_its_environment(hikae, tmp_path):
    """A link to `hikae` from elsewhere runs the interpreter of the environment it points into."""
    link = tmp_path / "hikae"
    link.symlink_to(hikae)
    assert worker_command(str(link), "actions") == worker_command(hikae, "actions")


def test_any_other_command_starts_its_own_worker(fake_hikae):
    """A `hikae` with no virtual environment around it is asked to be the worker itself."""
    command = fake_hikae("")
    assert worker_command(command, "functions") == [command, "worker", "functions"]


def test_a_command_without_an_environment_answers_too(client, fake_hikae, hikae):
    """A wrapper around the real command gives a worker that answers real calls."""
    asked = client(fake_hikae(f'exec "{hikae}" "$@"\n', head="#!/bin/sh\n"))
    assert asked.call("CDS_NO", [])["error"]["code"] == "function_unknown"


def test_a_worker_sees_nothing_of_the_desks_python(client, fake_hikae, monkeypatch):
    """PYTHONPATH, PYTHONHOME and an active environment of the desk do not reach the worker."""
    for name in ("PYTHONPATH", "PYTHONSTARTUP", "VIRTUAL_ENV", "LD_PRELOAD", "PATH"):
        monkeypatch.setenv(name, "/desk")
    monkeypatch.setenv("HIKAE_HOME", "/home/of/hikae")
    body = "reply(hear(), value=[sorted(os.environ), os.environ['HIKAE_HOME']])"
    names, home = client(fake_hikae(body)).call("NAME", [])["value"]
    assert home == "/home/of/hikae"
    assert {name for name in names if name.startswith("PYTHON")} == {"PYTHONSAFEPATH", "PYTHONNOUSERSITE"}
    assert not {"VIRTUAL_ENV", "LD_PRELOAD", "PATH"} & set(names)


def test_only_listed_variables_are_handed_on():
    """The environment of a worker is a list of names, not what is left after removing some."""
    given = {"HIKAE_HOME": "a", "HOME": "b", "NUMBA_DISABLE_JIT": "1", "HIKAE_COMMAND": "c", "PYTHONHOME": "d"}
    expected = {"HIKAE_HOME": "a", "HOME": "b", "PYTHONSAFEPATH": "1", "PYTHONNOUSERSITE": "1"}
    assert worker_environment(given) == expected


def test_a_worker_inherits_no_file_of_the_office(client, fake_hikae, tmp_path):
    """What the office has open, a document or the pipe of another worker, is not open in a worker."""
    listed = "reply(hear(), value=[os.path.realpath('/dev/fd/' + each) for each in os.listdir('/dev/fd')])"
    document = tmp_path / "document.ods"
    with document.open("w") as opened:
        os.set_inheritable(opened.fileno(), True)  # noqa: FBT003 - as an office may do it
        held = client(fake_hikae(listed)).call("NAME", [])["value"]
    assert held
    assert str(document) not in held


def test_planted_modules_are_not_imported(hikae, tmp_path):
    """A file named like a library in the folder where the office was started is not what the worker imports."""
    (tmp_path / "tomllib.py").write_text("raise SystemExit('planted')", encoding="utf-8")
    code = (
        "from addin.worker.client import Client\n"
        f"client = Client('functions', lambda: {hikae!r})\n"
        "print(client.call('CDS_NO', [])['error']['code'])\n"
        "client.end()\n"
    )
    done = subprocess.run([sys.executable, "-P", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "function_unknown", done.stderr
