"""A person's NIK stands in plain nowhere on the disk, and is found by its blind index all the same."""

from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from naikkelas import vault
from naikkelas.intake import queries
from naikkelas.registry import queries as registry
from naikkelas.registry.models import Enterprise
from tests.doors.web.intake import applied, upload
from tests.factories import person
from tests.factories.registry import enterprise_row, table

GOOD, BAD, CHANGED = "9901014107650311", "9901014107650322", "9901014107650333"


def stored_text() -> str:
    """Every value of every table, as the database would write it out."""
    parts = []
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
            for row in cursor.fetchall():
                parts += [
                    bytes(v).decode("latin-1") if isinstance(v, memoryview | bytes) else str(v) for v in row
                ]
    return "\n".join(parts)


@pytest.mark.django_db(transaction=True)
def test_no_nik_stands_in_plain_in_database_files_or_trail(as_user):
    """Through the browser's door: received, looked at, given back, applied, renewed, and taken back."""
    officer = person("regency")
    office = as_user(officer)
    good, bad = (
        enterprise_row(person_nik=GOOD, tax_id="09.254.294.3-407.123"),
        enterprise_row(person_nik=BAD, year="x"),
    )
    delivery = applied(
        office, upload(office, table("umkm_baku", [good, bad, bad | {"person_nik": f"{BAD}7"}]))
    )
    renewed = applied(office, upload(office, table("umkm_baku", [good | {"person_nik": CHANGED}])))
    assert (delivery.summary["bad"], renewed.summary["applied"]["changed"]) == (2, 1)
    office.post(f"/registri/umkm/{Enterprise.objects.get().pk}/nik/", {"reason": "Mencocokkan dengan KTP"})
    assert BAD.encode() in vault.current().blobs.get(delivery.sha256)  # it did come in

    text = stored_text()
    files = [path for path in settings.NAIKKELAS_DATA.rglob("*") if path.is_file()]
    if connection.vendor == "sqlite":
        database = Path(str(connection.settings_dict["NAME"]))
        files += [database, database.with_name(f"{database.name}-wal")]
    for number in (GOOD, BAD, CHANGED, "09.254.294.3-407.123"):
        assert number not in text
        for file in files:
            assert number.encode() not in file.read_bytes(), file

    index = vault.current().seal.index
    assert registry.persons_with(index(CHANGED)).count() == 1
    assert registry.persons_with(index(GOOD)).count() == 0
    office.post(f"/impor/{renewed.pk}/putuskan/", {"decision": "undo"})
    assert queries.delivery(renewed.pk).state == "undone"
    assert registry.persons_with(index(GOOD)).get().enterprises.get().name == good["name"]
