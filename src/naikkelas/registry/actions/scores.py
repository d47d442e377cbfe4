"""The scores of a check: by nation, province, kabupaten/kota and kecamatan."""

import json

import polars as pl
from django.db import connection

from naikkelas.engine import bulk
from naikkelas.places.queries import NATION
from naikkelas.registry.models import QualityRun, QualityScore
from naikkelas.rules.quality_rule import QualityRule, rules
from naikkelas.rules.quality_score import WEIGHTS, score_tenths

RUNS_WITH_DISTRICTS = 12
"""Of so many checks the scores of kecamatan are kept: as many as a page shows; of the larger areas those of all."""
LENGTHS = {"nation": 0, "province": 2, "regency": 5, "district": 8}
"""How much of a record's area code names its area of each level."""


def keep_scores(run: QualityRun, frames: dict[str, pl.DataFrame], standing: pl.DataFrame) -> None:
    """Work out and keep the scores of a run. `standing`: rule, kind, record_id and known_area of the open issues."""
    about = {rule.id: rule for rule in rules().values()}
    open_issues = standing.filter(pl.col("rule").is_in(list(about))).with_columns(
        pl.col("rule")
        .replace_strict({r: about[r].group for r in about}, return_dtype=pl.String)
        .alias("group")
    )
    areas = pl.concat(
        frame.select("area_id").with_columns(pl.lit(kind).alias("kind")) for kind, frame in frames.items()
    )
    rows = [row for length in LENGTHS.values() for row in _scores(length, areas, open_issues, about)]
    older = QualityRun.objects.order_by("-id").values_list("id", flat=True)[RUNS_WITH_DISTRICTS:]
    QualityScore.objects.filter(area__level="district", run__in=list(older)).delete()
    with connection.cursor() as cursor:
        columns = ["area_id", "records", "score_tenths", "groups", "open_counts", "run_id"]
        bulk.insert(
            cursor, connection.vendor, QualityScore._meta.db_table, columns, [(*row, run.pk) for row in rows]
        )


def _scores(
    length: int, areas: pl.DataFrame, standing: pl.DataFrame, about: dict[str, QualityRule]
) -> list[tuple[str, int, int | None, str, str]]:
    """(area, records, score, groups, open counts) of the areas of one level that hold a record."""
    records = _by_area(areas, "area_id", length).group_by("area", "kind").len("n")
    # a record with three issues of one group is one record that is not clean
    unclean = _by_area(standing, "known_area", length).filter(pl.col("kind") != "area")
    unclean = unclean.unique(["area", "group", "kind", "record_id"]).group_by("area", "group").len("n")
    counts = _by_area(standing, "known_area", length).group_by("area", "rule").len("n")
    dirty = {(area, group): n for area, group, n in unclean.iter_rows()}
    opened: dict[str, dict[str, int]] = {}
    for area, rule, n in counts.sort("area", "rule").iter_rows():
        opened.setdefault(area, {})[rule] = n
    held: dict[str, dict[str, int]] = {}
    for area, kind, n in records.iter_rows():
        held.setdefault(area, {})[kind] = n
    kinds = {group: {r.kind for r in about.values() if r.group == group} for group in WEIGHTS}
    found = []
    for area, by_kind in sorted(held.items()):
        groups = {}
        for group in WEIGHTS:
            whole = sum(n for kind, n in by_kind.items() if kind in kinds[group])
            groups[group] = (whole - dirty.get((area, group), 0), whole)
        told = opened.get(area, {})
        found.append(
            (area, sum(by_kind.values()), score_tenths(groups), json.dumps(groups), json.dumps(told))
        )
    return found


def _by_area(rows: pl.DataFrame, column: str, length: int) -> pl.DataFrame:
    """The rows that lie in an area of the level, with its code; coarser ones have none."""
    if length == 0:
        return rows.with_columns(pl.lit(NATION).alias("area"))
    return rows.filter(pl.col(column).str.len_chars() >= length).with_columns(
        pl.col(column).str.slice(0, length).alias("area")
    )
