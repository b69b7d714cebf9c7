"""What a new profile of ours has set from the beginning; the user may change it there like any other setting."""

from addin.libreoffice.texts import HEAD

_ALWAYS = "0"  # recalculate when a file is read: a figure of ours is never shown as it was saved
_SETTINGS = (
    ("org.openoffice.Office.Calc/Formula/Load", "OOXMLRecalcMode", _ALWAYS),
    ("org.openoffice.Office.Calc/Formula/Load", "ODFRecalcMode", _ALWAYS),
    ("org.openoffice.Office.Common/Misc", "ShowTipOfTheDay", "false"),  # nothing may stand before the workbook
    ("org.openoffice.Office.Common/Misc", "ShowDonation", "false"),
    ("org.openoffice.Setup/Product", "WhatsNew", "false"),
)
_NAMESPACE = 'xmlns:oor="http://openoffice.org/2001/registry"'


def defaults() -> str:
    """Return the settings in the form in which LibreOffice keeps those of a user."""
    items = "".join(
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>\n'
        for path, name, value in _SETTINGS
    )
    return f"{HEAD}<oor:items {_NAMESPACE}>\n{items}</oor:items>\n"
