"""`hikae kit`: the offline kit made at the main office, checked, and taken in at the other one."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from addin.commands.output import Lang, json_line, told
from addin.commands.two_persons import AsJson, Home, Language, said_in
from addin.home import home_folder
from calc.outcome import RefusedError, finding

if TYPE_CHECKING:
    from addin.kit.build import BuiltKit
    from addin.kit.verify import VerifiedKit

app = typer.Typer(no_args_is_help=True, help="持出しキット / The offline kit: one folder for a stick, signed.")

SYSTEMS = ("windows", "linux", "macos")
COMPARE = (
    "下の指紋が紙と同じかを見てください。同じなら、誰が作ったかまで確かです",
    "compare this fingerprint with the one on paper: only if they are the same, it is sure who made the kit",
)
_READ_ALOUD = 16


@app.command()
def key(
    out: Annotated[Path, typer.Option("--out", "-o", help="秘密鍵のファイル / the private key's file")],
    lang: Language = Lang.BOTH,
) -> None:
    """署名の鍵を一度だけ作る / Make the firm's signing key, once; keep it apart from every stick."""
    from addin.files import is_there, replace_file  # noqa: PLC0415 - a help page needs none of it
    from addin.kit.seal import fingerprint, new_key, private_key, public_pem  # noqa: PLC0415

    path = out.expanduser().absolute()
    if is_there(path):
        raise RefusedError([finding("kit_exists", path=path)])
    phrase = _passphrase("新しい合言葉（空でもよい） / new passphrase (may be empty)", confirm=True)
    replace_file(path, new_key(phrase))
    _say(lang, "署名の鍵を作りました。指紋", "signing key made; fingerprint")
    sys.stdout.write(f"{fingerprint(public_pem(private_key(path, phrase)))}\n")


@app.command()
def build(
    out: Annotated[Path, typer.Option("--out", "-o", help="新しいフォルダ / a new folder")],
    signing_key: Annotated[Path, typer.Option("--key", help="署名の秘密鍵 / the private key that signs")],
    target: Annotated[str, typer.Option(help=" | ".join(SYSTEMS))] = "",
    python: Annotated[Path | None, typer.Option(help="Windows用のPython（zip） / Python for Windows")] = None,
    python_sha256: Annotated[str, typer.Option(help="そのSHA-256 / its SHA-256, from its publisher")] = "",
    home: Home = None,
    json: AsJson = False,  # noqa: FBT002
    lang: Language = Lang.BOTH,
) -> None:
    """媒体に入れる一式を作る / Make the folder that a bare computer is started from."""
    from addin.commands.build import delivered  # noqa: PLC0415
    from addin.kit.build import built_kit  # noqa: PLC0415
    from addin.kit.content import KitRequest  # noqa: PLC0415
    from addin.kit.runtime import Runtime  # noqa: PLC0415
    from addin.kit.seal import is_encrypted, private_key  # noqa: PLC0415
    from addin.kit.target import System, this_system  # noqa: PLC0415
    from addin.office.profile import hikae_program  # noqa: PLC0415

    if target not in ("", *SYSTEMS):
        raise RefusedError([finding("kit_target", target=target, names=" ".join(SYSTEMS))])
    path = signing_key.expanduser().absolute()
    phrase = _passphrase("鍵の合言葉 / passphrase of the key") if is_encrypted(path) else ""
    request = KitRequest(
        System(target) if target else this_system(), out.expanduser().absolute(), home_folder(home),
        tree=delivered().parent, program=hikae_program(), key=private_key(path, phrase),
        books=_books(),
        runtime=None if python is None else Runtime(python.expanduser().absolute(), python_sha256),
    )  # fmt: skip
    done = built_kit(request)
    _show_built(done, lang, as_json=json)
    told(done.findings, lang)


@app.command()
def verify(
    folder: Annotated[Path, typer.Argument(help="キットのフォルダ / the kit's folder")],
    fingerprint: Annotated[str, typer.Option(help="紙にある指紋 / the fingerprint on the start sheet")] = "",
    json: AsJson = False,  # noqa: FBT002
    lang: Language = Lang.BOTH,
) -> None:
    """署名と全ファイルを確かめる / Check the signature and every file, with a Hikae that was here before."""
    from addin.kit.verify import verified_kit  # noqa: PLC0415

    found = verified_kit(folder.expanduser().absolute(), expected=fingerprint)
    _show_verified(found, lang, as_json=json, compared=bool(fingerprint))
    told(found.findings, lang)


