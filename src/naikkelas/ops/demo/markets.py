"""The two markets of 2019, Rp 950 million each, from the proposal on: one lies idle, one is managed by a cooperative; and a
proposal of 2020 whose documents are not complete. All invented and so marked, but for one real finding with its source."""

import io
import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from PIL import Image, ImageDraw

from naikkelas.monev import actions as monev
from naikkelas.places import queries as places
from naikkelas.programmes import actions
from naikkelas.programmes.queries import market as queries
from naikkelas.registry import queries as registry
from naikkelas.rules.market_requirements import in_force
from naikkelas.trail.actions import SYSTEM

AMOUNT_IDR = 950_000_000
_NO = "(contoh)"
# percent of the whole at the end of each week
_PLAN = (2, 5, 9, 14, 20, 27, 35, 44, 53, 62, 71, 79, 86, 92, 97, 100)
_STEADY = (2, 5, 10, 14, 21, 27, 34, 44, 54, 62, 71, 80, 86, 93, 98, 100)
_LATE = (1, 3, 6, 9, 12, 15, 19, 25, 33, 45, 58, 68, 79, 88, 95, 100)
_REMARKS = {
    4: "Hujan tiga hari; galian tergenang.",
    6: "Besi kolom terlambat datang dari distributor; penyedia diminta menambah tenaga.",
    8: "Rapat pembuktian keterlambatan: penyedia menambah satu regu dan lembur.",
    11: "Pasokan lancar kembali; keterlambatan dikejar.",
}


@dataclass(frozen=True)
class Story:
    """One market: where, how its works went, and how its file ends."""

    area: str
    name: str
    proposer: str
    works: tuple[int, ...]
    begins: date
    lacking: str = ""
    reason: str = ""


IDLE = Story(
    "18.01", "Pasar Rakyat Siger (contoh)", "Koperasi Pedagang Pasar Siger (contoh)", _STEADY, date(2019, 5, 13),
    "traders_statement", "Pernyataan pedagang menyusul setelah musyawarah; lokasi sudah direkomendasikan bupati.",
)  # fmt: skip
LIVELY = Story(
    "18.06", "Pasar Rakyat Teluk Semangka (contoh)", "Koperasi Pasar Teluk Semangka (contoh)", _LATE, date(2019, 8, 19)
)  # fmt: skip


def of_2019(
    programme: Any, ceiling: Any, by: Any, at: datetime, villages: dict[str, list[str]], points: Any
) -> None:
    """Both markets in the programme of 2019, money and all."""
    for story in (IDLE, LIVELY):
        allocation = actions.allocate(
            ceiling=ceiling, area=story.area, amount_idr=AMOUNT_IDR, activity="Revitalisasi satu pasar", by=by, at=at
        )  # fmt: skip
        project = _proposed(story, programme, villages[story.area][0], points[story.area], by, at)
        _decided(project, story, allocation, by, at)
        _built(project, story, by)
        (_left_idle if story is IDLE else _managed)(project, story, by)


def _proposed(
    story: Story, programme: Any, village: str, point: tuple[float, float], by: Any, at: datetime
) -> Any:
    project = actions.propose_market(
        programme=programme, name=story.name, area=village, proposer=story.proposer, proposed_on=date(2018, 11, 12),
        address="Jl. Pasar", latitude=point[0], longitude=point[1], requested_idr=AMOUNT_IDR,
        document_no=f"17/KOP/XI/2018 {_NO}", by=by, at=at, synthetic=True,
    )  # fmt: skip
    day = date(2018, 11, 14)
    for n, requirement in enumerate(in_force(day).requirements):
        if (
            requirement.stage in ("documents_checked", "site_seen", "decided")
            and requirement.id != story.lacking
        ):
            paper = actions.Paper("alas-hak-tanah-sintetis.jpg", _scene("SHP tanah desa", 0))
            actions.check_requirement(
                project=project, requirement=requirement.id, state="met", document_no=f"{100 + n}/2018 {_NO}",
                document_on=day + timedelta(days=n), paper=paper if requirement.id == "land_title" else None, by=by, at=at,
            )  # fmt: skip
    actions.reach_market_stage(
        project=project, stage="documents_checked", reached_on=date(2018, 12, 20), grade="B",
        document_no=f"BA-12/2018 {_NO}", by=by, at=at,
    )  # fmt: skip
    actions.reach_market_stage(
        project=project, stage="site_seen", reached_on=date(2019, 1, 24), reason=story.reason,
        remark="Lokasi 60 m dari pasar lama; 62 pedagang didata.", document_no=f"BA-03/2019 {_NO}", by=by, at=at,
    )  # fmt: skip
    return project


