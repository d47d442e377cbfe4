"""Start-up capital of 2019 in the demonstration: one call, proposals from every area, some refused, a few own reports."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from naikkelas import vault
from naikkelas.monev import actions as monev
from naikkelas.ops.demo.photos import photo
from naikkelas.programmes import actions as programmes
from naikkelas.programmes.queries import startup as queries
from naikkelas.registry import queries as registry
from naikkelas.rules import person_nik

CLOSES = date(2019, 3, 31)
DECREE, DECREE_ON = "08/KEP/DEP.2/2019 (contoh)", date(2019, 7, 1)
_WEAK: dict[str, Any] = {
    "business_kind": "trade",
    "workers": 1,
    "bookkept": False,
    "cost_month_idr": 8_600_000,
}
# what is wrong with the proposals that were refused, one after another over the areas
_FAULTS: tuple[dict[str, Any], ...] = (
    {"education": "primary"},
    {"started_on": date(2014, 5, 1)},
    {"trained_on": date(2016, 9, 1)},
    {"licence": "nib"},
    {"occupation": "civil_servant"},
    {"account": "inactive"},
    {"has_tax_id": False},
    {"id_card": ""},
    {"started_on": date(2019, 1, 15)},
    {"licence": "none", "trained": False, "trained_on": None},
)
# how far the own reports of the first recipients are
_REPORTS = (
    "verified", "verified", "verified", "processing", "received", "unconfirmed", "unconfirmed", "draft", "returned",
)  # fmt: skip
DEDUCTED_IDR = 500_000
_LESS, _ELSEWHERE = 5, 4
"""Which of them received less than was transferred, and which bought other things than planned."""


@dataclass
class Proposer:
    """Enters proposals of invented persons, each NIK once."""

    call: Any
    by: Any
    picture: bytes
    dice: random.Random
    seen: set[str] = field(default_factory=set)
    made: int = 0

    def enter(self, enterprise: Any, amount_idr: int, **changes: Any) -> Any:
        """One proposal, handed in."""
        self.made += 1
        at = datetime(2019, 3, 1 + self.made % 28, 3, tzinfo=UTC)
        row = programmes.enter_application(
            call=self.call, name=enterprise.owner.name, person_nik=self._nik(enterprise.owner), area=enterprise.area_id,
            received_on=at.date(), sex=enterprise.owner.sex, phone=f"0812000{self.made:05d}", by=self.by, at=at, synthetic=True,
        )  # fmt: skip
        values = {
            "education": "senior", "occupation": "other", "id_card": "valid", "has_tax_id": True, "trained": True,
            "trained_on": date(2018, 5, 7), "training_by": "Balai pelatihan (contoh)", "business_name": enterprise.name,
            "business_kind": "production", "product": enterprise.product or "Makanan olahan", "business_address": "Jl. Contoh",
            "started_on": date(2017, 2, 1) + timedelta(days=self.dice.randrange(500)), "licence": "iumk",
            "workers": self.dice.randrange(2, 5), "bookkept": self.dice.random() < 0.5, "sales_month_idr": 9_000_000,
            "cost_month_idr": 5_500_000 + 100_000 * self.dice.randrange(12), "asked_idr": amount_idr, "account": "active",
            "bank": "Bank contoh",
        }  # fmt: skip
        third = amount_idr // 1_000_000 * 150_000
        plan = [
            ("working_capital", "Bahan baku", amount_idr * 45 // 100), ("equipment", "Peralatan", amount_idr * 55 // 100 - third),
            ("promotion", "Kemasan dan promosi", third),
        ]  # fmt: skip
        row = programmes.change_application(
            application=row,
            values=values | changes,
            plan=plan,
            account_no=f"9900{self.made:08d}",
            by=self.by,
            at=at,
        )
        programmes.attach_file(
            application=row, kind="photo_place", name="usaha.jpg", content=self.picture, by=self.by, at=at
        )
        return programmes.hand_in(application=row, by=self.by, at=at)

    def _nik(self, owner: Any) -> str:
        """The owner's number where the registry has one of somebody young enough, else an invented one."""
        number = vault.current().seal.open(owner.nik_sealed) if owner.nik_sealed else ""
        if not number or number in self.seen or not _young(number):
            number = f"990101150290{self.made:04d}"
        self.seen.add(number)
        return number


def _young(number: str) -> bool:
    born = person_nik.born_on(number, CLOSES)
    return born is not None and person_nik.age_on(born, CLOSES) <= 45


