"""Reading deliveries."""

from __future__ import annotations

import io
import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import polars as pl
from django.db import connection
from django.db.models import Min, Q, QuerySet

from naikkelas import vault
from naikkelas.accounts import access
from naikkelas.accounts.queries import users_by_id
from naikkelas.instruments import record_kinds, xform
from naikkelas.instruments.problem_kinds import KINDS
from naikkelas.instruments.wording import BY_DEVICE
from naikkelas.intake.models import Attachment, Delivery, RejectedRow, SavedMapping
from naikkelas.monev import queries as monev
from naikkelas.monev.actions import ALREADY
from naikkelas.places import queries as places
from naikkelas.vault.seal import Unsealable

if TYPE_CHECKING:
    from naikkelas.accounts.models import User


def spreadsheets_visible_to(user: User) -> QuerySet[Delivery]:
    rows = Delivery.objects.filter(kind=Delivery.Kind.SPREADSHEET).select_related("received_by", "area")
    return access.visible(user, rows).defer("body")


LIST_DUTIES = {
    **dict.fromkeys(record_kinds.MONEY, "programmes.edit"),
    "application": "applications.edit",
    "service": "plut.edit",
}
"""Which duty each kind of list of programmes asks for."""


def lists_open_to(user: User) -> tuple[str, ...]:
    """The kinds of lists that somebody may send."""
    return tuple(record for record, duty in LIST_DUTIES.items() if access.may(user, duty))


def money_visible_to(user: User) -> QuerySet[Delivery]:
    """Lists of programmes of the offices in the area of duty."""
    rows = Delivery.objects.filter(kind=Delivery.Kind.MONEY).select_related("received_by", "area")
    return access.visible(user, rows).defer("body")


def submissions_visible_to(user: User) -> QuerySet[Delivery]:
    rows = Delivery.objects.filter(kind=Delivery.Kind.SUBMISSION).select_related("received_by", "area")
    return access.visible(user, rows)


def held(rows: QuerySet[Delivery]) -> QuerySet[Delivery]:
    """What waits for a person: doubtful submissions, and what differs from one already taken."""
    return rows.filter(Q(state=Delivery.State.HELD) | Q(state=Delivery.State.ASIDE, finished_at=None))


def dismissed(rows: QuerySet[Delivery]) -> QuerySet[Delivery]:
    """What a person decided not to count, or whose content was erased. It stays kept and can be found."""
    over = [Delivery.State.REFUSED, Delivery.State.ASIDE]
    return rows.filter(state__in=over, finished_at__isnull=False).exclude(summary__has_key="chosen")


def standing_beside(delivery: Delivery) -> Delivery | None:
    """The version that counts in the place of this one: of the submission that it differs from, of the visit that has a
    form already, or newer than this one. None where nothing stands against it."""
    if delivery.first is not None:
        return versions_of(delivery.first)[-1]
    if delivery.reason == ALREADY.code:
        code = next((a["text"] for a in answers_of(delivery) if a["question"] == "visit_code"), "")
        visit = monev.standing_visit(code)
        newest = standing(visit.instance_id) if visit else None
    else:
        newest = versions_of(delivery)[-1]
    return newest if newest != delivery else None


def stance(delivery: Delivery, other: Delivery) -> str:
    """How two submissions for one visit stand: who decides about them says that nobody else has since."""
    return f"{other.pk}.{other.state}.{delivery.state}.{delivery.waits:d}.{delivery.summary.get('chosen', 0)}"


def both(delivery: Delivery, other: Delivery) -> tuple[Delivery, Delivery]:
    """The same two, locked, in the order of their coming: who locks others does likewise."""
    rows = Delivery.objects.select_related("received_by__area").select_for_update(of=("self",))
    locked = {row.pk: row for row in rows.filter(pk__in=[delivery.pk, other.pk]).order_by("pk")}
    return locked[delivery.pk], locked[other.pk]


def versions_of(delivery: Delivery) -> list[Delivery]:
    """The chain of edits that a submission belongs to, the first version first."""
    first = delivery
    while first.edits_id is not None:
        first = first.edits
    chain = [first]
    while (
        newer := chain[-1].edited_by.exclude(state=Delivery.State.ASIDE).select_related("received_by").first()
    ) is not None:
        chain.append(newer)
    return chain


