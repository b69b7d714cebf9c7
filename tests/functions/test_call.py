import json
import os
import subprocess
import sys
from pathlib import Path

HIKAE = str(Path(sys.executable).with_name("hikae"))


def called(*arguments, stdin=b"", home=None):
    environment = {**os.environ, **({"HIKAE_HOME": str(home)} if home else {})}
    done = subprocess.run(
        [HIKAE, "call", *arguments], input=stdin, capture_output=True, check=False, timeout=60, env=environment
    )
    assert done.returncode == 0, done.stderr.decode()
    return [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]


def test_a_call_prints_one_object(tmp_path):
    """A function called from a shell prints one JSON object with its value."""
    (answer,) = called("CDS_STATUS", home=tmp_path)
    assert answer["value"].startswith("Hikae ")


def test_a_refusal_is_printed_with_success():
    """An unknown function and unreadable arguments print an error and still end with 0."""
    assert called("CDS_NO", "[]")[0]["error"]["code"] == "function_unknown"
    assert called("CDS_UPFRONT", "[1,")[0]["error"]["code"] == "arguments"


def test_a_stream_gets_one_answer_a_line():
    """Every line of a stream is answered in order, also blank, foreign, wrongly encoded and nested ones."""
    lines = [
        b'["CDS_NO", []]', b"", b"{}", b'["CDS_UPFRONT"]', b'["CDS_UPFRONT", [1]]', b"\xff\xfe", b"[" * 100_000,
        b'["CDS_UPFRONT", {"a": NaN}]', b'\xef\xbb\xbf["CDS_NO", []]', '["ＣＤＳ", []]'.encode(),
    ]  # fmt: skip
    codes = [answer["error"]["code"] for answer in called("-", stdin=b"\n".join(lines))]
    unknown, wrong = "function_unknown", "arguments"
    assert codes == [unknown, wrong, wrong, wrong, wrong, wrong, wrong, wrong, unknown, unknown]


def test_a_stream_answers_as_soon_as_it_is_asked():
    """The answer to a line comes before the next line is written."""
    process = subprocess.Popen([HIKAE, "call", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        for _ in range(2):
            process.stdin.write(b'["CDS_NO", []]\n')
            process.stdin.flush()
            assert "error" in json.loads(process.stdout.readline())
    finally:
        process.communicate()
    assert process.returncode == 0


def test_an_answer_stays_one_line_for_every_reader():
    """Signs at which some readers end a line, and half a character, come back escaped, as themselves."""
    typed = [chr(0x85), chr(0x2028), chr(0x2029), chr(0xD800)]
    answers = called("-", stdin="".join(json.dumps(["CDS_NUMBER", [f"1{sign}"]]) + "\n" for sign in typed).encode())
    assert [(each["error"]["code"], each["error"]["character"]) for each in answers] == [
        ("character", sign) for sign in typed
    ]


def test_a_number_without_end_is_judged_as_a_number():
    """Longer than Python reads whole numbers by itself: no finite number, as 1e999 is none."""
    lines = [f'["CDS_NUMBER", [{digits}]]' for digits in ("9" * 5000, "-" + "9" * 5000, "1e999")]
    assert [each["error"]["code"] for each in called("-", stdin="\n".join(lines).encode())] == ["type"] * 3
