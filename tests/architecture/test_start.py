"""The commands of a fresh machine, run by the plain shell: run.sh, test.sh, release.sh, and the Windows twin."""

import os
import re
import shutil
import statistics
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest

SCRIPTS = ("run.sh", "ready.sh", "test.sh", "system.sh", "debian.sh", "lock.sh", "release.sh")
BASH_ONLY = re.compile(r"\[\[|^\s*(function|local|declare|source) |<<<|<\(|\$'|&>|==|\bpipefail\b", re.MULTILINE)
SHELL = shutil.which("dash") or "/bin/sh"
TOOLS = ("cat", "cmp", "dirname", "env", "id", "uname", "sh", "awk", "head", "tail", "git", "sed", "grep")
WORKS = "#!/bin/sh\nexit 0\n"
SUITABLE = "#!/bin/sh\ncase $2 in -c) exit 0;; esac\n"  # says yes to each check, and then goes on
SAYS_MISSING = 'echo "[$HIKAE_MISSING]"'
SHOWS = '#!/bin/sh\nprintf "%s|" $$ "$(pwd)" "$@"\nexit 7\n'


def program(path, text):
    """Write a small program."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)


@pytest.fixture
def project(root, tmp_path, script):
    """Return a project folder, with a space in its path, that is ready; its `hikae` shows its arguments."""
    folder = tmp_path / "a project"
    shutil.copytree(root / "installer", folder / "installer", ignore=shutil.ignore_patterns("*.lock", "__pycache__"))
    for name in ("pyproject.toml", "installer/run.lock", "installer/test.lock"):
        (folder / name).write_text(f"# {name}\n", encoding="utf-8")
    program(folder / ".venv/bin/python", WORKS)
    program(folder / ".venv/bin/hikae", SHOWS)
    prepare = script("installer/prepare.py")
    prepare.ROOT = folder
    (folder / ".venv/run.stamp").write_bytes(prepare.stamp("run"))
    return folder


@pytest.fixture
def bare(tmp_path):
    """Return a folder of programs that holds the plain tools and no Python."""
    folder = tmp_path / "programs"
    folder.mkdir()
    for name in TOOLS:
        (folder / name).symlink_to(shutil.which(name))
    return folder


def run(project, *arguments, name="run.sh", **how):
    """Run one of the project's commands with the plain shell, from another folder."""
    command = [SHELL, str(project / "installer" / name), *arguments]
    return subprocess.run(command, cwd="/", capture_output=True, text=True, check=False, **how)


def sourced(project, code, **how):
    """Run some lines of shell with system.sh read in."""
    head = f"here='{project}/installer'; hikae_venv='{project}/.venv'; . \"$here/system.sh\"\n"
    return subprocess.run([SHELL, "-c", head + code], capture_output=True, text=True, check=False, **how)


def seconds(command):
    """Return the middle of five durations of a command."""
    durations = []
    for _ in range(5):
        started = time.perf_counter()
        subprocess.run(command, capture_output=True, check=False)
        durations.append(time.perf_counter() - started)
    return statistics.median(durations)


