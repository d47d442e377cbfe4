"""`naikkelas money trace`: the sums, one document's way, and the export that adds up to the ledger."""

import csv
from datetime import date

import pytest
from click.testing import CliRunner

from naikkelas.ops.cli.main import main
from naikkelas.programmes import actions, queries
from tests.conftest import NOW
from tests.factories.road import road

pytestmark = pytest.mark.django_db


@pytest.fixture
def trace(monkeypatch):
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.setattr("naikkelas.ops.cli.money.django_ready", lambda: None)

    def run(*arguments):
        return CliRunner().invoke(main, ["money", "trace", *arguments], catch_exceptions=False)

    return run


def test_sums_agree_and_a_document_is_followed_to_what_is_missing(trace):
    made = road()
    said = trace("--document", "SP2D-1")
    assert said.exit_code == 0
    for line in (
        "apbn_dekon 2019 DIPA-1: Rp\u00a024,000,000", "decree 08/2019, 2019-07-01: Rp\u00a012,000,000",
        f"recipient {made.recipient.pk} (person)", "disbursement SP2D-1, 2019-09-02: Rp\u00a012,000,000", "not visited",
        "to the rupiah",
    ):  # fmt: skip
        assert line in said.output
    assert made.recipient.name not in said.output
    assert "nothing is found" in trace("--document", "SP2D-77").output


def test_what_stands_after_revisions_is_told(trace):
    made = road()
    said = {"by": made.province, "at": NOW}
    ceiling = made.programme.ceilings.get()
    allocation = ceiling.allocations.get()
    actions.revise_ceiling(
        ceiling=ceiling, amount_idr=6_000_000, document_no="DIPA-R1", decided_on=date(2019, 10, 1), **said
    )
    actions.revise_allocation(
        allocation=allocation, amount_idr=-3_000_000, document_no="R-2", decided_on=date(2019, 10, 1), **said
    )
    told = trace("--document", "SP2D-1").output
    assert "apbn_dekon 2019 DIPA-1: Rp\u00a030,000,000" in told
    assert "→ 18.01: Rp\u00a021,000,000" in told


def test_the_export_adds_up_to_the_ledger(trace, tmp_path):
    road("18.01"), road("18.02")
    file = tmp_path / "trace.csv"
    assert "2 recipients" in trace("--export", str(file)).output
    with file.open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    assert sum(int(row["disbursed_idr"]) for row in rows) == queries.ledger_total() == 24_000_000
    assert {row["traced_to_visit"] for row in rows} == {"no"}


def test_sums_that_do_not_agree_end_with_a_fault(trace, monkeypatch):
    road()
    monkeypatch.setattr(queries, "disbursed_directly", lambda code, year, seen: (1, 1))
    said = trace()
    assert said.exit_code == 3
    assert "do not agree" in said.output
