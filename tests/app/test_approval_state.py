"""The state machine of an approval, over entries made up here: no disk, no clock."""

from datetime import date, datetime

import pytest
from draws import drawn
from hypothesis import given, settings
from hypothesis import strategies as st

from addin.app.approval.people import Person
from addin.app.approval.state import Standing, Why, approval_of, approvals
from addin.app.approval.subjects import Content, Subject, SubjectKind
from addin.store.chain import NO_HASH, Entry, canonical, key_of

DAY = date(2026, 11, 20)
FILE = Subject(DAY, SubjectKind.UPLOAD_CSV, "requirements_upload.csv")
CONTACT = Subject(DAY, SubjectKind.CONTACT_CHANGE, "P01 telephone")
X, Y = Content("x" * 64, "r" * 64), Content("y" * 64, "r" * 64)
X_OTHERWISE_RULED = Content("x" * 64, "s" * 64)
A, B, C = Person("sato", "SK"), Person("tanaka", "TY"), Person("mori", "MH")
NIGHT = datetime.fromisoformat("2026-11-20T23:59:59+09:00")


def entry(kind, user, at, body):
    """Return an entry as the record would hold it."""
    key = key_of(kind.encode(), canonical(body).encode())
    return Entry(0, f"2026-11-{at}+09:00", user, kind, key, body, NO_HASH, NO_HASH)


def prepared(by, content=X, at="20T18:00:00", until=""):
    """Return the entry of an upload file that somebody's run made."""
    body = {"business_date": "2026-11-20", "name": FILE.name, "sha256": content.content_hash}
    return entry("export.prepared", by.user, at, {**body, "ruling_hash": content.ruling_hash, "until": until})


def gone(by, at="20T18:30:00"):
    """Return the entry of a run that could not make the file."""
    return entry("export.withdrawn", by.user, at, {"business_date": "2026-11-20", "name": FILE.name})


def step(what, by, content=X, *, at="20T18:10:00", subject=FILE, user=None, until="", **more):
    """Return one step of an approval; `user` is who really made it, where the body lies about that."""
    bound = {"content_hash": content.content_hash, "ruling_hash": content.ruling_hash, "until": until}
    return entry(f"approval.{what}", user or by.user, at, {**subject.body(), **bound, **by.body(), **more})


def standing(*entries, at=NIGHT, subject=FILE):
    """Return where the approval stands after these entries, and why."""
    held = approval_of(entries, subject, at=at)
    return held.standing, held.why


ASKED = (prepared(A), step("asked", A))
GIVEN = (*ASKED, step("given", B))


def test_what_was_prepared_is_not_yet_asked():
    """A file that a run made has no approval until somebody asks."""
    assert standing(prepared(A)) == (Standing.NOT_ASKED, None)
    assert standing() == (Standing.NOT_ASKED, None)


def test_asked_then_given_is_in_force():
    """A second person's approval of what stands is in force, with maker, checker and the entry behind it."""
    held = approval_of(GIVEN, FILE, at=NIGHT)
    assert (held.standing, held.maker, held.checker, held.key) == (Standing.GIVEN, A, B, GIVEN[-1].key)
    assert held.covers(X)
    assert not held.covers(Y)
    assert not held.covers(X_OTHERWISE_RULED)


@pytest.mark.parametrize("checker", [A, Person("sato", "TY"), Person("tanaka", "SK")])
def test_maker_and_checker_differ_in_both(checker):
    """The same system user, or the same initials, or both, approve nothing even when the record says so."""
    assert standing(*ASKED, step("given", checker)) == (Standing.ASKED, None)


def test_a_body_that_names_another_user_counts_for_nothing():
    """An entry made by one user under another's name is no approval and no request."""
    assert standing(*ASKED, step("given", B, user="sato"))[0] is Standing.ASKED
    assert standing(prepared(A), step("asked", B, user="sato"))[0] is Standing.NOT_ASKED


@pytest.mark.parametrize("initials", ["", "T", "ty", "TY ", "TANAK", None, 7])
def test_initials_that_are_none_count_for_nothing(initials):
    """A step whose initials break the grammar moves nothing."""
    assert standing(*ASKED, step("given", Person("tanaka", initials)))[0] is Standing.ASKED


def test_whoever_made_it_last_cannot_approve_it():
    """When the checker's own run brought the content, the approval is void."""
    entries = (prepared(B), step("asked", A), step("given", B))
    assert standing(*entries) == (Standing.VOID, Why.TOUCHED_BY_CHECKER)
    assert standing(prepared(B), step("asked", A), step("given", C))[0] is Standing.GIVEN


def test_running_the_same_again_is_no_touch():
    """Who brings the content that already stands has not touched it."""
    assert standing(prepared(A), prepared(B), step("asked", A), step("given", B))[0] is Standing.GIVEN


