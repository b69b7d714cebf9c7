"""A headless LibreOffice of its own for tests: isolated profile, named pipe, ended by process id.

From a test of this folder: the fixture `office`. From a shell:

    python tests/hosts/office.py dump BOOK.xlsx [COPY.xlsx]
    python tests/hosts/office.py pictures BOOK.xlsx FOLDER
"""

import contextlib
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

CLEAN_PATH = "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"
MACOS = Path("/Applications/LibreOffice.app/Contents")
SOFFICE = (Path("/usr/bin/soffice"), Path("/usr/local/bin/soffice"), MACOS / "MacOS/soffice")
UNO_PYTHON = (MACOS / "Resources/python", Path("/usr/bin/python3"))
DRIVER = Path(__file__).with_name("uno_driver.py")
START_SECONDS = 40.0
ANSWER_SECONDS = 60.0  # less than a test may take: what waits after a test's time is over has no other limit
MISSING = (
    "LibreOffice 24.8 以上（calc と python3-uno）が必要です。Debian では root で sh installer/test.sh を実行すると"
    " bookworm-backports から入ります。ほかの環境では https://www.libreoffice.org/ から入れてください。\n"
    "LibreOffice 24.8 or later (calc and python3-uno) is needed. On Debian run sh installer/test.sh as root, which"
    " takes it from bookworm-backports; elsewhere get it from https://www.libreoffice.org/."
)


class OfficeError(AssertionError):
    """LibreOffice is missing, did not start, or refused a command."""


def first_existing(candidates: tuple[Path, ...]) -> Path:
    """Return the first program that is there; the message says how to get LibreOffice."""
    for path in candidates:
        if path.exists():
            return path
    raise OfficeError(MISSING)


