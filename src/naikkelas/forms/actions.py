"""Publishing forms."""

import hashlib
from datetime import datetime

from django.db import transaction

from naikkelas.forms.models import FormVersion
from naikkelas.instruments import forms as compiler
from naikkelas.kit.problems import Kind, Refused
from naikkelas.places.queries import NATION
from naikkelas.trail.actions import Actor, note

VERSION_EXISTS = Kind(
    "instrument.version_exists",
    "Formulir {form_id} versi {version} sudah terbit dengan isi lain. Naikkan nomor versinya.",
    "Form {form_id} version {version} is published with other content. Raise its version number.",
)


@transaction.atomic
def publish_catalogue(*, by: Actor, at: datetime) -> list[FormVersion]:
    """Publish every questionnaire of the catalogue whose version is new; return those. Raises Refused when a version
    that phones already carry would change."""
    fresh = []
    for questionnaire in compiler.questionnaires().values():
        xform = compiler.compiled(questionnaire.id)
        md5 = hashlib.md5(xform.encode(), usedforsecurity=False).hexdigest()
        held = FormVersion.objects.filter(form_id=questionnaire.id, version=questionnaire.version).first()
        if held is not None:
            if held.md5 != md5:
                raise Refused(
                    VERSION_EXISTS, status=409, form_id=questionnaire.id, version=questionnaire.version
                )
            continue
        FormVersion.objects.filter(form_id=questionnaire.id).update(newest=False)
        fresh.append(
            FormVersion.objects.create(
                form_id=questionnaire.id,
                version=questionnaire.version,
                title=questionnaire.title.id,
                description=questionnaire.about.id,
                xform=xform,
                md5=md5,
                published_at=at,
            )
        )
        note(
            by=by, at=at, action="form.published", on=("form", questionnaire.id), area=NATION,
            version=questionnaire.version,
        )  # fmt: skip
    return fresh


@transaction.atomic
def set_state(*, form: FormVersion, state: str, by: Actor, at: datetime) -> FormVersion:
    """Open a form, let it run out (closing: still taken, no longer offered) or close it."""
    form.state = FormVersion.State(state)
    form.save(update_fields=["state"])
    note(by=by, at=at, action=f"form.{state}", on=("form", form.form_id), area=NATION, version=form.version)
    return form
