"""One definition of a list gives the page, its phone cards, and the export of exactly what is shown.

Only the filters and sort keys that a list declares exist: nothing of the address reaches the ORM by name.
"""

import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import xlsxwriter
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from naikkelas.kit.cells import csv_line, defused
from naikkelas.web import typo
from naikkelas.web.order import Order

PAGE_SIZE = 50
EXPORT_LIMIT = 250_000


@dataclass(frozen=True)
class Column:
    """A column of a list: header, what stands in the cell of an export, and the field it may be sorted by.

    The page draws its cells in its own template, in the same order.
    """

    label: str
    value: Callable[[Any], Any]
    sort: str = ""
    number: bool = False
    shown: bool = True
    """Whether the page has it too, or the export alone."""


@dataclass(frozen=True)
class Filter:
    """A declared filter: its name in the address, label, choices, and how it narrows the rows."""

    name: str
    label: str
    choices: Callable[[], list[tuple[str, str]]]
    narrow: Callable[[QuerySet, str], QuerySet]


@dataclass
class Listing:
    """One list as one person sees it now."""

    request: HttpRequest
    rows: QuerySet
    columns: list[Column]
    template: str
    filters: list[Filter] = field(default_factory=list)
    search: Callable[[QuerySet, str], QuerySet] | None = None
    order: str = ""
    export_name: str = "naikkelas"
    may_export: bool = True
    related: tuple[str, ...] = ()
    shown: Callable[[QuerySet], QuerySet] | None = None
    """How the rows of a page are read, where it shows less of them than an export does."""
    lines: Callable[[list[int]], Mapping[int, Any]] | None = None
    """The rows of a page by their ids, where it needs no objects."""
    exported: Callable[[str, int], None] | None = None
    """Told the filters and the number of rows when a list with names of persons is taken away."""
    counted: Callable[["Listing"], int | None] | None = None
    """How many rows the filters and words leave, where that is kept; None: they are counted."""
    found: typo.Found | None = None
    """What the search gave: perhaps what other words, that were meant, found."""

    @cached_property
    def chosen(self) -> dict[str, str]:
        """The filters in use, by name. A value that is not among the choices is 404."""
        found = {}
        for each in self.filters:
            value = self.request.GET.get(each.name, "")
            if not value:
                continue
            if value not in dict(each.choices()):
                raise Http404(each.name)
            found[each.name] = value
        return found

    @cached_property
    def text(self) -> str:
        return self.request.GET.get("q", "").strip()[:100] if self.search else ""

    @cached_property
    def sorted_by(self) -> str:
        key = self.request.GET.get("urut", self.order)
        allowed = {c.sort for c in self.columns if c.sort} | {self.order.lstrip("-")}
        if key.removeprefix("-") not in allowed:
            raise Http404("sort")
        return key

    @cached_property
    def narrowed(self) -> QuerySet:
        rows = self.rows
        for each in self.filters:
            if each.name in self.chosen:
                rows = each.narrow(rows, self.chosen[each.name])
        self.found = (
            typo.searched(self.search, rows, self.text, exact=typo.EXACT in self.request.GET)
            if self.text and self.search
            else None
        )
        return self.found.rows if self.found else rows

    @cached_property
    def ordered(self) -> QuerySet:
        tie = "-pk" if self.sorted_by.startswith("-") else "pk"
        return self.narrowed.order_by(self.sorted_by, tie) if self.sorted_by else self.narrowed.order_by("pk")

    @cached_property
    def page(self):
        """The rows of this page: first only their ids, then the rows themselves."""
        number = self.request.GET.get("hal", "1")
        count = self.counted(self) if self.counted else None
        page = Paginator(Order.of_ids(self.ordered, count), PAGE_SIZE).get_page(
            number if number.isascii() and number.isdigit() else 1
        )
        kept = list(page.object_list)
        found = self.lines(kept) if self.lines else self._objects(kept)
        page.object_list = [found[pk] for pk in kept if pk in found]
        return page

    def _objects(self, ids: list[int]) -> Mapping[int, Any]:
        return (self.shown or self._with_related)(self.rows.model.objects.all()).in_bulk(ids)

    def _with_related(self, rows: QuerySet) -> QuerySet:
        # without a name select_related would follow every foreign key
        return rows.select_related(*self.related) if self.related else rows

    def link(self, **changes: str | int | None) -> str:
        """The address of this list with some of its parameters changed; None removes one."""
        params = {key: value for key, value in self.request.GET.items() if key not in ("hal", "unduh")}
        params |= {key: value for key, value in changes.items()}
        return "?" + urlencode({key: value for key, value in params.items() if value not in (None, "")})

    def exact_link(self) -> str:
        """The address that searches for the words as they were written."""
        return self.link(**{typo.EXACT: "1"})

    def meant_link(self) -> str:
        return self.link(q=self.found.meant if self.found else "")

    @property
    def searchable(self) -> bool:
        """For templates, which would call `search` if they asked for it."""
        return self.search is not None

    def headers(self) -> list[dict]:
        """Header cells with the link that sorts by them."""
        cells = []
        for column in self.columns:
            if not column.shown:
                continue
            now = self.sorted_by.lstrip("-") == column.sort and bool(column.sort)
            turned = column.sort if not now or self.sorted_by.startswith("-") else f"-{column.sort}"
            cells.append(
                {
                    "label": column.label,
                    "href": self.link(urut=turned) if column.sort else "",
                    "sorted": ("descending" if self.sorted_by.startswith("-") else "ascending")
                    if now
                    else "",
                    "number": column.number,
                }
            )
        return cells

    def controls(self) -> list[dict]:
        return [
            {"name": f.name, "label": f.label, "choices": f.choices(), "value": self.chosen.get(f.name, "")}
            for f in self.filters
        ]

    def chips(self) -> list[dict]:
        """What narrows the list now, each with the link that takes it away."""
        chips = [
            {
                "text": f"{f.label}: {dict(f.choices())[self.chosen[f.name]]}",
                "href": self.link(**{f.name: None}),
            }
            for f in self.filters
            if f.name in self.chosen
        ]
        if self.text:
            chips.append({"text": f"“{self.text}”", "href": self.link(**{"q": None, typo.EXACT: None})})
        return chips

    def respond(self, **context: Any) -> HttpResponseBase:
        kind = self.request.GET.get("unduh", "")
        if kind:
            if not self.may_export or kind not in ("csv", "xlsx"):
                raise Http404("export")
            if self.exported:
                # the words searched for are left out: they may name a person
                told = "; ".join(chip["text"] for chip in self.chips() if not chip["text"].startswith("“"))
                self.exported(told, min(self.narrowed.count(), EXPORT_LIMIT))
            return table_file(self.export_name, kind, [c.label for c in self.columns], self._lines())
        return render(self.request, self.template, {"list": self, "page": self.page, **context})

    # ── export: exactly what the filters show, in the order shown ──

    def _lines(self) -> Iterator[list[Any]]:
        rows = self._with_related(self.ordered)[:EXPORT_LIMIT]
        for row in rows.iterator(chunk_size=2_000):
            yield [column.value(row) for column in self.columns]


