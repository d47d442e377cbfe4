"""The enumerator's pages: visits to make, and filling one form; made to work without a signal."""

from xml.sax.saxutils import escape

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override

from naikkelas.accounts import actions as accounts
from naikkelas.accounts.roles import PUBLIC
from naikkelas.forms import queries as forms
from naikkelas.monev import queries
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


@page("monev.visit")
def visit_list(request: HttpRequest) -> HttpResponse:
    """Where do I go today: visits to make by due date, and what was sent or came back."""
    planned = list(queries.planned_for(request.user))
    todo = [v for v in planned if v.state == "planned"]
    pages = ("field-visit-fill", "field-form", "field-media")
    context = {
        "todo": todo,
        "done": [v for v in planned if v.state != "planned"],
        "returned": queries.returned_to(request.user),
        "offline": [
            reverse("field-visit-list"),
            *(reverse(name, args=[v.code]) for v in todo for name in pages),
        ],
        "today": timezone.localdate(request.at),
        "submit": _submit_address(request),
    }
    return render(request, "field/visit_list.html", context)


def _submit_address(request: HttpRequest) -> str:
    """Where this person's browser sends filled forms; its key outlives the session, as the signal may come late."""
    token = accounts.browser_token(user=request.user, by=request.user, at=request.at)
    return reverse("openrosa-submission", args=[token])


def _planned(request: HttpRequest, code: str):
    return get_object_or_404(queries.planned_for(request.user), code=code)


@csp_override(FORM_CSP)
@page("monev.visit")
def visit_fill(request: HttpRequest, code: str) -> HttpResponse:
    """The form of one visit. The page and its form stay on the phone, so that they open without a signal."""
    planned = _planned(request, code)
    context = {
        "planned": planned,
        "config": {
            "person": str(request.user.pk),
            "code": planned.code,
            "label": planned.label,
            "form": reverse("field-form", args=[code]),
            "media": reverse("field-media", args=[code]).removesuffix("visits.csv"),
            "submit": _submit_address(request),
            "done": reverse("field-visit-list"),
        },
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
def media(request: HttpRequest, code: str) -> HttpResponse:
    """The list of visits that the form chooses from: here only the one it is for."""
    planned = _planned(request, code)
    label = f"{planned.label} – {planned.area.title}".replace('"', "'")
    return HttpResponse(f'name,label\n{planned.code},"{label}"\n', content_type="text/csv; charset=utf-8")


@page(PUBLIC)
def service_worker(request: HttpRequest) -> HttpResponse:
    """The service worker, under the folder that it serves."""
    path = BUILT / "sw.js"
    if not path.exists():
        raise Http404("not built")
    response = HttpResponse(path.read_bytes(), content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response
