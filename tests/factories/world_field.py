"""What the field pages of an enumerator name: the visit that is to be made, and the one that was sent and can be mended."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from naikkelas import vault
from naikkelas.intake.models import Attachment, ChangeBatch, Delivery, EntityChange
from naikkelas.registry.queries.entities import entity_name
from tests.conftest import NOW
from tests.factories.entities import entity_form, entry
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
    add_change(made, code, visit)
    made.put("assigned", code, planned.code)
    made.assigned[code] = planned.assigned_to
    made.put("assigned_list", code, planned.code, "visits.csv")
    made.put("visit_file", code, visit.pk, "a.jpg")
    made.put("visit_media", code, visit.pk, "visits.csv")
    made.put("mendable", code, visit.planned.code)
    made.put("mendable_file", code, visit.planned.code, "a.jpg")


def add_change(made: World, code: str, visit: Visit) -> None:
    """What the enumerator of a place proposed to change in the registry with a form of an office that has closed since."""
    text, form_id = html.escape(made.text(code)), f"mutakhir-{code}"
    entity_form(form_id=form_id, area=code, state="closed", newest=False)
    pk = made.objects["enterprise"][code][0]
    xml = entry(entity_name("enterprise", pk), form_id=form_id, label=text, alamat=text, base=1)
    delivery = Delivery.objects.create(
        kind="submission", state="applied", instrument=form_id, form_version="1", sha256="0" * 64, size=len(xml), area_id=code,
        received_by=visit.enumerator, received_at=NOW, body=vault.current().seal.close_bytes(xml), instance_id=f"uuid:{form_id}",
    )  # fmt: skip
    change = EntityChange.objects.create(
        delivery=delivery, number=0, kind="enterprise", entity=entity_name("enterprise", pk), action="update", record_id=pk,
        base_version=1,
    )  # fmt: skip
    made.put("entity_change", code, change.pk)
    batch = ChangeBatch.objects.create(
        area_id=code, made_by=visit.enumerator, made_at=NOW, finished_at=NOW, items=[[change.pk, ""]], done=1,
        problems=[{"change": change.pk, "id": text, "en": text}],
    )  # fmt: skip
    made.put("change_batch", code, batch.pk)
