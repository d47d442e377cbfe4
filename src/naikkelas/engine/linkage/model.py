"""What is compared, by which blocks candidates are found, and the weights they were trained to."""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import splink.comparison_level_library as level
import splink.comparison_library as compare
from splink import SettingsCreator, block_on

from naikkelas.engine.linkage import cleaning

WEIGHTS = Path(__file__).with_name("weights.json")
COLUMNS = (
    "id", "owner_name", "business_name", "product", "person_nik", "nib", "phone", "address", "village", "born_year", "sex",
)  # fmt: skip
"""What a record brings: `id` a whole number; `person_nik` a blind index, never the number itself; `village` a code of
Kemendagri such as 18.02.05.2001 or a shorter one; the rest as people wrote it; all but `id` may be missing."""
VILLAGE_CODE, DISTRICT_CODE = 13, 8
"""Characters of a code of Kemendagri."""
BLOCKS = ("nik", "nib", "phone", "owner", "first", "last", "business")
LARGEST_BLOCK = 400
"""Records that share a block's key; a longer block says nothing (a placeholder, a name that half the village has)."""
DUPLICATES_A_RECORD = 0.2
"""Expected before looking; sets the prior, which falls as the registry grows."""


def prepared(records: pl.DataFrame) -> pl.DataFrame:
    """The columns that are compared and blocked on, from those of COLUMNS."""
    place = records["village"]
    # a code of a kecamatan alone names no village, one of a kabupaten/kota no kecamatan
    village = cleaning.blanked(place, place.str.len_bytes() < VILLAGE_CODE)
    district = cleaning.blanked(place.str.slice(0, DISTRICT_CODE), place.str.len_bytes() < DISTRICT_CODE)
    owner, business = cleaning.person(records["owner_name"]), cleaning.business(records["business_name"])
    address, sound = cleaning.address(records["address"]), cleaning.sounded(owner)
    # the owner's name in a shop's name says what the owner's name says already
    rest = cleaning.without(business, owner)
    table = pl.DataFrame(
        {
            "unique_id": records["id"],
            "owner": owner,
            "sound": sound,
            "sound_words": cleaning.words(sound),
            "business": rest,
            "business_words": cleaning.words(rest),
            "product": cleaning.folded(records["product"]),
            "nik": records["person_nik"],
            "nib": records["nib"],
            "phone": cleaning.phone(records["phone"]),
            "address_words": cleaning.words(address),
            "house": cleaning.blanked(
                address, ~address.str.contains("[0-9]") | ~address.str.contains("[a-z]")
            ),
            "village": village,
            "district": district,
            "regency": place.str.slice(0, 5),
            "born_year": records["born_year"].cast(pl.Int32),
            "sex": records["sex"],
        }
    ).with_columns(
        _calling_name(pl.col("sound")).alias("first"), pl.col("sound").str.extract(r"([a-z]+)$").alias("last")
    )
    return table.with_columns(
        _block(key, name)
        for name, key in {
            "nik": pl.col("nik"),
            "nib": pl.col("nib"),
            "phone": pl.col("phone"),
            "owner": pl.concat_str("sound", "regency", separator="|"),
            "first": pl.concat_str("first", "village", separator="|"),
            "last": pl.concat_str("last", "village", separator="|"),
            "business": pl.concat_str(business, "district", separator="|"),
        }.items()
    )


def _calling_name(sound: pl.Expr) -> pl.Expr:
    """The word by which somebody is called: not Muhammad, Siti, Nur or Abdul while another follows."""
    return sound.str.replace(r"^(muhamad|siti|nur|abdul|abd|sri) ", "").str.extract(r"^([a-z]+)")


def _block(key: pl.Expr, name: str) -> pl.Expr:
    return pl.when(pl.len().over(key) <= LARGEST_BLOCK).then(key).alias(f"block_{name}")


def _near(column: str) -> str:
    """The same word, or one that begins alike, or one with a letter in four wrong or swapped."""
    left, right = f"{column}_l", f"{column}_r"
    return (
        f"({left} = {right} OR jaro_winkler_similarity({left}, {right}) >= 0.93 OR "
        f"damerau_levenshtein({left}, {right}) <= least(length({left}), length({right})) // 4)"
    )


def _shared(column: str) -> str:
    return f"len(list_intersect({column}_l, {column}_r))"


def _fewest(column: str) -> str:
    return f"least(len({column}_l), len({column}_r))"


