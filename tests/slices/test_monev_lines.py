"""Rows of long lists as values say of persons what the objects would."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from naikkelas.intake import actions as intake
from naikkelas.monev.models import Finding, PlannedVisit, Visit
from naikkelas.monev.queries import lines, person_of, plausibility
from naikkelas.web.withheld import withheld
from naikkelas.web.words import planned_name
from tests.conftest import NOW
from tests.factories import road
from tests.factories.submissions import filled, send

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("whose", ["nobody", "owner", "recipient"])
def test_whom_a_visit_is_about_is_withheld_as_of_the_object(whose):
    made = road()
    if whose != "nobody":
        person = made.enterprise.owner if whose == "owner" else made.recipient.person
        person.restricted_at = NOW
        person.save()
    rows = PlannedVisit.objects.all()
    found = lines.planned([row.pk for row in rows])
    assert len(found) == len(rows) == 3
    for row in rows:
        visited = found[row.pk]["visited"]
        assert visited.withheld == withheld(visited) == withheld(row)
        for see in (True, False):
            assert planned_name(visited, see) == planned_name(row, see)
        assert visited.person_id == person_of(row)
    assert any(line["visited"].withheld for line in found.values()) == (whose != "nobody")


def test_a_page_of_visits_or_findings_is_one_question():
    made = road()
    for planned in made.planned:
        send(made.enumerator, filled(planned))
    intake.read_waiting(at=NOW)
    Finding.objects.create(
        number="T-1", area_id=made.area.area_id, visit=Visit.objects.earliest("id"), title="Usaha belum berizin",
        condition="Tanpa izin.", severity="low", opened_on=NOW.date(), due_on=NOW.date(),
    )  # fmt: skip
    visits, findings = (
        Visit.objects.values_list("pk", flat=True),
        Finding.objects.values_list("pk", flat=True),
    )
    with CaptureQueriesContext(connection) as asked:
        shown, found = lines.visits(list(visits)), lines.findings(list(findings))
    assert len(asked) == 2 + 2
    assert {line["enumerator__name"] for line in shown.values()} == {made.enumerator.name}
    assert {line["visited"].code for line in shown.values()} == {planned.code for planned in made.planned}
    for pk, line in found.items():
        finding = Finding.objects.get(pk=pk)
        assert (line["title"], line["state"], line["due_on"]) == (
            finding.title,
            finding.state,
            finding.due_on,
        )
        assert line["visited"].code == finding.visit.planned.code


def test_the_visit_before_is_the_newest_that_counts():
    made = road()
    first = made.planned[0]
    send(made.enumerator, filled(first))
    intake.read_waiting(at=NOW)
    visit = Visit.objects.get()
    assert list(plausibility.before_at(visit)) == []
    again = PlannedVisit.objects.create(
        cycle_area=made.area, code="X-1", instrument=first.instrument, area_id=first.area_id, label=first.label,
        recipient_id=first.recipient_id, cooperative_id=first.cooperative_id, enterprise_id=first.enterprise_id,
        due_on=first.due_on, assigned_to=made.enumerator,
    )  # fmt: skip
    send(made.enumerator, filled(again))
    intake.read_waiting(at=NOW)
    later = Visit.objects.get(planned=again)
    assert list(plausibility.before_at(later)) == [(visit.pk, visit.visited_on, visit.area_id)]
    visit.state = Visit.State.REJECTED
    visit.save()
    assert list(plausibility.before_at(later)) == []
