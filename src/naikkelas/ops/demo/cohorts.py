"""Two cohorts of the Lampung Entrepreneur Center in the demonstration, and what became of them. All invented and so marked."""

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

from naikkelas.places import queries as places
from naikkelas.programmes import actions, queries
from naikkelas.registry import actions as registry_actions
from naikkelas.registry import queries as registry

SEED = 20190805
CURRICULUM = (
    "Pola pikir wirausaha", "Mengenali pelanggan", "Menghitung harga pokok", "Pembukuan sederhana", "Kemasan dan merek",
    "Perizinan: NIB dan PIRT", "Pemasaran digital", "Rencana usaha satu tahun",
)  # fmt: skip
TRAINERS = ("Widyaiswara LEC (contoh)", "Pelatih PLUT (contoh)", "Praktisi usaha (contoh)")
COHORTS = (("Angkatan 1", "18.71", date(2019, 4, 1)), ("Angkatan 2", "18.02", date(2019, 8, 5)))
# nobody of these areas' offices sent a list of 2018, which would know a business before it was founded
ASKED_ON = (date(2019, 12, 10), date(2020, 2, 20))
BEGINNERS = 3
"""Every third comes without a business; most of these found one afterwards."""


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
    seats = list(enterprises.values())[:24]
    begin = seats[::BEGINNERS]
    taking = [
        actions.enrol_participant(
            cohort=cohort, person=e.owner, enterprise=None if e in begin else e, by=by, at=opened
        )
        for e in seats
    ]  # fmt: skip
    keen = {p.pk: dice.choices((0.98, 0.88, 0.5), (14, 8, 2))[0] for p in taking}
    for session in sessions:
        present = {pk for pk, chance in keen.items() if dice.random() < chance}
        actions.take_attendance(session=session, present=present, by=by, at=_noon(session.held_on))
    for participant, enterprise in zip(taking, seats, strict=True):
        if _graduates(participant, after, by, dice):
            if enterprise in begin and dice.random() < 0.8:
                _found(participant, enterprise, after + timedelta(days=dice.randrange(20, 70)), by)
            _follow(participant, by, dice)


def _graduates(participant: Any, after: date, by: Any, dice: random.Random) -> bool:
    """Whether they were there often enough; who was is mentored for some months."""
    common = {"participant": participant, "by": by}
    present, held = queries.attendance_of(participant)
    if present * 100 < held * 80:
        actions.drop(**common, on=after, reason="Kehadiran kurang (contoh)", at=_noon(after))
        return False
    actions.graduate(**common, on=after, at=_noon(after))
    for month in range(dice.randint(1, 3)):
        day = after + timedelta(days=30 * (month + 1))
        actions.mentor(
            **common, held_on=day, mentor="Mentor LEC (contoh)", minutes=90, topic=dice.choice(CURRICULUM),
            result="Rencana bulan berikutnya disepakati.", at=_noon(day),
        )  # fmt: skip
    return True


def _found(participant: Any, enterprise: Any, day: date, by: Any) -> None:
    """The registry learns the same day as the cohort."""
    registered = registry_actions.amend_record(
        kind="enterprise", record_id=enterprise.pk, values={"founded_on": day}, year=day.year, source=enterprise.source,
        reason="Usaha didirikan setelah pelatihan LEC (contoh)", by=by, at=_noon(ASKED_ON[-1]),
    )  # fmt: skip
    actions.found_business(
        participant=participant, enterprise=registered, founded_on=day, by=by, at=_noon(ASKED_ON[-1])
    )


def _follow(participant: Any, by: Any, dice: random.Random) -> None:
    """Ask a graduate again, once or twice, how the business stands."""
    participant.refresh_from_db()
    for day in ASKED_ON:
        if dice.random() > 0.85:
            continue
        business = dice.choices(("running", "paused", "closed", "not_reached"), (75, 10, 8, 7))[0]
        if participant.enterprise_id is None:
            business = "none"
        runs = business == "running"
        actions.check_alumnus(
            participant=participant, checked_on=day, business=business, workers=dice.randint(1, 6) if runs else None,
            monthly_sales_idr=dice.randint(30, 240) * 100_000 if runs else None, remark="", by=by, at=_noon(day),
        )  # fmt: skip
        if business == "closed":
            return


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 5, 0, tzinfo=UTC)
