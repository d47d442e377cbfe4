"""Finding published forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from naikkelas.accounts import access
from naikkelas.forms.models import FormMedia, FormVersion
from naikkelas.instruments.form_facts import SERVED, lists_created
from naikkelas.instruments.wording import Wording, files_in, wording
from naikkelas.places import queries as places
from naikkelas.trail.prepared import Prepared

if TYPE_CHECKING:
    from naikkelas.accounts.models import DeviceToken, User


LARGE = ("xform", "reading", "problems")
"""What is asked for only where it is shown or sent."""


def listed(code: str = "") -> QuerySet[FormVersion]:
    """The newest open version of each form: what a phone is offered in an area (or everywhere)."""
    rows = FormVersion.objects.filter(newest=True, state=FormVersion.State.OPEN).order_by("form_id")
    return reaching(rows, code) if code else rows


def reaching(rows: QuerySet[FormVersion], code: str) -> QuerySet[FormVersion]:
    """Those for everybody, and those of the offices that an area belongs to."""
    return rows.filter(Q(area=None) | Q(area__in=_above(code)))


def published() -> QuerySet[FormVersion]:
    """All versions that were ever published, newest first."""
    return FormVersion.objects.exclude(state=FormVersion.State.DRAFT).order_by(
        "form_id", "-published_at", "-id"
    )


def own_visible_to(user: User) -> QuerySet[FormVersion]:
    """Forms of offices within the area of duty, and of the offices above it."""
    rows = FormVersion.objects.filter(area__isnull=False).select_related("area", "made_by", "draft_key")
    above = {region.code for region in places.path(user.area_id)}
    return rows.filter(
        Q(pk__in=access.visible(user, rows).values("pk"))
        | Q(area__in=above) & ~Q(state=FormVersion.State.DRAFT)
    ).order_by("form_id", "-id")


def versions_of(form: FormVersion) -> QuerySet[FormVersion]:
    return FormVersion.objects.filter(form_id=form.form_id).order_by("-id")


def versions() -> QuerySet[FormVersion]:
    """Every version of every form, drafts too."""
    return FormVersion.objects.all()


def before(form_id: str, pk: int = 0) -> FormVersion | None:
    """The published version before this one (or the newest), which phones carry."""
    rows = published().filter(form_id=form_id)
    return (rows.filter(pk__lt=pk) if pk else rows).order_by("-id").first()


def draft_of(token: DeviceToken) -> FormVersion | None:
    """What a key for testing opens."""
    return FormVersion.objects.filter(draft_key=token, state=FormVersion.State.DRAFT).first()


def version(form_id: str, number: str) -> FormVersion | None:
    return FormVersion.objects.filter(form_id=form_id, version=number).first()


def usable(form_id: str, number: str, code: str) -> FormVersion | None:
    """A version that phones of an area may send: published, and for that area."""
    found = _version.first(form_id, number)
    if found is None or found.state == FormVersion.State.DRAFT:
        return None
    reaches = found.area_id is None or found.area_id in _above(code)
    return found if reaches else None


_version: Prepared[FormVersion] = Prepared(
    lambda form_id, number: FormVersion.objects.filter(form_id=form_id, version=number).defer(*LARGE)
)


def _above(code: str) -> set[str]:
    return {code, *(region.code for region in places.path(code))}


def media_of(form: FormVersion) -> QuerySet[FormMedia]:
    return form.media.order_by("name")


def missing_media(form: FormVersion) -> list[str]:
    """The files that a form loads and nobody uploaded."""
    there = set(form.media.values_list("name", flat=True)) | SERVED
    return [name for name in files_of(form) if name not in there]


def newest(form_id: str) -> FormVersion | None:
    return FormVersion.objects.filter(form_id=form_id, newest=True).first()


def titles() -> dict[str, str]:
    """What every form is called in its newest version."""
    return dict(FormVersion.objects.filter(newest=True).values_list("form_id", "title"))


def files_of(form: FormVersion) -> list[str]:
    """The files that a form loads, by name, in its own order."""
    return files_in(form.xform)


def lists_added_to(form: FormVersion) -> frozenset[str]:
    """The entity lists that a form adds entries to, by name."""
    return lists_created(form.xform)


def wording_of(form_id: str, number: str) -> Wording:
    """What the questions of a version are called; empty where the version is not known here."""
    found = _worded.first(form_id, number) or _serving.first(form_id, number)
    return wording(found.xform) if found else Wording({}, {})


_worded = Prepared(
    lambda form, number: FormVersion.objects.filter(form_id=form, version=number).only("xform")
)
_serving = Prepared(
    lambda form, number: FormVersion.objects.filter(serves=form, version=number).only("xform")
)


def all_open(code: str = "") -> QuerySet[FormVersion]:
    """Every version that is open (in an area), newest first."""
    rows = published().filter(state=FormVersion.State.OPEN)
    return reaching(rows, code) if code else rows


def is_closed(form: FormVersion) -> bool:
    return form.state == FormVersion.State.CLOSED
