"""The tables of a cycle as files: its board, its progress, an area's visits. Each is what the page shows."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import batched

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from naikkelas.monev.queries import AreaLine, lines
from naikkelas.monev.queries.progress import Rate, local_day
from naikkelas.places import queries as places
from naikkelas.web import access_log, words
from naikkelas.web.listing import EXPORT_LIMIT, table_file

AT_ONCE = 1_000


def board(kind: str, found: list[AreaLine]) -> HttpResponseBase:
    """Figures of areas; nothing in them is about a person."""
    header = [
        _("Code"), _("Area"), _("Planned"), _("Assigned"), _("Visited"), _("Verified"), _("Cannot be visited"),
        _("Open findings"), _("Overdue findings"), _("State"), _("Due"), _("Sent on"), _("First sent on"),
        _("Late (working days)"),
    ]  # fmt: skip
    return table_file("papan-monev", kind, header, [_area(line) for line in found])


def _area(line: AreaLine) -> list[object]:
    area = line.cycle_area
    draft = area.cycle.state == "draft"
    return [
        area.area_id, area.area.title, line.planned, line.assigned, line.visited, line.verified, line.unmet,
        line.findings_open, line.findings_overdue,
        words.label("cycle", "draft") if draft else words.label("cycle_area", area.state),
        area.due_on, area.sent_at and local_day(area.sent_at, area.area_id),
        area.first_sent_at and local_day(area.first_sent_at, area.area_id), line.late_workdays,
    ]  # fmt: skip


def progress(kind: str, way: str, title: str, found: list[Rate]) -> HttpResponseBase:
    """Figures by area, team, programme or form; an area also by its code."""
    coded = way == "area"
    header = [
        *([_("Code")] if coded else []), title, _("Expected"), _("Received"), _("Completeness (%)"), _("In time"),
        _("Timeliness (%)"), _("Verified"), _("Cannot be visited"),
    ]  # fmt: skip
    table = [
        [
            *([line.key] if coded else []), line.name, line.expected, line.received, _share(line.received, line.expected),
            line.on_time, _share(line.on_time, line.expected), line.verified, line.unmet,
        ]
        for line in found
    ]  # fmt: skip
    return table_file("kemajuan-monev", kind, header, table)


def _share(part: int, whole: int) -> Decimal | None:
    return round(Decimal(100 * part) / whole, 1) if whole else None


def visits(
    request: HttpRequest, kind: str, planned: QuerySet, *, area: str, told: str, see: bool
) -> HttpResponseBase:
    """The visits of an area by their numbers, in the order shown; without names for who may not see persons."""
    header = [_("Code"), _("Visited"), _("Form"), _("Region code"), _("Place"), _("Enumerator"), _("State")]
    found = table_file("kunjungan-wilayah", kind, header, _visits(planned[:EXPORT_LIMIT], see))
    if see:
        access_log.exported(request, area)(told, min(planned.count(), EXPORT_LIMIT))
    return found


def _visits(planned: QuerySet, see: bool) -> Iterator[list[object]]:
    for pks in batched(planned.iterator(chunk_size=AT_ONCE), AT_ONCE, strict=False):
        shown = lines.planned(pks)
        for pk in pks:
            line, visited = shown[pk], shown[pk]["visited"]
            yield [
                visited.code, words.planned_name(visited, see), words.label("instrument", visited.instrument), line["area_id"],
                places.name_of(line["area_id"]), line["assigned_to__name"], words.label("planned", line["state"]),
            ]  # fmt: skip
