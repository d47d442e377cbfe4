"""What a refusal says: numbers and days as people write them, in both languages."""

from datetime import date

import pytest

from naikkelas.kit.problems import Kind, Refused

LEFT = Kind(
    "test.left", "sisa {left} rupiah pada {day}, tahun {year}", "{left} rupiah left on {day}, year {year}"
)
RAW = Kind("test.raw", "“{value}” bukan tanggal", "“{value}” is no day")


@pytest.mark.parametrize("day", [date(2020, 2, 1), "2020-02-01"])
def test_amounts_have_their_points_and_days_their_month(day):
    refused = Refused(LEFT, left=100_000_000, day=day, year=2020)
    assert refused.text("id") == "sisa 100.000.000 rupiah pada 1 Februari 2020, tahun 2020"
    assert refused.text("en") == "100,000,000 rupiah left on 1 February 2020, year 2020"
    assert Refused(LEFT, left=-2_500_000, day=day, year=2020).text("id").startswith("sisa -2.500.000")


def test_what_somebody_wrote_is_quoted_as_it_was_written():
    assert Refused(RAW, value="2020-02-30").text("id") == "“2020-02-30” bukan tanggal"


def test_the_number_of_a_record_is_written_as_its_page_has_it():
    assert (
        Refused(Kind("test.number", "kiriman {number}", "delivery {number}"), number=20_806).text("id")
        == "kiriman 20806"
    )
