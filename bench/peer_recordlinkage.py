"""The peer of the linkage benchmark, run in an environment of its own: recordlinkage (the Python Record Linkage Toolkit).

Usage: python peer_recordlinkage.py enterprises|cooperatives RECORDS.csv PAIRS.csv. Records come cleaned as ours are. Blocks,
comparisons and the rule (at least so many of eight agree) follow its guide and were not tuned; of the numbers of agreements
the one that did best in a trial of three to six.
"""

import sys
import time

import pandas as pd
import recordlinkage

# what is compared → number, columns to block on, texts, values, agreements
RULES = {
    "enterprises": (
        "unique_id", ("village", "nik", "phone", "owner"), ("owner", "business", "house"),
        ("nik", "phone", "village", "born_year", "sex"), 4,
    ),
    "cooperatives": (
        "id", ("village", "legal", "nik", "phone", "bare"), ("bare", "chair"),
        ("legal", "nik", "phone", "village", "district", "form"), 4,
    ),
}  # fmt: skip


def main(what: str, records: str, pairs: str) -> None:
    number, blocks, texts, values, agreements = RULES[what]
    begun = time.perf_counter()
    table = pd.read_csv(records, dtype=str).set_index(number)
    found = None
    for block in blocks:
        index = recordlinkage.Index()
        index.block(block)
        some = index.index(table[table[block].notna()])
        found = some if found is None else found.union(some)
    compare = recordlinkage.Compare()
    for text in texts:
        compare.string(text, text, method="jarowinkler", threshold=0.85, label=text)
    for value in values:
        compare.exact(value, value, label=value)
    agreeing = compare.compute(found, table).sum(axis=1)
    kept = agreeing[agreeing >= agreements]
    pd.DataFrame(list(kept.index), columns=["a", "b"]).to_csv(pairs, index=False)
    print(f"{time.perf_counter() - begun:.1f}")


if __name__ == "__main__":
    main(*sys.argv[1:4])
