"""The check of Excel on a real registry of Windows, as Wine keeps it, agrees with what it finds in memory."""

import pytest
from excel_desk import product_addin, program_of

EXCEL = r"Software\Microsoft\Office\16.0\Excel"
TRUSTED = rf"{EXCEL}\Security\Trusted Locations"
APP_PATHS = r"Software\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
POLICY = r"Software\Policies\Microsoft\Office\16.0\Excel\Security"


@pytest.fixture(scope="module")
def found(on_windows, wine, tmp_path_factory):
    """Return what the check finds, case by case."""
    folder = tmp_path_factory.mktemp("利用者 100")
    app, home, program = folder / "Hikae-app", folder / "Hikae", folder / "EXCEL.EXE"
    env = app / "versions" / "0123456789abcdef" / "env"
    env.mkdir(parents=True)
    for name in ("pythonw.exe", "xlwings64-0.37.8.dll"):
        (env / name).touch()
    (app / "current").write_text(f"{env.parent.name}\n", encoding="utf-8")
    (app / "excel").mkdir()
    (app / "excel" / "hikae.xlam").write_bytes(product_addin())
    program.write_bytes(program_of(0x8664))
    places = {name: wine.windows_path(path) for name, path in (("app", app), ("home", home), ("program", program))}
    told = {"app": places["app"], "home": places["home"], "cases": cases(places)}
    return on_windows("doctoring.py", told, HIKAE_PLACE="Z:")


def cases(places):
    """Return what stands in the registry in each case."""
    addin, books = rf"{places['app']}\excel\hikae.xlam", rf"{places['home']}\books"
    excel = [APP_PATHS, "", "REG_SZ", places["program"]]
    opened = [rf"{EXCEL}\Options", "OPEN3", "REG_SZ", f'/R "{addin}"']
    trusted = [
        [rf"{TRUSTED}\Location{place}", "Path", "REG_SZ", f"{path}\\"]
        for place, path in enumerate((addin.rpartition("\\")[0], books))
    ]
    whole = [excel, opened, *trusted]
    texts = b"".join(f"{text}\0".encode("utf-16-le") for text in (addin.lower(), "hikae"))
    by_variable = [rf"{TRUSTED}\Location7", "Path", "REG_EXPAND_SZ", rf"%HIKAE_PLACE%\{books[3:]}"]
    item = (1).to_bytes(4, "little") + bytes(8) + texts
    return {
        "nothing": [],
        "in order": whole,
        "no trust": [excel, opened],
        "disabled": [*whole, [rf"{EXCEL}\Resiliency\DisabledItems", "63CB962", "REG_BINARY", item.hex()]],
        "unlisted": [excel, *trusted],
        "refused by policy": [*whole, [POLICY, "requireaddinsig", "REG_DWORD", 1]],
        "switched off by policy": [*whole, [rf"{POLICY}\trusted locations", "alllocationsdisabled", "REG_DWORD", 1]],
        "by a variable": [excel, opened, trusted[0], by_variable],
    }


@pytest.mark.parametrize(
    ("case", "codes"),
    [
        ("nothing", {"excel_missing"}),
        ("in order", set()),
        ("no trust", {"excel_trust_missing"}),
        ("disabled", {"excel_addin_disabled"}),
        ("unlisted", {"excel_addin_unlisted"}),
        ("refused by policy", {"excel_addins_refused"}),
        ("switched off by policy", {"excel_trust_off"}),
        ("by a variable", set()),
    ],
)
def test_a_real_registry_is_read_as_it_stands(found, case, codes):
    """Keys, Japanese texts, variables, numbers and bytes come out of Windows' registry as the check takes them."""
    assert found[case].keys() == codes
