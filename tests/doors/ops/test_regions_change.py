"""naikkelas regions change: a prepared crosswalk is shown first and applied when asked."""

import pytest
from click.testing import CliRunner

from naikkelas.ops.cli import main
from naikkelas.places.models import Region, RegionChange

pytestmark = pytest.mark.django_db
TOML = """
title = "Pemekaran uji"
kind = "split"
effective_on = 2020-03-01
legal_source = "UU uji"
basis = "population"
[[line]]
old = "18.01"
new = "18.01"
weight = 3
[[line]]
old = "18.01"
new = "18.14"
name = "Lampung Bahari"
weight = 1
[[line]]
old = "18.01.06"
new = "18.14.01"
"""


def run(*args: str):
    return CliRunner().invoke(main, ["regions", *args], catch_exceptions=False)


def test_without_apply_it_shows_and_keeps_nothing(tmp_path):
    file = tmp_path / "split.toml"
    file.write_text(TOML)
    shown = run("change", str(file))
    assert shown.exit_code == 0
    assert "18.01 Lampung Selatan → 18.14 Lampung Bahari  (1/4)" in shown.output
    assert "--apply" in shown.output
    assert not RegionChange.objects.exists()


def test_with_apply_it_takes_effect_and_can_be_undone(tmp_path):
    file = tmp_path / "split.toml"
    file.write_text(TOML)
    assert run("change", str(file), "--apply").exit_code == 0
    change = RegionChange.objects.get()
    assert Region.objects.filter(code="18.14.01", valid_to=None).exists()
    assert run("undo", str(change.pk)).exit_code == 0
    assert not Region.objects.filter(code="18.14").exists()


def test_a_csv_does_too(tmp_path):
    file = tmp_path / "baru.csv"
    file.write_text("old_code;new_code;new_name\n18.05;18.15;Menggala\n")
    done = run("change", str(file), "--kind", "renumber", "--on", "2020-03-01", "--source", "Uji", "--apply")
    assert done.exit_code == 0
    assert Region.objects.get(code="18.15").name == "Menggala"


def test_what_cannot_be_used_is_said(tmp_path):
    file = tmp_path / "baru.csv"
    file.write_text("old_code;new_code\n18.05;18.06\n")
    assert run("change", str(file)).exit_code == 2
    refused = run("change", str(file), "--kind", "renumber", "--on", "2020-03-01", "--source", "Uji")
    assert refused.exit_code == 1
    assert "18.06" in refused.output
