"""出力 / Export: the upload file of the book's template, made as `hikae export` makes it, its approval asked for."""

from addin.app.approval.subjects import Content, Subject, SubjectKind
from addin.app.day.read import FACTS
from addin.app.desk_day import Desk, Done, folder_of, person_of, reason_named, refuse_other_day
from addin.app.desk_enter import entered_book
from addin.app.desk_send import out_folder, waiting
from addin.app.export_day import source_from_day
from addin.app.export_make import exported
from addin.app.plan_day import day_of_file
from addin.app.quotes_approval import approved_or_asked
from addin.app.quotes_send import FORMS, quotes_source
from addin.app.settings_record import settings_in_force
from addin.books.desk_cells import text_of
from addin.books.regions import quotes
from addin.export.template import template_for
from addin.store.journal import Journal
from calc.outcome import RefusedError
from calc.text.wording import Words


def exported_file(desk: Desk) -> Done:
    """Return where the file lies, and where its approval stands.

    Quotes are those of the book, checked and entered first; every other file comes from the day's folder. Raises
    RefusedError as entering, computing, exporting and asking do; the book is then as it was.
    """
    block, person, folder = desk.sheet.read(quotes.SENT.name), person_of(desk.sheet), folder_of(desk.sheet)
    day = day_of_file(folder / FACTS).value.business_date
    refuse_other_day(desk.sheet, day)
    settings = settings_in_force(desk.home, {})
    form = template_for(text_of(desk.sheet.read(quotes.TEMPLATE.name)), settings.text("role"))
    with Journal(desk.home) as journal, reason_named(desk.sheet) as reason:
        if form.code in FORMS.values():
            source = quotes_source(entered_book(desk, journal)[2])
        else:
            source = source_from_day(folder, form, journal, home=desk.home, named=day)
        desk.sheet.progress(Words("ファイルを作っています", "Making the file"))
        made = exported(
            journal,
            form,
            source,
            home=desk.home,
            out=out_folder(desk, day.isoformat()),
            reason=reason,
            at=desk.clock,
        )
        subject = Subject(day, SubjectKind.UPLOAD_CSV, made.upload.name)
        content = Content(made.upload.sha256, source.ruling_hash, source.until)
        try:
            approved_or_asked(journal, subject, content, person=person, clock=desk.clock)
        except RefusedError as refused:
            state, left = waiting(refused)
            said = Words(f"できました: {made.path}。{left.ja}", f"Ready: {made.path}. {left.en}")
        else:
            state = f"○ 承認済 approved   {made.upload.name}"
            said = Words(f"できました（承認済）: {made.path}", f"Ready, approved: {made.path}")
        last = journal.last()
    desk.sheet.write({block.name: [[state]]})
    return Done(said, last)
