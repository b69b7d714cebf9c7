"""送信 / Send: the book's quotes entered, then let out as `hikae quotes send` does it, once two persons agree."""

from pathlib import Path

from addin.app.desk_day import Desk, Done, optional_text, reason_named
from addin.app.desk_enter import entered_book
from addin.app.desk_routes import ways_rows
from addin.app.quotes_send import Route, Sending, Sent, sent_file, sent_mail
from addin.books.desk_cells import text_of
from addin.books.port import Sheet
from addin.books.regions.quotes import ROUTE, SENDER, SENT
from addin.store.journal import Journal
from calc.outcome import RefusedError, finding
from calc.text.wording import Words, words

WAITING = "approval_needed"


def sent_quotes(desk: Desk) -> Done:
    """Return what became of the book's quotes: entered, then waiting for a second person's word, or sent.

    Raises RefusedError with what blocks, each warning that nobody confirmed in its row, or what sending raises; the
    book is then as it was.
    """
    block, route = desk.sheet.read(SENT.name), _route(desk.sheet)
    with Journal(desk.home) as journal, reason_named(desk.sheet) as reason:
        quotes, person, entry = entered_book(desk, journal)
        day = quotes.day
        sending = Sending(
            business_date=day.business_date,
            participant=str(entry.body["participant"]),
            person=person,
            out=out_folder(desk, day.business_date.isoformat()),
            at=quotes.at,
            clock=desk.clock,
            reason=reason,
            sender=optional_text(desk.sheet, SENDER),
        )
        desk.sheet.progress(Words("送る形にしています", "Preparing what leaves"))
        try:
            if route is Route.MAIL:
                left = sent_mail(journal, sending, settings=day.settings)
            else:
                left = sent_file(journal, route, sending, home=desk.home, settings=day.settings)
        except RefusedError as refused:
            state, said = waiting(refused)
        else:
            state, said = _left(left)
        last = journal.last()
        page = ways_rows(desk.sheet, journal, day, participant=sending.participant, at=quotes.at)
    desk.sheet.write({**page, block.name: [[state]]})
    return Done(said, last)


def waiting(refused: RefusedError) -> tuple[str, Words]:
    """Return what waits for a second person's word, as a state and in words; any other refusal goes on."""
    if [each.code for each in refused.findings] != [WAITING]:
        raise refused
    name = dict(refused.findings[0].details)["name"]
    return f"▲ 承認待ち waiting for approval   {name}", words(refused.findings[0])


def out_folder(desk: Desk, day: str) -> Path:
    """Return where the files of a button go: beside the record, as an office has no working folder that one knows."""
    return desk.home / "out" / day


def _left(left: Sent) -> tuple[str, Words]:
    """Return that a file has left, with what a person must know of it."""
    ja, en = f"送信済・未確認: {left.path}", f"Sent, not confirmed: {left.path}"
    for each in left.findings:
        ja, en = f"{ja}。{words(each).ja}", f"{en}. {words(each).en}"
    return f"▲ 送信済・未確認 sent, not confirmed   {left.path.name}", Words(ja, en)


def _route(sheet: Sheet) -> Route:
    """Return the way out that the book names. Raises RefusedError `choice_refused` at the cell."""
    block = sheet.read(ROUTE.name)
    said, allowed = text_of(block), [route.value for route in Route]
    if said not in allowed:
        raise RefusedError([finding("choice_refused", block.place(0, 0), text=said, allowed=" / ".join(allowed))])
    return Route(said)
