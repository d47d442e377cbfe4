"""Issuing a report: gather once, freeze, draw every document from what was frozen."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from naikkelas import vault
from naikkelas.analytics.scope import Scope
from naikkelas.kit.needles import Needles
from naikkelas.kit.periods import Quarter
from naikkelas.kit.problems import Kind, Refused
from naikkelas.monev.queries.freezes import contents
from naikkelas.places import queries as places
from naikkelas.reports.actions.acceptance import redact_kept
from naikkelas.reports.figures import Figures
from naikkelas.reports.models import FrozenFigures, Issue
from naikkelas.reports.queries import reports, standing_figures
from naikkelas.reports.render import pdf, xlsx
from naikkelas.reports.report import Asked
from naikkelas.trail.actions import Actor, note

UNKNOWN_REPORT = Kind(
    "report.unknown",
    "Laporan “{report}” tidak dikenal. Yang ada: {known}.",
    "Report “{report}” is not known. There are: {known}.",
)
UNKNOWN_AREA = Kind("report.area", "Kode wilayah “{area}” tidak dikenal.", "Area code “{area}” is not known.")
UNKNOWN_CASE = Kind(
    "report.case",
    "Pilih bentuk pelimpahan untuk laporan ini: {known}.",
    "Choose the case that this report is of: {known}.",
)
WRONG_LEVEL = Kind(
    "report.level",
    "Laporan ini tidak terbit untuk {area}. Pilih {levels}.",
    "This report is not issued for {area}. Choose a {levels}.",
)
_LEVELS = {"nation": "nasional", "province": "provinsi", "regency": "kabupaten/kota"}


@transaction.atomic
def issue(*, report: str, area: str, period: Quarter, by: Actor, at: datetime, case: str = "") -> Issue:
    """Issue a report of an area and quarter, and of a case where it has cases. Issuing it again later makes a new issue
    with the figures of that day; the old one stays as it was. Where the monev of the quarter was accepted, it is drawn
    from what was frozen then: again and again the same. Raises Refused."""
    if report not in reports():
        raise Refused(UNKNOWN_REPORT, report=report, known=", ".join(reports()))
    region = places.find(area)
    if region is None:
        raise Refused(UNKNOWN_AREA, area=area)
    kind = reports()[report]
    if case not in (kind.cases or ("",)):
        raise Refused(UNKNOWN_CASE, known=", ".join(kind.cases) or "–")
    if region.level not in kind.levels_of(case):
        levels = " / ".join(_LEVELS[level] for level in kind.levels_of(case))
        raise Refused(WRONG_LEVEL, area=region.title, levels=levels)
    places.hold(area)
    if kind.yearly:
        period = Quarter(period.year, 4)
    if kept := standing_figures(report, case, area, period):
        return _of_freeze(kept, by, at)
    same = Issue.objects.filter(
        report=report, case=case, area=region, year=period.year, quarter=period.number
    )
    parts = [report, case, area, str(period.year if kind.yearly else period), f"{same.count() + 1:02d}"]
    number = "-".join(part for part in parts if part)
    figures = kind.gather(Asked(Scope(area, period), number, at, case))
    row = Issue(report=report, case=case, area=region, year=period.year, quarter=period.number, number=number)
    return _issued(row, figures, by, at)


def _of_freeze(kept: FrozenFigures, by: Actor, at: datetime) -> Issue:
    """The report of a freeze is one: asked for again, it is the one that was issued."""
    if row := Issue.objects.filter(frozen=kept).first():
        note(
            by=by,
            at=at,
            action="report.issued_again",
            on=("report", row.pk),
            area=row.area_id,
            number=row.number,
        )
        return row
    row = Issue(
        report=kept.report, case=kept.case, area=kept.area, year=kept.year, quarter=kept.quarter, number=kept.number,
        frozen=kept,
    )  # fmt: skip
    return _issued(row, Figures(contents(kept.sha256)), by, at)


def _issued(row: Issue, figures: Figures, by: Actor, at: datetime) -> Issue:
    row.figures, row.figures_sha256 = figures.values, figures.sha256
    row.issued_by_id, row.issued_at = by.pk, at
    row.pdf_sha256 = vault.current().blobs.put(drawn_again(row, "pdf"))
    row.xlsx_sha256 = vault.current().blobs.put(drawn_again(row, "xlsx"))
    row.save()
    note(
        by=by, at=at, action="report.issued", on=("report", row.pk), area=row.area_id, number=row.number,
        figures=figures.sha256,
    )  # fmt: skip
    return row


@transaction.atomic
def redact_issues(*, needles: Needles, release: Callable[[list[str]], None], by: Actor, at: datetime) -> int:
    """Take a person out of issued reports: texts are struck out, figures stay, and the documents are drawn anew.

    The digest changes with the texts; the trail keeps the former one.
    """
    found = redact_kept(needles=needles, release=release, by=by, at=at)
    for pk in Issue.objects.order_by("id").values_list("id", flat=True):
        row = Issue.objects.select_for_update(of=("self",)).select_related("frozen").get(pk=pk)
        values = needles.struck_in(row.figures)
        if values == row.figures:
            continue
        figures, former = Figures(values), row.figures_sha256
        release([row.pdf_sha256, row.xlsx_sha256])
        row.figures, row.figures_sha256 = values, figures.sha256
        row.pdf_sha256 = vault.current().blobs.put(drawn_again(row, "pdf"))
        row.xlsx_sha256 = vault.current().blobs.put(drawn_again(row, "xlsx"))
        row.save()
        note(
            by=by,
            at=at,
            action="report.redacted",
            on=("report", pk),
            area=row.area_id,
            former=former,
            figures=figures.sha256,
        )
        found += 1
    return found


def document(row: Issue, kind: str) -> bytes:
    """The PDF or XLSX of an issued report, as it was drawn."""
    sha256 = row.pdf_sha256 if kind == "pdf" else row.xlsx_sha256
    return vault.current().blobs.get(sha256)


def drawn_again(row: Issue, kind: str) -> bytes:
    """The document drawn anew from the frozen figures: the same bytes, by the same version of the program."""
    figures = Figures(row.figures)
    if kind == "pdf":
        return pdf.draw(figures, reports()[row.report].template, row.drawn_at)
    return xlsx.draw(figures, row.drawn_at)
