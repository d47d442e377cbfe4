"""Make src/naikkelas/engine/linkage/weights.json anew, from an invented registry with known truth (bench/registries.py).

Its seed is not one of the benchmark's. No labelled registry of Indonesia is open; an office can train on its own.
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import polars as pl

from bench import registries
from naikkelas.engine.linkage import model, training

SEED = 77


def main() -> None:
    records, truth = registries.made(registries.HARD, SEED)
    same = {later: first for first, later in sorted(truth, reverse=True)}  # each to the first of its kind
    label = pl.Series("label", [same.get(number, number) for number in records["id"]])
    found = training.train(records.with_columns(label), label="label")
    origin = (
        f"trained on an invented registry of {registries.ROWS:,} rows with {registries.TRUE_PAIRS:,} true pairs "
        f"(bench/registries.py, hard, seed {SEED}); not yet tried on a real one"
    )
    text = json.dumps({"origin": origin} | found, indent=1)
    model.WEIGHTS.write_text(text + "\n", encoding="utf-8")
    print(f"{model.WEIGHTS} written")


if __name__ == "__main__":
    main()
