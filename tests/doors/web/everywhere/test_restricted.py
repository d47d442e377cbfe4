"""A person whose data are restricted is named by no page, list, export or search, for nobody."""

import io
from zipfile import BadZipFile, ZipFile

import pytest

from naikkelas.monev.models import PlannedVisit, Visit
from naikkelas.programmes.models import Recipient
from naikkelas.registry.models import Enterprise, Person
from tests.conftest import NOW
from tests.doors.web.everywhere.matrix import LETTER, PAGES, TABLE, address, objects, seen
from tests.factories.world import OWN

pytestmark = pytest.mark.django_db
NAME, SHOP = "Zulfikarno Wiraatmaja", "Keripik Zulfikarno"
AS_SENT = {
    "intake-delivery-detail",
    "intake-delivery-file",
    "intake-delivery-since",
    "intake-delivery-profile",
}
"""Files as an office sent them: what they hold is dealt with by whoever sent it."""


@pytest.fixture(scope="module")
def restricted(world):
    """Everybody in the world is one called Zulfikarno, and restricted; what names them elsewhere does so too."""
    Person.objects.update(name=NAME, restricted_at=NOW, phone="0812 9988 7766")
    Enterprise.objects.update(
        name=SHOP, search_text=f"{SHOP} {NAME}".lower(), address="Gang Kenanga Ungu 77B"
    )
    Recipient.objects.update(name=NAME, person=Person.objects.order_by("id").first())
    PlannedVisit.objects.filter(enterprise__isnull=False).update(label=SHOP)
    Visit.objects.update(answers=[{"path": "remark", "text": f"{NAME} di rumah"}])
    return ("zulfikarno", "kenanga ungu", "99887766", "9988 7766")


def told(response) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    try:
        with ZipFile(io.BytesIO(content)) as book:
            content = b"".join(book.read(part) for part in book.namelist())
    except BadZipFile:
        pass
    return content.decode(errors="replace").lower()


def test_no_page_names_a_restricted_person(restricted, world, askers):
    wrong = set()
    for asker in askers:
        if (asker.user.role, asker.user.area_id) not in (("province", "18"), ("regency", OWN)):
            continue
        for name in [
            n for n in PAGES if LETTER[asker.user.role] in TABLE[n].get("get", "") and n not in AS_SENT
        ]:
            for code, args in objects(name, world).items():
                if not seen(TABLE[name], asker.user, code, world):
                    continue
                for given in ({}, {"q": "zulfik"}, {"unduh": "csv"}, {"unduh": "xlsx"}):
                    if given and ("of" in TABLE[name] or ("q" not in given and not name.endswith("-list"))):
                        continue
                    text = told(asker.ask("GET", address(name, args), given))
                    wrong |= {(name, str(given), value) for value in restricted if value in text}
    assert {(name, given) for name, given, _ in wrong} == set()
