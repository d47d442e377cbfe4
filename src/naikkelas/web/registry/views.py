"""The registry: lists of cooperatives and enterprises, a page for each, and showing a NIK with a reason."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from naikkelas.accounts import access
from naikkelas.monev import queries as monev
from naikkelas.places import queries as places
from naikkelas.programmes import queries as programmes
from naikkelas.programmes.queries import plut
from naikkelas.reference import kbli
from naikkelas.registry import actions, queries
from naikkelas.registry.queries import facilitations, standing
from naikkelas.rules import formalisation
from naikkelas.web import access_log, typo, words
from naikkelas.web.gate import page
from naikkelas.web.listing import Column, Filter, Listing
from naikkelas.web.registry import health, life, years


def _by(name: str, label: str, kind: str) -> Filter:
    """A filter on a stored word."""
    return Filter(name, label, partial(words.choices, kind), lambda rows, value: rows.filter(**{name: value}))


def _certificate(rows, value):
    return (
        rows.filter(certificate_until__isnull=False)
        if value == "yes"
        else rows.filter(certificate_until=None)
    )


def _differs(rows, _value):
    """Official status and computed status that do not agree: a worklist."""
    return standing.differing(rows)


def _groups() -> list[tuple[str, str]]:
    return [("none", _("In no group")), *words.choices("cooperative_group")]


def _in_group(rows, value):
    return standing.in_no_group(rows) if value == "none" else standing.in_group(rows, value)


def _kbli_sections():
    lang = "en" if (get_language() or "id").startswith("en") else "id"
    found = kbli.sections(kbli.NEWEST_KNOWN)
    return [*((s.letter, f"{s.letter} {s.title.to(lang)}") for s in found.values()), ("0", _("Without KBLI"))]


def _kbli(rows, value):
    """The codes of a section lie side by side, so that they are a range."""
    section = kbli.sections(kbli.NEWEST_KNOWN).get(value)
    if section is None:
        return rows.filter(kbli="")
    return rows.filter(kbli__gte=section.first, kbli__lt=f"{int(section.last) + 1:02d}")


@page("registry.read")
def enterprise_list(request: HttpRequest) -> HttpResponse:
    see = access.may(request.user, "person.see")
    columns = [
        Column(_("Enterprise"), lambda e: words.enterprise_name(e, see), sort="name_key"),
        Column(_("Owner"), lambda e: words.owner_name(e.owner, see)),
        Column(_("Area"), lambda e: places.place_of(e.area_id), sort="area_id"),
        Column(_("Sector"), lambda e: words.label("sector", e.sector)),
        Column(_("Size class"), lambda e: words.label("size_class", e.size_class)),
        Column(_("Annual sales (IDR)"), lambda e: e.annual_sales_idr, sort="annual_sales_idr", number=True),
        Column(_("Workers"), lambda e: e.workers, number=True),
        Column("NIB", lambda e: e.nib),
    ]
    listing = Listing(
        request,
        request.frame.scoped(queries.all_enterprises()),
        columns,
        "registry/enterprise_list.html",
        filters=[
            _by("size_class", _("Size class"), "size_class"),
            _by("sector", _("Sector"), "sector"),
            _by("market", _("Reach of the market"), "market"),
            Filter("kbli", _("KBLI section"), _kbli_sections, _kbli),
        ],
        search=typo.of_enterprises(see),
        order="name_key",
        export_name="umkm",
        may_export=access.may(request.user, "registry.export"),
        related=("owner",),
        exported=access_log.exported(request) if see else None,
    )  # fmt: skip
    return listing.respond(see=see)


@page("registry.read")
def enterprise_detail(request: HttpRequest, pk: int) -> HttpResponse:
    enterprise = get_object_or_404(
        queries.enterprises_visible_to(request.user).select_related("owner", "area"), pk=pk
    )
    access_log.seen(request, enterprise.owner_id, enterprise.area_id)
    held = list(queries.years_of(enterprise))
    may_see, restricted = access.may(request.user, "person.see"), enterprise.owner.restricted_at is not None
    context = {
        "enterprise": enterprise,
        "see": may_see and not restricted,
        "restricted": may_see and restricted,
        "may_reveal": access.may(request.user, "person.reveal"),
        "masked_nik": queries.masked_nik(enterprise.owner),
        "years": held,
        "chart": years.chart(held),
        "corrected": queries.corrected_years_of(enterprise)[:20],
        "changes": queries.changes_of(enterprise),
        "credentials": facilitations.credentials_of(enterprise),
        "formal": [*formalisation.milestones(queries.held_by(enterprise)).items()],
        "branding": facilitations.branding_of(enterprise),
        "may_edit": access.may(request.user, "registry.edit"),
        "today": request.at.date(),
        "path": places.path(enterprise.area_id),
        **_surroundings(request, enterprise),
    }
    if access.may(request.user, "programmes.read"):
        # what the same person received for another enterprise too: aid is given to persons
        context["aid"] = access.visible(request.user, programmes.aid_to_owner_of(enterprise))
    return render(request, "registry/enterprise_detail.html", context)


def _surroundings(request: HttpRequest, record: object) -> dict:
    """What every record of the registry shows: aid, visits, findings and history."""
    kind = type(record).__name__.lower()
    return {
        "aid": programmes.aid_to(record) if access.may(request.user, "programmes.read") else [],
        "served": plut.services_to_record(record)[:20] if access.may(request.user, "programmes.read") else [],
        "visits": monev.visits_to(record)[:20] if access.may(request.user, "monev.read") else [],
        "findings": monev.findings_about(record)[:20] if access.may(request.user, "findings.read") else [],
        "issues": queries.issues_of(record)[:20],
        "history_of": (kind, record.pk),
    }


@page("person.reveal", post=True, get=False)
def person_reveal(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one whole NIK on the page of the enterprise it was asked from; the reason is written first."""
    enterprise = get_object_or_404(
        queries.enterprises_visible_to(request.user).select_related("owner"), pk=pk
    )
    number = actions.reveal_nik(
        person=enterprise.owner,
        reason=request.POST.get("reason", ""),
        area=enterprise.area_id,
        by=request.user,
        at=request.at,
    )
    return render(request, "registry/person_reveal.html", {"enterprise": enterprise, "number": number})


