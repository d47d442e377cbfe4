"""The three indicators of naik kelas, case by case: scale (NK1), formalisation (NK2), growth (NK3)."""

from datetime import date

import pytest

from naikkelas.registry import queries
from naikkelas.registry.models import Credential
from naikkelas.rules import class_change, formalisation, growth
from naikkelas.rules.formalisation import Held
from naikkelas.rules.growth import GrowthFacts
from naikkelas.rules.size_class import EnterpriseFacts
from tests.conftest import NOW
from tests.factories import enterprise, person
from tests.spec.truth import Case, cases, facts_of

YEAR = date(2019, 1, 1), date(2019, 12, 31)


@pytest.mark.parametrize("case", cases("class_change"), ids=str)
def test_both_years_are_judged_under_one_law(case: Case):
    given = case.given
    decision = class_change.change(
        EnterpriseFacts(given.get("before_sales_idr"), net_worth_idr=given.get("before_net_worth_idr")),
        given["before_on"],
        EnterpriseFacts(given.get("after_sales_idr"), net_worth_idr=given.get("after_net_worth_idr")),
        given["after_on"],
        law=given.get("law", "end"),
        evidence=(given.get("before_evidence", "import"), given.get("after_evidence", "import")),
    )
    assert {
        "verdict": decision.verdict,
        "reason": decision.reason,
        "rule_set": decision.rule_set,
        "flags": list(decision.flags),
    } == {"flags": []} | case.expect


def test_whom_the_law_moved_is_never_counted_as_risen_or_fallen():
    """The same sales before and after 2 February 2021, under either law: same, and named where the class differs."""
    moved = 0
    for sales in range(0, 60_000_000_000, 50_000_000):
        facts = EnterpriseFacts(annual_sales_idr=sales)
        for law in ("end", "start"):
            decision = class_change.change(facts, date(2020, 12, 31), facts, date(2021, 12, 31), law=law)
            assert decision.verdict == "same", (sales, law)
            assert (class_change.BY_RULE in decision.flags) == (
                300_000_000 < sales <= 2_000_000_000 or 2_500_000_000 < sales <= 15_000_000_000
            ), (sales, law)
            moved += bool(decision.flags)
    assert moved > 100


@pytest.mark.parametrize("case", cases("growth"), ids=str)
def test_growth_between_two_years(case: Case):
    given = facts_of(case)
    decision = growth.judge(_year(given, "before"), _year(given, "after"), date(2019, 12, 31))
    assert {
        "verdict": decision.verdict,
        "reason": decision.reason,
        "flags": list(decision.flags),
    } == case.expect
    assert decision.rule_set == "growth"


def _year(given: dict, when: str) -> GrowthFacts:
    return GrowthFacts(
        given[f"{when}_sales_idr"],
        given[f"{when}_workers"],
        frozenset(m for m in given[f"{when}_markets"].split(",") if m),
    )


@pytest.mark.parametrize("case", cases("formalisation"), ids=str)
def test_credentials_gained_in_a_year(case: Case):
    held = tuple(_held(text) for text in case.given["held"])
    assert formalisation.verdict(held, *YEAR) == case.expect["verdict"]


def _held(text: str) -> Held:
    words = text.split()
    kind, since, until, status = [*words, *("-", "issued")[len(words) - 2 :]]
    return Held(kind, _day(since), _day(until), status)


def _day(text: str) -> date | None:
    return None if text == "-" else date.fromisoformat(text)


@pytest.mark.parametrize(
    ("verdicts", "table"),
    [
        (class_change.VERDICTS, "class_change"),
        (growth.VERDICTS, "growth"),
        (formalisation.VERDICTS, "formalisation"),
    ],
)
def test_every_verdict_stands_in_its_table(verdicts, table):
    assert {case.expect["verdict"] for case in cases(table)} == set(verdicts)


@pytest.mark.django_db
def test_the_database_says_of_each_enterprise_what_the_rule_says():
    officer = person("regency")
    expected = {}
    for case in cases("formalisation"):
        made = enterprise(officer, nib="")
        for text in case.given["held"]:
            held = _held(text)
            Credential.objects.create(
                enterprise=made, kind=held.kind, issued_on=held.since, expires_on=held.until, status=held.status,
                source="uji", recorded_at=NOW,
            )  # fmt: skip
        assert formalisation.verdict(queries.held_by(made), *YEAR) == case.expect["verdict"], case
        expected[made.pk] = case.expect["verdict"]
    found = queries.all_enterprises().annotate(formal=queries.formal_state(*YEAR)).values_list("pk", "formal")
    assert dict(found) == expected
