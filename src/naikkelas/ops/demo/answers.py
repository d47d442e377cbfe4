"""What invented enumerators find: answers for each questionnaire, most of them good, some of them not."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any


@dataclass
class Found:
    """Answers by question, repeats, and which questions get a photo."""

    answers: dict[str, Any]
    repeats: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    photos: tuple[str, ...] = ()


def _common(dice: random.Random, place: tuple[float, float]) -> dict[str, Any]:
    latitude, longitude = place[0] + dice.uniform(-0.02, 0.02), place[1] + dice.uniform(-0.02, 0.02)
    return {
        "found": "found",
        "location": f"{latitude:.5f} {longitude:.5f} 40 {dice.randrange(4, 18)}",
        "consent": "OK",
        "note": dice.choice(("", "", "Pelaku usaha kooperatif.", "Kunjungan pagi hari.")),
    }


def novice_entrepreneur(dice: random.Random, place: tuple[float, float], amount: int) -> Found:
    if dice.random() < 0.05:
        return Found(
            {
                "found": "moved",
                "note": "Menurut tetangga pindah ke luar kota.",
                "location": _common(dice, place)["location"],
            }
        )
    raw, equipment = amount * 45 // 100, amount * 40 // 100
    other = amount - raw - equipment
    before = dice.randrange(2, 9) * 1_000_000
    growth = dice.randrange(85, 190)
    status = dice.choices(("running", "paused", "closed"), (88, 7, 5))[0]
    after = before * growth // 100 if status == "running" else 0
    deducted = dice.random() < 0.04
    answers = _common(dice, place) | {
        "amount_received": amount,
        "received_on": date(2019, 9, 1) + timedelta(days=dice.randrange(60)),
        "deduction": "yes" if deducted else "no",
        "deduction_idr": 500_000 if deducted else None,
        "deduction_by": "Tidak mau menyebut" if deducted else None,
        "use_total_idr": amount,
        "use_matches_proposal": dice.choices(("matches", "partly", "not"), (80, 14, 6))[0],
        "receipts_seen": dice.choices(("complete", "partly", "none"), (62, 28, 10))[0],
        "asset_exists": "yes",
        "business_status": status,
        "sales_before_idr": before,
        "sales_after_idr": after,
        "sales_trend": "3" if growth > 110 else "2",
        "workers_before": 1,
        "workers_paid_male": dice.choice((0, 0, 1)),
        "workers_paid_female": dice.choice((0, 1, 1)),
        "workers_unpaid": 1,
        "licence": dice.choices(("1", "3", "4"), (14, 20, 66))[0],
        "bookkeeping": dice.choices(("none", "simple", "app"), (30, 60, 10))[0],
        "markets": "neighbourhood regency",
        "loan_access": dice.choices(("none", "kur", "cooperative"), (70, 22, 8))[0],
        "problems": dice.choice(("capital", "marketing", "materials marketing")),
        "coaching_received": dice.choice(("yes", "no")),
        "satisfaction": dice.choices((2, 3, 4, 5), (4, 16, 45, 35))[0],
    }
    answers["workers_after"] = answers["workers_paid_male"] + answers["workers_paid_female"] + 1
    day = answers["received_on"]
    ledger = [
        {"spent_on": day + timedelta(days=7 * n), "spent_for": what, "spent_idr": idr, "spent_note": note}
        for n, (what, idr, note) in enumerate(
            (
                ("raw", raw, "Bahan baku"),
                ("equipment", equipment, "Peralatan"),
                ("promotion", other, "Kemasan dan promosi"),
            )
        )
    ]
    return Found(answers, {"ledger": ledger}, ("photo_place",))


def market(dice: random.Random, place: tuple[float, float], *, abandoned: bool) -> Found:
    built = {"kiosks_built": 16, "stalls_built": 46, "places_built": 62}
    if abandoned:
        use = {
            "physical_percent": 100,
            "kiosks_filled": 0,
            "stalls_filled": 0,
            "places_filled": 0,
            "function": "abandoned",
        }
        rest = {
            "manager": "nobody",
            "handover_signed": "no",
            "grant_status": "not_started",
            "traders_male": 0,
            "traders_female": 0,
        }
        rest["note"] = "Bangunan selesai tetapi kosong; pedagang tetap berjualan di pasar lama."
    else:
        use = {
            "physical_percent": 100,
            "kiosks_filled": 9,
            "stalls_filled": 31,
            "places_filled": 40,
            "function": "partly",
        }
        rest = {
            "manager": "cooperative",
            "rat_held": "yes",
            "handover_signed": "yes",
            "grant_status": "in_process",
        }
        rest |= {"traders_male": 22, "traders_female": 35, "traders_members": 30, "opening_days": 26}
        rest |= {
            "trader_sales_before_idr": 450_000,
            "trader_sales_after_idr": 610_000,
            "income_rent_idr": 4_500_000,
        }
    answers = (
        _common(dice, place)
        | built
        | use
        | rest
        | {"condition": "good", "facilities": "toilet drainage power", "land_certificate": "yes"}
    )
    return Found(answers, photos=("photo_front", "photo_inside"))


def plut(dice: random.Random, place: tuple[float, float]) -> Found:
    answers = _common(dice, place) | {
        "physical_percent": 60, "condition": "good", "operating_budget_idr": 350_000_000, "open_hours": 8, "grant_status": "not_started",
        "consultants_finance": 1, "consultants_marketing": 1, "consultants_production": 1, "consultants": 3,
        "services_finance": 24, "services_marketing": 41, "services_production": 17, "services": 82,
        "clients_new": 57, "clients_repeat": 31, "clients": 88, "licences_obtained": 19, "financing_idr": 275_000_000,
        "trainings": 3, "trainees_male": 28, "trainees_female": 47, "visitors": 210,
    }  # fmt: skip
    return Found(answers, photos=("photo_front",))


def cooperative(dice: random.Random, place: tuple[float, float], *, active: bool) -> Found:
    if not active and dice.random() < 0.5:
        return Found(
            {
                "found": "unknown",
                "note": "Alamat tidak ditemukan; tetangga tidak mengenal.",
                "location": _common(dice, place)["location"],
            }
        )
    met = active and dice.random() < 0.6
    volume = dice.randrange(50, 3_000) * 1_000_000 if active else 0
    answers = _common(dice, place) | {
        "office_found": "yes", "board_active": "yes" if active else "no", "rat_year": 2018 if met else 2016,
        "rat_held_on": date(2019, dice.randrange(1, 7), 15) if met else date(2017, 4, 10), "rat_attendance": dice.randrange(12, 60),
        "members_male": dice.randrange(15, 80), "members_female": dice.randrange(15, 80),
        "certificate": "no", "savings_licence": "no", "book_year": 2018, "assets_idr": volume // 2, "equity_idr": volume // 5,
        "external_capital_idr": volume // 6, "volume_idr": volume, "surplus_idr": volume // 25, "units": "savings_loan",
        "books": "members cash" if active else "", "employees": dice.randrange(0, 6), "problems": "capital",
        "proposed_status": "active" if active else "inactive", "recommendation": "Pembinaan pembukuan dan persiapan RAT.",
    }  # fmt: skip
    return Found(answers, photos=("photo_office",) if dice.random() < 0.3 else ())


def enterprise(dice: random.Random, place: tuple[float, float], sales: int) -> Found:
    now = max(4_000_000, sales * dice.randrange(90, 130) // 100)
    answers = _common(dice, place) | {
        "business_status": dice.choices(("running", "paused", "closed"), (92, 5, 3))[0], "facts_year": 2019, "annual_sales_idr": now,
        "capital_idr": now // 4, "net_worth_idr": now // 5, "workers_male": dice.randrange(0, 3), "workers_female": dice.randrange(0, 4),
        "licence": dice.choices(("1", "3", "4"), (8, 22, 70))[0], "bookkeeping": dice.choice(("none", "simple")),
        "markets": "neighbourhood", "loan_access": dice.choice(("none", "none", "kur")), "problems": "capital marketing",
        "coaching_received": dice.choice(("yes", "no")),
    }  # fmt: skip
    return Found(answers, photos=("photo_place",) if dice.random() < 0.2 else ())
