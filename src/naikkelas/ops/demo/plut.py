"""The service centre of the demonstration: one provincial PLUT with consultants, services and clients. All invented."""

import random
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from naikkelas.ops.demo.names import FAMILY, WOMEN
from naikkelas.places import queries as places
from naikkelas.programmes import actions
from naikkelas.programmes.queries import plut
from naikkelas.registry import queries as registry
from naikkelas.registry.queries import facilitations
from naikkelas.rules.plut_fields import FIELDS

ENTERED = datetime(2020, 3, 6, 3, 0, tzinfo=UTC)
OPENED, LAST = date(2019, 3, 4), date(2020, 3, 5)
SERVICES, CLIENTS, COOPERATIVES, GUESTS = 600, 170, 24, 12
_TOPICS = {
    "institution": (
        "Pengurusan NIB",
        "Izin PIRT dan sertifikat halal",
        "Pendirian koperasi",
        "Persiapan RAT",
    ),
    "hr": ("Pelatihan pembukuan sederhana", "Pembagian tugas karyawan", "Pelatihan pelayanan pelanggan"),
    "production": ("Perbaikan mutu produk", "Tata letak tempat produksi", "Kemasan tahan lama"),
    "finance": ("Pendampingan pengajuan KUR", "Laporan keuangan untuk bank", "Menghitung harga pokok"),
    "marketing": ("Katalog dan foto produk", "Pemasaran lewat lokapasar", "Persiapan pameran"),
    "it": ("Toko daring dan QRIS", "Aplikasi kasir", "Akun media sosial usaha"),
    "network": ("Temu usaha dengan ritel modern", "Kemitraan pasokan bahan baku", "Kerja sama dengan BUMDes"),
}
_RESULTS = ("Berkas lengkap dan diajukan.", "Klien mempraktikkan sendiri.", "Rencana kerja disepakati.", "")
_ITEMS = (
    ("Komputer meja", 10, "good", "ministry", 85_000_000), ("Laptop konsultan", 7, "good", "province", 70_000_000),
    ("Proyektor", 2, "light", "ministry", 14_000_000), ("Kursi pelatihan", 60, "good", "province", 30_000_000),
    ("Meja rapat", 8, "good", "province", 16_000_000), ("Mesin pengemas (continuous sealer)", 2, "medium", "ministry", 12_000_000),
    ("Kamera produk", 1, "good", "province", 9_500_000), ("Genset", 1, "heavy", "ministry", 45_000_000),
)  # fmt: skip
_LENT = {"kur": (10, 100), "bank": (25, 150), "cooperative": (2, 20), "lpdb": (100, 250)}


def open_centre(facility: Any, by: Any, at: datetime) -> Any:
    """The provincial PLUT in its building, with equipment, running budget, seven consultants and their targets."""
    common: dict[str, Any] = {"by": by, "at": at}
    centre = actions.add_plut(facility=facility, area="18", synthetic=True, **common)
    actions.change_plut(
        centre=centre,
        values={
            "open_days": "12345", "opens": time(8), "closes": time(16), "building_condition": "good", "building_m2": 640,
            "grant_status": "not_started", "manager": "Kepala PLUT (contoh)",
            "remark": "Selama gedung dibangun layanan diberikan di ruang sementara (data sintetis).",
        },
        **common,
    )  # fmt: skip
    for name, quantity, condition, supplier, value in _ITEMS:
        values = {
            "name": name,
            "quantity": quantity,
            "condition": condition,
            "supplied_by": supplier,
            "supplied_year": 2019,
        }
        actions.add_plut_item(centre=centre, values=values | {"value_idr": value}, **common)
    for year, source, planned, realised in (
        (2019, "apbd_province", 420_000_000, 371_250_000), (2019, "apbn_dekon", 350_000_000, 344_800_000),
        (2020, "apbd_province", 450_000_000, 58_400_000), (2020, "apbn_dekon", 350_000_000, 0),
    ):  # fmt: skip
        actions.set_plut_budget(
            centre=centre, year=year, source=source, planned_idr=planned, realised_idr=realised, **common
        )
    for n, field in enumerate(FIELDS, 1):
        consultant = actions.hire_consultant(
            centre=centre,
            values={
                "name": f"Konsultan {FIELDS[field].id} (contoh)", "field": field, "contract_no": f"K-{n:02d}/PLUT/2019 (contoh)",
                "starts_on": OPENED, "ends_on": date(2020, 12, 31),
            },
            synthetic=True,
            **common,
        )  # fmt: skip
        for year, part in ((2019, 10), (2020, 12)):
            actions.set_plut_target(
                consultant=consultant,
                year=year,
                clients=3 * part,
                services=9 * part,
                minutes=900 * part,
                **common,
            )
    return centre


