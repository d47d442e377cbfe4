"""What the database knows of its tables leads it to the index that fits."""

import pytest
from django.db import connection

from naikkelas.engine import statistics
from naikkelas.registry import actions
from naikkelas.registry.models import QualityIssue
from tests.conftest import NOW
from tests.factories import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def doubts():
    run = actions.check_quality(by=person("regency"), at=NOW, area="18")
    issue = {
        "rule_hash": "0",
        "kind": "enterprise",
        "area_id": "18.01",
        "severity": 1,
        "found_at": NOW,
        "run": run,
    }
    QualityIssue.objects.bulk_create(QualityIssue(rule="uji", record_id=n, **issue) for n in range(3_000))
    with connection.cursor() as cursor:
        statistics.renew(cursor, connection.vendor)


def test_the_doubts_of_one_record_are_found_by_their_record(doubts):
    asked = QualityIssue.objects.filter(kind="enterprise", record_id=66, state="open")
    assert "quality_record" in asked.order_by("-severity", "rule").explain()
