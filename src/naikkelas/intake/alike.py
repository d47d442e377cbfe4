"""New rows of a delivery that may be an enterprise the registry has already: told before anybody applies them."""

from typing import Any

import polars as pl

from naikkelas.registry import queries as registry

AT_MOST = 5_000
"""New rows that are compared while somebody waits for the preview; after applying all are."""
LIKELY, SHOWN = 0.9, 50


def alike(record: str, matched: pl.DataFrame, area: str) -> dict[str, Any]:
    """What the preview says: how many new rows look like a known enterprise or like each other, and the surest of them.

    `matched`: good rows after matching; `area`: the sender's, since what lies outside does not exist for the reader.
    Empty where there is nothing to compare; {"later": True} where it is too much, with the limit where that is why.
    """
    new = matched.filter(pl.col("existing_id").is_null())
    if record != "enterprise" or not new.height:
        return {}
    if new.height > AT_MOST:
        return {"later": True, "new": new.height, "limit": AT_MOST}
    from naikkelas.engine import linkage  # slow to load, and only who links needs it

    known = registry.compared_records(area)
    # rows that are no records yet go by their row number below zero
    rows = new.select(
        (-pl.col("row").cast(pl.Int64)).alias("id"),
        "owner_name",
        pl.col("name").alias("business_name"),
        "product",
        pl.col("nik_index").alias("person_nik"),
        "nib",
        "phone",
        "address",
        pl.col("area_code").alias("village"),
        pl.col("born_on").dt.year().cast(pl.Int64).alias("born_year"),
        "sex",
    ).select(known.columns)
    # what the file renews is in the registry already, and is no double of itself
    every = pl.concat([known, rows.cast(dict(known.schema))])
    try:
        found = linkage.pairs(every, threshold=LIKELY, changed=rows["id"].to_list())
    except linkage.TooManyCandidates:
        return {"later": True}
    return {
        "count": found.height,
        "rows": found.select("id_a")
        .vstack(found.select(id_a="id_b"))
        .filter(pl.col("id_a") < 0)["id_a"]
        .n_unique(),
        "pairs": [_told(pair) for pair in found.head(SHOWN).iter_rows(named=True)],
    }


def _told(pair: dict[str, Any]) -> dict[str, Any]:
    """A row's number, and what it is like: another row, or an enterprise by its id."""
    low, high = pair["id_a"], pair["id_b"]
    like = {"row": -high} if high < 0 else {"enterprise": high}
    return {"of": -low, "probability": round(pair["probability"], 4)} | like
