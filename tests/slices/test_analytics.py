"""Indicators over the slices: a figure is the sum of its areas, and its records are what it was counted from."""

import pytest

from naikkelas.analytics import cache, needs, queries
from naikkelas.analytics.facts import FACTS
from naikkelas.analytics.scope import Scope
from naikkelas.intake import actions as intake
from naikkelas.kit.periods import Quarter
from naikkelas.monev import actions as monev
from naikkelas.monev import queries as monev_queries
from naikkelas.monev.models import Visit
from naikkelas.places import queries as places
from naikkelas.programmes import actions as programmes
from tests.conftest import NOW
from tests.factories import filled, road, send

pytestmark = pytest.mark.django_db
LAST = Quarter(2019, 4)
PROVINCE, OWN, NEXT = Scope("18", LAST), Scope("18.01", LAST), Scope("18.02", LAST)


@pytest.fixture
def two_areas():
    """Two kabupaten; in the first everything was visited and verified."""
    first, second = road("18.01"), road("18.02")
    for planned in first.planned:
        assert send(first.enumerator, filled(planned)).status_code == 201
    intake.read_waiting(at=NOW)
    monev.verify_visits(visits=list(Visit.objects.all()), by=first.officer, at=NOW)
    cache.forget()
    return first, second


def value(name, scope):
    figure = queries.figure(queries.indicators()[name], scope)
    return figure.part, figure.whole


def test_money_visits_and_cooperatives_are_counted_by_area(two_areas):
    assert value("budget_absorption", OWN) == (12_000_000, 24_000_000)
    assert value("budget_absorption", PROVINCE) == (24_000_000, 48_000_000)
    # a cycle covers the province: the second draws in both areas, the first only where records were then
    planned = {
        scope: places.within(monev_queries.planned(), scope.code, "area_id").count()
        for scope in (PROVINCE, OWN, NEXT)
    }
    visited = {PROVINCE: 3, OWN: 3, NEXT: 0}
    for scope, count in visited.items():
        assert value("visits_done", scope) == (count, planned[scope])
        assert value("visits_verified", scope)[0] == count
    assert value("cooperatives_active", PROVINCE)[1] == 2
    assert value("rat_held", PROVINCE)[1] == 2


def test_the_province_is_the_sum_of_its_areas(two_areas):
    for name, measure in queries.indicators().items():
        parts = queries.by_regency(measure, PROVINCE)
        whole = queries.figure(measure, PROVINCE)
        assert whole.part == sum(f.part for f in parts.values()), name
        assert sum(queries.figure(measure, s).part for s in (OWN, NEXT)) == whole.part, name
        assert set(parts) <= {"18.01", "18.02"}, name
        assert (whole.whole is None) == (measure.denominator is None), name


def test_the_records_of_a_figure_add_up_to_it(two_areas):
    """Count of rows where it counts, sum of the column where it sums: part and whole, every indicator."""
    seen = 0
    for name, measure in queries.indicators().items():
        for scope in (PROVINCE, OWN, Scope("17", LAST)):
            if FACTS[measure.facts].rows(scope).query.combinator:
                continue  # money: its records are programmes, and their pages add up
            figure = queries.figure(measure, scope)
            for part, expected, term in (
                ("part", figure.part, measure.numerator),
                ("whole", figure.whole, measure.denominator),
            ):
                if term is not None:
                    rows = list(queries.records(measure, scope, part))
                    assert (
                        sum(r[term.column] or 0 for r in rows) if term.column else len(rows)
                    ) == expected, (name, part)
                    seen += bool(expected)
    assert seen > 20


def test_a_payment_taken_back_or_later_does_not_count(two_areas):
    first, _second = two_areas
    paid = first.recipient.disbursements.get()
    programmes.reverse(disbursement=paid, reason="salah rekening", by=first.province, at=NOW)
    cache.forget()
    # the reversal is of 2020: on the last day of 2019 the money stood as paid
    assert value("budget_absorption", OWN) == (12_000_000, 24_000_000)
    assert value("budget_absorption", Scope("18.01", Quarter(2019, 2))) == (0, 24_000_000)


def test_nothing_to_divide_by_is_no_figure():
    figure = queries.figure(queries.indicators()["visits_done"], Scope("17", LAST))
    assert (figure.empty, figure.percent, figure.band) == (True, None, None)


def test_a_figure_is_worked_out_anew_after_a_write_that_everybody_can_see(two_areas):
    measure = queries.indicators()["budget_absorption"]
    before = queries.figure(measure, OWN).part
    recipient = programmes.name_recipient(
        allocation=two_areas[0].recipient.allocation, kind="person", name="Penerima kedua", area="18.01.06", amount_idr=1_000_000,
        decree_no="9", decree_on=NOW.date(), by=two_areas[0].province, at=NOW,
    )  # fmt: skip
    programmes.disburse(
        recipient=recipient,
        amount_idr=1_000_000,
        paid_on=LAST.last_day,
        document_no="SP2D-9",
        by=two_areas[0].province,
        at=NOW,
    )
    cache.forget()
    assert queries.figure(measure, OWN).part == before + 1_000_000


def test_areas_in_need_are_ranked_with_their_reasons(two_areas):
    cycle = two_areas[1].cycle
    absorption = queries.by_regency(queries.indicators()["budget_absorption"], PROVINCE)
    late = monev_queries.board(cycle, "18", cycle.due_on.replace(year=cycle.due_on.year + 1))
    ranked = needs.ranked(late, absorption)
    assert [n.points for n in ranked] == sorted((n.points for n in ranked), reverse=True)
    second = next(n for n in ranked if n.line.cycle_area.area_id == "18.02")
    told = " ".join(second.told("id"))
    assert "hari kerja" in told
    assert "serapan 50%" in told
    assert all(n.told("en") for n in ranked)