@pytest.mark.parametrize("before", [ASKED, GIVEN])
@pytest.mark.parametrize(
    ("change", "why"),
    [
        (prepared(A, Y), Why.CONTENT_CHANGED),
        (prepared(C, Y), Why.CONTENT_CHANGED),
        (gone(A), Why.CONTENT_CHANGED),
        (prepared(A, X_OTHERWISE_RULED), Why.RULING_CHANGED),
        (step("withdrawn", A), Why.WITHDRAWN),
    ],
)
def test_a_change_voids_what_was_asked_and_what_was_given(before, change, why):
    """Another content, another ruling, a file taken back and a request taken back void the approval, and say why."""
    assert standing(*before, change) == (Standing.VOID, why)


def test_a_content_that_comes_back_stays_void():
    """Changing a file and changing it back leaves its approval void until it is asked for anew."""
    back = (*GIVEN, prepared(A, Y), prepared(A, X))
    assert standing(*back) == (Standing.VOID, Why.CONTENT_CHANGED)
    assert standing(*back, step("asked", A, round=1), step("given", B, round=1))[0] is Standing.GIVEN


def test_an_approval_that_came_too_late_binds_nothing():
    """An approval recorded after the content changed is void, whatever its command had seen."""
    assert standing(*ASKED, prepared(A, Y), step("given", B)) == (Standing.VOID, Why.CONTENT_CHANGED)


def test_a_request_that_came_too_late_may_be_made_again():
    """A request for a content that no longer stands opens nothing, and counts, so that the next one is a new entry."""
    late = (prepared(A, Y), step("asked", A, X))
    assert standing(*late)[0] is Standing.NOT_ASKED
    assert approval_of(late, FILE, at=NIGHT).round == 1


def test_only_the_maker_takes_a_request_back():
    """Somebody else's withdrawal moves nothing."""
    assert standing(*GIVEN, step("withdrawn", B))[0] is Standing.GIVEN


def test_refusing_needs_a_reason():
    """A refusal with a reason ends the request, also one already approved; without one it is none."""
    assert standing(*ASKED, step("refused", B, reason="  "))[0] is Standing.ASKED
    for before in (ASKED, GIVEN):
        held = approval_of((*before, step("refused", C, reason="P05H の額が違う")), FILE, at=NIGHT)
        assert (held.standing, held.reason, held.checker) == (Standing.REFUSED, "P05H の額が違う", C)


def test_what_was_refused_can_be_asked_again():
    """After a refusal the round is counted up, and a new request of the same content can be approved."""
    refused = (*ASKED, step("refused", B, reason="no"))
    assert approval_of(refused, FILE, at=NIGHT).round == 1
    assert standing(*refused, step("given", B))[0] is Standing.REFUSED
    assert standing(*refused, step("asked", A, round=1), step("given", B, round=1))[0] is Standing.GIVEN


def test_a_second_request_while_one_is_open_changes_nothing():
    """Whoever asks for what is already asked for does not become its maker."""
    held = approval_of((*ASKED, step("asked", B), step("given", B)), FILE, at=NIGHT)
    assert (held.maker, held.checker) == (A, B)


@pytest.mark.parametrize("before", [ASKED, GIVEN])
@pytest.mark.parametrize(("at", "ends"), [("20T23:59:59", False), ("21T00:00:00", True), ("25T09:00:00", True)])
def test_an_approval_ends_with_its_business_day(before, at, ends):
    """It is in force to the last second of the business date in Japan, and void from midnight."""
    found = standing(*before, at=datetime.fromisoformat(f"2026-11-{at}+09:00"))
    assert found == ((Standing.VOID, Why.DAY_ENDED) if ends else (before[-1].kind.rpartition(".")[2], None))


def test_an_approval_for_an_earlier_day_ends_with_the_day_it_was_given():
    """A file of an earlier business day, approved late, is approved until that day's midnight."""
    late = (prepared(A), step("asked", A, at="22T10:00:00"), step("given", B, at="22T10:05:00"))
    assert standing(*late, at=datetime.fromisoformat("2026-11-22T23:00:00+09:00"))[0] is Standing.GIVEN
    assert standing(*late, at=datetime.fromisoformat("2026-11-23T00:00:00+09:00"))[1] is Why.DAY_ENDED


def test_a_clock_set_back_revives_nothing():
    """Once the record holds an entry of the next day, an earlier clock does not bring the approval back."""
    tomorrow = entry("export.prepared", "sato", "21T08:00:00", {"business_date": "2026-11-21", "name": "other.csv"})
    assert standing(*GIVEN, tomorrow) == (Standing.VOID, Why.DAY_ENDED)
    assert standing(tomorrow, *GIVEN)[0] is Standing.GIVEN


