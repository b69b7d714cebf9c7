"""The test command: which groups it runs, and that no trouble hides behind its last line."""

import os
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

GROUPS = "installer/maintain/groups.py"
CASES = {
    "passed": '<testcase classname="tests.a" name="good"/>',
    "failed": '<testcase classname="tests.a" name="bad"><failure message="no"/></testcase>',
    "broken": '<testcase classname="tests.a" name="broken"><error message="no"/></testcase>',
    "skipped": '<testcase classname="tests.a" name="left"><skipped message="needs Windows"/></testcase>',
}


@pytest.fixture
def groups(script):
    """Return the test command as a module."""
    return script(GROUPS)


@pytest.fixture
def small(groups, tmp_path, monkeypatch):
    """Return the test command with two groups, each of which passes one test; change `outcomes` for another end."""
    days, hosts = groups.Group("days", "日", 60, ("days",)), groups.Group("hosts", "表", 60, ("hosts",))
    for group in (days, hosts):
        (tmp_path / "tests" / group.name).mkdir(parents=True)
    groups.outcomes = {"days": (0, "passed"), "hosts": (0, "passed"), "lint": (0, "")}
    monkeypatch.setattr(groups, "ROOT", tmp_path)
    monkeypatch.setattr(groups, "GROUPS", (days, replace(hosts, needs=groups.OFFICE)))
    monkeypatch.setattr(groups, "ended", lambda command, **how: pretended(command, outcomes=groups.outcomes, **how))
    return groups


def pretended(command, *, outcomes, env, said=None):
    """Stand for a program: write the report of the first group it was started for, return its exit code."""
    assert "VIRTUAL_ENV" not in env
    name = next(name for name in outcomes if any(f"/{name}" in word for word in command))
    code, verdict = outcomes[name]
    if said:
        said.write(f"{name} says {code}\n")
    (report,) = [word.partition("=")[2] for word in command if word.startswith("--junitxml=")] or [""]
    if report and verdict:
        Path(report).write_text(f"<t>{CASES[verdict]}</t>", encoding="utf-8")
    return code


def last(groups, capfd, *arguments):
    """Run the command; return its exit code and its last line."""
    code = groups.main(list(arguments))
    return code, capfd.readouterr().out.splitlines()[-1]


def test_the_groups_cover_all_tests(root, groups):
    """Every folder of tests belongs to exactly one group, also one that is added later."""
    apart = {name for group in groups.GROUPS for name in group.folders if name != "."}
    (rest,) = (group for group in groups.GROUPS if group.folders == (".",))
    assert set(rest.without) == apart
    assert all((root / "tests" / name).is_dir() for name in ("architecture", "hosts", "faults"))


def test_the_budgets_are_the_agreed_ones(groups):
    """The seconds of each group are those of the continuous run: 45, 120, 120, 120, 90, 120."""
    assert [group.budget for group in groups.GROUPS] == [45, 120, 120, 120, 90, 120]


def test_a_report_is_counted(groups, tmp_path):
    """Failures and errors count as failed, and a skipped test comes with its reason."""
    report = tmp_path / "report.xml"
    report.write_text(f"<testsuites><testsuite>{''.join(CASES.values())}</testsuite></testsuites>", encoding="utf-8")
    assert groups.counted(report) == (1, 2, ("tests.a::left: needs Windows",))
    assert groups.counted(tmp_path / "none.xml") == (0, 0, ())


def test_all_is_well_when_every_group_passed(small, capfd):
    """The exit code is 0 when every group passed, and the last line sums them up."""
    assert last(small, capfd) == (0, "2 passed, 0 failed")


def test_all_groups_run_whatever_fails(small, capfd):
    """A failing group does not stop the next."""
    small.outcomes["days"] = (1, "failed")
    assert last(small, capfd) == (1, "1 passed, 1 failed")


@pytest.mark.parametrize("outcome", [(5, ""), (3, ""), (2, "broken")])
def test_a_group_that_does_not_end_well_is_a_failure(small, capfd, outcome):
    """A group without tests, one that broke off and one that could not be collected are failures."""
    small.outcomes["hosts"] = outcome
    assert last(small, capfd) == (1, "1 passed, 1 failed")


def test_a_selection_may_leave_some_groups_empty(small, capfd):
    """With pytest arguments one group may have nothing to run, but when none has, the exit code is 1."""
    small.outcomes["hosts"] = (5, "")
    assert last(small, capfd, "-k", "x") == (0, "1 passed, 0 failed")
    small.outcomes["days"] = (5, "")
    assert last(small, capfd, "-k", "x") == (1, "0 passed, 0 failed")


def test_a_test_path_runs_alone(small, capfd):
    """A named path runs just that, once."""
    small.outcomes["hosts"] = (1, "failed")
    assert last(small, capfd, "tests/days::test_x") == (0, "1 passed, 0 failed")


def test_a_missing_spreadsheet_program_is_a_failure(small, capfd, monkeypatch):
    """Without LibreOffice its group fails, says so, and the others still run."""
    monkeypatch.setenv("HIKAE_MISSING", "LibreOffice>=24.8 strace ")
    code = small.main([])
    said = capfd.readouterr().out
    assert code == 1
    assert "hosts: could not run without LibreOffice>=24.8" in said
    assert said.splitlines()[-1] == "1 passed, 1 failed"


