"""What the field pages of an enumerator name: the visit that is to be made, and the one that was sent and can be mended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from naikkelas import vault
from naikkelas.intake.models import Attachment, Delivery
from tests.conftest import NOW
from tests.factories.submissions import filled

if TYPE_CHECKING:
    from naikkelas.monev.models import PlannedVisit, Visit
    from tests.factories.world import World


def add_sent(made: World, planned: PlannedVisit, visit: Visit, photo: bytes) -> None:
    """The submission that the visit of a place was read from, with its photo."""
    code, seal, blobs = planned.area_id, vault.current().seal, vault.current().blobs
    delivery = Delivery.objects.create(
        kind="submission", state="applied", instrument="enterprise", form_version=visit.form_version, sha256="0" * 64,
        size=1, area_id=code, received_by=visit.enumerator, received_at=NOW, body=seal.close_bytes(filled(visit.planned)),
        instance_id=visit.instance_id, summary={"visit": visit.pk},
    )  # fmt: skip
    Attachment.objects.create(delivery=delivery, name="a.jpg", sha256=blobs.put(photo), size=len(photo))
    made.put("assigned", code, planned.code)
    made.assigned[code] = planned.assigned_to
    made.put("assigned_list", code, planned.code, "visits.csv")
    made.put("visit_file", code, visit.pk, "a.jpg")
    made.put("visit_media", code, visit.pk, "visits.csv")
    made.put("mendable", code, visit.planned.code)
    made.put("mendable_file", code, visit.planned.code, "a.jpg")
