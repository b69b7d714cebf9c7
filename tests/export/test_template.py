"""The packaged layouts: their bytes to the last one, their names, and who may make them."""

import re
from datetime import date
from pathlib import Path

import pytest

from addin.export import template as module
from addin.export.forms import FORMS, survives
from addin.export.template import ROLES, TEMPLATES, template, template_for, template_of
from addin.export.upload import reread, upload
from addin.settings import catalogue
from calc.outcome import RefusedError

DAY = date(2026, 11, 20)
TODAY, SENT = "2026-11-20", "2026-11-20T15:17:00+09:00"
HEADED = "業務日,清算参加者コード,銘柄コード,"
AMOUNT = "business_date,account,participant,kind,"
GOLDEN = {
    "quotes_direct": ("cp932", f"{HEADED}買気配,売気配,時点", f"{TODAY},P01,ITXJS4605,53.90,57.25,{SENT}"),
    "quotes_tool": (
        "utf-8",
        f"\ufeff{HEADED}ビッド(bp),オファー(bp),時点",
        f"{TODAY},P01,ITXJS4605,53.9000,57.2500,{SENT}",
    ),
    "quotes_proxy": ("cp932", f"{HEADED}買気配,売気配,送信時刻", f"{TODAY},P01,ITXJS4605,53.90,57.25,{SENT}"),
    "quotes_upload": (
        "ascii",
        "business_date,participant,instrument,bid_bp,offer_bp,as_of",
        f"{TODAY},P01,ITXJS4605,53.9,57.25,{SENT}",
    ),
    "requirements_upload": ("ascii", f"{AMOUNT}measure,component,amount", f"{TODAY},P01H,P01,house,im,base,-25"),
    "intraday_upload": (
        "ascii",
        f"{AMOUNT}as_of,required,deposited",
        f"{TODAY},P01H,P01,house,{TODAY}T11:30:00+09:00,120000000,100000000",
    ),
    "shortfall_messages": (
        "cp932",
        "業務日,清算参加者コード,清算参加者名,不足額,預託期限",
        f"{TODAY},P01,髙橋ＡＢＣ証券（株）,20000000,{TODAY}T14:00:00+09:00",
    ),
    "settlement_prices": (
        "utf-8",
        "\ufeff業務日,銘柄コード,清算値段(bp),適用,条項",
        f"{TODAY},ITXJS4605,55.50,previous_day,CP-1.3.1",
    ),
}


def codes(refused):
    return [found.code for found in refused.value.findings]


def test_a_file_has_its_templates_bytes(form, good):
    """Header texts, order, number format, newline, encoding and byte order mark are those of the layout."""
    encoding, header, line = GOLDEN[form.code]
    assert upload(form, [good]).data == f"{header}\r\n{line}\r\n".encode(encoding)


def test_a_files_name_carries_its_business_date(form, good):
    """The name of an exported file has the business date; the checksum beside it names that file."""
    made = upload(form.dated(DAY), [good])
    assert made.name == f"{form.code}_20261120.csv"
    assert made.sidecars("head")[f"{made.name}.sha256"].decode().endswith(f"  {made.name}\n")


def test_a_name_finds_its_template(form):
    """Both names of a file, without and with a business date, lead back to the layout, and the name is kept."""
    assert template_of(form.name) == form
    assert template_of(form.dated(DAY).name) == form.dated(DAY)


@pytest.mark.parametrize(
    "name",
    [
        "other.csv",
        "",
        "quotes_direct",
        "quotes_direct_2026112.csv",
        "quotes_direct_202611200.csv",
        "quotes_direct_20261120.csv.sha256",
        "quotes_direct_20261120xcsv",
        "../quotes_direct_20261120.csv",
        "quotes_direct_{date}.csv",
    ],
)
def test_no_other_name_is_an_upload(name):
    """What is no whole name of a template's file is refused."""
    with pytest.raises(RefusedError) as refused:
        template_of(name)
    assert codes(refused) == ["export_unknown"]


