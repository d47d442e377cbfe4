"""The first page of each role: what it is shown, and where its figures lead."""

import pytest

from naikkelas.intake import actions as intake
from naikkelas.kit.periods import Quarter
from naikkelas.monev import actions as monev
from naikkelas.monev.actions import CITIZEN, take_report
from naikkelas.monev.models import Visit
from naikkelas.places.models import Facility
from tests.conftest import NOW
from tests.factories import filled, person, road, send

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("role", "path"), [("enumerator", "/lapangan/"), ("administrator", "/pengaturan/")])
def test_some_roles_begin_elsewhere(as_user, role, path):
    first = as_user(person(role)).get("/")
    assert (first.status_code, first["Location"]) == (302, path)


@pytest.mark.parametrize("role", ["ministry", "province", "evaluator", "auditor"])
def test_those_above_see_figures_map_programmes_and_areas_in_need(as_user, role):
    made = road()
    shown = as_user(person(role)).get("/?wilayah=18" if role == "ministry" else "/")
    assert shown.templates[0].name == "home/overview.html"
    assert len(shown.context["cards"]) == 4
    assert "<svg" in shown.context["map"]
    assert shown.context["programmes"][0]["programme"] == made.programme
    assert "Kab. Lampung Selatan" in [
        need.line.cycle_area.area.title for need, _told in shown.context["needs"]
    ]


def test_a_kabupaten_sees_its_week(as_user):
    """What waits for a step of its officer, counted, each a link."""
    made = road()
    send(made.enumerator, filled(made.planned_with("novice_entrepreneur"), business_status="closed"))
    intake.read_waiting(at=NOW)
    shown = as_user(made.officer).get("/")
    assert shown.templates[0].name == "home/area.html"
    assert (shown.context["line"].visited, shown.context["line"].planned) == (1, 3)
    assert [waits["count"] for waits in shown.context["to_verify"]] == [1]
    assert shown.context["findings_count"] == Visit.objects.get().findings.count() > 0
    for path in (
        "/kunjungan/?state=received",
        "/temuan/?giliran=unit",
        f"/monev/wilayah/{made.area.pk}/",
    ):
        assert path in shown.content.decode(), path
    assert as_user(made.officer).get("/kunjungan/?state=received").context["page"].paginator.count == 1


def test_figures_of_the_kabupaten_are_named_so_on_the_page_of_a_kecamatan(as_user):
    """The page of a kecamatan showed 5 of 23 visits below its own 2 of 4, and money of an allocation of Rp 0."""
    made = road()
    told = as_user(made.officer).get("/?wilayah=18.01.06").content.decode()
    assert "Minggu ini · Kab. Lampung Selatan" in told
    assert "dari alokasi Rp 0" not in told.replace("\u00a0", " ")
    assert "Minggu ini ·" not in as_user(made.officer).get("/").content.decode()


@pytest.mark.parametrize("role", ["officer", "province"])
def test_a_report_of_a_citizen_waits_on_the_first_page(as_user, role):
    """Nobody was told of one: it stood in its list until somebody happened to look."""
    made = road()
    market = Facility.objects.create(kind="market", name="Pasar Uji", area_id="18.01.06", address="Jl. Pasar")
    take_report(
        subject=market, topic="unused", text="Kios kosong sejak Januari, atap bocor.", contact="", photos=[],
        sender="s1", by=CITIZEN, at=NOW,
    )  # fmt: skip
    told = as_user(getattr(made, role)).get("/").content.decode()
    assert "/temuan/warga/?keadaan=received" in told
    assert "laporan warga menunggu putusan" in told


def test_the_province_sees_what_waits_for_it(as_user):
    from naikkelas.monev import actions

    made = road()
    actions.send_area(cycle_area=made.area, reason="tiga jembatan putus", by=made.officer, at=NOW)
    waiting = as_user(made.province).get("/").context["waiting"]
    assert waiting[0]["href"] == f"/monev/wilayah/{made.area.pk}/"
    assert "Lampung Selatan" in waiting[0]["text"]


