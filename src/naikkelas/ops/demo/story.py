"""The story of the demonstration: the programmes of 2019, and a monev cycle in mid-course in March 2020."""

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.urls import resolve

from naikkelas.accounts import actions as accounts
from naikkelas.forms import queries as forms
from naikkelas.intake import actions as intake
from naikkelas.kit import clock
from naikkelas.kit.periods import Quarter
from naikkelas.monev import actions as monev
from naikkelas.monev import queries as visits
from naikkelas.ops.demo import answers, markets, odd, plut, startup
from naikkelas.ops.demo import cycle as around
from naikkelas.ops.demo.filled import fill
from naikkelas.ops.demo.people import People
from naikkelas.ops.demo.photos import photo
from naikkelas.places import actions as place_actions
from naikkelas.programmes import actions as programmes
from naikkelas.programmes import queries as money
from naikkelas.reference.programme_types import all_types
from naikkelas.reports import actions as reports
from naikkelas.trail.actions import SYSTEM

CLOCK = datetime(2020, 3, 13, 2, 0, tzinfo=UTC)
"""Where the story stands: 13 March 2020, nine in the morning in Lampung."""
YEAR_2019 = datetime(2019, 2, 4, 3, 0, tzinfo=UTC)
DUE_WORKDAYS = 45

# a point in each area's capital, roughly, for the GPS of invented visits
POINTS = {
    "18.01": (-5.72, 105.59), "18.02": (-4.97, 105.21), "18.03": (-4.83, 104.88), "18.04": (-5.04, 104.08), "18.05": (-4.48, 105.25),
    "18.06": (-5.49, 104.63), "18.07": (-5.06, 105.54), "18.08": (-4.45, 104.53), "18.09": (-5.40, 105.08), "18.10": (-5.36, 104.97),
    "18.11": (-3.98, 105.40), "18.12": (-4.53, 105.06), "18.13": (-5.19, 103.93), "18.71": (-5.43, 105.26), "18.72": (-5.11, 105.31),
}  # fmt: skip
LATE = "18.06"
"""Sends after its day."""
# how far each area is on 13 March: share visited, share of these verified, and what became of it
PROGRESS = {
    "18.72": (100, 100, "accepted"), "18.10": (100, 100, "accepted"), "18.71": (100, 100, "accepted"),
    "18.04": (96, 100, "accepted"), "18.02": (100, 100, "sent"), "18.09": (100, 100, "sent"), "18.06": (92, 100, "sent"),
    "18.07": (95, 100, "sent"), "18.03": (91, 100, "accepted"), "18.12": (95, 100, "accepted"),
    "18.05": (94, 100, "returned"), "18.01": (78, 70, "open"), "18.08": (48, 40, "open"), "18.13": (22, 0, "open"),
    "18.11": (0, 0, "open"),
}  # fmt: skip


# Programmes by their codes of the nomenclature (reference/budget_lines); what follows the 9 is invented, as the documents are.
# The nomenclature is used from 2021: in 2019 the lines of a DIPA had other codes, which nobody has published.


def programmes_of_2019(people: People, villages: dict[str, list[str]], dice: random.Random) -> None:
    """Rp 4.924.000.000 over two markets, a PLUT and 44 novice entrepreneurs; nobody has published what the innovations cost."""
    by, at = people.user("provinsi"), YEAR_2019
    made = {
        name: programmes.add_programme(
            type_id=name, name=kind.name.id, year=2019, area="18", by=by, at=at, synthetic=True
        )
        for name, kind in all_types().items()
    }
    _markets(made["market_revitalisation"], by, at, villages)
    _plut(made["plut"], by, at, villages)
    _novices(made["startup_capital"], by, at, villages, dice)
    startup.reported(people, by)


def _markets(programme: Any, by: Any, at: datetime, villages: dict[str, list[str]]) -> None:
    ceiling = programmes.set_ceiling(
        programme=programme,
        source="apbn_tp",
        year=2019,
        amount_idr=1_900_000_000,
        document_no="DIPA-044.01.4.129001/2019 (contoh)",
        line_code="2.17.08.9.01",
        by=by,
        at=at,
    )
    markets.of_2019(programme, ceiling, by, at, villages, POINTS)
    markets.proposal_of_2020(by, villages["18.07"][0])