def test_every_packaged_layout_is_listed():
    """The list of templates is what lies in their folder, so that none is forgotten."""
    folder = Path(module.__file__).parent / "templates"
    assert sorted(path.stem for path in folder.glob("*.toml")) == sorted(TEMPLATES) == sorted(GOLDEN)


def test_a_layout_is_whole(form):
    """Every column has a known form and a header that its encoding keeps, every rule names columns that are there."""
    assert all(column.form in FORMS for column in form.columns)
    assert all(column.decimals is None or column.form == "spread" for column in form.columns)
    assert all(survives(header, form.encoding) for header in form.headers)
    assert not any(re.search(r'[",\r\n]|^[=+@-]', header) for header in form.headers)
    assert len(set(form.names)) == len(set(form.headers)) == len(form.columns)
    assert form.names[0] == form.key[0] == "business_date"
    assert set(form.key) | {name for pair in form.not_above for name in pair} <= set(form.names)
    assert form.pattern.count("{date}") == 1
    assert form.encoding in {"cp932", "utf-8", "utf-8-sig"}


def test_the_sides_are_those_of_the_setting(form):
    """A template is gated by the words of the setting `role`, which all have a name in both languages."""
    assert set(ROLES) == set(catalogue()["role"].choices)
    assert set(form.roles) <= set(ROLES)
    assert form.roles


@pytest.mark.parametrize("name", ["quotes_direct", "quotes_tool"])
def test_a_participants_file_is_not_made_by_the_clearing_house(name):
    """The wrong side is refused in words that name both."""
    with pytest.raises(RefusedError) as refused:
        template_for(name, "clearing_house")
    (found,) = refused.value.findings
    assert found.code == "template_role"
    assert dict(found.details) == {
        "name": name,
        "role_ja": "清算参加者",
        "role_en": "clearing participant",
        "own_ja": "清算機関",
        "own_en": "clearing house",
    }
    assert template_for(name, "participant") == template(name)


@pytest.mark.parametrize(
    "name", ["quotes_proxy", "requirements_upload", "intraday_upload", "shortfall_messages", "settlement_prices"]
)
def test_a_clearing_houses_file_is_not_made_by_a_participant(name):
    """Each file of the clearing house is refused to a participant."""
    with pytest.raises(RefusedError) as refused:
        template_for(name, "participant")
    assert codes(refused) == ["template_role"]
    assert template_for(name, "clearing_house") == template(name)


@pytest.mark.parametrize("name", ["", "quotes", "../quotes_direct", "x" * 99])
def test_an_unknown_template_is_refused_with_those_there_are(name):
    """A name that is no template's gets the list of names, and never reaches a file."""
    with pytest.raises(RefusedError) as refused:
        template(name)
    (found,) = refused.value.findings
    assert found.code == "template_unknown"
    assert dict(found.details)["known"].split() == list(TEMPLATES)
    assert len(dict(found.details)["name"]) <= 40


def test_a_file_of_any_layout_reads_again(form, good):
    """Each file read from its bytes gives the same bytes, checksum and totals."""
    made = upload(form, [good, good])
    assert reread(form, made.data) == made


def test_another_header_is_not_read_again(form, good):
    """A file whose header is another's is refused, even when every cell fits."""
    data = upload(form, [good]).data.decode(form.encoding)
    changed = data.replace(form.headers[-1], "x", 1).encode(form.encoding)
    with pytest.raises(RefusedError) as refused:
        reread(form, changed)
    assert codes(refused) == ["export_not_read_back"]


def test_a_lost_byte_order_mark_is_noticed(good_rows):
    """A file that must begin with a byte order mark is refused without it."""
    form = template("quotes_tool")
    data = upload(form, [good_rows["quotes_tool"]]).data
    with pytest.raises(RefusedError):
        reread(form, data.removeprefix(b"\xef\xbb\xbf"))
