"""訓練 / Drill: what the record at hand is, and a drill's home of its own beside a live one."""

from pathlib import Path

from addin.app.desk_day import Desk, Done, optional_text
from addin.app.drill_new import new_drill, shown_drill
from addin.books.regions.panel import BOOK
from addin.home import Mode
from calc.text.wording import Words


def drill_home(desk: Desk) -> Done:
    """Return that this home is a drill's, or where the home of today's drill lies: made as `hikae drill new` does it.

    Pressing twice on one day names the same drill. Errors as `new_drill`; the live record is not touched.
    """
    shown = shown_drill(desk.home)
    if shown.mode is Mode.DRILL:
        ja, en = f"この控えは訓練用です: {desk.home}", f"This record is a drill's: {desk.home}"
        return Done(Words(ja, en))
    made = new_drill(drill_folder(desk))
    book = optional_text(desk.sheet, BOOK) or "quotes"
    how = f'hikae open {book} --home "{made.home}"'
    ja = f"この控えは本番です。訓練用の控えを用意しました。いったん閉じ、{how} で開いてください"
    en = f"This record is live. The home of a drill is ready; close this book and open it with {how}"
    return Done(Words(ja, en))


def drill_folder(desk: Desk) -> Path:
    """Return where today's drill has its home: beside the live one, under its name and the date."""
    return desk.home.with_name(f"{desk.home.name}-drill-{desk.clock:%Y%m%d}")
