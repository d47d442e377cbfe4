"""How long something took, as people write it."""

import pytest

from naikkelas.kit.durations import minutes_of


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("90", 90), ("90 menit", 90), ("1:30", 90), ("1.30", 90), ("1,5 jam", 90), ("2 jam", 120), ("0,25 jam", 15),
        ("1 jam 30 menit", 90), ("01:30:00", 90), ("", None), ("sebentar", None), ("-5", None), ("1:3", None),
    ],
)  # fmt: skip
def test_how_long_it_took_is_read_as_people_write_it(text, minutes):
    assert minutes_of(text) == minutes


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("1,5", 90), ("1.5", 90), ("2", 120), ("1:30", 90), ("90 menit", 90), ("1 jam", 60), ("banyak", None)],
)
def test_a_number_alone_in_a_column_of_hours_counts_hours(text, minutes):
    assert minutes_of(text, bare_hours=True) == minutes
