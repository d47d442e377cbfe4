"""Keeping counts over all enterprises: what was touched is counted anew. Nothing that anybody entered changes."""

import json
from collections.abc import Mapping

from django.db import connection, transaction

from naikkelas.engine import touched
from naikkelas.places import queries as places
from naikkelas.registry.models import Tally, Touched
from naikkelas.registry.queries.tallies import WATCHED, Count, keys_tallied, watching

MANY = 60
"""So many kecamatan were touched (an import) that all is counted anew, one question after another."""


def keep_tallies(asked: Mapping[str, Count]) -> int:
    """Bring what is kept of these questions in step, and forget all others. Returns how many were counted everywhere."""
    with transaction.atomic():
        places.hold(places.NATION)  # what is counted under the lock is kept under it
        if not watching():
            watch()
        _renew(asked)
    fresh = [key for key in asked if key not in keys_tallied()]
    for key in fresh:
        with transaction.atomic():
            places.hold(places.NATION)
            _put(key, asked[key](None) | {"": None})
    return len(fresh)


def watch() -> None:
    """Have the database write down what is touched from now on; nothing of what was kept before can be relied on."""
    Tally.objects.all().delete()
    with connection.cursor() as cursor:
        for statement in touched.create_sql(connection.vendor, Touched._meta.db_table, WATCHED):
            cursor.execute(statement)


def _renew(asked: Mapping[str, Count]) -> None:
    """Count the touched kecamatan anew for every question that was counted everywhere."""
    Tally.objects.exclude(key__in=list(asked)).delete()
    rows = list(Touched.objects.values_list("id", "area_code"))
    codes = sorted({code for _id, code in rows})
    if len(codes) > MANY:
        Tally.objects.all().delete()
    elif codes:
        for key in keys_tallied():
            Tally.objects.filter(key=key, area_code__in=codes).delete()
            _put(key, asked[key](codes))
    for start in range(0, len(rows), 10_000):
        # these alone: what others write down meanwhile stays
        Touched.objects.filter(id__in=[pk for pk, _code in rows[start : start + 10_000]]).delete()


def _put(key: str, counted: Mapping[str, object]) -> None:
    Tally.objects.bulk_create(
        (Tally(key=key, area_code=code, counts=json.dumps(counts)) for code, counts in counted.items()),
        batch_size=2_000,
    )
