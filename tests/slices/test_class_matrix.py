"""Naik kelas counted by the database: as the rule says case by case, whole rows, lists that hold what was counted."""

from collections import Counter
from datetime import date

import pytest

from naikkelas.analytics import class_matrix, survival
from naikkelas.analytics.cache import forget
from naikkelas.analytics.class_matrix import NONE, OUTCOMES, Question
from naikkelas.monev.models import Cycle, CycleArea, PlannedVisit, Visit, VisitFact
from naikkelas.registry import actions
from naikkelas.registry.models import ClassChange, Enterprise, Person
from naikkelas.rules import class_change
from naikkelas.rules.class_change import BY_RULE
from naikkelas.rules.size_class import EnterpriseFacts
from naikkelas.trail.actions import SYSTEM
from tests.conftest import NOW
from tests.factories import person
from tests.spec.truth import Case, cases

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_remembered():
    forget()
    yield
    forget()


def enterprise(area: str = "18.01", sector: str = "culinary", founded: date | None = None) -> Enterprise:
    owner = Person.objects.create(name="Pemilik")
    return Enterprise.objects.create(
        name="Usaha", name_key="usaha", owner=owner, area_id=area, sector=sector, search_text="usaha", match_key=1, source="uji",
        updated_at=NOW, founded_on=founded,
    )  # fmt: skip


def year(
    made: Enterprise, of: int, sales: int | None = None, evidence: str = "document", **facts: int | None
):
    return actions.record_year(
        enterprise=made, year=of, facts={"annual_sales_idr": sales, **facts}, source="uji", evidence=evidence, by=SYSTEM, at=NOW
    )  # fmt: skip


def only(question: Question, code: str = "0") -> class_matrix.Tally:
    (found,) = class_matrix.counts(question, code)
    assert found.number == 1
    return found


@pytest.mark.parametrize("case", cases("class_change"), ids=str)
def test_the_database_counts_each_case_as_the_rule_judges_it(case: Case):
    given, made = case.given, enterprise()
    for when in ("before", "after"):
        facts = {"net_worth_idr": given.get(f"{when}_net_worth_idr")}
        of = given[f"{when}_on"].year
        year(made, of, given.get(f"{when}_sales_idr"), given.get(f"{when}_evidence", "import"), **facts)
    question = Question(given["before_on"].year, given["after_on"].year, given.get("law", "end"))
    found = only(question)
    first, second = case.expect["reason"].split(">")
    assert found.source == first
    assert found.outcome == case.expect["verdict"]
    assert found.target == ("not_comparable" if found.outcome == "not_comparable" else second)
    assert found.by_rule == (BY_RULE in case.expect.get("flags", []))
    stored = ClassChange.objects.get()
    if question.law == "end":
        assert (stored.direction, stored.by_rule) == (found.outcome, found.by_rule)
        assert stored.reason == ("" if found.by_rule else "".join(case.expect.get("flags", [])))


SALES = (
    None,
    100_000_000,
    300_000_000,
    301_000_000,
    1_000_000_000,
    2_000_000_000,
    2_100_000_000,
    2_600_000_000,
    16_000_000_000,
)


@pytest.fixture
def province():
    """Every pair of sales in 2020 and 2021, one year alone too, over two areas, three sectors and kinds of evidence."""
    n = 0
    for before in (*SALES, "absent"):
        for after in (*SALES, "absent"):
            made = enterprise(
                ("18.01", "18.72")[n % 2],
                ("culinary", "fashion", "other")[n % 3],
                (None, date(2021, 6, 1))[n % 5 == 0],
            )
            for of, sales in ((2020, before), (2021, after)):
                if sales != "absent":
                    year(made, of, sales, ("document", "import", "visit", "")[n % 4])
            n += 1


QUESTIONS = [Question(2020, 2021, law, verified) for law in ("end", "start") for verified in (False, True)]


@pytest.mark.parametrize("question", QUESTIONS, ids=str)
def test_rows_add_up_to_the_whole_and_every_figure_is_its_list(province, question):
    found = class_matrix.counts(question, "18")
    lines, rows = class_matrix.matrix(found), class_matrix.judged(question)
    assert sum(line.whole for line in lines) == 90
    assert class_matrix.balance(found).whole == 90
    assert (
        class_matrix.newcomers(found)
        == class_matrix.with_source(rows, NONE).filter(known_2__isnull=False).count()
        == 9
    )
    for line in lines:
        assert sum(cell.number for cell in line.cells) == line.whole
        assert class_matrix.with_source(rows, line.source).count() == line.whole
        for cell in line.cells:
            listed = class_matrix.with_target(
                class_matrix.with_source(rows, cell.source), cell.target, question
            )
            assert listed.count() == cell.number, cell
    for by in (lambda t: t.regency, lambda t: t.sector):
        parts = class_matrix.balances(found, by)
        assert len(parts) in (2, 3)
        assert sum(p.whole for p in parts) == 90
        for outcome in OUTCOMES:
            assert sum(getattr(p, outcome) for p in parts) == getattr(class_matrix.balance(found), outcome)
    for outcome in OUTCOMES:
        listed = class_matrix.with_outcome(class_matrix.in_cohort(rows), outcome, question)
        assert listed.count() == getattr(class_matrix.balance(found), outcome), outcome
    assert class_matrix.with_outcome(rows, "by_rule", question).count() == class_matrix.moved_by_rule(found)


