"""Which proposals are sure enough to be confirmed with one key, and which a person has to judge.

The upper band is to hold at least 99 right ones of 100 on invented registries with households and neighbours that look
alike (bench linkage measures it); what that is on a real registry nobody knows. Nothing is merged without a person.
"""

import polars as pl

SURE_BY_NUMBER, SURE_BY_NAME, LIKELY = 0.99, 0.9995, 0.9
SOUNDS_THE_SAME = 6
"""Level of the owner's name from which two names are taken for one."""
# levels of cooperatives (cooperatives.LEVELS)
UNKNOWN, NEARLY_THE_SAME, ONE_PLACE, THE_SAME_LEGAL, THE_SAME_CHAIR, ONE_VILLAGE, ONE_NAME_NEAR = (
    -1,
    3,
    3,
    2,
    2,
    6,
    4,
)


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
    """Of pairs of cooperatives: whether to propose merging them. Never where a number or a kind differs or villages do.

    The same name in one place and a number, chair or telephone in common; or of Merah Putih in one village, since a village
    has one. A namesake in the next village has neither. And neither of the two has another likely partner.
    """
    level = {
        name: pl.col(f"level_{name}") for name in ("name", "place", "merah_putih", "chair", "phone", "form")
    }
    legal, number = pl.col("level_legal_no"), pl.col("level_cooperative_nik")
    probability = pl.col("probability")
    nothing_differs = (legal != 0) & (number != 0) & (level["form"] != 0)
    one_place = (level["place"] == UNKNOWN) | (level["place"] >= ONE_PLACE)
    one_name = (level["name"] >= NEARLY_THE_SAME) & one_place
    by_number = ((legal == THE_SAME_LEGAL) | (number == 1)) & (probability >= SURE_BY_NUMBER)
    by_person = ((level["chair"] == THE_SAME_CHAIR) | (level["phone"] == 1)) & (probability >= SURE_BY_NAME)
    named = one_name & (by_number | by_person)
    one_village = (level["merah_putih"] == ONE_VILLAGE) & (probability >= SURE_BY_NUMBER)
    numbered = (level["merah_putih"] >= ONE_NAME_NEAR) & by_number
    sure = nothing_differs & (named | one_village | numbered) & _alone(found)
    return found.select(sure.alias("proposed")).to_series()


def _alone(found: pl.DataFrame) -> pl.Series:
    """Whether neither record of a pair has another partner that is likely."""
    likely = found.filter(pl.col("probability") >= LIKELY)
    ids = pl.concat([likely["id_a"], likely["id_b"].rename("id_a")])
    crowded = ids.value_counts().filter(pl.col("count") > 1)["id_a"].to_list()
    return ~(found["id_a"].is_in(crowded) | found["id_b"].is_in(crowded))
