"""Counts that are kept are those that counting anew gives, whoever wrote whatever meanwhile."""

import random
from collections import Counter
from contextlib import suppress
from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.models import F

from naikkelas.analytics import class_matrix, tallies
from naikkelas.analytics.cache import forget
from naikkelas.analytics.class_matrix import NONE, Question
from naikkelas.intake import actions as intake
from naikkelas.kit.problems import Refused
from naikkelas.monev import actions as monev
from naikkelas.registry import actions
from naikkelas.registry.models import Credential, Enterprise, EnterpriseYear, Merge, Tally, Touched
from naikkelas.registry.queries.tallies import Counted, tallied, watching
from naikkelas.rules import class_change
from naikkelas.rules.size_class import EnterpriseFacts
from naikkelas.trail.actions import SYSTEM
from tests.conftest import NOW
from tests.factories import person
from tests.factories.areas import applied, undone
from tests.factories.registry import VILLAGES, bring_in, enterprise_row, table

pytestmark = pytest.mark.django_db
TODAY = date(2020, 3, 13)
BOTH = Question(2018, 2019)


@pytest.fixture(autouse=True)
def _nothing_remembered():
    forget()
    yield
    forget()


class Office:
    """Does one thing after another to the registry, each as an officer, a phone or the server would."""

    def __init__(self, dice: random.Random) -> None:
        self.dice, self.at = dice, NOW
        self.officers = {area: person("regency", area) for area in VILLAGES}
        self.province = person("province")
        self.deliveries: list = []

    def one(self) -> Enterprise:
        return self.dice.choice(list(Enterprise.objects.select_related("owner").order_by("pk")))

    def bring(self) -> None:
        area = self.dice.choice(list(VILLAGES))
        sectors = ("Kuliner", "Fashion", "Agribisnis")
        rows = [
            enterprise_row(
                area, year=self.dice.choice((2018, 2019)), sector=self.dice.choice(sectors),
                annual_sales_idr=self.dice.choice((10**8, 4 * 10**8, 3 * 10**9, "")), nib=self.dice.choice(("", "1" * 13)),
            )
            for _ in range(3)
        ]  # fmt: skip
        self.deliveries.append(bring_in(table("umkm_baku", rows), by=self.officers[area], at=self.at))

    def take_back(self) -> None:
        if self.deliveries:
            delivery = self.deliveries.pop()
            intake.undo(delivery=delivery, by=delivery.received_by, at=self.at)

    def record(self) -> None:
        facts = {"annual_sales_idr": self.dice.choice((None, 10**8, 9 * 10**8, 5 * 10**9)), "workers_male": 3}
        evidence = self.dice.choice(("visit", "document", "import"))
        year = self.dice.choice((2018, 2019))
        actions.record_year(
            enterprise=self.one(), year=year, facts=facts, source="v1", evidence=evidence, by=SYSTEM, at=self.at
        )  # fmt: skip

    def credit(self) -> None:
        on = self.dice.choice((None, date(2017, 5, 1), date(2019, 5, 1)))
        kind = self.dice.choice(("nib", "halal", "pirt"))
        number = f"{self.dice.randrange(10**13):013d}"
        values = {"kind": kind, "number": number, "status": "issued", "issued_on": on}
        actions.add_facilitation(
            what="credential", enterprise=self.one(), values=values, by=SYSTEM, at=self.at
        )

    def withdraw(self) -> None:
        if found := Credential.objects.filter(superseded_at=None).first():
            actions.withdraw_facilitation(record=found, by=SYSTEM, at=self.at)

    def merge(self) -> None:
        survivor, absorbed = self.one(), self.one()
        if survivor != absorbed:
            monev.merge_records(
                survivor=survivor, absorbed=absorbed, choices={}, by=self.province, at=self.at
            )

    def unmerge(self) -> None:
        if merge := Merge.objects.filter(undone_at=None).order_by("-pk").first():
            monev.unmerge(merge=merge, reason="Bukan usaha yang sama", by=self.province, at=self.at)

    def erase(self) -> None:
        made = self.one()
        actions.erase_persons(person_ids=[made.owner_id], area=made.area_id, by=SYSTEM, at=self.at)

    def renumber(self) -> None:
        change = applied("renumber", ("18.02", "18.99"), at=self.at)
        agree()
        undone(change, at=self.at)

    def by_statement(self) -> None:
        """What no action of ours does: a repair at the console."""
        Enterprise.objects.filter(pk=self.one().pk).update(sector="other")
        EnterpriseYear.objects.filter(enterprise=self.one()).update(annual_sales_idr=F("annual_sales_idr"))

    STEPS = (
        bring, bring, take_back, record, record, credit, withdraw, merge, unmerge, erase, renumber, by_statement,
    )  # fmt: skip

    def step(self) -> None:
        self.at += timedelta(minutes=1)
        # an import on which others depend, a merge that can't be taken back any more
        with suppress(Refused):
            self.dice.choice(self.STEPS)(self)


