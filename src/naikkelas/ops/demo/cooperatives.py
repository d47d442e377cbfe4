"""The life of the demonstration's cooperatives: meetings, certificates, boards, decrees, coaching. All invented."""

import random
from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any

from naikkelas.ops.demo.names import FAMILY, MEN, WOMEN
from naikkelas.ops.demo.people import People
from naikkelas.registry import actions, queries
from naikkelas.registry.actions import PastCertificate, PastMeeting, PastOfficial, PastYear
from naikkelas.registry.queries import standing

AGENDA = "Laporan pertanggungjawaban pengurus dan pengawas; pembagian SHU; rencana kerja dan anggaran. (data sintetis)"
_SEATS = (
    ("board", "chair"), ("board", "secretary"), ("board", "treasurer"), ("supervisors", "chair"), ("supervisors", "member"),
)  # fmt: skip
_GOALS = (
    "RAT tahun buku 2018 terlaksana dan dilaporkan ke dinas.",
    "Pembukuan sederhana berjalan dan laporan tahunan tersusun.",
    "Pengurus baru terpilih dan unit usaha berjalan kembali.",
)
_TAGS = {
    "kud": "farming",
    "tourism_village": "village_based",
    "kopontren": "sharia",
    "village_based": "farming",
}


def live(people: People, at: datetime, seed: int) -> None:
    """Give the cooperatives a past, and some of them coaching, decrees and a warning."""
    dice = random.Random(seed + 7)  # noqa: S311 - invented data, not secrets
    rows = list(
        queries.all_cooperatives()
        .order_by("id")
        .values("id", "area_id", "group", "official_status", "members", "last_rat_year", "certificate_until", "cooperative_nik")
    )  # fmt: skip
    by = people.user("provinsi")
    years, meetings, tags = [], [], []
    for row in rows:
        own_years, own_meetings = _past(dice, row)
        years += own_years
        meetings += own_meetings
        if row["group"] in _TAGS and dice.random() < 0.35:
            tags.append((row["id"], _TAGS[row["group"]]))
    certified = [row for row in rows if row["certificate_until"]]
    actions.enter_histories(
        area="18", years=years, meetings=meetings, certificates=[_certificate(dice, row) for row in certified],
        officials=[seat for row in certified for seat in _officials(dice, row)], tags=tags, synthetic=True, by=by, at=at,
    )  # fmt: skip
    _units([row["id"] for row in rows if row["group"] == "village_based"][:24], by, at)
    _decrees(people, rows, at)
    _coaching(people, dice, at)
    actions.refresh_warnings(area="18", by=by, at=at)


_STATES = ("open", "open", "planned", "open", "closed")


def _units(ids: list[int], by: Any, at: datetime) -> None:
    """Some village cooperatives run a shop and savings, plan a warehouse, or have closed a unit."""
    found = queries.all_cooperatives().in_bulk(ids)
    for n, pk in enumerate(ids):
        units = {}
        for m, kind in enumerate(standing.UNITS[n % 3 :: 2]):
            state = _STATES[(n + m) % len(_STATES)]
            opened = date(2020, 9, 1) if state == "planned" else date(2016 + (n + m) % 4, 1 + m, 6)
            closed = date(2019, 12, 2) if state == "closed" else None
            units[kind] = actions.UnitGiven(state, opened, closed, "Berita acara musyawarah desa (contoh)")
        actions.set_units(cooperative=found[pk], units=units, by=by, at=at)


