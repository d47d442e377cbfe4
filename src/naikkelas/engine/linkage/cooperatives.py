"""Which records are the same cooperative: the model of Fellegi and Sunter (1969) on DuckDB, by trained weights.

A province has some thousand cooperatives, so all are compared each time, in one query. How often strangers share a name or
a village is counted in the registry at hand; the rest stands in cooperative_weights.json (`cooperative_training` makes it).
"""

import hashlib
import json
import math
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from naikkelas.engine.linkage import cleaning

WEIGHTS = Path(__file__).with_name("cooperative_weights.json")
COLUMNS = ("id", "name", "legal_no", "cooperative_nik", "phone", "chair", "village")
"""What a record brings: `village` a code of Kemendagri or a shorter one; all but `id` may be missing."""
DOUBLES_A_RECORD = 0.08
"""Expected before looking; sets the prior."""
MOST_SHARING = 4
"""A number that more records carry is a placeholder, or the telephone of who helped to found all of a kecamatan."""
MERAH_PUTIH = "merah_putih"
_FORMS = {
    MERAH_PUTIH: "merah putih|kdmp|kkmp|kdkmp",
    "sharia": "kspps|bmt|baitul maal|syariah",
    "savings": "ksp|simpan pinjam",
    "multi": "ksu|serba usaha",
    "village_unit": "kud|k u d|unit desa",
    "officials": "kpri|kp ri|kpn|pegawai (?:republik indonesia|negeri)",
    "pesantren": "kopp?ontren|pondok pesantren|pontren",
    "women": "kopwan|wanita",
    "staff": "kopkar|karyawan",
    "consumer": "konsumen",
    "producer": "produsen",
    "service": "jasa",
}
"""Kind → how its names are begun; the first that fits. What is only called Koperasi has none."""
_GENERAL = (
    r"(?-u:\b(?:"
    + "|".join(_FORMS.values())
    + r"|koperasi|kop|kopdes|kopkel|serba|usaha|simpan|pinjam|dan|pembiayaan|unit|"
    r"desa|ds|kelurahan|kel|pemasaran|primer|pegawai|republik|indonesia)\b)"
)
_BOTH = f"(a.form = '{MERAH_PUTIH}' AND b.form = '{MERAH_PUTIH}')"
_FORM_A, _FORM_B = "coalesce(a.form, '')", "coalesce(b.form, '')"
_NUMBERS = "a.numbers = b.numbers"
_WORDS, _FEWEST = "len(list_intersect(a.words, b.words))", "least(len(a.words), len(b.words))"
_NEAR = (
    "(abs(length(a.bare) - length(b.bare)) <= 3 AND (jaro_winkler_similarity(a.bare, b.bare) >= 0.94 OR "
    "damerau_levenshtein(a.bare, b.bare) <= least(length(a.bare), length(b.bare)) // 5))"
)
_SAME = "a.bare = b.bare"
_CHAIR_NEAR = "jaro_winkler_similarity(a.chair, b.chair) >= 0.92"
_PLACES = {
    "one village": "a.village = b.village",
    "one kecamatan": "a.district = b.district",
    "one kabupaten/kota": "a.regency = b.regency",
}
_VAGUE = "(a.village IS NULL OR b.village IS NULL)"
DIFFERS = "differs"
LEVELS: dict[str, tuple[str, dict[str, str]]] = {
    "name": (f"a.bare IS NULL OR b.bare IS NULL OR {_BOTH}", {
        "the same": _SAME,
        "nearly the same": f"{_NEAR} AND {_NUMBERS}",
        "all words of one in the other": f"{_WORDS} >= {_FEWEST} AND {_NUMBERS}",
        "half of the words": f"{_WORDS} >= 0.5 * {_FEWEST} AND {_NUMBERS}",
    }),
    # who is of Merah Putih is always written so: a name without it is another kind
    "form": (f"(a.form IS NULL OR b.form IS NULL) AND '{MERAH_PUTIH}' NOT IN ({_FORM_A}, {_FORM_B})", {
        "both of Merah Putih": _BOTH, "the same": "a.form = b.form",
    }),
    "legal_no": ("a.legal IS NULL OR b.legal IS NULL", {
        "the same": "a.legal = b.legal",
        "a sign apart": "abs(length(a.legal) - length(b.legal)) <= 1 AND damerau_levenshtein(a.legal, b.legal) <= 1",
    }),
    "cooperative_nik": ("a.nik IS NULL OR b.nik IS NULL", {"the same": "a.nik = b.nik"}),
    "phone": ("a.phone IS NULL OR b.phone IS NULL", {"the same": "a.phone = b.phone"}),
    "chair": ("a.chair IS NULL OR b.chair IS NULL", {"the same": "a.chair = b.chair", "alike": _CHAIR_NEAR}),
    "place": (f"a.regency IS NULL OR b.regency IS NULL OR {_BOTH}", {
        "one village": _PLACES["one village"],
        "one kecamatan, a village unknown": f"{_PLACES['one kecamatan']} AND {_VAGUE}",
        "one kecamatan": _PLACES["one kecamatan"],
        "one kabupaten/kota": _PLACES["one kabupaten/kota"],
    }),
    # a village has one Koperasi Merah Putih, called after it: name and place say the same, and strangers' are alike
    "merah_putih": (f"NOT coalesce({_BOTH}, false) OR a.regency IS NULL OR b.regency IS NULL", {
        "one village": f"{_PLACES['one village']} AND {_NEAR}",
        "one kecamatan, a village unknown": f"{_PLACES['one kecamatan']} AND {_VAGUE} AND {_SAME}",
        "one kabupaten/kota, a kecamatan unknown": (
            f"{_PLACES['one kabupaten/kota']} AND (a.district IS NULL OR b.district IS NULL) AND {_SAME}"
        ),
        "a like name in one kecamatan": f"{_PLACES['one kecamatan']} AND {_NEAR}",
        "a village, another name": _PLACES["one village"],
        "a like name elsewhere": _NEAR,
    }),
}  # fmt: skip
"""Comparison → (when it says nothing, level → condition, the best first); what fits none is DIFFERS."""
_BLOCKS = (
    "a.legal = b.legal",
    "a.nik = b.nik",
    "a.phone = b.phone",
    "a.regency = b.regency AND list_has_any(a.words, b.words)",
    "a.district = b.district AND a.start = b.start",
    "a.bare = b.bare",
)
_SHARED = {"one village": "village", "one kecamatan": "district", "one kabupaten/kota": "regency"}


