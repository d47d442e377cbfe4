"""`naikkelas registry check`: what the rules of data quality find, as a list and as a CSV."""

import csv
from datetime import UTC, datetime

import pytest

from tests.doors.ops.conftest import Place
from tests.factories.demonstration import database
from tests.factories.registry import enterprise_row, table


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    folder = tmp_path_factory.mktemp("office")
    place = Place(folder / "data", database())
    year = str(datetime.now(UTC).year - 1)  # the command line's clock is the real one
    rows = [
        enterprise_row(phone="0812666600", address="Jl. Raya", nib="1234567890123", year=year),
        enterprise_row(phone="", address="Jl. Raya", nib="1234567890123", year=year),
    ]
    (folder / "rekap.csv").write_bytes(table("umkm_baku", rows))
    place.run("registry", "import", str(folder / "rekap.csv"), "--apply")
    return place


def test_all_rules_are_run_and_what_they_find_is_exported(office, tmp_path):
    said = office.run("registry", "check", "--export", str(tmp_path / "issues.csv")).stdout
    assert "2 enterprises and 0 cooperatives" in said
    assert "3 issues new, 0 mended, 3 open" in said
    with (tmp_path / "issues.csv").open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    assert [(r["rule"], r["severity"]) for r in rows] == [
        ("nib_shared", "high"),
        ("nib_shared", "high"),
        ("phone_missing", "low"),
    ]
    assert rows[0]["shown"] == '{"nib":"1234567890123"}'


def test_one_rule_alone_and_an_unknown_one(office):
    assert "0 issues new, 0 mended, 3 open" in office.run("registry", "check", "--rule", "nib_shared").stdout
    refused = office.run("registry", "check", "--rule", "nothing", expect=1)
    assert "nothing" in refused.stderr