@page("registry.read")
def cooperative_list(request: HttpRequest) -> HttpResponse:
    columns = [
        Column(_("Cooperative"), lambda c: c.name, sort="name_key"),
        Column(_("Area"), lambda c: places.place_of(c.area_id), sort="area_id"),
        Column(_("Kind"), lambda c: words.label("cooperative_kind", c.kind)),
        Column(_("Official status"), lambda c: words.label("status", c.official_status)),
        Column(_("Computed status"), lambda c: words.label("activity", c.computed_status)),
        Column(_("Last meeting (RAT)"), lambda c: c.last_rat_year, sort="last_rat_year", number=True),
        Column(_("Members"), lambda c: c.members, sort="members", number=True),
        Column(_("Legal no."), lambda c: c.legal_no, shown=False),
        Column(_("Cooperative no. (NIK)"), lambda c: c.cooperative_nik, shown=False),
    ]
    differs = Filter(
        "selisih", _("Difference"), lambda: [("ya", _("Official and computed differ"))], _differs
    )
    certificate = Filter(
        "sertifikat", _("Certificate"), lambda: [("yes", _("Has one")), ("no", _("Has none"))], _certificate
    )
    listing = Listing(
        request,
        request.frame.scoped(queries.all_cooperatives()),
        columns,
        "registry/cooperative_list.html",
        filters=[
            _by("official_status", _("Official status"), "status"),
            _by("computed_status", _("Computed status"), "activity"),
            _by("kind", _("Kind"), "cooperative_kind"),
            Filter("group", _("Group"), _groups, _in_group),
            certificate,
            differs,
        ],
        search=typo.of_cooperatives(access.may(request.user, "person.see")),
        order="name_key",
        export_name="koperasi",
        may_export=access.may(request.user, "registry.export"),
    )
    return listing.respond()


@page("registry.read")
def cooperative_detail(request: HttpRequest, pk: int) -> HttpResponse:
    cooperative = life.found(request, pk)
    years = list(queries.book_years_of(cooperative))
    context = {
        "cooperative": cooperative,
        "see": access.may(request.user, "person.see"),
        "years": years,
        "verdict": queries.newest_verdict(cooperative),
        **health.card(request, cooperative),
        "path": places.path(cooperative.area_id),
        **_surroundings(request, cooperative),
        **life.card(request, cooperative, years),
    }
    return render(request, "registry/cooperative_detail.html", context)
