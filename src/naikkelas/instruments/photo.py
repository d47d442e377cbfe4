"""A photo made fit to be shown: decoded within limits, turned upright, made smaller, and freed of hidden data.

Most photos come from forms that ask for 1,600 pixels and stand upright. Of those the picture itself is taken over as it is,
without whatever was written beside it: that takes a fiftieth of the time, and the picture is not coded a second time.
"""

import io
import re
from collections.abc import Iterator

from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP")
MAX_PIXELS = 40_000_000
SHOWN_EDGE = 1_600
# `shown` looks at the size by itself before anything is decoded; Pillow would only warn, at twice as many
Image.MAX_IMAGE_PIXELS = None
CAPTION_LETTERS = 200


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
            if (bare := _bare(image, content)) is not None:
                return bare
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


_ORIENTATION, _UPRIGHT = 0x0112, 1
_SOI, _EOI, _SOS, _JFIF = b"\xff\xd8", b"\xff\xd9", 0xDA, 0xE0
_PICTURE = {0xC0, 0xC1, 0xC2, 0xC4, 0xDB, 0xDD, _SOS}
"""Frames, tables, restarts and scans: the segments that a picture is made of."""
_SCAN_END = re.compile(rb"\xff[^\x00\xd0-\xd7]")


def _bare(image: Image.Image, content: bytes) -> bytes | None:
    """The picture of a JPEG that may be shown as it is, and nothing that stood beside it; None where it may not."""
    if image.format != "JPEG" or max(image.size) > SHOWN_EDGE or image.mode != "RGB":
        return None
    if image.getexif().get(_ORIENTATION, _UPRIGHT) != _UPRIGHT or image.info.get("adobe_transform") == 0:
        return None
    bare = b"".join(_segments(content))
    with Image.open(io.BytesIO(bare), formats=("JPEG",)) as check:
        # an eighth of the size is enough to walk through all of its data
        check.draft(check.mode, (max(1, image.width // 8), max(1, image.height // 8)))
        check.load()
    return bare


def _segments(content: bytes) -> Iterator[bytes]:
    """What a JPEG is made of, from its beginning to its first end. Raises ValueError where it is none."""
    yield _SOI
    at = 2
    while (head := content[at : at + 4])[:2] != _EOI:
        if len(head) < 4 or head[0] != 0xFF:
            raise ValueError("damaged JPEG")
        end = at + 2 + int.from_bytes(head[2:])
        if head[1] == _SOS:
            found = _SCAN_END.search(content, end)
            if found is None:
                raise ValueError("cut off JPEG")
            end = found.start()
        if head[1] in _PICTURE or (head[1] == _JFIF and content[at + 4 : at + 9] == b"JFIF\0"):
            # what JFIF says of itself and no more: a small picture may follow it
            yield content[at:end] if head[1] != _JFIF else _JFIF_HEAD
        at = end
    yield _EOI


_JFIF_HEAD = bytes.fromhex("ffe000104a46494600010100000100010000")


def caption(content: bytes) -> str:
    """What the enumerator wrote under the photo: the browser form puts it into the JPEG as a comment."""
    try:
        with Image.open(io.BytesIO(content), formats=["JPEG"]) as image:
            comment = image.info.get("comment", b"")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        return ""
    text = comment.decode("utf-8", "ignore") if isinstance(comment, bytes) else str(comment)
    return "".join(c for c in text if c.isprintable()).strip()[:CAPTION_LETTERS]
