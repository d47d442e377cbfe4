"""One submission as it came: its versions, what each edit changed, its files; and the whole of it to take away."""

import io
import zipfile

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language

from naikkelas import vault
from naikkelas.accounts import access
from naikkelas.forms import queries as forms
from naikkelas.intake import queries
from naikkelas.monev import queries as monev
from naikkelas.vault.seal import Unsealable
from naikkelas.web import access_log
from naikkelas.web.gate import page
from naikkelas.web.monev.answers import compared as side_by_side
from naikkelas.web.withheld import withheld


@page("intake.mend")
def submission_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What was answered in this version, and what it changed of the one before."""
    delivery = get_object_or_404(queries.submissions_visible_to(request.user), pk=pk)
    see = may_see(request, delivery)
    former = queries.answers_of(delivery.edits) if see and delivery.edits_id else []
    context = {
        "delivery": delivery,
        "versions": queries.versions_of(delivery),
        "lines": compared(delivery, queries.answers_of(delivery) if see else [], former),
        "attachments": queries.attachments_of(delivery),
        "see": see,
        "other": queries.standing_beside(delivery),
    }
    return render(request, "intake/submission_detail.html", context)


def may_see(request: HttpRequest, delivery) -> bool:
    """Whether answers may be shown: to who sees persons, and not of a person whose data are restricted. Noted."""
    pk = delivery.summary.get("visit") or delivery.summary.get("revises")
    visit = monev.visits_visible_to(request.user).filter(pk=pk).first() if pk else None
    if visit is not None:
        access_log.seen(request, monev.person_of(visit.planned), visit.area_id)
    return access.may(request.user, "person.see") and not (visit is not None and withheld(visit.planned))


def compared(
    delivery, answers: list[dict[str, str]], former: list[dict[str, str]]
) -> list[dict[str, object]]:
    """All answers of a version, devices' too, beside those of another one where there is one."""
    wording = forms.wording_of(delivery.instrument, delivery.form_version)
    now, before = ({a["path"]: a["text"] for a in each} for each in (answers, former or answers))
    return side_by_side(now, before, wording, get_language(), whole=True)


@page("intake.mend")
def submission_parcel(request: HttpRequest, pk: int) -> HttpResponse:
    """The XML and its files exactly as the phone sent them: for opening what is encrypted with the office's own key."""
    delivery = get_object_or_404(queries.submissions_visible_to(request.user), pk=pk)
    if not may_see(request, delivery):
        raise PermissionDenied("person.see")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as parcel:
        try:
            parcel.writestr("submission.xml", queries.raw_xml(delivery))
        except Unsealable:
            parcel.writestr("submission.xml.txt", "–")
        for file in queries.attachments_of(delivery).filter(aside=False):
            name = file.name.replace("\\", "/").rpartition("/")[2] or f"{file.pk}"
            parcel.writestr(name, vault.current().blobs.get(file.sha256))
    access_log.exported(request)(f"submission {pk}", 1)
    response = HttpResponse(buffer.getvalue(), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="kiriman-{pk}.zip"'
    return response
