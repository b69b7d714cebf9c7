"""Set-up makes .venv once, leaves a good one alone, and rebuilds a broken one."""

import importlib.util
import shutil
import subprocess
import sys
import time

import pytest

LOADED = """import importlib.util as u
s = u.spec_from_file_location("prepare", {path!r})
m = u.module_from_spec(s)
s.loader.exec_module(m)"""
WAITING = "hikae: 別の準備が終わるのを待っています / waiting for another set-up to end\n"


@pytest.fixture
def project(root, tmp_path):
    """Return a project folder, with a space in its path, that holds only what set-up reads."""
    folder = tmp_path / "a project"
    (folder / "installer").mkdir(parents=True)
    shutil.copy(root / "installer/prepare.py", folder / "installer")
    for name in ("pyproject.toml", "installer/run.lock", "installer/scale.lock", "installer/test.lock"):
        (folder / name).write_text(f"# {name}\n", encoding="utf-8")
    return folder


def loaded(folder):
    """Return the set-up of a project folder as a module."""
    spec = importlib.util.spec_from_file_location("prepare", folder / "installer/prepare.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def prepare(project, monkeypatch):
    """Return set-up with its programs replaced: `steps` says what ran, `failing` which step fails."""
    module = loaded(project)
    module.steps, module.failing = [], set()
    monkeypatch.setattr(module, "logged", lambda command, *, ja, en: pretended(module, command, words=f"{ja} / {en}"))
    monkeypatch.setattr(module, "runs", lambda _: module.PYTHON.exists())
    return module


def pretended(module, command, *, words):
    """Stand for one step's program: leave what it would leave, or fail."""
    options = {
        "venv": "-m venv ",
        "parts": ".lock",
        "product": " -e ",
        "bytecode": "compileall",
        "warm": "hikae warm",
        "apt": "apt-get install",
    }
    (step,) = [name for name, sign in options.items() if sign in " ".join(command)] or ["other"]
    module.steps.append(step)
    if step in module.failing:
        raise module.SetupError(words)
    if step == "venv":
        module.PROGRAMS.mkdir(parents=True, exist_ok=True)
        module.PYTHON.touch()
        (module.VENV / "pyvenv.cfg").write_text(f"version = 3.11.7\ncommand = python3 -m venv {module.VENV}\n", "utf-8")
    if step == "product":
        module.HIKAE.touch()


def changed(module, name):
    """Change a file that the environment is made from."""
    with (module.ROOT / name).open("a", encoding="utf-8") as file:
        file.write("more\n")


def test_the_first_start_makes_everything(prepare, capsys):
    """The first set-up makes the environment, installs the locked parts and the product, and warms it up."""
    assert prepare.main("run") == 0
    assert prepare.steps == ["venv", "parts", "product", "bytecode", "warm"]
    said = capsys.readouterr().err.splitlines()
    assert [line[7:12] for line in said[:4]] == ["[1/4]", "[2/4]", "[3/4]", "[4/4]"]
    assert all(" / " in line for line in said)


def test_the_second_start_does_nothing(prepare, capsys):
    """A set-up that is ready runs no step and says nothing."""
    prepare.main("run")
    prepare.steps.clear()
    capsys.readouterr()
    assert prepare.main("run") == 0
    assert prepare.steps == []
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("name", ["pyproject.toml", "installer/run.lock"])
def test_a_change_brings_the_environment_up_to_date(prepare, name):
    """After a change of the lock or of pyproject.toml the same environment gets the new parts."""
    prepare.main("run")
    prepare.steps.clear()
    changed(prepare, name)
    assert prepare.main("run") == 0
    assert prepare.steps == ["parts", "product", "bytecode", "warm"]


def test_an_environment_for_tests_serves_for_work(prepare):
    """After the set-up for tests, the one for work has nothing to do; the other way round it has."""
    prepare.main("test")
    prepare.steps.clear()
    prepare.main("run")
    assert prepare.steps == []
    changed(prepare, "installer/run.lock")
    prepare.main("run")
    prepare.main("test")
    assert prepare.steps == ["parts", "product", "bytecode", "warm"] * 2


def test_an_environment_with_the_extra_serves_for_work(prepare):
    """After the set-up with the extra `scale`, work and extra are ready, and the tests are not."""
    assert prepare.main("scale") == 0
    assert [prepare.is_ready(kind) for kind in ("run", "scale", "test")] == [True, True, False]


def test_who_has_added_the_extra_keeps_it(prepare):
    """After an update of the lock for work the same start brings the extra up to date, too."""
    prepare.main("scale")
    changed(prepare, "installer/run.lock")
    prepare.main("run")
    assert [prepare.is_ready(kind) for kind in ("run", "scale")] == [True, True]


def test_who_has_not_added_the_extra_does_not_get_it(prepare, monkeypatch):
    """A start for work installs the lock for work alone."""
    seen = []
    monkeypatch.setattr(prepare, "parts_installed", seen.append)
    prepare.main("run")
    changed(prepare, "installer/run.lock")
    prepare.main("run")
    assert seen == ["run", "run"]


def test_a_half_made_environment_is_built_anew(prepare):
    """An environment whose set-up was killed is emptied and made again."""
    prepare.main("run")
    prepare.steps.clear()
    (prepare.VENV / "run.stamp").unlink()
    (prepare.VENV / "half-made").touch()
    (prepare.VENV / "lib").mkdir()
    (prepare.VENV / "lib" / "torn.py").touch()
    assert prepare.main("run") == 0
    assert prepare.steps == ["venv", "parts", "product", "bytecode", "warm"]
    assert not (prepare.VENV / "lib").exists()


def test_an_interrupted_set_up_counts_as_half_made(prepare, monkeypatch):
    """While parts are being installed the environment is marked, so that a kill leaves the mark."""
    seen = []
    monkeypatch.setattr(prepare, "parts_installed", lambda _: seen.append((prepare.VENV / "half-made").exists()))
    prepare.main("run")
    assert seen == [True]
    assert not (prepare.VENV / "half-made").exists()


def test_a_moved_environment_is_built_anew(prepare, project):
    """An environment that was copied or moved with its folder points to the old place and is made again."""
    prepare.main("run")
    project.rename(project.with_name("elsewhere"))
    moved = loaded(project.with_name("elsewhere"))
    assert not moved.is_ready("run")
    moved.runs = lambda _: True
    assert not moved.is_sound()


def test_a_broken_interpreter_is_noticed(prepare):
    """An environment whose Python is gone is neither ready nor sound."""
    prepare.main("run")
    assert (prepare.is_ready("run"), prepare.is_sound()) == (True, True)
    prepare.PYTHON.unlink()
    assert (prepare.is_ready("run"), prepare.is_sound()) == (False, False)


def test_a_failed_update_leaves_a_good_environment_good(prepare, capsys):
    """When new parts cannot be fetched, the old environment is kept for the next try."""
    prepare.main("run")
    changed(prepare, "installer/run.lock")
    prepare.failing.add("parts")
    assert prepare.main("run") == 2
    assert "部品を入れられません / cannot install the parts" in capsys.readouterr().err
    assert prepare.is_sound()
    assert not prepare.is_ready("run")


def test_a_failed_first_set_up_starts_anew(prepare):
    """When the first set-up fails, the next one does not trust what is there."""
    prepare.failing.add("parts")
    assert prepare.main("run") == 2
    prepare.failing.clear()
    prepare.steps.clear()
    assert prepare.main("run") == 0
    assert prepare.steps == ["venv", "parts", "product", "bytecode", "warm"]


@pytest.mark.parametrize("step", ["bytecode", "warm"])
def test_a_failed_warm_up_stops_nobody(prepare, capsys, step):
    """When program or kernels cannot be compiled ahead, set-up says so and the product starts."""
    prepare.failing.add(step)
    assert prepare.main("run") == 0
    assert "最初の計算に時間がかかります" in capsys.readouterr().err
    assert prepare.is_ready("run")


def test_a_missing_venv_part_is_installed_by_root(prepare, monkeypatch):
    """On a machine with apt, root gets the part of Python that makes environments."""
    monkeypatch.setattr(prepare.importlib.util, "find_spec", lambda name: None if name == "ensurepip" else name)
    monkeypatch.setattr(prepare.shutil, "which", lambda _: "/usr/bin/apt-get")
    monkeypatch.setattr(prepare.os, "geteuid", lambda: 0)
    monkeypatch.setenv("DEBIAN_FRONTEND", "")
    assert prepare.main("run") == 0
    assert prepare.steps == ["other", "apt", "venv", "parts", "product", "bytecode", "warm"]


@pytest.mark.parametrize(("user", "apt"), [(1000, "/usr/bin/apt-get"), (0, None)])
def test_a_missing_venv_part_is_named_to_others(prepare, monkeypatch, capsys, user, apt):
    """Without root or without apt, one line says in both languages how to get the part; nothing is made."""
    monkeypatch.setattr(prepare.importlib.util, "find_spec", lambda _: None)
    monkeypatch.setattr(prepare.shutil, "which", lambda _: apt)
    monkeypatch.setattr(prepare.os, "geteuid", lambda: user)
    assert prepare.main("run") == 2
    line = capsys.readouterr().err.splitlines()[-1]
    package = f"python3.{sys.version_info.minor}-venv"
    assert f"「sudo apt install {package}」" in line
    assert f"“sudo apt install {package}”" in line
    assert prepare.steps == []


def test_a_failing_step_shows_the_end_of_its_log(project, capsys):
    """A step that fails shows its last lines, and both languages say where the whole log is."""
    prepare = loaded(project)
    prepare.VENV.mkdir()
    code = "print(*range(100), sep=chr(10)); raise SystemExit('no such package')"
    with pytest.raises(prepare.SetupError) as failure:
        prepare.logged([sys.executable, "-c", code], ja="入れられません", en="cannot install")
    assert str(failure.value).count(str(prepare.LOG)) == 2
    shown = capsys.readouterr().err.splitlines()
    assert len(shown) == prepare.LOG_TAIL
    assert "    no such package" in shown


def test_a_folder_that_cannot_be_written_is_told(project, capsys):
    """Where .venv cannot be made the exit code is 2, with words in both languages and no traceback."""
    prepare = loaded(project)
    prepare.VENV.write_text("in the way", encoding="utf-8")
    assert prepare.main("run") == 2
    assert capsys.readouterr().err.startswith("hikae: .venv に書き込めません")


def holder(project, *, then):
    """Start a process that takes the set-up lock, says so, and goes on with some code."""
    path = str(project / "installer/prepare.py")
    code = f"{LOADED.format(path=path)}\nwith m.alone():\n    print('held', flush=True)\n    {then}"
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen([sys.executable, "-I", "-c", code], **pipes)


def test_two_set_ups_wait_for_each_other(project):
    """A second set-up waits, says so, and goes on as soon as the first is gone, even when that was killed."""
    with holder(project, then="input()") as first:
        assert first.stdout.readline() == "held\n"
        with holder(project, then="pass") as second:
            assert second.stderr.readline() == WAITING
            first.kill()
            assert second.stdout.readline() == "held\n"


def test_a_killed_set_up_is_waited_for_until_its_step_has_ended(project):
    """The lock is held on by a running step: two installations never write to one environment."""
    step = "m.logged([sys.executable, '-c', 'import time; time.sleep(0.8)'], ja='', en='')"
    with holder(project, then=f"import sys; print('step', flush=True); {step}") as first:
        assert [first.stdout.readline() for _ in range(2)] == ["held\n", "step\n"]
        time.sleep(0.2)
        first.kill()
        killed = time.monotonic()
        with holder(project, then="pass") as second:
            assert second.stderr.readline() == WAITING
            assert second.stdout.readline() == "held\n"
    assert time.monotonic() - killed > 0.3
