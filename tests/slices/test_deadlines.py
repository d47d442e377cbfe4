"""What falls due for one person: only the own area, visits for who makes them, nothing of drafts."""

from datetime import timedelta

import pytest
from django.utils import timezone

from naikkelas.monev import actions
from naikkelas.monev.models import CycleArea
from naikkelas.monev.queries.deadlines import deadlines_of
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
