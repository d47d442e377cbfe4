"""Whatever splits, merges or is renumbered: no record and no rupiah is lost or counted twice, now or as it was then."""

import random
from datetime import date

import pytest

from naikkelas.analytics import cache, queries
from naikkelas.analytics.scope import Scope
from naikkelas.kit.periods import Quarter
from naikkelas.monev.models import Cycle, CycleArea, Finding, PlannedVisit
from naikkelas.places.models import Region
from naikkelas.programmes.models import Allocation, Ceiling, Disbursement, Programme, Recipient
from naikkelas.registry.models import ClassChange, Cooperative, Enterprise, Person
from tests.conftest import NOW
from tests.factories.areas import applied, random_change, undone

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
THEN = Quarter(2019, 4)
COUNTED = {"budget_absorption", "visits_done", "cooperatives_active", "rat_held", "class_up"}


def everywhere(dice: random.Random) -> None:
    """Records at places of every level, of every kind that figures are made of."""
    codes = list(Region.objects.filter(code__startswith="18.").values_list("code", flat=True))
    regencies = [c for c in codes if len(c) == 5]
    districts = [c for c in codes if len(c) == 8]
    owner = Person.objects.create(name="Pemilik uji")
    common = {"match_key": 0, "source": "uji", "updated_at": NOW, "search_text": ""}

    def some(number: int) -> list[str]:
        return [dice.choice(dice.choice([codes, districts, regencies])) for _ in range(number)]

    firms = Enterprise.objects.bulk_create(
        Enterprise(name=f"U{n}", name_key=f"u{n}", owner=owner, area_id=code, size_class="micro", nib="1" * 13 if n % 3 else "",
                   **common)
        for n, code in enumerate(some(400))
    )  # fmt: skip
    ClassChange.objects.bulk_create(
        ClassChange(enterprise=firm, from_year=2018, to_year=2019, from_class="micro", to_class="small",
                    direction=dice.choice(["up", "same"]), rule_set="uji", rule_hash="0", recorded_at=NOW)
        for firm in firms[::4]
    )  # fmt: skip
    Cooperative.objects.bulk_create(
        Cooperative(name=f"K{n}", name_key=f"k{n}", area_id=code, official_status=dice.choice(["active", "inactive"]),
                    last_rat_year=dice.choice([2017, 2018, 2019]), **common)
        for n, code in enumerate(some(200))
    )  # fmt: skip
    Finding.objects.bulk_create(
        Finding(number=f"T-{n}", area_id=code, title="t", condition="c", severity="low", opened_on=date(2019, 11, 1),
                due_on=date(2019, 12, 1))
        for n, code in enumerate(some(100))
    )  # fmt: skip
    programme = Programme.objects.create(type_id="startup_capital", name="Uji", year=2019, area_id="18")
    ceiling = Ceiling.objects.create(
        programme=programme, source="dak", year=2019, document_no="D", amount_idr=10**12
    )
    cycle = Cycle.objects.create(
        name="Uji", area_id="18", year=2019, quarter=4, opens_on=date(2020, 1, 1), due_workdays=60,
        due_on=date(2020, 6, 1), state="open",
    )  # fmt: skip
    groups = {
        code: CycleArea.objects.create(cycle=cycle, area_id=code, due_on=cycle.due_on) for code in regencies
    }
    for n, code in enumerate(some(60)):
        group = groups[code[:5]]
        PlannedVisit.objects.create(
            cycle_area=group, code=f"P{n}", instrument="enterprise", area_id=code, label="x", due_on=group.due_on,
            state=dice.choice(["planned", "verified"]),
        )  # fmt: skip
    for n, code in enumerate(regencies):
        allocation = Allocation.objects.create(
            ceiling=ceiling, area_id=code, amount_idr=dice.randrange(10**8, 10**9)
        )
        where = dice.choice([c for c in codes if c.startswith(code)])
        recipient = Recipient.objects.create(
            allocation=allocation, area_id=where, kind="person", name="x", amount_idr=10**8, decree_no="1",
            decree_on=date(2019, 7, 1),
        )  # fmt: skip
        Disbursement.objects.create(
            recipient=recipient, amount_idr=dice.randrange(1, 10**8), paid_on=date(2019, 9, 1), document_no=f"S{n}",
            recorded_at=NOW,
        )  # fmt: skip


def figures(*, as_then: bool) -> dict[str, dict[str, tuple]]:
    cache.forget()
    scope = Scope("18", THEN, as_then)
    return {
        name: {code: (f.part, f.whole) for code, f in queries.by_regency(measure, scope).items()}
        for name, measure in queries.indicators().items()
    }


def totals(found: dict[str, dict[str, tuple]]) -> dict[str, tuple]:
    return {
        name: (sum(p for p, _ in by.values()), sum(w or 0 for _, w in by.values()))
        for name, by in found.items()
    }


def places_of_all() -> dict[str, list]:
    return {
        model.__name__: list(model.objects.order_by("pk").values_list("pk", "area_id"))
        for model in (Enterprise, Cooperative, Finding, PlannedVisit, CycleArea, Recipient, Allocation)
    }


@pytest.mark.parametrize("seed", range(12))
def test_totals_stay_and_the_series_by_old_codes_is_what_it_was(seed):
    dice = random.Random(seed)
    everywhere(dice)
    before, where = figures(as_then=False), places_of_all()
    names = dict(Region.objects.values_list("code", "name"))
    assert all(figure != (0, 0) for name, figure in totals(before).items() if name in COUNTED)
    made = []
    for n in range(5):
        kind, wanted = random_change(dice)
        made.append(applied(kind, *wanted, on=date(2020, 1 + n // 2, 2 + n)))
        assert totals(figures(as_then=False)) == totals(before), (kind, wanted)
        assert figures(as_then=True) == before, (kind, wanted)
    scopes = {code: Scope(code, THEN, True) for by in before.values() for code in by}
    asked = [(name, code) for name, by in before.items() for code in by]
    cache.forget()
    for name, code in asked[seed % 3 :: 3]:  # each of them after a third of the plays
        found, figure = queries.figure(queries.indicators()[name], scopes[code]), before[name][code]
        assert (found.part, found.whole or 0) == (figure[0], figure[1] or 0), (name, code)
    standing = set(Region.objects.filter(valid_to=None).values_list("code", flat=True))
    assert {code for _, code in Enterprise.objects.values_list("pk", "area_id")} <= standing | set(
        divided(made)
    )
    for change in reversed(made):
        undone(change)
    assert places_of_all() == where
    assert dict(Region.objects.values_list("code", "name")) == names
    assert not Region.objects.filter(code__startswith="18").exclude(valid_to=None).exists()
    assert figures(as_then=False) == before


def divided(changes: list) -> list[str]:
    return [line.old_code for change in changes for line in change.lines.filter(whole=False)]
