"""A photo made fit to be shown: decoded within limits, turned upright, made smaller, and freed of hidden data."""

import io

from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP")
MAX_PIXELS = 40_000_000
SHOWN_EDGE = 1_600
# `shown` looks at the size by itself before anything is decoded; Pillow would only warn, at twice as many
Image.MAX_IMAGE_PIXELS = None


class NotAPhoto(Exception):
    """The bytes are no JPEG, PNG or WEBP, are damaged, or unpack to more pixels than we take."""


def shown(content: bytes) -> bytes:
    """Return the photo as a JPEG of at most 1,600 pixels an edge, without EXIF, XMP or comments.

    Only the three formats are tried: with all of Pillow's, a PostScript file named .jpg would reach Ghostscript.
    """
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as image:
            width, height = image.size
            if width * height > MAX_PIXELS:
                raise NotAPhoto(f"{width}×{height} pixels")
            # smaller first: what follows then works on little
            image.thumbnail((SHOWN_EDGE, SHOWN_EDGE))
            ImageOps.exif_transpose(image, in_place=True)
            upright = image.convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise NotAPhoto(str(error)[:100]) from error
    clean = Image.new("RGB", upright.size)
    clean.paste(upright)
    buffer = io.BytesIO()
    clean.save(buffer, "JPEG", quality=82, optimize=True)
    return buffer.getvalue()