def _past(dice: random.Random, row: dict) -> tuple[list[PastYear], list[PastMeeting]]:
    """Two or three earlier book years of an active cooperative, so that meetings and members have a line."""
    if row["official_status"] != "active":
        return [], []
    last, members = row["last_rat_year"] or 2015, row["members"] or 30
    years, meetings = [], []
    for year in range(last - 2, last):
        members = max(12, members * dice.randrange(92, 118) // 100)
        women = members * dice.randrange(30, 60) // 100
        month = dice.choice((1, 2, 2, 3, 3, 4, 5, 6, 8))
        held = date(year + 1, month, dice.randrange(1, 28)) if dice.random() < 0.85 else None
        years.append(
            PastYear(row["id"], year, members_male=members - women, members_female=women, rat_held_on=held)
        )
        if held and row["certificate_until"]:
            meetings.append(_meeting(dice, row["id"], year, held, members))
    return years, meetings


def _meeting(dice: random.Random, pk: int, year: int, held: date, members: int) -> PastMeeting:
    return PastMeeting(
        pk, year, held, members, members * dice.randrange(42, 92) // 100, report_accepted=dice.random() < 0.94,
        surplus_idr=dice.randrange(-3, 90) * 1_000_000, agenda=AGENDA,
        reported_to_office_on=held + timedelta(days=dice.randrange(5, 40)) if dice.random() < 0.8 else None,
    )  # fmt: skip


def _certificate(dice: random.Random, row: dict) -> PastCertificate:
    until = row["certificate_until"]
    return PastCertificate(
        row["id"], row["cooperative_nik"], dice.choice(("A", "B", "B", "C1", "C2")), date(until.year - 2, until.month, 1), until
    )  # fmt: skip


def _officials(dice: random.Random, row: dict) -> list[PastOfficial]:
    seats = []
    for body, position in _SEATS:
        woman = dice.random() < 0.38
        name = f"{dice.choice(WOMEN if woman else MEN)} {dice.choice(FAMILY)}"
        seats.append(
            PastOfficial(
                row["id"], body, position, name, "f" if woman else "m", f"0813{dice.randrange(10**7, 10**8)}",
                date(2018, dice.randrange(1, 7), 15),
            )
        )  # fmt: skip
    return seats


def _decrees(people: People, rows: list[dict], at: datetime) -> None:
    """A decree in each kabupaten/kota that says of some what their status is already: the published counts stay."""
    named: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row in rows:
        if row["official_status"] in ("active", "inactive"):
            named[row["area_id"][:5], row["official_status"]].append(row["id"])
    for (area, status), ids in sorted(named.items()):
        actions.record_decree(
            area=area, number=f"518/{area}/KPTS/2019 (contoh)", decided_on=date(2019, 12, 20), status=status,
            cooperatives=list(queries.all_cooperatives().filter(id__in=ids[:12]).order_by("id")),
            reason="Penetapan tahunan, data sintetis.", by=people.user(f"dinas{area.replace('.', '')}"), at=at,
        )  # fmt: skip


def _coaching(people: People, dice: random.Random, at: datetime) -> None:
    """Three a kabupaten/kota of those in danger: one finished, one running, one planned."""
    in_danger = standing.warned(queries.all_cooperatives()).order_by("-warning__points", "id")
    chosen: dict[str, list[Any]] = defaultdict(list)
    for cooperative in in_danger:
        area = chosen[cooperative.area_id[:5]]
        if len(area) < 3:
            area.append(cooperative)
    for area, cooperatives in sorted(chosen.items()):
        officer = people.user(f"dinas{area.replace('.', '')}")
        for n, cooperative in enumerate(cooperatives):
            _coach(officer, cooperative, ("finished", "running", "planned")[n], dice, at)


def _coach(officer: Any, cooperative: Any, state: str, dice: random.Random, at: datetime) -> None:
    begun = {"finished": at - timedelta(days=210), "running": at - timedelta(days=60), "planned": at}[state]
    first = begun.date() + timedelta(days=7)
    plan = actions.plan_coaching(
        cooperative=cooperative, goal=dice.choice(_GOALS), officer=officer.name, starts_on=first,
        steps=[
            (first, "Kunjungi kantor, temui pengurus"),
            (first + timedelta(days=21), "Bantu susun laporan tahun buku"),
            (first + timedelta(days=60), "Dampingi pelaksanaan RAT"),
        ],
        by=officer, at=begun,
    )  # fmt: skip
    if state == "planned":
        return
    actions.record_coaching_visit(
        plan=plan, visited_on=first, actions="Bertemu pengurus dan memeriksa buku anggota serta buku kas. (data sintetis)",
        result="Buku kas ada, laporan tahunan belum disusun.", next_step="Susun laporan bersama bendahara.", by=officer,
        at=begun + timedelta(days=8),
    )  # fmt: skip
    if state == "finished":
        outcome, text = dice.choice(
            (
                ("improved", "Laporan tahun buku tersusun; RAT dijadwalkan. (data sintetis)"),
                ("recovered", "RAT terlaksana dan dilaporkan ke dinas. (data sintetis)"),
                ("unchanged", "Pengurus tidak dapat ditemui lagi. (data sintetis)"),
            )
        )
        actions.finish_coaching(
            plan=plan, outcome=outcome, text=text, by=officer, at=begun + timedelta(days=120)
        )
