"""How long data are kept, what is due next, and what retention did."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from naikkelas.privacy import queries
from naikkelas.rules import retention as rules
from naikkelas.web.gate import page


@page("settings.read")
def retention(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate(request.at)
    due, following = queries.due_counts(today), queries.next_due()
    lines = [
        {"kind": kind, "days": days, "due": due.get(kind), "next": following.get(kind)}
        for kind, days in rules.DAYS.items()
    ]
    context = {
        "lines": lines,
        "head": rules.HEAD,
        "notes": rules.HEAD.notes_id if get_language() == "id" else rules.HEAD.notes_en,
        "runs": queries.runs()[:10],
        "today": today,
    }
    return render(request, "settings/retention.html", context)
