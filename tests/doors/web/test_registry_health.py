"""Pages of health: the worksheet keeps what can be read, the result shows its arithmetic, the list counts what stands."""

import pytest

from naikkelas.registry import actions
from naikkelas.registry.models import CooperativeBalance, HealthAssessment
from naikkelas.rules.cooperative_health import rule_sets
from tests.conftest import NOW
from tests.factories import cooperative, person
from tests.factories.health import FACTS_OF_A_GOOD_YEAR, saved, started, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return person("regency")


@pytest.fixture
def superior():
    return person("province")


@pytest.fixture
def koperasi(officer):
    return cooperative(officer, assets_idr="2000000000", equity_idr="900000000")


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def filled(assessment, **changed: str) -> dict[str, str]:
    """A worksheet as a browser posts it."""
    rules = rule_sets()[assessment.rule_set]
    return {
        "version": str(assessment.version), "do": "save", "assignment_no": "ST/12/2020", "team": "Tim Penilai (uji)",
        "conclusion": "Koperasi dikelola dengan baik.",
        **{f"c-{name}": "yes" for name in rules.checks(assessment.scheme)},
        **{f"f-{name}": str(FACTS_OF_A_GOOD_YEAR[name]) for name in rules.facts(assessment.scheme)},
    } | changed  # fmt: skip


def test_an_assessment_begins_with_the_rules_in_force_on_the_day(as_user, officer, koperasi):
    client = as_user(officer)
    page = text_of(client.get(f"/registri/koperasi/{koperasi.pk}/kesehatan/"))
    assert page.index("perdep_6_2016") < page.index("permenkop_9_2020")
    assert "tidak berlaku hari ini, hanya pembanding" in page
    assert "perdep_7_2016" not in page
    sent = {"book_year": "2019", "rule_set": "perdep_6_2016", "as_of": "2020-03-12"}
    response = client.post(f"/registri/koperasi/{koperasi.pk}/kesehatan/", sent)
    made = HealthAssessment.objects.get()
    assert response.url == f"/registri/kesehatan/{made.pk}/kertas-kerja/"
    again = client.post(f"/registri/koperasi/{koperasi.pk}/kesehatan/", sent)
    assert again.status_code == 422
    assert "sedang berjalan" in text_of(again)


def test_the_worksheet_holds_every_item_and_the_figures_that_are_known(as_user, officer, koperasi):
    made = started(koperasi, officer)
    page = text_of(as_user(officer).get(f"/registri/kesehatan/{made.pk}/kertas-kerja/"))
    rules = rule_sets()["perdep_6_2016"]
    assert all(f'name="c-{name}"' in page for name in rules.checks("conventional"))
    assert all(f'name="f-{name}"' in page for name in rules.facts("conventional"))
    assert 'name="f-assets_idr" inputmode="numeric" autocomplete="off" value="2.000.000.000"' in page
    assert "Rp 900.000.000 ÷ Rp 2.000.000.000 = 45%" in page
    assert "6 × 100 ÷ 100 = <b>6,00</b>" in page


def test_a_figure_that_cannot_be_read_is_told_at_its_field_and_the_rest_is_kept(as_user, officer, koperasi):
    made, client = started(koperasi, officer), as_user(officer)
    address = f"/registri/kesehatan/{made.pk}/kertas-kerja/"
    response = client.post(address, filled(made, **{"f-loans_idr": "sekitar sejuta", "do": "submit"}))
    assert response.status_code == 422
    page = text_of(response)
    assert 'value="sekitar sejuta"' in page
    assert "Tulis jumlah rupiah" in page
    made.refresh_from_db()
    assert (made.state, made.version, made.team) == ("draft", 1, "Tim Penilai (uji)")
    assert made.inputs["facts"]["cash_bank_idr"] == 140_000_000
    assert "loans_idr" not in made.inputs["facts"]
    mended = client.post(address, filled(made, do="submit"))
    assert mended.url == f"/registri/kesehatan/{made.pk}/"
    made.refresh_from_db()
    assert (made.state, made.total) == ("submitted", 10_000)


def test_handing_in_too_early_saves_and_says_what_is_empty(as_user, officer, koperasi):
    made = started(koperasi, officer)
    sent = filled(made, do="submit") | {"f-loans_idr": ""}
    del sent["c-management_general_1"]
    response = as_user(officer).post(f"/registri/kesehatan/{made.pk}/kertas-kerja/", sent)
    assert response.status_code == 422
    assert "Masih ada 2 isian yang kosong" in text_of(response)
    assert "Masih kosong." in text_of(response)
    made.refresh_from_db()
    assert (made.state, made.version) == ("draft", 1)


def test_who_was_overtaken_keeps_the_typed_text_and_overwrites_nothing(as_user, officer, superior, koperasi):
    made = started(koperasi, officer)
    late = filled(made, conclusion="Tulisan yang terlambat.")
    saved(made, superior)
    for _ in range(2):
        response = as_user(officer).post(f"/registri/kesehatan/{made.pk}/kertas-kerja/", late)
        assert response.status_code == 409
        assert "Tulisan yang terlambat." in text_of(response)
        assert 'name="version" value="0"' in text_of(response)
    made.refresh_from_db()
    assert made.conclusion == "Koperasi dikelola dengan baik."


def test_the_result_shows_arithmetic_cut_offs_source_and_marks(as_user, officer, koperasi):
    made = submitted(koperasi, officer)
    page = text_of(as_user(officer).get(f"/registri/kesehatan/{made.pk}/"))
    for part in (
        "100,00", "Sehat", "Modal sendiri ÷ Aset", "= 50%", "5 dari 5 terpenuhi = 100%", "Belum dikonfirmasi",
        "Nomor 06/Per/Dep.6/IV/2016", "KUK 2", "Ketiga ukuran berbeda tingkat", "ST/12/2020", made.rule_hash,
    ):  # fmt: skip
        assert part in page, part
    assert "jadi orang lain yang memutuskannya" in page
    assert f"/registri/kesehatan/{made.pk}/putuskan/" not in page


