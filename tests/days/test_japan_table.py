import subprocess
import sys
from datetime import date
from pathlib import Path

import exchange_calendars
import pytest

from calc.days.business_day import calendar_version, tokyo
from calc.tables import packaged

ROOT = Path(__file__).parents[2]
TABLE = packaged("calc.days", "japan.toml")

# What the exchange calendar has and the banks have not, one by one.
EXCHANGE_ONLY = {date(2020, 10, 1): "failure of the exchange's equity trading system; banks were open"}

# The act of that day calls it 即位礼正殿の儀の行われる日.
NAMED_SHORTER = {date(2019, 10, 22): "即位礼正殿の儀"}

# The library is older than the pandas beside it; only its dates are wanted.
elderly = pytest.mark.filterwarnings("ignore:Series.values returning:pandas.errors.Pandas4Warning")


def exchange_sessions(first: str, last: str) -> set[date]:
    calendar = exchange_calendars.get_calendar("XTKS", start=first, end=last)
    return {session.date() for session in calendar.sessions}


def test_the_shipped_table_is_a_fresh_run_of_its_generator():
    """The committed holiday table equals, byte by byte, what its generator writes now."""
    generator = ROOT / "installer" / "maintain" / "holidays.py"
    run = subprocess.run([sys.executable, "-P", generator], capture_output=True, check=True)
    assert run.stdout == (ROOT / "calc" / "days" / "japan.toml").read_bytes()


def test_jpholiday_knows_the_same_national_holidays(holiday_names, jpholiday_names):
    """A second library lists the same national holidays from 2007 to 2060."""
    assert jpholiday_names.keys() ^ holiday_names.keys() == set()


def test_jpholiday_calls_the_holidays_by_the_same_names(holiday_names, jpholiday_names):
    """A second library names every holiday as the table does, after what it replaces where it is a substitute."""
    shared = {day: (ours, jpholiday_names[day]) for day, ours in holiday_names.items()}
    assert {day: theirs for day, (ours, theirs) in shared.items() if not theirs.endswith(ours)} == NAMED_SHORTER


@elderly
def test_the_exchange_is_closed_on_the_same_days_through_2040(shipped_days):
    """The Tokyo exchange calendar agrees on every day through 2040 but for the listed closures of the exchange."""
    sessions = exchange_sessions("2007-01-01", "2040-12-31")
    years = [day for day in shipped_days if day.year <= 2040]
    assert {day for day in years if tokyo().is_open(day) != (day in sessions)} == set(EXCHANGE_ONLY)
    assert all(tokyo().is_open(day) for day in EXCHANGE_ONLY)


@elderly
def test_after_2040_the_exchange_calendar_only_lacks_equinoxes(shipped_days, holiday_names):
    """After 2040, where the exchange calendar lists no equinox, it differs by equinoxes and what follows from them."""
    sessions = exchange_sessions("2041-01-01", "2060-12-31")
    years = [day for day in shipped_days if day.year > 2040]
    differing = {day for day in years if tokyo().is_open(day) != (day in sessions)}
    assert not any(tokyo().is_open(day) for day in differing)
    assert {day.month for day in differing} == {3, 9}
    assert {holiday_names[day] for day in differing} == {"春分の日", "秋分の日", "国民の休日", "振替休日"}


