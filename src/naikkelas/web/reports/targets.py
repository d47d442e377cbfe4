"""What offices set out to reach of the indicators: the list, and entering one."""

import re

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from naikkelas.accounts import access
from naikkelas.analytics import queries as analytics
from naikkelas.kit import money
from naikkelas.kit.problems import Refused
from naikkelas.reports import actions
from naikkelas.reports.queries import targets
from naikkelas.web import posted, words
from naikkelas.web.gate import page
from naikkelas.web.listing import Column, Filter, Listing
from naikkelas.web.reports.forms import TargetForm

_NUMBER = re.compile(r"[0-9]{1,15}(?:[.,][0-9]{1,2})?")


@page("reports.read")
def target_list(request: HttpRequest) -> HttpResponse:
    return _list(request, _form(request))


@page("reports.issue", post=True, get=False)
def target_add(request: HttpRequest) -> HttpResponse:
    """Enter a target of the own area, or take one back."""
    if "withdraw" in request.POST:
        rows = targets.targets_visible_to(request.user).filter(area_id=request.user.area_id)
        row = get_object_or_404(rows, pk=posted.one(request, "withdraw"))
        actions.withdraw_target(target=row, by=request.user, at=request.at)
        messages.success(request, _("The target was taken back. It is kept, and counts no more."))
        return redirect("reports-target-list")
    form = _form(request, request.POST)
    if _set(request, form):
        messages.success(request, _("The target was entered."))
        return redirect("reports-target-list")
    return _list(request, form)


def _form(request: HttpRequest, given=None) -> TargetForm:
    choices = [(name, measure.name.to(get_language())) for name, measure in analytics.indicators().items()]
    return TargetForm(given, indicators=choices, initial={"year": request.frame.period.year})


def _list(request: HttpRequest, form: TargetForm) -> HttpResponse:
    lang, known = get_language(), analytics.indicators()
    rows = request.frame.scoped(targets.targets_visible_to(request.user))
    columns = [
        Column(_("Indicator"), lambda t: _name(t.indicator), sort="indicator"),
        Column(_("Area"), lambda t: t.area.title, sort="area_id"),
        Column(_("For"), lambda t: words.label("horizon", t.horizon)),
        Column(_("Year"), lambda t: t.year, sort="year", number=True),
        Column(_("Target"), lambda t: written(t), number=True),
        Column(_("Document"), lambda t: t.source_document),
    ]
    listing = Listing(
        request, rows, columns, "reports/target_list.html", filters=[_of_indicator(known, lang)], order="-year",
        export_name="target-indikator", related=("area", "recorded_by"),
    )  # fmt: skip
    response = listing.respond(form=form, may_set=access.may(request.user, "reports.issue"))
    response.status_code = 422 if form.errors else response.status_code
    return response


def _of_indicator(known: dict, lang: str) -> Filter:
    return Filter(
        "indikator",
        _("Indicator"),
        lambda: [(name, measure.name.to(lang)) for name, measure in known.items()],
        lambda rows, value: rows.filter(indicator=value),
    )


def _name(indicator: str) -> str:
    measure = analytics.indicators().get(indicator)
    return measure.name.to(get_language()) if measure else indicator


def written(target) -> str:
    lang = get_language()
    return (
        money.number(target.part, lang)
        if target.whole is None
        else money.percent(target.part, target.whole, lang, 2)
    )


def _set(request: HttpRequest, form: TargetForm) -> bool:
    if not form.is_valid():
        return False
    given = dict(form.cleaned_data)
    measure = analytics.indicators()[given["indicator"]]
    try:
        part, whole = _value(given.pop("value"), share=measure.denominator is not None)
    except ValueError:
        form.add_error(
            "value",
            _(
                "Write a number without separators of thousands: 80 or 82,5 for a percentage, 1500 for a count."
            ),
        )
        return False
    try:
        actions.set_target(
            **given, part=part, whole=whole, area=request.user.area_id, by=request.user, at=request.at
        )
    except Refused as refusal:
        form.add_error(None, refusal.text(get_language()))
        return False
    return True


def _value(text: str, *, share: bool) -> tuple[int, int | None]:
    """'82,5' as 8250 of 10000; of a count the whole number itself."""
    bare = text.strip().removesuffix("%").strip()
    if not _NUMBER.fullmatch(bare):
        raise ValueError(text)
    whole, _mark, fraction = bare.replace(",", ".").partition(".")
    if share:
        return int(whole + fraction.ljust(2, "0")), 10_000
    if fraction.strip("0"):
        raise ValueError(text)
    return int(whole), None
