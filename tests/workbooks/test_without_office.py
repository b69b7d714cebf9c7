"""The books computed without any office: their formulas by an engine of their own, their functions by the registry."""

import csv
import re

import pytest
from computed_book import ComputedBook

from addin.commands.build import delivered
from addin.functions.catalogue import FUNCTIONS
from addin.functions.invoke import answer
from addin.functions.registry import Kind
from workbooks import catalogue

AT = "2026-11-20T19:00:00+09:00"
MISSING = "アドインがありません / add-in is missing"
LIVE = re.compile(r"\bCDS_\w+(?=\()")
QUOTES, COMPONENTS = "気配値 Quotes", "内訳 Components"
STALE = "▲ 時刻が古い stale"
NOON = 46346.5  # 2026-11-20, 12:00
SECOND = 1 / 86_400

every_book = pytest.mark.parametrize("name", catalogue.NAMES)


@pytest.fixture(scope="module")
def day(tmp_path_factory, hikae, example_day):
    """Return where the example day's results lie; its record is the one that functions read meanwhile."""
    folder = tmp_path_factory.mktemp("without-office")
    done = hikae("day", "--data", example_day, "--at", AT, "--home", folder / "home", "--out", folder / "out")
    assert done.returncode == 0, done.stderr
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HIKAE_HOME", str(folder / "home"))
        yield folder / "out"


@pytest.fixture(scope="module")
def computed(day):
    """Return a function that gives a delivered book with the example day, computed once as of 19:00."""
    kept = {}

    def look(name):
        if name not in kept:
            kept[name] = ComputedBook(delivered() / catalogue.file_name(name), answer)
            kept[name].compute(AT)
        return kept[name]

    assert day.exists()
    return look


@pytest.fixture
def quotes(day):
    """Return a book of quotes of one's own, to type into."""
    assert day.exists()
    return ComputedBook(delivered() / catalogue.file_name("quotes"), answer)


@every_book
def test_every_formula_has_a_value(computed, name):
    """With the program and its record no cell of the example day shows an error."""
    assert computed(name).wrong() == []


@every_book
def test_every_function_of_a_book_is_asked(computed, name):
    """Each function that a formula names was called, so no value is there by chance."""
    book = computed(name)
    named = {
        function
        for _, cell in book.formulas()
        for function in LIVE.findall(str(getattr(cell.value, "text", cell.value)))
    }
    assert {function for function, _ in book.asked} == named


def test_live_requirements_are_those_of_the_day(computed, day):
    """The block of components shows each account's base amount and requirement as `hikae day` has them, to the yen."""
    with (day / "check.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["measure"] == "im" and row["version"] == "1"]
    own = {(row["account"], row["component"]): float(row["own"]) for row in rows if row["own"]}
    book, compared = computed("margin"), 0
    for row in range(10, 70):
        account = book.shown(COMPONENTS, f"B{row}")
        for column, component in (("C", "base"), ("I", "total")):
            if (account, component) in own:
                assert book.shown(COMPONENTS, f"{column}{row}") == own[account, component], (account, component)
                compared += 1
    assert compared == len({key for key in own if key[1] in {"base", "total"}}) > 10


def test_a_typed_quote_is_priced_and_checked_at_once(quotes):
    """A bid above its offer changes sum, mid and price, and the live check says that the two are crossed."""
    quotes.compute(AT)
    places = {"sum": "C12", "mid": "G16", "price": "J16", "state": "K16"}
    before = {what: quotes.shown(QUOTES, place) for what, place in places.items()}
    bid = quotes.file[QUOTES]["C16"].value
    quotes.type_in(QUOTES, "C16", bid + 10)
    quotes.compute(AT)
    after = {what: quotes.shown(QUOTES, place) for what, place in places.items()}
    assert after["sum"] == pytest.approx(before["sum"] + 10)
    assert after["mid"] == pytest.approx(before["mid"] + 5)
    assert after["price"] > before["price"]
    assert (before["state"], after["state"]) == ("可 / ok", "不可 / block 逆転 / crossed")


@pytest.mark.parametrize(("seconds", "is_old"), [(0, False), (89, False), (92, True), (3600, True)])
def test_an_instant_that_is_not_kept_looks_old(quotes, seconds, is_old):
    """More than ninety seconds after the last instant that was written, the book says so by its own clock."""
    quotes.put("HIKAE_ASOF", NOON - seconds * SECOND)
    quotes.compute("2026-11-20T12:00:00+09:00")
    assert (quotes.named("HIKAE_FRESH") == STALE) is is_old


@every_book
def test_a_book_can_be_read_without_the_program(name):
    """Where nothing answers, the status says what is missing, and only live cells and what counts on them fail."""
    book = ComputedBook(delivered() / catalogue.file_name(name), lambda *_: {"error": {"code": "worker_lost"}})
    book.compute(AT)
    assert book.named("HIKAE_STATUS") == MISSING
    assert len(book.wrong()) < len(list(book.formulas())) / 40


def test_functions_are_asked_as_every_host_asks_them(computed):
    """Days and instants are ISO text, ranges are rows, whatever the cells hold."""
    kinds = {function.name: [argument.kind for argument in function.arguments] for function in FUNCTIONS}
    forms = {Kind.DATE: r"\d{4}-\d\d-\d\d", Kind.INSTANT: r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+09:00"}
    asked = [call for name in catalogue.NAMES for call in computed(name).asked]
    for name, arguments in asked:
        for kind, argument in zip(kinds[name], arguments, strict=False):
            assert kind not in forms or re.fullmatch(forms[kind], argument), name
            assert kind is not Kind.RANGE or isinstance(argument, list), name
