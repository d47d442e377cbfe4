"""`cooperatives`: which of 5,342 are registered twice, on two invented registries with known truth (bench/cooperatives.py)."""

from pathlib import Path
from typing import Any

from bench import child, cooperatives
from bench.linkage import ERROR_RATIO, LEAST_SURE, peer_installed, peer_of
from bench.verdict import Verdict

SEED, THRESHOLD = 20_261_128, 0.9
"""Another seed than that of the shipped weights, and than those that the bands were made with."""
LEAST_F1, MOST_SECONDS = 0.8, 10.0


def measure(folder: Path) -> Verdict:
    verdict = Verdict(
        "cooperatives",
        f"Linking {cooperatives.ROWS:,} cooperatives with about {cooperatives.TRUE_PAIRS:,} true pairs",
    )
    peer_installed()
    for kind in ("easy", "hard"):
        ours = _step("cooperatives", folder, kind, folder=str(folder))
        peer = peer_of("cooperatives", folder, kind)
        error, peers = 1 - ours["f1"], 1 - peer["f1"]
        goal = ERROR_RATIO if kind == "hard" else 1
        verdict.at_most(f"{kind}: error (1 - F1)", 100 * error, 100 * peers, goal, "%", "recordlinkage")
        if kind == "hard":
            verdict.at_least("hard: F1", 100 * ours["f1"], 100 * LEAST_F1, 1, "%", "limit")
        verdict.at_least(
            f"{kind}: precision of the band proposed to be merged",
            100 * ours["sure_precision"],
            100 * LEAST_SURE,
            1,
            "%",
            "limit",
        )
        verdict.at_most(f"{kind}: time", ours["seconds"], MOST_SECONDS, 1, "s", "limit")
        verdict.details[kind] = {"ours": ours, "peer": peer}
        verdict.notes.append(
            f"{kind}: precision {ours['precision']:.3f}, recall {ours['recall']:.3f} at {THRESHOLD}; "
            f"recordlinkage {peer['precision']:.3f}, {peer['recall']:.3f}; {ours['sure_pairs']:,} pairs are proposed to be merged"
        )
    verdict.notes += [
        "weights were trained on the hard registry of another seed by the same generator: on a real registry they are untried",
        "the peer gets the records cleaned as ours are, in a process of its own; its time is without starting",
    ]
    return verdict


def _step(name: str, data: Path, kind: str, **given: Any) -> dict[str, Any]:
    step = f"bench.linkage_steps:{name}"
    return child.run(step, data=data / "none", kind=kind, seed=SEED, threshold=THRESHOLD, **given)
