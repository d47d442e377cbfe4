"""Which records are the same cooperative: the weights of Fellegi and Sunter (1969), set by hand, on DuckDB.

A province has some thousand cooperatives and no list of known doubles to train on: what agreement says is our proposal;
how often strangers agree is counted in the registry itself.
"""

import hashlib
import math
from functools import cache
from pathlib import Path

import duckdb
import polars as pl

from naikkelas.engine.linkage import cleaning

COLUMNS = ("id", "name", "legal_no", "cooperative_nik", "phone", "chair", "village")
"""What a record brings: `village` a code of Kemendagri or a shorter one; all but `id` may be missing."""
DOUBLES_A_RECORD = 0.05
"""Expected before looking; sets the prior."""
_GENERAL = (
    r"(?-u:\b(?:koperasi|kop|kud|ksp|ksu|kpri|kspps|kopwan|koppontren|kopontren|serba|usaha|simpan|pinjam|unit|desa|syariah|"
    r"konsumen|produsen|jasa|pemasaran|primer)\b)"
)
_WORDS = "len(list_intersect(a.words, b.words))"
_FEWEST = "least(len(a.words), len(b.words))"
# comparison → (unknown when, [(condition, bits)] the best first, bits of none): log2 of how much more often doubles agree
LEVELS: dict[str, tuple[str, list[tuple[str, str]], float]] = {
    "name": (
        "a.bare IS NULL OR b.bare IS NULL",
        [
            ("a.bare = b.bare", "log2(0.8 * {n} / a.alike)"),
            ("jaro_winkler_similarity(a.bare, b.bare) >= 0.94", "7"),
            (f"{_WORDS} >= {_FEWEST}", "5"),
            (f"{_WORDS} >= 0.5 * {_FEWEST}", "2"),
        ],
        -7,
    ),
    "legal_no": ("a.legal IS NULL OR b.legal IS NULL", [("a.legal = b.legal", "11")], -2.5),
    "cooperative_nik": ("a.nik IS NULL OR b.nik IS NULL", [("a.nik = b.nik", "12")], -6),
    "phone": ("a.phone IS NULL OR b.phone IS NULL", [("a.phone = b.phone", "6")], -1),
    "chair": (
        "a.chair IS NULL OR b.chair IS NULL",
        [("a.chair = b.chair", "6"), ("jaro_winkler_similarity(a.chair, b.chair) >= 0.92", "4")],
        -1.5,
    ),
    "place": (
        "a.regency IS NULL OR b.regency IS NULL",
        [
            ("a.village = b.village", "log2(0.8 / {village})"),
            ("a.district = b.district", "log2(0.9 / {district})"),
            ("a.regency = b.regency", "log2(0.98 / {regency})"),
        ],
        -5.5,
    ),
}
_BLOCKS = (
    "a.legal = b.legal",
    "a.nik = b.nik",
    "a.phone = b.phone",
    "a.regency = b.regency AND list_has_any(a.words, b.words)",
    "a.bare = b.bare",
)


def prepared(records: pl.DataFrame) -> pl.DataFrame:
    """The columns that are compared, from those of COLUMNS."""
    place = records["village"]
    name = cleaning.folded(records["name"])
    bare = name.str.replace_all(_GENERAL, " ").str.replace_all(" +", " ").str.strip_chars()
    bare = cleaning.blanked(bare, bare == "").fill_null(name)
    digits = records["legal_no"].str.to_lowercase().str.replace_all("[^a-z0-9]", "")
    table = pl.DataFrame(
        {
            "id": records["id"],
            "bare": bare,
            "words": cleaning.words(bare),
            "legal": cleaning.blanked(digits, digits.str.len_bytes() < 4),
            "nik": records["cooperative_nik"],
            "phone": cleaning.phone(records["phone"]),
            "chair": cleaning.sounded(cleaning.person(records["chair"])),
            "village": cleaning.blanked(place, place.str.len_bytes() < 13),
            "district": cleaning.blanked(place.str.slice(0, 8), place.str.len_bytes() < 8),
            "regency": cleaning.blanked(place.str.slice(0, 5), place.str.len_bytes() < 5),
        }
    )
    return table.with_columns(pl.len().over("bare").alias("alike"))


def pairs(records: pl.DataFrame, *, threshold: float) -> pl.DataFrame:
    """Pairs of cooperatives that are the same with at least `threshold` probability; columns as linkage.pairs has them."""
    table = prepared(records)
    shares = {"n": float(table.height)}
    every = table.height * (table.height - 1) / 2
    for column in ("village", "district", "regency"):
        sizes = table.drop_nulls(column).group_by(column).len()["len"].cast(pl.Int64)
        shares[column] = max(int((sizes * (sizes - 1) // 2).sum()), 1) / max(every, 1)
    prior = math.log2(2 * DOUBLES_A_RECORD / max(table.height, 2))
    with duckdb.connect() as connection:
        connection.register("records", table.to_arrow())
        return connection.sql(_scored(shares, prior, threshold)).pl()


def _scored(shares: dict[str, float], prior: float, threshold: float) -> str:
    columns = []
    for name, (unknown, levels, none) in LEVELS.items():
        cases = [
            (condition, f"{len(levels) - n}", bits.format(**shares))
            for n, (condition, bits) in enumerate(levels)
        ]
        level = "".join(f"WHEN {condition} THEN {number} " for condition, number, _ in cases)
        bits = "".join(f"WHEN {condition} THEN {said} " for condition, _, said in cases)
        columns += [
            f"CASE WHEN {unknown} THEN -1 {level}ELSE 0 END AS level_{name}",
            f"CAST(CASE WHEN {unknown} THEN 0 {bits}ELSE {none} END AS DOUBLE) AS bits_{name}",
        ]
    total = " + ".join([f"({prior})", *(f"bits_{name}" for name in LEVELS)])
    found = " UNION ".join(
        f"SELECT a.id AS id_a, b.id AS id_b FROM records a JOIN records b ON {block} AND a.id < b.id"  # noqa: S608
        for block in _BLOCKS
    )
    return (
        f"WITH found AS ({found}), told AS (SELECT a.id AS id_a, b.id AS id_b, {', '.join(columns)} "  # noqa: S608
        "FROM found JOIN records a ON a.id = id_a JOIN records b ON b.id = id_b), "
        f"summed AS (SELECT *, 1 / (1 + pow(2, -({total}))) AS probability FROM told) "
        f"SELECT * FROM summed WHERE probability >= {threshold:f} ORDER BY probability DESC, id_a, id_b"
    )


@cache
def fingerprint() -> str:
    """Changes when cleaning or weights change."""
    method = hashlib.blake2b(digest_size=8)
    for name in ("cleaning.py", "cooperatives.py", "bands.py"):
        method.update(Path(__file__).with_name(name).read_bytes())
    return method.hexdigest()
