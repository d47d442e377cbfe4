"""A service centre (PLUT) of the world in which every address is asked: consultant, clients of each kind, services."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

from naikkelas.places.models import Facility
from naikkelas.programmes.models import (
    PlutBudget,
    PlutCentre,
    PlutConsultant,
    PlutFinancing,
    PlutGuest,
    PlutItem,
    PlutService,
    PlutTarget,
)
from tests.conftest import NOW

if TYPE_CHECKING:
    from tests.factories.world import World


def add_plut(made: World, code: str) -> None:
    text, enterprise = made.text(code), made.objects["enterprise"][code][0]
    facility = Facility.objects.create(
        kind="plut", name=f"PLUT {text}"[:120], area_id=code, address=text[:200]
    )
    centre = PlutCentre.objects.create(
        facility=facility, area_id=code, manager=f"Kepala {text}"[:150], open_days="12345", opens=time(8), closes=time(16),
        remark=text,
    )  # fmt: skip
    item = PlutItem.objects.create(
        centre=centre, name=f"Alat {text}"[:120], quantity=2, condition="good", supplied_by="province", remark=text[:200]
    )  # fmt: skip
    PlutBudget.objects.create(
        centre=centre, year=2019, source="apbd_province", planned_idr=9_000_000, document_no=text[:80]
    )
    consultant = PlutConsultant.objects.create(
        centre=centre, name=f"Konsultan {text}"[:150], field="finance", contract_no=text[:80], starts_on=date(2019, 1, 1),
        ends_on=date(2020, 12, 31),
    )  # fmt: skip
    PlutTarget.objects.create(consultant=consultant, year=2019, clients=10, services=20, minutes=600)
    guest = PlutGuest.objects.create(
        centre=centre, guest_name=f"Tamu {text}"[:150], business=text[:150], phone="081200000001", area_id=code
    )  # fmt: skip
    common = {
        "centre": centre, "consultant": consultant, "field": "finance", "served_on": date(2019, 11, 4), "minutes": 90,
        "topic": f"Topik {text}"[:200], "result": text, "follow_up": text, "source": "hand", "recorded_at": NOW,
    }  # fmt: skip
    service = PlutService.objects.create(enterprise_id=enterprise, **common)
    PlutService.objects.create(cooperative_id=made.objects["cooperative"][code][0], **common)
    PlutService.objects.create(guest=guest, **common)
    gone = PlutService.objects.create(enterprise_id=enterprise, superseded_at=NOW, **common)
    PlutFinancing.objects.create(
        centre=centre, enterprise_id=enterprise, kind="kur", lender=f"Bank {text}"[:120], amount_idr=25_000_000,
        obtained_on=date(2019, 12, 2), recorded_at=NOW,
    )  # fmt: skip
    made.put("plut", code, centre.pk)
    made.put("plut_item", code, centre.pk, item.pk)
    made.put("plut_consultant", code, centre.pk, consultant.pk)
    made.put("plut_client", code, centre.pk, "enterprise", enterprise)
    made.put("plut_service", code, service.pk)
    made.put("plut_service_gone", code, gone.pk)
