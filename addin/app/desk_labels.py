"""What stands on the buttons, in both languages: a person is told of them by these words, never by their names."""

from collections.abc import Mapping

from calc.outcome import Finding, Place, finding
from calc.text.wording import Words

LABELS: Mapping[str, Words] = {
    "IMPORT": Words("取込", "Import"),
    "CHECK": Words("確認", "Check"),
    "CALCULATE": Words("計算", "Calculate"),
    "APPLY": Words("適用", "Apply"),
    "SEND": Words("送信", "Send"),
    "EXPORT": Words("出力", "Export"),
    "RECORD": Words("控え", "Record"),
    "DECLARE": Words("宣言", "Declare"),
    "DRILL": Words("訓練", "Drill"),
}


def idle(button: str, *, book: str, sheet: str) -> Finding:
    """Return the finding that a button has nothing to do on a sheet of one of our books."""
    label = LABELS[button]
    return finding("button_idle", Place(sheet), button_ja=label.ja, button_en=label.en, book=book)
