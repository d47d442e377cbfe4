"""Health of cooperatives as a table: predicates by kabupaten/kota, to look at and to take away."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from naikkelas.places import queries as places
from naikkelas.registry import queries
from naikkelas.rules.cooperative_health import PREDICATES
from naikkelas.web import words
from naikkelas.web.listing import csv_table

WORD = "wilayah"
"""?unduh= asks for this table instead of the list."""


@dataclass(frozen=True)
class AreaLine:
    """A kabupaten/kota with its verified assessments by predicate, in the order of PREDICATES."""

    code: str
    counts: list[tuple[str, int]]

    @property
    def total(self) -> int:
        return sum(number for _word, number in self.counts)


def lines(rows: QuerySet) -> list[AreaLine]:
    return [
        AreaLine(code, [(word, counts.get(word, 0)) for word in PREDICATES])
        for code, counts in queries.predicates_by_regency(rows).items()
    ]


def exported(found: list[AreaLine], may_export: bool) -> HttpResponse:
    if not may_export:
        raise Http404("export")
    header = [
        _("Code"),
        _("Kabupaten/kota"),
        *(words.label("health", word) for word in PREDICATES),
        _("Total"),
    ]
    table = [
        [line.code, places.name_of(line.code), *(number for _word, number in line.counts), line.total]
        for line in found
    ]
    return csv_table("kesehatan-koperasi-wilayah", header, table)
