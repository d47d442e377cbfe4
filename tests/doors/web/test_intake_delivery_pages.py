"""The pages of a file that was read: its rows, its columns, what changed since the last, and what stands against undoing."""

import pytest

from naikkelas import vault
from naikkelas.intake import queries
from naikkelas.intake.models import Delivery
from naikkelas.registry.models import Enterprise
from tests.doors.web.intake import applied, decide, upload
from tests.factories import person
from tests.factories.registry import enterprise_row, table

pytestmark = pytest.mark.django_db
NIK = "9901011502807001"
PARTS = ("baris", "kolom", "perubahan")


@pytest.fixture
def officer():
    return person("regency")


@pytest.fixture
def office(as_user, officer):
    return as_user(officer)


@pytest.fixture
def twice(office) -> Delivery:
    """A list that came before, came again with changes, and waits for the decision."""
    rows = [enterprise_row(person_nik="") for _ in range(3)]
    applied(office, upload(office, table("umkm_baku", rows), "januari.csv"))
    now = [
        rows[0],
        rows[1] | {"product": "Dodol"},
        enterprise_row(annual_sales_idr="banyak sekali", person_nik=NIK),
    ]
    return upload(
        office,
        table("umkm_baku", [*now, enterprise_row(person_nik=NIK), enterprise_row(village="Antah")]),
        "februari.csv",
    )


def page(client, delivery: Delivery, part: str, status: int = 200, **asked: str) -> str:
    response = client.get(f"/impor/{delivery.pk}/{part}/", asked)
    assert response.status_code == status, response.content.decode()[:500]
    return " ".join(response.content.decode().split())


def test_rows_stand_with_their_problems_in_place_and_what_applying_does(office, twice):
    told = page(office, twice, "baris")
    assert "“banyak sekali” bukan" in told
    assert "“Antah” tidak ditemukan" in told
    assert told.count("Perlu diperbaiki</span>") == 1
    assert NIK not in told
    assert "990101••••••7001" in told
    assert [told.count(f">{word}</span>") for word in ("Baru", "Berubah", "Sama")] == [2, 1, 1]


@pytest.mark.parametrize(
    ("chosen", "rows"), [("all", 5), ("problem", 2), ("new", 2), ("changed", 1), ("same", 1), ("doubtful", 0)]
)
def test_each_choice_shows_its_rows_only(office, twice, chosen, rows):
    told = page(office, twice, "baris", saring=chosen)
    assert told.count('<td class="nk-tab"><b>') == rows
    assert ("nk-empty" in told) == (rows == 0)


def test_an_unknown_choice_is_no_page_and_a_page_too_far_shows_the_last(office, twice):
    page(office, twice, "baris", 404, saring="semuanya")
    assert "banyak sekali" in page(office, twice, "baris", hal="99")


def test_two_hundred_rows_stand_on_a_page(office):
    delivery = upload(office, table("umkm_baku", [enterprise_row() for _ in range(201)]))
    assert page(office, delivery, "baris").count('<td class="nk-tab"><b>') == 200
    assert page(office, delivery, "baris", hal="2").count('<td class="nk-tab"><b>') == 1


def test_columns_are_told_as_a_whole_and_persons_not_at_all(office, twice):
    told = page(office, twice, "kolom")
    assert "Kuliner" in told
    assert "Pemilik Uji" not in told
    assert NIK not in told


def test_changes_name_the_file_they_are_compared_with(office, twice):
    told = page(office, twice, "perubahan")
    assert "januari.csv" in told
    assert "Dodol" in told
    assert "hanya kecamatan yang ada dalam berkas ini" in told


@pytest.mark.parametrize("part", PARTS)
def test_a_file_that_was_not_read_has_no_such_pages(office, part):
    page(office, upload(office, b"A;B;C\n1;2;3\n", "a.csv"), part, 404)
    page(office, upload(office, b"", "kosong.csv"), part, 404)


@pytest.mark.parametrize("part", [*PARTS, "batalkan"])
def test_another_area_and_another_role_see_nothing(as_user, twice, part):
    for who, status in (
        (person("regency", "18.02"), 404), (person("enumerator"), 403), (person("evaluator", "18"), 403),
        (person("auditor", "18"), 403),
    ):  # fmt: skip
        page(as_user(who), twice, part, status)


def test_the_province_sees_what_its_kabupaten_sent(as_user, twice):
    client = as_user(person("province", "18"))
    for part in PARTS:
        page(client, twice, part)


@pytest.mark.parametrize(
    ("part", "kept"),
    [
        ("baris", lambda d: d.summary["preview"]["index"]),
        ("baris", lambda d: d.summary["preview"]["problems"]),
        ("baris", lambda d: d.staged_sha256),
        ("perubahan", lambda d: d.summary["since"]["told"]),
    ],
)
def test_what_is_no_longer_kept_is_said_with_what_to_do(office, twice, part, kept):
    vault.current().blobs.remove(kept(twice))
    told = page(office, twice, part, 410)
    assert "tidak disimpan lagi" in told
    assert "kirim ulang berkas itu" in told


def test_undoing_asks_first_and_leads_back_where_there_is_nothing_to_undo(office, twice):
    response = office.get(f"/impor/{twice.pk}/batalkan/")
    assert (response.status_code, response["Location"]) == (302, f"/impor/{twice.pk}/")
    done = applied(office, twice)
    told = page(office, done, "batalkan")
    assert "2 catatan baru akan dikeluarkan, 1 kembali seperti semula" in told
    assert "Tidak ada yang bergantung padanya" in told
    before = Enterprise.objects.count()
    assert decide(office, done, "undo").status_code == 302
    assert (Enterprise.objects.count(), queries.delivery(done.pk).state) == (before - 2, "undone")
    assert office.get(f"/impor/{done.pk}/batalkan/").status_code == 302
    assert decide(office, done, "undo").status_code == 409


def test_what_stands_against_undoing_is_named_and_there_is_no_button(office):
    row = enterprise_row()
    first = applied(office, upload(office, table("umkm_baku", [row]), "lama.csv"))
    applied(office, upload(office, table("umkm_baku", [row | {"address": "Jl. Baru 1"}]), "baru.csv"))
    told = page(office, first, "batalkan")
    assert "baru.csv" in told
    assert 'value="undo"' not in told
    assert decide(office, first, "undo").status_code == 409


def test_all_or_nothing_cannot_be_chosen_while_a_row_has_an_error(office, twice):
    answer = office.post(f"/impor/{twice.pk}/putuskan/", {"decision": "apply", "how": "whole"})
    assert answer.status_code == 409
    assert "masih bermasalah" in answer.content.decode()
    assert queries.delivery(twice.pk).state == "looked"
