"""Checks of time: the calendar reaches far enough, and the clock is right."""

from datetime import timedelta
from pathlib import Path

from addin.app.clock_check import behind_record, last_reading
from addin.app.settings_record import settings_in_force
from addin.now import now
from addin.store.journal import Journal
from calc.days.business_day import NEAR_HORIZON_DAYS, calendar_findings, calendar_named
from calc.outcome import RefusedError, finding
from calc.text.wording import Words


def calendar(home: Path) -> Words:
    """Return until when holidays are announced.

    Raises RefusedError `calendar_horizon_near` where the calendar ends within 60 days, or `calendar_projected` where
    the holidays of that time are only projected.
    """
    days, today = calendar_named(settings_in_force(home, {}).text("calendar")), now().date()
    ahead = min(today + timedelta(days=NEAR_HORIZON_DAYS), days.last)
    found = {each.code: each for day in (today, ahead) for each in calendar_findings(day, days)}
    near = (days.last - today).days < NEAR_HORIZON_DAYS
    if wrong := [each for code, each in found.items() if near or code != "calendar_horizon_near"]:
        raise RefusedError(wrong)
    year = days.announced_through
    return Words(f"{days.name}  {year} 年まで公告済", f"{days.name}  announced through {year}")


def clock(home: Path) -> Words:
    """Return when the clock was last compared with a reference, and by how much it was off.

    Raises RefusedError `clock_behind`, `clock_off`, or the warning `clock_unchecked` (never, or too long ago).
    """
    settings, at = settings_in_force(home, {}), now()
    with Journal(home) as journal:
        reading, behind = last_reading(journal), behind_record(journal, at)
    if behind is not None:
        raise RefusedError([behind])
    limit, days = settings.whole("clock_limit_seconds"), settings.whole("clock_limit_days")
    if reading is None or reading.age(at) > timedelta(days=days):
        last = "－" if reading is None else f"{reading.at:%Y-%m-%d}"
        raise RefusedError([finding("clock_unchecked", days=days, last=last)])
    if abs(reading.ahead) > limit:
        raise RefusedError([finding("clock_off", seconds=f"{reading.ahead:+}", limit=limit)])
    when = f"{reading.at:%Y-%m-%d %H:%M:%S}"
    return Words(f"{when} に照合、差 {reading.ahead:+} 秒", f"compared {when}, {reading.ahead:+} s")
