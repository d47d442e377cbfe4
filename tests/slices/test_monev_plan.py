"""The plan of a cycle: whom it visits, what it takes, a copy of it."""

from datetime import date

import pytest

from naikkelas.kit.periods import Quarter
from naikkelas.monev import actions
from naikkelas.monev.models import Cycle, Finding, Plan, PlannedVisit
from naikkelas.monev.queries import plan as plans
from naikkelas.rules.monev_cost import Costs
from naikkelas.trail.models import Event
from tests.conftest import NOW
from tests.factories import person, road
from tests.slices.test_programmes_money import refusal

pytestmark = pytest.mark.django_db


def _draft(made, **more):
    return actions.add_cycle(
        name="Rencana", area="18", quarter=Quarter(2020, 1), opens_on=date(2020, 4, 1), due_workdays=5,
        monitored=[made.programme], by=made.province, at=NOW, **more,
    )  # fmt: skip


def _twenty(made) -> None:
    """Nineteen recipients more, of ever more money: twenty in all."""
    for n in range(19):
        allocation = made.recipient.allocation
        type(made.recipient).objects.create(
            allocation=allocation, area_id=made.recipient.area_id, kind="person", name=f"Penerima {n}",
            amount_idr=50_000 * (n + 1), decree_no="08/2019", decree_on=date(2019, 7, 1),
        )  # fmt: skip


def _choose(made, cycle, whom, **more):
    values = {"margin_bp": 1000, "confidence": 95, "risk_count": 3} | more
    actions.choose_whom(cycle=cycle, whom=whom, **values, by=made.province, at=NOW)
    actions.draw(cycle=cycle, cooperatives=0, enterprises=0, seed="uji", by=made.province, at=NOW)
    cycle.refresh_from_db()
    rows = PlannedVisit.objects.filter(cycle_area__cycle=cycle).order_by("code")
    return list(rows), Plan.objects.get(cycle=cycle)


def test_a_sample_has_the_size_that_the_stated_precision_needs_and_says_what_it_gives():
    made = road()
    _twenty(made)
    cycle = _draft(made)
    rows, plan = _choose(made, cycle, "sample", margin_bp=2000)
    # n0 = (1.96 / 0.4)^2 = 24.01; 24.01 * 20 / (24.01 + 19) = 11.2, so twelve
    assert (plan.frame_count, plan.drawn_count, len(rows)) == (20, 12, 12)
    assert plans.precision_bp(plan) == 1836
    again, _plan = _choose(made, cycle, "sample", margin_bp=2000)
    assert [r.recipient_id for r in again] == [r.recipient_id for r in rows]


def test_by_risk_the_most_points_are_visited_and_every_point_is_told():
    made = road()
    _twenty(made)
    actions.open_by_hand(
        area="18.01", title="Uang tidak terpakai", condition="Bantuan belum dipakai sama sekali", criterion="",
        recommendation="", severity="high", amount_idr=None, by=made.officer, at=NOW,
    )  # fmt: skip
    poor = type(made.recipient).objects.get(name="Penerima 0")
    Finding.objects.update(recipient=poor, opened_on=date(2020, 3, 1), due_on=date(2020, 3, 20))
    rows, _plan = _choose(made, _draft(made), "risk")
    assert len(rows) == 3
    told = {r.recipient_id: r.risk for r in rows}
    assert told[poor.pk][:3] == [["money", 50_000, 10], ["findings", 1, 15], ["overdue", 1, 10]]
    assert all(reasons[-1][0] == "late" for reasons in told.values())
    assert sum(reason[2] for reason in told[poor.pk]) == max(
        sum(reason[2] for reason in reasons) for reasons in told.values()
    )


def test_assets_alone_leave_persons_out():
    made = road()
    rows, plan = _choose(made, _draft(made), "assets")
    assert (rows, plan.frame_count) == ([], 0)


