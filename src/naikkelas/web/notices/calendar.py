"""The personal calendar: its address, and what of monev and findings stands in it."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from naikkelas.accounts import actions as accounts
from naikkelas.accounts import queries as people
from naikkelas.monev.queries.deadlines import Deadline
from naikkelas.places import queries as places
from naikkelas.web.notices import targets
from naikkelas.web.reports import ics


def address_of(request: HttpRequest) -> tuple[object, str]:
    """The living token of the asker and its address; None and '' where there is none."""
    token = people.calendar_token(request.user, request.at)
    if token is None:
        return None, ""
    return token, f"{base_of(request)}{reverse('reports-duty-feed', args=[accounts.token_of(token)])}"


def base_of(request: HttpRequest) -> str:
    """The address of this server: the one set, else the one that was asked."""
    return settings.NAIKKELAS_URL or f"{request.scheme}://{request.get_host()}"


def change(request: HttpRequest, act: str) -> str:
    """Make a new address (`renew`) or end it (`revoke`); returns what to tell."""
    user = request.user
    if token := people.calendar_token(user, request.at):
        accounts.revoke_token(token=token, by=user, at=request.at)
    if act != "renew":
        return _("The address no longer works.")
    accounts.issue_token(user=user, kind="calendar", by=user, at=request.at)
    return _("The new address is ready; the former one no longer works.")


def entry(user, deadline: Deadline, base: str) -> ics.Entry:
    """One deadline as an all-day entry, under the same UID for ever. What is done says so where a calendar shows it."""
    place = places.name_of(deadline.area)
    summary = {
        "cycle_area": _("Monev results of %(place)s: %(name)s"),
        "finding": _("Action on finding %(name)s, %(place)s"),
        "visits": _("%(count)s visits to make: %(name)s, %(place)s"),
    }[deadline.kind] % {"place": place, "name": deadline.name, "count": deadline.count}
    kind = "planned_visits" if deadline.kind == "visits" else deadline.kind
    done = _("Done") if deadline.done else ""
    return ics.Entry(
        uid=f"{deadline.kind}-{deadline.pk}-{user.pk if deadline.kind == 'visits' else 0}@naikkelas",
        day=deadline.due_on,
        summary=f"{done}: {summary}" if done else summary,
        description=done or _("Open"),
        url=f"{base}{targets.address(user, kind, str(deadline.pk))}",
    )