@pytest.mark.parametrize("name", SCRIPTS)
def test_the_scripts_are_plain_shell(root, name):
    """Each script is read without complaint by the plain shell and uses nothing that only bash has."""
    path = root / "installer" / name
    assert subprocess.run([SHELL, "-n", str(path)], check=False).returncode == 0
    code = re.sub(r"^\s*#.*$|'[^']*'", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert not BASH_ONLY.search(code)


@pytest.mark.parametrize("line", ["if [[ a ]]; then", "  local x", "source y", "cat <<<x", "[ a == b ]"])
def test_a_bash_only_line_is_found(line):
    """What only bash understands is found."""
    assert BASH_ONLY.search(f"x=1\n{line}\n")


def test_arguments_and_exit_code_pass_through(project):
    """run.sh gives its arguments to the product as they are, stays in the caller's folder, and ends with its code."""
    done = run(project, "plan", "--at", "2026-11-20 18:30", "*", "")
    assert done.stdout.split("|")[1:] == ["/", "plan", "--at", "2026-11-20 18:30", "*", "", ""]
    assert (done.returncode, done.stderr) == (7, "")


def test_variables_of_another_python_do_not_reach_the_product(project):
    """A shell that is set up for another Python starts ours all the same."""
    program(project / ".venv/bin/hikae", '#!/bin/sh\necho "[$PYTHONHOME$PYTHONPATH]"\n')
    assert run(project, env={**os.environ, "PYTHONHOME": "/a", "PYTHONPATH": "/b"}).stdout == "[]\n"


def test_without_arguments_the_example_day_runs(project):
    """run.sh alone runs the main job."""
    assert run(project).stdout.split("|")[2:] == ["day", ""]


def test_signals_reach_the_product(project):
    """run.sh becomes the product: same process, so an interrupt needs no one to pass it on."""
    with subprocess.Popen([SHELL, str(project / "installer/run.sh")], stdout=subprocess.PIPE, text=True) as started:
        assert started.stdout.read().split("|")[0] == str(started.pid)


def test_a_second_start_costs_little(project):
    """run.sh adds less than half a second to a start of the product."""
    direct = seconds([str(project / ".venv/bin/hikae")])
    assert seconds([SHELL, str(project / "installer/run.sh")]) - direct < 0.5


@pytest.mark.parametrize("change", ["lock", "pyproject", "stamp", "interpreter", "product"])
def test_whatever_is_not_ready_is_prepared_first(project, bare, change):
    """A changed file, a missing stamp, a broken Python and a missing product each lead to set-up first."""
    program(bare / "python3.12", f'{SUITABLE}printf "%s\\n" "$2" "$3" >&2; exit 3\n')
    {
        "lock": lambda: program(project / "installer/run.lock", "other\n"),
        "pyproject": lambda: program(project / "pyproject.toml", "other\n"),
        "stamp": (project / ".venv/run.stamp").unlink,
        "interpreter": lambda: program(project / ".venv/bin/python", "#!/bin/sh\nexit 1\n"),
        "product": (project / ".venv/bin/hikae").unlink,
    }[change]()
    done = run(project, env={"PATH": str(bare)})
    assert done.stderr.splitlines() == [str(project / "installer/prepare.py"), "run"]
    assert (done.returncode, done.stdout) == (3, "")


def test_set_up_is_followed_by_the_product(project, bare):
    """When set-up succeeds the product starts."""
    (project / ".venv/run.stamp").unlink()
    program(bare / "python3", WORKS)
    assert run(project, "day", env={"PATH": str(bare)}).stdout.split("|")[2:] == ["day", ""]


def test_the_newest_suitable_python_is_taken(project, bare):
    """Of several Pythons the newest of 3.11 to 3.13 that can make environments makes this one."""
    (project / ".venv/run.stamp").unlink()
    without = SUITABLE.replace("-c)", "-c) case $3 in *ensurepip*) exit 1;; esac;")
    program(bare / "python3.13", f'{without}echo "$0" >&2; exit 2\n')
    program(bare / "python3.12", f'{SUITABLE}echo "$0" >&2; exit 2\n')
    program(bare / "python3", WORKS)
    assert run(project, env={"PATH": str(bare)}).stderr == f"{bare}/python3.12\n"
    (bare / "python3.12").unlink()
    (bare / "python3").unlink()
    assert run(project, env={"PATH": str(bare)}).stderr == f"{bare}/python3.13\n"
    for name in ("python3.11", "python3.12", "python3.13", "python3"):
        program(bare / name, f'{SUITABLE}echo "$0" >&2; exit 2\n')
    assert run(project, env={"PATH": str(bare)}).stderr == f"{bare}/python3.13\n"


@pytest.mark.parametrize("found", ["none", "too old"])
def test_without_a_suitable_python_two_lines_say_so(project, bare, found):
    """Without Python 3.11 to 3.13 the exit code is 2, and one line in each language says what to do."""
    (project / ".venv/run.stamp").unlink()
    if found == "too old":
        program(bare / "python3", "#!/bin/sh\nexit 1\n")
    done = run(project, env={"PATH": str(bare)})
    assert done.returncode == 2
    assert [line[:19] for line in done.stderr.splitlines()] == ["hikae: Python 3.11、", "hikae: Python 3.11,"]


@pytest.mark.parametrize(("part", "code"), [("ensurepip", 0), ("no_such_part", 1)])
def test_the_version_check_is_python_s_own(project, part, code):
    """The check that run.sh gives to a Python passes on this one, and a missing part fails it."""
    check = f"here='{project}/installer'; . \"$here/ready.sh\"; hikae_python_that 'import {part}'"
    env = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    done = subprocess.run([SHELL, "-c", check], capture_output=True, text=True, env=env, check=False)
    assert (done.returncode, "python3" in done.stdout) == (code, code == 0)


@pytest.mark.parametrize(
    ("says", "new"),
    [
        ("LibreOffice 7.4.7.2 40(Build:2)", False),
        ("LibreOffice 24.2.7.2 420(Build:2)", False),
        ("LibreOffice 24.8.0.3 480(Build:3)", True),
        ("LibreOffice 25.2.3.2 520(Build:2)", True),
        ("", False),
    ],
)
def test_the_version_of_libreoffice_is_judged(project, tmp_path, says, new):
    """LibreOffice counts from 24.8 on."""
    program(tmp_path / "soffice", f"#!/bin/sh\necho '{says}'\n")
    code = f"hikae_soffice() {{ echo '{tmp_path}/soffice'; }}\nhikae_office_is_new"
    assert (sourced(project, code).returncode == 0) is new


def test_a_missing_system_part_is_told_with_the_way_to_get_it(project):
    """Who may not install gets both languages and the command, and the test groups get the names of what is missing."""
    code = (
        "hikae_missing() { printf 'LibreOffice>=24.8 strace '; }\nhikae_may_install() { false; }\n"
        "hikae_install_system_packages() { echo INSTALLED; }\nhikae_system_ready\nenv"
    )
    done = sourced(project, code)
    assert "HIKAE_MISSING=LibreOffice>=24.8 strace" in done.stdout
    assert "INSTALLED" not in done.stdout
    assert "テストに必要な部品がありません: LibreOffice>=24.8 strace" in done.stderr
    assert "sh installer/test.sh once as root" in done.stderr


def test_root_on_debian_gets_the_missing_parts(project):
    """Who may install gets what is missing, and nothing is said to be missing afterwards."""
    code = (
        "hikae_missing() { [ -e \"$hikae_venv/there\" ] || printf 'strace '; }\nhikae_may_install() { true; }\n"
        'hikae_install_system_packages() { : >"$hikae_venv/there"; }\nhikae_system_ready\n' + SAYS_MISSING
    )
    done = sourced(project, code)
    assert done.stdout == "[]\n"
    assert done.stderr == "hikae: システム部品を入れています / installing system parts: strace \n"


def test_nothing_is_installed_when_all_is_there(project):
    """A machine that has everything is not touched."""
    code = (
        "hikae_missing() { :; }\nhikae_may_install() { true; }\n"
        "hikae_install_system_packages() { echo INSTALLED; }\nhikae_system_ready\n" + SAYS_MISSING
    )
    assert sourced(project, code).stdout == "[]\n"


def git(folder, *arguments):
    """Run git in a folder with a name to commit under."""
    who = ("-c", "user.name=n", "-c", "user.email=e@example.org")
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def committed(project):
    """Return the project as a git repository, all of it committed, in version 0.9.0 with its entry."""
    (project / "pyproject.toml").write_text('version = "0.9.0"\n', encoding="utf-8")
    (project / "CHANGELOG.md").write_text("# CHANGELOG\n\n## 0.9.0 (2026-11-20)\n", encoding="utf-8")
    (project / ".gitignore").write_text(".venv/\n/dist/\n", encoding="utf-8")
    program(project / "installer/test.sh", "#!/bin/sh\necho TESTED >&2\nexit 1\n")
    git(project, "init", "-q")
    git(project, "add", "-A")
    git(project, "commit", "-q", "-m", "x")
    return project


def test_a_release_needs_all_tests(committed):
    """From a clean tree with its entry the tests run, and when they fail nothing is built."""
    done = run(committed, name="release.sh")
    assert (done.returncode, done.stderr) == (1, "TESTED\n")
    assert not (committed / "dist").exists()


@pytest.mark.parametrize(
    ("fault", "words"),
    [("change", "uncommitted"), ("entry", "no entry “## 0.9.0”"), ("tag", "released already")],
)
def test_an_unready_release_is_refused(committed, fault, words):
    """An uncommitted change, a missing entry in the change log and a used version are refused before the tests."""
    if fault == "change":
        (committed / "new.txt").write_text("", encoding="utf-8")
    if fault == "entry":
        (committed / "CHANGELOG.md").write_text("# CHANGELOG\n\n## 0.9.0.1\n", encoding="utf-8")
        git(committed, "commit", "-q", "-a", "-m", "y")
    if fault == "tag":
        git(committed, "tag", "v0.9.0")
    done = run(committed, name="release.sh")
    assert done.returncode == 2
    assert words in done.stderr
    assert "TESTED" not in done.stderr


def test_the_windows_twin_is_careful(root):
    """run.cmd has Windows line ends and plain letters, says it is not run here, and leaves set-up to prepare.py."""
    data = (root / "installer/run.cmd").read_bytes()
    text = data.decode("ascii")
    assert data.count(b"\n") == data.count(b"\r\n") > 0
    assert "Not run by the tests" in text
    assert '-I "%~dp0prepare.py" run' in text
    assert 'hikae.exe" day' in text
    assert 'hikae.exe" %*' in text


@pytest.mark.skipif("HIKAE_LONG" not in os.environ, reason="makes a whole environment: --long")
def test_a_fresh_copy_sets_itself_up(root, tmp_path):
    """In a new folder run.sh makes its environment from nothing and shows the product's versions."""
    folder = tmp_path / "a fresh copy"
    shutil.copytree(root, folder, ignore=shutil.ignore_patterns(".*", "__pycache__", "*.egg-info", "dist", "out"))
    done = run(folder, "--version", timeout=110)
    version = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert done.returncode == 0, done.stderr
    assert version in done.stdout
    assert (folder / ".venv/run.stamp").exists()