def test_a_skipped_test_is_told_with_its_reason(small, capfd):
    """A skipped test stands in the summary with its reason, and does not count as passed."""
    small.outcomes["days"] = (0, "skipped")
    code = small.main([])
    said = capfd.readouterr().out
    assert code == 0
    assert "skipped 省略: tests.a::left: needs Windows" in said
    assert said.splitlines()[-1] == "1 passed, 0 failed"


def test_a_tool_that_refuses_is_a_failure(small, capfd, monkeypatch):
    """A linter or type checker that refuses fails its group even though all its tests pass."""
    small.outcomes["lint"] = (1, "")
    group = replace(small.GROUPS[0], tools=(("lint", "--all"),))
    monkeypatch.setattr(small, "GROUPS", (group,))
    code = small.main([])
    said = capfd.readouterr().out
    assert code == 1
    assert said.startswith("lint says 1\n[days] lint: ")
    assert "failed 失敗: days: lint --all ended with 1" in said
    assert said.splitlines()[-1] == "1 passed, 1 failed"


def test_tools_work_beside_the_tests(small, monkeypatch):
    """A tool and the tests of its group run at the same time: here each waits until the other has begun."""
    both = threading.Barrier(2, timeout=10)

    def met(command, **how):
        both.wait()
        return pretended(command, outcomes=small.outcomes, **how)

    monkeypatch.setattr(small, "ended", met)
    group = replace(small.GROUPS[0], tools=(("lint", "--all"),))
    assert small.result_of(group, arguments=[], env={}).passed == 1


def test_one_worker_more_than_there_are_cores_but_never_a_crowd(groups, script, monkeypatch):
    """While tests wait for a process of their own, the cores have others to run; an office has a core to itself."""
    assert {group.at_once[:1] for group in groups.GROUPS} == {(), ("-n",)}
    for cores, office, workers in ((None, "1", "2"), (2, "2", "3"), (64, "4", "5")):
        monkeypatch.setattr(os, "cpu_count", lambda cores=cores: cores)
        wanted = {group.at_once[1]: group.name for group in script(GROUPS).GROUPS if group.at_once}
        assert set(wanted) == {office, workers}
        assert wanted[office] == "LibreOffice"


def test_a_group_whose_folders_are_not_there_yet_is_left_out(small, tmp_path, capfd):
    """A group that has no folder in this version is not run."""
    (tmp_path / "tests" / "hosts").rmdir()
    assert last(small, capfd) == (0, "1 passed, 0 failed")


def test_programs_run_for_real(groups, capfd):
    """A program of the environment runs at the project's root, and its exit code is passed on."""
    code = "import os, sys; print(os.getcwd()); sys.exit(7)"
    assert groups.ended([sys.executable, "-c", code], env=groups.environment([])) == 7
    assert capfd.readouterr().out.strip() == str(groups.ROOT)


def test_tests_see_no_virtual_environment(groups, monkeypatch):
    """LibreOffice's own Python must not meet ours: the variables are unset and our folder is off the path."""
    ours = str(groups.PROGRAMS)
    for name in ("VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME"):
        monkeypatch.setenv(name, ours)
    monkeypatch.setenv("PATH", os.pathsep.join([ours, "/usr/bin", ours]))
    seen = groups.environment([])
    assert seen["PATH"] == "/usr/bin"
    assert not {"VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME"} & set(seen)


def test_what_is_compiled_is_kept(groups, monkeypatch):
    """The tests start hundreds of programs of ours: none may be told to forget what it has compiled."""
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    assert "PYTHONDONTWRITEBYTECODE" not in groups.environment([])


def test_the_longer_forms_are_asked_for_by_the_environment(groups, monkeypatch):
    """`--long` is told to the tests by HIKAE_LONG, which is not there otherwise."""
    monkeypatch.delenv("HIKAE_LONG", raising=False)
    assert groups.environment(["--long"])["HIKAE_LONG"] == "1"
    assert "HIKAE_LONG" not in groups.environment(["-x"])


def test_a_group_over_its_budget_says_so(groups):
    """The summary marks a group that took longer than agreed, and shows the seconds of each."""
    slow = groups.Result(groups.Group("slow", "遅", 10, ("days",)), 10.1, passed=3)
    quick = groups.Result(groups.Group("quick", "速", 10, ("days",)), 9.9, passed=4)
    words, code = groups.summary([slow, quick])
    assert code == 0
    assert [line for line in words.splitlines() if "over budget" in line] == [groups.line(slow)]
    assert words.splitlines()[-1] == "7 passed, 0 failed"


@pytest.mark.parametrize("code", [2, 3, 4])
def test_a_run_that_broke_off_is_a_failure(groups, code):
    """An interrupted run, an internal error and a wrong option of pytest count as failed, selection or not."""
    assert groups.pytest_trouble(code, narrowed=["-x"]) == [f"pytest ended with {code}"]


def test_the_continuous_run_is_the_test_command(root):
    """.ci/run does nothing but call test.sh, and may be executed."""
    run = root / ".ci/run"
    assert run.stat().st_mode & 0o111
    assert run.read_text(encoding="utf-8").split("\n", 1)[1] == (
        'exec sh "$(dirname -- "$0")/../installer/test.sh" "$@"\n'
    )
    assert subprocess.run(["sh", "-n", str(run)], check=False).returncode == 0
