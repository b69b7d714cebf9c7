"""宣言 on the page 聞き取り: contacts into the log, and the prices that JSCC sets, once two persons have agreed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from addin.app.approval.people import Person, initials_of
from addin.app.approval.steps import reason_of
from addin.app.desk_day import Desk, Done, day_folder, person_of, seen_at
from addin.app.desk_hearing import contact_rows
from addin.app.desk_send import out_folder, waiting
from addin.app.hearing_contact import Contact, contact_log, contacted
from addin.app.hearing_price import SetPrice, prices_of, set_price
from addin.app.quotes_day import QuoteDay
from addin.books.desk_cells import Filled, day_number, filled, instant_of, is_blank, text_of, time_of
from addin.books.port import Block, Cell
from addin.books.regions import quotes
from addin.store.journal import Journal
from calc.days.cutoff import iso, parse_instant
from calc.outcome import Finding, Place, RefusedError, finding
from calc.text.wording import Words, words

NEEDED, WORDS = ("participant", "staff", "channel", "reached", "heard"), ("staff", "heard")
CHOICES = {"channel": quotes.CHANNELS, "reached": (quotes.REACHED, quotes.NOT_REACHED)}
PRICE = "--price"  # where the use case says that a price stands


@dataclass(frozen=True, slots=True)
class Prices:
    """The prices of the page as a decision, and what of them is out of scale."""

    decision: SetPrice
    odd: tuple[Finding, ...]


def declared_hearing(desk: Desk) -> Done:
    """Return what was recorded of the page: every contact that is not in the record yet, then the prices.

    Everything is read and judged before the first entry. Raises RefusedError `nothing_declared`, or what is wrong at
    its cell; `approval_needed` is no refusal: the page says that the prices wait for the second person.
    """
    day, person = day_folder(desk), person_of(desk.sheet)
    at = seen_at(desk, day.business_date)
    log = filled(desk.sheet.read(quotes.CONTACTS.name), quotes.CONTACTS)
    prices = _prices(desk, day, at, person)
    with Journal(desk.home) as journal:
        known = {_key(entry.body) for entry in contact_log(journal, day.business_date)}
        contacts = [each for each in _contacts(log, day, at) if _key_of(each) not in known]
        if not contacts and prices is None:
            raise RefusedError([finding("nothing_declared", log.block.place(1, 1))])
        for each in contacts:
            contacted(journal, each, business_date=day.business_date, person=person)
        rows = contact_rows(desk.sheet, journal, day)
        ja, en = f"連絡 {len(contacts)}件を控えました", f"{len(contacts)} contacts recorded"
        if prices is not None:
            state, said = _set(desk, journal, day, prices, person)
            rows[quotes.DECISION.name] = [[state]]
            rows[quotes.DECIDED.name] = [[day_number(prices.decision.at)]]
            ja, en = f"{ja}。{said.ja}", f"{en}. {said.en}"
        last = journal.last()
    desk.sheet.write(rows)
    return Done(Words(ja, en), last)


def _set(desk: Desk, journal: Journal, day: QuoteDay, prices: Prices, person: Person) -> tuple[str, Words]:
    """Return what became of the prices, as a state and in words; those out of scale are told with it."""
    out = out_folder(desk, day.business_date.isoformat())
    try:
        set_price(journal, day, prices.decision, person=person, out=out, clock=desk.clock)
    except RefusedError as refused:
        if "second_person_other" in {each.code for each in refused.findings}:
            raise _at(refused, desk.sheet.read(quotes.SECOND.name)) from None
        state, said = waiting(refused)
    else:
        number = len(prices.decision.prices_bp)
        state = f"○ 決定済 set   {number}銘柄 instruments   {prices.decision.reference}"
        said = Words(f"{number}銘柄の値段を定めました: {out}", f"The price of {number} instruments is set: {out}")
    for each in map(words, prices.odd):
        said = Words(f"{said.ja}。{each.ja}", f"{said.en}. {each.en}")
    return state, said


def _prices(desk: Desk, day: QuoteDay, at: datetime, person: Person) -> Prices | None:
    """Return the decision that the page holds, None where no price was typed.

    Raises RefusedError for a price that cannot be read, without a reference or a second person, at its cell.
    """
    read = filled(desk.sheet.read(quotes.EVIDENCE.name), quotes.EVIDENCE)
    if read.faults:
        raise RefusedError(read.faults)
    typed = list(_typed_prices(read))
    if not typed:
        return None
    try:
        levels, odd = prices_of([f"{name}={said}" for _, name, said in typed], day)
    except RefusedError as refused:
        raise RefusedError([_at_price(each, read, typed) for each in refused.findings]) from None
    reference, second = (desk.sheet.read(region.name) for region in (quotes.REFERENCE_NO, quotes.SECOND))
    try:
        said = reason_of(text_of(reference))
    except RefusedError as refused:
        raise _at(refused, reference) from None
    named = initials_of(text_of(second))
    if named is None:
        raise RefusedError([finding("initials_refused", second.place(0, 0), given=text_of(second)[:20])])
    if named == person.initials:
        raise RefusedError([finding("second_person_self", second.place(0, 0), initials=named)])
    when = instant_of(desk.sheet.read(quotes.DECIDED.name)) or at
    return Prices(SetPrice(levels, said, named, when), odd)


def _typed_prices(read: Filled) -> Iterator[tuple[int, str, str]]:
    """Yield row, instrument and price as typed of each row that has a price."""
    places = [read.table.columns.index(name) for name in ("instrument", "set_bp")]
    for row, cells in read.table.rows:
        name, price = (cells[place] for place in places)
        if not is_blank(price):
            yield row, str(name).strip(), str(price).strip()


def _at_price(found: Finding, read: Filled, typed: Sequence[tuple[int, str, str]]) -> Finding:
    """Return a finding of a price at its cell; the use case names the instrument, or repeats what was typed."""
    if found.place.source not in {PRICE, ""}:
        return found
    said = {found.place.column, *(value for _, value in found.details)}
    for row, name, price in reversed(typed):
        if name in said or f"{name}={price}"[:40] in said:
            return found.at(read.block.place(row - 1, read.places["set_bp"]))
    return found


def _contacts(read: Filled, day: QuoteDay, at: datetime) -> Iterator[Contact]:
    """Yield the contacts of the page. Raises RefusedError with every cell of a row that is missing or wrong."""
    if read.faults:
        raise RefusedError(read.faults)
    wrong, made = list[Finding](), list[Contact]()
    for row, cells in read.table.rows:
        said = {name: cell for name, cell in zip(read.table.columns, cells, strict=True) if not is_blank(cell)}
        if str(said.get("state", "")).startswith("＋") or not set(said) - {"state"}:
            continue
        faults = list(_faults(said, day))
        wrong += [each.at(read.block.place(row - 1, read.places[each.place.column])) for each in faults]
        if not faults:
            made.append(_contact(said, day.business_date, at))
    if wrong:
        raise RefusedError(wrong)
    yield from made


def _faults(said: Mapping[str, Cell], day: QuoteDay) -> Iterator[Finding]:
    """Yield what is missing or wrong in a row of the log, each at its column."""
    for name in NEEDED:
        text, place = str(said.get(name, "")).strip(), Place(column=name)
        if not text:
            yield finding("cell_empty", place, column=name)
        elif name in CHOICES and text not in CHOICES[name]:
            yield finding("choice_refused", place, text=text[:40], allowed=" / ".join(CHOICES[name]))
        elif name == "participant" and text not in day.sizes:
            yield finding("participant_unknown", place, participant=text, known=" ".join(day.sizes))
        elif name in WORDS:
            yield from _too_long(text, place)
    when = _moment(said.get("at"), day.business_date)
    if isinstance(when, Finding):
        yield when.at(Place(column="at"))


def _too_long(text: str, place: Place) -> Iterator[Finding]:
    try:
        reason_of(text)
    except RefusedError as refused:
        yield from (each.at(place) for each in refused.findings)


def _moment(cell: Cell, day: date) -> datetime | Finding | None:
    """Return when a contact was: a sheet's time of the business date, or ISO text; None where nothing is said."""
    return None if is_blank(cell) else parse_instant(str(time_of(cell, day)).strip())


def _contact(said: Mapping[str, Cell], day: date, at: datetime) -> Contact:
    when = _moment(said.get("at"), day)
    staff, heard = (reason_of(str(said[name])) for name in WORDS)
    reached = str(said["reached"]).strip() == quotes.REACHED
    moment = when if isinstance(when, datetime) else at
    return Contact(str(said["participant"]).strip(), staff, str(said["channel"]).strip(), reached, heard, moment)


def _key(body: Mapping[str, Cell]) -> tuple[Cell, ...]:
    """Return what tells one contact of the log from another, whoever recorded it."""
    return tuple(body[name] for name in ("participant", "staff", "channel", "reached", "heard", "at"))


def _key_of(each: Contact) -> tuple[Cell, ...]:
    return (each.participant, each.staff, each.channel, each.reached, each.heard, iso(each.at))


def _at(refused: RefusedError, block: Block) -> RefusedError:
    """Return a refusal whose findings stand at a field of the page."""
    return RefusedError([each.at(block.place(0, 0)) for each in refused.findings])