@pytest.mark.parametrize("question", QUESTIONS[::2], ids=str)
def test_the_counts_are_what_the_rule_says_of_each_enterprise(province, question):
    expected: Counter[tuple[str, bool]] = Counter()
    for made in Enterprise.objects.all():
        held = {y.year: y for y in made.years.filter(superseded_at=None)}
        if len(held) < 2:
            continue
        a, b = held[2020], held[2021]
        decision = class_change.change(
            EnterpriseFacts(a.annual_sales_idr, founded_on=made.founded_on), date(2020, 12, 31),
            EnterpriseFacts(b.annual_sales_idr, founded_on=made.founded_on), date(2021, 12, 31),
            law=question.law, evidence=(a.evidence, b.evidence),
        )  # fmt: skip
        expected[decision.verdict, BY_RULE in decision.flags] += 1
    counted: Counter[tuple[str, bool]] = Counter()
    for tally in class_matrix.counts(question, "0"):
        if tally.outcome != NONE:
            counted[tally.outcome, tally.by_rule] += tally.number
    assert counted == expected
    assert expected["same", True] > 3


def test_whom_the_law_alone_moved_is_neither_up_nor_down(province):
    for question in QUESTIONS:
        for tally in class_matrix.counts(question, "0"):
            assert not (tally.by_rule and tally.outcome in ("up", "down"))
        rows = class_matrix.judged(question)
        moved = set(class_matrix.with_outcome(rows, "by_rule", question).values_list("pk", flat=True))
        assert moved
        for outcome in ("up", "down"):
            assert not moved & set(
                class_matrix.with_outcome(rows, outcome, question).values_list("pk", flat=True)
            )


def test_under_one_law_at_both_ends_the_law_moves_nobody():
    for sales in SALES:
        made = enterprise()
        year(made, 2018, sales)
        year(made, 2019, sales)
    question = Question(2018, 2019)
    assert not question.crosses
    assert class_matrix.moved_by_rule(class_matrix.counts(question, "0")) == 0


def test_an_area_counts_its_own_and_what_lies_below_it():
    for area in ("18.01", "18.01.06", "18.02", "17.01"):
        made = enterprise(area)
        year(made, 2018, 1_000_000)
        year(made, 2019, 1_000_000)
    for code, number in {"0": 4, "18": 3, "18.01": 2, "18.01.06": 1, "17": 1, "18.03": 0}.items():
        assert class_matrix.balance(class_matrix.counts(Question(2018, 2019), code)).same == number, code


def test_a_corrected_year_counts_once_as_corrected():
    made = enterprise()
    year(made, 2018, 200_000_000)
    year(made, 2019, 200_000_000)
    year(made, 2019, 400_000_000)
    forget()
    assert only(Question(2018, 2019)).outcome == "up"
    assert class_matrix.years() == [2019, 2018]


def test_growth_is_kept_apart_from_the_class():
    made = enterprise()
    year(made, 2018, 100_000_000, workers_male=1)
    year(made, 2019, 200_000_000, workers_male=2)
    change = ClassChange.objects.get()
    assert (change.direction, change.growth, change.growth_signs) == ("same", "grew", "sales,workers")
    assert len(change.growth_hash) == 16


# ── survival ──


def visited(made: Enterprise, on: date, word: str, state: str = "verified") -> None:
    cycle, _new = Cycle.objects.get_or_create(
        name="Uji", area_id="18", year=2019, quarter=4, opens_on=date(2019, 1, 1), due_workdays=60, due_on=date(2030, 1, 1),
        state="open",
    )  # fmt: skip
    area, _new = CycleArea.objects.get_or_create(
        cycle=cycle, area_id="18.01", defaults={"due_on": cycle.due_on}
    )
    number = PlannedVisit.objects.count()
    planned = PlannedVisit.objects.create(
        code=f"V-{number:04d}", instrument="enterprise", label="Uji", enterprise=made, cycle_area=area, area_id="18.01",
        due_on=cycle.due_on,
    )  # fmt: skip
    visit = Visit.objects.create(
        planned=planned, instance_id=f"uuid:{number}", instrument="enterprise", form_version="1", area_id="18.01",
        enumerator=person("enumerator"), visited_on=on, received_at=NOW, state=state,
    )  # fmt: skip
    VisitFact.objects.create(visit=visit, name="business_status", word=word)


def test_survival_tells_facts_seen_closed_and_unknown_apart():
    kept, seen, closed, gone, reopened, doubtful = (enterprise() for _ in range(6))
    for made in (kept, seen, closed, gone, reopened, doubtful):
        year(made, 2017, 1_000_000)
    year(kept, 2018, 1_000_000)
    year(enterprise(), 2018, 1_000_000)  # not of 2017
    visited(seen, date(2018, 5, 1), "paused")
    visited(closed, date(2018, 5, 1), "closed")
    visited(reopened, date(2018, 5, 1), "closed")
    visited(reopened, date(2019, 5, 1), "running")
    visited(doubtful, date(2018, 5, 1), "closed", state="received")
    first, second = survival.steps(2017, 2019, lambda area, sector: True)
    assert (first.year, first.whole, first.facts, first.operating, first.closed, first.unknown) == (
        2018,
        6,
        1,
        1,
        2,
        2,
    )
    assert (second.year, second.facts, second.operating, second.closed, second.unknown) == (2019, 0, 1, 1, 4)
    for step in (first, second):
        rows = class_matrix.judged(Question(2017, step.year))
        listed = {s: survival.with_state(rows, s, 2017, step.year).count() for s in survival.STATES}
        assert listed == {s: getattr(step, s) for s in survival.STATES}


def test_a_year_that_has_not_come_is_not_looked_at():
    made = enterprise()
    year(made, 2019, 1_000_000)
    assert survival.steps(2019, 2019, lambda area, sector: True) == []
    assert [s.year for s in survival.steps(2019, 2035, lambda area, sector: True)] == list(range(2020, 2026))
