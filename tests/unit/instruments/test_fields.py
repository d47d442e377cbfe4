"""Columns read a whole table at once, and mean the same as the functions that read one value."""

import re
from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from naikkelas.instruments import fields
from naikkelas.instruments import problem_kinds as kinds
from naikkelas.instruments.registry_fields import RECORDS, SEXES
from naikkelas.kit.days import parse_day
from naikkelas.kit.money import NotRupiah, parse_rupiah
from naikkelas.kit.text import folded, squeeze
from naikkelas.rules import person_nik

TODAY = date(2020, 3, 13)


def read(
    kind: fields.FieldKind, cells: list[str | None], *, numbers: set[int] = frozenset()
) -> list[tuple[object, list[str]]]:
    """(value, codes of faults) of each cell, by the general way and by the quick one where it offers itself."""
    table = pl.DataFrame(
        {"x": cells, "x__number": [n in numbers for n in range(len(cells))]},
        schema={"x": pl.String, "x__number": pl.Boolean},
    )
    table = fields.squeezed(table)
    slow = _answers(kind.read("x"), table)
    quick = kind.quick(table["x"])
    if quick is not None:
        assert _answers(quick, table) == slow
    return slow


def _answers(how: fields.Read, table: pl.DataFrame) -> list[tuple[object, list[str]]]:
    done = table.select(
        how.value.alias("value"), *(f.holds.fill_null(False).alias(f"f{n}") for n, f in enumerate(how.faults))
    )
    return [
        (row["value"], [f.kind.code for n, f in enumerate(how.faults) if row[f"f{n}"]])
        for row in done.iter_rows(named=True)
    ]


written_amounts = st.one_of(
    st.integers(-(10**18), 10**18).map(str),
    st.integers(-(10**18), 10**18).map(lambda n: f"Rp {n:,}".replace(",", ".")),
    st.from_regex(r"['’]?-?[0-9]{1,4}([.,][0-9]{0,4}){0,3}", fullmatch=True),
    st.text(max_size=12),
)


@given(st.lists(written_amounts, min_size=1, max_size=20))
def test_a_column_of_rupiah_reads_as_parse_rupiah_does(cells: list[str]):
    for cell, (value, faults) in zip(cells, read(fields.Rupiah(negative=True), cells), strict=True):
        bare = re.sub("^['’] ?", "", squeeze(cell))
        if squeeze(cell).lower() in fields.MISSING:
            assert (value, faults) == (None, [])
            continue
        try:
            expected = parse_rupiah(bare)
        except NotRupiah:
            assert (value, faults) == (None, ["cell.rupiah"]), cell
        else:
            assert (value, faults) == (expected, []), cell


def test_amounts_below_zero_are_refused_where_no_loss_can_be():
    assert read(fields.Rupiah(), ["-1", "0", "1.500.000"]) == [
        (None, ["cell.negative"]),
        (0, []),
        (1_500_000, []),
    ]


written_days = st.one_of(
    st.dates().map(date.isoformat),
    st.dates(date(1000, 1, 1)).map(lambda d: f"{d.day}/{d.month}/{d.year}"),
    st.dates(date(1000, 1, 1)).map(
        lambda d: f"{d.day} {['Jan', 'Peb', 'Maret', 'apr', 'Mei', 'June'][d.month % 6]} {d.year}"
    ),
    st.dates(date(1950, 1, 1), date(2049, 12, 31)).map(
        lambda d: (
            f"{['', 'Senin, ', 'Kota Metro,'][d.day % 3]}{d.day}-{['Jan', 'Agt', 'nov', 'Ags'][d.month % 4]}-{d:%y}"
        )
    ),
    st.from_regex(r"[0-9]{1,4}[-/. ][0-9a-z]{1,5}[-/. ][0-9]{1,4}", fullmatch=True),
    st.text(max_size=12),
)


