"""Making persons and what they own into stubs: what is counted stays, who it was goes."""

from collections.abc import Callable
from datetime import datetime

from django.db import connection, transaction

from naikkelas.engine import text_search
from naikkelas.kit.needles import STRUCK
from naikkelas.kit.text import folded
from naikkelas.registry import queries
from naikkelas.registry.actions.numbers import COLUMNS
from naikkelas.registry.models import (
    BrandingEvent,
    Credential,
    Enterprise,
    EnterpriseYear,
    FormerIdentity,
    LinkCandidate,
    LinkMark,
    Person,
)
from naikkelas.trail.actions import Actor, note

HAD_ONE = "dihapus"
"""Stands for a number that there was: how many enterprises have one is counted."""


@transaction.atomic
def erase_persons(
    *,
    person_ids: list[int],
    area: str,
    by: Actor,
    at: datetime,
    release: Callable[[list[str]], None] | None = None,
) -> list[int]:
    """Take the identity out of entries of the registry; return the ids of the enterprises that became stubs.

    Area down to the village, sector, class, sex, and the facts of years stay: they are what statistics are made of.
    `release` is told the files of credentials and branding events that are let go.
    """
    Person.objects.filter(pk__in=person_ids).update(
        name=STRUCK, nik_sealed=None, nik_index=None, born_year=None, phone="", email="", tax_id_sealed=None,
        restricted_at=None, erased_at=at,
    )  # fmt: skip
    rows = list(Enterprise.objects.select_for_update(of=("self",)).filter(owner_id__in=person_ids))
    for row in rows:
        row.name = f"{STRUCK} {row.pk}"
        row.name_key = folded(row.name)
        row.address = row.registration_no = row.product = row.search_text = ""
        row.latitude = row.longitude = None
        for name in COLUMNS.values():
            setattr(row, name, HAD_ONE if getattr(row, name) else "")
        row.match_key, row.row_digest, row.updated_at = -row.pk, 0, at
        row.save()
    ids = [row.pk for row in rows]
    for model in (Credential, BrandingEvent):
        entered = model.objects.filter(enterprise_id__in=ids)
        if release is not None:
            release(list(entered.exclude(file_sha256="").values_list("file_sha256", flat=True)))
        entered.update(remark="", file_name="", file_sha256="")
    Credential.objects.filter(enterprise_id__in=ids).exclude(number="").update(number=HAD_ONE)
    # what was merged into them can't come back: the image would bring the person back with it
    queries.merges_into(ids).update(image_sealed=b"")
    FormerIdentity.objects.filter(kind="enterprise", survivor_id__in=ids).delete()
    EnterpriseYear.objects.filter(enterprise_id__in=ids).update(
        remark="", evidence_name="", evidence_sha256=""
    )
    LinkCandidate.objects.filter(first_id__in=ids).delete()
    LinkCandidate.objects.filter(second_id__in=ids).delete()
    LinkMark.objects.filter(enterprise_id__in=ids).delete()
    with connection.cursor() as cursor:
        index = (connection.vendor, Enterprise._meta.db_table, "search_text")
        text_search.renew(cursor, *index, ids)
        text_search.forget_deleted(cursor, *index)
    note(by=by, at=at, action="person.erased", on=("person", person_ids[0]), area=area, enterprises=len(ids))
    return ids
