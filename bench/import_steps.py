"""The steps of the import benchmark; each runs in a process of its own (bench/child.py)."""

import resource
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

AT = datetime(2020, 1, 27, 3, 0, tzinfo=UTC)


def bare_reading(workbook: str) -> dict[str, Any]:
    """calamine reading the workbook into a data frame, and nothing else."""
    import fastexcel

    begun = time.perf_counter()
    table = fastexcel.read_excel(Path(workbook).read_bytes()).load_sheet(0).to_polars()
    return {"seconds": time.perf_counter() - begun, "rows": table.height, "columns": table.width}


def road(workbook: str) -> dict[str, Any]:
    """Receive, look, confirm, apply: the same calls as the import page and its tasks make, in a new installation."""
    by = _installation()
    from naikkelas.intake import actions as intake

    marks = {"start": time.perf_counter()}
    file = Path(workbook)
    delivery = intake.receive_spreadsheet(filename=file.name, content=file.read_bytes(), by=by, at=AT)
    marks["receive"] = time.perf_counter()
    delivery = intake.look(delivery=delivery, by=by, at=AT)
    marks["look"] = time.perf_counter()
    delivery = intake.confirm(delivery=delivery, by=by, at=AT)
    delivery.refresh_from_db()
    delivery = intake.apply(delivery=delivery, by=by, at=AT)
    marks["apply"] = time.perf_counter()
    times = list(marks.values())
    parts = {
        name: after - before
        for name, before, after in zip(list(marks)[1:], times, times[1:], strict=False)
    }  # fmt: skip
    return {
        "seconds": times[-1] - times[0],
        "parts": parts,
        "state": delivery.state,
        "applied": delivery.summary.get("applied"),
        "peak_self_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _installation() -> Any:
    """A new installation with one officer of the province."""
    from django.core.management import call_command

    from naikkelas.accounts import actions as accounts
    from naikkelas.ops.ready import installation_ready
    from naikkelas.trail.actions import SYSTEM

    call_command("migrate", verbosity=0, interactive=False)
    installation_ready(AT)
    return accounts.add(
        username="bench", name="Bench", role="province", area="18", password=None, by=SYSTEM, at=AT
    )  # fmt: skip


TABLES = ("registry_person", "registry_enterprise", "registry_enterpriseyear")


def bare_insert(source: str) -> dict[str, Any]:
    """The rows that the road stored, put by the driver alone into the same tables of another new installation.

    Same columns, indexes, order and durability; one transaction; the rows are in memory before the clock starts.
    """
    _installation()
    from django.db import connection, transaction

    rows = {table: _stored(source, table) for table in TABLES}
    begun = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        for table, (columns, values) in rows.items():
            names = ", ".join(f'"{c}"' for c in columns)
            if connection.vendor == "postgresql":
                with cursor.cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
                    for row in values:
                        copy.write_row(row)
            else:
                marks = ", ".join("?" * len(columns))
                driver = cursor.cursor.connection.cursor()
                driver.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', values)
    return {"seconds": time.perf_counter() - begun, "rows": sum(len(v) for _, v in rows.values())}


def _stored(source: str, table: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Columns and rows of a table of the road's installation, by its database's own driver."""
    if source.startswith("postgresql"):
        import psycopg

        with psycopg.connect(source) as connection:
            cursor = connection.execute(f'SELECT * FROM "{table}" ORDER BY id')
            return [c.name for c in cursor.description or ()], cursor.fetchall()
    import pysqlite3

    connection = pysqlite3.connect(source)
    cursor = connection.execute(f'SELECT * FROM "{table}" ORDER BY id')
    found = [c[0] for c in cursor.description], cursor.fetchall()
    connection.close()
    return found