@given(st.lists(written_days, min_size=1, max_size=20), st.sampled_from([date(9999, 12, 31), TODAY]))
def test_a_column_of_days_reads_as_parse_day_does(cells: list[str], latest: date):
    for cell, (value, faults) in zip(cells, read(fields.Day(latest=latest), cells), strict=True):
        bare = re.sub("^['’] ?", "", squeeze(cell))
        if squeeze(cell).lower() in fields.MISSING:
            assert (value, faults) == (None, [])
            continue
        try:
            expected = (
                date(int(bare), 1, 1)
                if len(bare) == 4 and bare.isascii() and bare.isdigit()
                else parse_day(bare, latest)
            )
        except ValueError:
            assert (value, faults) == (None, ["cell.day"]), cell
        else:
            late = expected > latest
            assert (value, faults) == ((None, ["cell.future"]) if late else (expected, [])), cell


@pytest.mark.parametrize(
    ("cell", "value", "faults"),
    [
        ("31/12/2019", date(2019, 12, 31), []),
        ("5 Maret 2019", date(2019, 3, 5), []),
        ("17 agustus 2019", date(2019, 8, 17), []),
        ("9-Nop-2018", date(2018, 11, 9), []),
        ("2019-03-05 00:00:00", date(2019, 3, 5), []),
        ("2017", date(2017, 1, 1), []),
        ("14/03/2020", None, ["cell.future"]),
        ("31/02/2019", None, ["cell.day"]),
        ("5/3/19", None, ["cell.day"]),
        ("12 Agustus 2019", date(2019, 8, 12), []),
        ("12-Agt-19", date(2019, 8, 12), []),
        ("12 Ags 65", date(1965, 8, 12), []),
        ("Senin, 5 Maret 2018", date(2018, 3, 5), []),
        ("Kalianda, 02-01-1980", date(1980, 1, 2), []),
        ("12-Agt-20", None, ["cell.future"]),
        ("12-Bln-19", None, ["cell.day"]),
        ("01/01/0000", None, ["cell.day"]),
        ("0000-01-01", None, ["cell.day"]),
        ("43831", date(2020, 1, 1), []),
        ("9999", None, ["cell.future"]),
        ("99999", None, ["cell.day"]),
        ("tahun lalu", None, ["cell.day"]),
        ("belum ada", None, []),
    ],
)
def test_days_as_offices_write_them(cell: str, value: date | None, faults: list[str]):
    assert read(fields.Day(latest=TODAY), [cell]) == [(value, faults)]


provinces = st.sampled_from(sorted(person_nik.PROVINCES))
good_niks = st.builds(
    lambda province, area, born, woman, serial: f"{province}{area:04d}{born.day + 40 * woman:02d}{born:%m%y}{serial:04d}",
    provinces, st.integers(0, 9999), st.dates(date(1920, 1, 1), date(2010, 12, 31)), st.booleans(), st.integers(1, 9999),
)  # fmt: skip
mutated_niks = st.builds(
    lambda person_nik, at, sign: person_nik[:at] + sign + person_nik[at + 1 :],
    good_niks,
    st.integers(0, 15),
    st.sampled_from("0123456789X９ "),
)


@given(good_niks)
def test_every_good_nik_is_taken(number: str):
    assert person_nik.fault(number) is None
    assert (
        read(fields.PersonNik(), [number, f" {number[:6]} {number[6:12]}.{number[12:]} ", f"'{number}"])
        == [(number, [])] * 3
    )


@given(st.lists(mutated_niks | st.text("0123456789", max_size=18), min_size=1, max_size=20))
def test_a_column_of_niks_judges_as_the_rule_does(cells: list[str]):
    for cell, (value, faults) in zip(cells, read(fields.PersonNik(), cells), strict=True):
        bare = squeeze(cell).replace(" ", "")
        if not bare:
            assert (value, faults) == (None, [])
            continue
        fault = person_nik.fault(bare)
        assert faults == ([fault.code] if fault else []), cell
        assert value == (None if fault else bare), cell


@given(good_niks.filter(lambda number: number[12:] != "0000"))
def test_a_nik_that_is_a_number_is_never_taken_whatever_it_reads(number: str):
    assert (
        read(fields.PersonNik(), [number, "1.87101E+15", "9,90101E+15"], numbers={0})
        == [(None, ["person_nik.number"])] * 3
    )


