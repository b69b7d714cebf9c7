# noqa: INP001 - a script, not a package
"""Write calc/days/japan.toml anew: the days Tokyo is closed, each year with its status and source.

Every February, when the gazette has announced the equinoxes of the next year, and whenever a law moves a holiday:
set AS_OF and ANNOUNCED_THROUGH (and SPECIAL_ACTS), run

    python -P installer/maintain/holidays.py > calc/days/japan.toml

and read the difference line by line. Without -P this file would be imported in place of the library of its name.
"""

import sys
from datetime import date

from holidays import country_holidays

AS_OF = date(2026, 11, 21)
ANNOUNCED_THROUGH = 2027
YEARS = range(2007, 2061)

SPECIAL_ACTS = {
    2019: "accession 1 May, enthronement 22 Oct: 平成30年法律第99号; no Emperor's Birthday: 平成29年法律第63号",
    2020: "Marine, Sports and Mountain Day moved for the Games: 平成27年法律第33号 第32条",
    2021: "Marine, Sports and Mountain Day moved for the Games: 平成27年法律第33号 第32条 as amended 4 Dec 2020",
}

HEADER = """\
# The days Tokyo is closed besides Saturdays and Sundays. Made by installer/maintain/holidays.py; not edited by hand.
#
# announced: the equinoxes of the year stand in the official gazette, all its other holidays in the law.
# projected: the whole year follows from the law as it stood on `as_of`, its equinoxes from astronomy.

name = "TYO"
first = {first}-01-01
last = {last}-12-31
as_of = {as_of}

[law]
ja = "国民の祝日に関する法律（昭和23年法律第178号）"
en = "Act on National Holidays (No. 178 of 1948); substitute holidays: article 3 (2); days between: article 3 (3)"

[year_end]
days = ["01-01", "01-02", "01-03", "12-31"]
ja = "年末年始休業"
en = "Year-end closing"
source = "Tokyo money-market practice: 31 Dec–3 Jan (bank holidays of 銀行法施行令 第5条第1項第2号)"
"""


def status(year: int) -> str:
    """Return whether the equinoxes of the year are published."""
    return "announced" if year <= ANNOUNCED_THROUGH else "projected"


def source(year: int) -> str:
    """Return where the list of the year comes from, besides the law."""
    if year > ANNOUNCED_THROUGH:
        return f"the law as of {AS_OF}; equinoxes computed"
    notice = f"国立天文台 暦要項, official gazette (官報) of February {year - 1}"
    return "; ".join(filter(None, (notice, SPECIAL_ACTS.get(year))))


def year_table(year: int) -> str:
    """Return one year as TOML: its status, its source, and a line for each national holiday."""
    days = sorted(country_holidays("JP", years=year, language="ja").items())
    closed = "\n".join(f'{day} = "{name}"' for day, name in days)
    head = f'year = {year}\nstatus = "{status(year)}"\nsource = "{source(year)}"'
    return f"[[year]]\n{head}\n[year.closed]\n{closed}\n"


def holiday_table() -> str:
    """Return the text of calc/days/japan.toml."""
    header = HEADER.format(first=YEARS[0], last=YEARS[-1], as_of=AS_OF)
    return "\n".join((header, *map(year_table, YEARS)))


if __name__ == "__main__":
    # Bytes: a Japanese Windows console must change neither the encoding nor the line ends.
    sys.stdout.buffer.write(holiday_table().encode("utf-8"))