def agree() -> None:
    for key, count in tallies.asked(TODAY).items():
        assert _in_order(tallied(key, count)) == _in_order(count(None)), key


def _in_order(counted: Counted) -> dict[str, list]:
    return {area: sorted(counts, key=str) for area, counts in counted.items() if any(counts)}


def by_hand() -> Counter:
    """The matrix counted one enterprise at a time, by the rule."""
    found: Counter = Counter()
    for made in Enterprise.objects.all():
        held = {y.year: y for y in made.years.filter(superseded_at=None, year__in=(2018, 2019))}
        facts = [
            EnterpriseFacts(y.annual_sales_idr, y.capital_idr, y.net_worth_idr, made.founded_on)
            for _year, y in sorted(held.items())
        ]
        if len(held) == 2:
            evidence = (held[2018].evidence, held[2019].evidence)
            days = date(2018, 12, 31), date(2019, 12, 31)
            outcome = class_change.change(facts[0], days[0], facts[1], days[1], evidence=evidence).verdict
        elif held:
            outcome = NONE
        else:
            continue
        found[made.area_id[:5], made.sector, outcome] += 1
    return found


@pytest.mark.parametrize("seed", range(3))
def test_what_is_kept_is_what_counting_anew_gives(seed: int):
    dice = random.Random(seed)
    office = Office(dice)
    for _ in range(2):
        office.bring()
    tallies.renew(TODAY)
    assert Tally.objects.exists()
    for _ in range(14):
        office.step()
        if not Enterprise.objects.exists():
            office.bring()
        agree()
        forget()
        counted: Counter = Counter()
        for tally in class_matrix.counts(BOTH, "0"):
            counted[tally.regency, tally.sector, tally.outcome] += tally.number
        assert counted == by_hand()
        if dice.random() < 0.4:
            tallies.renew(TODAY)
            assert not Touched.objects.exists()


def test_nothing_is_counted_again_where_nothing_was_touched(django_assert_max_num_queries):
    bring_in(table("umkm_baku", [enterprise_row()]), by=person("regency"))
    tallies.renew(TODAY)
    for key in tallies.asked(TODAY):
        with django_assert_max_num_queries(2):
            tallied(key, lambda codes: pytest.fail(f"counted {codes}"))
    Enterprise.objects.update(name="Lain")
    codes = []
    tallied(key, lambda touched: codes.append(touched) or {})
    assert codes == [[Enterprise.objects.get().area_id[:8]]]


def test_where_the_database_stopped_writing_down_everything_is_counted_until_it_does_again():
    bring_in(table("umkm_baku", [enterprise_row()]), by=person("regency"))
    tallies.renew(TODAY)
    of_table = ' ON "registry_enterprise"' if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TRIGGER "touched_registry_enterprise_update"{of_table}')
    assert not watching()
    Enterprise.objects.update(sector="other")
    agree()
    tallies.renew(TODAY)
    assert watching()
    agree()
