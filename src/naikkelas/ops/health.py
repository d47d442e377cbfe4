"""How the installation is: what `naikkelas check` prints and the health address answers."""

import shutil
import time
from typing import Any

import django
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from naikkelas import __version__, vault
from naikkelas.analytics.queries import indicators
from naikkelas.intake import queries as intake
from naikkelas.monev import queries as monev
from naikkelas.places import queries as places
from naikkelas.programmes import queries as programmes
from naikkelas.registry import queries as registry
from naikkelas.rules.catalogues import rule_heads

HEARTBEAT = "worker.heartbeat"
ALIVE_SECONDS = 30
LEAST_FREE = 0.1


def health() -> dict[str, Any]:
    """Everything that can be known without changing anything. `ok` is False where a fault is listed."""
    faults: list[str] = []
    database = _database(faults)
    found: dict[str, Any] = {
        "versions": {
            "naikkelas": __version__,
            "django": django.get_version(),
            "database": database.pop("version", ""),
        },
        "database": database,
        "worker": _worker(),
        "storage": _storage(faults),
        "rules": {
            "sets": len(rule_heads()),
            "indicators": len(indicators()),
            "hashes": {h.id: h.hash for h in rule_heads().values()},
        },
    }
    if database["reachable"] and not database["unapplied_migrations"]:
        found["counts"] = _counts()
    return found | {"ok": not faults, "faults": faults}


def _database(faults: list[str]) -> dict[str, Any]:
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT sqlite_version()" if connection.vendor == "sqlite" else "SHOW server_version"
            )
            version = f"{connection.vendor} {cursor.fetchone()[0]}"
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA quick_check(1)")
                if cursor.fetchone()[0] != "ok":
                    faults.append(
                        "The database file is damaged. Stop the server and restore the last backup."
                    )
        plan = MigrationExecutor(connection).migration_plan(
            MigrationExecutor(connection).loader.graph.leaf_nodes()
        )
    except DatabaseError as error:
        faults.append(f"The database cannot be read: {error}")
        return {"reachable": False, "unapplied_migrations": 0}
    if plan:
        faults.append(f"{len(plan)} migrations are not applied. `naikkelas serve` applies them.")
    return {"reachable": True, "unapplied_migrations": len(plan), "version": version}


def _worker() -> dict[str, Any]:
    beat = settings.NAIKKELAS_DATA / HEARTBEAT
    age = time.time() - beat.stat().st_mtime if beat.exists() else None
    try:
        waiting = {"submissions_waiting": intake.waiting_count(), "tasks_waiting": _tasks()}
    except DatabaseError:
        waiting = {}  # told under "database"
    return {"running": age is not None and age < ALIVE_SECONDS} | waiting


def _tasks() -> int:
    """Tasks of the queue that wait or run."""
    open_ones = [TaskResultStatus.READY, TaskResultStatus.RUNNING]
    return DBTaskResult.objects.filter(status__in=open_ones).count()


def _storage(faults: list[str]) -> dict[str, Any]:
    folder = settings.NAIKKELAS_DATA
    usage = shutil.disk_usage(folder)
    if usage.free < LEAST_FREE * usage.total and usage.free < 5 * 1024**3:
        faults.append(f"The disk of {folder} is nearly full: {usage.free // 1024**2} MB are free.")
    return {
        "folder": str(folder),
        "free_mb": usage.free // 1024**2,
        "files": sum(1 for _ in vault.current().blobs.all()),
    }


def _counts() -> dict[str, int]:
    return {
        "regions": places.region_count(),
        "enterprises": registry.all_enterprises().count(),
        "cooperatives": registry.all_cooperatives().count(),
        "ledger_idr": programmes.ceiling_sum(strategic=True),
        "innovations_idr": programmes.ceiling_sum(strategic=False),
        "disbursed_idr": programmes.ledger_total(),
        "visits": monev.visit_count(),
        "findings": monev.findings().count(),
    }
