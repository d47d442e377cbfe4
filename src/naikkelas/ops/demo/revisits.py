"""Some visits made again by somebody else: drawn, sent through the phones' door, with a few answers that differ."""

import io
import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

from defusedxml import ElementTree
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.urls import resolve

from naikkelas.accounts import actions as accounts
from naikkelas.forms import queries as forms
from naikkelas.intake import actions as intake
from naikkelas.intake import queries as submissions
from naikkelas.kit import clock
from naikkelas.monev import actions as monev
from naikkelas.monev.queries import revisits
from naikkelas.ops.demo.people import People

_DRAWN = datetime(2020, 3, 6, 6, 0, tzinfo=UTC)
_CARELESS = ("18.02", "18.07")
"""Where the first visits were made in haste: more answers differ there."""
_DRAWS = (("dinas1802", "18.02", 45, 4), ("provinsi", "18", 5, 0))
"""Who draws where: the share in percent, and the least of each enumerator."""


def check(cycle: Any, people: People, at: datetime) -> None:
    """An office that doubts its own figures draws many, the province a few everywhere; four of five have come in by the
    story's day."""
    dice = random.Random("kunjungan ulang")  # noqa: S311
    for username, area, share, least in _DRAWS:
        by = people.user(username)
        drawn = monev.draw_again(
            cycle=cycle, area=area, seed=f"ulang-{area}", least=least, share_percent=share, due_on=date(2020, 3, 20), by=by,
            at=_DRAWN, synthetic=True,
        )  # fmt: skip
        rows = list(revisits.revisits_visible_to(by).filter(back_check=drawn).order_by("code"))
        for planned in rows[: len(rows) * 4 // 5]:
            token = accounts.issue_token(user=planned.assigned_to, kind="phone", by=by, at=_DRAWN)[1]
            _send(planned, token, by, dice)
    intake.read_waiting(at=at, limit=10_000)  # the worker judges them once the demonstration is served


def _send(planned: Any, token: str, by: Any, dice: random.Random) -> None:
    when = _DRAWN + timedelta(days=dice.randrange(1, 6), minutes=dice.randrange(240) - 200)
    delivery = submissions.submission_of(by, planned.again_of.instance_id)
    root = ElementTree.parse(io.BytesIO(submissions.raw_xml(delivery))).getroot()
    latitude, longitude = (f"{v + dice.uniform(-0.0004, 0.0004):.6f}" for v in _point(planned.again_of))
    told = {
        "visit_code": planned.code, "today": when.date(), "start": when.isoformat(), "deviceid": f"demo:{planned.assigned_to_id}",
        "end": (when + timedelta(minutes=dice.randrange(15, 50))).isoformat(), "location": f"{latitude} {longitude} 40 8",
        "instanceID": f"uuid:{dice.getrandbits(128):032x}",
    }  # fmt: skip
    wording = forms.wording_of(planned.instrument, delivery.form_version)
    often = 0.2 if planned.area_id[:5] in _CARELESS else 0.05
    for path, leaf in _leaves(root):
        name, known = path.rpartition("/")[2], wording.question(path)
        if name in told:
            leaf.text = str(told[name])
        elif known and known.type == "binary":
            leaf.text = None  # whoever checks takes no photos
        elif known and leaf.text and dice.random() < often:
            leaf.text = _other(leaf.text, name, known, dice)
    clock.set_to(when + timedelta(hours=6))
    xml = SimpleUploadedFile("submission.xml", ElementTree.tostring(root), "text/xml")
    request = RequestFactory().post(f"/k/{token}/submission", {"xml_submission_file": xml})
    door = resolve(request.path)
    response = door.func(request, **door.kwargs)
    if response.status_code != 201:
        raise RuntimeError(f"{planned.code}: {response.status_code} {response.content.decode()}")


def _point(first: Any) -> tuple[float, float]:
    return first.latitude or -5.4, first.longitude or 105.2


def _leaves(element: Any, path: str = "") -> Any:
    for child in element:
        name = child.tag.rsplit("}", 1)[-1]
        here = f"{path}/{name}" if path else name
        if len(child):
            yield from _leaves(child, here)
        else:
            yield here, child


def _other(text: str, name: str, known: Any, dice: random.Random) -> str:
    """What somebody else was told: another choice, another number; words stay."""
    others = [value for value in known.choices if value not in text.split()]
    if others:
        return dice.choice(others)
    if name.endswith("year") and text.isdigit():
        return str(int(text) - 1)
    if known.type == "int" and text.isdigit() and int(text) >= 4:
        return str(int(text) * dice.choice((60, 80, 95, 130, 150)) // 100)
    return text
