"""Pages of a PLUT: logging by search or by name, linking, results, and who sees what."""

import pytest

from naikkelas.analytics.cache import forget
from naikkelas.programmes import actions
from naikkelas.programmes.models import PlutCentre, PlutFinancing, PlutGuest, PlutItem, PlutService
from naikkelas.programmes.queries import plut
from naikkelas.registry.models import PersonAccess
from tests.factories import enterprise, person
from tests.factories.plut import DAY, Centre

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    return Centre()


@pytest.fixture
def office(as_user, centre):
    return as_user(centre.by)


@pytest.fixture
def shop():
    return enterprise(person("regency"), name="Keripik Siger", owner_name="Sutinah Wijaya")


def address(centre, rest: str = "") -> str:
    return f"/plut/{centre.row.pk}/{rest}"


def form(centre, **values) -> dict[str, str]:
    given = {
        "consultant": str(centre.consultant.pk), "served_on": "2019-11-04", "minutes": "1:30", "topic": "Pengajuan KUR",
        "result": "Berkas lengkap", "follow_up": "Datang kembali", "follow_up_on": "2019-11-18",
    }  # fmt: skip
    return given | values


def test_a_client_is_found_while_typing_logged_and_seen_in_client_page_and_targets(office, centre, shop):
    found = office.get(address(centre, "klien/cari/"), {"q": "keri"}).content.decode()
    assert "Sutinah Wijaya" in found
    value = f'value="enterprise-{shop.pk}"'
    assert value in found
    assert value in office.get(address(centre, "klien/cari/"), {"q": "suti"}).content.decode()
    answer = office.post(address(centre, "layanan/baru/"), form(centre, client=f"enterprise-{shop.pk}"))
    again = f"?konsultan={centre.consultant.pk}&hari=2019-11-04"
    assert answer.headers["Location"] == address(centre, "layanan/baru/") + again
    service = PlutService.objects.get()
    assert (service.enterprise_id, service.minutes, service.field) == (shop.pk, 90, "finance")
    page = office.get(address(centre, f"klien/enterprise/{shop.pk}/")).content.decode()
    assert "Pengajuan KUR" in page
    assert "Berkas lengkap" in page
    targets = office.get(address(centre, "target/?periode=2019-T4")).context["rows"]
    assert [m["done"] for m in targets[0][1]] == [1, 1, 90]
    assert PersonAccess.objects.filter(person_id=shop.owner_id, kind="seen").exists()


def test_nobody_chosen_is_refused_with_the_remedy_and_what_was_written_stays(office, centre):
    answer = office.post(address(centre, "layanan/baru/"), form(centre))
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Pilih klien dari hasil pencarian" in text
    assert "Berkas lengkap" in text
    assert not PlutService.objects.exists()


def test_a_refused_service_leaves_no_guest_behind(office, centre):
    wrong = form(centre, guest_name="Zulfikarno", guest_area="18.01", served_on="2018-01-01")
    assert office.post(address(centre, "layanan/baru/"), wrong).status_code == 422
    assert not PlutGuest.objects.exists()


def test_somebody_not_registered_is_noted_linked_and_unlinked(office, centre, shop):
    office.post(address(centre, "layanan/baru/"), form(centre, guest_name="Zulfikarno", guest_area="18.01"))
    guest = PlutGuest.objects.get()
    page = address(centre, f"klien/guest/{guest.pk}/")
    assert "Zulfikarno" in office.get(page).content.decode()
    assert office.post(f"{page}catat/", {"decision": "link"}).status_code == 422
    answer = office.post(f"{page}catat/", {"decision": "link", "client": f"enterprise-{shop.pk}"})
    registered = address(centre, f"klien/enterprise/{shop.pk}/")
    assert answer.headers["Location"] == registered
    assert office.get(page).status_code == 404
    office.post(f"{registered}catat/", {"decision": "unlink", "guest": guest.pk})
    assert office.get(page).status_code == 200
    office.post(f"{page}catat/", {"decision": "forget"})
    assert "Zulfikarno" not in office.get(page).content.decode()


