"""The sections of the board about people: who is called, who answered, who is on call, who moves, what was decided."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time

from addin.app.continuity_board_row import BoardRow, row, same
from addin.app.continuity_log import last_exercised, registers_of_plan
from addin.app.continuity_state import State, called, first_responders, polled
from addin.app.pack_state import PackStanding
from calc.continuity.bodies import PollRow
from calc.continuity.contacts import Contact, ContactRow, stale, unexchanged
from calc.continuity.decisions import decision_log, in_force
from calc.continuity.labels import label
from calc.continuity.readiness import Standing
from calc.continuity.readiness import readiness as standing_of
from calc.continuity.roster import present, unnamed
from calc.days.cutoff import JST
from calc.text.wording import Words

LOOKED_AHEAD = 14  # days of the roster that must have a name
STANDINGS = {Standing.IN_PLACE: "○", Standing.STALE: "▲", Standing.NEVER: "✗"}


def bodies(state: State) -> Iterator[BoardRow]:
    """Yield the external bodies: last answer and next time to ask, those overdue first (BCP-3.2.b)."""
    rows = sorted(polled(state), key=lambda each: each.next_at)
    asks = state.answer.response.poll_external
    if not rows:
        told = Words("連絡先ページに外部機関を入れる", "enter external bodies on the page Contacts")
        yield row(Words("外部機関", "External bodies"), "－ 未登録 none", told)
    for each in rows:
        kind = label("body", each.body.kind)
        answered = "" if each.last is None else each.last.status
        about = Words(each.body.name, kind.en)
        told = same(answered or kind.ja)
        until = each.next_at if asks else None
        since = None if each.last is None else each.last.at
        yield row(about, _asked(each, asks=asks), told, since=since, until=until)


def _asked(each: PollRow, *, asks: bool) -> str:
    if each.last is not None and not each.last.reached:
        return "✗ 不通 not reached"
    if asks and each.last is None:
        return "● いま照会 ask now"
    if asks and each.overdue:
        return "✗ 照会超過 overdue"
    return "－ 照会なし not asked" if each.last is None else "○ 回答あり answered"


def calls(state: State) -> Iterator[BoardRow]:
    """Yield the contacts in the order in which they are to be tried: not reached first, with the next means."""
    rows = sorted(called(state), key=lambda each: each.reached_at is not None)
    if not rows:
        told = Words("連絡先ページに入れて宣言する", "enter them on the page Contacts and declare")
        yield row(Words("連絡先", "Contacts"), "－ 未登録 none", told)
    for each in rows:
        yield row(
            Words(each.contact.name, label("body", each.contact.role).en),
            reach_state(each),
            same(next_address(each)),
            since=each.reached_at,
        )


def reach_state(each: ContactRow) -> str:
    """Return where reaching a contact stands, as symbol and word."""
    if each.reached_at is not None:
        return "○ 連絡済 reached"
    if each.next_means is None:
        return "✗ 手段なし no means left"
    return "● 未連絡 to call" if each.tries == 0 else "▲ 再試行 try next"


def next_address(each: ContactRow) -> str:
    """Return the next means with its address, nothing once somebody was reached or no means is left."""
    if each.next_means is None:
        return ""
    return f"{label('means', each.next_means).ja} {each.contact.means[each.next_means]}"


def roster(state: State) -> Iterator[BoardRow]:
    """Yield who is on call now, tonight and on the days ahead for which nobody is named (BCP-4.2)."""
    now_on = first_responders(state)
    yield _on_call(Words("いまの当番", "On call now"), now_on.people, needed=now_on.needed, day=now_on.day)
    today = state.at.astimezone(JST).date()
    by_day = {shift.day: shift.people for shift in state.shifts}
    yield _on_call(Words("今夜", "Tonight"), by_day.get(today, ()), needed=True, day=today)
    for day in unnamed(state.shifts, today, days=LOOKED_AHEAD):
        if day != today:
            closed = "" if state.calendar.is_open(day) else " 休日 closed"
            told = Words("要員ページで決めて宣言する", "name somebody on the page Roster and declare")
            about = Words(f"{day:%m/%d} の夜{closed}", f"Night of {day:%m/%d}")
            yield row(about, "✗ 当番なし nobody named", told, until=_night(day))


def _on_call(about: Words, people: Sequence[str], *, needed: bool, day: date) -> BoardRow:
    if not people:
        sign = "✗ 当番なし nobody named" if needed else "－ 勤務時間 office hours"
        return row(about, sign, same(""), until=_night(day) if needed else None)
    first, *deputies = people
    ja, en = "、".join(deputies) or "なし", ", ".join(deputies) or "none"
    told = Words(f"{first}（代理 {ja}）", f"{first} (deputies {en})")
    return row(about, "● 当番 on call" if needed else "○ 決定済 named", told)


def _night(day: date) -> datetime:
    return datetime.combine(day, time(20), JST)


def movers(state: State) -> Iterator[BoardRow]:
    """Yield who does each task at the alternate office, deputies in the place of the absent (BCP-4.4)."""
    chosen = present(state.movers, state.absent)
    for mover in state.movers:
        person = chosen[mover.task]
        about = same(mover.task)
        if person is None:
            told = Words(f"{mover.person} も代理も不在", f"{mover.person} and the deputy are absent")
            yield row(about, "✗ 人がいない nobody", told)
        elif person == mover.person:
            yield row(about, "○ 本人 goes", same(person))
        else:
            told = Words(f"{person}（{mover.person} 不在）", f"{person} ({mover.person} is absent)")
            yield row(about, "▲ 代理 deputy goes", told)
    if not state.movers:
        told = Words("移動ページに入れて宣言する", "enter them on the page Movers and declare")
        yield row(Words("移動する要員", "Movers"), "－ 未登録 none", told)


def decisions(state: State) -> Iterator[BoardRow]:
    """Yield the decisions in force, the newest first (BCP-3.1.b.3)."""
    for each in reversed(in_force(decision_log(state.decisions))):
        told = same(f"{each.by}: {each.reason}")
        yield row(same(each.what), f"● 有効 in force {each.id}", told, since=each.at)
    if not state.decisions:
        yield row(Words("判断", "Decisions"), "－ なし none", same(""))


def readiness(state: State) -> Iterator[BoardRow]:
    """Yield the evening pack, when each standing duty was last seen to, and each clause last exercised (BCP-4)."""
    yield pack_row(state)
    today = state.at.astimezone(JST).date()
    held = [each.held for each in state.exercises]
    exercised, limit = last_exercised(state.exercises), state.answer.settings.whole("drill_limit_days")
    for each in standing_of(registers_of_plan(), held, today=today, stale_after=limit):
        words, named = label("register", each.register), label("standing", each.standing)
        last = exercised.get(each.clause)
        on = Words(f"この条項の訓練 {last:%Y/%m/%d}", f"exercised {last:%Y/%m/%d}") if last else Words(
            "この条項の訓練なし", "never exercised"
        )  # fmt: skip
        since = None if each.last is None else datetime.combine(each.last.on, time(0), JST)
        about = Words(f"{each.clause} {words.ja}", words.en)
        yield row(about, f"{STANDINGS[each.standing]} {named.ja} {named.en}", on, since=since)


def pack_row(state: State) -> BoardRow:
    """Return whether what the day falls back on is sealed: red once the desk's time for it has passed."""
    pack = state.pack
    signs = {PackStanding.SEALED: "○ 封済 sealed", PackStanding.DUE: "▲ 未了 due", PackStanding.LATE: "✗ 未了 late"}
    told = Words(f"{pack.business_date:%Y/%m/%d} のパック", f"pack of {pack.business_date:%Y/%m/%d}")
    since = None if pack.entry is None else datetime.fromisoformat(pack.entry.at)
    about = Words("夜間パック", "Evening pack")
    return row(about, signs[pack.standing], told, since=since, until=None if pack.entry else pack.by)


def old_contacts(state: State) -> Iterator[BoardRow]:
    """Yield the contacts that were not verified, or with whom lists were not exchanged, within the desk's limit."""
    today, limit = state.at.astimezone(JST).date(), state.answer.settings.whole("contact_limit_days")
    late = {"確認 verified": stale(state.contacts, today, days=limit),
            "交換 exchanged": unexchanged(_external(state), today, days=limit)}  # fmt: skip
    for what, found in late.items():
        for each in found:
            last = each.verified if what.endswith("verified") else each.exchanged
            on = "－" if last is None else f"{last:%Y/%m/%d}"
            yield row(same(each.name), f"▲ 要{what}", Words(f"前回 {on}", f"last {on}"))
    if not any(late.values()):
        told = Words(f"すべて{limit}日以内", f"all within {limit} days")
        sign = "○ 期限内 in time" if state.contacts else "－ 未登録 none"
        yield row(Words("連絡先の期限", "Limit of contacts"), sign, told if state.contacts else same(""))


def _external(state: State) -> list[Contact]:
    return [each for each in state.contacts if each.role != "staff"]
