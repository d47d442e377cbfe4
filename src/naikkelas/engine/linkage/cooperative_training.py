"""Make the weights of cooperatives: every pair is counted, by the levels on which it agrees.

With known pairs m and u are counted; without, u is counted over all pairs (hardly one in ten thousand is a double) and m is
found by expectation-maximisation among pairs that share a number.
"""

import math
from collections import Counter
from typing import Any

import duckdb
import polars as pl

from naikkelas.engine.linkage import cooperatives

LEAST_M, LEAST_U = 0.004, 1e-7
"""What was not seen among these records is rare, not impossible."""
MOST_RECORDS, ROUNDS = 15_000, 100
FIRST_GUESS = 0.8
"""m of a comparison's best level, before expectation-maximisation; the others share the rest."""

NUMBERS = ("legal_no", "cooperative_nik", "phone")

Pattern = tuple[int, ...]
"""The level of each comparison, in the order of cooperatives.LEVELS."""


def train(records: pl.DataFrame, *, label: str | None = None) -> dict[str, Any]:
    """Weights from records in the columns of cooperatives.COLUMNS; `label` names a column equal for the same cooperative."""
    if records.height > MOST_RECORDS:
        raise ValueError(
            f"{records.height} records; every pair is counted, so at most {MOST_RECORDS}: take a kabupaten"
        )
    table = cooperatives.prepared(records)
    if label:
        table = table.with_columns(records[label].alias("label"))
    same, others = _counted(table, labelled=bool(label))
    us = [_shares(others, n, LEAST_U) for n in range(len(cooperatives.LEVELS))]
    ms = (
        [_shares(same, n, LEAST_M) for n in range(len(cooperatives.LEVELS))]
        if label
        else _maximised(others, us)
    )
    told = {
        name: [
            {"level": level, "m": m, "u": u}
            for level, m, u in zip(
                [*conditions, cooperatives.DIFFERS], reversed(ms[n]), reversed(us[n]), strict=True
            )
        ]
        for n, (name, (_, conditions)) in enumerate(cooperatives.LEVELS.items())
    }
    return {"densities": cooperatives.densities(table), "comparisons": told}


def _counted(table: pl.DataFrame, *, labelled: bool) -> tuple[Counter[Pattern], Counter[Pattern]]:
    """How many pairs agree on which levels: of the same cooperative, and of strangers (without labels: of all)."""
    same = "a.label = b.label" if labelled else "false"
    columns = ", ".join(f"level_{name}" for name in cooperatives.LEVELS)
    with duckdb.connect() as connection:
        connection.register("records", table.to_arrow())
        rows = connection.sql(
            f"WITH told AS (SELECT {', '.join(cooperatives.levels())}, {same} AS same "  # noqa: S608
            f"FROM records a JOIN records b ON a.id < b.id) SELECT {columns}, same, count(*) FROM told GROUP BY ALL"
        ).fetchall()
    found: tuple[Counter[Pattern], Counter[Pattern]] = (Counter(), Counter())
    for *pattern, is_same, count in sorted(rows):
        found[not is_same][tuple(pattern)] = count
    return found


def _shares(counts: Counter[Pattern] | dict[Pattern, float], n: int, least: float) -> list[float]:
    """The share of each level of the n-th comparison, DIFFERS first, among the pairs of which it says something."""
    seen = [0.0] * (len(list(cooperatives.LEVELS.values())[n][1]) + 1)
    for pattern, count in counts.items():
        if pattern[n] >= 0:
            seen[pattern[n]] += count
    total = sum(seen) or 1.0
    floored = [max(count / total, least) for count in seen]
    return [round(share / sum(floored), 9) for share in floored]


def _maximised(counts: Counter[Pattern], us: list[list[float]]) -> list[list[float]]:
    """m where nobody knows the doubles: what makes the agreements of pairs that share a number likeliest, u given.

    A number tells nothing of itself among pairs that were chosen by it: its own m comes from the others.
    """
    found: list[list[list[float]]] = [[] for _ in us]
    for number in NUMBERS:
        n, best = list(cooperatives.LEVELS).index(number), len(cooperatives.LEVELS[number][1])
        chosen = {pattern: count for pattern, count in counts.items() if pattern[n] == best}
        for other, m in enumerate(_of_chosen(chosen, us, leave=n) if chosen else []):
            if other != n and m:
                found[other].append(m)
    guessed = [_guess(u) for u in us]
    return [
        [round(sum(shares) / len(shares), 9) for shares in zip(*ms, strict=True)] if ms else guess
        for ms, guess in zip(found, guessed, strict=True)
    ]


def _of_chosen(counts: dict[Pattern, int], us: list[list[float]], *, leave: int) -> list[list[float]]:
    ms, share, every = [_guess(u) for u in us], 0.5, sum(counts.values())
    for _ in range(ROUNDS):
        bits = [[math.log2(m / u) for m, u in zip(*pair, strict=True)] for pair in zip(ms, us, strict=True)]
        prior, expected = math.log2(share / (1 - share)), {}
        for pattern, count in counts.items():
            said = sum(
                of[level]
                for n, (of, level) in enumerate(zip(bits, pattern, strict=True))
                if level >= 0 and n != leave
            )
            expected[pattern] = count / (1 + 2 ** -max(min(prior + said, 60.0), -60.0))
        now = [_shares(expected, n, LEAST_M) for n in range(len(us))]
        share = min(max(sum(expected.values()) / every, 0.001), 0.999)
        moved = max(
            abs(a - b) for old, new in zip(ms, now, strict=True) for a, b in zip(old, new, strict=True)
        )
        ms = now
        if moved < 1e-4:
            break
    return ms


def _guess(u: list[float]) -> list[float]:
    return [(1 - FIRST_GUESS) / (len(u) - 1)] * (len(u) - 1) + [FIRST_GUESS]
