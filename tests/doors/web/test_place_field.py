"""A village or kecamatan is written by its name as people say it, or by its code."""

import pytest
from django import forms

from naikkelas.places import queries as places
from naikkelas.web.fields import PlaceField

pytestmark = pytest.mark.django_db


class _Form(forms.Form):
    area = PlaceField()


def read(text: str, within: str = "18"):
    form = _Form({"area": text})
    form.fields["area"].within = within
    return form.cleaned_data["area"] if form.is_valid() else form.errors["area"][0]


@pytest.mark.parametrize(
    "text", ["Hajimena ", "hajimena", "Desa Hajimena", "Hajimena, Kec. Natar, Lampung Selatan"]
)  # fmt: skip
def test_a_place_is_known_by_name_and_by_code(text):
    code = read(text)
    assert places.name_of(code) == "Desa Hajimena"
    assert read(f" {code} ") == code


def test_a_village_is_meant_before_a_kecamatan_of_its_name_and_a_kecamatan_where_there_is_none():
    assert places.known(read("Kecamatan Natar", "18.01")).level in ("village", "district")
    assert len(read("Natar")) in (8, 13)


def test_of_several_of_one_name_each_is_told_with_what_it_lies_in():
    names = [r.name.casefold() for r in places.below("18", "village")]
    name = next(n for n in names if names.count(n) > 1)
    told = read(name)
    assert f"Ada {names.count(name)} wilayah bernama" in told
    first = places.below("18", "village").filter(name__iexact=name).first()
    assert first.code in told
    assert f"{name}, {places.name_of(first.parent_id)}" not in told.casefold()  # each with its kind of place
    assert read(f"{name}, {places.known(first.parent_id).name}") == first.code or "wilayah bernama" in read(
        f"{name}, {places.known(first.parent_id).name}"
    )


@pytest.mark.parametrize(
    "text", ["Hajimenna", "18.01.06.9999", "99.99", "Hajimena, Kalianda", "'; drop", "%", "."]
)
def test_an_unknown_place_is_refused_with_what_to_do(text):
    told = read(text)
    assert "kode" in told
    assert text.strip() in told


def test_outside_the_area_a_name_is_not_found():
    assert "Kab. Tanggamus" in read("Hajimena", "18.06")
