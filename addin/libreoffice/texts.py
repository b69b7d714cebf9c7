"""The texts inside the .oxt, made from a description of functions and buttons; nothing here knows any of them.

The interface goes in as IDL source: LibreOffice 24.8 and later read it directly, so no SDK is needed. The service and
module names stand in saved .ods files and may never change.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import quoteattr

Described = Mapping[str, Any]

MINIMUM = "24.8"
ENTRY = "from hikae_office.libreoffice.component import g_ImplementationHelper\n"
CALC = "com.sun.star.sheet.SpreadsheetDocument"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
REGISTRY = 'xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"'
_REQUIRED = {
    "date": "double",
    "number": "double",
    "text": "string",
    "range": "com::sun::star::table::XCellRange",
    "cell": "any",
}


def method_name(function: str) -> str:
    """Return the interface's method of a worksheet function: CDS_UPFRONT is cdsUpfront."""
    first, *rest = function.lower().split("_")
    return first + "".join(word.capitalize() for word in rest)


def interface(functions: Sequence[Described]) -> str:
    """Return the IDL; each method begins with the book, which LibreOffice hands over without showing it."""
    methods = "".join(f"    any {method_name(each['name'])}({', '.join(_parameters(each))});\n" for each in functions)
    return f"module hikae {{\n  interface XFunctions: com::sun::star::uno::XInterface {{\n{methods}  }};\n}};\n"


def _parameters(function: Described) -> list[str]:
    given = [(_camel(each["name"]), _type(each)) for each in function["arguments"]]
    return [f"[in] {kind} {name}" for name, kind in [("book", "com::sun::star::beans::XPropertySet"), *given]]


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def _type(argument: Described) -> str:
    """Return the type of an argument; only `any` may be left out, and a table is always a range."""
    optional = argument["optional"] and argument["kind"] != "range"
    return "any" if optional else _REQUIRED[argument["kind"]]


def components() -> str:
    """Return what registers the two services; they are loaded when first used."""
    return (
        f'{HEAD}<components xmlns="http://openoffice.org/2010/uno-components">\n'
        '  <component loader="com.sun.star.loader.Python" uri="hikae.py">\n'
        '    <implementation name="hikae.Functions.implementation">\n'
        '      <service name="hikae.Functions"/>\n'
        '      <service name="com.sun.star.sheet.AddIn"/>\n'
        "    </implementation>\n"
        '    <implementation name="hikae.Command.implementation">\n'
        '      <service name="hikae.Command"/>\n'
        "    </implementation>\n"
        "  </component>\n"
        "</components>\n"
    )


def manifest() -> str:
    """Return the list of the parts that LibreOffice has to do something with."""
    entries = (
        ("application/vnd.sun.star.uno-typelibrary;type=RDB", "hikae.idl"),
        ("application/vnd.sun.star.uno-components", "hikae.components"),
        ("application/vnd.sun.star.configuration-data", "Addons.xcu"),
        ("application/vnd.sun.star.configuration-data", "CalcWindowState.xcu"),
    )
    lines = "".join(f'  <m:file-entry m:media-type="{kind}" m:full-path="{path}"/>\n' for kind, path in entries)
    return f'{HEAD}<m:manifest xmlns:m="http://openoffice.org/2001/manifest">\n{lines}</m:manifest>\n'


def description(version: str) -> str:
    """Return name, version and the oldest LibreOffice; an older one refuses the extension and says which it needs."""
    needed = quoteattr(f"LibreOffice {MINIMUM}")
    return (
        f'{HEAD}<description xmlns="http://openoffice.org/extensions/description/2006"'
        ' xmlns:d="http://openoffice.org/extensions/description/2006" xmlns:l="http://libreoffice.org/extensions/description/2011">\n'
        '  <identifier value="hikae"/>\n'
        f"  <version value={quoteattr(version)}/>\n"
        '  <display-name><name lang="en">Hikae 控え</name></display-name>\n'
        f'  <dependencies><l:LibreOffice-minimal-version value="{MINIMUM}" d:name={needed}/></dependencies>\n'
        "</description>\n"
    )


def buttons(actions: Sequence[Described]) -> str:
    """Return the menu and the toolbar; items stand directly under the toolbar, or LibreOffice ignores them."""
    items = [_item(number, action) for number, action in enumerate(actions, start=1)]
    menu = "".join(items)
    return (
        f'{HEAD}<oor:component-data {REGISTRY} oor:name="Addons" oor:package="org.openoffice.Office">\n'
        '<node oor:name="AddonUI">\n'
        '<node oor:name="OfficeMenuBar"><node oor:name="hikae.menu" oor:op="replace">\n'
        f"{_property('Title', 'Hikae 控え')}{_property('Context', CALC)}"
        f'<node oor:name="Submenu">\n{menu}</node>\n</node></node>\n'
        f'<node oor:name="OfficeToolBar"><node oor:name="hikae.toolbar" oor:op="replace">\n{menu}</node></node>\n'
        "</node>\n</oor:component-data>\n"
    )


def _item(number: int, action: Described) -> str:
    label = f"{action['label']['ja']} / {action['label']['en']}"
    properties = (
        ("URL", f"service:hikae.Command?{action['name']}"),
        ("Title", label),
        ("Target", "_self"),
        ("Context", CALC),
    )
    lines = "".join(_property(name, value) for name, value in properties)
    return f'<node oor:name="b{number:02}" oor:op="replace">\n{lines}</node>\n'


def _property(name: str, value: str) -> str:
    text = value.replace("&", "&amp;").replace("<", "&lt;")
    return f'<prop oor:name="{name}" oor:type="xs:string"><value>{text}</value></prop>\n'


def toolbar_state() -> str:
    """Return where the toolbar stands and its name; without it, it floats as Add-On 1."""
    return (
        f'{HEAD}<oor:component-data {REGISTRY} oor:name="CalcWindowState" oor:package="org.openoffice.Office.UI">\n'
        '<node oor:name="UIElements"><node oor:name="States">\n'
        '<node oor:name="private:resource/toolbar/addon_hikae.toolbar" oor:op="replace">\n'
        f"{_property('UIName', 'Hikae 控え')}"
        '<prop oor:name="Docked" oor:type="xs:boolean"><value>true</value></prop>\n'
        '<prop oor:name="Visible" oor:type="xs:boolean"><value>true</value></prop>\n'
        "</node>\n</node></node>\n</oor:component-data>\n"
    )


def description_json(
    functions: Sequence[Described], actions: Sequence[Described], *, words: Mapping[str, Described]
) -> str:
    """Return what the component reads at its start: functions, buttons and the words of its own failures."""
    called = [{**each, "method": method_name(each["name"])} for each in functions]
    described = {"functions": called, "actions": list(actions), "words": dict(words)}
    return json.dumps(described, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
