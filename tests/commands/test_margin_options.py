"""Options of the tables: named once, shown by every command that takes them, in one order."""

import inspect
from pathlib import Path
from typing import Annotated

import pytest
import typer

from addin.commands import margin_options as options
from addin.commands.backtest import backtest
from addin.commands.explain import explain
from addin.commands.margin import margin
from addin.commands.output import Lang
from addin.commands.whatif import whatif
from calc.outcome import RefusedError
from calc.text.wording import Words

TABLES = ["trade_date", "instruments", "positions", "curves"]
TABLES += ["history", "scenarios", "constituents", "accounts", "prices"]
UNDER = ["events", "curve", "settings", "sets", "home"]
BOOK = options.Book("2026-11-20", Path("i.csv"), Path("p.csv"), Path("c.csv"))


def names(command):
    """Return the options and arguments of a command in their order."""
    return list(inspect.signature(command).parameters)


@pytest.mark.parametrize(
    ("command", "first", "last"),
    [
        (explain, ["account"], ["worst", "json", "lang"]),
        (whatif, ["trades"], ["json", "lang"]),
        (backtest, [], ["days", "cluster", "output", "json", "lang"]),
    ],
)
def test_each_question_takes_the_same_tables(command, first, last):
    """The three questions have the same options between their own, in the same order."""
    assert names(command) == [*first, *TABLES, *UNDER, *last]


def test_margin_takes_the_past_and_what_was_notified_too():
    """`hikae margin` keeps its order: the folder after what is needed, what was told and the past in their places."""
    told, past = ["notified", "previous"], ["trades", "before", "fund_history"]
    assert names(margin) == [
        *TABLES[:4], "output", *TABLES[4:], *told, "events", *past, *UNDER[1:], "json", "strict", "lang",
    ]  # fmt: skip


def test_an_option_has_one_wording_everywhere():
    """Whatever command shows it, an option of a table is the very same declaration with the same default."""
    commands = (explain, whatif, backtest, margin)
    for name in (*TABLES, *UNDER):
        shown = [inspect.signature(command).parameters[name] for command in commands]
        assert len({(str(each.annotation), each.default) for each in shown}) == 1, name


def test_a_command_gets_its_groups_filled():
    """What the command line gives by option arrives as one value a group, the command's own options beside it."""
    got = {}

    @options.expanded
    def command(*, tables: options.Book, under: options.Under, number: Annotated[int, typer.Option()] = 3) -> None:
        got.update(tables=tables, under=under, number=number)

    places = {name: getattr(BOOK, name) for name in TABLES[:4]}
    command(**places, curve="T", settings=None, sets=["a=1"], home=None, number=4)
    assert got == {"tables": BOOK, "under": options.Under("T", None, ["a=1"], None), "number": 4}


def test_the_places_of_the_tables_are_those_that_were_named():
    """Every group's tables stand in the files of the run, those not named are none."""
    made = options.tables(BOOK, options.Grounds(history=Path("h.csv")), options.Told(), events=Path("e.csv"))
    assert (made.instruments, made.history, made.events) == (Path("i.csv"), Path("h.csv"), Path("e.csv"))
    assert (made.notified, made.fund_history) == (None, None)


def test_a_trade_date_that_is_none_is_refused():
    """A date in another form is refused before any table is read."""
    with pytest.raises(RefusedError) as refused:
        _ = options.Book("20.11.2026", *(Path("x"),) * 3).day
    assert refused.value.findings[0].code == "date_unreadable"


@pytest.mark.parametrize(("lang", "said"), [(Lang.JA, "あ\n"), (Lang.EN, "a\n"), (Lang.BOTH, "あ\na\n")])
def test_a_text_is_said_in_the_chosen_language(lang, said, capsys):
    """Japanese, English, or both with Japanese first."""
    options.say(Words("あ", "a"), lang)
    assert capsys.readouterr().out == said
