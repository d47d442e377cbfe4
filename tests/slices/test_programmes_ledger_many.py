"""CO-14: a great many additions, reversals and the closing of a year, exact to the rupiah in the database's own sums.

LEDGER_ADDITIONS=10000000 runs as many as CO-14 asks for (docs/evidence/ledger.md).
"""

import os
import random
from collections import Counter
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum

from naikkelas.engine import bulk
from naikkelas.programmes import actions, queries
from naikkelas.programmes.models import (
    Ceiling,
    Disbursement,
    LedgerLine,
    LedgerSum,
    Recipient,
    Return,
    Use,
)
from tests.conftest import NOW
from tests.factories import person

ADDITIONS = int(os.environ.get("LEDGER_ADDITIONS", "4000"))
MANY = ADDITIONS > 100_000
pytestmark = pytest.mark.django_db(transaction=MANY)
LINES_AT_ONCE = 100 if MANY else 1
"""Budget lines a transaction, about 2,100 rows each."""
AREAS = [f"18.{n:02d}" for n in range(1, 14)] + ["18.71", "18.72"]
DAY, WIDTH, TIMES = date(2019, 9, 2), 10, 10
"""So many allocations a budget line, recipients an allocation, and payments a recipient."""
ROOM = 10**13 if MANY else 10**15
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

    def put(self, table: str, columns: str, rows: list[tuple]) -> list[int]:
        """Write rows whose first column is the amount; their numbers."""
        with connection.cursor() as cursor:
            ids = bulk.reserve_ids(cursor, connection.vendor, f"programmes_{table}", len(rows))
            values = [(n, *row) for n, row in zip(ids, rows, strict=True)]
            names = ["id", "amount_idr", *columns.split()]
            bulk.insert(cursor, connection.vendor, f"programmes_{table}", names, values)
        self.sums[table] += sum(row[0] for row in rows)
        self.rows += len(rows)
        return list(ids)

    def write(self) -> None:
        """One budget line with its allocations, recipients, and what happened to their money."""
        room = WIDTH * WIDTH * ROOM
        line = (room, self.programme.pk, "dak", 2019, f"L{self.rows}", "D")
        [ceiling] = self.put("ceiling", "programme_id source year line_code document_no", [line])
        areas = [self.dice.choice(AREAS) for _ in range(WIDTH)]
        allocations = self.put(
            "allocation",
            "ceiling_id area_id activity",
            [(WIDTH * ROOM, ceiling, area, f"{n}") for n, area in enumerate(areas)],
        )
        places = [area for area in areas for _ in range(WIDTH)]
        people = self.put(
            "recipient",
            "allocation_id area_id kind name decree_no decree_on plan synthetic",
            [
                (ROOM, allocation, area, "person", "Uji", f"SK{n}", DAY, "", True)
                for allocation, area in zip(allocations, areas, strict=True)
                for n in range(WIDTH)
            ],
        )
        held = self.pay(people)
        for pk, area in zip(people, places, strict=True):
            self.of_area[area] += held[pk]
        self.spend(held)

    def pay(self, people: list[int]) -> dict[int, int]:
        """Each recipient is paid some times, the last of it taken back; what each holds."""

        def wrote(rows: list[tuple]) -> list[int]:
            columns = "recipient_id document_no reverses_id paid_on recorded_at recorded_by_id"
            return self.put("disbursement", columns, [(*row, DAY, NOW, self.by.pk) for row in rows])

        rows = [(self.amount(ROOM // TIMES), pk, f"S{n}", None) for pk in people for n in range(TIMES)]
        made = wrote(rows)
        last = slice(TIMES - 1, None, TIMES)
        wrote(
            [
                (-amount, pk, number, n)
                for n, (amount, pk, number, _) in zip(made[last], rows[last], strict=True)
            ]
        )
        held: dict[int, int] = dict.fromkeys(people, 0)
        for amount, pk, number, _ in rows:
            held[pk] += amount if number != f"S{TIMES - 1}" else 0
        return held

    def spend(self, held: dict[int, int]) -> None:
        """Of what each holds some is spent, the first receipt taken back, and some is returned."""

        def wrote(rows: list[tuple]) -> list[int]:
            columns = "recipient_id receipt_no reverses_id category remark used_on recorded_at"
            return self.put("use", columns, [(*row, "equipment", "", DAY, NOW) for row in rows])

        shares = {pk: amount // (TIMES + 2) for pk, amount in held.items() if amount > TIMES * 10**4}
        times = TIMES - 3
        rows = [
            (self.amount(share + 1), pk, f"K{n}", None) for pk, share in shares.items() for n in range(times)
        ]
        made = wrote(rows)
        wrote(
            [
                (-amount, pk, no, n)
                for n, (amount, pk, no, _) in zip(made[::times], rows[::times], strict=True)
            ]
        )
        self.put(
            "return",
            "recipient_id document_no returned_on recorded_at",
            [(self.dice.randrange(1, share), pk, "R", DAY, NOW) for pk, share in shares.items()],
        )


@pytest.fixture(autouse=True)
def _room(db):
    """For a great many on SQLite: memory, or pages of the indexes are written again at almost every row; and afterwards no
    look at foreign keys, or the emptying of the tables takes longer than the test."""
    pragmas = MANY and connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        if pragmas:
            cursor.execute("PRAGMA cache_size = -2000000")
        yield
        if pragmas:
            cursor.execute("PRAGMA foreign_keys = OFF")


def test_a_great_many_additions_are_exact_to_the_rupiah_and_a_closed_year_takes_no_more():
    by = person("province")
    programme = actions.add_programme(
        type_id="startup_capital", name="Sepuluh juta", year=2019, area="18", by=by, at=NOW
    )
    books = Books(programme, by, seed=1871)
    while books.rows < ADDITIONS:
        with transaction.atomic(savepoint=False):  # engine/bulk.py says why
            for _ in range(LINES_AT_ONCE):
                books.write()
    assert books.sums["disbursement"] > 2**53  # a float would be wrong from here on
    lines = LedgerLine.objects.order_by().values_list("kind").annotate(total=Sum("amount_idr"))
    assert dict(lines) == dict(books.sums)
    assert LedgerLine.objects.count() == books.rows
    kept = LedgerSum.objects.order_by().values_list("kind").annotate(total=Sum("amount_idr"))
    assert dict(kept) == dict(books.sums)
    assert LedgerSum.objects.aggregate(n=Sum("lines"))["n"] == books.rows
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
