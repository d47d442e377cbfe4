"""Entering programmes, and the stages that their recipients reach."""

from datetime import date, datetime

from django.db import transaction

from naikkelas.kit.problems import Kind, Refused
from naikkelas.programmes.models import Milestone, Programme, Recipient
from naikkelas.reference.programme_types import all_types
from naikkelas.trail.actions import Actor, note

UNKNOWN_TYPE = Kind(
    "programme.type", "Jenis program “{type_id}” tidak dikenal.", "Programme type “{type_id}” is not known."
)
EXISTS = Kind(
    "programme.exists",
    "Program “{name}” {year} dengan jenis ini sudah ada di wilayah ini. Buka program itu, atau pakai nama lain.",
    "A programme “{name}” {year} of this type exists in this area. Open it, or use another name.",
)
WRONG_STAGE = Kind(
    "programme.stage",
    "Tahap “{stage}” bukan tahap program ini.",
    "Stage “{stage}” is no stage of this programme.",
)


@transaction.atomic
def add_programme(
    *, type_id: str, name: str, year: int, area: str, by: Actor, at: datetime, synthetic: bool = False
) -> Programme:
    """Enter a programme of a known type. Raises Refused."""
    if type_id not in all_types():
        raise Refused(UNKNOWN_TYPE, type_id=type_id)
    if Programme.objects.filter(type_id=type_id, year=year, area_id=area, name=name).exists():
        raise Refused(EXISTS, status=409, name=name, year=year)
    programme = Programme.objects.create(
        type_id=type_id, name=name, year=year, area_id=area, synthetic=synthetic
    )
    note(by=by, at=at, action="programme.added", on=("programme", programme.pk), area=area, type=type_id)
    return programme


@transaction.atomic
def reach(
    *, recipient: Recipient, stage: str, reached_on: date, by: Actor, at: datetime, physical_percent: int | None = None,
    remark: str = "",
) -> Milestone:  # fmt: skip
    """Record that a recipient reached a stage of its programme type. Raises Refused for a stage of another type."""
    stages = all_types()[recipient.allocation.ceiling.programme.type_id].stages
    if stage not in {s.id for s in stages}:
        raise Refused(WRONG_STAGE, stage=stage)
    row, _created = Milestone.objects.update_or_create(
        recipient=recipient,
        stage=stage,
        defaults={"reached_on": reached_on, "physical_percent": physical_percent, "note": remark},
    )
    note(
        by=by,
        at=at,
        action="milestone.reached",
        on=("recipient", recipient.pk),
        area=recipient.area_id,
        stage=stage,
    )
    return row
