"""What a camera wrote into a photo of when and where it was taken. Anything unreadable counts as not written."""

import io
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from PIL import ExifTags, Image

from naikkelas.instruments.photo import FORMATS

log = logging.getLogger("naikkelas.instruments")


@dataclass(frozen=True)
class Written:
    """`taken_at` and `point` as the camera has them, None where it has not."""

    taken_at: datetime | None = None
    point: tuple[float, float] | None = None


def written(content: bytes, zone: ZoneInfo) -> Written:
    """Read the EXIF of a photo. A camera writes local time without its zone: `zone` is where the visit was."""
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as image:
            exif = image.getexif()
            taken = exif.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal)
            gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    except Exception as fault:  # whatever a stranger's file makes a parser raise is the file's fault
        log.info("a photo's metadata cannot be read: %r", fault)
        return Written()
    return Written(_moment(taken, zone), _point(gps))


def _moment(text: object, zone: ZoneInfo) -> datetime | None:
    try:
        return datetime.strptime(str(text)[:19], "%Y:%m:%d %H:%M:%S").replace(tzinfo=zone)
    except ValueError:
        return None


def _point(gps: Mapping[int, object]) -> tuple[float, float] | None:
    try:
        latitude = _degrees(gps[ExifTags.GPS.GPSLatitude], gps[ExifTags.GPS.GPSLatitudeRef], "S")
        longitude = _degrees(gps[ExifTags.GPS.GPSLongitude], gps[ExifTags.GPS.GPSLongitudeRef], "W")
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def _degrees(parts: object, hemisphere: object, negative: str) -> float:
    degrees, minutes, seconds = (float(p) for p in parts)  # type: ignore[attr-defined]
    found = degrees + minutes / 60 + seconds / 3600
    return -found if str(hemisphere).upper().startswith(negative) else found