def test_financing_is_recorded_counted_and_withdrawn(office, centre, shop):
    centre.serve(shop)
    page = address(centre, f"klien/enterprise/{shop.pk}/")
    given = {"decision": "financing", "kind": "kur", "amount_idr": "25.000.000", "obtained_on": "2019-12-02"}
    assert office.post(f"{page}catat/", given | {"amount_idr": "banyak"}).status_code == 422
    office.post(f"{page}catat/", given)
    forget()  # inside the one transaction of a test PostgreSQL sees no newer version of the data
    assert office.get(address(centre, "klien/")).context["totals"].financing_idr == 25_000_000
    assert office.get(address(centre, "klien/?hasil=dana")).context["page"].paginator.count == 1
    office.post(f"{page}catat/", {"decision": "withdraw", "financing": PlutFinancing.objects.get().pk})
    forget()
    assert office.get(address(centre, "klien/?hasil=dana")).context["page"].paginator.count == 0


def test_an_entry_is_corrected_withdrawn_and_put_back(office, centre, shop):
    centre.serve(shop)
    first = PlutService.objects.get()
    answer = office.post(f"/plut/layanan/{first.pk}/ubah/", form(centre, minutes="2 jam"))
    newer = PlutService.objects.get(superseded_at=None)
    assert answer.headers["Location"] == f"/plut/layanan/{newer.pk}/"
    assert (newer.minutes, newer.enterprise_id) == (120, shop.pk)
    assert office.get(f"/plut/layanan/{first.pk}/ubah/").status_code == 404
    office.post(f"/plut/layanan/{newer.pk}/tarik/")
    assert "ditarik" in office.get(f"/plut/layanan/{newer.pk}/").content.decode()
    office.post(f"/plut/layanan/{newer.pk}/kembalikan/")
    assert plut.services().count() == 1


