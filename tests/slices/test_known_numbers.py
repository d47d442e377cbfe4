"""Whether numbers are known is looked up, however many are asked for: never by going through all submissions."""

import uuid

import pytest
from django.db import connection

from naikkelas.engine import bulk
from naikkelas.intake import queries
from naikkelas.intake.models import Delivery
from tests.conftest import NOW
from tests.factories import road

pytestmark = pytest.mark.django_db
SEARCHED = ("SCAN intake_delivery", "Seq Scan on intake_delivery")
"""How SQLite and PostgreSQL tell that they go through the whole table."""
STANDING, EDIT, ORIGINAL = "uuid:standing", "uuid:edit", "uuid:original"


def _delivery(made, **values) -> Delivery:
    return Delivery(
        kind="submission", sha256="0" * 64, size=1, area_id="18.01", received_by=made.officer, received_at=NOW, **values
    )  # fmt: skip


def _numbers(count: int) -> list[str]:
    return [f"uuid:{uuid.uuid4()}" for _ in range(count)]


@pytest.mark.parametrize("count", [1, 12, 64])
def test_what_stands_and_what_an_edit_waits_for_is_known_among_many(count):
    made = road()
    rows = [
        _delivery(made, instance_id=STANDING, state="applied"),
        _delivery(made, instance_id="uuid:aside", state="aside"),
        _delivery(made, instance_id=EDIT, deprecated_id=ORIGINAL, state="held", reason=queries.EARLY),
        _delivery(made, instance_id="uuid:other", deprecated_id="uuid:read", state="applied"),
    ]
    Delivery.objects.bulk_create(rows)
    asked = [*_numbers(count), STANDING, ORIGINAL, "uuid:aside", "uuid:read"]
    assert queries.known_numbers(asked) == {STANDING, ORIGINAL}


def test_a_dozen_numbers_at_once_are_looked_up_and_not_searched_for():
    """Nearly all submissions replace nothing: from a dozen numbers on, SQLite went through all that had ever come."""
    made = road()
    Delivery.objects.bulk_create(
        _delivery(made, instance_id=number, state="applied") for number in _numbers(3_000)
    )
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA analysis_limit = 1000")
        else:
            # PostgreSQL may well search three thousand rows: with this it does only where no index answers
            cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("ANALYZE intake_delivery")
    plan = _plan(40)
    assert not [step for step in plan if any(searched in step for searched in SEARCHED)], plan


def _plan(count: int) -> list[str]:
    """The steps by which the database answers `known_numbers`."""
    found: list[str] = []

    def explained(execute, sql, params, many, context):
        asked = "EXPLAIN " + sql
        if connection.vendor == "sqlite":
            asked = "EXPLAIN QUERY PLAN " + sql.replace("%s", "?")
        found.extend(step[-1] for step in connection.connection.execute(asked, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(explained):
        queries.known_numbers(_numbers(count))
    return found


def test_many_rows_are_updated_by_what_each_was_given():
    """Words, moments, JSON and nothing, in more rows than one statement takes."""
    made = road()
    count = bulk.AT_ONCE + 5
    Delivery.objects.bulk_create(
        _delivery(made, instance_id=number, state="received", summary={"a": 1}) for number in _numbers(count)
    )
    ids = list(Delivery.objects.order_by("pk").values_list("pk", flat=True))
    moment = connection.ops.adapt_datetimefield_value(NOW)
    rows = [(f"s{n}", None if n % 2 else moment, f'{{"n": {n}}}', n, pk) for n, pk in enumerate(ids)]
    with connection.cursor() as cursor:
        bulk.update(
            cursor, connection.vendor, "intake_delivery", ("filename", "finished_at", "summary", "done"), rows
        )
    told = Delivery.objects.order_by("pk").values_list("filename", "finished_at", "summary", "done")
    assert list(told) == [(f"s{n}", None if n % 2 else NOW, {"n": n}, n) for n in range(len(ids))]
