"""Finding published forms."""

from django.db.models import QuerySet

from naikkelas.forms.models import FormVersion
from naikkelas.instruments.wording import Wording, files_in, wording


def listed() -> QuerySet[FormVersion]:
    """The newest open version of each form: what a phone is offered."""
    return FormVersion.objects.filter(newest=True, state=FormVersion.State.OPEN).order_by("form_id")


def published() -> QuerySet[FormVersion]:
    """All versions that were ever published, newest first."""
    return FormVersion.objects.order_by("form_id", "-published_at", "-id")


def version(form_id: str, number: str) -> FormVersion | None:
    return FormVersion.objects.filter(form_id=form_id, version=number).first()


def newest(form_id: str) -> FormVersion | None:
    return FormVersion.objects.filter(form_id=form_id, newest=True).first()


def files_of(form: FormVersion) -> list[str]:
    """The files that a form loads, by name, in its own order."""
    return files_in(form.xform)


def wording_of(form_id: str, number: str) -> Wording:
    """What the questions of a version are called; empty where the version is not known here."""
    found = version(form_id, number)
    return wording(found.xform) if found else Wording({}, {})


def all_open() -> QuerySet[FormVersion]:
    """Every version that is open, newest first."""
    return published().filter(state=FormVersion.State.OPEN)


def is_closed(form: FormVersion) -> bool:
    return form.state == FormVersion.State.CLOSED
