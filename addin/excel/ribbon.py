"""The ribbon: a tab with every button in our books, two buttons beside Excel's own functions in the add-in.

Everything in it is fixed text (MS-CUSTOMUI 2.2, Office 2010): nothing has to run before Excel can show it.
"""

from collections.abc import Iterator, Mapping, Sequence
from string import digits
from typing import Any
from xml.sax.saxutils import quoteattr

from addin.buttons.icons import icon
from addin.buttons.shown import NAME, OWN, label
from addin.excel.callbacks import MODULE, callback

Described = Mapping[str, Any]

NAMESPACE = "http://schemas.microsoft.com/office/2009/07/customui"
ICON_SIZE = 32  # pixels of a large button; Excel scales it for other screens
TAB_KEY = "K"  # none of Excel's own tabs has it
ADDIN_KEY = "Y"  # none of Excel's own keys in its tab of formulas begins with it
OWN_HERE = tuple(each for each in OWN if each["name"] != "CANCEL")  # Excel hears no button until an action has ended


def ribbon(actions: Sequence[Described]) -> str:
    """Return customUI14.xml of our books: every action, and what Excel answers by itself."""
    buttons = [*actions, *OWN_HERE]
    keys = dict(zip((each["name"] for each in buttons), access_keys(buttons), strict=True))
    groups = _group("hikaeActions", "業務 / Work", actions, keys) + _group("hikaeOwn", "状態 / State", OWN_HERE, keys)
    return _document(_element("tab", groups, id="hikae", label=NAME, keytip=TAB_KEY))


def addin_ribbon() -> str:
    """Return customUI14.xml of the add-in: a second tab beside that of an open book of ours would be one too many."""
    keys = {each["name"]: f"{ADDIN_KEY}{key}" for each, key in zip(OWN_HERE, access_keys(OWN_HERE), strict=True)}
    return _document(_element("tab", _group("hikaeOwn", NAME, OWN_HERE, keys), idMso="TabFormulas"))


def icons(buttons: Sequence[Described]) -> dict[str, bytes]:
    """Return the picture of each button as a PNG, by the name that the ribbon calls it."""
    return {image(each): icon(each["name"], ICON_SIZE) for each in buttons}


def image(button: Described) -> str:
    """Return what the ribbon calls a button's picture."""
    return str(button["name"]).lower()


def access_keys(buttons: Sequence[Described]) -> Iterator[str]:
    """Yield a key for each button, to be typed after the tab's: the first letter of its English label that is free.

    A further button behind the others changes none of their keys.
    """
    used = set[str]()
    for button in buttons:
        wanted = [each for each in button["label"]["en"].upper() if each.isascii() and each.isalnum()]
        key = next(each for each in (*wanted, *digits) if each not in used)
        used.add(key)
        yield key


def _group(name: str, title: str, buttons: Sequence[Described], keys: Mapping[str, str]) -> str:
    inner = "".join(_button(each, keys[each["name"]]) for each in buttons)
    return _element("group", inner, id=name, label=title)


def _button(button: Described, key: str) -> str:
    """Return a large button: both languages on it, and its help as a tip."""
    said = f"{button['help']['ja']}\n{button['help']['en']}"
    return _element(
        "button",
        "",
        id=f"hikae{button['name']}",
        label=label(button),
        image=image(button),
        size="large",
        keytip=key,
        screentip=label(button),
        supertip=said,
        onAction=f"{MODULE}.{callback(button)}",
    )


def _element(name: str, inner: str, **attributes: str) -> str:
    said = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
    return f"<{name}{said}>\n{inner}</{name}>\n" if inner else f"<{name}{said}/>\n"


def _document(tab: str) -> str:
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    tabs = _element("ribbon", _element("tabs", tab))
    return f"{head}{_element('customUI', tabs, xmlns=NAMESPACE)}"
