"""Doubles: the queue by bands, two records side by side, one key decides, and the way back."""

import pytest
from django_tasks_db.models import DBTaskResult

from naikkelas.monev.models import Finding
from naikkelas.registry import actions
from naikkelas.registry.models import Apart, Enterprise, LinkCandidate, Merge, Person, PersonAccess
from tests.conftest import NOW
from tests.factories import person
from tests.factories.registry import bring_in, cooperative_row, enterprise_row, table

pytestmark = pytest.mark.django_db
NAMES = ("Rohmah", "Slamet", "Wayan", "Tuti", "Zainal", "Komang")


@pytest.fixture
def officer():
    return person("regency")


@pytest.fixture
def pairs(officer) -> list[LinkCandidate]:
    """Six enterprises in each of three places, of whom two in Lampung Selatan came a second time."""
    province = person("province")
    rows = [
        enterprise_row(
            area, owner_name=f"{called} {family}", name=f"Keripik {called}", registration_no=f"A{called}{area}",
            person_nik="", address=f"Jl. {called} 4",
        )
        for area, family in {"18.01": "Hidayat", "18.02": "Sudarma", "18.72": "Abidin"}.items()
        for called in NAMES
    ]  # fmt: skip
    again = [
        row
        | {"registration_no": f"B{n}", "owner_name": f"Hj. {row['owner_name']}", "phone": f"0812{n}3456{n}90"}
        for n, row in enumerate(rows[:2])
    ]
    bring_in(table("umkm_baku", [*rows, *again]), by=province)
    actions.link_enterprises(by=province, at=NOW, area="18")
    return list(LinkCandidate.objects.order_by("-probability", "-pk"))


def text(response) -> str:
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_the_queue_counts_bands_and_says_how_sure_it_is(as_user, officer, pairs):
    LinkCandidate.objects.filter(pk=pairs[1].pk).update(band="proposed")
    page = text(as_user(officer).get("/registri/ganda/"))
    assert 'Data yang mungkin sama <span class="nk-sub">2</span>' in page
    assert "Pada registri nyata belum diukur" in page
    assert "Rohmah Hidayat" in page
    page = text(as_user(officer).get("/registri/ganda/umkm/?pita=proposed"))
    assert pairs[1].second.owner.name in page
    assert pairs[0].second.owner.name not in page


def test_another_kabupaten_sees_none_of_it(as_user, pairs):
    client = as_user(person("regency", "18.02"))
    assert "Tidak ada pasangan yang menunggu keputusan" in text(client.get("/registri/ganda/umkm/"))
    assert client.get(f"/registri/ganda/umkm/{pairs[0].pk}/").status_code == 404


def test_side_by_side_with_evidence_in_words_and_what_is_proposed(as_user, officer, pairs):
    page = text(as_user(officer).get(f"/registri/ganda/umkm/{pairs[0].pk}/"))
    assert "Nama pemilik: nama sama, selain gelar" in page
    assert '<span class="nk-sub">mendukung</span>' in page
    assert "hanya satu yang memuat" in page
    assert page.count('name="f:owner_name"') == 2


def test_merged_with_the_fields_chosen_and_on_to_the_next_with_an_undo(as_user, officer, pairs):
    client, pair = as_user(officer), pairs[0]
    answer = client.post(
        f"/registri/ganda/umkm/{pair.pk}/", {"decision": "merge", "f:owner_name": "0", "same_owner": "1"}
    )
    merge = Merge.objects.get()
    assert answer["Location"] == f"/registri/ganda/umkm/{pairs[1].pk}/?digabung={merge.pk}"
    left = Enterprise.objects.select_related("owner").get(pk=merge.survivor_id)
    assert left.owner.name == pair.first.owner.name
    page = text(client.get(answer["Location"]))
    assert "Keduanya kini satu data." in page
    # the undo beside it takes it back exactly
    client.post(
        f"/registri/penggabungan/{merge.pk}/batal/", {"reason": "Langsung dibatalkan sesudah diputuskan."}
    )
    assert Enterprise.objects.filter(pk__in=(pair.first_id, pair.second_id)).count() == 2
    assert Apart.objects.count() == 0


def test_the_second_records_fields_when_the_form_says_so(as_user, officer, pairs):
    pair = pairs[0]
    as_user(officer).post(f"/registri/ganda/umkm/{pair.pk}/", {"decision": "merge", "f:registration_no": "1"})
    assert Enterprise.objects.get(pk=pair.first_id).registration_no.startswith("B")


def test_kept_apart_and_opened_again(as_user, officer, pairs):
    client, pair = as_user(officer), pairs[0]
    answer = client.post(f"/registri/ganda/umkm/{pair.pk}/", {"decision": "apart"})
    apart = Apart.objects.get()
    assert answer["Location"].endswith(f"?terpisah={apart.pk}")
    assert "Keduanya tetap dua data" in text(client.get(answer["Location"]))
    assert "dua data yang berbeda" in text(client.get(f"/registri/ganda/umkm/{pair.pk}/"))
    client.post(f"/registri/terpisah/{apart.pk}/batal/")
    pair.refresh_from_db()
    assert pair.band == "person"
    assert Apart.objects.count() == 0


def test_a_group_of_three_is_told(as_user, officer, pairs):
    LinkCandidate.objects.filter(pk=pairs[1].pk).update(second=pairs[0].second)
    assert "satu rumah tangga" in text(as_user(officer).get(f"/registri/ganda/umkm/{pairs[0].pk}/"))


