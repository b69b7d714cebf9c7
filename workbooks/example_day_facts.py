"""The example day's facts, what happened when, as DAY.toml."""

from collections.abc import Sequence
from dataclasses import dataclass

from workbooks.example_day_accounts import NOT_PRICED, PARTICIPANTS, SILENT_PARTICIPANT
from workbooks.example_day_market import BUSINESS_DATE, instruments

NOT_YET_CALLED = ("P06", "P08")  # their margin staff is still to be told at the end of the day

HEAD = f"""\
# 合成データによる例示日の事実。JSCC 側から見た一日です。
# The facts of the example day, all made up, seen from the clearing house.
business_date = {BUSINESS_DATE}
role = "clearing_house"
participants = [{", ".join(f'"{name}"' for name in PARTICIPANTS)}]
"""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that happened: local time, its word in the plan's vocabulary, a remark, and its details as TOML."""

    at: str
    what: str
    remark: str
    details: tuple[str, ...] = ()


def day_toml() -> str:
    """Return DAY.toml: the head and one [[fact]] table per fact in the order of time."""
    return "\n".join([HEAD, *(_table(fact) for fact in sorted(facts(), key=lambda fact: fact.at))])


def _table(fact: Fact) -> str:
    lines = [f"# {fact.remark}", "[[fact]]", f"at = {BUSINESS_DATE}T{fact.at}+09:00", f'what = "{fact.what}"']
    return "\n".join([*lines, *fact.details, ""])


def facts() -> tuple[Fact, ...]:
    """Return the day's facts: intraday margin, one participant's outage, the vendor's failure, a wrong requirement."""
    return (*_intraday(), *_outage(), *_prices(), *_margin())


def _notice(at: str, clause: str, *, remark: str) -> Fact:
    return Fact(at, "notice.sent", remark, (f'clause = "{clause}"', 'channel = "information_list"'))


def _contacts(hour: int, clause: str, *, first_minute: int, told: Sequence[str], remark: str) -> list[Fact]:
    """Return a separate contact per participant, one a minute."""
    detail = (f'clause = "{clause}"', 'channel = "separate_contact"')
    return [
        Fact(f"{hour}:{minute:02d}:00", "notice.sent", remark, (*detail, f'participant = "{name}"'))
        for minute, name in enumerate(told, start=first_minute)
    ]


def _intraday() -> tuple[Fact, ...]:
    return (
        _notice("13:02:00", "CP-3.1.2.a", remark="13時時点で日中分の計算が未了と連絡 / not ready at 13:00, told"),
        Fact("13:10:00", "intraday.computed", "日中当初証拠金の計算完了 / intraday margin computed"),
        Fact("13:12:00", "intraday.uploaded", "日中分をアップロード / intraday margin uploaded"),
        _notice("13:13:00", "CP-3.1.2.b", remark="アップロードした旨を連絡 / upload told"),
    )


def _outage() -> tuple[Fact, ...]:
    who = f'participant = "{SILENT_PARTICIPANT}"'
    details = (who, 'connection = "tool"', 'affects = "quotes"')
    return (
        Fact("14:20:00", "participant.outage", "P07 のツールで気配を提出できない / P07 cannot quote by tool", details),
        Fact("14:35:00", "participant.reported", "P07 が障害を連絡（メールは来ない） / P07 reports", (who,)),
    )


def _prices() -> tuple[Fact, ...]:
    received = [instrument.code for instrument in instruments() if instrument.code not in NOT_PRICED]
    staff = "清算値段業務担当者に連絡 / settlement-price staff told"
    return (
        Fact("16:05:00", "price.failed", "7銘柄の値段が算出されない / the vendor fails for seven", _listed(NOT_PRICED)),
        _notice("16:12:00", "CP-1.3.3", remark="障害と前日値の適用を連絡 / failure and previous day's price told"),
        *_contacts(16, "CP-1.3.R2", first_minute=14, told=PARTICIPANTS, remark=staff),
        Fact("16:30:00", "price.received", "他の64銘柄の値段を受領 / the other 64 prices arrive", _listed(received)),
    )


def _margin() -> tuple[Fact, ...]:
    told = [name for name in PARTICIPANTS if name not in NOT_YET_CALLED]
    staff = "証拠金業務担当者に連絡 / margin staff told"
    return (
        _notice("18:03:00", "CP-2.1.2.a", remark="18時時点で計算が未了と連絡 / not ready at 18:00, told"),
        Fact("18:12:00", "margin.computed", "証拠金等の計算完了 / margin computed"),
        Fact("18:14:00", "margin.uploaded", "OTC端末にアップロード（第1版） / uploaded, version 1", ("version = 1",)),
        _notice("18:15:00", "CP-2.1.2.b", remark="アップロードした旨を連絡 / upload told"),
        *_contacts(18, "CP-2.1.R1", first_minute=17, told=told, remark=staff),
        Fact("18:40:00", "margin.flagged", "P05H の所要額に誤りのおそれ / P05H looks wrong"),
        _notice("18:42:00", "CP-2.2.1", remark="誤りのおそれがある旨を連絡 / suspected error told"),
        Fact("19:50:00", "margin.renotified", "正しい額を再通知（第2版） / renotified, version 2", ("version = 2",)),
    )


def _listed(codes: Sequence[str]) -> tuple[str, ...]:
    """Return `instruments = […]`, eight codes a line."""
    lines = ["  " + " ".join(f'"{code}",' for code in codes[n : n + 8]) for n in range(0, len(codes), 8)]
    return ("instruments = [", *lines, "]")
