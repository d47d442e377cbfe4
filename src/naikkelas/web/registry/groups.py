"""Groups of cooperatives: figures by group and area, and which groups one belongs to."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from naikkelas.places import queries as places
from naikkelas.registry import actions, queries
from naikkelas.registry.queries import standing
from naikkelas.web import words
from naikkelas.web.gate import page
from naikkelas.web.registry.life import found


@page("registry.read")
def group_list(request: HttpRequest) -> HttpResponse:
    rows = request.frame.scoped(queries.all_cooperatives())
    lines = standing.group_lines(rows)
    chosen = request.GET.get("kelompok", "")
    chosen = chosen if chosen in standing.TAGS else ""
    context = {
        "lines": [line for line in lines if line.tag not in standing.UNITS],
        "units": [line for line in lines if line.tag in standing.UNITS],
        "without": standing.in_no_group(rows).count(),
        "all": rows.count(),
        "chosen": chosen,
        "areas": standing.group_by_regency(standing.in_group(rows, chosen)) if chosen else [],
    }
    return render(request, "registry/group_list.html", context)


@page("registry.edit", post=True)
def group_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which groups a cooperative belongs to, the main one first."""
    cooperative = found(request, pk)
    if request.method == "POST":
        main = request.POST.get("main", "")
        if main in ("", *standing.GROUPS):
            actions.set_groups(
                cooperative=cooperative, main=main, tags=request.POST.getlist("tags"), by=request.user, at=request.at
            )  # fmt: skip
            messages.success(request, _("The groups were saved."))
            return redirect("registry-cooperative-detail", pk)
    held = standing.tags_of(cooperative)
    labels = dict(words.choices("cooperative_group"))
    context = {
        "cooperative": cooperative,
        "path": places.path(cooperative.area_id),
        "mains": [(tag, labels[tag]) for tag in standing.GROUPS],
        "tags": [(tag, labels[tag], tag in held) for tag in standing.TAGS if tag not in standing.UNITS],
        "units": [(tag, labels[tag], tag in held) for tag in standing.UNITS],
    }
    return render(
        request, "registry/group_edit.html", context, status=422 if request.method == "POST" else 200
    )
