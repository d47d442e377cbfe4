"""Names, phones and addresses in one form."""

import polars as pl
import pytest

from naikkelas.engine.linkage import cleaning, model


def one(change, text):
    return change(pl.Series("text", [text], dtype=pl.String)).item()


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("H. Muh. Yusuf, S.Pd", "muhammad yusuf"),
        ("Hj. Siti Aminah", "siti aminah"),
        ("DRS. H. M. Yusuf, MM", "muhammad yusuf"),
        ("Mochammad  Yusuf", "muhammad yusuf"),
        ("Bpk. Slamet S.Ag", "slamet"),
        ("St. Aminah", "siti aminah"),
        ("Nur'aini", "nuraini"),
        ("M", "m"),
        ("Siti", "siti"),
        ("Ibu", "ibu"),
        ("André Sêrigar", "andre serigar"),
        (" - ", None),
        (None, None),
    ],
)
def test_titles_and_degrees_go_from_a_name_and_muhammad_is_spelt_one_way(written, name):
    assert one(cleaning.person, written) == name


@pytest.mark.parametrize(
    ("old", "new"),
    [("soekarno", "sukarno"), ("tjahjo", "cahyo"), ("djoko", "joko"), ("aminah", "amina"), ("achmad", "ahmad"),
     ("fitri", "pitri"), ("rizki", "riski"), ("muhammad", "muhamad"), ("syarif", "sarif"), ("taufiq", "taufik")],
)  # fmt: skip
def test_spellings_that_sound_the_same_become_the_same(old, new):
    assert one(cleaning.sounded, old) == one(cleaning.sounded, new)


@pytest.mark.parametrize(("one_name", "another"), [("edi", "adi"), ("siti", "sari"), ("dewi", "dwi")])
def test_other_names_stay_apart(one_name, another):
    assert one(cleaning.sounded, one_name) != one(cleaning.sounded, another)


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("0812-3456-7890", "81234567890"),
        ("+62 812 3456 7890", "81234567890"),
        ("62081234567890", "81234567890"),
        ("(0721) 123456 ", "721123456"),
        ("123", None),
        ("00000000000", None),
        ("08111111111", None),
        ("-", None),
        (None, None),
    ],
)
def test_phones_are_their_digits_and_fillers_are_none(written, digits):
    assert one(cleaning.phone, written) == digits


def test_an_address_is_its_own_words():
    assert one(cleaning.address, "Jl. Raya No. 12 RT 003/RW 01 Desa Kalianda") == "raya 12 rt3 rw1 kalianda"
    assert one(cleaning.address, "Dusun, Desa") is None


def test_what_the_owners_name_says_is_not_counted_again():
    shops = pl.Series(["toko keripik sri", "sri", None, "sri jaya"])
    owners = pl.Series(["sri rahayu", "sri", "sri", None])
    assert cleaning.without(shops, owners).to_list() == ["keripik toko", None, None, "jaya sri"]


def test_records_are_prepared_for_comparing():
    records = pl.DataFrame(
        {"id": [7], "owner_name": ["Hj. Siti Rohmah"], "business_name": ["UD Keripik Rohmah"], "product": ["Keripik"],
         "person_nik": ["index"], "nib": [None], "phone": ["0812 3456 7899"], "address": ["Jl. Mawar 3"],
         "village": ["18.01.04.2001"], "born_year": [1980], "sex": ["P"]},
        schema_overrides={"nib": pl.String},
    )  # fmt: skip
    row = model.prepared(records).row(0, named=True)
    assert (row["owner"], row["first"], row["business"]) == ("siti rohmah", "rohma", "keripik")
    assert (row["house"], row["district"], row["regency"]) == ("mawar 3", "18.01.04", "18.01")
    assert row["block_first"] == "rohma|18.01.04.2001"
    assert row["block_nib"] is None