def _plut(programme: Any, by: Any, at: datetime, villages: dict[str, list[str]]) -> None:
    ceiling = programmes.set_ceiling(
        programme=programme,
        source="apbn_tp",
        year=2019,
        amount_idr=2_500_000_000,
        document_no="DIPA-044.01.4.129002/2019 (contoh)",
        line_code="2.17.07.9.01",
        by=by,
        at=at,
    )
    allocation = programmes.allocate(
        ceiling=ceiling,
        area="18.02",
        amount_idr=2_500_000_000,
        activity="Pembangunan gedung PLUT",
        by=by,
        at=at,
    )
    facility = place_actions.add_facility(
        kind="plut", name="PLUT-KUMKM Provinsi Lampung (contoh)", area=villages["18.02"][0], address="Jl. Raya", latitude=POINTS["18.02"][0],
        longitude=POINTS["18.02"][1], by=by, at=at, synthetic=True,
    )  # fmt: skip
    _facility_aid(programme, allocation, facility, 2_500_000_000, (30, 45), 4, by, at)
    plut.open_centre(facility, by, at)


def _facility_aid(
    programme: Any,
    allocation: Any,
    facility: Any,
    amount: int,
    paid: tuple[int, ...],
    stages: int,
    by: Any,
    at: datetime,
) -> None:
    recipient = programmes.name_recipient(
        allocation=allocation, kind="facility", name=facility.name, area=facility.area_id, amount_idr=amount,
        decree_no=f"{facility.pk:03d}/SK/2019 (contoh)", decree_on=date(2019, 4, 15), facility=facility, by=by, at=at, synthetic=True,
    )  # fmt: skip
    for n, percent in enumerate(paid, 1):
        programmes.disburse(
            recipient=recipient, amount_idr=amount * percent // 100, paid_on=date(2019, 5 + 3 * n, 20),
            document_no=f"SP2D-{allocation.area_id}-{n}/2019 (contoh)", by=by, at=at,
        )  # fmt: skip
    for n, stage in enumerate(all_types()[programme.type_id].stages[:stages]):
        physical = min(100, sum(paid)) if stage.physical else None
        day = date(2019, 1, 20) + timedelta(days=40 * n)
        programmes.reach(
            recipient=recipient,
            stage=stage.id,
            reached_on=day,
            physical_percent=physical,
            by=by,
            at=_evening(day),
        )


def _novices(
    programme: Any, by: Any, at: datetime, villages: dict[str, list[str]], dice: random.Random
) -> None:
    """44 persons: 40 with Rp 12 million, 4 with Rp 11 million, three an area (two in Metro)."""
    ceiling = programmes.set_ceiling(
        programme=programme,
        source="apbn_dekon",
        year=2019,
        amount_idr=524_000_000,
        document_no="DIPA-044.01.3.120001/2019 (contoh)",
        line_code="2.17.07.9.02",
        by=by,
        at=at,
    )
    areas = list(POINTS)
    counts = {area: 2 if area == "18.72" else 3 for area in areas}
    amounts = [12_000_000] * 40 + [11_000_000] * 4
    shares: dict[str, list[int]] = {}
    for area in areas:
        shares[area], amounts = amounts[: counts[area]], amounts[counts[area] :]
        programmes.allocate(
            ceiling=ceiling, area=area, amount_idr=sum(shares[area]), activity="Bantuan wirausaha pemula", by=by, at=at
        )  # fmt: skip
    for _area, recipient in startup.proposed(programme, by, at, shares):
        if dice.random() < 0.95:
            paid_on = date(2019, 9, 1) + timedelta(days=dice.randrange(60))
            programmes.disburse(
                recipient=recipient, amount_idr=recipient.amount_idr, paid_on=paid_on,
                document_no=f"SP2D-WP-{recipient.pk}/2019 (contoh)", by=by, at=_evening(paid_on),
            )  # fmt: skip
            programmes.reach(
                recipient=recipient, stage="transferred", reached_on=paid_on, by=by, at=_evening(paid_on)
            )


def _evening(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 10, 0, tzinfo=UTC)


