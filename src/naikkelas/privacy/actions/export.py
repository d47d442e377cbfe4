"""The copy of all that is held on a person: JSON for machines, PDF to read, and the photos, in one sealed ZIP."""

import io
import json
import zipfile
from datetime import datetime

from django.db import transaction

from naikkelas import vault
from naikkelas.kit.problems import Kind, Refused
from naikkelas.places import queries as places
from naikkelas.privacy import queries
from naikkelas.privacy.actions.requests import demand_reason, persons_of, settle, still_open
from naikkelas.privacy.models import PersonRequest
from naikkelas.registry import actions as registry
from naikkelas.reports.figures import Figures
from naikkelas.reports.render import pdf
from naikkelas.trail.actions import Actor

WRONG_KIND = Kind(
    "person_request.kind",
    "Permohonan ini bukan permohonan {what}.",
    "This request is not one for {what}.",
)


@transaction.atomic
def make_export(*, request: PersonRequest, decision: str, by: Actor, at: datetime) -> PersonRequest:
    """Make the copy and settle the request. It is kept sealed until retention removes it."""
    locked = still_open(request)
    if locked.kind != PersonRequest.Kind.ACCESS:
        raise Refused(WRONG_KIND, what="access")
    demand_reason(decision)
    persons = persons_of(locked)
    held = queries.held_on(persons)
    registry.log_access(
        person_ids=[p.pk for p in persons], kind="exported", area=locked.area_id, place="registry-request-detail", by=by,
        at=at, reason=decision,
    )  # fmt: skip
    locked.export_sha256 = vault.current().blobs.put(_zip(held, queries.photos_of(persons), locked, at))
    locked.exported_at = at
    settle(locked, PersonRequest.State.DONE, decision, by, at)
    return locked


def _zip(
    held: dict[str, object], photos: list[tuple[str, str]], request: PersonRequest, at: datetime
) -> bytes:
    blobs = vault.current().blobs
    values = {
        "number": f"PDP-{request.pk:05d}",
        "made_on": at.date().isoformat(),
        "received_on": request.received_on.isoformat(),
        "area": places.place_of(request.area_id),
        "synthetic": request.synthetic,
        "held": held,
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", json.dumps(held, ensure_ascii=False, indent=1))
        archive.writestr("data.pdf", pdf.draw(Figures(values), "person.typ", at))
        for number, (name, sha256) in enumerate(photos, 1):
            archive.writestr(f"photos/{number:03d}-{name.rpartition('/')[2]}", blobs.get(sha256))
    return buffer.getvalue()


def exported_file(request: PersonRequest) -> bytes:
    """The bytes of the copy that was made."""
    return vault.current().blobs.get(request.export_sha256)
