"""Credentials and branding events of the demonstration, for one enterprise in sixty. All invented and so marked."""

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

from naikkelas.registry import actions
from naikkelas.registry import queries as registry
from naikkelas.trail.actions import SYSTEM

ENTERED = datetime(2020, 2, 3, 3, 0, tzinfo=UTC)
TODAY = date(2020, 3, 13)
HELPERS = (
    "Dinas Koperasi dan UKM Provinsi Lampung",
    "PLUT KUMKM Lampung",
    "Rumah BUMN Lampung",
    "Dinas Kesehatan",
    "",
    "",
    "",
)
_BRANDING = (
    "logo",
    "packaging",
    "photo",
    "nutrition_label",
    "catalogue",
    "marketplace",
    "exhibition",
    "export",
)
_ISSUERS = {
    "pirt": "Dinas Kesehatan kabupaten/kota", "halal": "LPPOM MUI / BPJPH", "trademark": "DJKI", "bpom": "BPOM",
    "qris": "Penyelenggara jasa pembayaran", "sni": "BSN",
}  # fmt: skip
_YEARS = {"pirt": 5, "halal": 2, "trademark": 10, "bpom": 5}


def make(*, small: bool) -> int:
    """Enter them in two strokes. Returns how many there are."""
    dice = random.Random(20200313)  # noqa: S311 - invented data, not secrets
    step = 4 if small else 60
    enterprises = registry.all_enterprises().order_by("pk").values_list("pk", "annual_sales_idr")
    chosen = [row for row in enterprises if row[0] % step == 0]
    common: dict[str, Any] = {"source": "demo", "synthetic": True, "area": "18", "by": SYSTEM, "at": ENTERED}
    credentials = [row for pk, _sales in chosen for row in _credentials(dice, pk)]
    events = [row for pk, sales in chosen if dice.random() < 0.4 for row in _events(dice, pk, sales)]
    made = actions.enrol_facilitations(what="credential", rows=credentials, **common)
    return made + actions.enrol_facilitations(what="branding", rows=events, **common)


def _credentials(dice: random.Random, enterprise: int) -> list[dict[str, Any]]:
    kinds = dice.sample(
        ("pirt", "pirt", "halal", "trademark", "qris", "bpom", "sni"), k=dice.choice((1, 1, 2))
    )
    return [_credential(dice, enterprise, kind) for kind in dict.fromkeys(kinds)]


def _credential(dice: random.Random, enterprise: int, kind: str) -> dict[str, Any]:
    status = dice.choices(("issued", "applied", "rejected", "expired"), (78, 14, 3, 5))[0]
    applied = date(2015, 6, 1) + timedelta(days=dice.randrange(1_680))
    issued = (
        min(applied + timedelta(days=dice.randrange(10, 90)), TODAY)
        if status in ("issued", "expired")
        else None
    )
    ends = None
    if issued and kind in _YEARS:
        ends = issued.replace(year=issued.year + _YEARS[kind], day=min(issued.day, 28))
        if status == "issued" and (
            ends < TODAY or dice.random() < 0.25
        ):  # some are to be reminded of, few are late
            ends = TODAY + timedelta(days=dice.randrange(-30, 200))
            issued = applied = ends.replace(year=ends.year - _YEARS[kind], day=min(ends.day, 28))
    return {
        "enterprise_id": enterprise, "kind": kind, "status": status, "issuer": _ISSUERS[kind], "applied_on": applied,
        "number": _number(dice, kind, enterprise) if issued else "", "issued_on": issued, "expires_on": ends,
        "facilitated_by": dice.choice(HELPERS), "cost_idr": dice.choice((None, 0, 150_000, 500_000, 1_800_000)),
    }  # fmt: skip


def _number(dice: random.Random, kind: str, enterprise: int) -> str:
    """A number of the shape of its kind with a serial that is the enterprise's here; a few are short of a digit."""
    serial = f"{enterprise:07d}" if dice.random() > 0.03 else f"{enterprise:06d}"[:6]
    return {
        "pirt": f"P-IRT 990180{serial}-20",
        "halal": f"ID9900000000{serial}",
        "trademark": f"IDM99{serial}",
        "bpom": f"MD 99000{serial}",
        "qris": f"ID990000{serial}",
        "sni": f"SNI-99-{serial}",
    }[kind]


def _events(dice: random.Random, enterprise: int, sales_idr: int | None) -> list[dict[str, Any]]:
    month = (sales_idr or 60_000_000) // 12
    found = []
    for kind in dice.sample(_BRANDING, k=dice.choice((1, 1, 2))):
        known = dice.random() < 0.7
        before = month * dice.randrange(80, 110) // 100 // 1_000 * 1_000
        found.append(
            {
                "enterprise_id": enterprise, "kind": kind, "held_on": date(2018, 3, 1) + timedelta(days=dice.randrange(690)),
                "facilitated_by": dice.choice(HELPERS[:4]), "cost_idr": dice.randrange(2, 30) * 100_000,
                "sales_before_idr": before if known else None,
                "sales_after_idr": before * dice.randrange(85, 150) // 100 // 1_000 * 1_000 if known else None,
            }
        )  # fmt: skip
    return found
