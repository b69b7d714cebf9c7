"""`hikae quotes status`: what was sent, whether it was confirmed, how long is left, and what JSCC keyed of it."""

import json

import pytest

NAME = "quotes_P07_20261120.eml"


@pytest.fixture
def sent(participant, sheet):
    """Return the participant's home, its sheet mailed in solo mode at 15:20."""
    participant.done("solo", "declare", "--initials", "SK", "--reason", "alone", "--date", "2026-11-20")
    assert participant.quotes("enter", sheet(), "--initials", "SK")[0] == 0
    assert send(participant)[0] == 0
    return participant


def send(side, at="15:20:00"):
    """Mail the sheet that stands."""
    named = ("--route", "mail", "--from", "desk@p07.example", "--initials", "SK", "-o", side.out)
    return side.quotes("send", *named, at=at)


def status(side, *words, **options):
    """Return what the status says, and its findings."""
    code, out, error = side.quotes("status", "--json", *words, **options)
    assert code == 0, error
    return json.loads(out), error


@pytest.fixture
def keyed(tmp_path, sheet_rows):
    """Return a function that writes what JSCC keyed: P07's rows, some changed or left out, and more of any kind."""

    def write(
        changes=None, *, more=(), header="業務日,清算参加者コード,銘柄コード,買気配,売気配,送信時刻", encoding="cp932"
    ):
        rows = [[code, *(changes or {}).get(code, [bid, offer])] for code, bid, offer, _ in sheet_rows]
        lines = [f"2026-11-20,P07,{','.join(row)},2026-11-20T15:20:00+09:00" for row in rows if len(row) > 1]
        (tmp_path / "keyed.csv").write_text("\n".join([header, *lines, *more]) + "\n", encoding=encoding)
        return tmp_path / "keyed.csv"

    return write


def test_before_anything_there_is_nothing(participant):
    """Neither a sheet nor a sending; the countdown runs all the same."""
    made, _ = status(participant, at="15:00:00")
    assert (made["entered"], made["sent"], made["keyed"]) == (None, [], None)
    assert made["countdown"] == {"report_by_mail_from": 900}


def test_the_countdown_goes_below_zero_and_to_the_close(participant):
    """Seconds to 15:15, and to the close of the window where one is set."""
    made, _ = status(participant, "--set", "quote_window_close=15:30:00", at="15:20:00")
    assert made["countdown"] == {"report_by_mail_from": -300, "quote_window_close": 600}


def test_sent_is_not_confirmed_until_somebody_says_so(sent):
    """The confirmation names who said it and how; the state changes with it."""
    assert [each["state"] for each in status(sent)[0]["sent"]] == ["sent_not_confirmed"]
    made, _ = status(sent, "--confirm", "Abe, telephone 15:31", "--initials", "SK")
    assert [each["state"] for each in made["sent"]] == ["confirmed"]
    assert sent.entries("quotes.confirmed")[0].body["reference"] == "Abe, telephone 15:31"


def test_confirming_twice_is_one_entry(sent):
    """The same words of the same person stand in the record once."""
    for _ in range(2):
        status(sent, "--confirm", "Abe", "--initials", "SK")
    assert len(sent.entries("quotes.confirmed")) == 1


def test_nothing_can_be_confirmed_or_compared_before_it_is_sent(participant, keyed):
    """There is no sending that JSCC could have answered."""
    for words in (("--confirm", "Abe", "--initials", "SK"), ("--keyed", keyed())):
        code, _, error = participant.quotes("status", *words)
        assert (code, "[quotes_not_sent]" in error) == (2, True)


def test_a_later_sheet_overtakes_what_was_sent(sent, sheet, sheet_rows):
    """The old sending is neither waited for nor forgotten."""
    assert sent.quotes("enter", sheet({sheet_rows[0][0]: ["27.00", "31.00", ""]}), "--initials", "SK")[0] == 0
    made, _ = status(sent)
    assert ([each["state"] for each in made["sent"]], made["superseded"]) == (["superseded"], 1)
    assert send(sent, at="15:25:00")[0] == 0
    assert [each["state"] for each in status(sent)[0]["sent"]] == ["superseded", "sent_not_confirmed"]


