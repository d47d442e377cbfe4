"""Five thousand rows: quickly enough, in bounded memory, with a number of queries that does not follow the rows."""

import resource
import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from naikkelas.intake import actions as intake
from naikkelas.registry.models import Enterprise, EnterpriseYear
from tests.conftest import NOW
from tests.factories import person
from tests.factories.registry import enterprise_row, table

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ROWS = 5_000


def peak_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def test_five_thousand_rows_and_the_same_again_changed():
    by = person("regency")
    rows = [enterprise_row(person_nik="", registration_no=f"B-{n}") for n in range(ROWS)]
    before = peak_mb()
    for turn, values in enumerate(({}, {"address": "Jl. Baru", "annual_sales_idr": "900000000"})):
        content = table("umkm_baku", [row | values for row in rows])
        begun = time.process_time()
        delivery = intake.receive_spreadsheet(filename="banyak.csv", content=content, by=by, at=NOW)
        delivery = intake.look(delivery=delivery, by=by, at=NOW)
        delivery = intake.confirm(delivery=delivery, by=by, at=NOW)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            delivery = intake.apply(delivery=delivery, by=by, at=NOW)
        assert time.process_time() - begun < 20
        assert len(asked) < 150
        assert (
            delivery.summary["applied"] == {"new": 0, "changed": ROWS, "same": 0}
            if turn
            else {"new": ROWS, "changed": 0, "same": 0}
        )
    assert Enterprise.objects.filter(address="Jl. Baru", size_class="small").count() == ROWS
    assert EnterpriseYear.objects.filter(superseded_at=None).count() == ROWS
    assert peak_mb() - before < 200
