"""A few visits that deserve a second look, so that the demonstration shows what flags look like. Invented, like all of it."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from PIL import ExifTags, Image

from naikkelas.ops.demo.photos import photo

AREA = "18.01"
PICTURES = {
    "cooperative": "photo_office", "enterprise": "photo_place", "market": "photo_front", "plut": "photo_front",
    "novice_entrepreneur": "photo_place",
}  # fmt: skip
Given = dict[str, Any]
Pictures = dict[str, bytes]


@dataclass(frozen=True)
class Twist:
    """One way in which a visit is odd: told what was to be sent, it gives what is."""

    turn: Callable[[Any, datetime, Given, Pictures], tuple[Given, Pictures]]


def of(area: str, left: int) -> Twist | None:
    """The twist of a visit by how many are left of its area, itself counted: the last ones wait to be verified."""
    return _TWISTS.get(left) if area.startswith(AREA) else None


def _at_night(visit: Any, when: datetime, given: Given, pictures: Pictures) -> tuple[Given, Pictures]:
    """Filled at a quarter past eleven in the evening, in two minutes."""
    start = when.replace(hour=16, minute=15) - timedelta(days=1)  # the evening before it was sent
    return given | {
        "start": start.isoformat(),
        "end": (start + timedelta(minutes=2)).isoformat(),
        "today": start.date(),
    }, pictures


def _far_off(visit: Any, when: datetime, given: Given, pictures: Pictures) -> tuple[Given, Pictures]:
    """Some 70 km from the others of its kecamatan."""
    latitude, longitude, *rest = str(given["location"]).split()
    return given | {
        "location": " ".join([f"{float(latitude) - 0.2:.5f}", f"{float(longitude) + 0.6:.5f}", *rest])
    }, pictures


def _old_photo(visit: Any, when: datetime, given: Given, pictures: Pictures) -> tuple[Given, Pictures]:
    """One and the same photo, of a month before, for every visit with this twist."""
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2020:01:14 10:02:11"
    drawn = Image.open(io.BytesIO(photo(random.Random(7), "foto lama")))  # noqa: S311 - invented data
    buffer = io.BytesIO()
    drawn.save(buffer, "JPEG", quality=70, exif=exif)
    return given, pictures | {PICTURES[visit.instrument]: buffer.getvalue()}


_TWISTS: Mapping[int, Twist] = {
    1: Twist(_at_night),
    2: Twist(_far_off),
    3: Twist(_old_photo),
    4: Twist(_old_photo),
}
