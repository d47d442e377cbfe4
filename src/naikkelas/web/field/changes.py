"""What became of the changes of the registry that an enumerator proposed."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from naikkelas.intake.queries import field_changes
from naikkelas.intake.queries.field_changes import Told
from naikkelas.web.gate import page
from naikkelas.web.intake.labels import FIELDS


@page("monev.visit")
def change_list(request: HttpRequest) -> HttpResponse:
    """Own proposals, the newest first: which record and fields, whether they were accepted, and why not."""
    on_page = Paginator(field_changes.own(request.user), 50).get_page(request.GET.get("hal"))
    lines = [_line(told) for told in field_changes.told_all(list(on_page))]
    return render(request, "field/change_list.html", {"page": on_page, "lines": lines})


def _line(told: Told) -> dict[str, object]:
    """A line of it. Of the record itself no more than its name: what the registry holds is the office's to show."""
    change = told.change
    names = change.fields or [line.name for line in told.lines if line.name != "year"]
    return {
        "change": change,
        "delivery": change.delivery,
        "label": "" if told.withheld else told.label,
        "withheld": told.withheld,
        "fields": [FIELDS[name] for name in names],
    }
