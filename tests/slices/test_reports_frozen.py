"""Reports of an accepted cycle are issued from what was frozen: the same to the byte after the world moved on."""

from datetime import timedelta

import pytest

from naikkelas import vault
from naikkelas.kit.needles import Needles
from naikkelas.kit.periods import Quarter
from naikkelas.monev import actions as monev
from naikkelas.monev.models import Finding, PlannedVisit, Visit
from naikkelas.notices.models import Notice
from naikkelas.programmes.models import Programme
from naikkelas.registry.models import Cooperative
from naikkelas.reports import actions, queries
from naikkelas.reports.models import FrozenFigures, Issue
from tests.conftest import NOW
from tests.factories import road
from tests.slices.test_monev_review import area_of, sent

pytestmark = pytest.mark.django_db
PERIOD = Quarter(2019, 4)
TITLE = "Kios dikunci Nama Orang Itu"


def issue(made, report, area="18.01", case="", at=NOW):
    return actions.issue(report=report, area=area, period=PERIOD, case=case, by=made.province, at=at)


@pytest.fixture
def made():
    made = road()
    made.cycle.areas.exclude(pk=made.area.pk).delete()
    waiting = sent(made)
    monev.open_by_hand(
        area="18.01", title=TITLE, condition="Dua puluh kios dikunci", criterion="", recommendation="Buka kios", severity="high",
        amount_idr=5_000_000, by=made.officer, at=NOW,
    )  # fmt: skip
    actions.accept_area(cycle_area=waiting, by=made.province, at=NOW)
    return made


def documents(row: Issue) -> tuple[bytes, bytes]:
    return actions.document(row, "pdf"), actions.document(row, "xlsx")


@pytest.mark.parametrize(
    ("report", "area", "case"),
    [("quarterly", "18.01", ""), ("quarterly", "18", ""), ("pp39_a", "18.01", "tp"), ("pp39_b", "18", "dekon"),
     ("pp39_c", "18", "tp")],
)  # fmt: skip
def test_a_report_of_a_freeze_is_the_same_to_the_byte_after_the_world_moved_on(made, report, area, case):
    first = issue(made, report, area, case)
    before = documents(first)
    again = issue(made, report, area, case, at=NOW + timedelta(days=3))
    assert (again, documents(again)) == (first, before)
    first.delete()
    Finding.objects.update(title="Lain", state="in_progress", amount_idr=1)
    PlannedVisit.objects.update(state="planned")
    Visit.objects.update(state="rejected")
    Cooperative.objects.update(official_status="inactive")
    Programme.objects.update(name="Program lain")
    made.cycle.name = "Nama lain"
    made.cycle.save()
    later = issue(made, report, area, case, at=NOW + timedelta(days=400))
    assert (later.number, later.figures_sha256, documents(later)) == (
        first.number,
        first.figures_sha256,
        before,
    )
    assert (actions.drawn_again(later, "pdf"), actions.drawn_again(later, "xlsx")) == before
    assert later.number.endswith("-B01")
    assert [f.cycle_area.area_id for f in queries.freezes_under(later)] == ["18.01"]


def test_the_figures_are_those_of_the_moment_of_acceptance(made):
    monev.open_by_hand(
        area="18.01", title="Sesudah diterima", condition="Dua puluh kios dikunci", criterion="", recommendation="Buka kios",
        severity="low", amount_idr=None, by=made.officer, at=NOW,
    )  # fmt: skip
    told = issue(made, "quarterly").figures
    assert TITLE in str(told["findings"])
    assert "Sesudah diterima" not in str(told)
    assert told["cycle"]["accepted"] == 1


def test_opened_again_a_report_is_gathered_of_today_and_accepted_again_it_stands_on_the_new_freeze(made):
    first = issue(made, "quarterly")
    monev.unlock_area(cycle_area=area_of(made), reason="ada angka yang keliru", by=made.province, at=NOW)
    live = issue(made, "quarterly")
    assert (live.frozen, live != first) == (None, True)
    assert queries.freezes_under(live) == []
    monev.send_area(cycle_area=area_of(made), reason="", by=made.officer, at=NOW)
    actions.accept_area(cycle_area=area_of(made), by=made.province, at=NOW + timedelta(hours=1))
    second = issue(made, "quarterly")
    assert [f.number for f in queries.freezes_under(second)] == [2]
    assert second.number.endswith("-B02")
    assert first.frozen
    assert first.frozen.freezes.get().set_aside_at == NOW


def test_a_province_stands_on_all_its_areas_or_on_none():
    made = road()
    actions.accept_area(cycle_area=sent(made), by=made.province, at=NOW)
    assert {row.area_id for row in FrozenFigures.objects.all()} == {"18.01"}
    assert issue(made, "quarterly", "18").frozen is None


def test_a_person_is_taken_out_of_kept_figures_too(made):
    kept = queries.standing_figures("quarterly", "", "18.01", PERIOD)
    released: list[str] = []
    actions.redact_kept(
        needles=Needles(words=("Nama Orang Itu",)), release=released.extend, by=made.province, at=NOW
    )
    assert kept.sha256 in released
    told = issue(made, "quarterly")
    assert "Nama Orang Itu" not in str(told.figures)
    assert vault.current().blobs.get(told.pdf_sha256).startswith(b"%PDF")


def test_a_letter_asks_the_unit_once_a_finding(made):
    finding = Finding.objects.get(title=TITLE)
    actions.issue_letter(
        area="18",
        unit="18.01",
        findings=[finding],
        signer="",
        signer_nip="",
        remark="",
        by=made.province,
        at=NOW,
    )
    told = Notice.objects.filter(kind="finding.asked")
    named = f"{finding.number}, Kab. Lampung Selatan"
    assert {(n.user_id, n.told["name"]) for n in told} == {(made.officer.pk, named)}
