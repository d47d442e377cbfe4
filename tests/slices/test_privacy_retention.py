"""What was kept long enough goes, and nothing else; figures stay."""

import re
from datetime import timedelta

import pytest

from naikkelas import vault
from naikkelas.accounts import actions as accounts
from naikkelas.intake import actions as intake
from naikkelas.intake.models import Attachment, Delivery, RejectedRow
from naikkelas.kit.problems import Refused
from naikkelas.monev.models import Visit, VisitFact
from naikkelas.privacy import actions, queries
from naikkelas.privacy.models import RetentionRun
from naikkelas.registry import queries as registry
from naikkelas.registry.models import PersonAccess
from naikkelas.trail.actions import SYSTEM
from naikkelas.trail.models import Event
from tests.architecture.source import PACKAGE
from tests.conftest import NOW
from tests.factories import filled, person, road, send
from tests.factories.photos import photo
from tests.factories.registry import bring_in, enterprise_row, table
from tests.slices.test_privacy_requests import ask

pytestmark = pytest.mark.django_db
NOTHING = {
    "raw_deliveries": 0,
    "submission_bodies": 0,
    "photos": 0,
    "access_log": 0,
    "exports": 0,
    "closed_accounts": 0,
    "citizen_contacts": 0,
}


@pytest.fixture
def kept():
    """A list with a row given back, a form with a photo, a look, a copy, a closed account."""
    way = road()
    bring_in(table("umkm_baku", [enterprise_row(), enterprise_row(year="x")]), by=way.officer)
    assert send(
        way.enumerator, filled(way.planned_with("enterprise"), photo_place="a.jpg"), {"a.jpg": photo("navy")}
    )
    intake.read_waiting(at=NOW)
    owner = way.enterprise.owner_id
    registry_seen(owner, way.officer)
    actions.make_export(
        request=ask(owner, "access", way.officer), decision="Sesuai dokumen", by=way.officer, at=NOW
    )
    gone = person("regency", sign_in=True)
    accounts.issue_token(user=gone, kind="phone", by=SYSTEM, at=NOW)
    accounts.set_active(user=gone, active=False, by=SYSTEM, at=NOW)
    return way, gone


def registry_seen(owner, by):
    from naikkelas.registry.actions import log_seen

    log_seen(person_id=owner, area="18.01", place="uji", by=by, at=NOW)


def retain(days: int, **given) -> dict[str, int]:
    return actions.retain(area="18", by=SYSTEM, at=NOW + timedelta(days=days), **given).counts


def test_before_its_time_nothing_goes(kept):
    assert retain(30) == NOTHING
    assert RejectedRow.objects.count() == 1


@pytest.mark.parametrize(
    ("days", "due"),
    [
        (31, {"exports": 1}),
        (366, {"exports": 1, "closed_accounts": 1}),
        (731, {"exports": 1, "closed_accounts": 1, "raw_deliveries": 3}),
        (
            1826,
            {
                "exports": 1,
                "closed_accounts": 1,
                "raw_deliveries": 3,
                "submission_bodies": 1,
                "photos": 2,
                "access_log": 2,
            },
        ),
    ],
)
def test_each_kind_goes_in_its_time_and_a_second_round_finds_nothing(kept, days, due):
    figures = registry.statistics(), VisitFact.objects.count()
    at = (NOW + timedelta(days=days)).date()
    assert queries.due_counts(at) == NOTHING | due
    assert retain(days, dry_run=True) == NOTHING | due
    assert retain(days) == NOTHING | due
    assert retain(days) == NOTHING
    assert (registry.statistics(), VisitFact.objects.count()) == figures
    assert RetentionRun.objects.filter(dry_run=False).count() == 2


def test_files_really_go_and_what_points_to_them_too(kept):
    way, gone = kept
    files = {d.sha256 for d in Delivery.objects.filter(kind="spreadsheet")}
    files |= {a.sha256 for a in Attachment.objects.all()} | {Visit.objects.get().photos[0]["shown"]}
    retain(1826)
    assert not files & set(vault.current().blobs.all())
    assert (RejectedRow.objects.count(), Attachment.objects.count(), PersonAccess.objects.count()) == (
        0,
        0,
        0,
    )
    assert Visit.objects.get().photos == []
    assert Visit.objects.get().answers
    gone.refresh_from_db()
    assert (gone.phone, gone.has_usable_password(), gone.tokens.count()) == ("", False, 0)
    assert gone.name.startswith("Regency")
    event = Event.objects.get(action="retention.run")
    assert event.details["raw_deliveries"] == 3


def test_an_import_whose_files_went_cannot_be_undone(kept):
    way, _gone = kept
    retain(731)
    newest = Delivery.objects.filter(kind="spreadsheet").latest("id")
    with pytest.raises(Refused) as refused:
        intake.undo(delivery=newest, by=way.officer, at=NOW)
    assert refused.value.kind.code == "delivery.retired"


def test_an_account_closed_lately_keeps_what_it_has(kept):
    _way, gone = kept
    retain(364)
    gone.refresh_from_db()
    assert gone.tokens.count() == 1


def test_what_is_due_next_is_told(kept):
    following = queries.next_due()
    assert following["exports"].isoformat() == "2020-04-13"
    assert following["raw_deliveries"].isoformat() == "2022-03-14"


def test_no_code_but_retention_removes_rows_of_the_access_log_and_none_changes_them():
    """The log is worth something because nobody can mend it; only the last look of an erasure strikes out a reason."""
    touching = []
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if re.search(r"PersonAccess\b[^\n]*\.(update|delete)\(|accesses[^\n]*\.(update|delete)\(", text):
            touching.append(str(path.relative_to(PACKAGE)))
    assert touching == ["registry/actions/access.py"]
