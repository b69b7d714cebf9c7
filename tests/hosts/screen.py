"""A screen of its own with a window manager, real keys and a real mouse; LibreOffice opened there by `hikae open`."""

import contextlib
import json
import os
import secrets
import signal
import subprocess
import sys
import time
from pathlib import Path

from addin.store.journal import Journal

DRIVER = Path(__file__).with_name("window_driver.py")
PICTURES = Path(__file__).parents[2] / "build" / "pictures"
START_SECONDS = 30.0
TRIES = 2
# The command line as it is, but LibreOffice is told more: where tests can reach it, and not to ask about older crashes.
COMMAND = (
    "import sys; from addin.office import start; start.ARGUMENTS += ('--norestore', sys.argv.pop(1)); "
    "from addin.start import main; main()"
)


class Screen:
    """An X screen that nobody sees."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        reading, writing = os.pipe()
        with (folder / "screen.log").open("wb") as log:
            what = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x800x24", "-nolisten", "tcp"]
            self._server = subprocess.Popen(what, pass_fds=(writing,), stdin=subprocess.DEVNULL, stdout=log, stderr=log)
            os.close(writing)
            with os.fdopen(reading) as said:
                self.display = f":{said.readline().strip()}"
            self._manager = subprocess.Popen(["openbox"], env=self._environment, stdout=log, stderr=log)

    @property
    def _environment(self) -> dict[str, str]:
        return {**os.environ, "DISPLAY": self.display, "HOME": str(self.folder)}

    def keys(self, *names: str) -> None:
        """Press keys, such as `ctrl+s`, one after the other."""
        self._do("key", "--delay", "30", *names)

    def type(self, text: str) -> None:
        """Type a text and Return."""
        self._do("type", "--delay", "30", text)
        self.keys("Return")

    def click(self, across: int, up: int) -> None:
        """Click in the active window, at a place counted from its lower left corner."""
        window = self._do("getactivewindow").strip()
        shape = dict(line.split("=") for line in self._do("getwindowgeometry", "--shell", window).splitlines())
        self._do("mousemove", "--sync", "--window", window, str(across), str(int(shape["HEIGHT"]) - up), "click", "1")

    def _do(self, *words: str) -> str:
        command = ["xdotool", *words]
        return subprocess.run(
            command, env=self._environment, check=True, timeout=20, capture_output=True, text=True
        ).stdout

    def picture(self, path: Path) -> Path:
        """Keep a picture of the screen."""
        path.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["import", "-window", "root", str(path)], env=self._environment, check=True, timeout=20)
        return path

    def stop(self) -> None:
        """End the screen and its window manager."""
        for process in (self._manager, self._server):
            process.terminate()
            process.wait(10)


class OpenedOffice:
    """LibreOffice as `hikae open` starts it on a screen, with a folder of its own for everything of the user."""

    def __init__(self, screen: Screen, folder: Path, **environment: str) -> None:
        self.folder, self.pipe = folder, f"hikae-{os.getpid()}-{secrets.token_hex(4)}"
        own = {"DISPLAY": screen.display, "HOME": str(folder), "XDG_DATA_HOME": str(folder / "data")}
        self.environment = {**os.environ, **own, **environment}
        self.driver = None

    def open(self, *words: str) -> dict[str, object]:
        """Run `hikae open WORDS --json` and return what it says; reach the office through its pipe."""
        accept = f"--accept=pipe,name={self.pipe};urp;"
        command = [sys.executable, "-I", "-c", COMMAND, accept, "open", *map(str, words), "--json"]
        done = subprocess.run(
            command, env=self.environment, capture_output=True, encoding="utf-8", timeout=90, check=False
        )
        assert done.returncode == 0, done.stderr
        if self.driver is None:
            self.driver = self._connected()
        return json.loads(done.stdout.splitlines()[-1])

    def _connected(self) -> "subprocess.Popen[str]":
        environment = {"PATH": "/usr/bin:/bin", "HOME": str(self.folder), "LANG": "C.UTF-8"}
        driver = subprocess.Popen(
            ["/usr/bin/python3", DRIVER, self.pipe, str(START_SECONDS)], env=environment,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
        )  # fmt: skip
        assert driver.stdout.readline(), "LibreOffice cannot be reached"
        return driver

    def ask(self, verb: str, **arguments: object) -> object:
        """Return the answer of one command of `window_driver.py`."""
        self.driver.stdin.write(json.dumps([verb, arguments]) + "\n")
        self.driver.stdin.flush()
        answer = json.loads(self.driver.stdout.readline() or '{"failure": "LibreOffice ended"}')
        assert "failure" not in answer, answer["failure"]
        return answer["value"]

    def cell(self, document: str, address: str, sheet: int = 0) -> dict[str, object]:
        """Return one filled cell of a sheet: value, formula, error, text."""
        return list(self.ask("dump", document=document)["sheets"].values())[sheet].get(address, {})

    def processes(self) -> list[int]:
        """Return the process ids of every LibreOffice whose profile lies in this folder."""
        listed = subprocess.run(["ps", "-A", "-ww", "-o", "pid=,command="], capture_output=True, text=True, check=True)
        rows = [line.split(None, 1) for line in listed.stdout.splitlines()]
        return [int(pid) for pid, command in rows if (self.folder / "data").as_uri() in command]

    def stop(self) -> None:
        """End LibreOffice, politely first."""
        if self.driver is not None:
            with contextlib.suppress(AssertionError, OSError):
                self.ask("terminate")
            self.driver.kill()
            self.driver.communicate()
        end = time.monotonic() + 5
        while self.processes() and time.monotonic() < end:
            time.sleep(0.1)
        for pid in self.processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


class Scene:
    """One window with books open, and what a person does there; `document` is the book that was opened last."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        folder.mkdir()
        self.home = Path(environment["HIKAE_HOME"])
        self.screen = Screen(folder)
        self.office = OpenedOffice(self.screen, folder, **environment)
        self.document = ""

    def opens(self, book: Path) -> None:
        """Open a book, and wait for it."""
        self.office.open(book)
        self.document = self.office.ask("adopt", path=str(book))

    def goes_to(self, cell: str) -> None:
        """Choose a cell or a named range by the name box, as with the mouse but wherever it stands.

        A busy office takes the first letters for somebody else's, so that it is looked at what was chosen.
        """
        wanted = self.office.ask("pointed", document=self.document, name=cell)

        def is_chosen() -> bool:
            return self.office.ask("selected", document=self.document) == wanted

        for _ in range(5):
            self.screen.keys("Escape", "ctrl+shift+t")
            time.sleep(0.2)
            self.screen.type(cell)
            if wait_until(is_chosen, seconds=2):
                return
        raise AssertionError(f"{cell} cannot be chosen")

    def types(self, cell: str, text: str) -> None:
        """Type into a cell."""
        self.goes_to(cell)
        self.screen.type(text)

    def chooses(self, sheet: str, cell: str, word: str) -> None:
        """Take a word of the list that a cell of the sheet in front offers, going down from its top."""
        for steps in range(4):
            self.goes_to(cell)
            self.screen.keys("alt+Down")
            time.sleep(0.3)
            self.screen.keys("Home", *["Down"] * steps, "Return")
            if wait_until(lambda: self.value(sheet, cell) == word, seconds=1):
                return
        raise AssertionError(f"{cell} offers no {word} within reach")

    def clicks(self, words: str) -> None:
        """Click what is called so, with the real mouse."""
        self.screen.click(*self.office.ask("place", document=self.document, words=words))

    def value(self, sheet: str, cell: str) -> object:
        """Return what a cell holds; None is an error."""
        ((shown,),) = self.office.ask("values", document=self.document, sheet=sheet, area=f"{cell}:{cell}")
        return shown

    def entries(self) -> list[object]:
        """Return what is in the journal of this desk."""
        with Journal(self.home) as journal:
            return list(journal.entries())

    def picture(self, name: str) -> Path:
        """Keep a picture of the window."""
        return self.screen.picture(PICTURES / f"{name}.png")

    def stop(self) -> None:
        """Close everything."""
        self.office.stop()
        self.screen.stop()


class Stage:
    """Where acts are played, one after the other in one window.

    A window may be slow to appear or lose a key on a loaded machine, so an act that fails is played once more in a new
    one; pictures of what was seen are kept.
    """

    def __init__(self, make) -> None:
        self._make, self._scene, self._scenes = make, None, 0

    def play(self, act) -> None:
        """Play an act, once more when it fails."""
        for attempt in range(1, TRIES + 1):
            try:
                act(self._ready())
            except AssertionError:
                self._scene.picture(f"failed-{act.__name__}-{attempt}")
                self.stop()
                if attempt == TRIES:
                    raise
            else:
                return

    def _ready(self) -> Scene:
        if self._scene is None:
            self._scenes += 1
            self._scene = self._make(self._scenes)
        return self._scene

    def stop(self) -> None:
        """Close the window."""
        if self._scene is not None:
            self._scene.stop()
            self._scene = None


def wait_until(condition, seconds: float = 8.0) -> bool:
    """Wait for something that the office does, and return whether it did."""
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.1)
    return condition()
