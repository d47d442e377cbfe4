"""One search for everything: enterprises, cooperatives, programmes, recipients, findings, regions."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from naikkelas.accounts import access
from naikkelas.monev import queries as monev
from naikkelas.places import queries as places
from naikkelas.programmes import queries as programmes
from naikkelas.registry import queries as registry
from naikkelas.web import typo
from naikkelas.web.gate import page

MOST = 10


@page("registry.read")
def search(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()[:100]
    user = request.user
    see = access.may(user, "person.see")
    context = {"search_text": text, "see": see}
    if len(text) >= 2:
        exact = typo.EXACT in request.GET
        cooperatives = typo.searched(
            typo.of_cooperatives(see), registry.cooperatives_visible_to(user), text, exact=exact
        )
        of_enterprises = typo.of_enterprises(see)
        enterprises = (
            typo.searched(of_enterprises, registry.enterprises_visible_to(user), text, exact=exact)
            if of_enterprises
            else None
        )
        named = programmes.recipients_visible_to(user).filter(name__icontains=text)
        recipients = programmes.unrestricted(named) if see else []
        context |= {
            "enterprises": enterprises.rows.order_by("name_key")[:MOST] if enterprises else [],
            "of_enterprises": enterprises,
            "cooperatives": cooperatives.rows.order_by("name_key")[:MOST],
            "of_cooperatives": cooperatives,
            "programmes": programmes.programmes_visible_to(user).filter(name__icontains=text)[:MOST],
            "recipients": recipients[:MOST],
            "findings": monev.findings_visible_to(user).filter(title__icontains=text)[:MOST],
            "regions": access.visible(user, places.named(text), "code")[:MOST],
        }
    return render(request, "search.html", context)
