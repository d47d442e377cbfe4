"""Photos are shown without what they hide, and what is no photo is refused before it costs anything."""

import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from naikkelas.instruments.photo import NotAPhoto, shown
from tests.cost import measured


def jpeg(width: int = 60, height: int = 30, **options: object) -> bytes:
    image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", **options)
    return buffer.getvalue()


def saved(image: Image.Image, form: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


def flat_png(width: int, height: int, depth: int, color: int, bytes_per_row: int) -> bytes:
    """A PNG of one colour whose bytes are few, however many pixels it has."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(b"\0" * (bytes_per_row + 1)) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def wide_webp() -> bytes:
    """A WEBP whose header claims 16,383 × 16,383 pixels."""
    small = bytearray(saved(Image.new("RGB", (8, 8)), "WEBP", lossless=True))
    at = small.index(b"\x2f", 20) + 1
    small[at : at + 4] = struct.pack("<I", 16_382 | 16_382 << 14 | (small[at + 3] >> 4) << 28)
    return bytes(small)


def segments(content: bytes) -> set[int]:
    """The markers of a JPEG before its picture."""
    found, at = set(), 2
    while content[at + 1] != 0xDA:
        found.add(content[at + 1])
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    return found


POSTSCRIPT = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n(%pipe%id) (w) file\nshowpage\n"
NO_PHOTO = {
    "PNG of 12,000 × 12,000": flat_png(12_000, 12_000, 1, 0, 1_500),
    "PNG of 60,000 × 60,000": flat_png(60_000, 1, 1, 0, 7_500).replace(
        struct.pack(">II", 60_000, 1), struct.pack(">II", 60_000, 60_000)
    ),
    "WEBP of 16,383 × 16,383": wide_webp(),
    "PostScript": POSTSCRIPT,
    "PostScript behind a binary head": b"\xc5\xd0\xd3\xc6"
    + struct.pack("<6I", 32, len(POSTSCRIPT), 0, 0, 0, 0)
    + POSTSCRIPT,
    "GIF": saved(Image.new("P", (10, 10)), "GIF"),
    "BMP": saved(Image.new("RGB", (10, 10)), "BMP"),
    "TIFF": saved(Image.new("RGB", (10, 10)), "TIFF"),
    "PDF": b"%PDF-1.7\n%\xe2\xe3\n",
    "SVG": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "HTML": b"<!doctype html><script>alert(1)</script>",
    "HEIC": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
    "half a JPEG": jpeg(600, 600)[:1_500],
    "half a PNG": saved(Image.effect_noise((100, 100), 50), "PNG")[:2_000],
    "the head of a JPEG": b"\xff\xd8\xff\xe0\0\x10JFIF\0",
    "one byte": b"\xff",
    "nothing": b"",
}


@pytest.mark.parametrize("name", NO_PHOTO)
def test_what_is_no_photo_or_too_large_is_refused_fast_and_small(name: str):
    with measured() as cost, pytest.raises(NotAPhoto):
        shown(NO_PHOTO[name])
    assert cost.seconds < 1
    assert cost.megabytes < 100


def test_the_largest_photo_allowed_stays_within_300_mb_and_5_seconds():
    content = flat_png(6_300, 6_300, 8, 2, 18_900)
    with measured() as cost:
        out = Image.open(io.BytesIO(shown(content)))
    assert out.size == (1_600, 1_600)
    assert cost.seconds < 5
    assert 100 < cost.megabytes < 300


def test_place_camera_comment_and_thumbnail_are_dropped():
    exif = Image.Exif()
    exif[0x010F], exif[0x9286] = "Kamera Uji", "rahasia"
    exif.get_ifd(0x8825).update({1: "S", 2: (5.0, 43.0, 12.0), 3: "E", 4: (105.0, 35.0, 24.0)})
    content = jpeg(
        exif=exif, comment=b"rahasia", xmp=b"<x:xmpmeta>rahasia</x:xmpmeta>", icc_profile=b"rahasia"
    )
    assert content.count(b"rahasia") == 4
    out = shown(content)
    assert b"rahasia" not in out
    assert b"Kamera" not in out
    assert segments(out).isdisjoint({0xFE, *range(0xE1, 0xF0)})
    assert dict(Image.open(io.BytesIO(out)).getexif()) == {}


def test_texts_in_a_png_are_dropped():
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", "rahasia")
    content = saved(Image.new("RGB", (10, 10)), "PNG", pnginfo=notes)
    assert b"rahasia" in content
    assert b"rahasia" not in shown(content)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_is_shown_upright(orientation: int):
    exif = Image.Exif()
    exif[0x0112] = orientation
    turned = orientation >= 5
    out = Image.open(io.BytesIO(shown(jpeg(60, 30, exif=exif))))
    assert out.size == ((30, 60) if turned else (60, 30))


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((4_000, 3_000), (1_600, 1_200)),
        ((900, 3_200), (450, 1_600)),
        ((640, 480), (640, 480)),
        ((1, 1), (1, 1)),
    ],
)
def test_a_photo_is_made_smaller_never_larger(size: tuple[int, int], expected: tuple[int, int]):
    assert Image.open(io.BytesIO(shown(jpeg(*size)))).size == expected


@pytest.mark.parametrize(
    ("mode", "form"),
    [
        *((mode, "PNG") for mode in ("L", "1", "P", "LA", "RGBA", "I;16")),
        *((mode, "JPEG") for mode in ("CMYK", "L")),
        ("RGBA", "WEBP"),
    ],
)
def test_every_kind_of_colour_becomes_an_ordinary_jpeg(mode: str, form: str):
    out = Image.open(io.BytesIO(shown(saved(Image.new(mode, (20, 10)), form))))
    assert (out.format, out.mode, out.size) == ("JPEG", "RGB", (20, 10))


def test_a_moving_picture_shows_its_first_frame():
    frames = [Image.new("RGB", (20, 10), color) for color in ("red", "blue")]
    out = Image.open(io.BytesIO(shown(saved(frames[0], "WEBP", save_all=True, append_images=frames[1:]))))
    red, _, blue = out.getpixel((10, 5))
    assert red > 200 > 50 > blue


_EXIF = Image.Exif()
_EXIF[0x0112] = 6
_GOOD = {
    "JPEG": jpeg(exif=_EXIF),
    "PNG": saved(Image.effect_noise((30, 30), 50), "PNG", exif=_EXIF),
    "WEBP": saved(Image.new("RGB", (30, 30), "red"), "WEBP", exif=_EXIF),
}


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow's, about metadata that it passes over
@given(
    st.sampled_from(sorted(_GOOD)),
    st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=6),
    st.integers(0, 40),
)
def test_a_damaged_photo_is_shown_or_refused_and_never_a_fault(
    form: str, changes: list[tuple[int, int]], cut: int
):
    content = bytearray(_GOOD[form])
    for position, value in changes:
        content[position % len(content)] = value
    try:
        out = shown(bytes(content[: len(content) - cut]))
    except NotAPhoto:
        return
    assert out.startswith(b"\xff\xd8")


@pytest.mark.parametrize("size", [(1, 1), (7, 200), (200, 7)])
def test_a_tiny_photo_is_shown_too(size):
    with Image.open(io.BytesIO(shown(jpeg(*size)))) as image:
        assert image.size == size