def test_scores_stand_where_the_rule_set_reads_otherwise_today(as_user, officer, koperasi):
    made = submitted(koperasi, officer)
    HealthAssessment.objects.update(rule_hash="abcabcabcabcabca")
    page = text_of(as_user(officer).get(f"/registri/kesehatan/{made.pk}/"))
    assert "sekarang berbunyi lain" in page
    assert "25,00" in page
    assert "Modal sendiri ÷ Aset" not in page


def test_a_second_person_decides(as_user, officer, superior, koperasi):
    made = submitted(koperasi, officer)
    address = f"/registri/kesehatan/{made.pk}/putuskan/"
    assert as_user(officer).post(address, {"decision": "verify"}).status_code == 403
    short = as_user(superior).post(address, {"decision": "reject", "reason": "tidak"})
    assert short.status_code == 422
    assert as_user(superior).post(address, {"decision": "verify"}).status_code == 302
    made.refresh_from_db()
    assert (made.state, made.decided_by) == ("verified", superior)


def test_a_correction_opens_a_draft_beside_what_stands(as_user, officer, superior, koperasi):
    made = submitted(koperasi, officer)
    actions.verify_assessment(assessment=made, remark="", by=superior, at=NOW)
    response = as_user(officer).post(f"/registri/kesehatan/{made.pk}/koreksi/")
    draft = HealthAssessment.objects.get(corrects=made)
    assert response.url == f"/registri/kesehatan/{draft.pk}/kertas-kerja/"
    assert "Ada koreksi atas penilaian ini" in text_of(
        as_user(officer).get(f"/registri/kesehatan/{made.pk}/")
    )
    gone = as_user(officer).post(response.url, {"do": "withdraw", "version": "0"})
    assert gone.url == f"/registri/koperasi/{koperasi.pk}/"
    assert "Ada koreksi" not in text_of(as_user(officer).get(f"/registri/kesehatan/{made.pk}/"))


def test_the_list_counts_verified_ones_and_narrows_to_a_predicate(as_user, officer, superior, koperasi):
    other = cooperative(officer, name="Koperasi Belum Diputus")
    actions.verify_assessment(assessment=submitted(koperasi, officer), remark="", by=superior, at=NOW)
    submitted(other, officer)
    client = as_user(officer)
    page = text_of(client.get("/registri/kesehatan/?tahun=2019"))
    assert "Dari 1 penilaian terverifikasi tahun buku 2019" in page
    assert koperasi.name in page
    assert other.name in page
    narrowed = text_of(client.get("/registri/kesehatan/?predicate=healthy"))
    assert koperasi.name in narrowed
    assert other.name not in narrowed
    assert "Tidak ada penilaian yang cocok" in text_of(client.get("/registri/kesehatan/?tahun=2018"))
    lines = b"".join(
        client.get("/registri/kesehatan/?unduh=csv&predicate=healthy").streaming_content
    ).decode()
    assert f"{koperasi.name};" in lines
    assert ";100,00;Sehat;KUK 2;" in lines
    assert "Belum ada koperasi yang dinilai" in text_of(
        as_user(person("regency", "18.02")).get("/registri/kesehatan/")
    )


def test_figures_are_entered_by_book_year_and_shown_on_the_page(as_user, officer, koperasi):
    client, address = as_user(officer), f"/registri/koperasi/{koperasi.pk}/neraca/"
    assert "Rp\u00a02.000.000.000" in client.get(address).content.decode()
    wrong = client.post(address, {"tahun": "2019", "loans_idr": "1,5 juta", "cash_bank_idr": "5.000.000"})
    assert wrong.status_code == 422
    none = client.post(address, {"tahun": "2016"})  # it said that the figures were recorded
    assert (none.status_code, "Belum ada yang diisi" in none.content.decode()) == (422, True)
    assert not CooperativeBalance.objects.exists()
    client.post(address, {"tahun": "2018", "loans_idr": "900.000.000"})
    row = CooperativeBalance.objects.get()
    assert (row.book_year, row.loans_idr, row.cash_bank_idr, row.recorded_by) == (
        2018, 900_000_000, None, officer,
    )  # fmt: skip
    page = text_of(client.get(f"/registri/koperasi/{koperasi.pk}/"))
    assert "Pinjaman yang diberikan" in page
    assert "900.000.000" in page
    assert 'value="900.000.000"' in client.get(f"{address}?tahun=2018").content.decode()
    seen = text_of(as_user(person("evaluator", "18.01")).get(f"/registri/koperasi/{koperasi.pk}/"))
    assert "900.000.000" in seen
    assert "/neraca/" not in seen


def test_the_scheme_decides_which_rules_are_offered(as_user, officer, koperasi):
    client = as_user(officer)
    client.post(f"/registri/koperasi/{koperasi.pk}/skema/", {"sharia": "yes"})
    koperasi.refresh_from_db()
    assert koperasi.sharia
    page = text_of(client.get(f"/registri/koperasi/{koperasi.pk}/kesehatan/"))
    assert "perdep_7_2016" in page
    assert "perdep_6_2016" not in page


def test_pages_cost_a_bounded_number_of_queries(
    as_user, officer, superior, koperasi, django_assert_max_num_queries
):
    made = submitted(koperasi, officer)
    client = as_user(superior)
    client.get("/registri/kesehatan/")
    with django_assert_max_num_queries(12):
        client.get("/registri/kesehatan/")
    with django_assert_max_num_queries(12):
        client.get(f"/registri/kesehatan/{made.pk}/")
