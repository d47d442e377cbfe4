"""Making the demonstration: regions, people, forms, registry, programmes, cycle. Each step through its own door."""

import random
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from naikkelas.analytics import tallies
from naikkelas.forms import actions as forms
from naikkelas.intake import actions as intake
from naikkelas.kit import clock
from naikkelas.monev.tasks import look_for_doubles
from naikkelas.ops.demo import (
    cohorts,
    cooperatives,
    doubtful,
    facilitations,
    findings,
    health,
    imports,
    innovations,
    markets,
    money,
    notices,
    offices,
    people,
    plut,
    proposals,
    reports,
    requests,
    revisits,
    story,
    surveys,
    years,
)
from naikkelas.places import actions as places_actions
from naikkelas.places import queries as places
from naikkelas.reference import regions
from naikkelas.reference.lampung import Published, published
from naikkelas.registry import actions as registry
from naikkelas.rules.area_changes import Wanted
from naikkelas.trail.actions import SYSTEM

SEED = 20191231
Tell = Callable[[str, int, int], None]
"""What is being done, how much of it, of how much."""


class Fault(RuntimeError):
    """The demonstration did not come out as it must: a fault of the program, not of the user."""


def build(folder: Path, *, small: bool, tell: Tell) -> people.People:
    """Fill an empty, migrated database. The clock stands at the story's day afterwards."""
    dice = random.Random(SEED)  # noqa: S311 - invented data, not secrets
    everyone, codes = _begin(offices.scaled(published(), small), tell)
    tell("Legalitas dan promosi", 0, 1)
    facilitations.make(small=small)
    tell("Program dan anggaran", 0, 1)
    story.programmes_of_2019(everyone, codes, dice)
    plut.serve(everyone.user("provinsi"), small=small)
    cohorts.train(everyone)
    cycle = story.open_cycle(everyone, small)
    planned = sum(a.planned.count() for a in cycle.areas.all())
    made = 0

    def step(count: int) -> None:
        nonlocal made
        made += count
        tell("Kunjungan lapangan", made, planned)

    story.play(cycle, everyone, dice, step)
    doubtful.send(everyone, SEED)
    tell("Kunjungan ulang", 0, 1)
    revisits.check(cycle, everyone, story.CLOCK)
    markets.idle_assets(everyone.user("provinsi"), story.CLOCK)
    tell("Kesehatan koperasi", 0, 1)
    health.assess(everyone, list(codes), random.Random(SEED + 2), small=small)  # noqa: S311
    _area_change()
    tell("Riwayat koperasi", 0, 1)
    cooperatives.live(everyone, story.CLOCK, SEED)
    years.live(list(codes), story.CLOCK, SEED)
    tell("Buku anggaran", 0, 1)
    money.keep_books(everyone)
    imports.send_lists(everyone)
    innovations.pay(everyone)
    tell("Temuan", 0, 1)
    findings.follow_up(everyone, story.CLOCK)
    tell("Mutu data", 0, 1)
    registry.check_quality(by=SYSTEM, at=story.CLOCK, area="18")
    requests.ask(everyone, story.CLOCK)
    tell("Laporan", 0, 1)
    reports.report(everyone)
    surveys.draft(everyone)
    proposals.propose(everyone)
    tallies.renew(story.CLOCK.date())
    notices.settle()
    clock.set_to(story.CLOCK)
    clock.keep(folder)
    look_for_doubles.enqueue()  # the worker does it once the demonstration is served
    people.write_down(folder, everyone)
    return everyone


def stage(folder: Path, *, tell: Tell) -> people.People:
    """The world of a play before its first act: a registry large enough to draw from, and the programmes of 2019."""
    everyone, codes = _begin(offices.scaled(published(), True, least=(30, 40)), tell)
    tell("Program dan anggaran", 0, 1)
    story.programmes_of_2019(everyone, codes, random.Random(SEED))  # noqa: S311 - invented data, not secrets
    people.write_down(folder, everyone)
    return everyone


def _begin(figures: Published, tell: Tell) -> tuple[people.People, dict[str, list[str]]]:
    """Regions, forms, accounts and registry. Returns the people, and the codes of the villages of each area."""
    start = datetime(2019, 1, 2, 2, 0, tzinfo=UTC)
    tell("Wilayah", 0, 1)
    places_actions.sync_regions(province="18", by=SYSTEM, at=start)
    forms.publish_catalogue(by=SYSTEM, at=start)
    tell("Akun", 0, 1)
    everyone = people.make(start)
    villages = _villages()
    _registry(everyone, villages, figures, tell=tell)
    return everyone, {area: [v.code for v in listed] for area, listed in villages.items()}


def _area_change() -> None:
    """A split that nobody has decreed, as a draft: something to look at that moves nothing."""
    going = list(places.children("18.02").values_list("code", flat=True))[:6]
    new = "18.14"
    places_actions.draft_change(
        kind="split",
        title="Contoh pemekaran Lampung Tengah",
        on=date(2020, 3, 1),
        legal_source="Contoh, tanpa dasar hukum (data sintetis)",
        wanted=[
            Wanted("18.02", new, "Contoh Baru"),
            *(Wanted(code, f"{new}.{n:02d}") for n, code in enumerate(going, 1)),
        ],
        by=SYSTEM,
        at=story.CLOCK,
        synthetic=True,
    )


def _villages() -> dict[str, list[offices.Village]]:
    """The villages of each kabupaten/kota, as its office writes them."""
    districts = {r.code: r.name for r in regions.rows("district", "18")}
    regencies = {r.code: places.name_of(r.code) for r in regions.rows("regency", "18")}
    found: dict[str, list[offices.Village]] = {code: [] for code in regencies}
    for r in regions.rows("village", "18"):
        found[r.code[:5]].append(
            offices.Village(r.code, r.bps_code, r.name, districts[r.code[:8]], regencies[r.code[:5]])
        )
    return found


def _registry(
    everyone: people.People, villages: dict[str, list[offices.Village]], figures: Published, *, tell: Tell
) -> None:
    total = sum(a.enterprises + a.cooperatives for a in figures.areas)
    done = 0
    for file in [*offices.cooperative_files(figures, villages, SEED)]:
        done += _import(everyone, file)
        tell("Registri", done, total)
    for file in offices.enterprise_files(figures, villages, SEED):
        year_before = "-2018." in file.filename
        good = _import(everyone, file)
        done += 0 if year_before else good
        tell("Registri", done, total)


def _import(everyone: people.People, file: offices.OfficeFile) -> int:
    """Bring one office's file in: receive, look, confirm, apply. Returns its good rows."""
    by = everyone.user(f"dinas{file.area.replace('.', '')}")
    at = datetime(2019 if "-2018." in file.filename else 2020, 1, 27, 3, 0, tzinfo=UTC)
    delivery = intake.receive_spreadsheet(
        filename=file.filename, content=file.content, by=by, at=at, synthetic=True
    )
    delivery = intake.look(delivery=delivery, by=by, at=at)
    if delivery.state != "looked" or delivery.total != file.good:
        raise Fault(
            f"{file.filename}: {delivery.state}, {delivery.total} good rows instead of {file.good}: {delivery.summary.get('id')}"
        )
    intake.confirm(delivery=delivery, by=by, at=at)
    delivery.refresh_from_db()
    intake.apply(delivery=delivery, by=by, at=at)
    return file.good
