"""Runs on Windows: gets the server as Excel's macros do, puts questions to it, and prints the answers.

A question is `["call", module, name, arguments]` as `CallUDF` has it, or `["eval", text]`, which the server's own
Python answers. Arguments are plain JSON; rows are ranges.
"""

import json
import sys

from addin.excel.client import started


def handed(value):
    """Return a value as COM takes it: rows as an array."""
    return tuple(map(handed, value)) if isinstance(value, list) else value


def main():
    """Answer what standard input asks."""
    questions = json.load(sys.stdin.buffer)
    server = started()
    answers = []
    for kind, *question in questions:
        if kind == "eval":
            answers.append(server.Str(server.Eval(question[0])))
        else:
            module, name, arguments = question
            answers.append(server.CallUDF(module, name, handed(arguments)))
    sys.stdout.buffer.write(json.dumps(answers).encode())


main()
