"""The list of cooperatives: filters, order, export, and the worklist of statuses that differ."""

import csv
import io

import pytest

from tests.doors.web.registry_lists import count, names
from tests.factories import person
from tests.factories.registry import bring_in, cooperative_row, table

pytestmark = pytest.mark.django_db
LIST = "/registri/koperasi/"
NAMED = [
    {"name": "KUD Tani Makmur", "kind": "Konsumen", "group": "KUD", "chair": "Sri Wahyuni", "members_male": "300"},
    {"name": "Kopontren Al-Hidayah", "kind": "Simpan Pinjam", "group": "Kopontren", "rat_held_on": "", "year": "2012",
     "legal_on": "1999-01-01"},
    {"name": "KPRI Sejahtera", "kind": "Konsumen", "official_status": "Tidak Aktif", "cooperative_nik": "1801010010001",
     "certificate_until": "2021-12-31"},
    {"name": "Koperasi Nelayan", "kind": "Jasa", "official_status": "", "members_male": "", "members_female": ""},
]  # fmt: skip


@pytest.fixture
def office(as_user):
    officer = person("regency")
    bring_in(table("koperasi_baku", [cooperative_row(**values) for values in NAMED]), by=officer)
    return as_user(officer)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("official_status=inactive", ["KPRI Sejahtera"]),
        ("official_status=unknown", ["Koperasi Nelayan"]),
        ("computed_status=active_rat&kind=consumer", ["KPRI Sejahtera", "KUD Tani Makmur"]),
        ("group=kopontren", ["Kopontren Al-Hidayah"]),
        ("sertifikat=yes", ["KPRI Sejahtera"]),
        ("sertifikat=no&kind=consumer", ["KUD Tani Makmur"]),
        ("selisih=ya", ["KPRI Sejahtera", "Kopontren Al-Hidayah"]),
        ("q=tani mak", ["KUD Tani Makmur"]),
        ("q=sri wah", ["KUD Tani Makmur"]),
        ("q=1801010010001", ["KPRI Sejahtera"]),
        ("q=hidayah&group=kud", []),
    ],
)
def test_filters_and_search(office, query, expected):
    assert sorted(names(office, f"{LIST}?{query}")) == sorted(expected)
    assert count(office, f"{LIST}?{query}") == len(expected)


@pytest.mark.parametrize("key", ["name_key", "area_id", "last_rat_year", "members"])
def test_it_sorts_by_each_column_both_ways(office, key):
    up, down = names(office, f"{LIST}?urut={key}"), names(office, f"{LIST}?urut=-{key}")
    assert len(up) == len(down) == len(NAMED)
    known = [n for n in up if n not in ("Koperasi Nelayan", "Kopontren Al-Hidayah")]
    assert known == [n for n in down if n in known][::-1]


@pytest.mark.parametrize(
    "query", ["selisih=tidak", "sertifikat=maybe", "computed_status=x", "urut=chair", "urut=match_key"]
)
def test_what_is_not_declared_is_404(office, query):
    assert office.get(f"{LIST}?{query}").status_code == 404


def test_the_export_holds_what_is_shown_with_the_numbers_beside(office):
    response = office.get(f"{LIST}?kind=consumer&urut=-name_key&unduh=csv")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(text), delimiter=";")
    assert [row[0] for row in rows] == names(office, f"{LIST}?kind=consumer&urut=-name_key")
    assert dict(zip(head, rows[1], strict=True))["NIK koperasi"] == "1801010010001"
    assert rows[1][5:7] == ["2019", "55"]


def test_without_sight_of_persons_the_chair_cannot_be_felt_for(as_user, office):
    evaluator = as_user(person("evaluator", "18.01"))
    assert names(evaluator, f"{LIST}?q=tani") == ["KUD Tani Makmur"]
    assert names(evaluator, f"{LIST}?q=sri") == []
    everything = evaluator.get("/cari/?q=sri").content.decode()
    assert "KUD Tani Makmur" not in everything
    assert "KUD Tani Makmur" in evaluator.get("/cari/?q=tani").content.decode()


def test_the_list_costs_a_bounded_number_of_queries(office, django_assert_max_num_queries):
    names(office, LIST)  # names of places are read once a process, not once a page
    with django_assert_max_num_queries(11):
        assert len(names(office, LIST)) == len(NAMED)
