"""Records of the registry, entered through its own importer."""

import csv
import io
import itertools

from naikkelas.accounts.models import User
from naikkelas.instruments.spreadsheet import layouts
from naikkelas.intake import actions as intake
from naikkelas.registry.models import Cooperative, Enterprise
from tests.conftest import NOW

_number = itertools.count(1)
VILLAGES = {
    "18.01": ("Lampung Selatan", "Kalianda", "Kalianda"),
    "18.02": ("Lampung Tengah", "Gunung Sugih", "Gunung Sugih"),
    "18.72": ("Kota Metro", "Metro Pusat", "Metro"),
}


def table(layout: str, rows: list[dict[str, object]]) -> bytes:
    """A CSV in a built-in layout: rows by field name, as an office would write it."""
    columns = layouts()[layout].columns
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";")
    writer.writerow(columns)
    writer.writerows([row.get(field, "") for field in columns.values()] for row in rows)
    return buffer.getvalue().encode()


def bring_in(content: bytes, *, by: User, filename: str = "uji.csv", at=NOW):
    """Receive, look, confirm and apply a file; returns the delivery."""
    delivery = intake.receive_spreadsheet(filename=filename, content=content, by=by, at=at)
    delivery = intake.look(delivery=delivery, by=by, at=at)
    assert delivery.state == "looked", delivery.summary
    delivery = intake.confirm(delivery=delivery, by=by, at=at)
    return intake.apply(delivery=delivery, by=by, at=at)


def word(number: int) -> str:
    """A name for a number: did two sound alike, the engine of record linkage would compare all of a test's records."""
    return "".join("bagidokulameniporusa"[2 * int(digit) :][:2] for digit in str(number)).capitalize()


def enterprise_row(area: str = "18.01", **values: object) -> dict[str, object]:
    """A row of layout umkm_baku that is good as it is; NIK of a province that does not exist."""
    n = next(_number)
    regency, district, village = VILLAGES[area]
    return {
        "registration_no": f"UJI-{n:05d}", "name": f"Keripik Uji {n}", "owner_name": f"{word(n)} Pemilik Uji {word(n)}",
        "person_nik": f"990101150280{n % 9_998 + 1:04d}", "sex": "L", "regency": regency, "district": district,
        "village": village, "sector": "Kuliner", "year": "2019", "annual_sales_idr": "120000000",
    } | values  # fmt: skip


def cooperative_row(area: str = "18.01", **values: object) -> dict[str, object]:
    n = next(_number)
    regency, district, village = VILLAGES[area]
    return {
        "name": f"Koperasi Uji {n}", "legal_no": f"BH/{n:04d}/2001", "kind": "Konsumen", "regency": regency,
        "district": district, "village": village, "official_status": "Aktif", "year": "2019", "rat_held_on": "2020-02-20",
        "members_male": "30", "members_female": "25",
    } | values  # fmt: skip


def enterprise(by: User, area: str = "18.01", **values: object) -> Enterprise:
    row = enterprise_row(area, **values)
    bring_in(table("umkm_baku", [row]), by=by)
    return Enterprise.objects.get(name=row["name"])


def cooperative(by: User, area: str = "18.01", **values: object) -> Cooperative:
    row = cooperative_row(area, **values)
    bring_in(table("koperasi_baku", [row]), by=by)
    return Cooperative.objects.get(name=row["name"])