def serve(by: Any, *, small: bool) -> int:
    """A year of services to clients of every kabupaten/kota, and the loans that some obtained."""
    centre = plut.all_centres().get()
    dice = random.Random(20190304)  # noqa: S311 - invented data, not secrets
    common: dict[str, Any] = {"centre": centre, "by": by, "at": ENTERED, "synthetic": True}
    clients = _enterprises(60 if small else CLIENTS)
    clients += registry.some_cooperatives("18", 8 if small else COOPERATIVES)
    regencies = [r.code for r in places.children_of("18")]
    clients += [
        actions.add_guest(
            guest_name=f"{dice.choice(WOMEN)} {dice.choice(FAMILY)}",
            area=dice.choice(regencies),
            business="Usaha rintisan (contoh)",
            **common,
        )
        for _n in range(GUESTS)
    ]
    consultants = list(centre.consultants.order_by("id"))
    rows = [
        _service(dice, dice.choice(clients), dice.choice(consultants))
        for _n in range(150 if small else SERVICES)
    ]
    made = actions.enrol_services(rows=rows, source="demo", **common)
    firsts: dict[Any, date] = {}
    for row in sorted(rows, key=lambda r: r["served_on"]):
        if row["field"] == "finance" and row["client"]._meta.model_name != "plutguest":
            firsts.setdefault(row["client"], row["served_on"])
    for client, on in firsts.items():
        if dice.random() < 0.4:
            kind = dice.choices(list(_LENT), (60, 20, 15, 5))[0]
            values = {
                "kind": kind, "amount_idr": dice.randrange(*_LENT[kind]) * 1_000_000, "lender": "Penyalur (contoh)",
                "obtained_on": min(LAST, on + timedelta(days=dice.randrange(10, 80))),
            }  # fmt: skip
            actions.record_financing(client=client, values=values, **common)
    return made


def _enterprises(count: int) -> list[Any]:
    """Enterprises of the province: some that rose a class, some that obtained a licence, and others."""
    risen = registry.class_changes().filter(direction="up", from_year=2018).order_by("id")
    licensed = facilitations.credentials().filter(status="issued", issued_on__gt=OPENED).order_by("id")
    chosen = {
        *risen.values_list("enterprise", flat=True)[: count // 20],
        *licensed.values_list("enterprise", flat=True)[: count // 3],
        *registry.class_changes()
        .filter(direction="same")
        .values_list("enterprise", flat=True)
        .order_by("id")[: count // 4],
    }
    found = list(registry.all_enterprises().filter(pk__in=chosen).order_by("pk"))
    return found + registry.some_enterprises("18", count - len(found))


def _service(dice: random.Random, client: Any, consultant: Any) -> dict[str, Any]:
    day = OPENED + timedelta(days=dice.randrange((LAST - OPENED).days))
    day -= timedelta(days=max(0, day.weekday() - 4))  # closed on Saturday and Sunday
    later = dice.random() < 0.25
    return {
        "client": client,
        "consultant": consultant,
        "field": consultant.field,
        "served_on": max(day, OPENED),
        "minutes": dice.choice((30, 45, 60, 60, 90, 90, 120, 180, 240)),
        "topic": dice.choice(_TOPICS[consultant.field]),
        "result": dice.choice(_RESULTS),
        "follow_up": "Datang kembali dengan berkas" if later else "",
        "follow_up_on": day + timedelta(days=14) if later else None,
    }
