"""What citizens told: the sign that leads to a market or grant, the code to follow a report, and what officers see."""

from __future__ import annotations

import hmac
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from naikkelas import vault
from naikkelas.accounts import access
from naikkelas.monev.models import CitizenReport
from naikkelas.places import queries as places
from naikkelas.programmes import queries as programmes

if TYPE_CHECKING:
    from naikkelas.accounts.models import User
    from naikkelas.places.models import Facility
    from naikkelas.programmes.models import Recipient

TOPICS = ("quality", "unused", "fee", "wrong_recipient", "service", "other")
CLOSED_REASONS = ("outside_duty", "not_found", "already_known", "no_facts", "abuse")
_KINDS = {"facility": "p", "recipient": "h"}


# ── signs: a short address for one market or one grant, not to be guessed ──


def sign_of(kind: str, pk: int) -> str:
    """`p12-abcdefghijkl` for facility 12, `h…` for a grant."""
    return f"{_KINDS[kind]}{pk}-{vault.current().seal.token(f'sign:{kind}:{pk}')[:12]}"


def subject_of(sign: str) -> Facility | Recipient | None:
    """The market or grant that a sign stands at; nothing for an address that was made up."""
    kind = next((k for k, letter in _KINDS.items() if sign[:1] == letter), None)
    number, _dash, _mark = sign[1:].partition("-")
    if kind is None or not (number.isascii() and number.isdigit() and len(number) <= 18):
        return None
    if not hmac.compare_digest(sign_of(kind, int(number)).encode(), sign.encode()):
        return None
    if kind == "facility":
        return places.every_facility().filter(pk=int(number)).first()
    return programmes.recipients().filter(pk=int(number)).first()


def markets_named(text: str, most: int = 20) -> list[Facility]:
    """Markets by a part of their name, for who stands at one without a sign."""
    rows = places.every_facility().filter(kind="market", name__icontains=text)
    return list(rows.select_related("area").order_by("name")[:most])


# ── following a report ──


def code_of(report: CitizenReport) -> str:
    """Eight letters and digits that only the sender was shown."""
    text = vault.current().seal.token(f"citizen:{report.pk}:{report.nonce}")[:8].upper()
    return f"{text[:4]}-{text[4:]}"


def followed(number: str, code: str) -> CitizenReport | None:
    """The report with this number, where the code is its own."""
    report = CitizenReport.objects.filter(number=number.strip().upper()).select_related("finding").first()
    given = "".join(letter for letter in code.upper() if letter.isalnum())
    if report is None or not hmac.compare_digest(given.encode(), code_of(report).replace("-", "").encode()):
        return None
    return report


def sender_of(address: str, at: datetime) -> str:
    """Tells senders of one day apart: made of the address, from which it cannot be found back."""
    return vault.current().seal.index(f"sender:{at:%Y-%m-%d}:{address}")


# ── for officers ──


def reports_visible_to(user: User) -> QuerySet[CitizenReport]:
    rows = CitizenReport.objects.select_related("area", "facility", "recipient", "finding", "decided_by")
    return access.visible(user, rows)


def contact_of(report: CitizenReport) -> str:
    return vault.current().seal.open(report.contact_sealed) if report.contact_sealed else ""


def waiting(rows: QuerySet[CitizenReport]) -> QuerySet[CitizenReport]:
    return rows.filter(state=CitizenReport.State.RECEIVED)


def old_contacts(before: datetime) -> QuerySet[CitizenReport]:
    """Reports decided before a moment that still say how to reach the sender."""
    return CitizenReport.objects.filter(decided_at__lt=before, contact_sealed__isnull=False)


def about_persons(ids: list[int]) -> QuerySet[CitizenReport]:
    """Reports about grants to these persons."""
    mine = Q(recipient__person_id__in=ids) | Q(recipient__enterprise__owner_id__in=ids)
    return CitizenReport.objects.filter(mine).order_by("id")