def table_file(name: str, kind: str, header: list[Any], lines: Iterable[list[Any]]) -> HttpResponseBase:
    """A table as a file, CSV as it is read or XLSX; another kind is 404."""
    if kind == "csv":
        return _csv(name, header, lines)
    if kind == "xlsx":
        return _xlsx(name, header, lines)
    raise Http404("export")


def _csv(name: str, header: list[Any], lines: Iterable[list[Any]]) -> StreamingHttpResponse:
    def stream() -> Iterator[str]:
        yield "\ufeff" + csv_line(header)
        for line in lines:
            yield csv_line([_csv_cell(value) for value in line])

    response = StreamingHttpResponse(stream(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _csv_cell(value: Any) -> Any:
    # beside semicolons, spreadsheets read a decimal point as a day: 12.5 would be the 12th of May
    return str(value).replace(".", ",") if isinstance(value, Decimal) else defused(value)


def _xlsx(name: str, header: list[Any], lines: Iterable[list[Any]]) -> HttpResponse:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet(_("Data"))
    bold = book.add_format({"bold": True, "bg_color": "#E7F1EC"})
    for at, label in enumerate(header):
        sheet.write_string(0, at, str(label), bold)
    for number, line in enumerate(lines, 1):
        for at, value in enumerate(line):
            write_cell(sheet, number, at, value)
    sheet.freeze_panes(1, 0)
    book.close()
    response = HttpResponse(
        buffer.getvalue(),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


def csv_table(name: str, header: list[Any], lines: list[list[Any]]) -> HttpResponse:
    """A table of figures as a file, written as the lists are."""
    body = "".join(csv_line([defused(value) for value in line]) for line in (header, *lines))
    response = HttpResponse(f"\ufeff{body}", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def write_cell(sheet: Any, row: int, column: int, value: Any) -> None:
    """Numbers as numbers, days as days (in a book that has a format for them), everything else as text, moments too, for
    cells have no time zone: no formula ever comes from data."""
    whole = isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**15
    if whole or isinstance(value, Decimal):
        sheet.write_number(row, column, value)
    elif isinstance(value, date) and not isinstance(value, datetime):
        sheet.write_datetime(row, column, value)
    elif value not in (None, ""):
        sheet.write_string(row, column, str(value)[:32_000])
