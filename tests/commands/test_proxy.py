import base64
import io
import json
import zipfile
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from openpyxl import Workbook

CONTACTS = "participant,role,name,email\nP01,price,佐藤,Desk@P01.example\nP02,price,鈴木,p02@x.example\n"
TABLE = "instrument,bid,offer\nS46,45.5,47.5\n"
SENT = "Fri, 20 Nov 2026 15:15:00 +0900"


def mail(body="", *files, sender="desk@p01.example", sent=SENT, message_id="<1@p01>", html=None, charset="utf-8"):
    """Return a mail as bytes; files are (name, content)."""
    made = EmailMessage(policy=SMTP)
    for name, value in (("From", sender), ("Date", sent), ("Message-ID", message_id)):
        if value is not None:
            made[name] = value
    made.set_content(body or "-", charset=charset, cte="base64")
    if html is not None:
        made.add_alternative(html, subtype="html", charset=charset, cte="base64")
    for name, content in files:
        made.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return bytes(made)


def workbook(*sheets, hidden=False, percent=()):
    """Return a workbook of sheets given as rows; `percent` cells of the last sheet are shown as %."""
    book = Workbook()
    book.remove(book.active)
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    for cell in percent:
        sheet[cell].number_format = "0.0%"
    if hidden:
        sheet.sheet_state = "hidden"
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


@pytest.fixture
def read_apart(run, tmp_path):
    """Return a function that reads a mail with the command and returns what it printed."""
    contacts, home = tmp_path / "contacts.csv", tmp_path / "home"
    contacts.write_text(CONTACTS, encoding="utf-8")

    def read(data, *words, known=True):
        file = tmp_path / "mail.eml"
        file.write_bytes(data)
        told = ("--contacts", contacts) if known else ()
        code, shown, findings = run("proxy", "read", file, *told, "--home", home, "--json", *words)
        assert code == 0, findings
        return json.loads(shown)

    return read


@pytest.fixture
def read(read_apart, unconfined):  # noqa: ARG001 - asked for by what it does
    """Return the same function for mails without any harm in them, which need no process of their own."""
    return read_apart


def codes(answer):
    """Return the codes of the findings."""
    return [each["code"] for each in answer["findings"]]


def levels(answer):
    """Return the quotes as rows."""
    return [(each["instrument"], each["bid_bp"], each["offer_bp"], each["row"]) for each in answer["quotes"]]


def test_a_mailed_csv_is_accepted(read_apart):
    """The contract's object, whole: who, when, from which source, what it supersedes, the quotes and the findings."""
    assert read_apart(mail("", ("気配.csv", TABLE.encode()))) == {
        "status": "accepted",
        "participant": "P01",
        "message_id": "<1@p01>",
        "business_date": "2026-11-20",
        "source": {"kind": "csv", "name": "気配.csv", "encoding": "utf-8"},
        "supersedes": None,
        "quotes": [{"instrument": "S46", "bid_bp": 45.5, "offer_bp": 47.5, "row": 2}],
        "findings": [],
    }


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp932"])
def test_the_encoding_of_a_csv_is_found_and_told(read, encoding):
    """BOM, else strict UTF-8, else strict cp932."""
    answer = read(mail("", ("q.csv", (TABLE + "髙,1,2\n").encode(encoding))))
    assert (answer["source"]["encoding"], levels(answer)) == (encoding, [("S46", 45.5, 47.5, 2)])


def test_the_table_may_stand_in_html_or_text(read):
    """HTML comes before plain text; headings in Japanese, other columns ignored, preambles passed over."""
    text = "お世話になります。\n\n銘柄コード  ビッド  備考  オファー\nS45  50  a b  51\n以上 です\n"
    html = "<p>気配</p><table><tr><th>銘柄<th>買気配<th>売気配</tr><tr><td>S44<td>１．５<td>2</tr></table>"
    both = read(mail(text, html=html, message_id="<2@p01>"))
    assert (both["source"]["kind"], levels(both)) == ("html", [("S44", 1.5, 2.0, 2)])
    plain = read(mail(text, message_id="<3@p01>", charset="cp932"))
    assert (plain["status"], plain["source"]["kind"], levels(plain)) == ("correction", "text", [("S45", 50.0, 51.0, 4)])
    assert plain["source"]["encoding"] == "cp932"
    assert codes(plain) == ["table_ended", "mail_correction"]


