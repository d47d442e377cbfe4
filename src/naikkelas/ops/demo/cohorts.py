"""Two cohorts of the Lampung Entrepreneur Center in the demonstration. All invented and so marked."""

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

from naikkelas.places import queries as places
from naikkelas.programmes import actions, queries
from naikkelas.registry import queries as registry

SEED = 20190805
CURRICULUM = (
    "Pola pikir wirausaha", "Mengenali pelanggan", "Menghitung harga pokok", "Pembukuan sederhana", "Kemasan dan merek",
    "Perizinan: NIB dan PIRT", "Pemasaran digital", "Rencana usaha satu tahun",
)  # fmt: skip
TRAINERS = ("Widyaiswara LEC (contoh)", "Pelatih PLUT (contoh)", "Praktisi usaha (contoh)")
COHORTS = (("Angkatan 1", "18.71", date(2019, 4, 1)), ("Angkatan 2", "18.72", date(2019, 8, 5)))
ASKED_AGAIN = date(2020, 2, 20)


def train(everyone: Any) -> None:
    """Enrol owners of enterprises that the registry holds, hold the sessions, and ask the graduates again."""
    dice = random.Random(SEED)  # noqa: S311 - invented data, not secrets
    by = everyone.user("provinsi")
    rows = queries.programmes_of_type("lampung_entrepreneur_center")
    for name, area, first in COHORTS:
        _cohort(rows.get(year=2019), name, area, first, by, dice)


def _cohort(programme: Any, name: str, area: str, first: date, by: Any, dice: random.Random) -> None:
    opened, after = _noon(first - timedelta(days=14)), first + timedelta(days=7 * len(CURRICULUM))
    cohort = actions.add_cohort(
        programme=programme, area=area, name=name, venue="Gedung LEC (contoh)", starts_on=first, ends_on=after, seats=25,
        graduation_percent=80, by=by, at=opened, synthetic=True,
    )  # fmt: skip
    sessions = [
        actions.add_session(
            cohort=cohort, held_on=first + timedelta(days=7 * n), topic=topic, trainer=TRAINERS[n % 3], minutes=180, by=by,
            at=opened,
        )
        for n, topic in enumerate(CURRICULUM)
    ]  # fmt: skip
    owners = places.within(registry.all_enterprises(), area, "area_id").select_related("owner").order_by("pk")
    enterprises = {e.owner_id: e for e in owners[10:60]}
    taking = [
        actions.enrol_participant(cohort=cohort, person=e.owner, enterprise=e, by=by, at=opened)
        for e in list(enterprises.values())[:24]
    ]
    keen = {p.pk: dice.choices((0.98, 0.88, 0.5), (14, 8, 2))[0] for p in taking}
    for session in sessions:
        present = {pk for pk, chance in keen.items() if dice.random() < chance}
        actions.take_attendance(session=session, present=present, by=by, at=_noon(session.held_on))
    for participant in taking:
        _one(participant, after, by, dice)


def _one(participant: Any, after: date, by: Any, dice: random.Random) -> None:
    common = {"participant": participant, "by": by}
    present, held = queries.attendance_of(participant)
    if present * 100 < held * 80:
        actions.drop(**common, on=after, reason="Kehadiran kurang (contoh)", at=_noon(after))
        return
    actions.graduate(**common, on=after, at=_noon(after))
    for month in range(dice.randint(1, 3)):
        day = after + timedelta(days=30 * (month + 1))
        actions.mentor(
            **common, held_on=day, mentor="Mentor LEC (contoh)", minutes=90, topic=dice.choice(CURRICULUM),
            result="Rencana bulan berikutnya disepakati.", at=_noon(day),
        )  # fmt: skip
    if dice.random() < 0.85:
        business = dice.choices(("running", "paused", "closed", "not_reached"), (75, 10, 8, 7))[0]
        runs = business == "running"
        participant.refresh_from_db()
        actions.check_alumnus(
            **common, checked_on=ASKED_AGAIN, business=business, workers=dice.randint(1, 6) if runs else None,
            monthly_sales_idr=dice.randint(30, 240) * 100_000 if runs else None, remark="", at=_noon(ASKED_AGAIN),
        )  # fmt: skip


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 5, 0, tzinfo=UTC)
