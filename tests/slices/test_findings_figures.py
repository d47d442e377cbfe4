"""What figures open: once each, mended they wait for a verdict, relapsed they go back, and next year they are recognised."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from naikkelas.monev import actions
from naikkelas.monev.actions import figures
from naikkelas.monev.models import Finding
from naikkelas.monev.queries import follow_up
from naikkelas.programmes import actions as programmes
from naikkelas.trail.actions import SYSTEM
from tests.conftest import NOW
from tests.factories import person
from tests.factories.road import road

pytestmark = pytest.mark.django_db
TEXT = "dilihat pada buku anggaran"
OCTOBER = datetime(2019, 10, 4, 3, 0, tzinfo=UTC)
DECEMBER = datetime(2019, 12, 30, 3, 0, tzinfo=UTC)


def watch(at=NOW):
    return {k: v for k, v in actions.watch_findings(area="18", by=SYSTEM, at=at).items() if k != "same" and v}


@pytest.fixture
def way():
    """Rp 24 million, all planned for August; Rp 12 million were paid in September."""
    made = road()
    months = [(24_000_000 if n == 8 else 0, 0) for n in range(1, 13)]
    programmes.plan_allocation(allocation=made.recipient.allocation, months=months, by=made.province, at=NOW)
    return made


@pytest.fixture
def second(way):
    """Who gets the other half."""
    return programmes.name_recipient(
        allocation=way.recipient.allocation, kind="person", name="Penerima kedua", area="18.01", amount_idr=12_000_000,
        decree_no="09/2019", decree_on=way.recipient.decree_on, by=way.province, at=NOW,
    )  # fmt: skip


def pay(second, way, document_no="SP2D-2"):
    return programmes.disburse(
        recipient=second, amount_idr=12_000_000, paid_on=DECEMBER.date(), document_no=document_no, by=way.province, at=NOW
    )  # fmt: skip


def of(rule):
    return Finding.objects.filter(rule=rule).order_by("id")


def test_a_figure_opens_its_finding_once_with_rule_and_inputs(way):
    assert watch(OCTOBER) == {"opened": 1}  # half of it is paid: no low absorption by September
    finding = of("budget_deviation").get()
    assert (finding.area_id, finding.amount_idr, finding.severity) == ("18.01", 12_000_000, "high")
    assert finding.basis["rule_set"] == "figure_rules"
    assert finding.basis["inputs"] == {
        "whole_idr": 24_000_000,
        "real_idr": 12_000_000,
        "planned_idr": 24_000_000,
        "month": 9,
    }
    assert "Rp\u00a012.000.000 (50,0%)" in finding.condition
    assert watch(OCTOBER) == {}
    assert watch(NOW) == {"opened": 1, "escalated": 1}  # by the end of the year too little was paid
    assert of("low_absorption").get().amount_idr == 12_000_000
    with pytest.raises(IntegrityError), transaction.atomic():
        Finding.objects.create(
            number="x", area_id="18.01", allocation=finding.allocation, rule="budget_deviation", title="x", condition="x",
            severity="low", opened_on=NOW.date(), due_on=NOW.date(),
        )  # fmt: skip


def test_a_mended_figure_proposes_closing_and_a_person_closes_without_other_evidence(way, second):
    watch(OCTOBER)
    payment = pay(second, way)
    assert watch()["mended"] == 1
    finding = of("budget_deviation").get()
    assert (finding.state, follow_up.turn(finding), finding.mended_on) == (
        "in_progress",
        "verifier",
        NOW.date(),
    )
    assert watch() == {}
    programmes.reverse(disbursement=payment, reason="salah bayar", by=way.province, at=DECEMBER)
    assert watch() == {"opened": 1, "relapsed": 1, "escalated": 1}  # low absorption now too
    finding.refresh_from_db()
    assert (finding.state, finding.mended_on) == ("not_followed_up", None)
    pay(second, way, "SP2D-3")
    assert watch()["mended"] == 2
    actions.close(finding=finding, text=TEXT, by=way.province, at=NOW)
    assert [s.kind for s in finding.steps.order_by("id")] == [
        "mended",
        "relapsed",
        "escalated",
        "mended",
        "closed",
    ]
    assert watch() == {}


def test_settled_though_the_figure_is_not_mended_it_does_not_open_again(way):
    watch(OCTOBER)
    finding = of("budget_deviation").get()
    actions.act(
        finding=finding, text=TEXT, evidence_name="a.pdf", evidence=b"%PDF-1.4", by=way.officer, at=NOW
    )
    actions.close(finding=finding, text=TEXT, by=way.province, at=NOW)
    watch(NOW)
    assert of("budget_deviation").count() == 1


def test_late_answers_climb_by_working_days_and_answered_ones_do_not(way):
    finding = actions.open_by_hand(
        area="18.01", title="Kios dikunci", condition="Dua puluh kios dikunci", criterion="", recommendation="",
        severity="high", amount_idr=None, by=way.province, at=OCTOBER,
    )  # fmt: skip
    due = datetime.combine(finding.due_on, OCTOBER.timetz())
    seen = []
    for days in (0, 1, 3, 20, 100):
        actions.watch_findings(area="18", by=SYSTEM, at=due + timedelta(days=days))
        seen.append(Finding.objects.get(pk=finding.pk).escalated_to)
    assert seen == ["", "", "regency", "province", "nation"] or seen == [
        "",
        "regency",
        "regency",
        "province",
        "nation",
    ]
    assert finding.steps.filter(kind="escalated", by=None).count() == 3
    actions.act(finding=finding, text=TEXT, evidence_name="", evidence=None, by=way.officer, at=NOW)
    before = finding.steps.count()
    actions.watch_findings(area="18", by=SYSTEM, at=due + timedelta(days=400))
    assert finding.steps.count() == before


def test_late_answers_climb_some_at_a_time_until_none_is_left(way, monkeypatch):
    monkeypatch.setattr(figures, "ESCALATED_TOGETHER", 2)
    for number in range(5):
        actions.open_by_hand(
            area="18.01", title=f"Kios {number} dikunci", condition="Dua puluh kios dikunci", criterion="",
            recommendation="", severity="high", amount_idr=None, by=way.province, at=OCTOBER,
        )  # fmt: skip
    late = Finding.objects.latest("id").due_on + timedelta(days=100)
    done = actions.watch_findings(area="18", by=SYSTEM, at=datetime.combine(late, OCTOBER.timetz()))
    assert done["escalated"] == 5
    told = Finding.objects.filter(title__endswith="dikunci").values_list("escalated_to", flat=True)
    assert list(told) == ["nation"] * 5


def test_the_same_finding_next_year_is_recognised(way):
    watch(OCTOBER)
    first = of("budget_deviation").get()
    ceiling = programmes.set_ceiling(
        programme=way.programme, source="apbn_dekon", year=2020, amount_idr=30_000_000, document_no="DIPA-2", by=way.province,
        at=NOW,
    )  # fmt: skip
    allocation = programmes.allocate(
        ceiling=ceiling, area="18.01", amount_idr=30_000_000, by=way.province, at=NOW
    )
    months = [(30_000_000 if n == 1 else 0, 0) for n in range(1, 13)]
    programmes.plan_allocation(allocation=allocation, months=months, by=way.province, at=NOW)
    watch()
    again = of("budget_deviation").get(allocation=allocation)
    assert (again.earlier, again.recurrence) == (first, 1)
    assert follow_up.chain(again) == [first]
    assert of("budget_deviation").get(pk=first.pk).recurrence == 0


def test_standing_counts_by_age_unit_and_cause_as_counted_by_hand(way):
    officer = person("province")
    rows = [
        ("18.01", OCTOBER, "selection"),
        ("18.01.06", NOW, ""),
        ("18.02", NOW - timedelta(days=45), "selection"),
        ("18", NOW, ""),
    ]
    for area, at, cause in rows:
        actions.open_by_hand(
            area=area, title="Temuan uji", condition="kondisi yang dilihat", criterion="", recommendation="", severity="low",
            amount_idr=1_000, cause_code=cause, by=officer, at=at,
        )  # fmt: skip
    found = follow_up.standing(Finding.objects.all(), NOW.date())
    by_code = {line.code: line for line in found.units}
    assert {code: (u.open, u.overdue) for code, u in by_code.items()} == {
        "18.01": (2, 1),
        "18.02": (1, 0),
        "18": (1, 0),
    }
    assert [line.code for line in found.units] == ["18.01", "18", "18.02"], (
        "who owed nothing yet stands after 0 %"
    )
    assert found.whole.age == [2, 1, 0, 1, 0, 0]
    assert found.ages_idr == [2_000, 1_000, 0, 1_000, 0, 0]
    assert {cause: dict(years) for cause, years in found.causes.items()} == {
        "selection": {2019: 1, 2020: 1},
        "": {2020: 2},
    }
    for n, count in enumerate(found.whole.age):
        assert follow_up.of_age(Finding.objects.all(), n, NOW.date()).count() == count
