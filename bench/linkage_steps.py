"""The steps of the linkage benchmark; each runs in a process of its own (bench/child.py)."""

import time
from pathlib import Path
from typing import Any

import polars as pl

from bench import cooperatives as invented
from bench import registries

COOPERATIVE_MESS = {"easy": invented.EASY, "hard": invented.HARD}
MESS = {"easy": registries.EASY, "hard": registries.HARD}


def whole(kind: str, seed: int, threshold: float, folder: str) -> dict[str, Any]:
    """Shipped settings over the whole registry, as `naikkelas registry link` does; and the peer's input beside it."""
    from naikkelas.engine import linkage
    from naikkelas.engine.linkage import bands, model

    records, truth = registries.made(MESS[kind], seed)
    begun = time.perf_counter()
    found = linkage.pairs(records, threshold=threshold)
    seconds = time.perf_counter() - begun
    texts = ("unique_id", "owner", "business", "house", "nik", "phone", "village", "born_year", "sex")
    model.prepared(records).select(texts).write_csv(Path(folder) / f"{kind}.csv")
    pl.DataFrame(list(truth), schema=["a", "b"], orient="row").write_csv(Path(folder) / f"{kind}-truth.csv")
    pairs = set(zip(found["id_a"], found["id_b"], strict=True))
    surest = found.filter(bands.proposed(found))
    sure = set(zip(surest["id_a"], surest["id_b"], strict=True))
    return score(pairs, truth) | {
        "seconds": seconds,
        "rows": records.height,
        "sure_pairs": len(sure),
        "sure_precision": len(sure & truth) / len(sure),
    }


def cooperatives(kind: str, seed: int, threshold: float, folder: str) -> dict[str, Any]:
    """Shipped settings over all cooperatives; and the peer's input beside it."""
    from naikkelas.engine.linkage import bands
    from naikkelas.engine.linkage import cooperatives as engine

    records, truth = invented.made(COOPERATIVE_MESS[kind], seed)
    begun = time.perf_counter()
    found = engine.pairs(records, threshold=0.5)
    sure = set(found.filter(bands.proposed_cooperatives(found)).select("id_a", "id_b").iter_rows())
    seconds = time.perf_counter() - begun
    engine.prepared(records).drop("words").write_csv(Path(folder) / f"{kind}.csv")
    pl.DataFrame(list(truth), schema=["a", "b"], orient="row").write_csv(Path(folder) / f"{kind}-truth.csv")
    pairs = set(found.filter(pl.col("probability") >= threshold).select("id_a", "id_b").iter_rows())
    told = {"seconds": seconds, "sure_pairs": len(sure), "sure_precision": len(sure & truth) / len(sure)}
    return score(pairs, truth) | told


def engine(kind: str, seed: int, threshold: float) -> dict[str, Any]:
    """The engine's own predict and cluster on records prepared before."""
    from naikkelas.engine.linkage import model, run

    table = model.prepared(registries.made(MESS[kind], seed)[0])
    with run.opened(table, run.weighted(model.trained(), table, new_only=False)) as (_, linker):
        begun = time.perf_counter()
        scored = linker.inference.predict(threshold_match_probability=threshold)
        predicted = time.perf_counter()
        linker.clustering.cluster_pairwise_predictions_at_threshold(scored, threshold)
        return {"predict": predicted - begun, "cluster": time.perf_counter() - predicted}


def added(kind: str, seed: int, threshold: float, count: int) -> dict[str, Any]:
    """Only what is new: the last `count` records against all."""
    from naikkelas.engine import linkage

    records, _ = registries.made(MESS[kind], seed)
    new = records["id"].tail(count).to_list()
    everything = linkage.pairs(records, threshold=threshold)
    begun = time.perf_counter()
    found = linkage.pairs(records, threshold=threshold, changed=new)
    seconds = time.perf_counter() - begun
    wanted = everything.filter(pl.col("id_a").is_in(new) | pl.col("id_b").is_in(new)).sort("id_a", "id_b")
    same = found.sort("id_a", "id_b").select("id_a", "id_b").equals(wanted.select("id_a", "id_b"))
    return {"seconds": seconds, "pairs": found.height, "same": same}


def judged(kind: str, folder: str, pairs: str) -> dict[str, float]:
    """The peer's pairs against the truth."""
    truth = set(pl.read_csv(Path(folder) / f"{kind}-truth.csv").iter_rows())
    found = {(min(a, b), max(a, b)) for a, b in pl.read_csv(pairs).iter_rows()}
    return score(found, truth)


def score(found: set[tuple[int, int]], truth: set[tuple[int, int]]) -> dict[str, float]:
    right = len(found & truth)
    precision, recall = right / max(len(found), 1), right / len(truth)
    return {
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / max(precision + recall, 1e-9),
    }
