"""`linkage`: who is registered twice, on two invented registries of full size with known truth (bench/registries.py)."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from bench import child, registries
from bench.machine import ROOT
from bench.verdict import Verdict

SEED, THRESHOLD = 20191231, 0.9
"""Another seed than that of the shipped weights; the threshold is the command's own default."""
PEER = ROOT / ".venv-bench" / "bin" / "python"
PEER_PACKAGE = "recordlinkage==0.16"
ERROR_RATIO, LEAST_F1, LEAST_SURE, MEMORY_MIB, NEW = 0.60, 0.86, 0.99, 2048, 1_000


def measure(folder: Path) -> Verdict:
    verdict = Verdict(
        "linkage", f"Linking {registries.ROWS:,} enterprises with about {registries.TRUE_PAIRS:,} true pairs"
    )
    peer_installed()
    for kind in ("easy", "hard"):
        ours = _step("whole", folder, kind, folder=str(folder))
        peer = peer_of("enterprises", folder, kind)
        error, peers = 1 - ours["f1"], 1 - peer["f1"]
        goal = ERROR_RATIO if kind == "hard" else 1
        verdict.at_most(f"{kind}: error (1 - F1)", 100 * error, 100 * peers, goal, "%", "recordlinkage")
        if kind == "hard":
            verdict.at_least("hard: F1", 100 * ours["f1"], 100 * LEAST_F1, 1, "%", "limit")
        engine = _step("engine", folder, kind)
        own = engine["predict"] + engine["cluster"]
        verdict.at_most(f"{kind}: time", ours["seconds"], own, 2, "s", "engine's predict + cluster")
        verdict.at_most(f"{kind}: memory", ours["peak_tree_mib"], MEMORY_MIB, 1, "MiB", "limit")
        verdict.at_least(
            f"{kind}: precision of the band proposed to be merged",
            100 * ours["sure_precision"],
            100 * LEAST_SURE,
            1,
            "%",
            "limit",
        )
        verdict.details[kind] = {"ours": ours, "peer": peer, "engine": engine}
        verdict.notes.append(
            f"{kind}: precision {ours['precision']:.3f}, recall {ours['recall']:.3f} at {THRESHOLD}; "
            f"recordlinkage {peer['precision']:.3f}, {peer['recall']:.3f}; {ours['sure_pairs']:,} pairs are proposed "
            "to be merged"
        )
    new = _step("added", folder, "hard", count=NEW)
    verdict.check(f"{NEW:,} new records: pairs as in a whole run", str(new["same"]), "True")
    verdict.at_most(
        f"{NEW:,} new records: time",
        new["seconds"],
        verdict.details["hard"]["ours"]["seconds"],
        1,
        "s",
        "whole run",
    )
    verdict.notes += [
        "weights were trained on the hard registry of another seed by the same generator: on a real registry they are untried",
        "memory includes making the registry; the peer gets the records cleaned as ours are, in a process of its own",
    ]
    return verdict


def _step(name: str, data: Path, kind: str, **given: Any) -> dict[str, Any]:
    step = f"bench.linkage_steps:{name}"
    return child.run(step, data=data / "none", kind=kind, seed=SEED, threshold=THRESHOLD, **given)


def peer_installed() -> None:
    if not PEER.exists():
        subprocess.run([sys.executable, "-m", "venv", PEER.parent.parent], check=True)
        subprocess.run([ROOT / ".venv/bin/uv", "pip", "install", "-q", "-p", PEER, PEER_PACKAGE], check=True)


def peer_of(what: str, folder: Path, kind: str) -> dict[str, Any]:
    """recordlinkage on the records that our step left in `folder`: enterprises or cooperatives."""
    pairs = folder / f"{kind}-peer.csv"
    command = [
        PEER,
        "-W",
        "ignore",
        ROOT / "bench/peer_recordlinkage.py",
        what,
        folder / f"{kind}.csv",
        pairs,
    ]
    seconds = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()[-1]
    found = child.run(
        "bench.linkage_steps:judged", data=folder / "none", kind=kind, folder=str(folder), pairs=str(pairs)
    )
    return found | {"seconds": float(seconds)}
