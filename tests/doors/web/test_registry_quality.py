"""Data quality: the score, the worklist, deciding one issue or many."""

from datetime import UTC, datetime

import pytest

from naikkelas.registry import actions
from naikkelas.registry.models import Enterprise, QualityIssue
from tests.conftest import NOW
from tests.factories import enterprise, person

pytestmark = pytest.mark.django_db
REASON = "Dicocokkan dengan dokumen OSS"


@pytest.fixture
def officer():
    return person("regency")


@pytest.fixture
def made(officer):
    """Three enterprises whose KBLI is too short; nothing else is wrong with them."""
    found = [enterprise(officer, phone="0812666600", address="Jl. Raya") for _ in range(3)]
    Enterprise.objects.filter(pk__in=[e.pk for e in found]).update(kbli="561")
    actions.check_quality(by=officer, at=NOW, area="18")
    return found


def issue_of(record) -> QualityIssue:
    return QualityIssue.objects.get(rule="kbli_shape", record_id=record.pk)


def test_before_the_first_check_the_page_says_how_to_begin(as_user, officer):
    text = as_user(officer).get("/registri/mutu/").content.decode()
    assert "Registri belum diperiksa" in text
    assert "Periksa sekarang" in text


def test_the_score_its_groups_and_rules_lead_to_the_records(as_user, officer, made):
    text = as_user(officer).get("/registri/mutu/").content.decode()
    assert "85,0" in text  # the weight of consistency is lost
    assert "?kelompok=consistency" in text
    assert "?aturan=kbli_shape" in text
    listed = as_user(officer).get("/registri/mutu/daftar/?aturan=kbli_shape").content.decode()
    for record in made:
        assert record.name in listed
        assert f"/registri/mutu/{issue_of(record).pk}/" in listed


def test_who_only_reads_is_offered_no_decision_and_no_names(as_user, made):
    client = as_user(person("evaluator"))
    listed = client.get("/registri/mutu/daftar/").content.decode()
    assert made[0].name not in listed
    assert f"UMKM {made[0].pk}" in listed
    assert 'name="decision"' not in listed
    one = client.get(f"/registri/mutu/{issue_of(made[0]).pk}/").content.decode()
    assert made[0].name not in one
    assert 'name="decision"' not in one


def test_an_issue_is_accepted_with_a_reason_and_taken_back(as_user, officer, made):
    issue, client = issue_of(made[0]), as_user(officer)
    address = f"/registri/mutu/{issue.pk}/"
    short = client.post(f"{address}putuskan/", {"decision": "accepted", "reason": "benar"})
    assert short.status_code == 422
    assert "paling sedikit 10 huruf" in short.content.decode()
    client.post(f"{address}putuskan/", {"decision": "accepted", "reason": REASON})
    text = client.get(address).content.decode()
    assert REASON in text
    assert "Batalkan keputusan" in text
    assert made[0].name not in client.get("/registri/mutu/daftar/").content.decode()
    assert made[0].name in client.get("/registri/mutu/daftar/?keadaan=accepted").content.decode()
    client.post(f"{address}putuskan/", {"decision": "reopen"})
    issue.refresh_from_db()
    assert (issue.state, issue.reason) == ("open", "")


def test_looking_again_closes_what_is_mended(as_user, officer, made):
    issue, client = issue_of(made[0]), as_user(officer)
    address = f"/registri/mutu/{issue.pk}/putuskan/"
    assert (
        "masih seperti semula" in client.post(address, {"decision": "recheck"}, follow=True).content.decode()
    )
    Enterprise.objects.filter(pk=made[0].pk).update(kbli="56101")
    assert "sudah benar" in client.post(address, {"decision": "recheck"}, follow=True).content.decode()
    issue.refresh_from_db()
    assert issue.state == "mended"


def test_ticked_issues_are_waived_together_but_none_of_another_area(as_user, officer, made):
    other = person("regency", "18.02")
    foreign = enterprise(other, "18.02", phone="0812666600", address="Jl. Raya")
    Enterprise.objects.filter(pk=foreign.pk).update(kbli="561")
    actions.check_quality(by=officer, at=NOW, area="18")
    ticked = [issue_of(record).pk for record in (*made[:2], foreign)]
    as_user(officer).post(
        "/registri/mutu/putuskan/", {"issue": ticked, "decision": "waived", "reason": REASON}
    )
    assert [issue_of(record).state for record in (*made, foreign)] == ["waived", "waived", "open", "open"]
    unknown = as_user(officer).post(
        "/registri/mutu/putuskan/", {"issue": ticked, "decision": "merge", "reason": REASON}
    )
    assert unknown.status_code == 404


def test_the_list_is_searched_and_exported_as_shown(as_user, officer, made):
    client = as_user(officer)
    found = client.get("/registri/mutu/daftar/", {"q": made[1].name}).content.decode()
    assert made[1].name in found
    assert made[0].name not in found
    csv = (
        b"".join(client.get("/registri/mutu/daftar/?unduh=csv").streaming_content)
        .decode("utf-8-sig")
        .splitlines()
    )
    assert len(csv) == 4
    assert made[2].name in csv[1]  # the newest of equals comes first
    assert "KBLI: 561" in csv[1]
    # found at six in the morning of the 14th where it lies, which is still the 13th in Greenwich
    QualityIssue.objects.update(found_at=datetime(2020, 3, 13, 23, 0, tzinfo=UTC))
    assert b"2020-03-14" in b"".join(client.get("/registri/mutu/daftar/?unduh=csv").streaming_content)


def test_a_rule_says_its_source_and_version_and_counts_by_area(as_user, made):
    text = as_user(person("province")).get("/registri/mutu/aturan/kbli_shape/").content.decode()
    assert "Belum dikonfirmasi" in text
    assert "kbli_shape@1" in text
    assert "Buka 3 masalah" in text
    assert "?wilayah=18.01&amp;aturan=kbli_shape" in text
    assert as_user(person("province")).get("/registri/mutu/aturan/lain/").status_code == 404


def test_the_check_is_put_to_the_background(as_user, officer):
    from django_tasks_db.models import DBTaskResult

    answer = as_user(officer).post("/registri/mutu/periksa/", follow=True)
    assert "Pemeriksaan dimulai" in answer.content.decode()
    assert [t.task_path for t in DBTaskResult.objects.all()] == ["naikkelas.registry.tasks.check_quality"]
