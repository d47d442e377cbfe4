"""Before a whole import is taken back: what depends on it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from naikkelas.intake import actions, queries
from naikkelas.web.gate import page


@page("intake.import")
def delivery_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Recipients, planned visits, and later imports or visits that hold on to what it brought; the button, where none does."""
    delivery = get_object_or_404(queries.spreadsheets_visible_to(request.user), pk=pk)
    if delivery.state != "applied":
        return redirect("intake-delivery-detail", pk)
    held = actions.depends_on(delivery=delivery)
    later = queries.spreadsheets_visible_to(request.user).filter(pk__in=held.deliveries).order_by("-id")
    return render(request, "intake/delivery_undo.html", {"delivery": delivery, "held": held, "later": later})
