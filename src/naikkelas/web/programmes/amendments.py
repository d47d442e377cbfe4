"""Amending decrees and contracts: another amount or recipient, and the addendum to a package's contract."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from naikkelas.accounts import access
from naikkelas.kit.money import number
from naikkelas.places import queries as places
from naikkelas.programmes import actions, queries
from naikkelas.programmes.queries import market as markets
from naikkelas.programmes.queries import startup
from naikkelas.web import access_log, words
from naikkelas.web.gate import page
from naikkelas.web.programmes.ledger import recipient_of
from naikkelas.web.programmes.ledger_forms import AddendumForm, AmendmentForm
from naikkelas.web.programmes.market_works import package_page
from naikkelas.web.tried import tried


@page("programmes.edit", post=True)
def recipient_amend(request: HttpRequest, pk: int) -> HttpResponse:
    """What an amending decree changes of what a decree gives one recipient."""
    recipient = recipient_of(request, pk)
    access.demand(request.user, recipient.area_id)
    access_log.seen(request, recipient.person_id, recipient.area_id)
    see = access.may(request.user, "person.see")
    reserve = {str(row.pk): row for row in startup.reserve_for(recipient)[:50]}
    now, paid = queries.standing(recipient), queries.total(recipient.disbursements.all())
    form = AmendmentForm(
        request.POST or None, facility=recipient.kind == "facility", paid=bool(paid), initial={"amount_idr": number(now)},
        reserve=[(key, _label(row, see)) for key, row in reserve.items()],
    )  # fmt: skip
    if "village" in form.fields:
        form.fields["village"].within = recipient.allocation.area_id
    made: list[Any] = []
    if request.method == "POST" and tried(
        form, lambda data: made.append(_amend(request, recipient, data, reserve))
    ):
        messages.success(request, _("The amending decree was recorded."))
        return redirect("programmes-recipient-detail", made[0])
    context = {
        "form": form,
        "recipient": recipient,
        "name": words.recipient_name(recipient, see) or _("Recipient %(n)s") % {"n": recipient.pk},
        "now": now,
        "paid": paid,
        "path": places.path(recipient.area_id),
    }
    return render(request, "programmes/recipient_amend.html", context, status=422 if form.errors else 200)


def _label(row: Any, see: bool) -> str:
    name = f" · {words.written_name(row, True)}" if see else ""
    return f"{row.number}{name} · {places.place_of(row.area_id)} · " + _("%(n)s points") % {"n": row.points}


def _amend(request: HttpRequest, recipient: Any, data: dict, reserve: dict) -> int:
    """Do it; returns the number of the recipient whose page to go to."""
    said = {key: data[key] for key in ("document_no", "decided_on", "reason")}
    said |= {"recipient": recipient, "by": request.user, "at": request.at}
    if data["what"] == "amount":
        actions.amend_recipient(amount_idr=data["amount_idr"], **said)
    elif data["what"] == "withdraw":
        actions.withdraw_recipient(**said)
    else:
        chosen = reserve.get(data.get("reserve") or "")
        place = {"application": chosen} if chosen else {"name": data["name"], "area": data["village"]}
        return actions.replace_recipient(**place, **said).pk
    return recipient.pk


@page("programmes.edit", post=True, get=False)
def market_addendum_add(request: HttpRequest, pk: int) -> HttpResponse:
    package = get_object_or_404(markets.packages_visible_to(request.user), pk=pk)
    form = AddendumForm(request.POST)
    if tried(
        form,
        lambda data: actions.add_market_addendum(package=package, **data, by=request.user, at=request.at),
    ):
        messages.success(request, _("The addendum was recorded. Deviation follows the amended end."))
        return redirect("programmes-market-package-detail", pk)
    return package_page(request, package, addendum_form=form)


@page("programmes.edit", post=True, get=False)
def market_addendum_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the newest addendum of a package back."""
    addendum = get_object_or_404(markets.addenda_visible_to(request.user), pk=pk)
    actions.take_back_market_addendum(
        addendum=addendum, reason=request.POST.get("reason", ""), by=request.user, at=request.at
    )
    messages.success(request, _("The addendum was taken back."))
    return redirect("programmes-market-package-detail", addendum.package_id)
