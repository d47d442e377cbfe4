"""Classes of a whole table are the classes that the law gives one by one."""

from datetime import date

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from naikkelas.engine.frames import band_name, class_columns
from naikkelas.rules.bands import Bands
from naikkelas.rules.size_class import EnterpriseFacts, rule_sets

ceilings = [ceiling for rules in rule_sets().values() for c in rules.criteria for ceiling, _ in c.bands.steps]
amounts = (
    st.none()
    | st.integers(0, 60_000_000_000)
    | st.builds(lambda c, d: c + d, st.sampled_from(ceilings), st.integers(-1, 1))
)
facts = st.builds(
    EnterpriseFacts, amounts, amounts, amounts, st.none() | st.dates(date(2019, 1, 1), date(2023, 12, 31))
)
SCHEMA = {
    "annual_sales_idr": pl.Int64,
    "capital_idr": pl.Int64,
    "net_worth_idr": pl.Int64,
    "founded_on": pl.Date,
}


@given(st.lists(facts, min_size=1, max_size=30), st.dates(date(2019, 1, 1), date(2024, 12, 31)))
def test_a_table_is_classed_as_its_rows_are(rows: list[EnterpriseFacts], as_of: date):
    table = pl.DataFrame([vars(row) for row in rows], schema=SCHEMA)
    for rules in rule_sets().values():
        found = table.select(class_columns(rules, as_of)).rows()
        decisions = [rules.judge(row, as_of) for row in rows]
        assert found == [(d.verdict, d.reason, "".join(d.flags)) for d in decisions]


@given(st.lists(st.none() | st.integers(-5, 25), min_size=1))
def test_a_ladder_means_the_same_for_one_value_and_for_a_column(values: list[int | None]):
    bands = Bands(((0, "none"), (10, "some"), (20, "many")), above="most")
    table = pl.DataFrame({"n": values}, schema={"n": pl.Int64})
    assert table.select(band_name(bands, "n").alias("b"))["b"].to_list() == [
        bands.name(value) for value in values
    ]
    assert (bands.ceiling("some"), bands.ceiling("most"), bands.name(None)) == (10, None, None)
