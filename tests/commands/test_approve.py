"""`hikae approve`, `release` and `solo`, each person logged in as another user of the system."""

import json
import os
import shutil

import pytest

SATO, TANAKA = 987_601, 987_602
FILE = "requirements_upload.csv"


@pytest.fixture(scope="module")
def run_once(tmp_path_factory, hikae):
    """Return the folder of one run of the example day, its home and its output."""
    folder = tmp_path_factory.mktemp("desk")
    done = hikae("day", "--home", folder / "home", "--out", folder / "out", "--json")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def desk(tmp_path, run_once):
    """Return a copy of that run: the output folder and, beside it, the home."""
    shutil.copytree(run_once, tmp_path / "desk")
    return tmp_path / "desk"


@pytest.fixture
def as_user(desk, hikae, monkeypatch):
    """Return a function that runs a command as a user; gives exit code, standard output and standard error."""

    def run(user, *words, home=desk / "home"):
        monkeypatch.setattr(os, "getuid", lambda: user)  # the system names another user; every rule runs as it is
        done = hikae(*words, "--home", home)
        return done.returncode, done.stdout, done.stderr

    return run


def listed(as_user, *words):
    """Return the approvals by name, and the open countersign tasks, as the list tells them."""
    told = json.loads(as_user(SATO, "approve", "list", "--json", *words)[1])
    return {each["name"]: each for each in told["approvals"]}, told["countersign"]


def test_two_people_release_a_file(as_user, desk):
    """One asks, the other approves, the file leaves with its sidecars, and the list says so."""
    assert as_user(SATO, "approve", "ask", FILE, "--initials", "sk")[0] == 0
    code, out, _ = as_user(TANAKA, "approve", "give", desk / "out" / FILE, "--initials", "TY")
    assert (code, "記録しました / recorded approval.given" in out) == (0, True)
    code, out, error = as_user(
        TANAKA, "release", desk / "out" / FILE, "--initials", "TY", "--reason", "例示日", "--json"
    )
    assert code == 0, error
    assert json.loads(out)["path"] == str(desk / "out" / "released" / FILE)
    assert (desk / "out" / "released" / FILE).read_bytes() == (desk / "out" / FILE).read_bytes()
    assert len(list((desk / "out" / "released").iterdir())) == 5
    held = listed(as_user)[0][FILE]
    assert (held["state"], held["maker"], held["checker"]) == (
        "given",
        {"user": f"uid-{SATO}", "initials": "SK"},
        {"user": f"uid-{TANAKA}", "initials": "TY"},
    )


@pytest.mark.parametrize(
    ("user", "initials", "code"),
    [(SATO, "TY", "approval_same_user"), (TANAKA, "SK", "approval_same_initials"), (SATO, "x", "initials_refused")],
)
def test_one_person_alone_is_refused(as_user, user, initials, code):
    """The same user or the same initials end with exit code 2, the reason, and what to do next in both languages."""
    as_user(SATO, "approve", "ask", FILE, "--initials", "SK")
    ended, out, error = as_user(user, "approve", "give", FILE, "--initials", initials)
    assert (ended, out) == (2, "")
    assert f"[{code}]" in error
    assert "Next:" in error
    assert listed(as_user)[0][FILE]["state"] == "asked"


def test_a_refusal_tells_its_reason(as_user):
    """A refusal without a reason is refused; with one, the list shows it, and asking again is possible."""
    as_user(SATO, "approve", "ask", FILE, "--initials", "SK")
    assert as_user(TANAKA, "approve", "refuse", FILE, "--initials", "TY", "--reason", " ")[0] == 2
    code, out, _ = as_user(TANAKA, "approve", "refuse", FILE, "--initials", "TY", "--reason", "P05H", "--lang", "ja")
    assert (code, "却下（P05H）" in out) == (0, True)
    assert as_user(SATO, "approve", "ask", FILE, "--initials", "SK")[0] == 0
    assert (listed(as_user)[0][FILE]["state"], listed(as_user)[0][FILE]["round"]) == ("asked", 1)


