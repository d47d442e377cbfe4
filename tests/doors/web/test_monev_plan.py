"""The pages around a cycle: terms of reference, simulation, teams and letters, replacement, review, freeze, lateness."""

from datetime import date, timedelta

import pytest

from naikkelas.accounts.models import User
from naikkelas.kit import clock
from naikkelas.monev.models import Cycle, CycleArea, Freeze, PlannedVisit, Remark, Team, Visit
from naikkelas.reports.models import AssignmentLetter
from tests.conftest import NOW
from tests.factories import road
from tests.factories.registry import cooperative
from tests.slices.test_monev_review import sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    return road()


def test_terms_of_reference_are_written_shown_and_copied(as_user, made):
    client, path = as_user(made.province), f"/monev/{made.cycle.pk}/kerangka/"
    days = {
        f"days_{step}": 2
        for step in ("preparation", "training", "fieldwork", "verification", "sending", "acceptance")
    }
    form = {
        "purpose": "Menilai manfaat",
        "questions": "Apakah usaha berjalan?\n\nApakah dipakai?",
        "budget_idr": "5.000.000",
    }
    client.post(f"{path}ubah/", form | days)
    shown = client.get(path).content.decode()
    assert "Apakah usaha berjalan?" in shown
    assert "5.000.000" in shown
    offered = client.get(path).context["copy"].initial["opens_on"]
    assert offered - date(2020, 3, 31) == made.cycle.opens_on - date(2019, 12, 31)
    assert client.post(f"{path}ubah/", form | days | {"questions": " "}).status_code == 422
    client.post(
        f"/monev/{made.cycle.pk}/salin/",
        {"name": "Berikut", "year": 2020, "quarter": 1, "opens_on": "2020-04-01"},
    )
    assert Cycle.objects.get(name="Berikut").plan.questions == ["Apakah usaha berjalan?", "Apakah dipakai?"]


def test_a_copy_that_is_refused_keeps_what_was_typed(as_user, made):
    """It led back to the page with the form folded and empty of what was typed."""
    client, path = as_user(made.province), f"/monev/{made.cycle.pk}/salin/"
    typed = {"name": "Berikut", "year": 2020, "quarter": 2, "opens_on": "2020-07-06"}
    client.post(path, typed)
    for wrong, told in ((typed, "sudah ada"), (typed | {"name": ""}, "Beberapa isian perlu diperiksa")):
        refused = client.post(path, wrong)
        page = refused.content.decode()
        assert (refused.status_code, told in page, 'value="2020-07-06"' in page) == (422, True, True)
        assert '<details class="card card-body nk-noprint" open>' in page
    assert Cycle.objects.filter(name="Berikut").count() == 1


def test_unit_costs_are_changed_and_reckoned_anew(as_user, made):
    client, path = as_user(made.province), f"/monev/{made.cycle.pk}/simulasi/"
    costs = {
        "visits_a_day": 1, "team_size": 1, "teams_an_area": 1, "daily_idr": "100.000", "transport_idr": "0", "visit_idr": "0",
        "fixed_idr": "0",
    }  # fmt: skip
    saved = client.post(path, costs, follow=True)
    assert "Biaya satuan disimpan" in saved.content.decode()
    assert client.get(path).context["simulation"].cost_idr == 300_000
    assert client.post(path, costs | {"team_size": 0}).status_code == 422


def test_a_team_is_made_given_visits_and_a_duty_letter(as_user, made):
    client = as_user(made.officer)
    client.post(f"/monev/wilayah/{made.area.pk}/tim/baru/", {"name": "Tim A", "leader": made.enumerator.pk})
    team = Team.objects.get()
    path = f"/monev/tim/{team.pk}/"
    empty = client.get(path)
    assert "Tim ini belum mendapat kunjungan" in empty.content.decode()
    late = empty.context["form"].initial
    assert late["starts_on"] == max(made.cycle.opens_on, NOW.date()) <= late["ends_on"], (
        "no letter for days gone by"
    )
    client.post(f"{path}kunjungan/", {"visit": [p.pk for p in made.planned]})
    assert len(client.get(path).context["steps"]) == 3
    letter = {
        "starts_on": "2020-03-02",
        "ends_on": "2020-03-06",
        "signer_name": "Uji",
        "signer_position": "Kepala",
    }
    assert client.post(f"{path}surat-tugas/", letter | {"ends_on": "2020-03-01"}).status_code == 422
    client.post(f"{path}surat-tugas/", letter)
    got = client.get(f"/monev/surat-tugas/{AssignmentLetter.objects.get().pk}/")
    assert got["Content-Type"] == "application/pdf"
    assert got.content.startswith(b"%PDF")