def test_an_approval_ends_when_the_ruling_runs_out():
    """A ruling that its clause lets stand until 19:00 carries an approval asked before 19:00 no further."""
    until = "2026-11-20T19:00:00+09:00"
    entries = (prepared(A, until=until), step("asked", A, until=until), step("given", B, until=until))
    assert standing(*entries, at=datetime.fromisoformat("2026-11-20T18:59:59+09:00"))[0] is Standing.GIVEN
    assert standing(*entries, at=datetime.fromisoformat(until)) == (Standing.VOID, Why.RULING_CHANGED)
    later = (prepared(A, until=until), step("asked", A, at="20T20:00:00", until=until))
    assert standing(*later)[0] is Standing.ASKED


def test_a_subject_without_a_writer_is_what_was_asked_for():
    """A change that only its request describes is bound to the request, and a new request takes its place."""
    asked = (step("asked", A, X, subject=CONTACT), step("given", B, X, subject=CONTACT))
    assert standing(*asked, subject=CONTACT)[0] is Standing.GIVEN
    again = (*asked, step("asked", A, Y, subject=CONTACT))
    held = approval_of(again, CONTACT, at=NIGHT)
    assert (held.standing, held.content, held.round) == (Standing.ASKED, Y, 1)


def test_subjects_do_not_touch_each_other():
    """Every subject has its own approval, listed by business day, kind and name."""
    other = step("asked", C, Y, subject=CONTACT)
    assert [(held.subject, held.standing) for held in approvals((*GIVEN, other), at=NIGHT)] == [
        (CONTACT, Standing.ASKED),
        (FILE, Standing.GIVEN),
    ]


@pytest.mark.parametrize("body", [{}, {"business_date": "x", "name": "a"}, {"business_date": 7, "name": "a"}])
def test_an_entry_that_names_no_subject_is_passed_over(body):
    """An entry without a date, a kind or a name belongs to no approval."""
    assert approvals([entry("approval.asked", "sato", "20T18:00:00", body)], at=NIGHT) == ()


people = st.sampled_from([A, B, C, Person("sato", "TY"), Person("tanaka", "SK")])
contents = st.sampled_from([X, Y, X_OTHERWISE_RULED])
times = st.sampled_from(["20T18:00:00", "20T18:30:00", "20T23:59:59", "21T00:00:00"])
liars = st.sampled_from([None, None, None, "sato", "tanaka"])
steps = st.one_of(
    st.builds(prepared, people, contents, at=times),
    st.builds(gone, people, at=times),
    st.builds(step, st.sampled_from(["asked", "given", "withdrawn"]), people, contents, at=times, user=liars),
    st.builds(step, st.just("refused"), people, contents, at=times, reason=st.sampled_from(["", "no"])),
)


def recorded(entries):
    """Return entries as the record takes them: each content once, where it came first."""
    return list({each.key: each for each in entries[::-1]}.values())[::-1]


def trailing(touches):
    """Return the user who brought the content of the last touch."""
    user = touches[-1].user
    for each in reversed(touches):
        if each.body.get("sha256") != touches[-1].body["sha256"]:
            break
        user = each.user
    return user


@settings(max_examples=drawn(600))
@given(
    before=st.lists(steps, max_size=6), after=st.lists(steps, max_size=4), opened=st.sampled_from([(), ASKED, GIVEN])
)
def test_no_approval_in_force_breaks_a_rule(before, after, opened):
    """However entries follow each other, what is in force has two persons and exactly what stands now."""
    entries = recorded([*before, *opened, *after])
    held = approval_of(entries, FILE, at=NIGHT)
    touches = [each for each in entries if each.kind.startswith("export.")]
    if held.standing is not Standing.GIVEN:
        return
    (given_,) = (each for each in entries if each.key == held.key)
    assert held.maker.user != held.checker.user
    assert held.maker.initials != held.checker.initials
    assert given_.body["user"] == given_.user == held.checker.user
    assert max(each.at for each in entries[entries.index(given_) :]) < "2026-11-21"
    if touches:
        assert touches[-1].kind == "export.prepared"
        now = touches[-1].body
        assert (now["sha256"], now["ruling_hash"]) == (held.content.content_hash, held.content.ruling_hash)
        assert trailing(touches) != held.checker.user


@settings(max_examples=drawn(300))
@given(entries=st.lists(steps, max_size=12))
def test_rounds_only_grow(entries):
    """The count of ended requests never falls, so no later request can be taken for an earlier one."""
    rounds = [approval_of(entries[:length], FILE, at=NIGHT).round for length in range(len(entries) + 1)]
    assert rounds == sorted(rounds)