def test_a_merge_is_shown_to_who_reads_and_taken_back_with_a_reason(as_user, officer, pairs):
    as_user(officer).post(f"/registri/ganda/umkm/{pairs[0].pk}/", {"decision": "merge", "same_owner": "1"})
    merge = Merge.objects.get()
    auditor = as_user(person("auditor", "18.01"))
    page = text(auditor.get(f"/registri/penggabungan/{merge.pk}/"))
    assert "Asal tiap isian" in page
    assert "Batalkan penggabungan ini" not in page
    assert f"Penggabungan {merge.pk}" in text(auditor.get("/registri/penggabungan/"))
    client = as_user(officer)
    answer = client.post(f"/registri/penggabungan/{merge.pk}/batal/", {"reason": "salah", "apart": "1"})
    assert answer.status_code == 422
    assert "paling sedikit 10 huruf" in answer.content.decode()
    client.post(f"/registri/penggabungan/{merge.pk}/batal/", {"reason": "Ternyata dua saudara", "apart": "1"})
    asked = {task.task_path.rpartition(".")[2] for task in DBTaskResult.objects.all()}
    assert {"look_for_doubles", "check_quality"} <= asked
    page = text(client.get(f"/registri/penggabungan/{merge.pk}/"))
    assert "Ternyata dua saudara" in page
    assert Apart.objects.count() == 1


def test_cooperatives_have_their_queue(as_user, officer):
    rows = [cooperative_row(name=f"Koperasi {n}", chair=n, village="") for n in NAMES]
    rows += [rows[0] | {"legal_no": str(rows[0]["legal_no"]).replace("/", "."), "name": "KSP Rohmah"}]
    bring_in(table("koperasi_baku", rows), by=officer)
    actions.link_cooperatives(by=officer, at=NOW, area="18")
    page = text(as_user(officer).get("/registri/ganda/koperasi/"))
    assert "KSP Rohmah" in page
    pk = page.split("/registri/ganda/koperasi/")[-1].split("/")[0]
    assert "nomor badan hukum sama" in text(as_user(officer).get(f"/registri/ganda/koperasi/{pk}/"))


def test_an_unknown_kind_is_no_page(as_user, officer):
    assert as_user(officer).get("/registri/ganda/pasar/").status_code == 404


def test_the_search_is_put_in_the_queue(as_user, officer):
    from django_tasks_db.models import DBTaskResult

    client = as_user(officer)
    first = client.post("/registri/ganda/umkm/cari/", follow=True)
    again = client.post("/registri/ganda/koperasi/cari/", follow=True)
    assert "berjalan di latar belakang" in text(first)
    assert "sudah menunggu dalam antrean" in text(again)
    assert [t.task_path for t in DBTaskResult.objects.all()] == ["naikkelas.monev.tasks.look_for_doubles"]
    assert Finding.objects.count() == 0


def test_a_search_that_was_refused_says_so_with_the_remedy(as_user, officer, monkeypatch):
    from naikkelas.engine.linkage import run
    from naikkelas.monev.tasks import look_for_doubles

    rows = [enterprise_row(owner_name="Sri Rahayu", name=f"Warung {n}", person_nik="") for n in NAMES]
    bring_in(table("umkm_baku", rows), by=officer)
    monkeypatch.setattr(run, "CANDIDATES_AT_LEAST", 1)
    monkeypatch.setattr(run, "CANDIDATES_A_RECORD", 0)
    look_for_doubles.func()
    page = text(as_user(officer).get("/registri/ganda/umkm/"))
    assert "tidak dilakukan" in page
    assert "Terlalu banyak pasangan untuk dibandingkan" in page
    assert "Terlalu banyak pasangan" not in text(as_user(officer).get("/registri/ganda/koperasi/"))


def test_who_looked_at_two_persons_and_who_took_the_list_away_is_kept(as_user, officer, pairs):
    client = as_user(officer)
    text(client.get(f"/registri/ganda/umkm/{pairs[0].pk}/"))
    assert set(PersonAccess.objects.filter(kind="seen").values_list("person_id", flat=True)) == {
        pairs[0].first.owner_id, pairs[0].second.owner_id,
    }  # fmt: skip
    b"".join(client.get("/registri/ganda/umkm/?unduh=csv").streaming_content)
    assert PersonAccess.objects.get(kind="exported").rows == 2


def test_restricted_persons_are_in_no_pair(as_user, officer, pairs):
    Person.objects.filter(pk=pairs[0].second.owner_id).update(restricted_at=NOW)
    client = as_user(officer)
    assert 'Data yang mungkin sama <span class="nk-sub">1</span>' in text(client.get("/registri/ganda/umkm/"))
    assert client.get(f"/registri/ganda/umkm/{pairs[0].pk}/").status_code == 404


def test_the_count_of_merged_proposals_leads_to_its_list(as_user, officer, pairs):
    LinkCandidate.objects.update(band="proposed")
    client = as_user(officer)
    client.post(f"/registri/ganda/umkm/{pairs[0].pk}/", {"decision": "merge", "same_owner": "1"})
    page = text(client.get("/registri/ganda/umkm/"))
    assert 'Digabung dari usulan</div><div class="nk-num">1</div>' in page
    listed = text(client.get("/registri/penggabungan/?keadaan=standing&pita=proposed&jenis=enterprise"))
    assert f"Penggabungan {Merge.objects.get().pk}" in listed
