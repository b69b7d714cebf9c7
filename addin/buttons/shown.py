"""What stands on the buttons, and those that an office answers by itself instead of handing them to a use case."""

from collections.abc import Mapping
from typing import Any

Described = Mapping[str, Any]

NAME = "Hikae 控え"
OWN: tuple[Described, ...] = (
    {
        "name": "CANCEL",
        "label": {"ja": "中止", "en": "Cancel"},
        "help": {
            "ja": "いま動いている操作をやめる。書きかけのものは残らない",
            "en": "End the action under way; nothing half-written stays",
        },
    },
    {
        "name": "RETRY",
        "label": {"ja": "再試行", "en": "Retry"},
        "help": {
            "ja": "計算プログラムを新しく始め、開いているブックをすべて計算し直す",
            "en": "Start the engine anew and compute every open book again",
        },
        "said": {"ja": "計算し直しました", "en": "Everything was computed again."},
    },
    {
        "name": "ERRORS",
        "label": {"ja": "エラー一覧", "en": "Errors"},
        "help": {
            "ja": "最近のエラーを、時刻と次にすることとともに示す",
            "en": "Show the last errors: when, where, and what to do next",
        },
        "said": {"ja": "エラーの記録はありません", "en": "There are no errors to show."},
    },
)


def label(button: Described) -> str:
    """Return what stands on a button."""
    return f"{button['label']['ja']} / {button['label']['en']}"
