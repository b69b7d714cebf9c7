# noqa: INP001 - a script, not a package
"""Runs the test groups one after the other and sums them up; test.sh calls it after its set-up.

    python installer/maintain/groups.py [--long] [pytest arguments or test paths]

All groups run, whatever fails. A test path runs just that. The last line reads `N passed, N failed`; a group that
could not run, a tool that refused and a group without any test count as failed, so no trouble hides behind it.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from defusedxml import ElementTree

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = Path(sys.executable).parent
# LibreOffice's own Python must not see ours; and no program of the tests shall compile all modules once more.
UNSET = ("VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME", "PYTHONDONTWRITEBYTECODE")
SCREEN = frozenset({"Xvfb", "openbox", "xdotool", "imagemagick"})
OFFICE = SCREEN | {"LibreOffice>=24.8", "python3-uno", "Japanese-fonts", "pdftoppm"}
NO_TESTS = 5  # pytest's exit code when nothing was selected
MEMORY, ROOM = Path("/dev/shm"), 4_000_000_000  # noqa: S108 - ours is made private inside
ENDED_WELL = (0, 1)  # 1: tests failed, which the report counts


@dataclass(frozen=True, slots=True)
class Group:
    """Some tests and tools, the seconds they may take on a warm machine, and the system parts they need."""

    name: str
    ja: str
    budget: int
    folders: tuple[str, ...]
    without: tuple[str, ...] = ()
    tools: tuple[tuple[str, ...], ...] = ()
    needs: frozenset[str] = frozenset()
    at_once: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one group."""

    group: Group
    seconds: float
    passed: int = 0
    failed: int = 0
    skipped: tuple[str, ...] = ()
    troubles: tuple[str, ...] = ()


APART = ("architecture", "hosts", "faults", "kit", "drills", "wine")
MOST = 4  # a worker may need a gigabyte
CORES = min(os.cpu_count() or 1, MOST)
AT_ONCE = ("-n", str(CORES + 1))  # one more than cores: tests wait for processes and disks
TOGETHER = ("--dist", "loadfile", "--no-loadscope-reorder")  # what a file prepares is prepared once
BY_FILE = (*AT_ONCE, *TOGETHER)
ON_CORES = ("-n", str(CORES), *TOGETHER)  # an office that waits for a core answers too late for what it is asked
ONE_BY_ONE = (*AT_ONCE, "--maxschedchunk", "1")  # a few long tests: whoever is free takes the next
GROUPS = (
    Group("static", "静的検査", 45, ("architecture",), tools=(("ruff", "check"), ("mypy",), ("lint-imports",))),
    Group("unit and property", "単体・性質", 120, (".",), without=APART, at_once=BY_FILE),
    Group("LibreOffice", "表計算", 120, ("hosts",), needs=OFFICE, at_once=ON_CORES),
    Group("faults", "障害", 120, ("faults",), needs=frozenset({"strace"}), at_once=ONE_BY_ONE),
    Group("kit and drills", "持出し・訓練", 90, ("kit", "drills"), at_once=BY_FILE),
    Group("Wine", "Windows", 120, ("wine",)),  # one after the other: there is one registry
)


def environment(asked: Sequence[str]) -> dict[str, str]:
    """Return the environment of every test: no trace of a virtual environment; longer forms when asked for."""
    kept = {name: value for name, value in os.environ.items() if name not in UNSET}
    folders = kept.get("PATH", os.defpath).split(os.pathsep)
    kept["PATH"] = os.pathsep.join(folder for folder in folders if Path(folder) != PROGRAMS)
    return kept | ({"HIKAE_LONG": "1"} if "--long" in asked else {})


def counted(report: Path) -> tuple[int, int, tuple[str, ...]]:
    """Return passed, failed and the skipped tests with their reasons from a JUnit report; zeros without one."""
    if not report.exists():
        return 0, 0, ()
    cases = ElementTree.parse(report).findall(".//testcase")
    failed = [case for case in cases if case.find("failure") is not None or case.find("error") is not None]
    skipped = [(case, case.find("skipped")) for case in cases if case not in failed]
    reasons = tuple(f"{c.get('classname')}::{c.get('name')}: {s.get('message')}" for c, s in skipped if s is not None)
    return len(cases) - len(failed) - len(reasons), len(failed), reasons


def ended(command: Sequence[str], *, env: dict[str, str], said: IO[str] | None = None) -> int:
    """Run one program at the project's root, its output passed on, or kept in a file; return its exit code."""
    (said or sys.stdout).flush()
    return subprocess.run(  # noqa: S603 - our own tools
        command, cwd=ROOT, env=env, stdout=said, stderr=said, check=False
    ).returncode


