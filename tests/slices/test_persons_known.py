"""A person who went into another: what was kept under the former number is the other's too."""

import pytest

from naikkelas.privacy import actions as privacy
from naikkelas.privacy import queries as privacy_queries
from naikkelas.privacy.actions import journal
from naikkelas.registry import actions, queries
from tests.conftest import NOW
from tests.factories import enterprise, person
from tests.slices.test_privacy_requests import TOLD, ask

pytestmark = pytest.mark.django_db


@pytest.fixture
def merged():
    """Three entries of one person made one: the second went into the first, the third into the second before that."""
    officer = person("regency")
    rows = [
        enterprise(
            officer, owner_name=f"Rohmah {n}", name=f"Keripik {n}", person_nik="", phone=f"0812998877{n}6"
        )
        for n in (1, 2, 3)
    ]
    owners = [row.owner_id for row in rows]
    for owner in owners:
        actions.log_access(
            person_ids=[owner],
            kind="revealed",
            area="18.01",
            place="x",
            reason="Pencocokan",
            by=officer,
            at=NOW,
        )
    asked = ask(owners[2], "erasure", officer)
    for survivor, absorbed in ((1, 2), (0, 1)):
        merge = actions.merge_records(
            survivor=rows[survivor], absorbed=rows[absorbed], choices={}, same_owner=True, by=officer, at=NOW
        )
    return officer, owners, asked, merge


def test_the_access_log_and_the_requests_of_all_three_are_shown(merged):
    _, owners, asked, _ = merged
    left = queries.person(owners[0])
    assert queries.known_ids([left]) == owners
    assert {a.person_id for a in queries.accesses_to([left])} == set(owners)
    assert list(privacy_queries.requests_of([left])) == [asked]
    assert len(privacy_queries.held_on([left])["access_log"]) == 3


def test_a_former_number_leads_to_the_person_it_went_into(merged):
    _, owners, _, _ = merged
    assert queries.person(owners[2]).pk == owners[0]
    assert queries.person(owners[1]).pk == owners[0]
    assert queries.person(10**9) is None


def test_a_merge_that_is_taken_back_gives_each_its_own_again(merged):
    officer, owners, _, merge = merged
    actions.unmerge(merge=merge, reason="Ternyata dua orang", by=officer, at=NOW)
    first, second = queries.persons(owners[:2])
    assert queries.known_ids([first]) == owners[:1]
    assert queries.known_ids([second]) == owners[1:]


def test_an_erasure_asked_under_a_former_number_erases_who_is_there_and_the_journal_knows_all_three(merged):
    officer, owners, asked, _ = merged
    granted = privacy.decide_erasure(request=asked, decision=TOLD, by=person("province"), at=NOW)
    privacy.carry_out(request=granted, by=officer, at=NOW)
    assert queries.person(owners[0]).erased_at == NOW
    line = journal.lines(journal.JOURNAL)[-1]
    assert [who["id"] for who in line["persons"]] == owners
    assert "812998877" not in str(line)
    assert all(who["marks"] for who in line["persons"])
