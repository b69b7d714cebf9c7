"""A `hikae` whose actions do what a script says, and whose functions misbehave when a file asks for it.

`script.json` in the home lists the steps of the next action: {"say": message} (with an `ask` the reply is kept in
`replies.json`), {"sleep": seconds}, {"raw": text}, {"exit": code}. `functions.txt` says what the next worker of the
functions does: `garbage` answers nonsense once, `sum` adds up the numbers of ranges; any other worker is the real one.
"""

import json
import os
import sys
import time
from pathlib import Path

from addin.worker.frames import framed, packed, read_frame, unpacked

HOME = Path(os.environ.get("HIKAE_HOME", "."))
SOURCE, SINK = sys.stdin.buffer, sys.stdout.buffer


def hear():
    """Return the next message and its number."""
    frame = read_frame(SOURCE)
    if frame is None:
        sys.exit(0)
    return frame[0], unpacked(frame[1])


def say(number, message):
    """Send a message of a question."""
    send(framed(number, packed(message)))


def send(data):
    """Write bytes as they are."""
    SINK.write(data)
    SINK.flush()


def act(number):
    """Do the steps of the script."""
    replies = []
    for step in json.loads((HOME / "script.json").read_text(encoding="utf-8")):
        if "say" in step:
            say(number, step["say"])
            if "ask" in step["say"]:
                replies.append(hear()[1])
                (HOME / "replies.json").write_text(json.dumps(replies), encoding="utf-8")
        elif "sleep" in step:
            time.sleep(step["sleep"])
        elif "raw" in step:
            send(step["raw"].encode())
        else:
            os._exit(step["exit"])


def add_up(number, message):
    """Answer with the sum of the numbers of the first argument."""
    rows = message["arguments"][0]
    say(number, {"value": sum(cell for row in rows for cell in row if isinstance(cell, float))})


def main(role):
    """Serve a role as the files in the home say."""
    asked = HOME / "functions.txt"
    if role == "functions" and not asked.exists():
        os.execv(sys.executable, [sys.executable, "-I", "-m", "addin.worker.main", role])  # noqa: S606 - the real one
    how = asked.read_text(encoding="utf-8") if role == "functions" else "script"
    number, hello = hear()
    say(number, {"value": hello["hello"]})
    while True:
        number, message = hear()
        if how == "script":
            act(number)
        elif how == "sum":
            add_up(number, message)
        else:
            asked.unlink()
            send(b"Traceback (most recent call last):\n")


if __name__ == "__main__":
    main(sys.argv[2])
