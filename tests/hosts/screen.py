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

DRIVER = Path(__file__).with_name("window_driver.py")
START_SECONDS = 30.0
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