@pytest.mark.parametrize("separator", ["\t", ",", "  ", "     "])
def test_text_columns_stand_apart_by_tab_comma_or_spaces(read, separator):
    """The heading's separator is that of its rows, and a blank line ends the table silently."""
    lines = [separator.join(row) for row in (("Instrument", "BID", "Offer"), ("S46", "1", "2"))]
    answer = read(mail("\n".join([*lines, "", separator.join(("S45", "3", "4"))])))
    assert (levels(answer), codes(answer)) == ([("S46", 1.0, 2.0, 2)], [])


def test_a_workbook_is_read_by_value(read):
    """The first sheet with the headings, hidden or not; a number shown as a percentage is refused."""
    rows = [["Bid", "Offer", "Instrument"], [45.5, 47.5, "S46"], [0.5, 51, "S45"], ["４４", 45, "S44"]]
    answer = read(mail("", ("Q.XLSX", workbook([["memo"]], rows, hidden=True, percent=["A3"]))))
    assert answer["source"] == {"kind": "xlsx", "name": "Q.XLSX", "encoding": None}
    assert levels(answer) == [("S46", 45.5, 47.5, 2), ("S44", 44.0, 45.0, 4)]
    assert [(each["code"], each["where"]) for each in answer["findings"]] == [("number_refused", "Q.XLSX:3 bid")]


@pytest.mark.parametrize(
    "row",
    ["S46,1,2,3", "S46,1,234", "S46,1", "S46,1,234,1,236", "S46,12,345"],
    ids=["more", "cut", "fewer", "two", "cut2"],
)
def test_a_row_whose_commas_are_in_doubt_is_refused(read, row):
    """More or fewer fields than the heading, or a comma that may stand inside a number: nothing is guessed."""
    answer = read(mail("", ("q.csv", f"{TABLE}{row}\n".replace("S46,1", "S45,1").encode())))
    assert [(each["code"], each["where"]) for each in answer["findings"]] == [("row_shape", "q.csv:3")]
    assert levels(answer) == [("S46", 45.5, 47.5, 2)]


def test_quotation_marks_take_a_comma_in(read):
    """A quoted `1,234` is one number, in a file and in a text."""
    answer = read(mail("", ("q.csv", b'instrument,bid,offer\nS46,"1,234","1,236"\n')))
    assert levels(answer) == [("S46", 1234.0, 1236.0, 2)]


@pytest.mark.parametrize(
    "sender",
    [
        "desk@p03.example",
        '"desk@p01.example" <evil@x.example>',
        "desk@p01.example, p02@x.example",
        "desk@p01.example <evil@x.example>",
        "desk",
        None,
    ],
)
def test_an_unregistered_sender_is_held(read, sender):
    """The address of From alone counts; the table is shown and nobody's name is put to it."""
    data = mail("", ("q.csv", TABLE.encode()), sender="x@x.example")
    data = data.replace(b"From: x@x.example\r\n", f"From: {sender}\r\n".encode() if sender else b"")
    answer = read(data.replace(b"Date:", b"Reply-To: desk@p01.example\r\nDate:", 1))
    assert (answer["status"], answer["participant"], codes(answer)) == ("held", None, ["sender_unknown"])
    assert levels(answer) == [("S46", 45.5, 47.5, 2)]


@pytest.mark.parametrize(
    "sender", ["DESK@P01.EXAMPLE", "佐藤 <desk@p01.example>", '"p02@x.example" <desk@p01.example>']
)
def test_case_and_display_name_count_for_nothing(read, sender):
    """The registered address is found however it is written."""
    assert read(mail("", ("q.csv", TABLE.encode()), sender=sender))["participant"] == "P01"


def test_without_contacts_every_mail_is_held(read):
    """Nobody is registered then."""
    assert read(mail("", ("q.csv", TABLE.encode())), known=False)["status"] == "held"


def test_a_mail_is_entered_once(read):
    """Read again it is a duplicate, with other quotes a correction of the last one used, and A, B, A corrects twice."""
    first = mail("", ("q.csv", TABLE.encode()))
    other = mail("", ("q.csv", TABLE.replace("45.5", "45").encode()), message_id="<2@p01>")
    again = mail("", ("q.csv", TABLE.encode()), message_id="<3@p01>")
    told = [read(data) for data in (first, first, other, again)]
    assert [each["status"] for each in told] == ["accepted", "duplicate", "correction", "correction"]
    assert [each["supersedes"] for each in told] == [None, None, "<1@p01>", "<2@p01>"]
    assert told[1]["quotes"] == []