@pytest.mark.parametrize(
    ("last_open", "next_open"),
    [
        pytest.param("2009-09-18", "2009-09-24", id="silver week 2009"),
        pytest.param("2015-09-18", "2015-09-24", id="silver week 2015"),
        pytest.param("2026-09-18", "2026-09-24", id="silver week 2026"),
        pytest.param("2019-04-26", "2019-05-07", id="ten days in 2019"),
        pytest.param("2019-10-21", "2019-10-23", id="enthronement 2019"),
        pytest.param("2009-05-01", "2009-05-07", id="substitute after three holidays"),
        pytest.param("2020-07-22", "2020-07-27", id="moved to July 2020"),
        pytest.param("2020-08-07", "2020-08-11", id="moved to 10 August 2020"),
        pytest.param("2021-07-21", "2021-07-26", id="moved to July 2021"),
        pytest.param("2021-08-06", "2021-08-10", id="substitute of 8 August 2021"),
        pytest.param("2026-12-30", "2027-01-04", id="year-end 2026"),
        pytest.param("2008-12-30", "2009-01-05", id="year-end before a weekend"),
        pytest.param("2026-11-20", "2026-11-24", id="the example day"),
    ],
)
def test_known_traps_of_the_calendar(last_open, next_open):
    """Between these two open days Tokyo is closed throughout."""
    assert tokyo().next_open(date.fromisoformat(last_open)) == date.fromisoformat(next_open)
    assert tokyo().previous_open(date.fromisoformat(next_open)) == date.fromisoformat(last_open)


@pytest.mark.parametrize(
    "day",
    ["2020-07-20", "2020-08-12", "2020-10-12", "2021-07-19", "2021-08-11", "2021-10-11", "2019-12-23", "2020-12-23"],
)
def test_days_that_lost_their_holiday_are_open(day):
    """Where a law moved or ended a holiday its usual day is a business day."""
    assert tokyo().is_open(date.fromisoformat(day))


@pytest.mark.parametrize("year", [2009, 2015, 2026, 2032, 2037])
def test_the_day_between_two_september_holidays_is_closed(year, holiday_names):
    """The day between Respect for the Aged Day and the equinox is a citizens' holiday."""
    between = [day for day, name in holiday_names.items() if day.year == year and name == "国民の休日"]
    assert [tokyo().is_open(day) for day in between] == [False]


@pytest.mark.parametrize("month_day", [(12, 31), (1, 1), (1, 2), (1, 3)])
def test_the_year_end_is_closed_every_year(month_day):
    """From 31 December to 3 January Tokyo is closed in every year of the range."""
    assert not any(tokyo().is_open(date(year, *month_day)) for year in range(2007, 2061))


def test_the_days_around_the_year_end_are_open_when_weekdays():
    """30 December and 4 January are business days whenever they are weekdays."""
    around = [date(year, *month_day) for year in range(2007, 2061) for month_day in [(12, 30), (1, 4)]]
    assert all(tokyo().is_open(day) == (day.weekday() < 5) for day in around)


def test_every_year_of_the_range_stands_once_and_in_order():
    """The table has each year from its first to its last day once, in order, with its own days only."""
    assert [year["year"] for year in TABLE["year"]] == list(range(TABLE["first"].year, TABLE["last"].year + 1))
    assert all(date.fromisoformat(day).year == year["year"] for year in TABLE["year"] for day in year["closed"])


def test_announced_years_cite_the_gazette_and_later_ones_the_law():
    """Years through 2027 cite the gazette of the February before, later ones say that they are computed."""
    for year in TABLE["year"]:
        announced = year["year"] <= 2027
        assert year["status"] == ("announced" if announced else "projected")
        assert (f"官報) of February {year['year'] - 1}" if announced else "equinoxes computed") in year["source"]


def test_years_with_a_special_act_cite_it():
    """The years whose holidays a special act moved cite that act."""
    sources = {year["year"]: year["source"] for year in TABLE["year"]}
    assert "平成30年法律第99号" in sources[2019]
    assert "平成27年法律第33号 第32条" in sources[2020]
    assert "平成27年法律第33号 第32条" in sources[2021]


def test_the_year_end_closing_carries_its_source():
    """The year-end closing names the practice it rests on."""
    assert TABLE["year_end"]["source"].startswith("Tokyo money-market practice: 31 Dec–3 Jan")


def test_the_calendar_version_names_range_announcement_and_date():
    """The version of the calendar says which range, which announced year and which state of the table is in force."""
    assert calendar_version() == "TYO-2007-2060, announced through 2027, as of 2026-11-21"
