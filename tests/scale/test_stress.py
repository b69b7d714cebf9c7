"""A run in parts in this process: the bits of margin, for any parts and blocks; what cannot be run is refused."""

from dataclasses import replace

import numpy as np
import pytest
import scale_cases
from margin_cases import rules
from scale_cases import BUMP_BP, MOST, at_once, held, many_parts, market, parts, plain, run, shocked, stream

from addin.scale import stress
from addin.scale.crew import ThisProcess
from addin.scale.stress import AccountPart, account_tails, recut, regrouped
from calc.margin.base import StressMode
from calc.margin.tails import Sample
from calc.outcome import RefusedError

CREW = ThisProcess(2)


@pytest.mark.parametrize("mode", list(StressMode))
def test_the_amounts_are_those_of_margin(mode):
    """Amounts and worst scenarios are, to the last bit, those of the revaluation, sums and tail that margin uses."""
    assert plain(run(CREW, stress_mode=mode)) == at_once(stress_mode=mode)


@pytest.mark.parametrize("size", [1, 7, 61])
@pytest.mark.parametrize("block", [1000, 4096, 9000])
def test_parts_and_blocks_change_no_bit(monkeypatch, size, block):
    """Parts of one account, of seven or all, and scenarios in any blocks give the same."""
    many_parts(monkeypatch, number=size)
    assert plain(run(CREW, size=62 - size, block=block)) == at_once()


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_threads_change_no_bit(monkeypatch, threads):
    """One thread, two and more than there are processors give the same, in the order of the accounts."""
    many_parts(monkeypatch)
    assert plain(run(ThisProcess(threads))) == at_once()


def test_accounts_in_reversed_order_have_the_same_bits():
    """Who is computed last has the amount that he has as the first."""
    laid, spreads = market()
    turned = [AccountPart(part.accounts[::-1], part.weights[::-1]) for part in parts(61)]
    given = {"market": laid, "spreads_bp": spreads, "bump_bp": BUMP_BP, "rules": rules().base, "most": MOST}
    made = account_tails(turned, stream(), crew=CREW, **given)
    assert plain(made)[::-1] == at_once()


def test_progress_is_told_to_the_last_account(monkeypatch):
    """Who listens hears how many accounts are done, part by part."""
    many_parts(monkeypatch, number=25)
    heard = []
    run(CREW, tell=heard.append)
    assert heard == [25, 50, 61]


def test_no_accounts_have_no_tails():
    """Without accounts there is nothing to tell."""
    laid, spreads = market()
    given = {"market": laid, "spreads_bp": spreads, "bump_bp": BUMP_BP, "rules": rules().base, "most": MOST}
    assert list(account_tails([], stream(), crew=CREW, **given)) == []


def refused(scenarios, given=None):
    """Return the code that a run is refused with, and its details."""
    laid, spreads = market()
    with pytest.raises(RefusedError) as said:
        list(
            account_tails(
                parts(30) if given is None else given,
                scenarios,
                market=laid,
                spreads_bp=spreads,
                bump_bp=BUMP_BP,
                rules=rules(stress_mode=StressMode.OFF).base,
                most=MOST,
                crew=CREW,
            )
        )
    (found,) = said.value.findings
    return found.code, dict(found.details)


@pytest.mark.parametrize("found", [0, 4096, 8999])
def test_scenarios_that_do_not_come_are_missed(found):
    """Fewer scenarios than have names are refused with both numbers."""
    given = replace(stream(), blocks=[shocked()[:, :found]])
    assert refused(given) == ("scale_scenarios", {"expected": "9000", "found": str(found)})


def test_scenarios_without_a_name_are_refused():
    """More scenarios than have names are refused."""
    assert refused(replace(stream(), blocks=[shocked(), shocked()]))[0] == "scale_scenarios"


def test_a_sample_in_which_nothing_counts_is_refused():
    """Where every scenario is a stress scenario and these are left out, there is no tail."""
    given = replace(stream(), is_stress=np.ones(9000, dtype=np.bool_))
    assert refused(given) == ("scale_scenarios", {"expected": "1", "found": "0"})


@pytest.mark.parametrize("amount", [np.nan, np.inf, -1e308])
def test_a_notional_that_is_no_number_is_refused(amount):
    """Who holds what is no number is named, before a kernel meets it."""
    weights = held().copy()
    weights[40, 2] = amount
    given = [AccountPart(tuple(f"A{row:04d}" for row in range(61)), weights)]
    assert refused(stream(), given) == ("scale_positions", {"account": "A0040"})


@pytest.mark.parametrize("spread", [np.nan, -1.0])
def test_a_spread_that_is_no_spread_is_refused(spread):
    """A shocked spread that cannot be is refused as any valuation refuses it."""
    blocks = shocked().copy()
    blocks[1, 5000] = spread
    assert refused(replace(stream(), blocks=[blocks]))[0] == "price_not_finite"


def test_holdings_of_other_instruments_are_a_fault():
    """A table with an instrument too few is never read beyond its end."""
    laid, spreads = market()
    given = {"market": laid, "spreads_bp": spreads, "bump_bp": BUMP_BP, "rules": rules().base, "most": MOST}
    with pytest.raises(ValueError, match="5 instruments held, 6 valued"):
        list(account_tails([AccountPart(("A",), np.ones((1, 5)))], stream(), crew=CREW, **given))


def test_columns_are_cut_anew():
    """Seven columns that come as 3, 0, 1 and 3 are given as 4 and 3, the same ones in their order."""
    whole = np.arange(14.0).reshape(2, 7)
    made = list(recut([whole[:, :3], whole[:, 3:3], whole[:, 3:4], whole[:, 4:]], 4))
    assert [each.shape for each in made] == [(2, 4), (2, 3)]
    assert np.hstack(made).tolist() == whole.tolist()
    assert list(recut([], 4)) == []


def test_accounts_keep_their_names_when_parts_are_cut_anew():
    """Five accounts of parts of two come in parts of three, each beside its own holdings."""
    weights = np.arange(10.0).reshape(5, 2)
    given = [
        AccountPart(("A", "B"), weights[:2]),
        AccountPart(("C", "D"), weights[2:4]),
        AccountPart(("E",), weights[4:]),
    ]
    made = list(regrouped(given, 3))
    assert [part.accounts for part in made] == [("A", "B", "C"), ("D", "E")]
    assert np.vstack([part.weights for part in made]).tolist() == weights.tolist()


def test_parts_are_taken_as_they_are_needed(monkeypatch):
    """A reader of accounts is never asked for more than a few parts ahead of what is told."""
    many_parts(monkeypatch)
    asked, ahead = [], []
    run(ThisProcess(1), before=asked.append, tell=lambda done: ahead.append(asked[-1] - done))
    assert max(ahead) <= 4 * 5


def test_long_tails_make_small_parts():
    """However long the tails are, what is kept of a part's losses stays within its bound."""
    for size in (100, 10**5, 10**7):
        sample = Sample(size, 0, rules().base, MOST)
        accounts = stress._abreast(sample)  # noqa: SLF001 - the bound itself
        assert 1 <= accounts <= stress.MOST_ACCOUNTS
        assert accounts * 2 * sample.kept * stress.LOSS_BYTES <= stress.PART_BYTES


def test_the_first_account_holds_nothing_and_needs_nothing():
    """An account without positions has no amount and the first scenarios as its worst."""
    first = run(CREW)[0]
    assert (first.account, first.amount) == ("A0000", 0.0)
    assert first.worst == (("S00000", 0.0), ("S00001", 0.0), ("S00002", 0.0))
    assert not scale_cases.held()[0].any()
