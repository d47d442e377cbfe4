"""What phones send."""

import random
import uuid

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from naikkelas.accounts import actions as accounts
from naikkelas.accounts.models import User
from naikkelas.forms import queries as forms
from naikkelas.monev.models import PlannedVisit
from naikkelas.ops.demo import answers
from naikkelas.ops.demo.filled import fill
from tests.conftest import NOW

PLACE = (-5.72, 105.59)


def found(planned: PlannedVisit, seed: int = 1) -> answers.Found:
    """Plausible answers of an instrument, the same each time."""
    dice = random.Random(seed)
    if planned.instrument == "novice_entrepreneur":
        return answers.novice_entrepreneur(dice, PLACE, planned.recipient.amount_idr)
    if planned.instrument == "market":
        return answers.market(dice, PLACE, abandoned=True)
    if planned.instrument == "plut":
        return answers.plut(dice, PLACE)
    if planned.instrument == "cooperative":
        return answers.cooperative(dice, PLACE, active=True)
    return answers.enterprise(dice, PLACE, 20_000_000)


def filled(planned: PlannedVisit, *, instance_id: str = "", seed: int = 1, **changes: object) -> bytes:
    """The XML of a filled form for a planned visit; `changes` replace answers by question name. Names no photos
    unless told."""
    given = found(planned, seed)
    answered = given.answers | {
        "visit_code": planned.code, "today": "2020-03-12", "start": "2020-03-12T09:00:00+07:00",
        "end": "2020-03-12T09:30:00+07:00", "deviceid": "uji",
    } | changes  # fmt: skip
    form = forms.newest(planned.instrument)
    return fill(form.xform, instance_id or f"uuid:{uuid.uuid4()}", answered, given.repeats)


def phone(user: User) -> str:
    """The path of a person's OpenRosa server, '/k/…'."""
    return f"/k/{accounts.issue_token(user=user, kind='phone', by=user, at=NOW)[1]}"


def multipart(xml: bytes, files: dict[str, bytes] | None = None, **fields: str) -> dict[str, object]:
    """The parts of a submission, for Client.post."""
    parts: dict[str, object] = {"xml_submission_file": SimpleUploadedFile("submission.xml", xml, "text/xml")}
    for name, content in (files or {}).items():
        parts[name] = SimpleUploadedFile(name, content, "image/jpeg")
    return parts | fields


def send(user: User, xml: bytes, files: dict[str, bytes] | None = None, *, server: str = "", **fields: str):
    """POST a submission through the phones' door."""
    return Client().post(f"{server or phone(user)}/submission", multipart(xml, files, **fields))
