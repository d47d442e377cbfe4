"""Pages of credentials and branding: entering with a file, the next step, lists and counts that agree, and who sees what."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from naikkelas.registry import actions
from naikkelas.registry.models import BrandingEvent, Credential, Enterprise
from tests.conftest import NOW
from tests.factories import person
from tests.factories.registry import bring_in, enterprise_row, table

pytestmark = pytest.mark.django_db
LIST, DUE = "/registri/izin/", "/registri/izin/jatuh-tempo/"


@pytest.fixture
def officer():
    return person("regency")


@pytest.fixture
def enterprise(officer):
    bring_in(table("umkm_baku", [enterprise_row(name="Keripik Siger", kbli="10750")]), by=officer)
    return Enterprise.objects.get()


@pytest.fixture
def office(as_user, officer):
    return as_user(officer)


def form(**values):
    given = {
        "kind": "pirt",
        "status": "issued",
        "number": "P-IRT 2061871010001-25",
        "issued_on": "2020-01-05",
    }
    return given | {"expires_on": "2020-04-01", "facilitated_by": "PLUT", "cost_idr": "150.000"} | values


def counted(page) -> int:
    return page.context["page"].paginator.count


def test_a_credential_is_entered_with_its_file_and_moved_on(office, enterprise):
    pdf = SimpleUploadedFile("sertifikat pirt.pdf", b"%PDF-1.4 isi")
    answer = office.post(f"/registri/umkm/{enterprise.pk}/izin/baru/", form(file=pdf))
    record = Credential.objects.get()
    assert answer.headers["Location"] == f"/registri/izin/{record.pk}/"
    assert (record.cost_idr, record.expires_on) == (150_000, date(2020, 4, 1))
    file = office.get(f"/registri/izin/{record.pk}/berkas/")
    assert (file.content, file.headers["Content-Disposition"]) == (
        b"%PDF-1.4 isi", 'attachment; filename="sertifikat_pirt.pdf"',
    )  # fmt: skip
    office.post(f"/registri/izin/{record.pk}/ubah/", form(status="expired"))
    newer = Credential.objects.get(superseded_at=None)
    assert (newer.status, newer.file_name) == ("expired", "sertifikat pirt.pdf")
    former = office.get(f"/registri/izin/{record.pk}/").content.decode()
    assert f'href="/registri/izin/{newer.pk}/"' in former
    office.post(f"/registri/izin/{newer.pk}/tarik/")
    assert Credential.objects.filter(superseded_at=None).count() == 0
    office.post(f"/registri/izin/{record.pk}/kembalikan/")
    assert Credential.objects.get(superseded_at=None).status == "issued"


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"number": ""}, "Yang sudah terbit mempunyai nomor"),
        ({"issued_on": "2020-05-01", "expires_on": ""}, "Tanggal ini belum tiba"),
        ({"issued_on": "2020-02-01", "expires_on": "2020-01-01"}, "Urutan tanggal tidak mungkin"),
        ({"cost_idr": "banyak"}, "rupiah"),
        ({"status": "applied", "number": "", "issued_on": "", "expires_on": ""}, "Tulis hari pengajuannya"),
        ({"file": SimpleUploadedFile("a.exe", b"MZ")}, "Berkas harus PDF"),
    ],
)
def test_what_is_refused_is_said_at_the_form_and_nothing_is_kept(values, says, office, enterprise):
    answer = office.post(f"/registri/umkm/{enterprise.pk}/izin/baru/", form(**values))
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert Credential.objects.count() == 0


def test_an_odd_number_is_kept_and_said_to_be_odd(office, enterprise):
    office.post(f"/registri/umkm/{enterprise.pk}/izin/baru/", form(number="123"))
    page = office.get(f"/registri/izin/{Credential.objects.get().pk}/").content.decode()
    assert "Bentuk nomor ini berbeda" in page
    assert "Belum dikonfirmasi" in page


def test_a_kbli_code_never_stands_without_its_name(office, enterprise):
    page = office.get(f"/registri/umkm/{enterprise.pk}/").content.decode()
    assert "KBLI 2020" in page
    assert "C10 Industri makanan" in page
    Enterprise.objects.update(kbli="00999")
    assert "Golongan pokok ini tidak ada" in office.get(f"/registri/umkm/{enterprise.pk}/").content.decode()


def test_enterprises_are_filtered_by_section(office, officer, enterprise):
    bring_in(table("umkm_baku", [enterprise_row(kbli="47111"), enterprise_row()]), by=officer)
    shown = {value: counted(office.get("/registri/umkm/", {"kbli": value})) for value in ("C", "G", "A", "0")}
    assert shown == {"C": 1, "G": 1, "A": 0, "0": 1}


def entered(enterprise, officer, **values):
    given = {"kind": "pirt", "status": "issued", "number": "P-1"}
    actions.add_facilitation(
        what="credential", enterprise=enterprise, values=given | values, by=officer, at=NOW
    )


def test_every_count_of_what_ends_leads_to_as_many_rows(office, officer, enterprise):
    for n, days in enumerate((-3, 5, 50, 150, 300)):
        entered(enterprise, officer, number=f"P-{n}", expires_on=NOW.date() + timedelta(days=days))
    due = office.get(DUE)
    shown = {card["value"]: card["n"] for card in due.context["cards"]}
    assert shown == {"past": 1, "30": 1, "90": 2, "180": 3}
    for value, count in shown.items():
        assert counted(office.get(LIST, {"berakhir": value})) == count
    assert [c.number for c, _shape in due.context["rows"]] == ["P-0", "P-1", "P-2", "P-3"]
    assert "perpanjangan SPP-IRT" in due.content.decode()


def test_the_list_is_filtered_searched_and_taken_away(office, officer, enterprise):
    entered(
        enterprise, officer, facilitated_by="PLUT Lampung", programme_no=7, programme_name="Sertifikasi 2020"
    )
    entered(enterprise, officer, kind="halal", number="", status="applied")
    assert counted(office.get(LIST, {"jenis": "halal", "status": "applied"})) == 1
    assert counted(office.get(LIST, {"bantuan": "PLUT Lampung"})) == 1
    assert counted(office.get(LIST, {"bantuan": "tanpa"})) == 1
    assert counted(office.get(LIST, {"program": "7"})) == 1
    assert office.get(LIST, {"program": "8"}).status_code == 404
    assert [counted(office.get(LIST, {"q": q})) for q in ("p-1", "plut", "keripik", "zz")] == [1, 1, 2, 0]
    lines = b"".join(office.get(LIST, {"unduh": "csv", "jenis": "pirt"}).streaming_content).decode()
    assert "P-1" in lines
    assert len(lines.splitlines()) == 2


def test_a_brand_is_not_felt_for_by_who_may_not_see_persons(as_user, officer, enterprise):
    entered(enterprise, officer, kind="trademark", number="Bu Aminah")
    entered(enterprise, officer, kind="nib", number="9120001234567")
    client = as_user(person("evaluator", "18.01"))
    page = client.get(LIST).content.decode()
    assert "9120001234567" in page
    assert "Aminah" not in page
    assert "Keripik Siger" not in page
    assert [counted(client.get(LIST, {"q": q})) for q in ("bu am", "keripik", "912000")] == [0, 0, 1]
    pk = Credential.objects.get(kind="trademark").pk
    assert "Aminah" not in client.get(f"/registri/izin/{pk}/").content.decode()


def test_a_branding_event_is_entered_and_its_summary_leads_to_the_records(office, enterprise):
    given = {
        "kind": "packaging",
        "held_on": "2020-01-10",
        "sales_before_idr": "4.000.000",
        "sales_after_idr": "5.000.000",
    }
    office.post(f"/registri/umkm/{enterprise.pk}/promosi/baru/", given)
    office.post(
        f"/registri/umkm/{enterprise.pk}/promosi/baru/", {"kind": "packaging", "held_on": "2020-01-11"}
    )
    assert BrandingEvent.objects.count() == 2
    (row,) = office.get("/registri/promosi/ringkasan/").context["rows"]
    assert (row["events"], row["compared"], row["risen"]) == (2, 1, 1)
    shown = {
        v: counted(office.get("/registri/promosi/", {"dibandingkan": v})) for v in ("ya", "naik", "tidak")
    }
    assert shown == {"ya": 1, "naik": 1, "tidak": 1}
    assert "bukan bukti pengaruh" in office.get(f"/registri/umkm/{enterprise.pk}/").content.decode()


def test_empty_lists_say_how_to_begin(office):
    assert "dicatat di halaman usaha" in office.get(LIST).content.decode()
    assert "Berlaku sampai" in office.get(DUE).content.decode()
    assert "Catat di halaman usahanya" in office.get("/registri/promosi/").content.decode()
    assert "Catat di halaman usahanya" in office.get("/registri/promosi/ringkasan/").content.decode()


def test_the_trail_tells_the_kind_of_a_credential_in_words(as_user, office, enterprise):
    office.post(f"/registri/umkm/{enterprise.pk}/izin/baru/", form(kind="nib", number="9120001234567"))
    office.post(f"/registri/umkm/{enterprise.pk}/izin/baru/", form())
    found = b"".join(
        as_user(person("auditor")).get("/pengaturan/jejak/", {"unduh": "csv"}).streaming_content
    ).decode()
    told = [line for line in found.splitlines() if "Jenis: " in line]
    assert [("Jenis: nib" in line, "Jenis: pirt" in line) for line in told] == [(False, False)] * 2
    assert any("Jenis: NIB" in line for line in told)
