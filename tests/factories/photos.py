"""Pictures."""

import io
from functools import cache

from PIL import Image

MAKER, GPS = 271, 0x8825


@cache
def photo(
    colour: str = "red", *, size: tuple[int, int] = (32, 24), maker: str = "", gps: bool = False
) -> bytes:
    """A JPEG; `maker` and `gps` are written into its EXIF as a camera would."""
    image, exif = Image.new("RGB", size, colour), Image.Exif()
    if maker:
        exif[MAKER] = maker
    if gps:
        exif.get_ifd(GPS)[1], exif.get_ifd(GPS)[2] = "S", (5.0, 43.0, 12.0)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", exif=exif, comment=maker.encode())
    return buffer.getvalue()
