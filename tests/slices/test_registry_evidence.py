"""Facts of a year rest on what they came from."""

import pytest

from naikkelas.registry import actions
from naikkelas.registry.models import EnterpriseYear
from naikkelas.trail.actions import SYSTEM
from naikkelas.trail.models import Event
from tests.conftest import NOW
from tests.factories import enterprise, person

pytestmark = pytest.mark.django_db


def recorded(made, facts: dict, **more):
    return actions.record_year(
        enterprise=made, year=2019, facts=facts, source="v7", by=SYSTEM, at=NOW, **more
    )


def test_a_visit_that_did_not_ask_for_sales_does_not_vouch_for_them():
    made = enterprise(person("regency"), annual_sales_idr="100000000")
    assert recorded(made, {"workers_male": 3}).evidence == "import"
    assert recorded(made, {"annual_sales_idr": 90_000_000}).evidence == "visit"
    assert recorded(made, {"annual_sales_idr": None, "capital_idr": 5_000_000}).evidence == "visit"


def test_years_of_visits_before_evidence_was_kept_are_named_once():
    made = enterprise(person("regency"))
    of_visit = recorded(made, {"annual_sales_idr": 90_000_000})
    imported = made.years.exclude(pk=of_visit.pk).get()
    EnterpriseYear.objects.update(evidence="import")
    Event.objects.filter(action="registry.evidence_named").delete()
    actions.name_evidence(area="18", by=SYSTEM, at=NOW)
    assert dict(made.years.values_list("pk", "evidence")) == {of_visit.pk: "visit", imported.pk: "import"}
    EnterpriseYear.objects.update(evidence="import")
    actions.name_evidence(area="18", by=SYSTEM, at=NOW)
    assert not made.years.exclude(evidence="import").exists()