def _decided(project: Any, story: Story, allocation: Any, by: Any, at: datetime) -> None:
    later = datetime(2019, 4, 16, 3, 0, tzinfo=UTC)
    actions.decide_market(
        project=project, allocation=allocation, amount_idr=AMOUNT_IDR, decree_no=f"{project.pk:03d}/SK/2019 {_NO}",
        decree_on=date(2019, 4, 15), plan="16 kios, 46 los, toilet, mushola, drainase, dan TPS dalam bangunan 1.000 m².",
        by=by, at=later,
    )  # fmt: skip


def _met(project: Any, by: Any, at: datetime, **documents: date) -> None:
    for n, (requirement, day) in enumerate(documents.items()):
        actions.check_requirement(
            project=project, requirement=requirement, state="met", document_no=f"{30 + n}/{day.year} {_NO}",
            document_on=day, by=by, at=at,
        )  # fmt: skip


def _built(project: Any, story: Story, by: Any) -> None:
    """Contract, plan, weeks with their reports, payments, and photos from two spots."""
    project.refresh_from_db()
    signed, ends = story.begins - timedelta(days=7), story.begins + timedelta(days=112)
    at = datetime(ends.year, ends.month, ends.day, 3, 0, tzinfo=UTC) + timedelta(days=3)
    _met(project, by, at, award_letter=signed, start_order=story.begins, work_schedule=signed)
    common = {"project": project, "signed_on": signed, "by": by, "at": at}
    works = actions.add_market_package(
        kind="works", name="Pembangunan pasar", contractor="CV Karya Contoh (sintetis)", contract_no=f"KTR-{story.area}/2019 {_NO}",
        amount_idr=898_500_000, starts_on=story.begins, ends_on=ends, **common,
    )  # fmt: skip
    actions.add_market_package(
        kind="supervision", name="Konsultan pengawas", contractor="CV Awas Contoh (sintetis)",
        contract_no=f"KTR-P-{story.area}/2019 {_NO}", amount_idr=31_000_000, starts_on=story.begins, ends_on=ends, **common,
    )  # fmt: skip
    for stage, day in (("contracted", signed), ("construction", story.begins)):
        actions.reach_market_stage(project=project, stage=stage, reached_on=day, by=by, at=at)
    actions.plan_market_weeks(package=works, planned_bp=[p * 100 for p in _PLAN], by=by, at=at)
    for number, percent in enumerate(story.works, 1):
        actions.record_market_week(
            package=works, number=number, actual_bp=percent * 100, by=by, at=at,
            remark=_REMARKS.get(number, "") if story is LIVELY else "",
        )  # fmt: skip
    for name, where in (("Depan", "Dari gerbang, menghadap timur"), ("Dalam", "Ujung lorong tengah")):
        spot = actions.add_market_point(project=project, name=name, where=where, by=by, at=at)
        for week in (1, 6, 11, 16):
            done = story.works[week - 1]
            actions.add_market_photo(
                point=spot, taken_on=story.begins + timedelta(days=7 * week - 1), caption=f"{done}%",
                content=_scene(f"{story.name} {name} {done}%", done), by=by, at=at,
            )  # fmt: skip
    for n, percent in enumerate((60, 40), 1):
        actions.disburse(
            recipient=project.recipient, amount_idr=AMOUNT_IDR * percent // 100, paid_on=date(2019, 5 + 3 * n, 20),
            document_no=f"SP2D-{story.area}-{n}/2019 {_NO}", by=by, at=at,
        )  # fmt: skip
    _met(project, by, at, pho_minutes=ends + timedelta(days=2))
    actions.reach_market_stage(
        project=project, stage="handed_over", reached_on=ends + timedelta(days=2), document_no=f"PHO-{story.area}/2019 {_NO}",
        by=by, at=at,
    )  # fmt: skip


def _left_idle(project: Any, story: Story, by: Any) -> None:
    at = datetime(2020, 1, 20, 3, 0, tzinfo=UTC)
    _counted(project, date(2020, 1, 17), 0, 0, 0, by, at, "Pasar belum dibuka.")


def _managed(project: Any, story: Story, by: Any) -> None:
    at = datetime(2020, 3, 4, 3, 0, tzinfo=UTC)
    rows = places.within(registry.all_cooperatives(), story.area, "area_id")
    cooperative = rows.filter(official_status="active").order_by("pk").first()
    if cooperative is not None:
        _met(project, by, at, manager_decree=date(2019, 12, 30), placement_list=date(2020, 1, 3))
        actions.appoint_market_manager(
            project=project, cooperative=cooperative, from_on=date(2020, 1, 6), document_no=f"188.45/12/2019 {_NO}",
            by=by, at=at,
        )  # fmt: skip
        actions.reach_market_stage(
            project=project, stage="managed", reached_on=date(2020, 1, 6), by=by, at=at
        )
    _met(project, by, at, grant_request=date(2020, 1, 20))
    actions.set_market_grant(
        project=project, state="in_process", document_no=f"B-31/I/2020 {_NO}", by=by, at=at
    )
    _counted(project, date(2020, 1, 31), 8, 26, 50, by, at, "")
    _counted(project, date(2020, 2, 28), 9, 31, 57, by, at, "")
    actions.record_market_year(
        project=project, year=2020, remark="Januari–Februari", by=by, at=at,
        values={
            "rent_idr": 9_000_000, "levy_idr": 5_400_000, "parking_idr": 2_100_000, "other_idr": 600_000, "cost_idr": 11_850_000,
        },
    )  # fmt: skip


