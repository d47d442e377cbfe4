"""What the check of a form says of lists and fields of the registry, and how what is saved to them is read."""

from datetime import date

import pytest

from naikkelas.instruments import entities
from tests.factories.entities import ENTERPRISE, judged

TODAY = date(2020, 3, 13)


def told(problems: list[dict]) -> list[tuple]:
    return [(p["code"], p["sheet"], p["row"], p["column"], p["error"]) for p in problems]


def test_lists_and_fields_that_the_registry_has_are_no_problem():
    values = judged()
    assert values["problems"] == []
    assert values["reading"]["lists"] == ["enterprises"]
    assert values["reading"]["questions"]["pemilik"]["save_to"] == "owner_name"


def test_a_field_that_is_not_there_is_told_with_its_row_and_the_nearest():
    values = judged(ENTERPRISE.replace("| address |", "| adress |"))
    assert told(values["problems"]) == [("xlsform.save_to", "survey", 5, "save_to", False)]
    assert values["problems"][0]["params"]["hint"] == "→ address"


def test_what_only_a_decree_says_is_no_field():
    values = judged("| | text | status | Status | official_status |", "cooperatives")
    assert [p["code"] for p in values["problems"]] == ["xlsform.save_to"]


def test_a_list_that_is_not_there_is_told_with_those_that_are():
    values = judged(listed="pohon")
    assert ("xlsform.entity_list", "entities", None, "list_name", False) in told(values["problems"])
    assert "enterprises, cooperatives" in [p["params"].get("known") for p in values["problems"]]


def said(**answers: str) -> entities.Said:
    return entities.Said(0, "enterprises", "uuid:a", "", True, False, None, None, "", answers)


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("phone", "0812-3456-7890", "+6281234567890"),
        ("annual_sales_idr", "12500000", 12_500_000),
        ("annual_sales_idr", "Rp 12.500.000", 12_500_000),
        ("sector", "culinary", "culinary"),
        ("sector", "Kuliner", "culinary"),
        ("founded_on", "2015-04-01", date(2015, 4, 1)),
        ("nib", "1234 5678 90123", "1234567890123"),
        ("area_code", "18.01.06.2001", "18.01.06.2001"),
        ("product", "  Keripik   pisang ", "Keripik pisang"),
    ],
)
def test_an_answer_is_read_as_a_list_of_the_office_is(field, text, value):
    read = entities.values([said(**{field: text})], TODAY)[0]
    assert (read.held, read.faults) == ({field: value}, {})


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("annual_sales_idr", "1.25E7", "cell.rupiah"),
        ("person_nik", "123", "person_nik.length"),
        ("area_code", "Kalianda", "entity.area"),
        ("geometry", "pasar", "entity.point"),
        ("founded_on", "2031-01-01", "cell.future"),
    ],
)
def test_what_cannot_be_is_a_fault_and_no_value(field, text, code):
    read = entities.values([said(**{field: text})], TODAY)[0]
    assert read.held == {}
    assert [kind.code for kind, _params in read.faults.values()] == [code]


def test_a_point_is_latitude_and_longitude():
    (read,) = entities.values([said(geometry="-5.7 105.5 12 4")], TODAY)
    assert read.held == {"latitude": -5.7, "longitude": 105.5}


def test_a_label_is_the_name_and_an_empty_answer_says_nothing():
    what = entities.Said(0, "cooperatives", "a", "Koperasi Maju", False, True, 1, None, "", {"chair": "-"})
    assert entities.values([what], TODAY)[0].held == {"name": "Koperasi Maju"}


def test_entries_read_together_are_read_as_each_by_itself():
    many = [
        said(phone="0812-3456-7890", annual_sales_idr="1.25E7", geometry="pasar"),
        said(product="Kopi"),
        said(phone="abc", area_code="Kalianda", geometry="-5.7 105.5 12 4"),
    ]
    together = entities.values(many, TODAY)
    alone = [entities.values([each], TODAY)[0] for each in many]
    assert [(each.held, each.faults) for each in together] == [(each.held, each.faults) for each in alone]
    assert [each.row.equals(one.row) for each, one in zip(together, alone, strict=True)] == [True] * 3
    assert together[1].held == {"product": "Kopi"}
