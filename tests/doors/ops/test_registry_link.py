"""`naikkelas registry link`: pairs as a CSV with the numbers of the imported list."""

import csv
import re

import pytest

from tests.doors.ops.conftest import Place
from tests.factories.demonstration import database
from tests.factories.registry import enterprise_row, table


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """A folder with a list in which one enterprise stands twice, and one has no number."""
    folder = tmp_path_factory.mktemp("office")
    place = Place(folder / "data", database())
    owners = {"18.01": "Rohmah Hidayat", "18.02": "Slamet Riyadi", "18.72": "Wayan Sudarma"}
    rows = [
        enterprise_row(area, registration_no=f"A{area}", owner_name=owner, name=f"Keripik {owner}")
        for area, owner in owners.items()
    ]
    rows.append(rows[0] | {"registration_no": "B1", "name": f"UD {rows[0]['name']}"})
    rows.append(rows[1] | {"registration_no": "", "name": f"Toko {rows[1]['name']}"})
    (folder / "rekap.csv").write_bytes(table("umkm_baku", rows))
    place.run("registry", "import", str(folder / "rekap.csv"), "--apply")
    return place


def exported(place, file, *given):
    said = place.run("registry", "link", "--export", str(file), *given).stdout
    with file.open(encoding="utf-8", newline="") as text:
        return said, list(csv.DictReader(text))


def test_pairs_are_exported_with_the_ids_of_the_list(office, tmp_path):
    said, rows = exported(office, tmp_path / "pairs.csv")
    assert "5 enterprises, 5 of them new or changed" in said
    assert "2 pairs with probability 0.9 or more" in said
    assert "Nothing has been merged" in said
    assert list(rows[0]) == ["id_a", "id_b", "probability"]
    found = {frozenset((row["id_a"], row["id_b"])) for row in rows}
    twice, numberless = sorted(found, key=lambda pair: "A18.02" in pair)
    assert twice == {"A18.01", "B1"}
    assert re.fullmatch(r"#\d", next(iter(numberless - {"A18.02"})))  # its number in the registry
    assert all(0.9 <= float(row["probability"]) <= 1 for row in rows)
    assert [row["probability"] for row in rows] == sorted((row["probability"] for row in rows), reverse=True)


def test_again_it_compares_nothing_and_gives_the_same(office, tmp_path):
    _, before = exported(office, tmp_path / "first.csv", "--full")
    said, after = exported(office, tmp_path / "again.csv")
    assert "0 of them new or changed" in said
    assert after == before


def test_a_threshold_that_is_no_probability_is_refused(office, tmp_path):
    for wrong in ("90", "0.2", "viel"):
        file = tmp_path / "pairs.csv"
        assert (
            "--threshold"
            in office.run("registry", "link", "--threshold", wrong, "--export", str(file), expect=2).stderr
        )
        assert not file.exists()