def test_who_cannot_be_met_is_replaced_after_an_attempt(as_user, made):
    cooperative(made.officer, "18.01")
    client, planned = as_user(made.officer), made.planned_with("cooperative")
    path = f"/rencana-kunjungan/{planned.pk}/"
    assert client.post(f"{path}ganti/", {"reason": "moved", "decision": "substitute"}).status_code == 422
    client.post(f"{path}upaya/", {"tried_on": "2020-03-12", "channel": "visit", "outcome": "moved"})
    client.post(f"{path}ganti/", {"reason": "moved", "decision": "substitute"})
    planned.refresh_from_db()
    assert planned.state == "replaced"
    listed = client.get(f"/monev/{made.cycle.pk}/pengganti/").content.decode()
    instead = PlannedVisit.objects.get(code=f"{planned.code}P")
    for shown in (planned, instead):
        assert f'href="/rencana-kunjungan/{shown.pk}/"' in listed
        assert shown.label in listed


def test_the_province_returns_single_visits_accepts_and_the_report_comes_from_the_freeze(as_user, made):
    area = sent(made)
    client, path = as_user(made.province), f"/monev/wilayah/{made.area.pk}/"
    visit = Visit.objects.order_by("id").first()
    assert len(client.get(f"{path}periksa/").context["visits"]) == 3
    asked = {
        "version": area.version,
        "decision": "return",
        "reason": "foto belum lengkap",
        f"remark-{visit.pk}": "foto buram",
    }
    client.post(f"{path}putuskan/", asked)
    assert Remark.objects.get().visit == visit
    assert "foto buram" in as_user(made.officer).get(f"/kunjungan/{visit.pk}/").content.decode()
    as_user(made.officer).post(f"/kunjungan/{visit.pk}/putuskan/", {"decision": "verify"})
    as_user(made.officer).post(f"{path}kirim/", {"version": area.version + 1})
    client = as_user(made.province)  # one browser, whoever signed in last
    accept = {"version": area.version + 2, "decision": "accept"}
    for written in ({"reason": "foto belum ada"}, {f"remark-{visit.pk}": "foto"}):
        kept = client.post(f"{path}putuskan/", accept | written)
        assert (kept.status_code, "Masih tertulis" in kept.content.decode()) == (422, True), (
            "it would be lost"
        )
    client.post(f"{path}putuskan/", accept)
    freeze = Freeze.objects.get()
    page = f"/monev/beku/{freeze.pk}/"
    assert freeze.sha256 in client.get(page).content.decode()
    first = client.get(f"{page}laporan/").content
    Visit.objects.update(answers=[])
    assert client.get(f"{page}laporan/").content == first
    assert client.post(f"{path}buka/", {"version": area.version + 3, "reason": "salah"}).status_code == 422
    client.post(f"{path}buka/", {"version": area.version + 3, "reason": "kuitansi ternyata keliru"})
    assert "kuitansi ternyata keliru" in client.get(path).content.decode()


def test_a_late_area_is_shown_and_reminded_in_the_app_and_by_whatsapp(as_user, made):
    User.objects.filter(pk=made.officer.pk).update(phone="0812-3456-7890")
    clock.set_to(NOW.replace(month=4, day=20) + timedelta(hours=1))
    client, path = as_user(made.province), f"/monev/{made.cycle.pk}/terlambat/"
    shown = client.get(path).content.decode()
    assert "https://wa.me/6281234567890?text=" in shown
    client.post(f"/monev/wilayah/{made.area.pk}/ingatkan/", {"to": made.officer.pk})
    assert "oleh rekan" in client.get(path).content.decode()
    assert as_user(made.officer).get(path).context["lines"][0][0].cycle_area == made.area


def test_an_area_sent_after_its_day_stands_among_the_late_ones_as_the_board_counts_it(as_user, made):
    late = NOW.replace(month=4, day=20)
    CycleArea.objects.filter(pk=made.area.pk).update(state="sent", sent_at=late)
    client = as_user(made.province)
    assert client.get(f"/monev/{made.cycle.pk}/papan/").context["late"] == 1
    shown = client.get(f"/monev/{made.cycle.pk}/terlambat/")
    [(area, days)] = shown.context["sent"]
    assert (area, days > 0) == (made.area, True)
    assert "Sudah dikirim, tetapi terlambat" in shown.content.decode()


@pytest.mark.parametrize("way", ["area", "team", "programme", "instrument"])
def test_progress_is_told_every_way(as_user, made, way):
    shown = as_user(made.officer).get(f"/monev/{made.cycle.pk}/kemajuan/?per={way}")
    assert sum(line.expected for line in shown.context["lines"]) == 3
    assert as_user(made.officer).get(f"/monev/{made.cycle.pk}/kemajuan/?per=lain").status_code == 404