def submission_of(user: User, instance_id: str) -> Delivery | None:
    """The standing submission with a number, where this person may see it."""
    rows = submissions_visible_to(user).filter(instance_id=instance_id).select_related(None)
    return rows.exclude(state=Delivery.State.ASIDE).first()


def answers_to(user: User, form_id: str, version: str, *, trial: bool) -> QuerySet[Delivery]:
    """What came for a form within the area of duty, the newest first: tests of a draft, or what counts. Without a
    version, for all of them."""
    rows = submissions_visible_to(user).filter(instrument=form_id)
    rows = rows.filter(form_version=version) if version else rows
    state = [Delivery.State.TRIAL] if trial else [Delivery.State.APPLIED, Delivery.State.RECEIVED]
    return rows.filter(state__in=state).order_by("-id")


def rejected_rows(delivery: Delivery) -> QuerySet[RejectedRow]:
    return delivery.rejected.order_by("row")


def attachments_of(delivery: Delivery) -> QuerySet[Attachment]:
    return delivery.attachments.order_by("aside", "name")


def files_of(deliveries: list[int]) -> QuerySet[Attachment]:
    """The files of some submissions that count."""
    return Attachment.objects.filter(delivery__in=deliveries, aside=False).order_by("id")


FILES = (Delivery.Kind.SPREADSHEET, Delivery.Kind.MONEY)
"""What comes as a file of many rows."""
UNSETTLED = (Delivery.State.PARTIAL, Delivery.State.RECEIVED, Delivery.State.HELD)


def raw_xml(delivery: Delivery) -> bytes:
    """The XML of a submission as it came. Raises Unsealable where it was erased or damaged."""
    if delivery.body is None:
        raise Unsealable("the content was erased")
    return vault.current().seal.open_bytes(delivery.body)


def answers_of(delivery: Delivery) -> list[dict[str, str]]:
    """Every answer of a submission as it would be read now: path, question and text, corrections included. None
    where the kept bytes were damaged: a person must be able to decide all the same."""
    try:
        submission = xform.read(raw_xml(delivery)).corrected(delivery.summary.get("corrections", {}))
    except Unsealable:
        return []
    return [{"path": a.path, "question": a.question, "text": a.text} for a in submission.answers]


@dataclass(frozen=True)
class Change:
    """One answer that differs between two versions; empty where there was, or is, none."""

    path: str
    before: str
    now: str


def changes(before: list[dict[str, str]], now: list[dict[str, str]]) -> list[Change]:
    """What differs in what people answered; what devices answer by themselves counts for nothing."""
    old, new = ({a["path"]: a["text"] for a in answers} for answers in (before, now))
    paths = [*new, *(path for path in old if path not in new)]
    return [
        Change(path, old.get(path, ""), new.get(path, ""))
        for path in paths
        if path not in BY_DEVICE and _plain(old.get(path, "")) != _plain(new.get(path, ""))
    ]


def _plain(text: str) -> str | tuple[float, ...]:
    """An answer as it is compared: a point or number that is written otherwise is the same."""
    try:
        return tuple(float(part) for part in text.split()) if text[:1] in "-0123456789" else text
    except ValueError:
        return text


def standing(instance_id: str) -> Delivery | None:
    """The submission with a number; not what was kept aside."""
    rows = Delivery.objects.filter(kind=Delivery.Kind.SUBMISSION, instance_id=instance_id)
    return rows.exclude(state=Delivery.State.ASIDE).select_related("received_by__area").first()


def version_of(visit_id: int, instance_id: str) -> Delivery | None:
    """A version of a visit's submission that was read, by its number."""
    found = standing(instance_id)
    return found if found and found.summary.get("visit") == visit_id else None


def sent_xml(delivery: Delivery) -> bytes:
    """The XML of a submission with what a person corrected when it was released: what an edit of it begins with."""
    return xform.with_answers(raw_xml(delivery), delivery.summary.get("corrections", {}))


EARLY = "submission.edit_early"
"""Why an edit is held whose original has not come."""


def numbered(*instance_ids: str) -> QuerySet[Delivery]:
    """What stands for these numbers; only submissions have one. The kind is not asked for: where the database does not
    know yet how many there are, it would look through all of that kind instead of looking the numbers up."""
    return Delivery.objects.filter(instance_id__in=instance_ids).exclude(state=Delivery.State.ASIDE)