@pytest.mark.parametrize(
    ("sent", "early", "day"),
    [
        ("Fri, 20 Nov 2026 15:14:59 +0900", True, "2026-11-20"),
        ("Fri, 20 Nov 2026 15:15:00 +0900", False, "2026-11-20"),
        ("Fri, 20 Nov 2026 06:15:00 +0000", False, "2026-11-20"),
        ("Fri, 20 Nov 2026 06:14:59 -0000", True, "2026-11-20"),
        ("Fri, 20 Nov 2026 15:30:00 +0000", True, "2026-11-21"),
    ],
)
def test_the_business_date_is_japans(read, sent, early, day):
    """The Date header is read in Japan time; before 15:15 the quotes are read all the same, with a finding."""
    answer = read(mail("", ("q.csv", TABLE.encode()), sent=sent))
    assert (answer["business_date"], "mail_before_1515" in codes(answer)) == (day, early)
    assert answer["status"] == "accepted"


def bomb(name="xl/worksheets/sheet1.xml", size=60_000_000):
    """Return a package whose one part unpacks to very much."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, b" " * size)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (lambda: mail("no table here"), "no_table"),
        (lambda: mail("", ("q.csv", b"instrument,bid,offer\ns46,1,2\n")), "cell_unsafe"),
        (lambda: mail("", ("q.csv", TABLE.encode()), sent=None), "mail_date_missing"),
        (lambda: mail("", ("q.xlsx", b"PK no workbook"), ("q.csv", TABLE.encode())), "xlsx_unsafe"),
        (lambda: mail("", ("q.xlsx", bomb())), "xlsx_unsafe"),
        (lambda: mail("", ("q.xlsx", bomb("../x.xml", 10))), "xlsx_unsafe"),
        (lambda: mail("", ("a.pdf", bytes(5_000_001)), ("q.csv", TABLE.encode())), "mail_too_large"),
        (lambda: mail("", *((f"{n}.pdf", bytes(4_100_000)) for n in (1, 2))), "mail_too_large"),
        (lambda: mail(TABLE) + b"x" * 27_000_000, "mail_too_large"),
        (lambda: mail("", ("q.csv", TABLE.encode() + b"S45,1,2\n" * 10_000)), "rows_too_many"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_reason(read_apart, data, code):
    """Nothing of such a mail is used, and the finding says why."""
    answer = read_apart(data())
    assert (answer["status"], answer["quotes"]) == ("refused", [])
    assert code in codes(answer)


def test_the_limit_itself_is_allowed(read_apart):
    """An attachment of exactly five million bytes after decoding does not refuse its mail."""
    assert read_apart(mail("", ("a.pdf", bytes(5_000_000)), ("q.csv", TABLE.encode())))["status"] == "accepted"


def test_a_document_type_is_refused(read_apart):
    """A part of the workbook that declares a document type is never parsed."""
    whole = io.BytesIO(workbook([["instrument", "bid", "offer"], ["S46", 1, 2]]))
    made = io.BytesIO()
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            text = old.read(part)
            new.writestr(part, b"<!DOCTYPE x>" + text if part == "xl/workbook.xml" else text)
    assert "xlsx_unsafe" in codes(read_apart(mail("", ("q.xlsx", made.getvalue()))))


def test_a_forwarded_mail_is_not_the_senders_word(read):
    """A table inside a mail inside the mail is not looked at."""
    inner = mail("", ("q.csv", TABLE.encode()))
    head = (
        b"From: desk@p01.example\r\nDate: " + SENT.encode() + b"\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    )
    data = head + b"--b\r\nContent-Type: message/rfc822\r\n\r\n" + inner + b"\r\n--b--\r\n"
    assert codes(read(data)) == ["no_table"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe\x00" * 1000,
        b"From: desk@p01.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n" * 5000,
        b"From: " + b"(" * 20_000,
        base64.b64encode(bytes(100_000)),
    ],
    ids=["empty", "binary", "boundaries", "brackets", "base64"],
)
def test_no_bytes_end_in_a_traceback(read_apart, data):
    """Whatever lies on disk is judged: refused, with words."""
    answer = read_apart(data)
    assert answer["status"] == "refused"
    assert answer["findings"]


def test_a_reading_that_cannot_be_recorded_is_not_shown(hikae, tmp_path):
    """Where the record cannot be written nothing is printed, and the command says so."""
    (tmp_path / "mail.eml").write_bytes(mail("", ("q.csv", TABLE.encode())))
    (tmp_path / "home").write_text("a file", encoding="ascii")
    done = hikae("proxy", "read", tmp_path / "mail.eml", "--home", tmp_path / "home", "--json")
    assert (done.returncode, done.stdout) == (2, "")
    assert "✗" in done.stderr
