"""One search for everything: enterprises, cooperatives, programmes, recipients, findings, regions."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from naikkelas.accounts import access
from naikkelas.monev import queries as monev
from naikkelas.places import queries as places
from naikkelas.programmes import queries as programmes
from naikkelas.registry import queries as registry
from naikkelas.web.gate import page

MOST = 10


@page("registry.read")
def search(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()[:100]
    user = request.user
    see = access.may(user, "person.see")
    of_cooperatives = registry.search if see else registry.search_names
    context = {"search_text": text, "see": see}
    if len(text) >= 2:
        enterprises = (
            registry.search(registry.enterprises_visible_to(user), text).order_by("name_key") if see else []
        )
        recipients = programmes.recipients_visible_to(user).filter(name__icontains=text) if see else []
        context |= {
            "enterprises": enterprises[:MOST],
            "cooperatives": of_cooperatives(registry.cooperatives_visible_to(user), text).order_by(
                "name_key"
            )[:MOST],
            "programmes": programmes.programmes_visible_to(user).filter(name__icontains=text)[:MOST],
            "recipients": recipients[:MOST],
            "findings": monev.findings_visible_to(user).filter(title__icontains=text)[:MOST],
            "regions": access.visible(user, places.named(text), "code")[:MOST],
        }
    return render(request, "search.html", context)
