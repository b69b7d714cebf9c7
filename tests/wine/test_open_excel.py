"""`hikae open --excel` starts a real program of Windows, which tells what it was given."""

import io
import json
import zipfile
from pathlib import Path

import pip
import pytest

TELLING = """import json, os, pathlib, sys
document = pathlib.Path(sys.argv[-1])
told = {"words": sys.argv[1:], "home": os.environ.get("HIKAE_HOME"), "folder": os.getcwd()}
pathlib.Path(sys.argv[0]).with_name("told.json").write_text(json.dumps(told), encoding="utf-8")
document.with_name("~$" + document.name).touch()
"""


def program(python):
    """Return a program of Windows that runs a Python text, as pip makes them."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        package.writestr("__main__.py", TELLING)
    launcher = Path(pip.__file__).parent / "_vendor" / "distlib" / "t64.exe"
    return launcher.read_bytes() + f"#!{python}\r\n".encode() + packed.getvalue()


@pytest.fixture(scope="module")
def opened(on_windows, wine, tmp_path_factory):
    """Return what the command said and what the program was told, in folders with a space and Japanese letters."""
    folder = tmp_path_factory.mktemp("利用者 100")
    excel = folder / "Microsoft Office" / "EXCEL.EXE"
    excel.parent.mkdir()
    excel.write_bytes(program(wine.PYTHON))
    places = {"program": wine.windows_path(excel), "home": wine.windows_path(folder / "訓練 Hikae")}
    said = on_windows("starting.py", places)
    assert said["code"] == 0, said["error"]
    return places, said["said"], json.loads((excel.parent / "told.json").read_text(encoding="utf-8"))


def test_the_program_gets_a_process_of_its_own_and_the_copy(opened):
    """Words with spaces and Japanese letters arrive whole."""
    places, said, told = opened
    assert told["words"] == ["/x", said["file"]]
    assert said["file"].startswith(rf"{places['home']}\books\continuity-20")
    assert said["excel"] == {"program": places["program"]}


def test_the_program_finds_the_record_and_holds_no_folder_of_it(opened):
    """Its functions and buttons use the home of the command."""
    places, _, told = opened
    assert (told["home"], told["folder"]) == (places["home"], places["program"].rpartition("\\")[0])


def test_the_command_saw_it_open_the_copy(opened):
    """Only the folder, which nothing has registered in this Windows, is worth a word."""
    assert [each["code"] for each in opened[1]["findings"]] == ["excel_trust_missing"]