def test_the_list_is_searched_filtered_and_taken_away_as_shown(office, centre, shop):
    centre.serve(shop, follow_up_on=centre.consultant.starts_on)
    centre.serve(centre.guest(), topic="Foto produk", field="marketing")
    page = "/plut/layanan/"

    def counted(**query) -> int:
        return office.get(page, query).context["page"].paginator.count

    assert [counted(q=q) for q in ("keripik", "foto", "zulfikarno", "zz")] == [1, 1, 1, 0]
    assert [counted(bidang=f) for f in ("finance", "marketing", "it")] == [1, 1, 0]
    assert [counted(klien=k) for k in ("enterprise", "guest", "cooperative")] == [1, 1, 0]
    assert (
        counted(konsultan=str(centre.consultant.pk), plut=str(centre.row.pk), masa="tahun", periode="2019-T4")
        == 2
    )
    taken = office.get(page, {"unduh": "csv", "bidang": "marketing"})
    lines = b"".join(taken.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert "Zulfikarno Uji" in lines[1]
    assert PersonAccess.objects.get(kind="exported").rows == 1


def test_a_kabupaten_sees_its_own_clients_of_the_provincial_plut_and_runs_nothing(as_user, centre, shop):
    centre.serve(shop)
    centre.serve(centre.guest(area="18.02", guest_name="Tetangga Jauh"))
    own = as_user(person("regency"))  # Lampung Selatan, where the building stands
    listed = own.get(address(centre, "klien/")).content.decode()
    assert "Keripik Siger" in listed
    assert "Tetangga Jauh" not in listed
    assert own.get(address(centre, "layanan/baru/")).status_code == 404
    assert own.get(address(centre, "klien/cari/"), {"q": "keripik"}).status_code == 404
    other = as_user(person("regency", "18.71"))
    assert other.get(address(centre, "klien/")).context["page"].paginator.count == 0
    assert as_user(person("regency", "17.01")).get(address(centre)).status_code == 404


def test_who_may_not_see_persons_sees_fields_and_hours_alone(as_user, centre, shop):
    service = centre.serve(shop, result="Bu Sutinah puas")
    guest = centre.guest()
    centre.serve(guest)
    evaluator = as_user(person("evaluator", "18"))
    for rest in ("", "klien/", f"klien/enterprise/{shop.pk}/", f"klien/guest/{guest.pk}/"):
        text = evaluator.get(address(centre, rest)).content.decode()
        assert not {"Keripik", "Sutinah", "Zulfikarno"} & set(text.replace(">", " ").split()), rest
    shown = evaluator.get(f"/plut/layanan/{service.pk}/").content.decode()
    assert "1:30" in shown
    assert "Pengajuan KUR" not in shown


def test_a_plut_is_entered_with_a_new_building_and_equipped(as_user):
    office = as_user(person("regency"))
    given = {"name": "PLUT Kalianda", "village": "18.01.06.2018", "address": "Jl. Raya", "area": "18.01"}
    assert office.post("/plut/baru/", given | {"village": "18.02.01"}).status_code == 422
    assert office.post("/plut/baru/", {"area": "18.01"}).status_code == 422
    office.post("/plut/baru/", given)
    centre = PlutCentre.objects.get()
    item = {
        "decision": "item",
        "name": "Proyektor",
        "quantity": "2",
        "condition": "good",
        "supplied_by": "ministry",
    }
    office.post(f"/plut/{centre.pk}/catat/", item)
    row = PlutItem.objects.get()
    office.post(f"/plut/{centre.pk}/perlengkapan/{row.pk}/", item | {"gone_on": "2020-01-05"})
    budget = {"decision": "budget", "year": "2019", "source": "apbd_regency", "planned_idr": "90.000.000"}
    office.post(f"/plut/{centre.pk}/catat/", budget | {"realised_idr": "45.000.000"})
    assert (
        office.post(f"/plut/{centre.pk}/catat/", budget | {"realised_idr": "95.000.000"}).status_code == 422
    )
    hired = {
        "decision": "consultant",
        "name": "Konsultan",
        "field": "it",
        "starts_on": "2019-01-01",
        "ends_on": "2020-12-31",
    }
    office.post(f"/plut/{centre.pk}/catat/", hired)
    house = {
        "open_days": "5 4,3 2 1",
        "opens": "08:00",
        "closes": "16:00",
        "grant_status": "done",
        "grant_on": "2019-12-10",
    }
    office.post(f"/plut/{centre.pk}/ubah/", house)
    context = office.get(f"/plut/{centre.pk}/?periode=2019-T4").context
    centre.refresh_from_db()
    assert (centre.open_days, centre.grant_status) == ("12345", "done")
    assert context["budget"] == {"planned": 90_000_000, "realised": 45_000_000}
    assert "it" not in context["without"]
    assert len(context["without"]) == 6
    consultant = centre.consultants.get()
    target = {"decision": "target", "year": "2020", "clients": "30", "services": "90", "hours": "150"}
    office.post(f"/plut/{centre.pk}/konsultan/{consultant.pk}/catat/", target)
    assert consultant.targets.get().minutes == 9_000


def test_the_history_names_the_client_of_a_financing_for_who_may_see_persons(as_user, centre, shop):
    centre.serve(shop)
    values = {"kind": "kur", "amount_idr": 25_000_000, "obtained_on": DAY}
    actions.record_financing(centre=centre.row, client=shop, values=values, **centre.common)
    step = as_user(centre.by).get(address(centre)).content.decode().split("nk-timeline")[-1]
    assert "UMKM: Keripik Siger" in step
    step = (
        as_user(person("evaluator", "18.01")).get(address(centre)).content.decode().split("nk-timeline")[-1]
    )
    assert (f"UMKM: UMKM {shop.pk}" in step, "Keripik Siger" in step) == (True, False)
