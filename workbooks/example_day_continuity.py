"""The example's registers of the continuity plan: contacts, duty roster, movers; all made up, numbers from 0000."""

from collections.abc import Iterator
from datetime import date, timedelta

HEAD = """# 合成データです。実在の人・会社・番号ではありません / SYNTHETIC data: no real persons, firms or numbers
# 自社のものに置き換え、日次フォルダに置く / Replace with your own, and keep it in the day's folder
"""
MEANS = ("landline", "disaster_priority_phone", "mobile", "email", "fax", "target_jscc_site")
# name, role, how many of the means there are, verified, exchanged
CONTACTS = (
    ("対策本部", "staff", 6, "2026-11-02", None),
    ("決済担当 SK", "staff", 4, "2026-11-02", None),
    ("リスク担当 TY", "staff", 4, "2026-11-02", None),
    ("システム担当 UM", "staff", 4, "2026-03-30", None),
    ("参加者 P01", "participant", 6, "2026-10-15", "2026-10-15"),
    ("参加者 P02", "participant", 6, "2026-10-15", "2026-10-15"),
    ("参加者 P03", "participant", 5, "2026-10-15", "2026-04-10"),
    ("参加者 P07", "participant", 6, None, None),
    ("指定市場 M", "designated_market_operator", 6, "2026-09-30", "2026-09-30"),
    ("資金決済銀行 B", "fund_settlement_bank", 5, "2026-09-30", "2026-09-30"),
    ("情報ベンダー V", "other", 4, "2026-11-02", "2026-09-30"),
)
FIRST_NIGHT, NIGHTS = date(2026, 11, 16), 21
TURNS = (("SK", "TY"), ("TY", "UM"), ("UM", "SK"), ("KN", "SK", "TY"))
UNNAMED = date(2026, 11, 29)  # a Sunday that somebody forgot: the roster shows it
MOVERS = (
    ("決済", "SK", "TY"),
    ("リスクモニタリング", "TY", "UM"),
    ("代理入力", "UM", "KN"),
    ("参加者への連絡", "KN", "SK"),
    ("機材と控えの持出し", "HT", ""),
)


def continuity_toml() -> str:
    """Return the file of the registers, the same text each time."""
    return "\n".join([HEAD, *_contacts(), *_shifts(), *_movers()])


def _contacts() -> Iterator[str]:
    for number, (name, role, means, verified, exchanged) in enumerate(CONTACTS, start=1):
        days = (("verified", verified), ("exchanged", exchanged))
        yield "\n".join(
            (
                "[[contact]]",
                f'name = "{name}"',
                f'role = "{role}"',
                *(f'{each} = "{_address(each, number)}"' for each in MEANS[:means]),
                *(f"{each} = {day}" for each, day in days if day is not None),
                "",
            )
        )


def _address(means: str, number: int) -> str:
    match means:
        case "email":
            return f"contact{number:02}@example.jp"
        case "mobile":
            return f"090-0000-{number:04}"
        case "target_jscc_site":
            return f"user-{number:02}"
        case "fax":
            return f"03-0000-{1000 + number:04}"
        case "disaster_priority_phone":
            return f"03-0000-{2000 + number:04}"
        case _:
            return f"03-0000-{number:04}"


def _shifts() -> Iterator[str]:
    for night in range(NIGHTS):
        day = FIRST_NIGHT + timedelta(days=night)
        people = () if day == UNNAMED else TURNS[night % len(TURNS)]
        named = ", ".join(f'"{each}"' for each in people)
        yield f"[[shift]]\nday = {day}\npeople = [{named}]\n"


def _movers() -> Iterator[str]:
    for task, person, deputy in MOVERS:
        second = f'deputy = "{deputy}"\n' if deputy else ""
        yield f'[[mover]]\ntask = "{task}"\nperson = "{person}"\n{second}'
