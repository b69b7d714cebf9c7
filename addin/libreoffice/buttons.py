"""Where the buttons stand: menu, toolbar, tabbed interface.

Items stand directly under a toolbar or the tabbed interface: LibreOffice ignores any level between without a word.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from addin.buttons.icons import BIG, SMALL, file_name
from addin.buttons.shown import NAME, label

Described = Mapping[str, Any]

CALC = "com.sun.star.sheet.SpreadsheetDocument"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
REGISTRY = 'xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"'


def url(button: Described) -> str:
    """Return the address that a button is pressed by."""
    return f"service:hikae.Command?{button['name']}"


def tip(button: Described) -> str:
    """Return what is shown while the mouse rests on a button that is an icon: its title is nowhere else."""
    return f"{label(button)}\n{button['help']['ja']}\n{button['help']['en']}"


def places(buttons: Sequence[Described]) -> str:
    """Return Addons.xcu: the menu, the toolbar, the tabbed interface, and the icon of each button."""
    entries = "".join(_item(number, each) for number, each in enumerate(buttons, start=1))
    bar = "".join(_item(number, each, Title=tip(each)) for number, each in enumerate(buttons, start=1))
    menu = f"{prop('Title', NAME)}{prop('Context', CALC)}{node('Submenu', entries, op='')}"
    parts = (
        node("OfficeMenuBar", node("hikae.menu", menu), op=""),
        node("OfficeToolBar", node("hikae.toolbar", bar), op=""),
        node("OfficeNotebookBar", node("hikae.tab", bar), op=""),
        node("Images", "".join(map(_image, buttons)), op=""),
    )
    return document("Addons", "org.openoffice.Office", node("AddonUI", "".join(parts), op=""))


def _item(number: int, button: Described, **more: str) -> str:
    said = {"URL": url(button), "Title": label(button), "Target": "_self", "Context": CALC, **more}
    return node(f"b{number:02}", "".join(prop(name, value) for name, value in said.items()))


def _image(button: Described) -> str:
    sizes = {"ImageSmallURL": SMALL, "ImageBigURL": BIG}
    files = "".join(prop(name, f"%origin%/{file_name(button['name'], size)}") for name, size in sizes.items())
    return node(f"hikae.{button['name']}", prop("URL", url(button)) + node("UserDefinedImages", files, op=""))


def toolbar_state() -> str:
    """Return CalcWindowState.xcu: where the toolbar stands and its name; without it, it floats as Add-On 1."""
    state = node("private:resource/toolbar/addon_hikae.toolbar", prop("UIName", NAME) + yes("Docked") + yes("Visible"))
    inner = node("UIElements", node("States", state, op=""), op="")
    return document("CalcWindowState", "org.openoffice.Office.UI", inner)


def opening() -> str:
    """Return Jobs.xcu: our component is told of every spreadsheet that is opened, and of nothing else."""
    job = node("hikae.Opened", prop("Service", "hikae.Opened.implementation") + prop("Context", CALC))
    listed = node("JobList", node("hikae.Opened", ""), op="")
    inner = node("Jobs", job, op="") + node("Events", node("onDocumentOpened", listed, op="fuse"), op="")
    return document("Jobs", "org.openoffice.Office", inner)


def document(name: str, package: str, inner: str) -> str:
    """Return a piece of the office's configuration."""
    root = f'<oor:component-data {REGISTRY} oor:name="{name}" oor:package="{package}">'
    return f"{HEAD}{root}\n{inner}</oor:component-data>\n"


def node(name: str, inner: str, *, op: str = "replace") -> str:
    """Return a node; one of a set says with `op` that it is put there."""
    said = f' oor:op="{op}"' if op else ""
    return f'<node oor:name="{_escaped(name)}"{said}>\n{inner}</node>\n'


def prop(name: str, value: str) -> str:
    """Return a text of a node."""
    return f'<prop oor:name="{name}" oor:type="xs:string"><value>{_escaped(value)}</value></prop>\n'


def yes(name: str) -> str:
    """Return a property that is true."""
    return f'<prop oor:name="{name}" oor:type="xs:boolean"><value>true</value></prop>\n'


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
