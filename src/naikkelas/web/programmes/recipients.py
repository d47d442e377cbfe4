"""Naming a recipient of an allocation: a building of the list, a record of the registry, or by name and place alone."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from naikkelas.accounts import access
from naikkelas.places import queries as places
from naikkelas.programmes import actions, queries
from naikkelas.registry import queries as registry
from naikkelas.web import access_log, posted, words
from naikkelas.web.gate import page
from naikkelas.web.programmes.forms import RecipientForm
from naikkelas.web.tried import tried

MOST_FOUND = 20


@page("programmes.edit", post=True)
def recipient_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Name a recipient of an allocation. Chosen from the registry, name and place are those of the record."""
    allocation = get_object_or_404(access.visible(request.user, queries.allocations()), pk=pk)
    kind = queries.type_of(allocation.ceiling.programme)
    buildings = {str(f.pk): f for f in _buildings(allocation, kind)}
    text = request.GET.get("q", "").strip()[:100]
    rows = _registered(request, allocation, kind)
    chosen = rows.filter(pk=posted.one(request, "registered")).first() if rows is not None else None
    form = RecipientForm(
        request.POST or None,
        facilities=[(pk, f"{f.name}, {places.place_of(f.area_id)}") for pk, f in buildings.items()]
        if kind.recipient == "facility"
        else None,
        searchable=rows is not None,
        registered=chosen is not None,
    )
    form.fields["village"].within = allocation.area_id

    def name(data: dict) -> None:
        if "facility" in data:
            data["facility"] = buildings.get(data["facility"])
        data["area"] = data.pop("village")
        if chosen:
            data |= _of_registry(request, chosen)
        actions.name_recipient(
            allocation=allocation, kind=kind.recipient, **data, by=request.user, at=request.at
        )

    if request.method == "POST" and tried(form, name):
        messages.success(request, _("The recipient was named."))
        return redirect("programmes-programme-detail", allocation.ceiling.programme_id)
    found = _search(rows, text) if rows is not None and len(text) > 1 else []
    context = {
        "form": form, "allocation": allocation, "searchable": rows is not None, "text": text, "found": found,
        "chosen": chosen.pk if chosen else None, "cooperatives": kind.recipient == "cooperative", "most": MOST_FOUND,
    }  # fmt: skip
    return render(request, "programmes/recipient_add.html", context, status=422 if form.errors else 200)


def _buildings(allocation: Any, kind: Any) -> list:
    """The facilities that a recipient of this allocation may be; none where persons or cooperatives receive."""
    if kind.recipient != "facility":
        return []
    return list(places.within(places.facilities().filter(kind=kind.facility), allocation.area_id, "area_id"))


def _registered(request: HttpRequest, allocation: Any, kind: Any) -> QuerySet | None:
    """The records of the allocation's area that may receive it; None for buildings, and persons whom one may not see."""
    if kind.recipient == "cooperative":
        return places.within(registry.cooperatives_visible_to(request.user), allocation.area_id, "area_id")
    if kind.recipient == "person" and access.may(request.user, "person.see"):
        rows = registry.enterprises_visible_to(request.user).filter(owner__restricted_at=None)
        return places.within(rows.select_related("owner"), allocation.area_id, "area_id")
    return None


def _search(rows: QuerySet, text: str) -> list[tuple[Any, str]]:
    """A few records with these words, each with what tells it from others."""
    if hasattr(rows.model, "owner"):
        found = registry.search(rows, text).order_by("name_key")[:MOST_FOUND]
        return [(row, words.owner_name(row.owner, True)) for row in found]
    found = registry.search_names(rows, text).order_by("name_key")[:MOST_FOUND]
    return [(row, row.legal_no) for row in found]


def _of_registry(request: HttpRequest, record: Any) -> dict[str, Any]:
    """Who receives, as the registry has it."""
    if not hasattr(record, "owner"):
        return {"name": record.name, "area": record.area_id, "cooperative": record}
    access_log.seen(request, record.owner_id, record.area_id)
    return {"name": record.owner.name, "area": record.area_id, "enterprise": record, "person": record.owner}
