"""One person: all that is held on somebody, who looked at it, and finding somebody by NIK."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from naikkelas.accounts import access
from naikkelas.kit.problems import Refused
from naikkelas.monev import queries as monev
from naikkelas.privacy import queries as privacy
from naikkelas.programmes import queries as programmes
from naikkelas.registry import actions, queries
from naikkelas.web import access_log
from naikkelas.web.gate import page


def person_or_404(request: HttpRequest, pk: int):
    """A person with an enterprise or aid in the area of duty, and that area; whoever has neither does not exist."""
    person = queries.person(pk)
    if person is None:
        raise Http404("person")
    persons = queries.same_person(person)
    ids = [p.pk for p in persons]
    own = access.visible(request.user, queries.enterprises_of(persons))
    aid = access.visible(request.user, programmes.aid_of_persons(ids))
    nearest = own.filter(owner=person).first() or own.first() or aid.first()
    if nearest is None:
        raise Http404("person")
    return person, persons, nearest.area_id


@page("person.see")
def person_detail(request: HttpRequest, pk: int) -> HttpResponse:
    person, persons, area = person_or_404(request, pk)
    access_log.seen(request, person.pk, area)
    ids = [p.pk for p in persons]
    user = request.user
    enterprises = list(access.visible(user, queries.enterprises_of(persons)))
    areas = [e.area_id for e in enterprises] or [area]
    context = {
        "person": person,
        "persons": persons,
        "masked_nik": queries.masked_nik(person),
        "enterprises": enterprises,
        "aid": access.visible(user, programmes.aid_of_persons(ids)),
        "visits": access.visible(user, monev.visits_of_persons(ids))[:50],
        "findings": access.visible(user, monev.findings_of_persons(ids))[:50],
        "accesses": queries.accesses_to(persons)[:100],
        "exports": queries.exports_covering(areas)[:20],
        "requests": privacy.requests_of(persons),
        "may_answer": access.may(user, "person.answer"),
    }
    return render(request, "registry/person_detail.html", context)


@page("person.see", post=True)
def person_find(request: HttpRequest) -> HttpResponse:
    """Find somebody by the whole NIK: posted, never in the address; the reason is written first."""
    found, problem = None, ""
    if request.method == "POST":
        try:
            ids = actions.find_by_nik(
                person_nik=request.POST.get("person_nik", "").strip(),
                reason=request.POST.get("reason", ""),
                area=request.user.area_id,
                by=request.user,
                at=request.at,
            )
        except Refused as refusal:
            problem = refusal.text(get_language())
        else:
            found = [pk for pk in ids if _exists(request, pk)]
            if found:
                return redirect("registry-person-detail", found[0])
            problem = _("Nobody with this NIK is registered in your area of duty.")
    return render(request, "registry/person_find.html", {"problem": problem}, status=422 if problem else 200)


def _exists(request: HttpRequest, pk: int) -> bool:
    try:
        person_or_404(request, pk)
    except Http404:
        return False
    return True