def _counted(
    project: Any, day: date, kiosks: int, stalls: int, traders: int, by: Any, at: datetime, remark: str
) -> None:
    men = traders * 2 // 5
    actions.count_market(
        project=project, counted_on=day, remark=remark, by=by, at=at,
        values={
            "kiosks_built": 16, "kiosks_let": min(16, kiosks + 3), "kiosks_open": kiosks, "stalls_built": 46,
            "stalls_let": min(46, stalls + 6), "stalls_open": stalls, "pitches_built": 0, "pitches_let": 0, "pitches_open": 0,
            "traders_male": men, "traders_female": traders - men, "traders_members": traders // 2,
        },
    )  # fmt: skip


def proposal_of_2020(by: Any, village: str) -> None:
    """A proposal that waits: some of its documents are missing."""
    at = datetime(2020, 2, 17, 3, 0, tzinfo=UTC)
    programme = actions.add_programme(
        type_id=queries.TYPE, name="Usulan pasar rakyat", year=2020, area="18", by=by, at=at, synthetic=True
    )
    project = actions.propose_market(
        programme=programme, name="Pasar Rakyat Way Kambas (contoh)", area=village, address="Jl. Pasar",
        proposer="Koperasi Pasar Way Kambas (contoh)", proposed_on=date(2020, 2, 10), requested_idr=AMOUNT_IDR,
        document_no=f"04/KOP/II/2020 {_NO}", by=by, at=at, synthetic=True,
    )  # fmt: skip
    _met(
        project, by, at, request_letter=date(2020, 2, 10), business_proposal=date(2020, 2, 10), legal_cooperative=date(2017, 5, 3),
    )  # fmt: skip
    actions.check_requirement(
        project=project, requirement="land_title", state="missing", remark="Sertifikat desa masih diurus di BPN.", by=by, at=at
    )  # fmt: skip


def idle_assets(by: Any, at: datetime) -> None:
    """What the rule finds, and the real case of 2019, whose money no source names."""
    monev.open_idle_markets(area="18", by=SYSTEM, at=at)
    monev.open_by_hand(
        area="18.01", title="Pasar Palasjaya: terbangun, belum dihibahkan, terbengkalai", severity="high", amount_idr=None,
        condition=(
            "Menurut Radar Lamsel, dinas meninjau Pasar Palasjaya pada 27 Agustus 2019: bangunan ada, belum dihibahkan kepada "
            "daerah, dan terbengkalai (https://www.radarlamsel.com/dinas-koperasi-bakal-benahi-pasar-palasjaya/). Nilai uangnya "
            "tidak disebut sumber itu."
        ),
        criterion="Permenkop 05/Per/M.KUMKM/II/2016: pasar yang selesai dihibahkan kepada pemerintah daerah dan dikelola koperasi.",
        recommendation="Pastikan status aset dan nilai perolehannya, ajukan hibah, dan tetapkan koperasi pengelola.",
        by=by, at=at,
    )  # fmt: skip


def _scene(caption: str, percent: int) -> bytes:
    """A drawn building that has grown as far as the works; labelled as synthetic."""
    dice = random.Random(caption)  # noqa: S311 - invented data, not secrets
    image = Image.new("RGB", (640, 480), (196, 216, 228))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 350, 640, 480), fill=(150, 128, 96))
    columns = 8
    high = 60 + 110 * min(percent, 70) // 70
    for n in range(columns):
        left = 80 + n * 62
        draw.rectangle((left, 360 - high, left + 12, 360), fill=(150, 150, 150))
        if percent > 50 and n < columns - 1:
            wall = (226, 210 - dice.randrange(12), 170)
            draw.rectangle((left + 12, 360 - high * min(percent - 50, 50) // 50, left + 62, 360), fill=wall)
    if percent > 70:
        draw.polygon(((50, 190), (320, 110), (560, 190)), fill=(146, 62, 46))
    draw.rectangle((0, 440, 640, 480), fill=(11, 61, 46))
    draw.text((16, 454), f"DATA SINTETIS - {caption}", fill=(232, 182, 76))
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=70)
    return buffer.getvalue()