def proposed(programme: Any, by: Any, at: datetime, areas: dict[str, list[int]]) -> Iterator[tuple[str, Any]]:
    """A call over the province, answered, judged and decided; (area, recipient) of the chosen, area by area."""
    call = programmes.open_call(
        programme=programme,
        area="18",
        title="Panggilan wirausaha pemula 2019 (contoh)",
        opens_on=date(2019, 3, 1),
        closes_on=CLOSES,
        min_idr=10_000_000,
        max_idr=12_000_000,
        places_count=sum(map(len, areas.values())),
        by=by,
        at=at,
        synthetic=True,
    )
    dice = random.Random(20190331)  # noqa: S311 - invented data
    proposer = Proposer(call, by, photo(dice, "usaha"), dice)
    chosen: dict[str, list[Any]] = {}
    for n, (area, amounts) in enumerate(areas.items()):
        found = iter(registry.some_enterprises(area, len(amounts) + 2))
        chosen[area] = [proposer.enter(next(found), amount) for amount in amounts]
        for changes in (_FAULTS[n % len(_FAULTS)], _WEAK):
            enterprise = next(found, None)
            if enterprise is not None:
                proposer.enter(enterprise, 12_000_000, **changes)
    judged = datetime(2019, 4, 15, 3, tzinfo=UTC)
    programmes.judge_applications(call=call, applications=call.applications.order_by("id"), by=by, at=judged)
    named = programmes.decide_call(
        call=call,
        chosen={row.pk: None for rows in chosen.values() for row in rows},
        decree_no=DECREE,
        decree_on=DECREE_ON,
        by=by,
        at=datetime(2019, 7, 1, 3, tzinfo=UTC),
    )
    recipients = {row.pk: row.recipient for row in named}
    for area, rows in chosen.items():
        for row in rows:
            yield area, recipients[row.pk]


def reported(people: Any, by: Any) -> None:
    """The first recipients report themselves; the office is at different steps with them."""
    rows = queries.not_reported(queries.recipients_visible(by)).order_by("area_id", "id")
    receipt = photo(random.Random(7), "nota")  # noqa: S311 - invented data
    for n, (recipient, state) in enumerate(zip(rows[: len(_REPORTS)], _REPORTS, strict=False)):
        officer = people.user(f"dinas{recipient.area_id[:5].replace('.', '')}")
        equipment = 55 if n == _ELSEWHERE else 40
        _report(recipient, state, officer, receipt, DEDUCTED_IDR if n == _LESS else 0, equipment)


def _report(recipient: Any, state: str, officer: Any, receipt: bytes, deducted: int, equipment: int) -> None:
    me, at = programmes.RECIPIENT, datetime(2019, 12, 20, 3, tzinfo=UTC)
    programmes.issue_link(recipient=recipient, by=officer, at=at)
    amount, application = recipient.amount_idr, queries.application_of(recipient)
    spent = [(40, "working_capital", amount * 45 // 100), (47, "equipment", amount * equipment // 100)]
    lines = [
        {
            "used_on": recipient.paid_on + timedelta(days=days),
            "category": category,
            "amount_idr": sum_idr,
            "remark": "Belanja usaha",
            "receipt": ("nota.jpg", receipt),
        }
        for days, category, sum_idr in spent
    ]
    values = {
        "name": recipient.name, "business_address": "Jl. Contoh", "phone": "081200000000",
        "business_name": getattr(application, "business_name", ""), "product": getattr(application, "product", ""),
        "business_months": 24, "received_idr": amount - deducted, "received_on": recipient.paid_on, "bank": "Bank contoh",
        "working_capital_idr": amount * 45 // 100, "investment_idr": amount * equipment // 100, "workers_before": 2, "workers_after": 3,
        "sales_before_idr": 9_000_000, "sales_after_idr": 10_500_000, "profit_before_idr": 3_000_000,
        "profit_after_idr": 3_600_000, "marketing": "Warung sekitar, pasar, dan pesanan lewat telepon.",
    }  # fmt: skip
    programmes.save_report(recipient=recipient, values=values, lines=lines, by=me, at=at)
    if state == "draft":
        return
    report = monev.send_report(recipient=recipient, by=me, at=at)
    steps = ("received", "processing", "verified")
    wanted = steps[: steps.index(state) + 1] if state in steps else ()
    for n, step in enumerate(wanted, 1):
        report = programmes.move_report(
            report=report, to=step, remark="", by=officer, at=at + timedelta(days=7 * n)
        )
    if state == "returned":
        programmes.move_report(
            report=report, to="draft", remark="Nota peralatan belum terbaca; foto lagi dengan lebih terang.", by=officer,
            at=at + timedelta(days=5),
        )  # fmt: skip
