"""The last applied amounts and prices: what the plan applies, else what applied the day before, and it says so."""

from dataclasses import replace
from datetime import date

from continuity_hand import at
from paper_pages import rows, seen, words

from addin.app.paper.day import paper_day
from addin.app.paper.figures import LEGEND, NO_FIGURES, figures_section, last_amounts


def test_the_amounts_are_what_the_plan_applies():
    """Every amount of the ruling at 20:30 stands in its account's row, in whole yen."""
    figures = seen(20, 30).figures
    held = last_amounts(figures)
    for item in figures.answer.plan.items.values():
        for row in item.amounts:
            assert held[row.account, row.measure].amount == row.amount
    table = rows(figures_section(figures), "Amounts by account")
    assert table[0]["Initial margin JPY"] == "1,246,315,382"
    assert table[0]["Basis, date"] == "証拠金等 margin\n再通知額 v2 11-20"


def test_where_nothing_applies_yet_yesterdays_amounts_stand_and_say_so():
    """At noon the sheet holds the previous day's amounts, each marked old, with its date."""
    figures = seen(12).figures
    held = last_amounts(figures)
    assert held
    assert all(each.is_old and each.date == date(2026, 11, 19) for each in held.values())
    section = figures_section(figures)
    assert "▲ 前日適用額 11-19" in words(section)
    assert f"{len(held)}件" in section.lead[-1]


def test_a_fallback_to_yesterday_is_marked_as_old(tmp_path, folder):
    """Nothing was computed by 19:00: Thursday's amounts apply by CP-2.1.2.c, and each says of when it is."""
    text = 'business_date = 2026-11-20\nrole = "clearing_house"\nparticipants = ["P01"]\n'
    (folder / "day.toml").write_text(text, encoding="utf-8")
    figures = paper_day(tmp_path / "home", folder, at=at(19, 30)).figures
    item = figures.answer.plan.items["margin"]
    assert (item.applies, item.clause) == ("previous_day", "CP-2.1.2.c")
    of_margin = [each for (_, measure), each in last_amounts(figures).items() if measure in ("im", "clearing_fund")]
    assert of_margin
    assert all(each.is_old and each.date == date(2026, 11, 19) for each in of_margin)
    assert "▲ 前日適用額 11-19" in words(figures_section(figures))


def test_a_day_of_its_own_amounts_tells_of_no_old_ones():
    """The line about old amounts stands only where there are some; at 20:30 all are of today."""
    assert figures_section(seen(20, 30).figures).lead[-1] == LEGEND


def test_a_price_stands_with_its_date_and_its_clause():
    """The vendor's is today's; the seven it failed are of Thursday, marked, by CP-1.3.1."""
    prices = {each["Instrument"]: each for each in rows(figures_section(seen(20, 30).figures), "Settlement prices")}
    assert len(prices) == 71
    assert (prices["ITXJS3605"]["Price bp"], prices["ITXJS3605"]["Date"]) == ("28.25", "2026-11-20")
    assert (prices["ITXJS3705"]["Price bp"], prices["ITXJS3705"]["Date"]) == ("30.22", "2026-11-19")
    assert prices["ITXJS3705"]["Applies, clause"] == "▲ 前日 previous day's CP-1.3.1"


def test_an_open_price_is_yesterdays_and_says_so():
    """At noon no price of today is settled: the last one stands in, with its date."""
    prices = rows(figures_section(seen(12).figures), "Settlement prices")
    assert {each["Date"] for each in prices} == {"2026-11-19"}
    assert all("前日値" in each["Applies, clause"] for each in prices)


def test_a_price_that_nobody_knows_is_no_zero():
    """Neither today's nor yesterday's: the row says what it waits for, and shows no figure."""
    figures = seen(12).figures
    unknown = replace(figures, prices=(replace(figures.prices[0], previous_bp=None),))
    (row,) = rows(figures_section(unknown), "Settlement prices")
    assert (row["Price bp"], row["Date"]) == ("－", "－")
    assert row["Applies, clause"].startswith("✗")


def test_without_a_day_there_are_no_figures():
    """And the page says so."""
    section = figures_section(None)
    assert (section.lead, section.tables) == ((NO_FIGURES,), ())
