"""Checking the quality of the registry, and deciding what becomes of what was found."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

import polars as pl
from django.db import connection, transaction

from naikkelas.engine import bulk, quality
from naikkelas.kit.problems import Kind, Refused
from naikkelas.kit.text import squeeze
from naikkelas.places import queries as places
from naikkelas.registry.actions import checked
from naikkelas.registry.actions.scores import keep_scores
from naikkelas.registry.models import QualityIssue, QualityRun
from naikkelas.rules.quality_rule import QualityRule, rules
from naikkelas.trail.actions import Actor, note
from naikkelas.trail.changing import between

State = QualityIssue.State
_TABLE = QualityIssue._meta.db_table
_KNOWN = {
    "id": pl.Int64, "rule": pl.String, "kind": pl.String, "record_id": pl.Int64, "known_area": pl.String,
    "known_shown": pl.String, "known_beside": pl.String, "state": pl.String, "known_hash": pl.String,
}  # fmt: skip
NO_SUCH_RULE = Kind(
    "quality.rule",
    "Aturan mutu “{rule}” tidak ada. Yang ada: {known}.",
    "There is no quality rule “{rule}”. There are: {known}.",
)
REASON_NEEDED = Kind(
    "quality.reason",
    "Tulis alasannya (paling sedikit 10 huruf); alasan dicatat dan dibaca orang lain.",
    "Write why (at least 10 characters); others will read the reason.",
)
NOT_OPEN = Kind(
    "quality.not_open",
    "Masalah ini sudah tidak terbuka lagi. Muat ulang halamannya.",
    "This issue is no longer open. Load the page again.",
)
NOT_DECIDED = Kind(
    "quality.not_decided",
    "Masalah ini belum diputuskan, jadi tidak ada yang dibatalkan. Muat ulang halamannya.",
    "Nothing has been decided about this issue, so there is nothing to take back. Load the page again.",
)


def check_quality(*, by: Actor, at: datetime, area: str, rule: str = "") -> QualityRun:
    """Look at every record by all rules (or by one), open what is new, close what is mended, and keep the scores.

    A decision stands as long as the facts that it was about do. The registry is read before anything is locked; what
    changes meanwhile is found by the next check. Raises Refused for an unknown rule.
    """
    chosen = _chosen(rule)
    frames = checked.frames_on(at.date(), area)
    found = quality.found(chosen.values(), frames)
    with transaction.atomic():
        places.hold(area)  # two checks at once would each open the same issues
        run = QualityRun.objects.create(
            at=at, rules_hash=_rules_hash(), only_rule=rule, opened=0, mended=0, still_open=0,
            enterprises=frames["enterprise"].height, cooperatives=frames["cooperative"].height,
        )  # fmt: skip
        known = _known()
        standing = _settle(run, found, known.filter(pl.col("rule").is_in(list(chosen))), at)
        others = known.filter(~pl.col("rule").is_in(list(chosen)) & (pl.col("state") == State.OPEN))
        standing = pl.concat([standing, others.select("rule", "kind", "record_id", "known_area")])
        run.still_open = standing.height
        run.save(update_fields=["opened", "mended", "still_open"])
        keep_scores(run, frames, standing)
        note(
            by=by,
            at=at,
            action="registry.checked",
            on=("quality run", run.pk),
            area=area,
            opened=run.opened,
            mended=run.mended,
            open=run.still_open,
        )
    return run


def _chosen(rule: str) -> dict[str, QualityRule]:
    if not rule:
        return rules()
    if rule not in rules():
        raise Refused(NO_SUCH_RULE, rule=rule, known=", ".join(rules()))
    return {rule: rules()[rule]}


def _rules_hash() -> str:
    return hashlib.sha256("".join(rule.hash for rule in rules().values()).encode()).hexdigest()[:16]


def _known() -> pl.DataFrame:
    columns = ("id", "rule", "kind", "record_id", "area_id", "shown", "beside", "state", "rule_hash")
    rows = QualityIssue.objects.values_list(*columns).iterator(chunk_size=20_000)
    return pl.DataFrame(list(rows), schema=_KNOWN, orient="row")


def _settle(run: QualityRun, found: pl.DataFrame, known: pl.DataFrame, at: datetime) -> pl.DataFrame:
    """Bring the stored issues of the rules in step with what was found. Returns those that are open now."""
    both = found.join(known.drop("kind"), on=["rule", "record_id"], how="left")
    fresh = both.filter(pl.col("id").is_null())
    again = both.filter(pl.col("id").is_not_null())
    decided = pl.col("state").is_in([State.ACCEPTED.value, State.WAIVED.value])
    kept = decided & (pl.col("shown") == pl.col("known_shown"))
    reopened = again.filter(~kept & (pl.col("state") != State.OPEN))
    differs = pl.any_horizontal(
        pl.col("shown") != pl.col("known_shown"), pl.col("beside") != pl.col("known_beside"),
        pl.col("area_id") != pl.col("known_area"), pl.col("rule_hash") != pl.col("known_hash"),
    )  # fmt: skip
    # what was decided moves along with its record, too
    renewed = again.filter(((pl.col("state") == State.OPEN) | kept) & differs)
    gone = known.join(found, on=["rule", "record_id"], how="anti").filter(pl.col("state") == State.OPEN)
    _insert(run, fresh, at)
    _reopen(run, reopened, at)
    with connection.cursor() as cursor:
        columns = ["shown", "beside", "area_id", "rule_hash"]
        bulk.update(cursor, connection.vendor, _TABLE, columns, renewed.select(*columns, "id").rows())
    for part in _parts(gone["id"].to_list()):
        QualityIssue.objects.filter(id__in=part).update(state=State.MENDED, mended_at=at)
    run.opened, run.mended = fresh.height + reopened.height, gone.height
    standing = pl.concat([fresh, reopened, again.filter(pl.col("state") == State.OPEN)])
    return standing.select("rule", "kind", "record_id", pl.col("area_id").alias("known_area"))


def _insert(run: QualityRun, fresh: pl.DataFrame, at: datetime) -> None:
    stamp = connection.ops.adapt_datetimefield_value(at)
    columns = [*quality.FOUND, "state", "found_at", "run_id", "reason"]
    rows = fresh.select(
        *quality.FOUND, pl.lit(State.OPEN.value), pl.lit(stamp).alias("found_at"), pl.lit(run.pk).alias("run_id"),
        pl.lit("").alias("reason"),
    )  # fmt: skip
    with connection.cursor() as cursor:
        bulk.insert(cursor, connection.vendor, _TABLE, columns, rows.rows())


def _reopen(run: QualityRun, rows: pl.DataFrame, at: datetime) -> None:
    """What was mended is back, or what was decided is about other facts now: the former decision stays in the trail."""
    for part in _parts(rows["id"].to_list()):
        QualityIssue.objects.filter(id__in=part).update(
            state=State.OPEN,
            found_at=at,
            run=run,
            mended_at=None,
            reason="",
            decided_by=None,
            decided_at=None,
        )
    with connection.cursor() as cursor:
        columns = ["shown", "beside", "area_id", "rule_hash", "severity"]
        bulk.update(cursor, connection.vendor, _TABLE, columns, rows.select(*columns, "id").rows())


def _parts(ids: list[int], size: int = 10_000) -> Iterable[list[int]]:
    return (ids[n : n + size] for n in range(0, len(ids), size))


@transaction.atomic
def decide_issues(*, issues: Iterable[int], state: str, reason: str, by: Actor, at: datetime) -> int:
    """Accept open issues as true, or waive them, with a reason; returns how many. Those no longer open are left.

    Raises Refused without a reason, or where none of them is open.
    """
    reason = squeeze(reason)[:500]
    if len(reason) < 10:
        raise Refused(REASON_NEEDED)
    if state not in (State.ACCEPTED, State.WAIVED):
        raise ValueError(f"not a decision: {state!r}")
    held = list(
        QualityIssue.objects.select_for_update().filter(id__in=list(issues), state=State.OPEN).order_by("id")
    )
    if not held:
        raise Refused(NOT_OPEN)
    QualityIssue.objects.filter(id__in=[issue.pk for issue in held]).update(
        state=state, reason=reason, decided_by_id=by.pk, decided_at=at
    )
    for issue in held:
        note(
            by=by,
            at=at,
            action=f"quality.{state}",
            on=("quality issue", issue.pk),
            area=issue.area_id,
            rule=issue.rule,
            record=f"{issue.kind} {issue.record_id}",
            reason=reason,
            **between({"state": issue.state}, {"state": str(state)}),
        )
    return len(held)


@transaction.atomic
def reopen_issue(*, issue: int, by: Actor, at: datetime) -> None:
    """Take a decision back. Raises Refused where there is none."""
    found = QualityIssue.objects.select_for_update().get(id=issue)
    if found.state not in (State.ACCEPTED, State.WAIVED):
        raise Refused(NOT_DECIDED)
    QualityIssue.objects.filter(pk=issue).update(
        state=State.OPEN, reason="", decided_by=None, decided_at=None
    )
    note(
        by=by,
        at=at,
        action="quality.reopened",
        on=("quality issue", issue),
        area=found.area_id,
        rule=found.rule,
        **between({"state": found.state}, {"state": str(State.OPEN)}),
        reason=found.reason,
    )


@transaction.atomic
def recheck_issue(*, issue: int, by: Actor, at: datetime, area: str) -> bool:
    """Look at one record again by the issue's rule, and close the issue if it is mended; returns whether it is.

    Only rules about a record alone can tell; what a record is compared with is looked at by the whole check.
    """
    found = QualityIssue.objects.select_for_update().get(id=issue)
    rule = rules()[found.rule]
    frame = {"enterprise": checked.enterprises, "cooperative": checked.cooperatives}[found.kind](
        at.date(), area, only=found.record_id
    )
    rows = frame.rows(named=True)
    if found.state != State.OPEN or (rows and rule.check.flagged(rows)):
        return False
    QualityIssue.objects.filter(pk=issue).update(state=State.MENDED, mended_at=at)
    note(
        by=by,
        at=at,
        action="quality.mended",
        on=("quality issue", issue),
        area=found.area_id,
        rule=found.rule,
        record=f"{found.kind} {found.record_id}",
    )
    return True
