"""Where a requirement in cells comes from: the book of two names, as `hikae explain` tells it."""

from datetime import date

import pytest
from small_book import HELD, LISTED, MARKET, MOVES

from addin.app import explain_cell
from addin.app.explain_cell import account_explanation
from addin.app.margin_cell import MarginCells, account_margin
from addin.app.margin_files import MarginFiles, margin_files
from addin.settings import load_settings
from calc.margin.explain import explanations
from calc.margin.requirement import Component
from calc.outcome import RefusedError

P1H = [["account", "P1H"], ["short_charge_ratio", 0.65]]


def explained(tmp_path, settings=P1H, held=HELD, moves=MOVES):
    return account_explanation(MarginCells(held, MARKET, moves, settings), home=tmp_path / "home")


def test_what_is_sold_most_brings_the_short_charge(tmp_path):
    """Of an index counted as one name 5e9 are sold: 0.65 of that is the index's alone, and AA, bought, brings none."""
    made = explained(tmp_path)
    assert {code: parts[Component.SHORT_CHARGE] for code, parts in made.contributions.items()} == {
        "IX": 3_250_000_000, "AA": 0,
    }  # fmt: skip


def test_contributions_add_up_to_every_component(tmp_path):
    """What the positions bring is the requirement but for what is added to the account, to the yen."""
    made, alone = explained(tmp_path), account_margin(MarginCells(HELD, MARKET, MOVES, P1H), home=tmp_path / "home")
    for part in (Component.BASE, Component.SHORT_CHARGE, Component.BID_OFFER):
        assert sum(parts[part] for parts in made.contributions.values()) == alone.requirement.amounts[part] > 0


def test_the_account_has_its_own_terms(tmp_path):
    """Multiplied and added to in the settings: contributions stay, and the requirement is the account's own."""
    plain, own = explained(tmp_path), explained(tmp_path, [*P1H, ["multiplier", 1.5], ["add_on", 7.0]])
    assert own.contributions == plain.contributions
    assert own.requirement.amounts[Component.ADD_ON] == -(-plain.requirement.total // 2) + 7


def test_every_other_reading_has_its_total(tmp_path):
    """Nine tail and stress readings but one's own, then the look-through; each is what that setting gives."""
    made = explained(tmp_path)
    assert len(made.readings) == 9
    assert "fractional/in_set" not in made.readings
    for name, settings in (
        ("ceil/off", [["tail_rule", "ceil"], ["stress_mode", "off"]]),
        ("one_name", [["index_look_through", 0.0]]),
    ):
        read = account_margin(MarginCells(HELD, MARKET, MOVES, [*P1H, *settings]), home=tmp_path / "home")
        assert made.readings[name] == read.requirement.total
        assert made.effects[name] == read.requirement.total - made.requirement.total
    assert made.effects["ceil/off"] < 0


def test_where_an_index_is_one_name_the_other_reading_looks_through(tmp_path):
    """The setting turns the name of the last reading."""
    assert list(explained(tmp_path, [*P1H, ["index_look_through", 0.0]]).readings)[-1] == "constituents"


def test_it_is_what_files_are_explained_by(tmp_path):
    """The same tables as files give the same contributions and readings, for each account."""
    curve = [["curve_id", "trade_date", "kind", "tenor", "rate"], ["T", "2026-11-20", "zero", "5Y", 0.011]]
    tables = {"positions": HELD, "accounts": LISTED, "scenarios": MOVES, "instruments": MARKET[:3], "curves": curve}
    for name, rows in tables.items():
        (tmp_path / f"{name}.csv").write_text("".join(",".join(map(str, row)) + "\n" for row in rows), "utf-8")
    files = MarginFiles(**{name: tmp_path / f"{name}.csv" for name in tables})
    made = margin_files(files, trade_date=date(2026, 11, 20), curve_id=None, settings=load_settings(tmp_path))
    for one, terms in zip(explanations(made.book, most=0), LISTED[1:], strict=True):
        own = [["account", terms[0]], ["multiplier", terms[3]], ["add_on", terms[4]]]
        cells = explained(tmp_path, own)
        assert (cells.contributions, cells.readings) == (one.contributions, one.readings)


def test_an_account_is_explained_once(tmp_path, monkeypatch):
    """Contributions and readings in two ranges of a sheet are one computation."""
    made, real = [], explain_cell.explanations
    monkeypatch.setattr(explain_cell, "explanations", lambda book, **told: made.append(1) or real(book, **told))
    moves = [*MOVES, ["s3", "reference", 61, 41, 51]]
    assert explained(tmp_path, moves=moves) is explained(tmp_path, moves=moves)
    assert len(made) == 1


def test_of_several_accounts_one_is_named(tmp_path):
    """Two accounts without a name are refused, as CDS_IM refuses them."""
    with pytest.raises(RefusedError) as caught:
        explained(tmp_path, None)
    assert caught.value.findings[0].code == "account_choice"
