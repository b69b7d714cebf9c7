"""The texts inside the .oxt, made from a description of functions; nothing here knows any of them.

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
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SERVICES = {
    "hikae.Functions": ("hikae.Functions", "com.sun.star.sheet.AddIn"),
    "hikae.Command": ("hikae.Command",),
    "hikae.Opened": ("hikae.Opened", "com.sun.star.task.Job"),
}
_REQUIRED = {
    "date": "double",
    "number": "double",
    "text": "string",
    "range": "com::sun::star::table::XCellRange",
    "table": "any",  # rows or a name; as a range it would cost a sheet of a thousand prices three times as long
    "instant": "double",
    "cell": "any",
}


def method_name(function: str) -> str:
    """Return the interface's method of a worksheet function: CDS_UPFRONT is cdsUpfront."""
    first, *rest = function.lower().split("_")
    return first + "".join(word.capitalize() for word in rest)


def interface(functions: Sequence[Described]) -> str:
    """Return the IDL; each method begins with the book, which LibreOffice hands over without showing it."""
    methods = "".join(
        f"    {_answer(each)} {method_name(each['name'])}({', '.join(_parameters(each))});\n" for each in functions
    )
    return f"module hikae {{\n  interface XFunctions: com::sun::star::uno::XInterface {{\n{methods}  }};\n}};\n"


def _answer(function: Described) -> str:
    """Return the type of a result: rows of cells must say so, or the office takes them for nothing."""
    return "sequence< sequence< any > >" if function["result"]["kind"] == "block" else "any"


def _parameters(function: Described) -> list[str]:
    given = [(_camel(each["name"]), _type(each)) for each in function["arguments"]]
    return [f"[in] {kind} {name}" for name, kind in [("book", "com::sun::star::beans::XPropertySet"), *given]]


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def _type(argument: Described) -> str:
    """Return the type of an argument; only `any` may be left out."""
    return "any" if argument["optional"] else _REQUIRED[argument["kind"]]


def components() -> str:
    """Return what registers our services; they are loaded when first used."""
    made = "".join(
        f'    <implementation name="{name}.implementation">\n'
        + "".join(f'      <service name="{service}"/>\n' for service in services)
        + "    </implementation>\n"
        for name, services in SERVICES.items()
    )
    return (
        f'{HEAD}<components xmlns="http://openoffice.org/2010/uno-components">\n'
        f'  <component loader="com.sun.star.loader.Python" uri="hikae.py">\n{made}  </component>\n'
        "</components>\n"
    )


def manifest() -> str:
    """Return the list of the parts that LibreOffice has to do something with."""
    entries = (
        ("application/vnd.sun.star.uno-typelibrary;type=RDB", "hikae.idl"),
        ("application/vnd.sun.star.uno-components", "hikae.components"),
        ("application/vnd.sun.star.configuration-data", "Addons.xcu"),
        ("application/vnd.sun.star.configuration-data", "CalcWindowState.xcu"),
        ("application/vnd.sun.star.configuration-data", "Jobs.xcu"),
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


def description_json(
    functions: Sequence[Described],
    buttons: Sequence[Described],
    *,
    words: Mapping[str, Described],
    cutoffs: Sequence[str],
) -> str:
    """Return what the component reads at its start: functions, buttons, the words of its own failures, the cut-offs."""
    called = [{**each, "method": method_name(each["name"])} for each in functions]
    described = {"functions": called, "buttons": list(buttons), "words": dict(words), "cutoffs": list(cutoffs)}
    return json.dumps(described, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
