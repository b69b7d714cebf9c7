"""What a challenge says can be taken down again, to the yen and in both languages, whatever it is about."""

from datetime import date

import twin_challenge
from hypothesis import given
from hypothesis import strategies as st

from calc.margin.challenge import Challenge, Challenged
from calc.text.wording import Words

YEN = st.integers(-(10**13), 10**13)
BOTH = st.tuples(YEN, YEN)
NAMES = [
    Words("基礎基準額", "Base amount"),
    Words("ショートチャージ", "Short charge"),
    Words("所要額 合計", "Requirement"),
]
ACCOUNTS = st.builds(
    lambda account, version, amounts, parts: Challenged(account, version, *amounts, parts),
    st.from_regex(r"P[0-9]{2}[HC]", fullmatch=True),
    st.integers(1, 12),
    BOTH,
    st.dictionaries(st.sampled_from(NAMES), BOTH),
)


def challenge(accounts):
    """Return what P05 points out of these accounts."""
    return Challenge("P05", date(2026, 11, 20), accounts, "SK", "2026-11-20T18:55:00+09:00")


def rows(accounts, language):
    """Return accounts as the twin expects to take them down."""
    told = [
        {
            "account": each.account,
            "version": each.version,
            "amounts": (each.notified, each.own),
            "parts": {getattr(name, language): amounts for name, amounts in each.parts.items()},
        }
        for each in accounts
    ]
    return twin_challenge.expected(told)


@given(accounts=st.lists(ACCOUNTS, max_size=4))
def test_a_mail_can_be_taken_down(accounts):
    """Every account, version, amount and difference stands in the mail, in order, the same in both languages."""
    said = challenge(accounts).text
    assert twin_challenge.taken_down(said.ja) == rows(accounts, "ja")
    assert twin_challenge.taken_down(said.en) == rows(accounts, "en")


@given(accounts=st.lists(ACCOUNTS, min_size=1, max_size=3))
def test_what_is_read_out_is_what_is_mailed(accounts):
    """Whoever listens on the telephone takes down the same accounts, and each alone is a part of the whole."""
    made = challenge(accounts)
    assert twin_challenge.taken_down(made.script("03-0000-0000").ja) == rows(accounts, "ja")
    alone = [twin_challenge.taken_down(each.text.en) for each in accounts]
    assert [row for each in alone for row in each] == rows(accounts, "en")


@given(each=ACCOUNTS)
def test_a_difference_has_its_sign(each):
    """Too much has a plus and too little a minus, so that nobody reads a difference the wrong way round."""
    sign = "-" if each.notified < each.own else "+"
    assert each.text.en.splitlines()[0].rpartition(" ")[2].startswith(sign)
