"""Make the weights of linkage anew, from invented registries with known truth: train_linkage.py [enterprises|cooperatives]

Their seed is not one of the benchmark's. No labelled registry of Indonesia is open; an office can train on its own.
Cooperatives take some minutes: every pair is counted.
"""

import json
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

import polars as pl

from bench import cooperatives as invented
from bench import registries
from naikkelas.engine.linkage import cooperative_training, cooperatives, model, training

SEED = 77


def main(kind: str = "enterprises") -> None:
    if kind == "cooperatives":
        records, truth = invented.made(invented.HARD, SEED)
        found, file = (
            cooperative_training.train(_labelled(records, truth), label="label"),
            cooperatives.WEIGHTS,
        )
    elif kind == "enterprises":
        records, truth = registries.made(registries.HARD, SEED)
        found, file = training.train(_labelled(records, truth), label="label"), model.WEIGHTS
    else:
        sys.exit(__doc__)
    maker = "bench/cooperatives.py" if kind == "cooperatives" else "bench/registries.py"
    origin = (
        f"trained on an invented registry of {records.height:,} rows with {len(truth):,} true pairs "
        f"({maker}, hard, seed {SEED}); not yet tried on a real one"
    )
    _write(file, {"origin": origin} | found)


def _labelled(records: pl.DataFrame, truth: registries.Pairs) -> pl.DataFrame:
    """With a column `label` that is equal for the same one: each points to the first of its kind."""
    same = {later: first for first, later in sorted(truth, reverse=True)}
    return records.with_columns(pl.Series("label", [same.get(number, number) for number in records["id"]]))


def _write(file: Path, weights: dict[str, Any]) -> None:
    file.write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")
    print(f"{file} written")


if __name__ == "__main__":
    main(*sys.argv[1:])
