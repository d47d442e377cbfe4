"""Entering what an office set out to reach."""

from datetime import datetime

from django.db import transaction

from naikkelas.analytics.queries import indicators
from naikkelas.kit.problems import Kind, Refused
from naikkelas.places import queries as places
from naikkelas.reports.models import Target
from naikkelas.trail.actions import Actor, note
from naikkelas.trail.changing import between

UNKNOWN_INDICATOR = Kind(
    "target.indicator", "Indikator “{name}” tidak dikenal.", "Indicator “{name}” is not known."
)
NO_DOCUMENT = Kind(
    "target.document",
    "Sebutkan dokumen yang menetapkan target ini, misalnya Perjanjian Kinerja 2019.",
    "Name the document that sets this target, for example Perjanjian Kinerja 2019.",
)
WRONG_KIND = Kind(
    "target.kind",
    "Indikator ini berupa {what}; isi targetnya demikian.",
    "This indicator is a {what}; enter its target as one.",
)
WRONG_VALUE = Kind(
    "target.value", "Target tidak boleh kurang dari nol.", "A target cannot be less than nothing."
)


WITHDRAWN = Kind(
    "target.withdrawn",
    "Target ini sudah diganti atau dicabut. Muat ulang daftarnya.",
    "This target was replaced or taken back already. Load the list again.",
)
TOLD = ("part", "whole", "source_document")
"""What the trail tells of a target, before and after."""


@transaction.atomic
def set_target(
    *,
    indicator: str,
    area: str,
    horizon: str,
    year: int,
    part: int,
    whole: int | None,
    source_document: str,
    by: Actor,
    at: datetime,
) -> Target:
    """Enter a target; one that stood for the same is superseded and kept. Raises Refused."""
    measure = indicators().get(indicator)
    if measure is None:
        raise Refused(UNKNOWN_INDICATOR, name=indicator)
    if (measure.denominator is None) != (whole is None):
        raise Refused(
            WRONG_KIND, what="bilangan / number" if measure.denominator is None else "persen / percentage"
        )
    if part < 0 or (whole is not None and whole <= 0):
        raise Refused(WRONG_VALUE)
    if not source_document.strip():
        raise Refused(NO_DOCUMENT)
    places.hold(area)
    place = {"indicator": indicator, "area_id": area, "horizon": horizon, "year": year}
    former = Target.objects.filter(**place, superseded_at=None)
    before = former.values(*TOLD).first()
    former.update(superseded_at=at)
    row = Target.objects.create(
        **place,
        part=part,
        whole=whole,
        source_document=source_document.strip(),
        recorded_by_id=by.pk,
        recorded_at=at,
    )
    note(
        by=by, at=at, action="target.set", on=("target", row.pk), area=area, indicator=indicator, year=year,
        document=row.source_document,
        **between(before or {"part": None, "whole": None}, {name: getattr(row, name) for name in TOLD}),
    )  # fmt: skip
    return row


@transaction.atomic
def withdraw_target(*, target: Target, by: Actor, at: datetime) -> None:
    """Take back a target that was entered for the wrong indicator or year; it is kept and counts no more. Raises Refused."""
    if not Target.objects.filter(pk=target.pk, superseded_at=None).update(superseded_at=at):
        raise Refused(WITHDRAWN, status=409)
    note(
        by=by, at=at, action="target.withdrawn", on=("target", target.pk), area=target.area_id, indicator=target.indicator,
        year=target.year, document=target.source_document,
        **between({name: getattr(target, name) for name in TOLD}, dict.fromkeys(TOLD)),
    )  # fmt: skip
