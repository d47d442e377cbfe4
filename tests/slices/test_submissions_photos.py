"""Photos of a visit: shown without what the camera wrote beside the picture, renewed when they come late."""

import io
import zlib

import pytest
from PIL import Image

from naikkelas import vault
from naikkelas.intake import actions as intake
from naikkelas.intake.models import Delivery
from naikkelas.monev.models import Visit
from naikkelas.trail.models import Event
from tests.conftest import NOW
from tests.factories import filled, road, send
from tests.factories.photos import photo

pytestmark = pytest.mark.django_db
MAKER = "Kamera-Uji-4711"


@pytest.fixture
def made():
    return road()


def visit_with(made, content: bytes) -> Visit:
    planned = made.planned_with("enterprise")
    assert send(made.enumerator, filled(planned, photo_place="a.jpg"), {"a.jpg": content}).status_code == 201
    intake.read_waiting(at=NOW)
    return Visit.objects.get()


def png_chunk(kind: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4) + kind + content + zlib.crc32(kind + content).to_bytes(4)


def bomb(side: int) -> bytes:
    """A PNG of a few kilobytes that unpacks to side × side pixels of four bytes."""
    head = side.to_bytes(4) * 2 + b"\x08\x06\x00\x00\x00"
    rows = zlib.compress(bytes((4 * side + 1) * 64), 9)
    return (
        b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", head) + png_chunk(b"IDAT", rows) + png_chunk(b"IEND", b"")
    )


def test_the_shown_copy_has_no_place_no_maker_no_comment_and_the_original_stays(made):
    original = photo("olive", size=(2400, 1200), maker=MAKER, gps=True)
    assert MAKER.encode() in original
    (shown,) = visit_with(made, original).photos
    blobs = vault.current().blobs
    assert blobs.get(shown["original"]) == original
    copy = blobs.get(shown["shown"])
    assert MAKER.encode() not in copy
    with Image.open(io.BytesIO(copy)) as image:
        assert image.size == (1600, 800)
        assert not image.getexif()
        assert not {"exif", "xmp", "comment", "photoshop"} & set(image.info)
    assert (shown["question"], shown["name"]) == ("photo_place", "a.jpg")


def test_a_photo_taken_sideways_is_turned_upright(made):
    image, exif = Image.new("RGB", (40, 20)), Image.Exif()
    exif[0x0112] = 6
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", exif=exif)
    (shown,) = visit_with(made, buffer.getvalue()).photos
    with Image.open(io.BytesIO(vault.current().blobs.get(shown["shown"]))) as upright:
        assert upright.size == (20, 40)


@pytest.mark.parametrize(
    "content",
    [
        bomb(6_400),
        bomb(12_000),
        bomb(60_000),
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n",
        b"MZ\x90\x00",
        b"",
        photo("teal")[:200],
        b"GIF89a" + bytes(40),
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    ],
    ids=["41 MP", "144 MP", "3600 MP", "postscript", "program", "empty", "cut off", "gif", "svg"],
)
def test_what_is_no_photo_is_named_as_a_fault_and_the_visit_counts(made, content):
    visit = visit_with(made, content)
    (entry,) = visit.photos
    assert entry["fault"]
    assert "shown" not in entry
    assert vault.current().blobs.get(entry["original"]) == content


@pytest.mark.parametrize("cut", [3, 20, 40, 60, 90, 160, 300])
def test_a_photo_damaged_anywhere_never_stops_the_visit(made, cut):
    damaged = bytearray(photo("navy", size=(64, 64), maker=MAKER, gps=True))
    damaged[cut : cut + 8] = b"\xff\x00\xff\x7f\x00\x01\xff\xff"
    (entry,) = visit_with(made, bytes(damaged)).photos
    assert ("shown" in entry) != ("fault" in entry)


def test_a_photo_that_comes_after_the_visit_was_read_is_added_to_it(made):
    xml = filled(made.planned_with("enterprise"), photo_place="a.jpg")
    send(made.enumerator, xml)
    intake.read_waiting(at=NOW)
    visit = Visit.objects.get()
    assert visit.photos == []
    send(made.enumerator, xml, {"a.jpg": photo()})
    assert Delivery.objects.get(kind="submission").state == "received"
    assert intake.read_waiting(at=NOW) == 1
    visit.refresh_from_db()
    assert [p["name"] for p in visit.photos] == ["a.jpg"]
    assert Event.objects.filter(action="visit.photos_added", object_id=visit.pk).count() == 1
    send(made.enumerator, xml, {"a.jpg": photo()})  # known already: nothing is read again
    assert intake.read_waiting(at=NOW) == 0


def test_a_photo_whose_file_is_gone_from_the_disk_holds_the_visit_for_a_person(made):
    planned = made.planned_with("enterprise")
    send(made.enumerator, filled(planned, photo_place="a.jpg"), {"a.jpg": photo("gold")})
    row = Delivery.objects.get(kind="submission")
    vault.current().blobs.path(row.attachments.get().sha256).unlink()
    intake.read_waiting(at=NOW)
    row.refresh_from_db()
    assert (row.state, row.reason) == ("held", "submission.unreadable")
