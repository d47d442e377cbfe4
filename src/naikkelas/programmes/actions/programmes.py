"""Entering programmes, and the stages that their recipients reach."""

from datetime import date, datetime

from django.db import transaction

from naikkelas.kit.problems import Kind, Refused
from naikkelas.places import queries as places
from naikkelas.programmes import queries
from naikkelas.programmes.models import MarketProject, Milestone, Programme, Recipient
from naikkelas.trail.actions import Actor, note
from naikkelas.trail.changing import between, entered

UNKNOWN_TYPE = Kind(
    "programme.type", "Jenis program “{type_id}” tidak dikenal.", "Programme type “{type_id}” is not known."
)
EXISTS = Kind(
    "programme.exists",
    "Program “{name}” {year} dengan jenis ini sudah ada di wilayah ini. Buka program itu, atau pakai nama lain.",
    "A programme “{name}” {year} of this type exists in this area. Open it, or use another name.",
)
RETIRED = Kind(
    "programme.retired",
    "Jenis program “{name}” sudah tidak dipakai untuk program baru.",
    "The type “{name}” is no longer used for new programmes.",
)
WRONG_PERCENT = Kind(
    "milestone.percent",
    "Kemajuan fisik ditulis 0 sampai 100, dan hanya pada tahap yang mempunyai ukuran fisik.",
    "Physical progress is 0 to 100, and only of a stage that has a physical measure.",
)
IN_FUTURE = Kind(
    "milestone.future",
    "Tanggal tahap tidak boleh di masa depan.",
    "The day of a stage cannot lie in the future.",
)
HAS_FILE = Kind(
    "milestone.market_file",
    "Pasar ini mempunyai berkas. Catat tahapnya di halaman pasar itu, agar persyaratannya ikut diperiksa.",
    "This market has a file. Record its stage on the market's page, where its requirements are checked.",
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
    kind = queries.types().get(type_id)
    if kind is None or (kind.area and not places.covers(kind.area, area)):
        raise Refused(UNKNOWN_TYPE, type_id=type_id)
    if not kind.open_on(at.date()):
        raise Refused(RETIRED, name=kind.name.id)
    if Programme.objects.filter(type_id=type_id, year=year, area_id=area, name=name).exists():
        raise Refused(EXISTS, status=409, name=name, year=year)
    programme = Programme.objects.create(
        type_id=type_id, name=name, year=year, area_id=area, synthetic=synthetic
    )
    note(
        by=by, at=at, action="programme.added", on=("programme", programme.pk), area=area,
        **entered(name=name, type_id=type_id, programme_year=year),
    )  # fmt: skip
    return programme


@transaction.atomic
def reach(
    *, recipient: Recipient, stage: str, reached_on: date, by: Actor, at: datetime, physical_percent: int | None = None,
    remark: str = "",
) -> Milestone:  # fmt: skip
    """Record that a recipient reached a stage of its programme type. Raises Refused for a stage of another type, and for a
    market that has a file: there its requirements are asked first."""
    if MarketProject.objects.filter(recipient=recipient).exists():
        raise Refused(HAS_FILE, status=409)
    return reached(
        recipient=recipient, stage=stage, reached_on=reached_on, by=by, at=at, physical_percent=physical_percent, remark=remark
    )  # fmt: skip


def reached(
    *, recipient: Recipient, stage: str, reached_on: date, by: Actor, at: datetime, physical_percent: int | None = None,
    remark: str = "",
) -> Milestone:  # fmt: skip
    """Write the stage down, for who has asked already whether it may be."""
    kind = queries.type_of(recipient.allocation.ceiling.programme)
    known = kind.stage(stage) if kind else None
    if known is None:
        raise Refused(WRONG_STAGE, stage=stage)
    if physical_percent is not None and not (known.physical and 0 <= physical_percent <= 100):
        raise Refused(WRONG_PERCENT)
    if reached_on > at.date():
        raise Refused(IN_FUTURE)
    values = {"reached_on": reached_on, "physical_percent": physical_percent}
    before = recipient.milestones.filter(stage=stage).values(*values).first() or dict.fromkeys(values)
    row, _created = Milestone.objects.update_or_create(
        recipient=recipient,
        stage=stage,
        defaults=values | {"note": remark},
    )
    note(
        by=by,
        at=at,
        action="milestone.reached",
        on=("recipient", recipient.pk),
        area=recipient.area_id,
        reached=stage,
        **between(before, values),
    )
    return row
