"""The enumerator's pages: visits to make, and filling one form; made to work without a signal."""

import mimetypes
from xml.sax.saxutils import escape

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.csp import CSP
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override

from naikkelas import vault
from naikkelas.accounts import actions as accounts
from naikkelas.accounts.roles import PUBLIC
from naikkelas.drawing import route
from naikkelas.forms import queries as forms
from naikkelas.intake.queries import field_changes
from naikkelas.intake.queries.sent import being_read
from naikkelas.monev import queries
from naikkelas.monev.queries import teams
from naikkelas.web import words
from naikkelas.web.field.texts import texts
from naikkelas.web.gate import page
from naikkelas.web.templatetags.nk import BUILT

# the form engine compiles its grammar from WebAssembly and sets styles by script: on this page alone
FORM_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF, "'wasm-unsafe-eval'"],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "font-src": [CSP.SELF, "data:"],
    "connect-src": [CSP.SELF, "data:", "blob:"],
    "worker-src": [CSP.SELF, "blob:"],
    "media-src": [CSP.SELF, "blob:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}


VISITS = "visits.csv"
_BY_OFFICE = frozenset({"edited_office", "chosen"})
"""Flags of a visit whose answers the office changed since it was sent."""
ICONS = [
    ("field-192.png", "192x192", "any"),
    ("field-512.png", "512x512", "any"),
    ("field-mask-512.png", "512x512", "maskable"),
]


@page("monev.visit")
def visit_list(request: HttpRequest) -> HttpResponse:
    """Where do I go today: visits to make in the order of travel, and what was sent or came back."""
    planned = list(queries.planned_for(request.user))
    coming = being_read(request.user)
    steps = [step for step in teams.itinerary_of(request.user) if step.planned.code not in coming]
    token = browser_token(request)
    mendable = {v.planned_id: not _BY_OFFICE.isdisjoint(v.flags) for v in queries.mendable_by(request.user)}
    context = {
        "steps": steps,
        "map": _map(steps),
        "metres": sum(step.metres or 0 for step in steps),
        "done": [(v, v.pk in mendable, mendable.get(v.pk)) for v in planned if v.state != "planned"],
        "reading": [(v, coming[v.code]) for v in planned if v.state == "planned" and v.code in coming],
        "returned": [v for v in queries.returned_to(request.user) if v.planned.code not in coming],
        "changes": field_changes.counts_of(request.user),
        "offline": _offline(steps, token),
        "media": reverse("field-media", args=["KODE", "visits.csv"]),
        "channels": words.choices("contact"),
        "outcomes": words.choices("outcome"),
        "today": timezone.localdate(request.at),
        "submit": reverse("openrosa-submission", args=[token]),
        "texts": texts(),
    }
    return render(request, "field/visit_list.html", context)


def _offline(steps, token: str) -> list[str]:
    """What the visits need to be filled without a signal: each one's page, form, and the files that the form loads."""
    found = {step.planned.instrument: forms.newest(step.planned.instrument) for step in steps}
    addresses = [reverse("field-visit-list")]
    for code, form in ((step.planned.code, found[step.planned.instrument]) for step in steps):
        addresses += [reverse(name, args=[code]) for name in ("field-visit-fill", "field-form")]
        addresses += media_addresses(form, code, token).values() if form else []
    return list(dict.fromkeys(addresses))


def media_addresses(form, code: str, token: str) -> dict[str, str]:
    """Where the browser gets the files of a form: its visit here; what was uploaded with this version, and registry lists as
    they are written for each person, through the door of the phones."""
    of = {"token": token, "form_id": form.form_id, "version": form.version}
    return {
        name: reverse("field-media", args=[code, name])
        if name == VISITS
        else reverse("openrosa-media", kwargs=of | {"filename": name})
        for name in forms.files_of(form)
    }


def _map(steps) -> str:
    placed = [(number, step) for number, step in enumerate(steps, 1) if step.point]
    if len(placed) < 2:
        return ""  # one point tells no way
    points = [
        route.Place(
            number, step.point, step.exact, f"{number}. {step.planned.label}", f"#{step.planned.code}"
        )
        for number, step in placed
    ]
    return route.draw(points, _("Map of my visits in the order of travel"))


def browser_token(request: HttpRequest) -> str:
    """The key under which this person's browser sends filled forms; it outlives the session, as the signal may come late."""
    return accounts.browser_token(user=request.user, by=request.user, at=request.at)


def form_config(request: HttpRequest, planned, form) -> dict[str, object]:
    """What the script of the form page has to know."""
    token = browser_token(request)
    return {
        "person": str(request.user.pk),
        "code": planned.code,
        "label": planned.label,
        "form": reverse("field-form", args=[planned.code]),
        "media": media_addresses(form, planned.code, token) if form else {},
        "submit": reverse("openrosa-submission", args=[token]),
        "done": reverse("field-visit-list"),
    }


def _planned(request: HttpRequest, code: str):
    return get_object_or_404(queries.planned_for(request.user), code=code)


@csp_override(FORM_CSP)
@page("monev.visit")
def visit_fill(request: HttpRequest, code: str) -> HttpResponse:
    """The form of one visit. The page and its form stay on the phone, so that they open without a signal."""
    planned = _planned(request, code)
    if planned.state == "planned" and code in being_read(request.user):  # sent, and not counted yet
        return redirect("field-visit-list")
    if planned.state != "planned":  # made already: a second form would only be held
        mendable = queries.mendable_by(request.user).filter(planned=planned).exists()
        return redirect("field-visit-mend", code) if mendable else redirect("field-visit-list")
    context = {
        "planned": planned,
        "texts": texts(),
        "config": form_config(request, planned, forms.newest(planned.instrument)),
    }
    return render(request, "field/visit_fill.html", context)


@page("monev.visit")
def form(request: HttpRequest, code: str) -> HttpResponse:
    """The XForm of a visit with its code filled in, so that nobody has to look it up."""
    planned = _planned(request, code)
    found = forms.newest(planned.instrument)
    if found is None:
        raise Http404(planned.instrument)
    filled = found.xform.replace("<visit_code/>", f"<visit_code>{escape(planned.code)}</visit_code>", 1)
    return HttpResponse(filled, content_type="text/xml; charset=utf-8")


@page("monev.visit")
def media(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """The list of visits that the form chooses from: it holds here only the one it is for."""
    planned = _planned(request, code)
    if name != VISITS:
        raise Http404(name)
    return visits_csv(planned)


def visits_csv(planned) -> HttpResponse:
    """The list of visits that a form chooses from, with the one that it is for."""
    label = f"{planned.label} – {planned.area.title}".replace('"', "'")
    rows = f'name,label\n{planned.code},"{label}"\n'
    return HttpResponse(rows, content_type="text/csv; charset=utf-8")


def stored(sha256: str, name: str) -> HttpResponse:
    """A file of the vault; whatever it is, it cannot act as a page."""
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    response = HttpResponse(vault.current().blobs.get(sha256), content_type=kind)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Content-Disposition"] = "attachment"
    return response


@page(PUBLIC)
def service_worker(request: HttpRequest) -> HttpResponse:
    """The service worker, under the folder that it serves."""
    path = BUILT / "sw.js"
    if not path.exists():
        raise Http404("not built")
    response = HttpResponse(path.read_bytes(), content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response


@page(PUBLIC)
def app_manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to put the field pages on its home screen."""
    start = reverse("field-visit-list")
    about = {
        "name": _("naikkelas field work"),
        "short_name": "naikkelas",
        "description": _("Visits of monev, filled without a signal"),
        "lang": get_language(),
        "id": start,
        "start_url": start,
        "scope": start,
        "display": "standalone",
        "background_color": "#f5f6f2",
        "theme_color": "#0b3d2e",
        "icons": [
            {"src": static(f"naikkelas/{name}"), "sizes": sizes, "type": "image/png", "purpose": purpose}
            for name, sizes, purpose in ICONS
        ],
    }
    return JsonResponse(about, content_type="application/manifest+json")