@app.command()
def receive(
    folder: Annotated[Path, typer.Argument(help="キットのフォルダ / the kit's folder")],
    home: Home = None,
    lang: Language = Lang.BOTH,
) -> None:
    """キットの記録と設定を取り込み、アドインを登録する / Take in a kit's record and settings; register the add-in."""
    from addin.kit.receive import received  # noqa: PLC0415
    from addin.office.extension import extension  # noqa: PLC0415
    from addin.office.find import found_office  # noqa: PLC0415
    from addin.office.profile import prepare, profile_of  # noqa: PLC0415

    place = home_folder(home)
    done = received(folder.expanduser().absolute(), place)
    head = done.head or "－"
    _say(
        lang,
        f"取り込みました: 記録 {done.added}件、先頭値 {head}（紙と読み合わせる）、ファイル {len(done.files)}",
        f"taken in: {done.added} entries, head {head} (compare with the sheet), {len(done.files)} files",
    )
    sys.stdout.write("".join(f"    {name}\n" for name in done.files) + f"--home {place}\n")
    told(done.findings, lang)
    profile = profile_of(place)
    try:
        office = found_office()
        prepare(profile, office, extension=extension(), home=place)
    except RefusedError as refused:  # the record is in, and most of the work needs no spreadsheet
        told(refused.findings, lang)
        return
    _say(lang, "アドインを登録しました", "add-in registered")
    sys.stdout.write(f"LibreOffice {office.version}   {profile.folder}\n")


def _books() -> dict[str, bytes]:
    """Return the workbooks as they are delivered and for Excel, and the add-ins of the product that runs."""
    from addin.commands.build import delivered  # noqa: PLC0415
    from addin.excel.normalise import ADDIN_FILE  # noqa: PLC0415
    from addin.excel.outfits import excel_addin, excel_book  # noqa: PLC0415
    from addin.files import read_limited  # noqa: PLC0415
    from addin.kit.content import LIMIT  # noqa: PLC0415
    from addin.libreoffice.package import NAME  # noqa: PLC0415
    from addin.office.extension import extension  # noqa: PLC0415
    from workbooks import catalogue  # noqa: PLC0415

    books = {name: read_limited(delivered() / catalogue.file_name(name), LIMIT) for name in catalogue.NAMES}
    for_office = {catalogue.file_name(name): data for name, data in books.items()}
    for_excel = {catalogue.excel_name(name): excel_book(data) for name, data in books.items()}
    return {NAME: extension(), ADDIN_FILE: excel_addin(), **for_office, **for_excel}


def _passphrase(prompt: str, *, confirm: bool = False) -> str:
    """Ask for a passphrase without showing it; it stands in no command line and no setting."""
    return str(typer.prompt(prompt, default="", hide_input=True, show_default=False, confirmation_prompt=confirm))


def _show_built(done: "BuiltKit", lang: Lang, *, as_json: bool) -> None:
    if as_json:
        said = {"bytes": done.bytes, "fingerprint": done.fingerprint, "sums": done.sums, "head": done.head}
        json_line({"folder": str(done.folder), **said, "kernels": done.has_kernels})
        return
    _say(lang, f"キットを作りました: {done.bytes / 1e6:.0f} MB", f"kit made: {done.bytes / 1e6:.0f} MB")
    sys.stdout.write(f"{done.folder}\n")
    _say(lang, "署名鍵の指紋（起動の紙にあります）", "fingerprint of the signing key, as on the start sheet")
    sys.stdout.write(f"    {done.fingerprint}\n")
    _say(lang, "SHA256SUMS の先頭16字（紙に手で書く）", "first 16 letters of SHA256SUMS, to be written on it by hand")
    sys.stdout.write(f"    {done.sums[:_READ_ALOUD]}\n")


def _show_verified(found: "VerifiedKit", lang: Lang, *, as_json: bool, compared: bool) -> None:
    if as_json:
        said = {"fingerprint": found.fingerprint, "files": found.files, "bytes": found.bytes}
        json_line({**said, "compared": compared, "kit": found.manifest})
        return
    count, size = found.files, f"{found.bytes / 1e6:.0f} MB"
    _say(lang, f"{count} ファイル（{size}）が封のとおりです", f"{count} files ({size}) are as they were sealed")
    sys.stdout.write("".join(f"    {name} {value}\n" for name, value in found.manifest.items() if value))
    if compared:
        _say(lang, "署名鍵は紙の指紋と同じです", "the signing key is the one of the fingerprint on paper")
    else:
        _say(lang, *COMPARE)
    sys.stdout.write(f"    {found.fingerprint}\n")


def _say(lang: Lang, ja: str, en: str) -> None:
    sys.stdout.write(f"{said_in(lang, ja, en)}\n")
