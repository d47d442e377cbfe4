"""Entering and correcting the facts of a year by hand: with evidence, by whom, and without losing what stood."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from naikkelas.registry.models import ClassChange, EnterpriseYear
from naikkelas.trail.models import Event
from naikkelas.web import words
from tests.factories import enterprise, person

pytestmark = pytest.mark.django_db
GIVEN = {
    "year": "2019", "annual_sales_idr": "Rp 400.000.000", "capital_idr": "", "net_worth_idr": "", "workers_male": "1",
    "workers_female": "2", "markets": ["regency", "online"], "evidence": "statement", "remark": "menurut pemilik, buku kas",
}  # fmt: skip


@pytest.fixture
def officer():
    return person("regency")


@pytest.fixture
def made(officer):
    return enterprise(officer)


def standing(made) -> EnterpriseYear:
    return made.years.get(year=2019, superseded_at=None)


def post(client, made, **changes):
    return client.post(
        f"/registri/umkm/{made.pk}/tahun/", GIVEN | {"standing": str(standing(made).pk)} | changes
    )


def test_a_correction_supersedes_and_says_who_and_on_what(as_user, officer, made):
    client, former = as_user(officer), standing(made)
    assert post(client, made).status_code == 302
    row = standing(made)
    assert (row.annual_sales_idr, row.size_class, row.workers_male, row.workers_female) == (
        400_000_000,
        "small",
        1,
        2,
    )
    assert (row.markets, row.evidence, row.source, row.recorded_by) == (
        "regency,online",
        "statement",
        "hand",
        officer,
    )
    former.refresh_from_db()
    assert (former.superseded_at, former.annual_sales_idr) == (row.recorded_at, 120_000_000)
    made.refresh_from_db()
    assert (made.size_class, made.annual_sales_idr, made.workers) == ("small", 400_000_000, 3)
    event = Event.objects.filter(action="enterprise.year_recorded").get()
    assert event.object_id == str(made.pk)
    text = " ".join(client.get(f"/registri/umkm/{made.pk}/").content.decode().split())
    for part in (
        "Pernyataan pemilik",
        officer.name,
        "menurut pemilik, buku kas",
        ", ".join(words.label("market", word) for word in ("regency", "online")),
        "Versi sebelumnya: 1",
    ):
        assert part in text, part
    assert 'class="nk-bars"' in text


def test_another_year_is_entered_beside_it_and_compared(as_user, officer, made):
    assert (
        post(as_user(officer), made, year="2018", standing="", annual_sales_idr="500.000.000").status_code
        == 302
    )
    change = ClassChange.objects.get()
    assert (change.from_year, change.to_year, change.direction) == (2018, 2019, "down")
    made.refresh_from_db()
    assert made.facts_year == 2019


def test_the_form_starts_from_what_stands(as_user, officer, made):
    text = as_user(officer).get(f"/registri/umkm/{made.pk}/tahun/?tahun=2019").content.decode()
    assert 'value="120.000.000"' in text
    assert f'name="standing" value="{standing(made).pk}"' in text
    assert "Perbaiki data tahun 2019" in text


def test_a_document_needs_its_file_which_is_kept_sealed_and_given_out(as_user, officer, made):
    client = as_user(officer)
    assert post(client, made, evidence="document").status_code == 422
    assert standing(made).evidence == "import"
    file = SimpleUploadedFile("laporan 2019.pdf", b"%PDF-1.4 laporan")
    assert post(client, made, evidence="document", evidence_file=file).status_code == 302
    row = standing(made)
    given = client.get(f"/registri/umkm/{made.pk}/tahun/{row.pk}/bukti/")
    assert given.content == b"%PDF-1.4 laporan"
    assert given["Content-Disposition"] == 'attachment; filename="laporan_2019.pdf"'
    assert post(client, made, evidence="document", annual_sales_idr="1").status_code == 302
    assert standing(made).evidence_sha256 == row.evidence_sha256  # no new file: the one known goes on


@pytest.mark.parametrize(
    "changes",
    [
        {"annual_sales_idr": "12 juta"},
        {"annual_sales_idr": "-5"},
        {"capital_idr": "-5"},
        {"workers_male": "-1"},
        {"year": "2021"},
        {"year": "2007"},
        {"evidence": "import"},
        {"remark": ""},
        {"markets": ["mars"]},
        {"annual_sales_idr": "", "workers_male": "", "workers_female": "", "markets": []},
        {"evidence_file": SimpleUploadedFile("virus.exe", b"MZ")},
    ],
    ids=lambda c: next(iter(c)),
)
def test_what_cannot_be_is_told_and_nothing_is_stored(as_user, officer, made, changes):
    answer = post(as_user(officer), made, **changes)
    assert answer.status_code == 422
    assert "nk-say-bad" in answer.content.decode() or "invalid-feedback" in answer.content.decode()
    assert made.years.get().annual_sales_idr == 120_000_000


def test_of_two_who_correct_one_year_the_second_is_told(as_user, officer, made):
    client, seen = as_user(officer), str(standing(made).pk)
    assert post(client, made).status_code == 302
    late = post(client, made, standing=seen, annual_sales_idr="1")
    assert late.status_code == 409
    assert "sudah diperbaiki orang lain" in late.content.decode()
    assert standing(made).annual_sales_idr == 400_000_000


def test_who_only_reads_finds_no_way_to_correct(as_user, made):
    auditor = as_user(person("auditor"))
    assert "/tahun/" not in auditor.get(f"/registri/umkm/{made.pk}/").content.decode()
    assert auditor.get(f"/registri/umkm/{made.pk}/tahun/").status_code == 403


def test_an_import_keeps_the_market_of_its_own_year(officer):
    row = standing(enterprise(officer, market="Online"))
    assert (row.markets, row.evidence, row.recorded_by) == ("online", "import", None)


def test_the_market_abroad_is_no_download():
    """ "Export" was once shown as the word of the button that downloads a list."""
    with translation.override("id"):
        assert words.label("market", "export") == "Ekspor"
