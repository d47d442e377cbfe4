"""What follows for monev when two records become one: aid that one person received twice opens a finding."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from naikkelas.monev.actions.findings import open_about_aid, withdraw_all
from naikkelas.monev.models import Finding
from naikkelas.places import queries as places
from naikkelas.programmes import queries as programmes
from naikkelas.registry import actions as registry
from naikkelas.trail.actions import Actor

if TYPE_CHECKING:
    from naikkelas.accounts.models import User
    from naikkelas.programmes.models import Recipient
    from naikkelas.registry.models import Cooperative, Enterprise, Merge

DOUBLE_AID = "programme.once_per_person"


@transaction.atomic
def merge_records(
    *,
    survivor: Enterprise | Cooperative,
    absorbed: Enterprise | Cooperative,
    choices: Mapping[str, int],
    same_owner: bool = True,
    by: User,
    at: datetime,
) -> Merge:
    """registry.merge_records, and a finding for aid that turns out to have gone twice to one person."""
    merge = registry.merge_records(
        survivor=survivor, absorbed=absorbed, choices=choices, same_owner=same_owner, by=by, at=at
    )
    # everywhere: the other grant may have been given in another kabupaten/kota
    open_double_aid(area=places.NATION, by=by, at=at)
    return merge


@transaction.atomic
def unmerge(*, merge: Merge, reason: str, apart: bool = True, by: User, at: datetime) -> Merge:
    """registry.unmerge, and the findings that only the merge had opened are withdrawn where nobody has acted."""
    merge = registry.unmerge(merge=merge, reason=reason, apart=apart, by=by, at=at)
    still = {row.pk for named in programmes.doubled_aid(places.NATION) for row in named[1:]}
    gone = Finding.objects.filter(rule=DOUBLE_AID).exclude(recipient__in=still)
    withdraw_all(
        findings=gone,
        text="Penggabungan data dibatalkan: bukan orang yang sama; temuan dicabut.",
        by=by,
        at=at,
    )
    return merge


def one_at_a_time(area: str) -> None:
    """Of two that look for the same in one province, such as two nightly rounds, one at a time decides what follows."""
    places.hold(area[: len("18")])


def open_double_aid(*, area: str, by: Actor, at: datetime) -> int:
    """Open a finding for every grant of a once-only programme after a person's first, below a region. Returns how many.

    Each is a transaction of its own: there may be thousands, and others want to write meanwhile.
    """
    opened = 0
    for first, *later in programmes.doubled_aid(area):
        for row in later:
            if row.findings.filter(rule=DOUBLE_AID).exists():
                continue
            with transaction.atomic():
                one_at_a_time(row.area_id)
                if not row.findings.filter(rule=DOUBLE_AID).exists():
                    _open(first, row, by, at)
                    opened += 1
    return opened


def _open(first: Recipient, row: Recipient, by: Actor, at: datetime) -> None:
    programme, kind = _programme(row), programmes.type_of(row.allocation.ceiling.programme)
    open_about_aid(
        recipient=row,
        rule=DOUBLE_AID,
        title="Bantuan sejenis diterima lebih dari satu kali oleh orang yang sama",
        condition=(
            f"Penerima dalam SK {row.decree_no} ({programme}) adalah orang yang sama dengan penerima dalam "
            f"SK {first.decree_no} ({_programme(first)})."
        ),
        criterion=kind.once_per_person.id if kind and kind.once_per_person else "",
        recommendation=(
            "Periksa identitas kedua penerima dan dasar penetapannya. Bila benar orang yang sama, proses pengembalian "
            "bantuan yang tidak berhak; bila bukan, pisahkan datanya."
        ),
        by=by,
        at=at,
    )


def _programme(row: Recipient) -> str:
    ceiling = row.allocation.ceiling
    return f"{ceiling.programme.name} {ceiling.year}"