def early_edits(instance_ids: Collection[str]) -> QuerySet[Delivery]:
    """Edits that came before the submissions that they replace."""
    return Delivery.objects.filter(
        deprecated_id__in=list(instance_ids),
        reason=EARLY,
        state=Delivery.State.HELD,
    )


def known_numbers(instance_ids: Collection[str]) -> set[str]:
    """Which of these numbers stand for a submission already (`numbered`), or for one that an edit waits for (`early_edits`)."""
    ids, states = [*instance_ids], Delivery.State
    table, marks = Delivery._meta.db_table, ", ".join(["%s"] * len(ids))
    # asked for every handful of submissions: Django would spend ten times as long on the SQL. Nearly all replace nothing,
    # so SQLite takes the index for worthless from a dozen numbers on: the order of the join leaves it no other way
    sql = (
        f"SELECT instance_id FROM {table} WHERE instance_id IN ({marks}) AND state <> %s UNION ALL "  # noqa: S608
        f"SELECT deprecated_id FROM (VALUES {marks.replace('%s', '(%s)')}) AS asked CROSS JOIN {table} "
        "WHERE deprecated_id = asked.column1 AND reason = %s AND state = %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*ids, states.ASIDE.value, *ids, EARLY, states.HELD.value])
        return {row[0] for row in cursor.fetchall()}


def waiting(limit: int) -> list[int]:
    """Submissions that were received but not read yet, oldest first."""
    return list(_waiting().order_by("id").values_list("id", flat=True)[:limit])


def waiting_count() -> int:
    return _waiting().count()


def _waiting() -> QuerySet[Delivery]:
    return Delivery.objects.filter(kind=Delivery.Kind.SUBMISSION, state=Delivery.State.RECEIVED)


def stale_partial(before: datetime) -> list[int]:
    """Submissions whose last batch of files has not come since `before`."""
    rows = Delivery.objects.filter(
        kind=Delivery.Kind.SUBMISSION, state=Delivery.State.PARTIAL, received_at__lt=before
    )
    return list(rows.values_list("id", flat=True))


def interrupted() -> QuerySet[Delivery]:
    """Spreadsheets and lists of money that a stopped worker left in the middle of being read or applied."""
    middle = [Delivery.State.RECEIVED, Delivery.State.LOOKING, Delivery.State.APPLYING]
    return Delivery.objects.filter(kind__in=FILES, state__in=middle).order_by("id")


def delivery(pk: int, *, lock: bool = False) -> Delivery:
    rows = Delivery.objects.select_related("received_by__area", "area")
    return (rows.select_for_update(of=("self",)) if lock else rows).get(pk=pk)


def deliveries(ids: Collection[int]) -> list[Delivery]:
    """Deliveries with sender and files, in the order of their coming."""
    rows = list(Delivery.objects.filter(pk__in=list(ids)).prefetch_related("attachments").order_by("pk"))
    senders = users_by_id({row.received_by_id for row in rows})
    for row in rows:
        row.received_by = senders[row.received_by_id]
    return rows


def unread_files(ids: Collection[int]) -> dict[int, set[str]]:
    """Lock those that still wait to be read; the names of the files that each has by now."""
    rows = Delivery.objects.select_for_update().filter(pk__in=list(ids), state=Delivery.State.RECEIVED)
    found: dict[int, set[str]] = {pk: set() for pk in rows.order_by("pk").values_list("pk", flat=True)}
    files = Attachment.objects.filter(delivery__in=list(found), aside=False)
    for pk, name in files.values_list("delivery_id", "name"):
        found[pk].add(name)
    return found


def told_problems(delivery: Delivery, lang: str) -> list[str]:
    """Every problem of a delivery as a line: file, sheet, row, column, what to do."""
    lines = []
    for row in rejected_rows(delivery).iterator(chunk_size=1_000):
        for p in row.problems:
            text = KINDS[p["code"]].text(lang, value=p["value"], **p["params"])
            where = (
                f"{delivery.filename}, {delivery.summary['sheet'] or '-'}, {row.row}, {p['column'] or '-'}"
            )
            lines.append(f"{where}: {text}")
    return lines


# ── what retention removes ──


def old_spreadsheets(before: datetime) -> QuerySet[Delivery]:
    """Lists that came to rest before a moment, or wait for a decision since then, and still have their files."""
    settled = Q(finished_at__lt=before) | Q(
        state__in=[Delivery.State.LOOKED, Delivery.State.MAPPING], received_at__lt=before
    )
    return Delivery.objects.filter(settled, kind__in=FILES).exclude(sha256="")


def old_submissions(before: datetime) -> QuerySet[Delivery]:
    rows = Delivery.objects.filter(kind=Delivery.Kind.SUBMISSION, finished_at__lt=before)
    return rows.filter(body__isnull=False)


def old_attachments(before: datetime) -> QuerySet[Attachment]:
    return Attachment.objects.filter(delivery__finished_at__lt=before)


def oldest(kind: str) -> datetime | None:
    """When the oldest delivery of a kind that retention has not met yet came to rest."""
    kinds = FILES if kind == Delivery.Kind.SPREADSHEET else [kind]
    rows = Delivery.objects.filter(kind__in=kinds).filter(finished_at__isnull=False)
    kept = rows.exclude(sha256="") if kind == Delivery.Kind.SPREADSHEET else rows.filter(body__isnull=False)
    return kept.aggregate(first=Min("finished_at"))["first"]


# ── what was staged of a spreadsheet, and saved mappings ──


def staged(delivery: Delivery) -> pl.DataFrame:
    """The rows that can be applied, as they were read; personal numbers sealed. Raises BlobMissing."""
    return pl.read_ipc(io.BytesIO(vault.current().blobs.get(delivery.staged_sha256)))


def preview(delivery: Delivery, part: str) -> pl.DataFrame:
    """`index` or `problems` of a spreadsheet that was looked at. Raises BlobMissing."""
    return pl.read_ipc(io.BytesIO(vault.current().blobs.get(delivery.summary["preview"][part])))


def money_lines(delivery: Delivery) -> list[dict[str, Any]]:
    """What came of each row of a list of money when it was tried. Raises BlobMissing."""
    _pk, lines = json.loads(vault.current().blobs.get(delivery.summary["preview"]["lines"]))
    return lines


def money_cells(delivery: Delivery) -> pl.DataFrame:
    """The sheet of a list as it was sent, by the sender's row numbers. Raises BlobMissing."""
    return pl.read_ipc(io.BytesIO(vault.current().blobs.get(delivery.summary["preview"]["cells"])))


def surveyed(delivery: Delivery) -> dict[str, Any]:
    """What was seen of a spreadsheet that waits for its mapping."""
    return json.loads(vault.current().blobs.get(delivery.summary["survey"]))


def since(delivery: Delivery) -> dict[str, Any]:
    """What changed since the list before, row by row, as far as it is told."""
    return json.loads(vault.current().blobs.get(delivery.summary["since"]["told"]))


def applied_before(delivery: Delivery, layout: str) -> QuerySet[Delivery]:
    """The lists that the same office brought in before, in the same layout or by the same mapping, the newest first."""
    rows = Delivery.objects.filter(
        kind=Delivery.Kind.SPREADSHEET, state=Delivery.State.APPLIED, area=delivery.area_id, instrument=layout
    )
    return rows.exclude(pk=delivery.pk).exclude(staged_sha256="").order_by("-finished_at", "-id")


def mappings_for(area: str, records: Collection[str] = record_kinds.REGISTRY) -> QuerySet[SavedMapping]:
    """The mappings that a file of this area may use: its own and those of the areas above, the nearest first."""
    above = [region.code for region in places.path(area)]
    rows = SavedMapping.objects.filter(area__in={area, *above}, record__in=records)
    return rows.order_by("-area_id", "-changed_at", "-id")


def mappings_visible_to(user: User) -> QuerySet[SavedMapping]:
    return access.visible(user, SavedMapping.objects.select_related("area", "made_by")).order_by("name", "id")


def beside(summary: dict[str, Any]) -> list[str]:
    """The files that looking kept beside the staged rows: for the preview, for a mapping, and what changed."""
    parts = [
        *summary.get("preview", {}).values(),
        summary.get("survey"),
        summary.get("since", {}).get("told"),
    ]
    return [sha for sha in parts if sha]