def test_words_of_offices_become_stored_words_and_unknown_ones_are_told_with_the_choices():
    strict, lenient = fields.Choice(words=SEXES), fields.Choice(words=SEXES, otherwise="")
    assert read(strict, ["L", "laki-laki", "PEREMPUAN", "x"]) == [
        ("m", []),
        ("m", []),
        ("f", []),
        (None, ["cell.choice"]),
    ]
    assert read(lenient, ["x", None]) == [(None, ["cell.choice"]), (None, [])]
    assert read(fields.Choice(words=SEXES, otherwise="other"), ["x", None]) == [
        ("other", ["cell.choice"]),
        (None, []),
    ]
    fault = strict.read("x").faults[0]
    assert fault.error
    assert not lenient.read("x").faults[0].error
    assert "perempuan" in fault.params["choices"]


def test_telephone_numbers_meet_in_one_form():
    good = ["0812-3456-789", "62 812 3456 789", "+628123456789", "8123456789"]
    assert read(fields.Phone(), good) == [("+628123456789", [])] * 4
    assert read(fields.Phone(), ["12", "telepon", "-"]) == [(None, ["cell.phone"])] * 2 + [(None, [])]


def test_numbers_of_fixed_length_are_texts_and_may_be_missing():
    assert read(fields.Digits(count=13), ["9120001234567", "912000123456", None]) == [
        ("9120001234567", []), (None, ["cell.nib"]), (None, []),
    ]  # fmt: skip


def test_whole_numbers_have_their_limits():
    cells = ["0", "12", "12,0", "100001", "-1", "1,5", "1e3", "９"]
    assert read(fields.Whole(), cells) == [
        (0, []), (12, []), (12, []), *[(None, ["cell.whole_number"])] * 4, (9, []),
    ]  # fmt: skip


def test_whole_numbers_as_offices_write_them():
    """A thousand written with its point is no one: "1.000" members are not 1."""
    cells = ["1.000", "1,250", "12.345", "3.0", "3,00", "'7", "25 orang", "40 Org", "1.0000", "1.00.000"]
    values = [1_000, 1_250, 12_345, 3, 3, 7, 25, 40, None, None]
    assert [value for value, _ in read(fields.Whole(), cells)] == values


def test_coordinates_outside_the_country_are_left_empty():
    assert read(fields.Decimal(low=-11, high=7), ["-5.72", "-5,72", "57.2", "x"]) == [
        (-5.72, []),
        (-5.72, []),
        (None, []),
        (None, []),
    ]


def test_long_texts_are_told_with_their_limit():
    assert read(fields.FieldKind(5), ["12345", "123456"]) == [("12345", []), ("123456", ["cell.too_long"])]


@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\t\n "), max_size=30),
        min_size=1,
    )
)
def test_a_column_folds_and_squeezes_as_one_text_does(cells: list[str]):
    table = pl.DataFrame({"x": cells}, schema={"x": pl.String})
    assert table.select(fields.folded(pl.col("x")))["x"].to_list() == [folded(cell) for cell in cells]
    squeezed = fields.squeezed(table)["x"].to_list()
    assert squeezed == [None if squeeze(c).lower() in fields.MISSING else squeeze(c) for c in cells]


def test_every_kind_of_problem_has_a_remedy_in_both_languages():
    for code, kind in kinds.KINDS.items():
        assert kind.code == code
        assert kind.id != kind.en, code
        assert kind.id.endswith("."), code
        assert kind.en.endswith("."), code


def test_a_column_that_a_layout_lacks_has_the_type_of_its_kind():
    for record in RECORDS.values():
        for name, kind in record(TODAY).items():
            empty = pl.DataFrame(
                {name: [None], f"{name}__number": [False]},
                schema={name: pl.String, f"{name}__number": pl.Boolean},
            )
            assert empty.select(kind.read(name).value.alias(name))[name].to_list()[0] in (
                None,
                "",
                "other",
                "multi_purpose",
                "unknown",
            )
