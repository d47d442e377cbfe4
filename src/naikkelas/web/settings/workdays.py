"""Working days of a year: public holidays and collective leave as the library has them, and what decrees changed."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from naikkelas.accounts import access
from naikkelas.kit.problems import Refused
from naikkelas.places import actions, queries
from naikkelas.rules import workdays
from naikkelas.web import posted
from naikkelas.web.gate import page
from naikkelas.web.settings.forms import DayDecreeForm


@page("settings.read")
def workday_list(request: HttpRequest) -> HttpResponse:
    return _list(request, DayDecreeForm())


@page("settings.edit", post=True, get=False)
def workday_add(request: HttpRequest) -> HttpResponse:
    """Record a day that a decree changed, or take such a record back."""
    if "withdraw" in request.POST:
        row = get_object_or_404(queries.day_decrees(), pk=posted.one(request, "withdraw"))
        actions.withdraw_day(row=row, by=request.user, at=request.at)
        messages.success(request, _("The record was taken back."))
        return redirect("settings-workday-list")
    form = DayDecreeForm(request.POST)
    if _decreed(request, form):
        messages.success(request, _("Recorded. Deadlines counted from now on follow."))
        return redirect("settings-workday-list")
    return _list(request, form)


def _list(request: HttpRequest, form: DayDecreeForm) -> HttpResponse:
    today = timezone.localdate(request.at)
    year = _year(request, today.year)
    context = {
        "year": year,
        "years": (year - 1, year + 1),
        "holidays": [
            (day, name, day.weekday() < 5)
            for day, name in workdays.holiday_names(year, get_language()).items()
        ],
        "decrees": queries.day_decrees(),
        "form": form,
        "may_edit": access.may(request.user, "settings.edit"),
    }
    return render(request, "settings/workday_list.html", context, status=422 if form.errors else 200)


def _year(request: HttpRequest, current: int) -> int:
    asked = request.GET.get("tahun", "")
    if not asked:
        return current
    if not (asked.isascii() and asked.isdigit() and 2001 <= int(asked) <= 2100):
        raise Http404("year")
    return int(asked)


def _decreed(request: HttpRequest, form: DayDecreeForm) -> bool:
    if not form.is_valid():
        return False
    given = form.cleaned_data | {"works": form.cleaned_data["works"] == "work"}
    try:
        actions.decree_day(**given, by=request.user, at=request.at)
    except Refused as refusal:
        form.add_error(None, refusal.text(get_language()))
        return False
    return True
