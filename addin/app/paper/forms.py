"""白紙の票 / Blank forms that are filled by hand and faxed: quotes of a participant, and a hearing about prices."""

from addin.app.paper.day import PaperDay
from addin.export.paper import Column, Kind, Section, Table
from calc.text.wording import Words

BLANK_ROWS = 24
SPARE_ROWS = 4  # behind the instruments that are known: one that was listed today
HEARD_ROWS = 12

QUOTES = (
    Column(Words("銘柄", "Instrument"), 32),
    Column(Words("買 bp", "Bid bp"), 30, Kind.WRITE),
    Column(Words("売 bp", "Offer bp"), 30, Kind.WRITE),
    Column(Words("時点", "As of"), 26, Kind.WRITE),
    Column(Words("備考", "Remark"), 0, Kind.WRITE),
    Column(Words("確認", "Checked"), 15, Kind.BOX),
)
HEARD = (
    Column(Words("銘柄", "Instrument"), 30),
    Column(Words("前日 bp", "Yesterday"), 21, Kind.NUMBER),
    Column(Words("買 bp", "Bid"), 22, Kind.WRITE),
    Column(Words("売 bp", "Offer"), 22, Kind.WRITE),
    Column(Words("聞いた水準 bp", "Level heard"), 27, Kind.WRITE),
    Column(Words("理由", "Reason"), 0, Kind.WRITE),
)
QUOTES_LEAD = """\
FAXまたは読み上げ用。自社の気配値だけを書く（CP-1.1.b）。件数と合計を読み合わせる
For FAX or reading out: your own quotes alone (CP-1.1.b); number and sums are read back"""
HEARD_LEAD = """\
情報ベンダー障害時、参加者ごとに一枚（CP-1.3.R1）。その参加者自身の水準だけを書き、他社の値は書かない
The vendor is down: a sheet a participant (CP-1.3.R1), with its own levels and nobody else's"""
ON_QUOTES = (
    Words("清算参加者", "Participant"),
    Words("業務日", "Business date"),
    Words("担当者・略号", "Name, initials"),
    Words("電話・FAX", "Telephone, FAX"),
    Words("接続（直結・ツール）", "Connection: direct, tool"),
    Words("送った時刻（15:15以降）", "Sent at (from 15:15)"),
)
UNDER_QUOTES = (
    Words("件数", "Number of rows"),
    Words("買の合計 bp", "Sum of bids"),
    Words("売の合計 bp", "Sum of offers"),
    Words("読み合わせた相手・時刻", "Read back with, at"),
    Words("入力した人・時刻", "Keyed by, at"),
    Words("確認した人・時刻", "Checked by, at"),
)
ON_HEARING = (
    Words("清算参加者", "Participant"),
    Words("業務日", "Business date"),
    Words("相手（清算値段業務担当者）", "Whom: price staff"),
    Words("手段（電話・FAX・メール）", "How: telephone, FAX, e-mail"),
    Words("つながったか・時刻", "Reached? At"),
    Words("聞いた人・略号", "Heard by, initials"),
)
UNDER_HEARING = (
    Words("JSCCの決定の参照番号", "Reference of JSCC's decision"),
    Words("決定の時刻", "Decided at"),
    Words("作成した人・略号", "Made by, initials"),
    Words("二人目・略号", "Second person, initials"),
)


def form_sections(day: PaperDay) -> tuple[Section, ...]:
    """Return both forms, with the instruments of the last day printed where one is known."""
    codes = [] if day.figures is None else [each.instrument for each in day.figures.prices]
    return (_quotes(codes), _hearing(day))


def _quotes(codes: list[str]) -> Section:
    printed = [*codes, *[""] * SPARE_ROWS] if codes else [""] * BLANK_ROWS
    rows = tuple((code, "", "", "", "", "") for code in printed)
    return Section(
        Words("気配値の票", "Quote form"),
        lead=(QUOTES_LEAD,),
        fields=ON_QUOTES,
        tables=(Table(Words("", ""), QUOTES, rows, row_mm=8),),
        closing=UNDER_QUOTES,
    )


def _hearing(day: PaperDay) -> Section:
    return Section(
        Words("聞き取りの票", "Hearing form"),
        lead=(HEARD_LEAD,),
        fields=ON_HEARING,
        tables=(Table(Words("", ""), HEARD, _asked(day), row_mm=10),),
        closing=UNDER_HEARING,
    )


def _asked(day: PaperDay) -> tuple[tuple[str, ...], ...]:
    """Return the instruments without a price of the vendor beside yesterday's prices, and empty rows behind them."""
    prices = () if day.figures is None else day.figures.prices
    asked = [
        (each.instrument, "" if each.previous_bp is None else f"{each.previous_bp:.2f}", "", "", "", "")
        for each in prices
        if each.vendor_bp is None
    ]
    blank = ("", "", "", "", "", "")
    return (*asked, *[blank] * max(HEARD_ROWS - len(asked), 2))
