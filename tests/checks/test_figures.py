"""The published value, and files for upload that come back from the disk."""

import pytest

from addin.checks import figures
from addin.checks.figures import PROBE, csv, golden
from addin.export.forms import FORMS
from addin.export.template import TEMPLATES, template
from calc.margin import kernels
from calc.outcome import RefusedError


def codes_of(check, home):
    """Return the details of what a check refuses, by what is wrong."""
    with pytest.raises(RefusedError) as refused:
        check(home)
    return [(each.code, dict(each.details).get("name")) for each in refused.value.findings]


def test_the_kernels_give_the_published_value(tmp_path):
    """To the yen, with digits by which two computers compare every bit; the same each time."""
    first, second = golden(tmp_path), golden(tmp_path)
    assert first == second
    assert "91,814,571,779" in first.en
    assert len(first.en.rpartition(" ")[2]) == 12


def test_a_wrong_price_is_named(tmp_path, monkeypatch):
    """One yen more than the published value may be off, and no figure leaves this computer."""
    monkeypatch.setattr(figures, "CASH_YEN", figures.CASH_YEN + 3)
    assert codes_of(golden, tmp_path) == [("golden_differs", "cash upfront")]


def test_a_price_that_is_no_number_is_named(tmp_path, monkeypatch):
    """Not a number compares with nothing: it must not pass."""
    monkeypatch.setattr(figures, "_published", lambda: (float("nan"), float(figures.CS01_YEN)))
    assert codes_of(golden, tmp_path) == [("golden_differs", "cash upfront")]


def test_a_wrong_tail_is_named(tmp_path, monkeypatch):
    """Margin's own kernel is looked at, too, and exactly."""
    monkeypatch.setattr(kernels, "tail_mean", lambda *_: figures.MARGIN_TAIL + 1e-9)
    assert codes_of(golden, tmp_path) == [("golden_differs", "tail mean")]


def test_other_bits_are_other_digits(tmp_path, monkeypatch):
    """The last bit of one figure is enough, though it is the same yen."""
    before = golden(tmp_path).en.rpartition(" ")[2]
    monkeypatch.setattr(figures, "_published", lambda: (figures.CASH_YEN + 0.25, float(figures.CS01_YEN)))
    first = golden(tmp_path).en.rpartition(" ")[2]
    monkeypatch.setattr(figures, "_published", lambda: (figures.CASH_YEN + 0.25 + 2e-5, float(figures.CS01_YEN)))
    assert len({before, first, golden(tmp_path).en.rpartition(" ")[2]}) == 3


def test_every_layout_comes_back(tmp_path):
    """And nothing is left where the files were written."""
    assert csv(tmp_path).en == f"{len(TEMPLATES)} layouts, there and back"
    assert list(tmp_path.iterdir()) == []


def test_every_form_of_a_cell_is_tried():
    """A layout with a new form would be one that nobody tries."""
    used = {column.form for name in TEMPLATES for column in template(name).columns}
    assert used <= figures.SAMPLES.keys() <= FORMS.keys()


def test_a_disk_that_changes_a_byte_is_found(tmp_path, monkeypatch):
    """What was written is not what is read."""
    write = figures.replace_file
    monkeypatch.setattr(figures, "replace_file", lambda path, data: write(path, data.replace(b"60", b"61")))
    with pytest.raises(RefusedError) as refused:
        csv(tmp_path)
    assert refused.value.findings[0].code == "export_not_read_back"
    assert not (tmp_path / PROBE).exists()


def test_a_home_that_is_not_there_is_not_made(tmp_path):
    """The nearest folder above takes the file for a moment."""
    csv(tmp_path / "a" / "b")
    assert list(tmp_path.iterdir()) == []