def test_a_request_is_taken_back(as_user):
    """The maker takes the request back, and the list says why it is void."""
    as_user(SATO, "approve", "ask", FILE, "--initials", "SK")
    assert as_user(SATO, "approve", "withdraw", FILE, "--initials", "SK")[0] == 0
    assert listed(as_user)[0][FILE]["why"] == "withdrawn"


def test_nothing_is_released_unapproved(as_user, desk):
    """Without an approval the release ends with exit code 2 and makes no folder."""
    code, _, error = as_user(SATO, "release", desk / "out" / FILE, "--initials", "SK", "--reason", "x")
    assert (code, "[approval_needed]" in error) == (2, True)
    assert not (desk / "out" / "released").exists()


def test_an_edited_file_is_neither_asked_nor_approved(as_user, desk):
    """Who points at a file that differs from the record is told so before anything is recorded."""
    path = desk / "out" / FILE
    path.write_bytes(path.read_bytes() + b"\r\n")
    code, _, error = as_user(SATO, "approve", "ask", path, "--initials", "SK")
    assert (code, "[release_changed]" in error) == (2, True)
    as_user(SATO, "approve", "ask", FILE, "--initials", "SK")
    code, _, error = as_user(TANAKA, "approve", "give", path, "--initials", "TY")
    assert (code, "[approval_changed]" in error) == (2, True)


def test_alone_then_countersigned(as_user, desk):
    """Solo mode is declared, releases with the mark, stays on the list, and ends with the second person's signature."""
    day = ("--date", "2026-11-20")
    assert as_user(SATO, "solo", "declare", "--initials", "SK", "--reason", "", *day)[0] == 2
    assert as_user(SATO, "solo", "declare", "--initials", "SK", "--reason", "台風", *day)[0] == 0
    code, out, _ = as_user(SATO, "release", desk / "out" / FILE, "--initials", "SK", "--reason", "例示日")
    assert (code, "単独操作 / single operator" in out) == (0, True)
    (task,) = listed(as_user)[1]
    assert (task["reason"], task["open"], len(task["released"])) == ("台風", True, 1)
    assert "連署が必要です" in as_user(SATO, "approve", "list", "--lang", "ja")[1]
    code, _, error = as_user(SATO, "solo", "countersign", "--initials", "TY")
    assert (code, "[solo_same_person]" in error) == (2, True)
    assert as_user(TANAKA, "solo", "countersign", "--initials", "TY")[0] == 0
    assert listed(as_user)[1] == []
    (told,) = json.loads(as_user(SATO, "solo", "list", "--json")[1])["solo"]
    assert (told["open"], told["countersigned_by"]["initials"]) == (False, "TY")
    assert FILE in as_user(SATO, "solo", "list")[1]


@pytest.mark.parametrize("words", [("ask", "x.csv"), ("give", "x.csv"), ("ask", FILE, "--date", "2026-11-19")])
def test_an_unknown_name_is_told(as_user, words):
    """A name that the record does not know, or not of that day, is told with what to do next."""
    code, _, error = as_user(SATO, "approve", *words, "--initials", "SK")
    assert (code, "[approval_unknown]" in error) == (2, True)


def test_lists_of_an_empty_home_are_empty(as_user, tmp_path):
    """In a new home nothing waits, and looking makes nothing."""
    empty = tmp_path / "new"
    assert json.loads(as_user(SATO, "approve", "list", "--json", home=empty)[1]) == {"approvals": [], "countersign": []}
    assert json.loads(as_user(SATO, "solo", "list", "--json", home=empty)[1]) == {"solo": []}
    assert not empty.exists()


def test_the_day_tells_its_approvals(run_once, hikae):
    """The day's own output names each upload's state, for people and as JSON."""
    shown = hikae("day", "--home", run_once / "home", "--out", run_once / "out")
    assert f"{FILE}: 承認未依頼 approval not asked" in shown.stdout
    told = json.loads(hikae("day", "--home", run_once / "home", "--out", run_once / "out", "--json").stdout)
    assert {each["name"]: each["state"] for each in told["approvals"]}[FILE] == "not_asked"
    assert told["solo"] == []