def prepared(records: pl.DataFrame) -> pl.DataFrame:
    """The columns that are compared, from those of COLUMNS."""
    place = records["village"]
    name = cleaning.folded(records["name"])
    rest = name.str.replace_all(_GENERAL, " ").str.replace_all(" +", " ").str.strip_chars()
    rest = cleaning.blanked(rest, rest == "").fill_null(name)
    for roman, digit in ((" iii", " 3"), (" ii", " 2"), (" iv", " 4")):
        rest = rest.str.replace(rf"(?-u:{roman}\b)", digit)
    rest = cleaning.sounded(rest)
    digits = records["legal_no"].str.to_lowercase().str.replace_all("[^a-z0-9]", "")
    digits = digits.str.replace(r"^(?:nomor|no|bh)+", "")
    table = pl.DataFrame(
        {
            "id": records["id"],
            "form": _form(name),
            "bare": rest.str.replace_all(" ", "", literal=True),
            "start": rest.str.slice(0, 3),
            "words": cleaning.words(rest),
            "numbers": rest.str.replace_all("[^0-9]", ""),
            "legal": cleaning.blanked(digits, digits.str.len_bytes() < 4),
            "nik": records["cooperative_nik"],
            "phone": cleaning.phone(records["phone"]),
            "chair": cleaning.sounded(cleaning.person(records["chair"])),
            "village": cleaning.blanked(place, place.str.len_bytes() < 13),
            "district": cleaning.blanked(place.str.slice(0, 8), place.str.len_bytes() < 8),
            "regency": cleaning.blanked(place.str.slice(0, 5), place.str.len_bytes() < 5),
        }
    )
    own = [
        pl.when(pl.len().over(name) <= MOST_SHARING).then(name).alias(name)
        for name in ("legal", "nik", "phone")
    ]
    return table.with_columns(*own, pl.len().over("bare").alias("alike"))


def _form(names: pl.Series) -> pl.Series:
    found = pl.lit(None, dtype=pl.String)
    for form, words in reversed(_FORMS.items()):
        found = pl.when(names.str.contains(rf"(?-u:\b(?:{words})\b)")).then(pl.lit(form)).otherwise(found)
    return pl.select(found.alias("form")).to_series()


