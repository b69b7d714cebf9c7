"""A file brought into the second place: whole or told, and never waited for."""

import time

import pytest

from addin.store.second_file import carried, main
from calc.outcome import RefusedError


@pytest.fixture
def source(tmp_path):
    """Return a file of our own."""
    path = tmp_path / "pack.zip"
    path.write_bytes(b"content" * 1000)
    return path


def reason_of(run):
    """Return why the file could not be written, as it is told in English."""
    with pytest.raises(RefusedError) as refused:
        run()
    return dict(refused.value.findings[0].details)["reason_en"]


def test_the_copy_has_the_same_bytes(source, tmp_path):
    """It is for its owner's eyes only, as every file of ours."""
    place = tmp_path / "stick"
    place.mkdir()
    carried(source, place / source.name)
    assert (place / source.name).read_bytes() == source.read_bytes()
    assert (place / source.name).stat().st_mode & 0o777 == 0o600
    assert len(list(place.iterdir())) == 1


def test_a_place_that_is_away_is_told_with_the_system_s_reason(source, tmp_path):
    """The folder is not made: a stick that is not mounted must not become a folder of the disk."""
    assert reason_of(lambda: carried(source, tmp_path / "away" / source.name)) == "the file or folder is not there"
    assert not (tmp_path / "away").exists()


def test_a_place_that_does_not_answer_is_told_in_time(source, tmp_path):
    """No longer than the patience that is given."""
    started = time.perf_counter()
    assert reason_of(lambda: carried(source, tmp_path / "there.zip", patience=0.0)) == "no answer"
    assert time.perf_counter() - started < 2.0


def test_the_process_says_the_number_of_what_went_wrong(source, tmp_path):
    """Nothing where the copy is written."""
    assert main(str(source), str(tmp_path / "copy.zip")) == ""
    assert main(str(source), str(tmp_path / "away" / "copy.zip")) == "2"