_CALLED = (
    f"({_near('first')} OR list_contains(sound_words_l, first_r) OR list_contains(sound_words_r, first_l))"
)
# each dictionary: level → condition, the best first
OWNER = {
    "sounds nearly the same": f"{_CALLED} AND jaro_winkler_similarity(sound_l, sound_r) >= 0.94",
    "called the same, another name too": f"{_CALLED} AND {_shared('sound_words')} >= 2",
    "called the same, one has no other name": f"{_CALLED} AND {_fewest('sound_words')} = 1",
    "called the same, other names alike": f"{_CALLED} AND jaro_winkler_similarity(sound_l, sound_r) >= 0.88",
    "called the same, other names differ": _CALLED,
    "family name the same, called otherwise": f"{_shared('sound_words')} >= 1",
}
BUSINESS = {
    "nearly the same": "jaro_winkler_similarity(business_l, business_r) >= 0.95",
    "all words of one in the other": f"{_shared('business_words')} >= {_fewest('business_words')}",
    "the same product, another word too": f"product_l = product_r AND {_shared('business_words')} >= 1",
    "the same product": "product_l = product_r",
    "half of the words": f"{_shared('business_words')} >= 0.5 * {_fewest('business_words')}",
    "a word the same": f"{_shared('business_words')} > 0",
}
_PHONE, _VILLAGE = "phone_l = phone_r", "village_l = village_r"
_NO_PHONE = "(phone_l IS NULL OR phone_r IS NULL)"
_ADDRESS = f"house_l = house_r AND {_VILLAGE}"
_LIKE = f"{_shared('address_words')} >= 0.5 * {_fewest('address_words')} AND {_VILLAGE}"
HOME = {
    "one phone, one address": ("phone", f"{_PHONE} AND {_ADDRESS}"),
    "one phone in one village": ("phone", f"{_PHONE} AND {_VILLAGE}"),
    "one phone, elsewhere": ("phone", _PHONE),
    "one address, phone unknown": ("house", f"{_ADDRESS} AND {_NO_PHONE}"),
    "one address, another phone": ("house", _ADDRESS),
    "like address, phone unknown": ("village", f"{_LIKE} AND {_NO_PHONE}"),
    "like address, another phone": ("village", _LIKE),
    "one village, phone unknown": ("village", f"{_VILLAGE} AND {_NO_PHONE}"),
    "one village, another phone": ("village", _VILLAGE),
    "one kecamatan": ("district", "district_l = district_r"),
    "one kabupaten/kota": ("regency", "regency_l = regency_r"),
}
"""Level → what is shared, and the condition. Phone, address and village speak together: a household shares all three, so
each alone would count thrice."""
SHARED = {
    "phone": ["phone"],
    "house": ["village", "house"],
    "village": ["village"],
    "district": ["district"],
    "regency": ["regency"],
}


def densities(table: pl.DataFrame) -> dict[str, float]:
    """The share of all pairs of prepared records that have a phone, house, village, kecamatan, kabupaten in common.

    How often strangers share a home depends on the registry: in one of a single village they always share the village.
    """
    all_pairs = max(table.height * (table.height - 1) / 2, 1.0)
    found = {}
    for name, columns in SHARED.items():
        sizes = table.drop_nulls(columns).group_by(columns).len()["len"].cast(pl.Int64)
        found[name] = max(int((sizes * (sizes - 1) // 2).sum()), 1) / all_pairs
    return found


def _custom(levels: dict[str, str]) -> list[Any]:
    return [level.CustomLevel(condition, label) for label, condition in levels.items()]


def _comparison(name: str, *levels: Any) -> Any:
    return compare.CustomComparison([*levels, level.ElseLevel()], output_column_name=name)


def _comparisons() -> list[Any]:
    def common(column: str) -> Any:
        return level.ExactMatchLevel(column, term_frequency_adjustments=True)

    return [
        _comparison(
            "owner_name", level.NullLevel("owner"), common("owner"), common("sound"), *_custom(OWNER)
        ),
        _comparison("business_name", level.NullLevel("business"), common("business"), *_custom(BUSINESS)),
        _comparison(
            "home",
            level.NullLevel("regency"),
            *_custom({label: condition for label, (_, condition) in HOME.items()}),
        ),
        _comparison("person_nik", level.NullLevel("nik"), level.ExactMatchLevel("nik")),
        _comparison("nib_number", level.NullLevel("nib"), level.ExactMatchLevel("nib")),
        _comparison(
            "born",
            level.NullLevel("born_year"),
            level.ExactMatchLevel("born_year"),
            level.CustomLevel("abs(born_year_l - born_year_r) <= 1", "a year apart"),
        ),
        _comparison("man_or_woman", level.NullLevel("sex"), level.ExactMatchLevel("sex")),
    ]


def untrained(new_only: bool = False) -> SettingsCreator:
    """The settings without weights; with `new_only` only pairs with a record marked `fresh` are candidates."""
    rules: list[Any] = [block_on(f"block_{name}") for name in BLOCKS]
    if new_only:
        rules = [f"l.block_{name} = r.block_{name} AND (l.fresh OR r.fresh)" for name in BLOCKS]
    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=_comparisons(),
        blocking_rules_to_generate_predictions=rules,
        retain_matching_columns=True,
        retain_intermediate_calculation_columns=True,
    )


@cache
def trained() -> dict[str, Any]:
    """The shipped weights: for each comparison the m and u of its levels, best first, and where they come from."""
    return dict(json.loads(WEIGHTS.read_text(encoding="utf-8")))


@cache
def fingerprint() -> str:
    """Changes when cleaning, comparisons, blocks or weights change: what was scored before then counts no longer."""
    method = hashlib.blake2b(digest_size=8)
    for name in ("bands.py", "cleaning.py", "model.py", "run.py", WEIGHTS.name):
        method.update(WEIGHTS.with_name(name).read_bytes())
    return method.hexdigest()