def pairs(records: pl.DataFrame, *, threshold: float, weights: dict[str, Any] | None = None) -> pl.DataFrame:
    """Pairs of cooperatives that are the same with at least `threshold` probability; columns as linkage.pairs has them."""
    table = prepared(records)
    prior = math.log2(2 * DOUBLES_A_RECORD / max(table.height, 2))
    with duckdb.connect() as connection:
        connection.register("records", table.to_arrow())
        return connection.sql(_scored(table, weights or trained(), prior, threshold)).pl()


def densities(table: pl.DataFrame) -> dict[str, float]:
    """The share of all pairs of prepared records that lie in one village, kecamatan, kabupaten."""
    every, found = max(table.height * (table.height - 1) / 2, 1), {}
    for column in _SHARED.values():
        sizes = table.drop_nulls(column).group_by(column).len()["len"].cast(pl.Int64)
        found[column] = max(int((sizes * (sizes - 1) // 2).sum()), 1) / every
    return found


def levels() -> list[str]:
    """SQL for the level of each comparison of a with b: DIFFERS is 0, the best the highest, -1 says nothing."""
    found = []
    for name, (unknown, conditions) in LEVELS.items():
        cases = (
            f"WHEN {condition} THEN {len(conditions) - n} " for n, condition in enumerate(conditions.values())
        )
        found.append(f"CASE WHEN {unknown} THEN -1 {''.join(cases)}ELSE 0 END AS level_{name}")
    return found


def _bits(table: pl.DataFrame, weights: dict[str, Any]) -> list[str]:
    """SQL for what each level says, in bits: log2 of how much more often doubles agree like this than strangers."""
    here, found = densities(table), []
    for name in LEVELS:
        known = weights["comparisons"][name]
        cases = []
        for n, one in enumerate(known):
            shared = _SHARED.get(one["level"].partition(",")[0]) if name == "place" else None
            times = here[shared] / weights["densities"][shared] if shared else 1.0
            said = f"{math.log2(one['m'] / min(one['u'] * times, 0.95)):f}"
            if name == "name" and n == 0:  # a name that many bear says less
                said = f"log2({one['m']:f} * CAST({table.height} AS DOUBLE) / a_alike)"
            cases.append(f"WHEN {len(known) - 1 - n} THEN {said} ")
        found.append(f"CAST(CASE level_{name} {''.join(cases)}ELSE 0 END AS DOUBLE) AS bits_{name}")
    return found


def _scored(table: pl.DataFrame, weights: dict[str, Any], prior: float, threshold: float) -> str:
    total = " + ".join([f"({prior})", *(f"bits_{name}" for name in LEVELS)])
    names = ", ".join(f"level_{name}, bits_{name}" for name in LEVELS)
    found = " UNION ".join(
        f"SELECT a.id AS id_a, b.id AS id_b FROM records a JOIN records b ON {block} AND a.id < b.id"  # noqa: S608
        for block in _BLOCKS
    )
    return (
        f"WITH found AS ({found}), told AS (SELECT a.id AS id_a, b.id AS id_b, a.alike AS a_alike, {', '.join(levels())} "  # noqa: S608
        "FROM found JOIN records a ON a.id = id_a JOIN records b ON b.id = id_b), "
        f"weighed AS (SELECT *, {', '.join(_bits(table, weights))} FROM told), "
        f"summed AS (SELECT *, 1 / (1 + pow(2, -({total}))) AS probability FROM weighed) "
        f"SELECT id_a, id_b, probability, {names} FROM summed WHERE probability >= {threshold:f} "
        "ORDER BY probability DESC, id_a, id_b"
    )


@cache
def trained() -> dict[str, Any]:
    """The shipped weights: for each comparison the m and u of its levels, best first, and where they come from."""
    return dict(json.loads(WEIGHTS.read_text(encoding="utf-8")))


@cache
def fingerprint() -> str:
    """Changes when cleaning or weights change."""
    method = hashlib.blake2b(digest_size=8)
    for name in ("cleaning.py", "cooperatives.py", "bands.py", WEIGHTS.name):
        method.update(WEIGHTS.with_name(name).read_bytes())
    return method.hexdigest()