def tool_troubles(group: Group, *, env: dict[str, str], said: IO[str]) -> list[str]:
    """Run the group's tools, what they say kept in a file; return one line for each that refused."""
    troubles = []
    for name, *arguments in group.tools:
        started = time.monotonic()
        code = ended([str(PROGRAMS / name), *arguments], env=env, said=said)
        said.write(f"[{group.name}] {name}: {time.monotonic() - started:.1f} s\n")
        if code:
            troubles.append(f"{' '.join((name, *arguments))} ended with {code}")
    return troubles


def pytest_trouble(code: int, *, narrowed: Sequence[str]) -> list[str]:
    """Return what pytest's own exit code says beyond the report: it broke off, or no test ran that should have."""
    if code in ENDED_WELL or (code == NO_TESTS and narrowed):
        return []
    return ["no test ran"] if code == NO_TESTS else [f"pytest ended with {code}"]


def memory() -> str | None:
    """Return a folder in memory with room for all that tests write, where there is one: they wait for disks often."""
    return str(MEMORY) if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM else None


def result_of(group: Group, *, arguments: Sequence[str], env: dict[str, str]) -> Result:
    """Run one group: its tools beside its tests, so that neither waits; the tools have their say afterwards."""
    started = time.monotonic()
    lacking = group.needs & set(env.get("HIKAE_MISSING", "").split())
    if lacking:
        return Result(group, 0.0, troubles=(f"could not run without {', '.join(sorted(lacking))}",))
    with (
        tempfile.TemporaryDirectory(dir=memory(), ignore_cleanup_errors=True) as folder,
        Path(folder, "said").open("w+", encoding="utf-8") as said,
        ThreadPoolExecutor(1) as beside,
    ):
        tools = beside.submit(tool_troubles, group, env=env, said=said)
        report, written = Path(folder, "report.xml"), Path(folder, "written")
        paths = [f"tests/{name}" for name in group.folders] + [f"--ignore=tests/{name}" for name in group.without]
        pytest = [str(PROGRAMS / "pytest"), "-q", f"--junitxml={report}", f"--basetemp={written}"]
        code = ended([*pytest, *group.at_once, *paths, *arguments], env=env)
        passed, failed, skipped = counted(report)
        troubles = tools.result() + ([] if failed else pytest_trouble(code, narrowed=arguments))
        said.seek(0)
        shutil.copyfileobj(said, sys.stdout)
    return Result(group, time.monotonic() - started, passed, failed, skipped, tuple(troubles))


def chosen(arguments: Sequence[str]) -> tuple[Group, ...]:
    """Return the groups to run: those whose folders are there, or one for the test paths that were named."""
    if any(not word.startswith("-") and Path(ROOT, word.split("::")[0]).exists() for word in arguments):
        return (Group("named tests", "指定分", 0, ()),)
    return tuple(group for group in GROUPS if any(Path(ROOT, "tests", name).exists() for name in group.folders))


def line(result: Result) -> str:
    """Return one group's line of the summary."""
    group, failed = result.group, result.failed + len(result.troubles)
    over = "  over budget 予算超過" if 0 < group.budget < result.seconds else ""
    counts = f"{result.passed:>8}{failed:>8}{len(result.skipped):>9}"
    return f"{group.name:<20}{result.seconds:>8.1f}{group.budget or '-':>8}{counts}  {group.ja}{over}"


def summary(results: Sequence[Result]) -> tuple[str, int]:
    """Return the closing lines, and the exit code: 0 only when something passed and nothing failed."""
    passed = sum(result.passed for result in results)
    failed = sum(result.failed + len(result.troubles) for result in results)
    lines = ["", f"{'group':<20}{'seconds':>8}{'budget':>8}{'passed':>8}{'failed':>8}{'skipped':>9}"]
    lines += [line(result) for result in results]
    lines += [f"skipped 省略: {reason}" for result in results for reason in result.skipped]
    lines += [f"failed 失敗: {result.group.name}: {words}" for result in results for words in result.troubles]
    return "\n".join([*lines, f"{passed} passed, {failed} failed"]), int(failed > 0 or passed == 0)


def main(asked: Sequence[str]) -> int:
    """Run the groups that are asked for and print their summary."""
    env, arguments = environment(asked), [word for word in asked if word != "--long"]
    words, code = summary([result_of(group, arguments=arguments, env=env) for group in chosen(arguments)])
    sys.stdout.write(f"{words}\n")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
