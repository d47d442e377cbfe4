"""CO-14: a great many additions, reversals and the closing of a year, exact to the rupiah in the database's own sums.

LEDGER_ADDITIONS=10000000 runs as many as CO-14 asks for (docs/evidence/ledger.md).
"""

import os
import random
from collections import Counter
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum

from naikkelas.programmes import actions, queries
from naikkelas.programmes.models import (
    Allocation,
    Ceiling,
    Disbursement,
    LedgerLine,
    Recipient,
    Return,
    Use,
)
from tests.conftest import NOW
from tests.factories import person

pytestmark = pytest.mark.django_db
ADDITIONS = int(os.environ.get("LEDGER_ADDITIONS", "4000"))
AREAS = [f"18.{n:02d}" for n in range(1, 14)] + ["18.71", "18.72"]
DAY, WIDTH, TIMES = date(2019, 9, 2), 10, 10
"""So many allocations a budget line, recipients an allocation, and payments a recipient."""
ROOM = 10**15 if ADDITIONS <= 100_000 else 10**13
"""What a recipient is given: the sum of all lies beyond what a float counts exactly, and within what eight bytes hold."""


class Books:
    """Writes rows past the actions, through the guards of the database, and counts beside it in whole numbers."""

    def __init__(self, programme, by, seed: int) -> None:
        self.programme, self.by, self.dice = programme, by, random.Random(seed)
        self.sums: Counter[str] = Counter()
        self.of_area: Counter[str] = Counter()
        self.rows = 0

    def amount(self, most: int) -> int:
        return self.dice.choice([1, self.dice.randrange(1, 10**4), self.dice.randrange(1, most)])

    def write(self) -> None:
        """One budget line with its allocations, recipients, and what happened to their money."""
        room = WIDTH * WIDTH * ROOM
        ceiling = Ceiling.objects.create(
            programme=self.programme, source="dak", year=2019, line_code=f"L{self.rows}", amount_idr=room, document_no="D"
        )  # fmt: skip
        allocations = Allocation.objects.bulk_create(
            Allocation(
                ceiling=ceiling, area_id=self.dice.choice(AREAS), amount_idr=WIDTH * ROOM, activity=f"{n}"
            )
            for n in range(WIDTH)
        )
        people = Recipient.objects.bulk_create(
            Recipient(
                allocation=each, kind="person", name="Uji", area_id=each.area_id, amount_idr=ROOM, decree_no=f"SK{n}",
                decree_on=DAY,
            )
            for each in allocations
            for n in range(WIDTH)
        )  # fmt: skip
        self.sums += Counter(ceiling=room, allocation=room, recipient=room)
        self.rows += 1 + len(allocations) + len(people)
        held = self.pay(people)
        self.spend(people, held)

    def pay(self, people: list[Recipient]) -> dict[int, int]:
        """Each recipient is paid some times, the last of it taken back; what each holds."""
        made = Disbursement.objects.bulk_create(
            Disbursement(
                recipient=someone, amount_idr=self.amount(ROOM // TIMES), paid_on=DAY, document_no=f"S{n}", recorded_at=NOW,
                recorded_by=self.by,
            )
            for someone in people
            for n in range(TIMES)
        )  # fmt: skip
        back = Disbursement.objects.bulk_create(
            Disbursement(
                recipient=d.recipient, amount_idr=-d.amount_idr, paid_on=DAY, document_no=d.document_no, reverses=d,
                recorded_at=NOW, recorded_by=self.by,
            )
            for d in made[TIMES - 1 :: TIMES]
        )  # fmt: skip
        held: Counter[int] = Counter()
        for row in (*made, *back):
            held[row.recipient.pk] += row.amount_idr
            self.of_area[row.recipient.area_id] += row.amount_idr
        self.count("disbursement", made, back)
        return held

    def spend(self, people: list[Recipient], held: dict[int, int]) -> None:
        """Of what each holds some is spent, the first receipt taken back, and some is returned."""
        made = Use.objects.bulk_create(
            Use(
                recipient=someone, category="equipment", amount_idr=self.amount(held[someone.pk] // (TIMES + 2) + 1),
                used_on=DAY, receipt_no=f"K{n}", recorded_at=NOW,
            )
            for someone in people
            if held[someone.pk] > TIMES * 10**4
            for n in range(TIMES - 3)
        )  # fmt: skip
        taken = Use.objects.bulk_create(
            Use(
                recipient=u.recipient, category="equipment", amount_idr=-u.amount_idr, used_on=DAY, receipt_no=u.receipt_no,
                reverses=u, recorded_at=NOW,
            )
            for u in made[:: TIMES - 3]
        )  # fmt: skip
        returned = Return.objects.bulk_create(
            Return(
                recipient=someone, amount_idr=self.dice.randrange(1, held[someone.pk] // (TIMES + 2)), returned_on=DAY,
                document_no="R", recorded_at=NOW,
            )
            for someone in people
            if held[someone.pk] > TIMES * 10**4
        )  # fmt: skip
        self.count("use", made, taken)
        self.count("return", returned)

    def count(self, kind: str, *groups: list) -> None:
        for rows in groups:
            self.sums[kind] += sum(row.amount_idr for row in rows)
            self.rows += len(rows)


def test_a_great_many_additions_are_exact_to_the_rupiah_and_a_closed_year_takes_no_more():
    by = person("province")
    programme = actions.add_programme(
        type_id="startup_capital", name="Sepuluh juta", year=2019, area="18", by=by, at=NOW
    )
    books = Books(programme, by, seed=1871)
    while books.rows < ADDITIONS:
        with transaction.atomic():
            books.write()
    assert books.sums["disbursement"] > 2**53  # a float would be wrong from here on
    lines = LedgerLine.objects.order_by().values_list("kind").annotate(total=Sum("amount_idr"))
    assert dict(lines) == dict(books.sums)
    assert LedgerLine.objects.count() == books.rows
    assert queries.ledger_total() == queries.total(Disbursement.objects.all()) == books.sums["disbursement"]
    assert queries.total(Use.objects.all()) == books.sums["use"]
    assert queries.total(Return.objects.all()) == books.sums["return"]
    assert queries.all_standing(Ceiling.objects.all()) == books.sums["ceiling"]
    of_area = LedgerLine.objects.filter(kind="disbursement").order_by().values_list("area")
    assert dict(of_area.annotate(total=Sum("amount_idr"))) == dict(books.of_area)
    closed = actions.close_year(area="18", year=2019, by=by, at=NOW)
    assert closed.unused_idr == books.sums["ceiling"] - books.sums["disbursement"]
    someone = Recipient.objects.order_by("-id")[0]
    with pytest.raises(IntegrityError, match="year is closed"), transaction.atomic():
        Disbursement.objects.create(
            recipient=someone, amount_idr=1, paid_on=DAY, document_no="x", recorded_at=NOW, recorded_by=by
        )
    assert queries.ledger_total() == books.sums["disbursement"]
