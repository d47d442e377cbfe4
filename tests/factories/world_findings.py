"""What belongs to findings at the places of the world: photos, letters, and what citizens told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from naikkelas import vault
from naikkelas.monev.models import CitizenReport, FindingPhoto
from naikkelas.monev.queries import citizens
from naikkelas.programmes.models import MarketProject
from naikkelas.reports.models import Letter
from tests.conftest import NOW

if TYPE_CHECKING:
    from tests.factories.world import World

JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 32


def make(made: World) -> None:
    for n, (code, (finding,)) in enumerate(made.objects["finding"].items(), 1):
        text, blobs = made.text(code), vault.current().blobs
        photo = FindingPhoto.objects.create(
            finding_id=finding, name=f"{text}.jpg"[-150:], sha256=blobs.put(JPEG)
        )
        facility = MarketProject.objects.get(pk=made.objects["market"][code][0]).facility
        report = CitizenReport.objects.create(
            number=f"W2020-9{n:03d}", nonce="0" * 32, area_id=code, facility=facility, topic="unused", text=f"{text} kosong",
            contact_sealed=vault.current().seal.close("0812"), received_at=NOW,
            photos=[{"name": "foto-1.jpg", "sha256": blobs.put(JPEG)}],
        )  # fmt: skip
        letter = Letter.objects.create(
            kind="follow_up", area_id=code, year=2020, serial=1, number=f"001/TL/{code}/2020", dated_on=NOW.date(),
            figures={"unit": f"Unit {text}", "findings": []}, figures_sha256="0" * 64,
            pdf_sha256=blobs.put(b"%PDF-1.4 surat"), issued_at=NOW,
        )  # fmt: skip
        letter.findings.set([finding])
        made.put("finding_photo", code, finding, photo.pk)
        made.put("citizen_report", code, report.pk)
        made.put("citizen_photo", code, report.pk, 0)
        made.put("letter", code, letter.pk)
        made.put("sign", "", citizens.sign_of("facility", facility.pk))
