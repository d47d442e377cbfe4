"""The road of a cycle, action by action: each step is what the next one needs."""

import pytest

from naikkelas.intake import actions as intake
from naikkelas.monev import actions as monev
from naikkelas.monev.models import Visit
from tests.conftest import NOW
from tests.factories import filled, road, send

pytestmark = pytest.mark.django_db


def test_a_visit_goes_from_phone_to_accepted_area():
    made = road()
    for planned in made.planned:
        assert send(made.enumerator, filled(planned)).status_code == 201
    assert intake.read_waiting(at=NOW) == 3
    waiting = Visit.objects.filter(planned__cycle_area=made.area, state="received")
    assert waiting.count() == 3
    monev.verify_visits(visits=list(waiting), by=made.officer, at=NOW)
    monev.send_area(cycle_area=made.area, reason="", by=made.officer, at=NOW)
    monev.accept_area(cycle_area=made.area, by=made.province, at=NOW)
    made.area.refresh_from_db()
    assert made.area.state == "accepted"
    assert made.area.decided_by == made.province
