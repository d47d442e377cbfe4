"""One doubtful row of a list: whom it means, two or three candidates side by side."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from naikkelas.accounts import access
from naikkelas.instruments.list_fields import PERSONAL
from naikkelas.intake import actions, queries
from naikkelas.kit.problems import Refused
from naikkelas.places import queries as places
from naikkelas.programmes import queries as programmes
from naikkelas.registry import queries as registry
from naikkelas.web import access_log
from naikkelas.web.gate import page
from naikkelas.web.intake.preview import HIDDEN
from naikkelas.web.programmes.import_words import cell, heading, problem_text


@page("intake.import", post=True)
def import_line(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """What the row says beside what is known; the choice is kept, and can be changed until the list is entered."""
    delivery = get_object_or_404(queries.money_visible_to(request.user), pk=pk)
    if delivery.state != "looked" or not delivery.summary.get("preview"):
        return redirect("programmes-import-detail", pk)
    lines = queries.money_lines(delivery)
    line = next((line for line in lines if line["row"] == row and line["candidates"]), None)
    if line is None:
        raise Http404(row)
    if request.method == "POST":
        return _chosen(request, delivery, row)
    values = next(v for v in queries.staged(delivery).iter_rows(named=True) if v["row"] == row)
    see = access.may(request.user, "person.see")
    told = [
        (heading(delivery, field), HIDDEN if field in PERSONAL and not see else cell(values, field))
        for field in delivery.summary["columns"]
    ]
    context = {
        "delivery": delivery,
        "row": row,
        "told": [pair for pair in told if pair[1]],
        "problems": [problem_text(p, hidden=p["field"] in PERSONAL and not see) for p in line["problems"]],
        "candidates": [_candidate(request, one, see) for one in line["candidates"]],
        "of_ledger": line["candidates"][0]["of"] == "recipient",
        "chosen": delivery.summary["choices"].get(str(row), ""),
        "record": delivery.summary["record"],
        "left": sum(each["state"] == "doubtful" for each in lines),
    }
    return render(request, "programmes/import_line.html", context)


def _chosen(request: HttpRequest, delivery, row: int) -> HttpResponse:
    try:
        after = actions.choose_for_line(
            delivery=delivery, row=row, choice=request.POST.get("choice", ""), by=request.user, at=request.at
        )
    except Refused as refusal:
        messages.error(request, refusal.text(get_language()))
        return redirect("programmes-import-line", delivery.pk, row)
    messages.success(request, _("The decision about row %(row)s was kept.") % {"row": row})
    waiting = [line["row"] for line in queries.money_lines(after) if line["state"] == "doubtful"]
    following = next((n for n in waiting if n > row), waiting[0] if waiting else None)
    if following is None:
        return redirect("programmes-import-detail", delivery.pk)
    return redirect("programmes-import-line", delivery.pk, following)


def _candidate(request: HttpRequest, one: dict[str, Any], see: bool) -> dict[str, Any]:
    """A candidate as the page shows it."""
    shown = {
        "choice": f"{one['of']}:{one['id']}",
        "of": one["of"],
        "id": one["id"],
        "percent": one["percent"],
    }
    if one["of"] == "enterprise":
        firm = (
            registry.enterprises_visible_to(request.user).select_related("owner").filter(pk=one["id"]).first()
        )
        if firm is None or firm.owner.restricted_at:
            return shown | {"gone": True}
        access_log.seen(request, firm.owner_id, firm.area_id)
        return shown | {
            "name": firm.owner.name if see else HIDDEN,
            "business": firm.name,
            "person_nik": registry.masked_nik(firm.owner),
            "phone": firm.owner.phone if see else "",
            "address": firm.address if see else "",
            "area": firm.area_id,
            "aid": list(programmes.aid_to_owner_of(firm)[:3]),
        }
    if one["of"] == "cooperative":
        found = registry.cooperatives_visible_to(request.user).filter(pk=one["id"]).first()
        if found is None:
            return shown | {"gone": True}
        return shown | {
            "name": found.name,
            "number": found.cooperative_nik or found.legal_no,
            "area": found.area_id,
            "aid": list(programmes.aid_to(found)[:3]),
        }
    rows = programmes.with_standing(programmes.with_disbursed(programmes.recipients_visible_to(request.user)))
    found = rows.filter(pk=one["id"]).first()
    if found is None:
        return shown | {"gone": True}
    access_log.seen(request, found.person_id, found.area_id)
    return shown | {"recipient": found, "see": see, "area": found.area_id, "path": places.path(found.area_id)}
