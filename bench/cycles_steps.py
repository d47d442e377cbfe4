"""Steps of `cycles`, each in a process of its own: years of cycles as rows, like those that the demonstration has."""

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

FIRST = 2015
CAUSES = ("documents", "supervision", "selection", "people", "")
STATES = ("resolved", "resolved", "resolved", "not_followed_up", "in_progress", "cannot_be_followed_up")


def fill(years: int, visits: int, findings: int) -> dict[str, Any]:
    """Write a cycle for each quarter of so many years: areas, teams, visits with answers and facts, findings with steps."""
    from django.db import connection, transaction

    from naikkelas.engine import statistics
    from naikkelas.monev.models import Cycle, Finding, Visit, VisitFact

    dice = random.Random(years)
    with transaction.atomic():
        for quarter in range(4 * years):
            _cycle(FIRST + quarter // 4, quarter % 4 + 1, visits, findings, dice)
    with connection.cursor() as cursor:
        statistics.renew(cursor, connection.vendor)
    models = {"cycles": Cycle, "visits": Visit, "facts": VisitFact, "findings": Finding}
    return {name: model.objects.count() for name, model in models.items()}


def _cycle(year: int, quarter: int, visits: int, findings: int, dice: random.Random) -> None:
    from naikkelas.accounts import queries as accounts
    from naikkelas.monev.models import Cycle, CycleArea
    from naikkelas.places import queries as places

    end = date(year, 3 * quarter, 28)
    cycle = Cycle.objects.create(
        name=f"Monev {year} triwulan {quarter} (bench)", area_id="18", year=year, quarter=quarter,
        opens_on=end - timedelta(days=60), due_workdays=10, due_on=end + timedelta(days=14), state="open", synthetic=True,
    )  # fmt: skip
    province, made = accounts.user_named("provinsi"), []
    for region in places.below("18", "regency"):
        office = accounts.user_named(f"dinas{region.code.replace('.', '')}")
        at = datetime.combine(cycle.due_on, datetime.min.time(), UTC) + timedelta(days=dice.randrange(-6, 3))
        area = CycleArea.objects.create(
            cycle=cycle, area_id=region.code, due_on=cycle.due_on, state="accepted", sent_at=at, sent_by=office,
            decided_at=at + timedelta(days=3), decided_by=province, version=2,
        )  # fmt: skip
        made += _area(area, visits // 15, office, dice)
    _findings(made, findings, dice)


def _area(area: Any, count: int, office: Any, dice: random.Random) -> list[Any]:
    """The visits of an area, each like one of the demonstration's."""
    from naikkelas.accounts import queries as accounts
    from naikkelas.monev.models import PlannedVisit, Team, TeamVisit, Visit, VisitFact

    people = list(accounts.enumerators_in(area.area_id))
    teams = [Team.objects.create(cycle_area=area, name=f"Tim {n}", leader=p) for n, p in enumerate(people, 1)]
    told = Visit.objects.filter(planned__cycle_area__cycle__name__contains="strategis").select_related(
        "planned"
    )
    models = list(told.filter(area__code__startswith=area.area_id)[:40]) or list(told[:40])
    chosen = [dice.choice(models) for _ in range(count)]
    planned = PlannedVisit.objects.bulk_create(
        PlannedVisit(
            cycle_area=area, code=f"B{area.pk}-{n:04d}", instrument=like.instrument, area_id=like.planned.area_id,
            label=like.planned.label, recipient_id=like.planned.recipient_id, cooperative_id=like.planned.cooperative_id,
            enterprise_id=like.planned.enterprise_id, facility_id=like.planned.facility_id,
            assigned_to=people[n % len(people)], due_on=area.due_on, state="verified",
        )
        for n, like in enumerate(chosen)
    )  # fmt: skip
    TeamVisit.objects.bulk_create(
        TeamVisit(planned=p, team=teams[n % len(teams)]) for n, p in enumerate(planned)
    )
    at = area.sent_at - timedelta(days=9)
    made = Visit.objects.bulk_create(
        Visit(
            planned=p, instance_id=f"uuid:bench-{p.pk}", instrument=like.instrument, form_version=like.form_version,
            area_id=like.area_id, enumerator_id=p.assigned_to_id, visited_on=at.date(), started_at=at, ended_at=at,
            latitude=like.latitude, longitude=like.longitude, accuracy_m=like.accuracy_m, answers=like.answers,
            photos=like.photos, flags=like.flags, state="verified", received_at=at, decided_at=at, decided_by=office,
        )
        for p, like in zip(planned, chosen, strict=True)
    )  # fmt: skip
    VisitFact.objects.bulk_create(
        VisitFact(visit=visit, name=fact.name, number=fact.number, word=fact.word)
        for visit, like in zip(made, chosen, strict=True)
        for fact in like.facts.all()
    )
    return made


def _findings(visits: list[Any], count: int, dice: random.Random) -> None:
    from naikkelas.accounts import queries as accounts
    from naikkelas.monev.models import Finding, FollowUp

    province, second = accounts.user_named("provinsi"), accounts.user_named("provinsi2")
    rows = []
    for visit in dice.sample(visits, count):
        state, opened = dice.choice(STATES), visit.visited_on
        closed = state in ("resolved", "cannot_be_followed_up")
        rows.append(
            Finding(
                number=f"B{visit.pk}", area_id=visit.area_id, visit=visit, rule=f"{visit.instrument}.bench",
                title="Usaha belum berizin (bench)", condition="Usaha berjalan tanpa izin.", severity="medium",
                cause_code=dice.choice(CAUSES), opened_on=opened, due_on=opened + timedelta(days=60), state=state,
                acted_by=second if state != "not_followed_up" else None,
                acted_on=opened + timedelta(days=30) if state != "not_followed_up" else None,
                closed_by=province if closed else None, closed_on=opened + timedelta(days=45) if closed else None,
                cannot_reason="not_effective" if state == "cannot_be_followed_up" else "", recurrence=dice.randrange(2),
                amount_idr=dice.choice((None, 12_000_000)), synthetic=True,
            )
        )  # fmt: skip
    made = Finding.objects.bulk_create(rows)
    FollowUp.objects.bulk_create(
        FollowUp(
            finding=finding,
            kind="action",
            by=second,
            at=finding.visit.received_at,
            text="Sudah didatangi kembali.",
        )
        for finding in made
        if finding.acted_by_id
    )
