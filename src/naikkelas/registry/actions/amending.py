"""Changing one record field by field, as an officer decided: what a phone proposed, with its submission as evidence."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection, transaction

from naikkelas.engine import text_search
from naikkelas.instruments.entities import FACTS
from naikkelas.instruments.registry_fields import PERSONAL
from naikkelas.reference import kbli
from naikkelas.registry.actions import numbers, shown
from naikkelas.registry.actions.cooperatives import record_book_year
from naikkelas.registry.actions.corrections import correct_persons
from naikkelas.registry.actions.year import record_year
from naikkelas.registry.models import Cooperative, CooperativeYear, Credential, Enterprise, EnterpriseYear
from naikkelas.trail.actions import Actor, note
from naikkelas.trail.changing import between, without

_OF_OWNER = {
    "owner_name": "name",
    "person_nik": "person_nik",
    "sex": "sex",
    "phone": "phone",
    "email": "email",
}
_COLUMN = {"area_code": "area_id"}


@transaction.atomic
def amend_record(
    *, kind: str, record_id: int, values: dict[str, Any], year: int, source: str, by: Actor, at: datetime,
    reason: str,
) -> Enterprise | Cooperative:  # fmt: skip
    """Write values into one record. Fields are those of instruments.entities.FIELDS; facts are of `year`.

    `source` says what it rests on: 'e12/0' is the first entry of submission 12. Raises Refused where a value cannot be that
    of a person.
    """
    model = Cooperative if kind == "cooperative" else Enterprise
    record = model.objects.select_for_update().get(pk=record_id)
    facts = {name: values[name] for name in FACTS[kind] if name in values}
    owners = {_OF_OWNER[n]: v for n, v in values.items() if n in _OF_OWNER} if kind == "enterprise" else {}
    own = {
        _COLUMN.get(name, name): value
        for name, value in values.items()
        if name not in FACTS[kind] and name != "year" and not (kind == "enterprise" and name in _OF_OWNER)
    }
    before = {name: getattr(record, name) for name in own}
    for name, value in own.items():
        setattr(record, name, value)
    if "kbli" in own:
        record.kbli_version = kbli.NEWEST_KNOWN if own["kbli"] else ""
    record.source = source
    record.save()
    told = without(between(before, own), *PERSONAL) | {"source": source, "reason": reason[:300]}
    if kind == "enterprise":
        note(
            by=by,
            at=at,
            action="enterprise.amended",
            on=("enterprise", record.pk),
            area=record.area_id,
            **told,
        )
        _enterprise(record, owners, facts, year, source, by, at, reason)
    else:
        note(
            by=by,
            at=at,
            action="cooperative.amended",
            on=("cooperative", record.pk),
            area=record.area_id,
            **told,
        )
        if facts:
            record_book_year(cooperative=record, book_year=year, facts=facts, source=source, by=by, at=at)
    shown.renew(model, record.pk, by, at)
    with connection.cursor() as cursor:
        text_search.renew(cursor, connection.vendor, model._meta.db_table, "search_text", [record.pk])
    return model.objects.get(pk=record.pk)


@transaction.atomic
def put_back_record(
    *, kind: str, record_id: int, values: dict[str, Any], year: int, changed_at: datetime, changed_by: str, source: str,
    by: Actor, at: datetime, reason: str,
) -> Enterprise | Cooperative:  # fmt: skip
    """Write former values into one record again: those that it held before what amend_record wrote at `changed_at`, from
    `changed_by`. `source` is what it rested on then.

    A year that was not known then is no longer known; one that was known rests on its former evidence again.
    """
    model = Cooperative if kind == "cooperative" else Enterprise
    record = model.objects.select_for_update().get(pk=record_id)
    facts = {name: values[name] for name in FACTS[kind] if name in values}
    rest = {name: value for name, value in values.items() if name not in facts}
    if facts and kind == "enterprise":
        _put_back_year(record, year, facts, changed_at, source, by, at)
    elif facts:
        _put_back_book_year(record, year, facts, changed_at, source, by, at)
    if kind == "enterprise":
        owners = {_OF_OWNER[name]: rest.pop(name) for name in list(rest) if name in _OF_OWNER}
        if owners:
            correct_persons(
                person_ids=[record.owner_id], changes=owners, area=record.area_id, by=by, at=at, reason=reason, held=True
            )  # fmt: skip
        made = Credential.objects.filter(enterprise=record, source=changed_by, superseded_at=None)
        made.exclude(number__in=[v for v in rest.values() if v]).update(superseded_at=at)
    return amend_record(
        kind=kind, record_id=record_id, values=rest, year=year, source=source, by=by, at=at, reason=reason
    )


def _put_back_year(
    record: Enterprise, year: int, facts: dict[str, int | None], changed_at: datetime, source: str, by: Actor, at: datetime
) -> None:  # fmt: skip
    rows = EnterpriseYear.objects.filter(enterprise=record, year=year)
    stood = rows.filter(superseded_at=changed_at).order_by("-id").first()
    if stood is None and rows.filter(superseded_at=None, recorded_at=changed_at).update(superseded_at=at):
        note(
            by=by, at=at, action="enterprise.year_withdrawn", on=("enterprise", record.pk), area=record.area_id, year=year
        )  # fmt: skip
        return
    kept = (
        {
            "evidence": stood.evidence, "evidence_file": (stood.evidence_name, stood.evidence_sha256), "remark": stood.remark,
            "recorded_by": stood.recorded_by_id, "source": stood.source,
        }
        if stood
        else {"evidence": EnterpriseYear.Evidence.VISIT, "source": source}
    )  # fmt: skip
    record_year(enterprise=record, year=year, facts=facts, by=by, at=at, **kept)


def _put_back_book_year(
    record: Cooperative, year: int, facts: dict[str, Any], changed_at: datetime, source: str, by: Actor, at: datetime
) -> None:  # fmt: skip
    rows = CooperativeYear.objects.filter(cooperative=record, book_year=year)
    stood = rows.filter(superseded_at=changed_at).order_by("-id").first()
    if stood is None and rows.filter(superseded_at=None, recorded_at=changed_at).update(superseded_at=at):
        Cooperative.objects.filter(pk=record.pk).update(
            members=None
        )  # counted anew from the years that stand
        note(
            by=by, at=at, action="cooperative.year_withdrawn", on=("cooperative", record.pk), area=record.area_id, year=year
        )  # fmt: skip
        return
    record_book_year(
        cooperative=record,
        book_year=year,
        facts=facts,
        source=stood.source if stood else source,
        by=by,
        at=at,
    )


def _enterprise(
    record: Enterprise, owners: dict[str, str], facts: dict[str, int], year: int, source: str, by: Actor,
    at: datetime, reason: str,
) -> None:  # fmt: skip
    if owners:
        correct_persons(
            person_ids=[record.owner_id], changes=owners, area=record.area_id, by=by, at=at, reason=reason
        )
    if facts:
        record_year(
            enterprise=record, year=year, facts=facts, source=source, evidence=EnterpriseYear.Evidence.VISIT,
            recorded_by=by.pk, by=by, at=at,
        )  # fmt: skip
    numbers.of_columns([record.pk], at)
