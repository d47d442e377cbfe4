"""Taking an import back: what it created goes, what it changed is as before."""

from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from naikkelas.engine import text_search
from naikkelas.places import queries as places
from naikkelas.registry.actions.keys import unfold
from naikkelas.registry.actions.warnings import renew_warnings
from naikkelas.registry.actions.years import recount_changes
from naikkelas.registry.models import (
    ActivityVerdict,
    Cooperative,
    CooperativeYear,
    Credential,
    Enterprise,
    EnterpriseYear,
    Person,
)
from naikkelas.trail.actions import Actor, note

_BYTES = ("nik_sealed", "tax_id_sealed")


@transaction.atomic(savepoint=False)  # engine.bulk says why
def restore_enterprises(*, undo: dict[str, Any], delivery: str, area: str, by: Actor, at: datetime) -> None:
    """Undo one step of enrol_enterprises. The caller has made sure that nothing depends on what it created."""
    EnterpriseYear.objects.filter(id__in=unfold(undo["years"])).delete()
    EnterpriseYear.objects.filter(id__in=undo["superseded"]).update(superseded_at=None)
    made = [*unfold(undo["created"]), *(image["id"] for image in undo["before"])]
    Credential.objects.filter(enterprise_id__in=made, source__startswith=f"d{delivery}/").delete()
    Enterprise.objects.filter(id__in=unfold(undo["created"])).delete()
    Person.objects.filter(id__in=unfold(undo["owners"])).delete()
    for image in undo["before"]:
        owner = {c: bytes.fromhex(v) if c in _BYTES and v else v for c, v in image["owner"].items()}
        Person.objects.filter(pk=image["owner_id"]).update(**owner)
        Enterprise.objects.filter(pk=image["id"]).update(**_placed(image["enterprise"]))
    _renew_index(Enterprise, undo)
    touched = set(
        EnterpriseYear.objects.filter(id__in=undo["superseded"]).values_list("enterprise_id", flat=True)
    )
    recount_changes(sorted(touched | {image["id"] for image in undo["before"]}), at)
    note(
        by=by,
        at=at,
        action="enterprises.restored",
        on=("delivery", delivery),
        area=area,
        removed=len(unfold(undo["created"])),
    )


@transaction.atomic(savepoint=False)  # engine.bulk says why
def restore_cooperatives(*, undo: dict[str, Any], delivery: str, area: str, by: Actor, at: datetime) -> None:
    """Undo one step of enrol_cooperatives."""
    ActivityVerdict.objects.filter(id__in=unfold(undo["verdicts"])).delete()
    CooperativeYear.objects.filter(id__in=unfold(undo["years"])).delete()
    CooperativeYear.objects.filter(id__in=undo["superseded"]).update(superseded_at=None)
    Cooperative.objects.filter(id__in=unfold(undo["created"])).delete()
    for image in undo["before"]:
        Cooperative.objects.filter(pk=image["id"]).update(**_placed(image["cooperative"]))
    _renew_index(Cooperative, undo)
    renew_warnings([image["id"] for image in undo["before"]], at.date())
    note(
        by=by,
        at=at,
        action="cooperatives.restored",
        on=("delivery", delivery),
        area=area,
        removed=len(unfold(undo["created"])),
    )


def _placed(before: dict[str, Any]) -> dict[str, Any]:
    """A former state of a record at the code under which its place stands today."""
    return before | {"area_id": places.current(before["area_id"])} if "area_id" in before else before


def _renew_index(model: type[Model], undo: dict[str, Any]) -> None:
    ids = [*unfold(undo["created"]), *(image["id"] for image in undo["before"])]
    with connection.cursor() as cursor:
        text_search.renew(cursor, connection.vendor, model._meta.db_table, "search_text", ids)
