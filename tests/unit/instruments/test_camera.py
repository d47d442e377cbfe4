"""What a camera wrote is read; anything else counts as not written."""

import io
from datetime import datetime
from zoneinfo import ZoneInfo

from PIL import ExifTags, Image

from naikkelas.instruments.camera import Written, written

ZONE = ZoneInfo("Asia/Jakarta")


def jpeg(taken: str = "", gps: dict | None = None) -> bytes:
    exif = Image.Exif()
    if taken:
        exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = taken
    if gps:
        exif.get_ifd(ExifTags.IFD.GPSInfo).update(gps)
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8)).save(buffer, "JPEG", exif=exif)
    return buffer.getvalue()


def test_time_is_local_to_the_place_and_south_is_negative():
    gps = {1: "S", 2: (5.0, 30.0, 0.0), 3: "E", 4: (105.0, 15.0, 36.0)}
    found = written(jpeg("2020:03:12 09:05:00", gps), ZONE)
    assert found.taken_at == datetime(2020, 3, 12, 9, 5, tzinfo=ZONE)
    assert found.point == (-5.5, 105.26)


def test_what_is_missing_or_broken_is_not_written():
    assert written(jpeg(), ZONE) == Written()
    assert written(jpeg("yesterday", {1: "S", 2: (5.0,)}), ZONE) == Written()
    assert written(b"no photo", ZONE) == Written()