def open_cycle(people: People, small: bool) -> Any:
    """Plan, draw and open the cycle, and hand its visits to two enumerators in each area."""
    by, at = people.user("provinsi"), datetime(2020, 2, 10, 2, 0, tzinfo=UTC)
    cycle = monev.add_cycle(
        name="Monev program strategis 2019", area="18", quarter=Quarter(2019, 4), opens_on=date(2020, 2, 10), due_workdays=DUE_WORKDAYS,
        monitored=money.programmes_of_year("18", 2019), by=by, at=at, synthetic=True,
    )  # fmt: skip
    each = (2, 1) if small else (12, 8)
    monev.draw(cycle=cycle, cooperatives=each[0], enterprises=each[1], seed="lampung-2019", by=by, at=at)
    monev.publish(cycle=cycle, by=by, at=at)
    around.plan(cycle, people)
    around.away(people)
    for cycle_area in cycle.areas.all():
        if PROGRESS[cycle_area.area_id][0] == 0:
            continue
        around.teams(cycle_area, people)
    return cycle


def play(cycle: Any, people: People, dice: random.Random, progress: Callable[[int], None]) -> None:
    """Let the enumerators visit, the offices verify and send, the province decide, as PROGRESS says."""
    for cycle_area in cycle.areas.order_by("area_id"):
        visited, verified, end = PROGRESS[cycle_area.area_id]
        planned = list(cycle_area.planned.order_by("id"))
        made = planned[: len(planned) * visited // 100]
        # who sends has visited, read and verified before; who is late or still at it goes on into March
        in_time = end != "open" and cycle_area.area_id != LATE
        read, days = (
            (datetime(2020, 3, 1, tzinfo=UTC), 18) if in_time else (datetime(2020, 3, 8, tzinfo=UTC), 24)
        )
        _visit_all(made, people, dice, progress, days)
        intake.read_waiting(at=read, limit=10_000)
        _verify(cycle_area, people, verified, read + timedelta(days=1))
        _finish(cycle_area, people, end)
    _follow_up(people, dice)
    around.not_met(cycle, people)
    around.late(cycle, people, CLOCK)
    around.next_draft(cycle, people, CLOCK)
    monev.judge_waiting(by=SYSTEM, at=CLOCK, limit=10_000)


def _visit_all(
    planned: list[Any], people: People, dice: random.Random, progress: Callable[[int], None], span: int
) -> None:
    if not planned:
        return
    by = people.user("provinsi")
    tokens: dict[int, str] = {}
    for n, visit in enumerate(planned):
        person = visit.assigned_to
        if person.pk not in tokens:
            tokens[person.pk] = accounts.issue_token(
                user=person, kind="phone", by=by, at=datetime(2020, 2, 10, tzinfo=UTC)
            )[1]
        when = datetime(2020, 2, 12, 2, 0, tzinfo=UTC) + timedelta(
            days=n * span // len(planned), minutes=dice.randrange(240)
        )
        _send(visit, tokens[person.pk], when, dice, odd.of(visit.area_id, len(planned) - n))
        progress(1)


def _send(visit: Any, token: str, when: datetime, dice: random.Random, twist: odd.Twist | None) -> None:
    """One visit through the phones' door, with its photos. Anything but 201 is a fault of ours."""
    status = sent(visit, token, when, dice, twist=twist)
    if status != 201:
        raise RuntimeError(f"{visit.code}: {status}")


def sent(
    visit: Any, token: str, when: datetime, dice: random.Random, *, twist: odd.Twist | None = None, code: str = ""
) -> int:  # fmt: skip
    """Send a visit, under another code if one is given; return the status that the phone is answered."""
    found, code = _found(visit, dice), code or visit.code
    form = forms.newest(visit.instrument)
    names = {question: f"{code}-{question}.jpg" for question in found.photos}
    given = found.answers | names | {
        "visit_code": code, "today": when.date(), "start": when.isoformat(), "deviceid": f"demo:{visit.assigned_to_id}",
        "end": (when + timedelta(minutes=dice.randrange(12, 55))).isoformat(),
    }  # fmt: skip
    pictures = {question: photo(dice, f"{code} {question}") for question in names}
    if twist:
        given, pictures = twist.turn(visit, when, given, pictures)
        names = {question: f"{code}-{question}.jpg" for question in pictures}
        given |= names
    xml = fill(form.xform, f"uuid:{random.Random(code).getrandbits(128):032x}", given, found.repeats)  # noqa: S311
    files = {"xml_submission_file": SimpleUploadedFile("submission.xml", xml, "text/xml")}
    for question, name in names.items():
        files[name] = SimpleUploadedFile(name, pictures[question], "image/jpeg")
    clock.set_to(when + timedelta(hours=6))  # the phone meets a signal in the evening
    request = RequestFactory().post(f"/k/{token}/submission", files)
    door = resolve(request.path)
    return door.func(request, **door.kwargs).status_code


def _found(visit: Any, dice: random.Random) -> answers.Found:
    place = POINTS[visit.area_id[:5]]
    if visit.instrument == "novice_entrepreneur":
        return answers.novice_entrepreneur(dice, place, visit.recipient.amount_idr)
    if visit.instrument == "market":
        return answers.market(dice, place, abandoned=visit.area_id.startswith("18.01"))
    if visit.instrument == "plut":
        return answers.plut(dice, place)
    if visit.instrument == "cooperative":
        return answers.cooperative(dice, place, active=visit.cooperative.official_status == "active")
    return answers.enterprise(dice, place, visit.enterprise.annual_sales_idr or 20_000_000)


def _verify(cycle_area: Any, people: People, percent: int, at: datetime) -> None:
    officer = people.user(f"dinas{cycle_area.area_id.replace('.', '')}")
    waiting = list(
        visits.visits_visible_to(officer)
        .filter(planned__cycle_area=cycle_area, state="received")
        .order_by("id")
    )
    monev.verify_visits(visits=waiting[: len(waiting) * percent // 100], by=officer, at=at)


def _finish(cycle_area: Any, people: People, end: str) -> None:
    if end == "open":
        return
    officer, province = people.user(f"dinas{cycle_area.area_id.replace('.', '')}"), people.user("provinsi")
    late = cycle_area.area_id == LATE
    sent_at = datetime(2020, 3, 9 if late else 3, 4, 0, tzinfo=UTC)
    reason = "Sebagian responden pindah atau tidak dapat ditemui sampai tenggat."
    monev.send_area(cycle_area=cycle_area, reason=reason, by=officer, at=sent_at)
    if end == "accepted":
        stands_in = cycle_area.area_id == "18.12"
        reports.accept_area(
            cycle_area=cycle_area, by=people.user("provinsi2") if stands_in else province, at=datetime(2020, 3, 6, 3, 0, tzinfo=UTC),
            behalf_of=province if stands_in else None,
        )  # fmt: skip
    if end == "returned":
        monev.return_area(
            cycle_area=cycle_area, reason="Foto kantor koperasi belum ada pada beberapa kunjungan; lengkapi lalu kirim lagi.", by=province,
            remarks={visit.pk: "Foto depan kantor belum ada" for visit in _cooperatives(cycle_area, province)[:2]},
            at=datetime(2020, 3, 9, 3, 0, tzinfo=UTC),
        )  # fmt: skip


def _cooperatives(cycle_area: Any, by: Any) -> Any:
    rows = visits.visits_visible_to(by).filter(planned__cycle_area=cycle_area, state="verified")
    return rows.filter(instrument="cooperative").order_by("id")


def _follow_up(people: People, dice: random.Random) -> None:
    """About a third of the findings were acted on; some of these are closed by the province."""
    province = people.user("provinsi")
    for finding in visits.findings_visible_to(province).order_by("id"):
        if dice.random() > 0.34 or finding.rule == "market.market_abandoned":
            continue
        officer = people.user(f"dinas{finding.area_id[:5].replace('.', '')}")
        monev.act(
            finding=finding, text="Sudah didatangi kembali, didampingi, dan dibuatkan berita acara.", evidence_name="berita-acara-sintetis.jpg",
            evidence=photo(dice, f"berita acara {finding.number}"), by=officer, at=datetime(2020, 3, 11, 3, 0, tzinfo=UTC),
        )  # fmt: skip
        if dice.random() < 0.5:
            monev.close(
                finding=finding,
                text="Bukti diperiksa dan sesuai.",
                by=province,
                at=datetime(2020, 3, 12, 3, 0, tzinfo=UTC),
            )
