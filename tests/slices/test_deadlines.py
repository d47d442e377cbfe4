"""What falls due for one person: only the own area, visits for who makes them, nothing of drafts."""

from datetime import timedelta

import pytest
from django.utils import timezone

from naikkelas.monev import actions, queries
from naikkelas.monev.models import CycleArea
from naikkelas.monev.queries.deadlines import deadlines_of
from naikkelas.notices.models import Notice
from naikkelas.trail.actions import SYSTEM
from tests.conftest import NOW
from tests.factories import person, road

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate(NOW)


def test_officers_see_areas_and_findings_enumerators_their_visits():
    made = road()
    finding = actions.open_by_hand(
        area=made.area.area_id, title="Alat tidak dipakai", condition="Mesin masih di gudang", criterion="", recommendation="",
        severity="high", amount_idr=None, by=made.province, at=NOW,
    )  # fmt: skip
    found = {(d.kind, d.pk): d for d in deadlines_of(made.officer, TODAY)}
    assert found["finding", finding.pk].due_on == finding.due_on
    assert not found["cycle_area", made.area.pk].done
    own = deadlines_of(made.enumerator, TODAY)
    assert {d.kind for d in own} == {"visits"}
    assert sum(d.count for d in own) == made.enumerator.visits_assigned.filter(state="planned").count() > 0
    assert deadlines_of(person("regency", "18.02"), TODAY) == [
        d for d in deadlines_of(made.province, TODAY) if d.area == "18.02"
    ]
    CycleArea.objects.filter(pk=made.area.pk).update(state="sent", due_on=TODAY - timedelta(days=400))
    assert ("cycle_area", made.area.pk) not in {(d.kind, d.pk) for d in deadlines_of(made.officer, TODAY)}


def test_nobody_is_asked_for_visits_of_locked_work():
    """What was not made has its reason, and what came now would only be held: yet it stood on the phone, and was late."""
    made = road()
    sent = actions.send_area(
        cycle_area=made.area, reason="cuaca buruk sepanjang pekan", by=made.officer, at=NOW
    )
    assert [d.count for d in deadlines_of(made.enumerator, TODAY)] == [3]
    accepted = actions.accept_area(cycle_area=sent, by=made.province, at=NOW)
    assert deadlines_of(made.enumerator, TODAY) == []
    assert list(queries.planned_for(made.enumerator)) == []
    actions.tell_deadlines(by=SYSTEM, at=NOW + timedelta(days=200))
    assert not Notice.objects.filter(user=made.enumerator, kind="visit.due_soon").exists()
    actions.unlock_area(cycle_area=accepted, reason="kuitansi ternyata keliru", by=made.province, at=NOW)
    assert queries.planned_for(made.enumerator).count() == 3
    actions.tell_deadlines(by=SYSTEM, at=NOW + timedelta(days=200))
    assert Notice.objects.filter(user=made.enumerator, kind="visit.due_soon").exists()
