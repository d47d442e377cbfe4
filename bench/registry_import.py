"""`import`: the road of a full-size workbook into the registry, against the bare parts that nobody can do without."""

import tempfile
from pathlib import Path
from typing import Any

from bench import child, postgres, workbook
from bench.verdict import Verdict

TIMES, MEMORY_MIB = 3, 1024
CACHE = Path(tempfile.gettempdir()) / "naikkelas-bench"


def measure(folder: Path) -> Verdict:
    CACHE.mkdir(exist_ok=True)
    file = workbook.made(CACHE)
    verdict = Verdict("import", f"Import of a workbook of {workbook.ROWS:,} rows and 30 columns")
    reading = min(
        (
            child.run("bench.import_steps:bare_reading", data=folder / "none", workbook=str(file))
            for _ in range(2)
        ),
        key=lambda r: r["seconds"],
    )
    here, there = folder / "sqlite", folder / "sqlite-bare"
    road = child.run("bench.import_steps:road", data=here, workbook=str(file))
    bare = child.run("bench.import_steps:bare_insert", data=there, source=str(here / "naikkelas.sqlite3"))
    _judge(verdict, "SQLite", reading, bare, road)
    with postgres.server(folder / "postgres") as url:
        first, second = postgres.add_database(url, "road"), postgres.add_database(url, "bare")
        road = child.run("bench.import_steps:road", data=folder / "pg", url=first, workbook=str(file))
        bare = child.run("bench.import_steps:bare_insert", data=folder / "pg-bare", url=second, source=first)
        _judge(verdict, "PostgreSQL", reading, bare, road)
    verdict.notes += [
        f"the workbook: {file.stat().st_size / 1024**2:.0f} MiB, seeded, written as Excel does (shared strings)",
        "bare parts: calamine (fastexcel) reading it into a data frame; the rows that the road stored (person, enterprise, "
        "year) put into the same tables of another new installation by the driver alone (executemany or COPY), same "
        "indexes and durability, one transaction",
        "the road: receive, look, confirm, apply, with keys, sealing, classes, search index, trail and what undoing needs",
        "memory: all processes of the importer together, the caged reader too; shared pages once",
    ]
    return verdict


def _judge(
    verdict: Verdict, engine: str, reading: dict[str, Any], bare: dict[str, Any], road: dict[str, Any]
) -> None:
    stored = f"{road['state']}, {road['applied']['new']:,} new"
    verdict.check(f"{engine}: all rows arrive", stored, f"applied, {workbook.ROWS:,} new")
    parts = reading["seconds"] + bare["seconds"]
    against = f"reading {reading['seconds']:.1f} s + insert {bare['seconds']:.1f} s"
    verdict.at_most(f"{engine}: time", road["seconds"], parts, TIMES, "s", against)
    verdict.at_most(f"{engine}: memory", road["peak_tree_mib"], MEMORY_MIB, 1, "MiB", "limit")
    verdict.details[engine] = {"reading": reading, "bare": bare, "road": road}
