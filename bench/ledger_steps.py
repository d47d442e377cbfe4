"""The steps of the ledger benchmark; each runs in a process of its own (bench/child.py)."""

import time
from datetime import UTC, date, datetime, timedelta
from typing import Any

AT = datetime(2023, 1, 9, 2, 0, tzinfo=UTC)
YEARS = (2020, 2021, 2022)
RECIPIENTS = 600
"""Named by the decrees of one allocation: a kabupaten/kota's part of one programme."""
USES = 3
EACH = 2_400_000


def fill(lines: int) -> dict[str, Any]:
    """Add invented programmes until the ledger has `lines` lines: each recipient is paid once and shows three receipts.
    Everything goes into the tables themselves, so that every guard and every line is the database's own."""
    from django.core.management import call_command
    from django.db import connection, transaction

    from naikkelas.engine import bulk, statistics
    from naikkelas.places import queries as places
    from naikkelas.registry import queries as registry

    call_command("migrate", verbosity=0)  # the demonstration may be of an earlier version
    areas = sorted(region.code for region in places.children("18") if len(region.code) == len("18.01"))
    enterprises = {area: [e.pk for e in registry.some_enterprises(area, 20_000)] for area in areas}
    began, before = time.perf_counter(), _lines()
    programmes = -(-(lines - before) // (len(areas) * (RECIPIENTS * (2 + USES) + 2) + 1))
    with connection.cursor() as cursor:

        def put(table: str, columns: str, rows: list[tuple]) -> list[int]:
            ids = bulk.reserve_ids(cursor, connection.vendor, f"programmes_{table}", len(rows))
            values = [(n, *row) for n, row in zip(ids, rows, strict=True)]
            bulk.insert(cursor, connection.vendor, f"programmes_{table}", ["id", *columns.split()], values)
            return list(ids)

        for n in range(programmes):
            year = YEARS[n % len(YEARS)]
            with transaction.atomic():
                [programme] = put(
                    "programme", "type_id name year area_id synthetic",
                    [("startup_capital", f"Modal awal uji {n + 1}", year, "18", True)],
                )  # fmt: skip
                part = EACH * RECIPIENTS
                [ceiling] = put(
                    "ceiling", "programme_id source year document_no line_code amount_idr",
                    [(programme, "apbd_province", year, f"DPA-{n}", f"2.17.07.1.01.{n:02d}", part * len(areas))],
                )  # fmt: skip
                shares = put(
                    "allocation", "ceiling_id area_id activity amount_idr",
                    [(ceiling, area, "", part) for area in areas],
                )  # fmt: skip
                decrees = put(
                    "commitment", "allocation_id kind counterparty document_no signed_on amount_idr reason recorded_at",
                    [
                        (share, "decree", "", f"SK-{n}-{area}", date(year, 3, 1), part, "", AT)
                        for area, share in zip(areas, shares, strict=True)
                    ],
                )  # fmt: skip
                for area, *place in zip(areas, shares, decrees, strict=True):
                    known = enterprises[area][RECIPIENTS * n : RECIPIENTS * (n + 1)]
                    _share(put, n, year, area, *place, known)
            if (
                n & (n + 1) == 0
            ):  # twice as many as when it was last done: the worker does so every ten minutes
                statistics.renew(cursor, connection.vendor)
    seconds = time.perf_counter() - began
    return {"added": _lines() - before, "lines": _lines(), "seconds": seconds, "equal": _equal()}


def _share(put: Any, n: int, year: int, area: str, share: int, decree: int, known: list[int]) -> None:
    """`known`: enterprises that have had nothing yet, so that the rule against aid twice finds nothing; may be too few."""
    day = date(year, 3, 1)
    ids = put(
        "recipient",
        "allocation_id commitment_id area_id kind name enterprise_id amount_idr decree_no decree_on plan synthetic",
        [
            (share, decree, area, "person", "", known[i] if i < len(known) else None, EACH, f"SK-{n}-{area}", day, "", True)
            for i in range(RECIPIENTS)
        ],
    )  # fmt: skip
    put(
        "disbursement", "recipient_id amount_idr paid_on document_no recorded_at",
        [(r, EACH, day + timedelta(days=i % 200), f"SP2D-{r:08d}", AT) for i, r in enumerate(ids)],
    )  # fmt: skip
    put(
        "use", "recipient_id category amount_idr used_on receipt_no remark recorded_at",
        [
            (r, "working_capital", EACH // USES, day + timedelta(days=(i + u) % 250), f"K-{r}-{u}", "", AT)
            for i, r in enumerate(ids)
            for u in range(USES)
        ],
    )  # fmt: skip


def _lines() -> int:
    from naikkelas.programmes import queries

    return queries.lines().count()


def _equal() -> bool:
    """Whether the lines, and the sums kept of them, add up to what the tables hold, kind by kind."""
    from django.db import connection

    with connection.cursor() as cursor:
        for table in ("ceiling", "allocation", "commitment", "recipient", "disbursement", "use"):
            cursor.execute(f"SELECT SUM(amount_idr), COUNT(*) FROM programmes_{table}")
            held = cursor.fetchone()
            cursor.execute(
                "SELECT SUM(amount_idr), COUNT(*) FROM programmes_ledgerline WHERE kind = %s", [table]
            )
            if cursor.fetchone() != held:
                return False
            cursor.execute(
                "SELECT SUM(amount_idr), SUM(lines) FROM programmes_ledgersum WHERE kind = %s", [table]
            )
            if cursor.fetchone() != held:
                return False
    return True