def test_a_running_cycle_keeps_whom_it_visits_and_the_versions_of_its_forms():
    made = road()
    values = {"whom": "risk", "margin_bp": 1000, "confidence": 95, "risk_count": 1}
    refusal("plan.running", actions.choose_whom, cycle=made.cycle, **values, by=made.province, at=NOW)
    refusal(
        "plan.impossible", actions.choose_whom, cycle=_draft(made), **values | {"margin_bp": 1}, by=made.province, at=NOW
    )  # fmt: skip
    plan = plans.plan_of(made.cycle)
    assert set(plan.instruments) == {"novice_entrepreneur", "cooperative", "enterprise"}
    assert all(plan.instruments.values())


def test_the_simulation_adds_up_days_and_rupiah_kecamatan_by_kecamatan():
    made = road()
    costs = Costs(
        visits_a_day=2,
        team_size=2,
        teams_an_area=1,
        daily_idr=100,
        transport_idr=50,
        visit_idr=1,
        fixed_idr=1000,
    )
    simulation = plans.simulate(made.cycle, costs)
    districts = {p.area_id[:8] for p in made.planned}
    mine = next(a for a in simulation.areas if a.cycle_area == made.area)
    days = sum(-(-sum(p.area_id[:8] == d for p in made.planned) // 2) for d in districts)
    assert (mine.districts, mine.cost.visits, mine.cost.team_days) == (len(districts), 3, days)
    assert simulation.cost_idr == days * (2 * 100 + 50) + 3 + 1000
    actions.set_costs(cycle=made.cycle, costs=costs, by=made.province, at=NOW)
    assert plans.costs_of(plans.plan_of(made.cycle)) == costs


def test_a_copy_takes_the_plan_along_and_no_visit():
    made = road()
    actions.write_plan(
        cycle=made.cycle, purpose="Menilai manfaat", questions=["Apakah usaha berjalan?", " "], steps={"fieldwork": 9},
        budget_idr=5_000_000, funding="APBD", by=made.province, at=NOW,
    )  # fmt: skip
    actions.give_role(cycle=made.cycle, duty="head", to=made.province, by=made.province, at=NOW)
    actions.set_targets(cycle=made.cycle, targets={made.area.pk: 2}, by=made.province, at=NOW)
    copy = actions.copy_cycle(
        cycle=made.cycle,
        name="Monev berikut",
        quarter=Quarter(2020, 1),
        opens_on=date(2020, 4, 1),
        by=made.province,
        at=NOW,
    )
    plan = plans.plan_of(copy)
    assert (plan.purpose, plan.questions, plan.budget_idr) == (
        "Menilai manfaat",
        ["Apakah usaha berjalan?"],
        5_000_000,
    )
    assert (plan.copied_from, plan.instruments, copy.state) == (made.cycle, {}, "draft")
    assert dict(plan.steps)["fieldwork"] == 9
    assert [r.user for r in plans.roles_of(copy)] == [made.province]
    assert copy.areas.get(area_id="18.01").target_count == 2
    assert not PlannedVisit.objects.filter(cycle_area__cycle=copy).exists()
    assert plans.plan_of(made.cycle).pk != plan.pk
    assert Event.objects.filter(action="cycle.copied").count() == 1


def test_a_plan_needs_a_question_and_a_role_a_person_of_the_area():
    made = road()
    values = {
        "purpose": "",
        "steps": {},
        "budget_idr": None,
        "funding": "",
        "by": made.province,
        "at": NOW,
    }
    refusal("plan.questions", actions.write_plan, cycle=made.cycle, questions=["  "], **values)
    refusal(
        "plan.not_of_the_cycle", actions.give_role, cycle=made.cycle, duty="head", to=person("province", "17"),
        by=made.province, at=NOW,
    )  # fmt: skip


def test_the_calendar_runs_over_working_days_only():
    made = road()
    actions.write_plan(
        cycle=_draft(made), purpose="", questions=["Apa?"], steps={"preparation": 3, "fieldwork": 4}, budget_idr=None,
        funding="", by=made.province, at=NOW,
    )  # fmt: skip
    cycle = Cycle.objects.get(name="Rencana")
    stages = plans.calendar_of(cycle, plans.plan_of(cycle))
    # 10 April 2020 was Good Friday
    assert [(s.step, s.first_on, s.last_on) for s in stages] == [
        ("preparation", date(2020, 4, 1), date(2020, 4, 3)),
        ("fieldwork", date(2020, 4, 6), date(2020, 4, 9)),
    ]
