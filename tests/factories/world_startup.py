"""A call, a proposal with a paper, and a recipient (of aid that the world gave) with own report and letter, at every place."""

from datetime import date, timedelta
from typing import Any

from naikkelas import vault
from naikkelas.programmes.models import (
    Application,
    ApplicationFile,
    ApplicationPlan,
    ApplicationVerdict,
    Call,
    Programme,
    Recipient,
    ReportLine,
    ReportLink,
    ReportStep,
    SelfReport,
)
from naikkelas.programmes.queries import startup as queries
from tests.conftest import NOW

JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 32
ACCOUNT = "889977665544"


def make(made: Any, code: str, programme: Programme) -> None:
    recipient = Recipient.objects.get(allocation__ceiling__programme=programme)
    text, seal, blobs = made.text(code), vault.current().seal, vault.current().blobs
    call = Call.objects.create(
        programme=programme, area_id=code, title=f"Panggilan {code}", opens_on=date(2019, 3, 1), closes_on=date(2019, 3, 31),
        min_idr=10_000_000, max_idr=12_000_000, places=3, rule_set="wp_2019",
    )  # fmt: skip
    person_id = made.objects["person"][code][0]
    row = Application.objects.create(
        call=call, number=f"WP-{code}", area_id=code, person_id=person_id, name=f"Calon {text}"[:150], phone="081200000001",
        received_on=date(2019, 3, 10), state="submitted", submitted_at=NOW, business_name=text[:150], product=text[:150],
        business_address=text[:250], training_by=text[:120], bank=text[:80], licence_no=text[:80], account="active",
        account_sealed=seal.close(ACCOUNT), account_end=ACCOUNT[-4:], sales_month_idr=5_000_000, cost_month_idr=3_000_000,
        asked_idr=12_000_000, verdict="eligible", points=60, points_by={"production": 25}, rank=1,
    )  # fmt: skip
    ApplicationPlan.objects.create(
        application=row, category="equipment", what=text[:150], amount_idr=12_000_000
    )
    ApplicationVerdict.objects.create(
        application=row, verdict="eligible", reason="all", rule_set="wp_2019", rule_hash="a" * 16, judged_as_of=date(2019, 3, 31),
        judged_at=NOW, judged_by="uji",
        results=[{"check": "age", "outcome": "pass", "reason": "within", "params": {"age": 30, "most": 45}}],
    )  # fmt: skip
    paper = ApplicationFile.objects.create(
        application=row,
        kind="photo_place",
        file_name=f"{text}.jpg"[-150:],
        file_sha256=blobs.put(JPEG),
        added_at=NOW,
    )
    report = SelfReport.objects.create(
        recipient=recipient, state="unconfirmed", sent_at=NOW, changed_at=NOW, name=text[:150], business_address=text[:250],
        business_name=text[:150], product=text[:150], bank=text[:80], use_told=text, marketing=text, received_idr=7_000_000,
        received_on=date(2019, 9, 2), sales_before_idr=1, sales_after_idr=2,
    )  # fmt: skip
    line = ReportLine.objects.create(
        report=report, used_on=date(2019, 9, 9), category="equipment", amount_idr=5_000_000, remark=text[:150],
        file_name=f"{text}.jpg"[-150:], file_sha256=blobs.put(JPEG),
    )  # fmt: skip
    ReportStep.objects.create(report=report, state="unconfirmed", note=text[:500], by_name="uji", at=NOW)
    link = ReportLink(
        recipient=recipient, nonce=f"{code:0>32}", issued_at=NOW, expires_at=NOW + timedelta(days=30)
    )
    link.digest = queries.digest_of(queries.token_of(link))
    link.save()
    made.put("recipient", code, recipient.pk)
    made.put("call", code, call.pk)
    made.put("application", code, row.pk)
    made.put("application_file", code, row.pk, paper.pk)
    made.put("report_line", code, recipient.pk, line.pk)
    made.objects["report_link"] = {"": [queries.token_of(link)]}
