"""Counts over all enterprises, kept by kecamatan. What was touched since is counted anew for each answer: never stale."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet, TextField, Value
from django.db.models.functions import Substr

from naikkelas.engine import touched
from naikkelas.engine.touched import LENGTH, Watched
from naikkelas.registry.models import ClassChange, Credential, Enterprise, EnterpriseYear, Tally, Touched

Counted = dict[str, Any]
"""Area code → what JSON can hold."""
Count = Callable[[Sequence[str] | None], Counted]
"""Counts the enterprises of these area codes, or of all."""
FEW = 40
WATCHED = (
    Watched(Enterprise._meta.db_table),
    *(
        Watched(model._meta.db_table, key="enterprise_id", of=Enterprise._meta.db_table)
        for model in (EnterpriseYear, ClassChange, Credential)
    ),
)


def tallied(key: str, count: Count) -> Counted:
    """What `count(None)` gives: kept, and counted now where something changed since or nothing was kept."""
    if not watching():
        return count(None)
    # one statement: what is kept and what was touched are of one moment
    changed = Touched.objects.values_list("area_code", Value(None, TextField()))
    rows = list(Tally.objects.filter(key=key).values_list("area_code", "counts").union(changed))
    stale = sorted({code for code, counts in rows if counts is None})
    kept = {code: counts for code, counts in rows if counts is not None}
    if kept.pop("", None) is None:
        return count(None)
    found = {code: json.loads(counts) for code, counts in kept.items() if code not in stale}
    return found | count(stale) if stale else found


def watching() -> bool:
    """Whether the database still writes down what is touched: a migration may have made a table anew without it."""
    with connection.cursor() as cursor:
        cursor.execute(touched.present_sql(connection.vendor))
        return cursor.fetchone()[0] == len(touched.names(WATCHED))


def any_touched() -> bool:
    return not watching() or Touched.objects.exists()


def keys_tallied() -> set[str]:
    return set(Tally.objects.filter(area_code="").values_list("key", flat=True))


def of_areas(rows: QuerySet, field: str, codes: Sequence[str] | None) -> QuerySet:
    """The rows whose area code begins, in a Tally's length, as one of the codes; all where None. With the column `part`."""
    rows = rows.annotate(part=Substr(field, 1, LENGTH))
    if codes is None:
        return rows
    if len(codes) > FEW:
        return rows.filter(part__in=codes)
    found = Q(pk__in=[])
    for code in codes:  # a range of the index each
        whole = len(code) < LENGTH
        found |= Q(**{field: code}) if whole else Q(**{f"{field}__gte": code, f"{field}__lt": f"{code}/"})
    return rows.filter(found)
