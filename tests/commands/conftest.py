"""The command line inside this process, and the files of the published JPY case."""

import csv

import published_cases
import pytest

from addin.cli import ended

TRADE_DATE, CURVE = "2013-10-16", "JPY_LIBOR"


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    """Return a function that runs a command and gives exit code, standard output and standard error."""
    monkeypatch.setenv("HIKAE_HOME", str(tmp_path / "home"))

    def command(*words):
        code = ended([str(word) for word in words])
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return command


@pytest.fixture
def japan(tmp_path):
    """Return the files of the published JPY case: contracts and curves, and where the result goes."""
    contract = published_cases.contract_rows()["jpy-2013"]
    curve = published_cases.curve_rows(CURVE, TRADE_DATE)
    for name, rows in (("contracts", [contract]), ("curves", curve)):
        with (tmp_path / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    return tmp_path / "contracts.csv", tmp_path / "curves.csv", tmp_path / "out.csv"
