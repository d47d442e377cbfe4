"""Markets of the world in which every address is asked: one with everything in its file, one that a decree alone names."""

from datetime import date
from typing import Any

from naikkelas import vault
from naikkelas.places.models import Facility
from naikkelas.programmes.actions.market_use import COUNTS
from naikkelas.programmes.models import (
    Allocation,
    Ceiling,
    Commitment,
    MarketAddendum,
    MarketCheck,
    MarketCount,
    MarketManager,
    MarketPackage,
    MarketPhoto,
    MarketPoint,
    MarketProject,
    MarketStep,
    MarketWeek,
    MarketYear,
    Programme,
    Recipient,
)
from tests.conftest import NOW
from tests.factories.photos import photo

DAY = date(2019, 5, 6)


def make(made: Any, code: str) -> None:
    text = made.text(code)
    programme = Programme.objects.create(
        type_id="market_revitalisation", name=f"Pasar {text}"[:150], year=2019, area_id=code
    )
    ceiling = Ceiling.objects.create(
        programme=programme, source="apbn_tp", year=2019, document_no=f"DIPA pasar {code}", amount_idr=9_000_000
    )  # fmt: skip
    allocation = Allocation.objects.create(ceiling=ceiling, area_id=code, amount_idr=8_000_000)
    for kind in ("filed", "unfiled"):
        facility = Facility.objects.create(kind="market", name=f"Pasar {kind} {text}"[:120], area_id=code)
        recipient = Recipient.objects.create(
            allocation=allocation, area_id=code, kind="facility", name=facility.name, facility=facility, amount_idr=3_000_000,
            decree_no=f"SK {code}", decree_on=DAY,
        )  # fmt: skip
        if kind == "unfiled":
            made.put("market_recipient", code, recipient.pk)
        else:
            _file(made, code, programme, allocation, recipient)


def _file(made: Any, code: str, programme: Programme, allocation: Allocation, recipient: Recipient) -> None:
    text, blobs = made.text(code), vault.current().blobs
    project = MarketProject.objects.create(
        programme=programme, facility=recipient.facility, recipient=recipient, proposer=text[:150], stage="contracted",
        requirements="tp_market_v1", grade="B",
    )  # fmt: skip
    for stage in ("proposed", "documents_checked", "site_seen", "decided", "contracted"):
        MarketStep.objects.create(project=project, stage=stage, reached_on=DAY, remark=text[:500])
    MarketCheck.objects.create(
        project=project, requirement="land_title", state="met", document_no=text[:80], remark=text[:500],
        file_name=f"{text}.pdf"[-150:], file_sha256=blobs.put(b"%PDF-1.4 berkas"),
    )  # fmt: skip
    commitment = Commitment.objects.create(
        allocation=allocation, kind="contract", counterparty=text[:150], document_no=f"KTR {code}", signed_on=DAY,
        amount_idr=1_000_000, for_recipient=recipient, recorded_at=NOW,
    )  # fmt: skip
    package = MarketPackage.objects.create(
        project=project, commitment=commitment, kind="works", name=text[:150], starts_on=DAY, ends_on=date(2019, 9, 1)
    )  # fmt: skip
    MarketWeek.objects.create(
        package=package, number=1, ends_on=date(2019, 5, 12), planned_bp=10_000, actual_bp=100, remark=text[:500]
    )  # fmt: skip
    addendum = MarketAddendum.objects.create(
        package=package, number=text[:80], signed_on=DAY, reason=text[:200], former_ends_on=date(2019, 8, 1),
        ends_on=date(2019, 9, 1),
    )  # fmt: skip
    point = MarketPoint.objects.create(project=project, name=text[:80], where=text[:200])
    picture = blobs.put(photo())
    kept = MarketPhoto.objects.create(
        point=point, taken_on=DAY, caption=text[:200], original_sha256=picture, shown_sha256=picture
    )
    MarketManager.objects.create(
        project=project, cooperative_id=made.objects["cooperative"][code][0], from_on=DAY, document_no=text[:80]
    )  # fmt: skip
    MarketCount.objects.create(project=project, counted_on=DAY, remark=text[:500], **dict.fromkeys(COUNTS, 0))
    MarketYear.objects.create(
        project=project, year=2019, rent_idr=1, levy_idr=1, parking_idr=1, other_idr=1, cost_idr=1, remark=text[:500]
    )  # fmt: skip
    made.put("market", code, project.pk)
    made.put("market_stage", code, project.pk, "construction")
    made.put("market_requirement", code, project.pk, "land_title")
    made.put("market_package", code, package.pk)
    made.put("market_addendum", code, addendum.pk)
    made.put("market_point", code, point.pk)
    made.put("market_photo", code, kept.pk)