def test_everything_keyed_as_sent_is_the_same(sent, keyed, sheet_rows):
    """Numbers compare, not digits: 26.6 is 26.60."""
    made, error = status(sent, "--keyed", keyed())
    assert {row["verdict"] for row in made["keyed"]} == {"same"}
    assert (len(made["keyed"]), "keyed_differs" in error) == (len(sheet_rows), False)


def test_each_difference_is_told_by_its_instrument(sent, keyed, sheet_rows):
    """Keyed differently, not keyed, keyed without being sent; recorded, and told to be mended at once."""
    first, second = sheet_rows[0][0], sheet_rows[1][0]
    path = keyed({first: ["1", "2"], second: []}, more=["2026-11-20,P07,JP999M3112,5,6,2026-11-20T15:20:00+09:00"])
    made, error = status(sent, "--keyed", path)
    found = {row["instrument"]: row for row in made["keyed"] if row["verdict"] != "same"}
    assert {code: row["verdict"] for code, row in found.items()} == {
        first: "differs",
        second: "not_keyed",
        "JP999M3112": "not_sent",
    }
    assert (found[first]["keyed"], found[second]["keyed"], found["JP999M3112"]["sent"]) == ([1.0, 2.0], None, None)
    assert error.count("[keyed_differs]") == 3
    assert len(sent.entries("quotes.reconciled")[0].body["differences"]) == 3


def test_other_members_and_other_days_are_passed_over(sent, keyed, sheet_rows):
    """The file of JSCC holds everybody's rows; only one's own of the day are compared."""
    first = sheet_rows[0][0]
    more = [f"2026-11-20,P01,{first},1,2,2026-11-20T15:20:00+09:00", f"2026-11-19,P07,{first},1,2,x"]
    made, _ = status(sent, "--keyed", keyed(more=more))
    assert {row["verdict"] for row in made["keyed"]} == {"same"}


@pytest.mark.parametrize("header", ["instrument,bid,offer", "instrument,bid_bp,offer_bp", "銘柄,ビッド,オファー"])
def test_a_plain_list_may_be_compared_too(sent, tmp_path, sheet_rows, header):
    """Our own headings and those of a mailed table, without participant and date."""
    rows = [",".join(row[:3]) for row in sheet_rows]
    (tmp_path / "list.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8-sig")
    made, _ = status(sent, "--keyed", tmp_path / "list.csv")
    assert {row["verdict"] for row in made["keyed"]} == {"same"}


@pytest.mark.parametrize("row", ["JP009M3112,5,x", "JP009M3112,5", "JP003M3112,5,6\nJP003M3112,5,6"])
def test_a_file_with_a_bad_row_is_not_compared(sent, tmp_path, row):
    """Half a reconciliation says nothing, so none is recorded."""
    (tmp_path / "list.csv").write_text(f"instrument,bid,offer\n{row}\n", encoding="utf-8")
    assert sent.quotes("status", "--keyed", tmp_path / "list.csv")[0] == 2
    assert sent.entries("quotes.reconciled") == []


def test_people_read_states_times_and_the_count(sent, keyed):
    """Without --json: the sending with its state, the time left, and how many are the same."""
    code, out, _ = sent.quotes("status", "--keyed", keyed(), "--set", "quote_window_close=15:30:00", at="15:28:00")
    assert code == 0
    for said in ("送信済・未確認 / sent, not confirmed", "残り / left 0:02:00", "経過 / passed 0:13:00", "55/55"):
        assert said in out


def test_a_difference_is_shown_until_a_later_reconciliation_resolves_it(sent, keyed, sheet_rows):
    """Each look at the status says which instruments still differ; then nothing does."""
    first = sheet_rows[0][0]
    status(sent, "--keyed", keyed({first: ["1", "2"]}))
    assert "[keyed_unresolved]" in status(sent)[1]
    assert first in status(sent)[1]
    status(sent, "--keyed", keyed())
    assert "[keyed_unresolved]" not in status(sent)[1]