@pytest.mark.parametrize(
    ("role", "area"), [("ministry", ""), ("evaluator", ""), ("auditor", ""), ("auditor", "18.01")]
)
def test_who_may_only_read_is_asked_for_no_decision(as_user, role, area):
    """An auditor was told to accept areas, verify findings and look at held submissions, which then answered 403."""
    from naikkelas.monev import actions

    made = road()
    if area:
        send(made.enumerator, filled(made.planned_with("novice_entrepreneur"), business_status="closed"))
        intake.read_waiting(at=NOW)
    else:
        actions.send_area(cycle_area=made.area, reason="tiga jembatan putus", by=made.officer, at=NOW)
    shown = as_user(person(role, area)).get("/?wilayah=18" if role == "ministry" else "/")
    assert not shown.context.get("waiting")
    assert not any(
        shown.context.get(name) for name in ("to_verify", "held", "told", "changed", "findings_count")
    )
    text = shown.content.decode()
    assert "terima atau kembalikan" not in text
    assert "kunjungan untuk diverifikasi" not in text
    assert "kunjungan yang perlu ditugaskan" not in text


def test_visits_of_a_former_quarter_wait_too_and_lead_to_their_own_list(as_user):
    """They were counted, and the list of the newest quarter showed none of them."""
    made = road()
    send(made.enumerator, filled(made.planned_with("novice_entrepreneur")))
    intake.read_waiting(at=NOW)
    programme = [made.programme]
    newer = monev.add_cycle(
        name="Monev berikut", area="18", quarter=Quarter(2020, 1), opens_on=NOW.date(), due_workdays=5, monitored=programme,
        by=made.province, at=NOW,
    )  # fmt: skip
    monev.draw(cycle=newer, cooperatives=1, enterprises=0, seed="uji", by=made.province, at=NOW)
    monev.publish(cycle=newer, by=made.province, at=NOW)
    client = as_user(made.officer)
    [waits] = client.get("/").context["to_verify"]
    assert (waits["count"], waits["quarter"], waits["chosen"]) == (1, Quarter(2019, 4), False)
    assert client.get(f"/kunjungan/?{waits['query']}").context["page"].paginator.count == 1


def test_a_returned_finding_waits_for_the_unit_and_a_proposal_for_the_province(as_user):
    made = road()
    found = [
        monev.open_by_hand(
            area="18.01", title=f"Kios {n} dikunci", condition="Dikunci sejak Januari", criterion="", recommendation="",
            severity="high", amount_idr=None, by=made.province, at=NOW,
        )
        for n in range(2)
    ]  # fmt: skip
    acted = {
        "text": "Kios dibuka kembali",
        "evidence_name": "a.pdf",
        "evidence": b"%PDF",
        "by": made.officer,
        "at": NOW,
    }
    monev.act(finding=found[0], **acted)
    monev.propose_cannot(finding=found[1], reason="force_majeure", **acted)
    client = as_user(made.province)
    waiting = client.get("/?periode=2018-T1").context["waiting"]
    assert [(w["count"], w["href"]) for w in waiting] == [
        (1, "/temuan/?periode=2018-T1&giliran=verifier"), (1, "/temuan/?periode=2018-T1&giliran=approver")
    ]  # fmt: skip
    for line in waiting:
        assert client.get(line["href"]).context["page"].paginator.count == 1
    monev.send_back(finding=found[0], text="Foto tidak menunjukkan kios", by=made.province, at=NOW)
    shown = as_user(made.officer).get("/")
    assert shown.context["findings_count"] == 1
    assert "Tidak ada yang menunggu" not in shown.content.decode()
    assert as_user(made.officer).get("/temuan/?giliran=unit").context["page"].paginator.count == 1


def test_a_new_installation_without_any_data_shows_its_pages(as_user):
    """Nothing to divide by, no cycle, no record: every page of the navigation all the same."""
    client = as_user(person("province"))
    for path in (
        "/", "/registri/umkm/", "/registri/koperasi/", "/impor/", "/program/", "/monev/", "/kunjungan/", "/temuan/", 
        "/indikator/", "/indikator/visits_done/", "/indikator/visits_done/whole/", "/laporan/", "/pengaturan/",
        "/kiriman-tertahan/", "/monev/baru/",
    ):  # fmt: skip
        assert client.get(path).status_code == 200, path


def test_the_period_and_the_map_can_be_chosen(as_user):
    road()
    client = as_user(person("province"))
    assert client.get("/?periode=2018-T1").context["cycle"] is None
    assert client.get("/?peta=rat_held").context["map_indicator"].id == "rat_held"
    assert client.get("/?peta=nonsense").context["map_indicator"].id == "visits_done"
