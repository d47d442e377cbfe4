"""The records behind a line of a form of PP 39/2006: one activity's recipients, payments and progress up to a quarter."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language

from naikkelas.accounts import access
from naikkelas.programmes import queries
from naikkelas.programmes.queries import reporting
from naikkelas.web.gate import page


@page("reports.read")
def activity_detail(request: HttpRequest, pk: int) -> HttpResponse:
    rows = queries.allocations().select_related("area", "ceiling__programme")
    allocation = get_object_or_404(access.visible(request.user, rows), pk=pk)
    until = request.frame.period.last_day
    payments = list(reporting.payments_of(allocation, until))
    first = request.frame.period.first_day
    kind, lang = queries.type_of(allocation.ceiling.programme), get_language()
    names = {stage.id: stage.name.to(lang) for stage in (kind.stages if kind else ())}
    context = {
        "allocation": allocation,
        "allocated_idr": reporting.stood(allocation, until),
        "payments": payments,
        "before_idr": sum(p.amount_idr for p in payments if p.paid_on < first),
        "quarter_idr": sum(p.amount_idr for p in payments if p.paid_on >= first),
        "recipients": reporting.recipients_of(allocation, until),
        "stages": [(names.get(m.stage, m.stage), m) for m in reporting.stages_of(allocation, until)],
        "first": first,
    }
    return render(request, "reports/activity_detail.html", context)
