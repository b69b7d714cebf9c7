import io
import re
import struct
import zipfile
from itertools import permutations

import openpyxl
import pytest
from defusedxml.ElementTree import fromstring
from openxml_audit import OpenXmlValidator

from addin.excel import ribbon
from addin.excel.callbacks import callback, callbacks
from addin.excel.ribbon import OWN_HERE, access_keys, addin_ribbon, icons
from addin.functions.described import described_actions

JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
SPACE = f"{{{ribbon.NAMESPACE}}}"
# MS-CUSTOMUI 2.2: what each element may carry, of which we use these.
ALLOWED = {
    "customUI": set(),
    "ribbon": set(),
    "tabs": set(),
    "tab": {"id", "idMso", "label", "keytip"},
    "group": {"id", "label"},
    "button": {"id", "label", "image", "size", "keytip", "screentip", "supertip", "onAction"},
}
INSIDE = {"customUI": "ribbon", "ribbon": "tabs", "tabs": "tab", "tab": "group", "group": "button", "button": ""}
LONGEST = {"label": 1024, "screentip": 1024, "supertip": 1024, "keytip": 3, "id": 1024, "onAction": 1024}
ADDED = {"name": "ASK_AGAIN", "label": {"ja": "再照会", "en": "Ask"}, "help": {"ja": "聞く", "en": 'Ask "again" & go'}}

both = pytest.mark.parametrize("text", [ribbon.ribbon(described_actions()), addin_ribbon()], ids=["book", "addin"])


def buttons(text):
    """Return every button of a ribbon."""
    return list(fromstring(text).iter(f"{SPACE}button"))


def kept(text):
    """Return a book with this ribbon, as its package holds it."""
    plain, made = io.BytesIO(), io.BytesIO()
    openpyxl.Workbook().save(plain)
    relation = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
    entry = f'<Relationship Id="rUi" Type="{relation}" Target="customUI/customUI14.xml"/></Relationships>'
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, data.replace(b"</Relationships>", entry.encode()) if name == "_rels/.rels" else data)
        target.writestr("customUI/customUI14.xml", text)
    return made.getvalue()


def faults(tmp_path, text):
    """Return what the schema of Office has against a ribbon."""
    path = tmp_path / "book.xlsx"
    path.write_bytes(kept(text))
    found = OpenXmlValidator().validate(str(path)).errors
    return [str(each) for each in found if "customUI" in str(each)]


@both
def test_the_schema_of_office_accepts_it(text, tmp_path):
    """The schema of Office 2010's ribbon has nothing against it."""
    assert faults(tmp_path, text) == []


def test_the_schema_refuses_another_ribbon(tmp_path):
    """A misspelt element is found by the same look."""
    assert faults(tmp_path, addin_ribbon().replace("<button", "<buttn"))


@both
def test_every_element_carries_only_what_it_may(text):
    """Each stands in the right one and has no attribute unknown to Office, which would drop the whole ribbon."""
    for element in fromstring(text).iter():
        name = element.tag.removeprefix(SPACE)
        assert set(element.attrib) <= ALLOWED[name], name
        assert {child.tag for child in element} <= {f"{SPACE}{INSIDE[name]}"}, name
        assert all(0 < len(value) <= LONGEST.get(key, 1024) for key, value in element.attrib.items()), element.attrib


@both
def test_no_two_elements_are_called_the_same(text):
    """Each id is a name of its own in XML."""
    ids = [element.get("id") for element in fromstring(text).iter() if "id" in element.attrib]
    assert len({*ids}) == len(ids)
    assert all(re.fullmatch(r"[A-Za-z_]\w*", each) for each in ids)


@both
def test_every_access_key_is_its_own(text):
    """Within a tab each key is one to three letters or digits, and none begins another."""
    keys = [each.get("keytip") for each in buttons(text)]
    assert all(re.fullmatch(r"[A-Z0-9]{1,3}", key) for key in keys)
    assert [(one, other) for one, other in permutations(keys, 2) if other.startswith(one)] == []


