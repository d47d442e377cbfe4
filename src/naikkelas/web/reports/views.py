"""Reports: issue one, the archive, its documents, and its frozen figures with the way to their records."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from naikkelas.accounts import access
from naikkelas.analytics import queries as analytics
from naikkelas.kit.periods import NotAPeriod, Quarter
from naikkelas.reports import actions, queries
from naikkelas.reports.queries import iati
from naikkelas.web.gate import page

_TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# where the record that a row of a frozen table comes from is shown
_PAGES = {
    "allocation": "reports-activity-detail",
    "programme": "programmes-programme-detail",
    "recipient": "programmes-recipient-detail",
}


@page("reports.read")
def issue_list(request: HttpRequest) -> HttpResponse:
    lang, level = get_language(), request.frame.area.level
    known = queries.reports()
    chosen = request.GET.get("laporan", "")
    if chosen and chosen not in known:
        raise Http404("report")
    rows = request.frame.scoped(queries.issues_visible_to(request.user))
    if chosen:
        rows = rows.filter(report=chosen)
    may_issue = access.may(request.user, "reports.issue") and _own(request, request.frame.area.code)
    offered = sorted(known.values(), key=lambda report: (report.id != "quarterly", report.id))
    context = {
        "page": Paginator(rows, 25).get_page(request.GET.get("hal")),
        "offered": [(report, _cases(report, level, lang) if may_issue else []) for report in offered],
        "titles": {name: report.title.to(lang) for name, report in known.items()},
        "chosen": chosen,
        "iati": iati.ready(),
    }
    for row in context["page"]:
        row.title = queries.title_of(row, lang)
    return render(request, "reports/issue_list.html", context)


def _cases(report, level: str, lang: str) -> list[tuple[str, str]]:
    """What may be issued for a level of area: case and its name, ('', '') for a report without cases."""
    if not report.cases:
        return [("", "")] if level in report.levels else []
    return [(name, case.name.to(lang)) for name, case in report.cases.items() if level in case.levels]


def _own(request: HttpRequest, area: str) -> bool:
    """The ministry issues its own reports; those of a province or kabupaten/kota are theirs."""
    return request.user.area.level != "nation" or area == request.user.area_id


@page("reports.issue", post=True, get=False)
def issue_add(request: HttpRequest) -> HttpResponse:
    """Issue a report of the area and quarter of the page."""
    area = request.POST.get("wilayah", request.user.area_id)
    access.demand(request.user, area)
    if not _own(request, area):
        raise Http404("area")
    try:
        period = Quarter.parse(request.POST.get("periode", str(request.frame.period)))
    except NotAPeriod as error:
        raise Http404("period") from error
    row = actions.issue(
        report=request.POST.get("report", ""), case=request.POST.get("kasus", ""), area=area, period=period,
        by=request.user, at=request.at,
    )  # fmt: skip
    messages.success(request, _("The report was issued: its figures are frozen."))
    return redirect("reports-issue-detail", row.pk)


def _issue(request: HttpRequest, pk: int):
    return get_object_or_404(queries.issues_visible_to(request.user), pk=pk)


@page("reports.read")
def issue_detail(request: HttpRequest, pk: int) -> HttpResponse:
    issue = _issue(request, pk)
    known = analytics.indicators()
    period = Quarter(issue.year, issue.quarter)
    context = {
        "issue": issue,
        "title": queries.title_of(issue, get_language()),
        "yearly": queries.reports()[issue.report].yearly,
        "figures": issue.figures,
        "freezes": queries.freezes_under(issue),
        "from_freeze": queries.reports()[issue.report].frozen,
        "period": period,
        "lines": [
            (line, line["id"] in known and known[line["id"]].version == line["version"])
            for line in issue.figures.get("indicators", ())
        ],
        "tables": [_shown(table, issue, period) for table in issue.figures.get("tables", ())],
    }
    return render(request, "reports/issue_detail.html", context)


def _shown(table: dict, issue, period: Quarter) -> dict:
    """A frozen table with the address of the records behind each row."""
    query = urlencode({"wilayah": issue.area_id, "periode": period.slug})
    rows = []
    for row in table["rows"]:
        kind, key = row["ref"] or ("", "")
        href = ""
        if kind == "indicator":
            href = f"{reverse('indicators-indicator-records', args=[key, 'part'])}?{query}"
        elif kind in _PAGES:
            href = f"{reverse(_PAGES[kind], args=[key])}?{query}"
        rows.append(row | {"cells": list(zip(table["columns"], row["texts"], strict=True)), "href": href})
    return table | {"rows": rows}


@page("reports.read")
def issue_document(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    if kind not in _TYPES:
        raise Http404(kind)
    issue = _issue(request, pk)
    response = HttpResponse(actions.document(issue, kind), content_type=_TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{issue.number}.{kind}"'
    return response
