"""Which proposals are sure enough to be confirmed with one key, and which a person has to judge.

The upper band is to hold at least 99 right ones of 100 on invented registries with households and neighbours that look
alike (bench linkage measures it); what that is on a real registry nobody knows. Nothing is merged without a person.
"""

import polars as pl

SURE_BY_NUMBER, SURE_BY_NAME, LIKELY = 0.99, 0.9995, 0.9
SOUNDS_THE_SAME = 6
"""Level of the owner's name from which two names are taken for one."""


def proposed(found: pl.DataFrame) -> pl.Series:
    """Of pairs of enterprises (id_a, id_b, probability, level_owner_name, level_person_nik): whether to propose merging.

    The same person's NIK; or the same name of an owner whose NIK do not differ, where each of the two has no other
    likely partner: among three or more records stand households, and transitive merging would make them one.
    """
    number, name = pl.col("level_person_nik"), pl.col("level_owner_name")
    by_number = (number == 1) & (pl.col("probability") >= SURE_BY_NUMBER)
    by_name = (number != 0) & (name >= SOUNDS_THE_SAME) & (pl.col("probability") >= SURE_BY_NAME)
    return found.select((by_number | (by_name & _alone(found))).alias("proposed")).to_series()


def proposed_cooperatives(found: pl.DataFrame) -> pl.Series:
    """Of pairs of cooperatives: the same NIK Koperasi or legal number, and a name that is not another one."""
    number = (pl.col("level_cooperative_nik") == 1) | (pl.col("level_legal_no") == 1)
    sure = number & (pl.col("level_name") >= 1) & (pl.col("probability") >= SURE_BY_NUMBER)
    return found.select((sure & _alone(found)).alias("proposed")).to_series()


def _alone(found: pl.DataFrame) -> pl.Series:
    """Whether neither record of a pair has another partner that is likely."""
    likely = found.filter(pl.col("probability") >= LIKELY)
    ids = pl.concat([likely["id_a"], likely["id_b"].rename("id_a")])
    crowded = ids.value_counts().filter(pl.col("count") > 1)["id_a"].to_list()
    return ~(found["id_a"].is_in(crowded) | found["id_b"].is_in(crowded))