@both
def test_every_button_is_said_in_both_languages(text):
    """Label and tips have Japanese and English, the help on a line each."""
    for each in buttons(text):
        ja, en = each.get("label").split(" / ")
        assert JAPANESE.search(ja), en
        assert not JAPANESE.search(en), ja
        assert [bool(JAPANESE.search(line)) for line in each.get("supertip").split("\n")] == [True, False]


@both
def test_every_button_calls_a_procedure_that_is_there(text):
    """What is called stands in the module of the ribbon."""
    there = re.findall(r"Public Sub (\w+)\(control As IRibbonControl\)", callbacks([*described_actions(), *OWN_HERE]))
    assert {each.get("onAction") for each in buttons(text)} <= {f"HikaeRibbon.{name}" for name in there}


@both
def test_every_picture_is_there(text):
    """Each button has its picture, a PNG of the size of a large button."""
    pictures = icons([*described_actions(), *OWN_HERE])
    for each in buttons(text):
        png = pictures[each.get("image")]
        assert png.startswith(b"\x89PNG")
        assert struct.unpack(">II", png[16:24]) == (32, 32)


def test_a_book_has_the_buttons_of_the_other_office():
    """The tab 控え has the actions in their order, then 再試行 and エラー一覧; 中止 could not be pressed in time."""
    tab = fromstring(ribbon.ribbon(described_actions())).find(f".//{SPACE}tab")
    assert "控え" in tab.get("label")
    names = [each.get("id") for each in tab.iter(f"{SPACE}button")]
    assert names == [*(f"hikae{each['name']}" for each in described_actions()), "hikaeRETRY", "hikaeERRORS"]


def test_the_addin_adds_no_second_tab():
    """Beside Excel's own functions stand what a book of somebody's own needs: 再試行 and エラー一覧."""
    tabs = list(fromstring(addin_ribbon()).iter(f"{SPACE}tab"))
    assert [tab.get("idMso") for tab in tabs] == ["TabFormulas"]
    assert [each.get("id") for each in buttons(addin_ribbon())] == ["hikaeRETRY", "hikaeERRORS"]


def test_nothing_has_to_run_before_the_ribbon_is_shown():
    """It is fixed text: a program that does not start leaves every button where it is."""
    assert not re.search(r"\b(get[A-Z]|onLoad|loadImage)", ribbon.ribbon(described_actions()))


def test_access_keys_are_first_letters_where_they_are_free():
    """A key is the first letter of the English word that no button before has, else a digit."""
    words = ["Check", "Calculate", "Cc", "C", "A-b"]
    assert [*access_keys([{"label": {"en": word}} for word in words])] == ["C", "A", "0", "1", "B"]


def test_a_new_action_changes_the_ribbon_by_itself():
    """An imaginary button has label, key, tip and procedure without a line of ours, and moves no other action's key."""
    actions = [*described_actions(), ADDED]
    added = next(each for each in buttons(ribbon.ribbon(actions)) if each.get("id") == "hikaeASK_AGAIN")
    assert (added.get("label"), added.get("onAction")) == ("再照会 / Ask", "HikaeRibbon.OnAskAgain")
    assert added.get("supertip") == '聞く\nAsk "again" & go'
    assert 'Public Sub OnAskAgain(control As IRibbonControl)\n    HikaeAct "ASK_AGAIN"\nEnd Sub\n' in callbacks([ADDED])
    before = [*access_keys(described_actions())]
    assert [*access_keys(actions)][: len(before)] == before


def test_errors_are_shown_without_the_program():
    """エラー一覧 asks the macros alone, everything else is handed on by its name."""
    text = callbacks(OWN_HERE)
    assert "    HikaeShowErrors\n" in text
    assert 'HikaeAct "ERRORS"' not in text
    assert 'Public Sub OnRetry(control As IRibbonControl)\n    HikaeAct "RETRY"\nEnd Sub\n' in text


def test_a_procedures_name_is_one_in_visual_basic():
    """Words of the registry's name become parts of one."""
    assert callback({"name": "IMPORT"}) == "OnImport"
    assert callback({"name": "ASK_AGAIN"}) == "OnAskAgain"
