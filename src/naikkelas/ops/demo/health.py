"""Health assessments of the demonstration: two book years of a few cooperatives in each area, in every state."""

import random
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from django.db import transaction

from naikkelas.ops.demo.people import People
from naikkelas.registry import actions
from naikkelas.registry import queries as registry
from naikkelas.rules.cooperative_health import choose, rule_sets, scheme_of

DAYS = {2018: date(2019, 5, 20), 2019: date(2020, 2, 24)}
"""When the officers came, by book year."""
_CONCLUSIONS = {
    "healthy": "Koperasi dikelola dengan baik; pertahankan dan laporkan RAT tepat waktu (contoh).",
    "fairly_healthy": "Cukup sehat; tingkatkan cadangan risiko dan penagihan pinjaman (contoh).",
    "under_supervision": "Perlu pembinaan: pinjaman bermasalah tinggi dan cadangan belum cukup (contoh).",
    "under_special_supervision": "Perlu pendampingan khusus: likuiditas dan permodalan lemah (contoh).",
}


@transaction.atomic
def assess(people: People, areas: list[str], dice: random.Random, *, small: bool) -> None:
    """The offices assess, the province decides; the last ones still wait, were rejected, or are half filled in."""
    for number, area in enumerate(areas):
        officer = people.user(f"dinas{area.replace('.', '')}")
        for n, cooperative in enumerate(registry.some_cooperatives(area, 1 if small else 3)):
            sharia = (number + n) % 5 == 4
            if sharia:
                actions.set_scheme(cooperative=cooperative, sharia=True, by=officer, at=_moment(DAYS[2018]))
            quality = dice.triangular(0.0, 0.95, 0.4)
            for book_year in DAYS:
                end = "verified" if book_year == 2018 else _end(number + n)
                _one(people, officer, cooperative, book_year, quality, end, dice)
                quality = min(1.0, max(0.0, quality + dice.uniform(-0.12, 0.2)))
            if (number + n) % 6 == 0:
                _one(
                    people, officer, cooperative, 2019, quality, "verified", dice, rule_set="permenkop_9_2020"
                )


def _end(n: int) -> str:
    return {3: "submitted", 7: "draft", 9: "rejected"}.get(n % 11, "verified")


def _moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 3, 0, tzinfo=UTC)


def _one(
    people: People, officer: Any, cooperative: Any, book_year: int, quality: float, end: str, dice: random.Random,
    *, rule_set: str = "",
) -> None:  # fmt: skip
    day, at = DAYS[book_year], _moment(DAYS[book_year])
    scheme = scheme_of(sharia=cooperative.sharia)
    chosen = rule_set or choose(day, sharia=cooperative.sharia).id
    facts = _facts(cooperative, book_year, quality, officer, at, dice)
    draft = actions.start_assessment(
        cooperative=cooperative, book_year=book_year, rule_set=chosen, as_of=day,
        assignment_no=f"094/{cooperative.pk % 900 + 100}/{day.year} (contoh)", team=f"{officer.name}\nPenilai Kedua (contoh)",
        by=officer, at=at, synthetic=True,
    )  # fmt: skip
    rules = rule_sets()[chosen]
    checks = {name: dice.random() < 0.35 + 0.65 * quality for name in rules.checks(scheme)}
    if end == "draft":
        checks = dict(list(checks.items())[: len(checks) // 2])
    sheet = rules.work_out(scheme, checks, facts)
    draft = actions.save_worksheet(
        assessment=draft, checks=checks, facts=facts, assignment_no=draft.assignment_no, team=draft.team,
        conclusion=_CONCLUSIONS.get(sheet.predicate, ""), version=draft.version, by=officer, at=at,
    )  # fmt: skip
    if end == "draft":
        return
    made = actions.submit_assessment(assessment=draft, version=draft.version, by=officer, at=at)
    decide = {"by": people.user("provinsi"), "at": at}
    if end == "verified":
        actions.verify_assessment(assessment=made, remark="", **decide)
    elif end == "rejected":
        actions.reject_assessment(
            assessment=made, reason="Pinjaman bermasalah tidak cocok dengan neraca (contoh).", **decide
        )


def _facts(
    cooperative: Any, book_year: int, quality: float, officer: Any, at: datetime, dice: random.Random
) -> dict[str, int]:
    """The figures of a book year, recorded as the office would: those of the year, then those of the balance."""
    known = registry.facts_known(cooperative, book_year)
    if "loans_idr" in known:
        return known
    before = registry.facts_known(cooperative, book_year - 1)
    assets = known.get("assets_idr") or before.get("assets_idr", 400_000_000) * 108 // 100
    women = (cooperative.members or 60) * 11 // 20
    assumed = {
        "equity_idr": _part(assets, 12 + 40 * quality),
        "surplus_idr": _part(assets, 1 + 11 * quality),
        "volume_idr": assets * 2,
        "members_male": (cooperative.members or 60) - women,
        "members_female": women,
    }
    year = {"assets_idr": assets} | {name: known.get(name, value) for name, value in assumed.items()}
    if "assets_idr" in known:  # its members are known too
        del year["members_male"], year["members_female"]
    actions.record_book_year(
        cooperative=cooperative, book_year=book_year, facts=year, source="contoh", by=officer, at=at
    )
    balance = _balance(year, quality, lambda low, high: dice.uniform(low, high))
    actions.record_balance(cooperative=cooperative, book_year=book_year, facts=balance, by=officer, at=at)
    return {k: v for k, v in year.items() if k.endswith("_idr")} | balance


def _part(whole: int, percent: float) -> int:
    """A share of an amount in whole thousands of rupiah."""
    return whole * int(percent * 100) // 10_000_000 * 1_000


def _balance(
    year: dict[str, int], quality: float, between: Callable[[float, float], float]
) -> dict[str, int]:
    bad, assets, equity = 1 - quality, year["assets_idr"], year["equity_idr"]
    loans = _part(assets, between(50, 70))
    problem = _part(loans, 38 * bad * between(0.6, 1.2))
    funds = _part(loans, between(95, 120) + 25 * bad)
    gross = _part(assets, between(18, 24))
    return {
        "cash_bank_idr": _part(assets, between(5, 7)),
        "productive_assets_idr": _part(assets, between(78, 90)),
        "loans_idr": loans,
        "member_loans_idr": _part(loans, 60 + 39 * quality),
        "risky_loans_idr": problem + _part(loans, 12 * bad),
        "problem_loans_idr": problem,
        "largest_loan_idr": _part(equity, 8 + 40 * bad),
        "risk_reserve_idr": _part(problem, 100 * quality),
        "current_liabilities_idr": _part(assets, between(38, 48)),
        "principal_savings_idr": _part(equity, 12),
        "mandatory_savings_idr": _part(equity, 45),
        "voluntary_savings_idr": _part(assets, 20),
        "funds_received_idr": funds,
        "weighted_capital_idr": _part(equity, 60),
        "risk_weighted_assets_idr": _part(assets, 85),
        "gross_participation_idr": gross,
        "non_member_income_idr": _part(gross, 40 * bad),
        "member_cost_idr": _part(gross, 30 + 55 * bad),
        "overhead_cost_idr": _part(gross, 22 + 25 * bad),
        "cooperative_cost_idr": _part(gross, 6),
        "staff_cost_idr": _part(loans, 2 + 8 * bad),
        "gross_surplus_idr": _part(gross, 45 + 30 * quality),
        "member_surplus_idr": _part(equity, 2 + 6 * quality),
        "member_benefit_idr": _part(equity, 2 + 5 * quality),
    }
