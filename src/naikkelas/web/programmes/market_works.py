"""The works of a market: contracts, weeks, and photos from the same spots side by side."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from naikkelas import vault
from naikkelas.accounts import access
from naikkelas.kit.problems import Kind, Refused
from naikkelas.places import queries as places
from naikkelas.programmes import actions
from naikkelas.programmes import queries as money
from naikkelas.programmes.queries import market as queries
from naikkelas.rules import contract_addendum, market_progress
from naikkelas.web.gate import page
from naikkelas.web.programmes.ledger_forms import AddendumForm
from naikkelas.web.programmes.market import curve_picture, market_of
from naikkelas.web.programmes.market_forms import PackageForm, PhotoForm, PlanForm, PointForm, WeekForm
from naikkelas.web.tried import tried

MOST_BYTES = 15_000_000
PHOTO_NEEDED = Kind(
    "market.photo_needed",
    "Pilih foto JPEG, PNG, atau WEBP, paling besar 15 MB.",
    "Choose a JPEG, PNG or WEBP photo of at most 15 MB.",
)


@page("programmes.edit", post=True)
def market_package_add(request: HttpRequest, pk: int) -> HttpResponse:
    project = market_of(request, pk)
    form = PackageForm(request.POST or None)
    made = []

    def add(data: dict) -> None:
        made.append(actions.add_market_package(project=project, **data, by=request.user, at=request.at))

    if request.method == "POST" and tried(form, add):
        messages.success(request, _("The contract was recorded. Next: its plan by weeks."))
        return redirect("programmes-market-package-detail", made[0].pk)
    context = {"project": project, "form": form, "path": places.path(project.facility.area_id)}
    return render(request, "programmes/market_package_add.html", context, status=422 if form.errors else 200)


def _package_of(request: HttpRequest, pk: int):
    package = get_object_or_404(queries.packages_visible_to(request.user), pk=pk)
    return package


@page("programmes.read")
def market_package_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return package_page(request, _package_of(request, pk))


def package_page(request: HttpRequest, package, **forms) -> HttpResponse:
    contract = money.net(package.commitment)
    weeks = list(queries.weeks_of(package))
    told = [market_progress.Week(w.ends_on, w.planned_bp, w.actual_bp) for w in weeks]
    today = request.at.date()
    bands = [market_progress.judge(week, today).verdict for week in told]
    following = next((w.number for w in weeks if w.actual_bp is None), None)
    plan = "\n".join(f"{w.planned_bp // 100},{w.planned_bp % 100:02d}" for w in weeks)
    context = {
        "package": package,
        "contract": contract,
        "addenda": queries.addenda_of(package),
        "past_year": contract_addendum.past_budget_year(
            package.ends_on, package.commitment.allocation.ceiling.year
        ),
        "limits": contract_addendum,
        "addendum_form": AddendumForm(initial={"ends_on": package.ends_on, "amount_idr": contract}),
        "edit": access.may(request.user, "programmes.edit"),
        "project": package.project,
        "path": places.path(package.project.facility.area_id),
        "weeks": list(zip(weeks, bands, strict=True)),
        "curve": curve_picture(told) if told else "",
        "head": market_progress.HEAD,
        "week_form": WeekForm(initial={"number": following}),
        "plan_form": PlanForm(initial={"planned": plan}),
        "record": access.may(request.user, "programmes.record"),
        **forms,
    }
    return render(request, "programmes/market_package_detail.html", context, status=422 if forms else 200)


@page("programmes.record", post=True, get=False)
def market_plan(request: HttpRequest, pk: int) -> HttpResponse:
    package, form = _package_of(request, pk), PlanForm(request.POST)

    def plan(data: dict) -> None:
        actions.plan_market_weeks(package=package, planned_bp=data["planned"], by=request.user, at=request.at)

    if tried(form, plan):
        messages.success(request, _("The plan was set."))
        return redirect("programmes-market-package-detail", pk)
    return package_page(request, package, plan_form=form)


@page("programmes.record", post=True, get=False)
def market_week(request: HttpRequest, pk: int) -> HttpResponse:
    package, form = _package_of(request, pk), WeekForm(request.POST)

    def week(data: dict) -> None:
        actions.record_market_week(package=package, **data, by=request.user, at=request.at)

    if tried(form, week):
        messages.success(request, _("The week was recorded."))
        return redirect("programmes-market-package-detail", pk)
    return package_page(request, package, week_form=form)


# ── photos ──


@page("person.see")
def market_photos(request: HttpRequest, pk: int) -> HttpResponse:
    """Every series of a market, each side by side in the order of days."""
    return _series(request, market_of(request, pk))


def _series(request: HttpRequest, project, **forms) -> HttpResponse:
    context = {
        "project": project,
        "path": places.path(project.facility.area_id),
        "series": queries.points_of(project),
        "point_form": PointForm(),
        "photo_form": PhotoForm(initial={"taken_on": request.at.date()}),
        "record": access.may(request.user, "programmes.record"),
        **forms,
    }
    return render(request, "programmes/market_photos.html", context, status=422 if forms else 200)


@page("programmes.record", post=True, get=False)
def market_point_add(request: HttpRequest, pk: int) -> HttpResponse:
    project, form = market_of(request, pk), PointForm(request.POST)

    def add(data: dict) -> None:
        actions.add_market_point(project=project, **data, by=request.user, at=request.at)

    if tried(form, add):
        messages.success(request, _("The spot was named. Now add its first photo."))
        return redirect("programmes-market-photos", pk)
    return _series(request, project, point_form=form)


@page("programmes.record", post=True, get=False)
def market_photo_add(request: HttpRequest, pk: int) -> HttpResponse:
    point = get_object_or_404(queries.points_visible_to(request.user), pk=pk)
    form = PhotoForm(request.POST)

    def add(data: dict) -> None:
        file = request.FILES.get("photo")
        content = file.read(MOST_BYTES + 1) if file else b""
        if not content or len(content) > MOST_BYTES:
            raise Refused(PHOTO_NEEDED)
        actions.add_market_photo(point=point, content=content, **data, by=request.user, at=request.at)

    if tried(form, add):
        messages.success(request, _("The photo was added to its series."))
        return redirect("programmes-market-photos", point.project_id)
    return _series(request, point.project, photo_form=form, at_point=point.pk)


@page("programmes.record", post=True, get=False)
def market_photo_remove(request: HttpRequest, pk: int) -> HttpResponse:
    photo = get_object_or_404(queries.photos_visible_to(request.user), pk=pk)
    actions.remove_market_photo(
        photo=photo, reason=request.POST.get("reason", ""), by=request.user, at=request.at
    )
    messages.success(request, _("The photo was removed from its series."))
    return redirect("programmes-market-photos", photo.point.project_id)


@page("person.see")
def market_photo(request: HttpRequest, pk: int) -> HttpResponse:
    """A photo of a series: the copy without hidden data, never the file as it came."""
    photo = get_object_or_404(queries.photos_visible_to(request.user), pk=pk)
    if not photo.shown_sha256:
        raise Http404("photo")
    response = HttpResponse(vault.current().blobs.get(photo.shown_sha256), content_type="image/jpeg")
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
