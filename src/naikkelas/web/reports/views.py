"""Reports: issue one, the archive, its documents, and its frozen figures with the way to their records."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from naikkelas.accounts import access
from naikkelas.analytics import queries as analytics
from naikkelas.kit.periods import NotAPeriod, Quarter
from naikkelas.reports import actions, queries
from naikkelas.web.gate import page

_TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@page("reports.read")
def issue_list(request: HttpRequest) -> HttpResponse:
    rows = request.frame.scoped(queries.issues_visible_to(request.user))
    context = {
        "page": Paginator(rows, 25).get_page(request.GET.get("hal")),
        "reports": queries.reports().values(),
        "may_issue": access.may(request.user, "reports.issue")
        and request.frame.area.level in ("province", "regency"),
    }
    return render(request, "reports/issue_list.html", context)


@page("reports.issue", post=True, get=False)
def issue_add(request: HttpRequest) -> HttpResponse:
    """Issue a report of the area and quarter of the page."""
    area = request.POST.get("wilayah", request.user.area_id)
    access.demand(request.user, area)
    try:
        period = Quarter.parse(request.POST.get("periode", str(request.frame.period)))
    except NotAPeriod as error:
        raise Http404("period") from error
    row = actions.issue(
        report=request.POST.get("report", ""), area=area, period=period, by=request.user, at=request.at
    )
    messages.success(request, _("The report was issued: its figures are frozen."))
    return redirect("reports-issue-detail", row.pk)


def _issue(request: HttpRequest, pk: int):
    return get_object_or_404(queries.issues_visible_to(request.user), pk=pk)


@page("reports.read")
def issue_detail(request: HttpRequest, pk: int) -> HttpResponse:
    issue = _issue(request, pk)
    known = analytics.indicators()
    context = {
        "issue": issue,
        "title": queries.reports()[issue.report].title.to(get_language()),
        "figures": issue.figures,
        "period": Quarter(issue.year, issue.quarter),
        "lines": [
            (line, line["id"] in known and known[line["id"]].version == line["version"])
            for line in issue.figures["indicators"]
        ],
    }
    return render(request, "reports/issue_detail.html", context)


@page("reports.read")
def issue_document(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    if kind not in _TYPES:
        raise Http404(kind)
    issue = _issue(request, pk)
    response = HttpResponse(actions.document(issue, kind), content_type=_TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{issue.number}.{kind}"'
    return response
