"""A call for start-up capital in Lampung, and proposals that answer it."""

import itertools
from dataclasses import dataclass
from datetime import date
from typing import Any

from naikkelas.accounts.models import User
from naikkelas.programmes import actions
from naikkelas.programmes.models import Allocation, Application, Call, Recipient
from tests.conftest import NOW
from tests.factories.people import person

JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 32
OPENS, CLOSES, DECREE = date(2019, 3, 1), date(2019, 3, 31), date(2019, 7, 1)
_number = itertools.count(1)
WHOLE: dict[str, Any] = {
    "phone": "081234567890",
    "education": "senior",
    "occupation": "other",
    "id_card": "valid",
    "has_tax_id": True,
    "trained": True,
    "trained_on": date(2018, 6, 1),
    "business_name": "Keripik Uji",
    "business_kind": "production",
    "product": "Keripik pisang",
    "business_address": "Jl. Uji 1",
    "started_on": date(2018, 1, 15),
    "licence": "iumk",
    "workers": 2,
    "bookkept": True,
    "sales_month_idr": 9_000_000,
    "cost_month_idr": 6_000_000,
    "asked_idr": 12_000_000,
    "account": "active",
    "bank": "Bank Uji",
}
PLAN = [
    ("working_capital", "Pisang", 5_000_000),
    ("equipment", "Mesin iris", 5_000_000),
    ("promotion", "Label", 2_000_000),
]


@dataclass
class Startup:
    province: User
    officer: User
    call: Call
    allocation: Allocation


def startup(*, places: int = 3, allocation_idr: int = 36_000_000) -> Startup:
    """A programme with a ceiling, an allocation to Lampung Selatan, and a call over Lampung."""
    province, officer = person("province"), person("regency")
    n = next(_number)
    programme = actions.add_programme(
        type_id="startup_capital", name=f"Wirausaha pemula {n}", year=2019, area="18", by=province, at=NOW
    )
    ceiling = actions.set_ceiling(
        programme=programme, source="apbn_dekon", year=2019, amount_idr=90_000_000, document_no="DIPA-WP", by=province, at=NOW
    )  # fmt: skip
    allocation = actions.allocate(
        ceiling=ceiling, area="18.01", amount_idr=allocation_idr, by=province, at=NOW
    )
    call = actions.open_call(
        programme=programme, area="18", title=f"Panggilan {n}", opens_on=OPENS, closes_on=CLOSES, min_idr=10_000_000,
        max_idr=12_000_000, places_count=places, by=province, at=NOW,
    )  # fmt: skip
    return Startup(province, officer, call, allocation)


def proposal(
    way: Startup,
    *,
    person_nik: str = "",
    area: str = "18.01.06.2018",
    whole: bool = True,
    at=NOW,
    **values: Any,
) -> Application:
    """A proposal, handed in; whole and eligible unless `values` say otherwise. NIK of a province that does not exist."""
    n = next(_number)
    application = actions.enter_application(
        call=way.call,
        name=values.pop("name", f"Calon Uji {n}"),
        person_nik=person_nik or f"990101150289{n % 9_998 + 1:04d}",
        area=area,
        received_on=values.pop("received_on", date(2019, 3, 10)),
        by=way.officer,
        at=at,
    )
    if whole:
        application = actions.change_application(
            application=application,
            values=WHOLE | values,
            plan=values.pop("plan", PLAN),
            account_no="1234 5678 9012",
            by=way.officer,
            at=at,
        )
        actions.attach_file(
            application=application, kind="photo_place", name="usaha.jpg", content=JPEG, by=way.officer, at=at
        )
    return actions.hand_in(application=application, by=way.officer, at=at)


def judge(way: Startup) -> int:
    return actions.judge_applications(
        call=way.call, applications=way.call.applications.order_by("id"), by=way.officer, at=NOW
    )


def paid_recipient(
    way: Startup | None = None, *, paid_on: date = date(2019, 9, 2), decree_no: str = "08/KEP/2019"
) -> Recipient:
    """A recipient chosen from a proposal, with the whole amount transferred."""
    way = way or startup()
    row = proposal(way)
    judge(way)
    (row,) = actions.decide_call(
        call=way.call, chosen={row.pk: None}, decree_no=decree_no, decree_on=DECREE, by=way.province, at=NOW, final=False
    )  # fmt: skip
    recipient = row.recipient
    assert recipient is not None
    actions.disburse(
        recipient=recipient,
        amount_idr=recipient.amount_idr,
        paid_on=paid_on,
        document_no=f"SP2D-{recipient.pk}",
        by=way.province,
        at=NOW,
    )
    return recipient


def proposed_and_reported(
    way: Any, *, name: str, person_nik: str, phone: str, email: str, shop: str, address: str, tax_id: str, account_no: str
) -> None:  # fmt: skip
    """A marked person's proposal with papers, and what they reported of the aid on the road (factories.road)."""
    row = proposal(
        startup(), person_nik=person_nik, name=name, phone=phone, business_name=shop, business_address=address,
        licence_no="510/7788990/IUMK", product=f"Keripik {name}",
    )  # fmt: skip
    by: dict[str, Any] = {"by": way.officer, "at": NOW}
    plan = [("working_capital", f"Untuk {name}", 12_000_000)]
    actions.change_application(
        application=row, values={}, account_no=account_no, tax_id=tax_id, plan=plan, **by
    )
    actions.attach_file(
        application=row, kind="id_card", name=f"KTP {name}.jpg", content=JPEG + person_nik.encode(), **by
    )
    receipt = {"remark": f"Nota {name}", "receipt": (f"{name}.jpg", JPEG + name.encode())}
    actions.save_report(
        recipient=way.recipient,
        values={
            "name": name,
            "phone": phone,
            "email": email,
            "business_address": address,
            "marketing": f"{name} berjualan",
        },
        lines=[{"used_on": date(2019, 10, 1), "category": "working_capital", "amount_idr": 5, **receipt}],
        by=actions.RECIPIENT,
        at=NOW,
    )
