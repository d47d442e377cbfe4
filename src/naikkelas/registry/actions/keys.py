"""Digests by which rows are recognised: that one came again unchanged, or names somebody known without a number."""

import hashlib
from collections.abc import Iterable

import polars as pl

from naikkelas.instruments.fields import folded

MERGED_AWAY = -1
"""existing_id of a row whose record was merged into one that another row of the same file renews."""


def digests(rows: pl.DataFrame, name: str) -> pl.Series:
    """A signed 64-bit digest of each row's values: equal rows have equal digests."""
    texts = rows.select(pl.concat_str(pl.all().cast(pl.String).fill_null(""), separator="\x1f")).to_series()
    return _hashed(texts, name)


def match_keys(rows: pl.DataFrame) -> pl.Series:
    """Identity of an enterprise that carries no number: digest of name, owner and place."""
    parts = (folded(pl.col("name")), folded(pl.col("owner_name")), pl.col("area_code"))
    return _hashed(rows.select(pl.concat_str(*parts, separator="|")).to_series(), "match_key")


def match_key(name: str, owner: str, area: str) -> int:
    """`match_keys` of one enterprise."""
    row = pl.DataFrame({"name": [name], "owner_name": [owner], "area_code": [area]})
    return match_keys(row)[0]


def cooperative_match_keys(rows: pl.DataFrame) -> pl.Series:
    """Identity of a cooperative that carries no number: digest of name and kabupaten/kota."""
    parts = (folded(pl.col("name")), pl.col("area_code").str.slice(0, 5))
    return _hashed(rows.select(pl.concat_str(*parts, separator="|")).to_series(), "match_key")


def cooperative_match_key(folded_name: str, area: str) -> int:
    """`cooperative_match_keys` of one cooperative."""
    return key_of(folded_name, area[:5])


def key_of(*parts: str) -> int:
    """A match key from its parts, already folded."""
    return int.from_bytes(_digest("|".join(parts)), "big", signed=True)


def _hashed(texts: pl.Series, name: str) -> pl.Series:
    found = [int.from_bytes(_digest(text or ""), "big", signed=True) for text in texts]
    return pl.Series(name, found, dtype=pl.Int64)


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=8).digest()


def spans(ids: Iterable[int]) -> list[list[int]]:
    """Ids as [first, last] pairs: what an import created is nearly always one unbroken run."""
    found: list[list[int]] = []
    for number in ids:
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return found


def unfold(pairs: Iterable[list[int]]) -> list[int]:
    """The ids of spans."""
    return [number for first, last in pairs for number in range(first, last + 1)]
