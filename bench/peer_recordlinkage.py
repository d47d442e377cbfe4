"""The peer of the linkage benchmark, run in an environment of its own: recordlinkage (the Python Record Linkage Toolkit).

Usage: python peer_recordlinkage.py RECORDS.csv PAIRS.csv. Records come cleaned as ours are. Blocks, comparisons and the
rule (at least so many of eight agree) follow its guide and were not tuned; four did best of three to six in a trial.
"""

import sys
import time

import pandas as pd
import recordlinkage

AGREEMENTS = 4


def main(records: str, pairs: str) -> None:
    begun = time.perf_counter()
    table = pd.read_csv(records, dtype=str).set_index("unique_id")
    found = None
    for block in ("village", "nik", "phone", "owner"):
        index = recordlinkage.Index()
        index.block(block)
        some = index.index(table[table[block].notna()])
        found = some if found is None else found.union(some)
    compare = recordlinkage.Compare()
    for text in ("owner", "business", "house"):
        compare.string(text, text, method="jarowinkler", threshold=0.85, label=text)
    for value in ("nik", "phone", "village", "born_year", "sex"):
        compare.exact(value, value, label=value)
    agreeing = compare.compute(found, table).sum(axis=1)
    kept = agreeing[agreeing >= AGREEMENTS]
    pd.DataFrame(list(kept.index), columns=["a", "b"]).to_csv(pairs, index=False)
    print(f"{time.perf_counter() - begun:.1f}")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
