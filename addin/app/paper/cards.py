"""条項カード / Every clause of both plans on half a sheet: where the plan's words and the continuity plan's meet."""

from collections.abc import Iterator, Mapping
from typing import Any

from addin.export.paper import CardPage, Column, Section, Table
from calc.continuity.labels import label
from calc.plan.clause_card import Card, cards, joined
from calc.plan.clauses import Clause, book
from calc.text.wording import Words

TITLE = Words("条項カード", "Clause cards")
TIMES, TRIGGER = Words("時刻", "Times"), Words("きっかけ", "Trigger")
ACTION, FALLBACK = Words("すること", "Action"), Words("代わりの扱い", "Fallback")
OPEN_POINTS = Words("定めのない点", "Left open")
GAPS = (
    Column(Words("番号", "Number"), 17),
    Column(Words("定めのない点と、この道具の扱い", "What is open, and how it is read here")),
    Column(Words("条項", "Clauses"), 42),
)
LISTS = {"means": "means", "bodies": "body", "services": "service", "causes": "cause", "results": "result"}
ONE_OF_A_LIST = {
    "register": Words("備えて、最後に確かめた日を控える: {ja}", "keep up, and note when last seen to: {en}"),
    "step": Words("手順: {ja}", "step: {en}"),
    "class": Words("分類: {ja}", "class: {en}"),
}


def card_pages() -> tuple[CardPage, ...]:
    """Return a card for every clause, in plan order."""
    told = {clause.id: said for clause in book().clauses.values() if (said := _told(clause)).ja}
    return tuple(_page(card) for card in cards(told=told))


def gap_section() -> Section:
    """Return what the plans leave open, in both languages: a card has room for the numbers and the Japanese."""
    clauses = book().clauses.values()
    rows = tuple(
        (gap, f"{words.ja}\n{words.en}", " ".join(clause.id for clause in clauses if gap in clause.gaps) or "－")
        for gap, words in book().gaps.items()
    )
    return Section(
        Words("定めのない点", "What the plans leave open"),
        lead=("勝手に埋めない。番号を言ってJSCCに電話する / Never filled in by guessing: name the number, call JSCC",),
        tables=(Table(Words("", ""), GAPS, rows),),
    )


def _page(card: Card) -> CardPage:
    rows = [(TIMES, card.times), (TRIGGER, card.trigger), (ACTION, card.action), (FALLBACK, card.fallback)]
    if card.open_points:
        numbers = " ".join(gap for gap, _ in card.open_points)
        said = "\n".join(f"{gap} {words.ja}" for gap, words in card.open_points)
        rows.append((Words(OPEN_POINTS.ja, f"{OPEN_POINTS.en}: {numbers}"), Words(said, "")))
    who = Words(f"{card.who.ja} {card.strength.ja}", f"{card.who.en}, {card.strength.en}")
    clause = card.clause
    return CardPage(clause.id, f"{clause.plan} ({clause.in_force:%Y-%m-%d})", who, clause.words, tuple(rows))


def _told(clause: Clause) -> Words:
    """Return what a clause asks in the words of the continuity plan."""
    return joined((*_listed(clause.then), *_one(clause.then)))


def _listed(then: Mapping[str, Any]) -> Iterator[Words]:
    for name, section in LISTS.items():
        if name in then:
            words = [label(section, each) for each in then[name]]
            yield Words("・".join(each.ja for each in words), ", ".join(each.en for each in words))


def _one(then: Mapping[str, Any]) -> Iterator[Words]:
    for name, form in ONE_OF_A_LIST.items():
        if name in then:
            said = label(name, then[name])
            yield Words(form.ja.format(ja=said.ja), form.en.format(en=said.en))