class Office:
    """One running LibreOffice, with an extension if one is given; `stop()` ends it and everything it started.

    Its environment is the system's PATH and what is given, with no trace of a virtual environment.
    """

    def __init__(
        self, folder: Path, *, extension: Path | None = None, environment: dict[str, str] | None = None,
        driver: Path = DRIVER,
    ) -> None:  # fmt: skip
        self.folder, self.pipe = folder, f"hikae-{os.getpid()}-{secrets.token_hex(4)}"
        self.program = driver
        plain = {"PATH": CLEAN_PATH, "HOME": str(folder), "LANG": "C.UTF-8", "TZ": "Asia/Tokyo"}
        self.environment = {**plain, **(environment or {})}
        self.soffice = first_existing(SOFFICE)
        self.isolation = [
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            f"-env:UNO_SHARED_PACKAGES={(folder / 'shared').as_uri()}",
            f"-env:UNO_SHARED_PACKAGES_CACHE={(folder / 'shared/cache').as_uri()}",
        ]
        if extension is not None:
            installed = self.install(extension)
            assert installed.returncode == 0, installed.stdout + installed.stderr
        self.process = self._started()
        self.driver = self._connected()

    def install(self, extension: Path) -> "subprocess.CompletedProcess[str]":
        """Install an .oxt into the isolated profile; `--shared` lets root do so, in a folder of our own."""
        command = [self.soffice.resolve().with_name("unopkg"), "add", "-f", "--shared", extension, *self.isolation]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=60, check=False)

    def _started(self) -> "subprocess.Popen[bytes]":
        command = [self.soffice, "--headless", "--norestore", "--nologo", "--nodefault", *self.isolation]
        with (self.folder / "soffice.log").open("wb") as log:
            return subprocess.Popen(
                [*command, f"--accept=pipe,name={self.pipe};urp;"], env=self.environment, cwd=self.folder,
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def _connected(self) -> "subprocess.Popen[str]":
        driver = subprocess.Popen(
            [first_existing(UNO_PYTHON), self.program, self.pipe, str(START_SECONDS)], env=self.environment,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
        )  # fmt: skip
        if not self._answer_of(driver):
            driver.communicate()
            end_session(self.process)
            raise OfficeError(f"{MISSING}\n{(self.folder / 'soffice.log').read_text(errors='replace')}")
        return driver

    def ask(self, verb: str, **arguments: object) -> Any:
        """Return the answer of one command of `uno_driver.py`."""
        said = self._answer_of(self.driver, json.dumps([verb, arguments]) + "\n")
        answer = json.loads(said or '{"failure": "LibreOffice ended, or was ended as it did not answer"}')
        if "failure" in answer:
            raise OfficeError(answer["failure"])
        return answer["value"]

    def _answer_of(self, driver: "subprocess.Popen[str]", command: str = "") -> str:
        """Return the next line of the driver, nothing when it ended; an office that stands still is ended with it."""

        def end() -> None:
            driver.kill()
            end_session(self.process)

        limit = threading.Timer(ANSWER_SECONDS, end)
        limit.start()
        try:
            driver.stdin.write(command)
            driver.stdin.flush()
            return driver.stdout.readline()
        except OSError:  # the driver was ended before
            return ""
        finally:
            limit.cancel()
            limit.join()  # an end that has begun is waited for

    @contextlib.contextmanager
    def opened(self, book: Path):
        """Open a workbook for the commands of `ask` and close it again; nothing is saved."""
        document = self.ask("open", path=str(book))
        try:
            yield document
        finally:
            self.ask("close", document=document)

    def dump(self, book: Path, *, save: Path | None = None) -> dict[str, Any]:
        """Open a workbook, recalculate it hard and return all cells: {"sheets": {name: {A1: {…}}}, "names": {…}}.

        A cell has `value` (number or text, None for an error), `formula`, `error` (0 or the code) and `text` as shown.
        With `save`, LibreOffice also writes the recalculated book there (.xlsx, .xlsm or .ods by its ending).
        """
        with self.opened(book) as document:
            self.ask("recalculate", document=document)
            if save is not None:
                self.ask("save", document=document, path=str(save.resolve()))
            return self.ask("dump", document=document)

    def pictures(self, book: Path, folder: Path, *, dots_per_inch: int = 80) -> list[Path]:
        """Export a recalculated workbook to FOLDER/NAME.pdf and its pages to NAME-n.png; returns the PNG files."""
        pdf = folder.resolve() / f"{book.stem}.pdf"
        with self.opened(book) as document:
            self.ask("recalculate", document=document)
            self.ask("pdf", document=document, path=str(pdf))
        command = ["pdftoppm", "-png", "-r", str(dots_per_inch), str(pdf), str(pdf.with_suffix(""))]
        subprocess.run(command, env=self.environment, check=True, timeout=60)
        return sorted(folder.glob(f"{book.stem}-*.png"))

    def press(self, document: str, button: str, *, seconds: float = 20.0) -> None:
        """Press a button of the add-in and wait until the bar above the sheet says how it ended."""
        self.ask("dispatch", document=document, url=f"service:hikae.Command?{button}")
        end = time.monotonic() + seconds
        while not self.ask("has_bar", document=document, name="hikae"):
            if time.monotonic() > end:
                raise OfficeError(f"{button}: nothing was said within {seconds} s")
            time.sleep(0.02)

    def cells(self, document: str) -> dict[str, Any]:
        """Return the filled cells of the first sheet of an opened book."""
        return next(iter(self.ask("dump", document=document)["sheets"].values()))

    @staticmethod
    def error_cells(dump: dict[str, Any]) -> dict[str, str]:
        """Return every cell of a dump that shows a true error, as {"Sheet!A1": "#N/A"}."""
        return {
            f"{sheet}!{address}": cell["text"]
            for sheet, cells in dump["sheets"].items()
            for address, cell in cells.items()
            if cell["error"]
        }

    def processes(self, words: str) -> list[int]:
        """Return the process ids of this office and what it started, whose command line has these words."""
        whole_lines = ["ps", "-A", "-ww", "-o", "pid=,pgid=,command="]
        listed = subprocess.run(whole_lines, capture_output=True, text=True, check=True)
        rows = [line.split(None, 2) for line in listed.stdout.splitlines()]
        return [int(row[0]) for row in rows if row[1] == str(self.process.pid) and words in row[-1]]

    def workers(self, role: str) -> list[int]:
        """Return the process ids of our workers of a role that this office started."""
        return self.processes(f"addin.worker.main {role}")

    def stop(self) -> None:
        """End the office, politely first; nothing of what it started is left."""
        with contextlib.suppress(OfficeError, OSError, subprocess.TimeoutExpired):
            self.ask("terminate")
            self.process.wait(10)
        self.driver.kill()
        self.driver.communicate()
        end_session(self.process)


def end_session(leader: "subprocess.Popen[bytes]") -> None:
    """Kill what is left of the session that this process leads."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(leader.pid, signal.SIGKILL)
    leader.wait(10)


def main(arguments: list[str]) -> None:
    """Dump or picture one workbook from a shell."""
    folder = Path(tempfile.mkdtemp(prefix="hikae-office-"))
    office = Office(folder)
    try:
        match arguments:
            case ["dump", book]:
                result = office.dump(Path(book))
            case ["dump", book, copy]:
                result = office.dump(Path(book), save=Path(copy))
            case ["pictures", book, target]:
                result = [str(path) for path in office.pictures(Path(book), Path(target))]
            case _:
                raise SystemExit(__doc__)
        sys.stdout.write(json.dumps(result, ensure_ascii=False, indent=1) + "\n")
    finally:
        office.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(sys.argv[1:])
