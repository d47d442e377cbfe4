"""The files of fifteen offices, as offices keep them: different layouts and programs, and the mess that real ones have.

Every enterprise and cooperative is invented; NIK begin with 99, a province that does not exist. The counts are those
of reference.lampung.
"""

import csv
import io
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import xlsxwriter

from naikkelas.instruments.layout import Layout
from naikkelas.instruments.spreadsheet import layouts
from naikkelas.kit.days import day_text
from naikkelas.kit.money import number, split
from naikkelas.ops.demo.names import COOPERATIVES, FAMILY, MEN, PRODUCTS, WOMEN
from naikkelas.reference.lampung import AreaFigures, Published

Row = dict[str, object]


@dataclass(frozen=True)
class Village:
    """A village as the offices write it."""

    code: str
    bps_code: str
    name: str
    district: str
    regency: str


@dataclass(frozen=True)
class OfficeFile:
    """A file as an office sends it: name, bytes, layout, and how many good rows it holds."""

    area: str
    filename: str
    content: bytes
    good: int


_LAYOUTS = ("umkm_baku", "umkm_dinas", "umkm_pendataan")
# offices that send workbooks; the others send CSV
_WORKBOOKS = frozenset({"18.04", "18.13", "18.72", "18.11", "18.12"})


def scaled(published: Published, small: bool, least: tuple[int, int] = (4, 8)) -> Published:
    """The published figures, or about one in five hundred of them for a small demonstration, with the `least`
    cooperatives and enterprises in each area."""
    if not small:
        return published
    areas = tuple(
        AreaFigures(
            a.code,
            max(least[0], a.cooperatives // 60),
            max(40, a.members // 60),
            max(2, a.active // 60),
            max(least[1], a.enterprises // 1_000),
        )
        for a in published.areas
    )
    total = sum(a.enterprises for a in areas)
    names = list(published.sectors)
    parts = split(total - len(names), [published.sectors[n] for n in names])
    return Published(areas, {n: p + 1 for n, p in zip(names, parts, strict=True)}, 12, published.money_idr)


def enterprise_files(
    figures: Published, villages: dict[str, list[Village]], seed: int
) -> Iterator[OfficeFile]:
    """One file an office, and for three offices a file of the year before, so that classes can be compared."""
    dice = random.Random(seed)  # noqa: S311 - invented data, not secrets
    sectors = [name for name, count in figures.sectors.items() for _ in range(count)]
    dice.shuffle(sectors)
    serial, names = 0, Names()
    for n, area in enumerate(figures.areas):
        rows = [
            _enterprise(dice, names, villages[area.code], sectors[serial + i], serial + i)
            for i in range(area.enterprises)
        ]
        serial += area.enterprises
        _doubled(random.Random(f"{seed} {area.code}"), rows)  # noqa: S311 - invented data, not secrets
        layout = layouts()[_LAYOUTS[n % 3]]
        if area.code in ("18.72", "18.13", "18.10"):
            former = [_year_before(dice, row) for row in rows]
            yield _file(dice, area.code, layout, former, f"umkm-{area.code}-2018", "2018", mess=False)
        yield _file(dice, area.code, layout, rows, f"umkm-{area.code}-2019", "2019", mess=True)


class Names:
    """Gives out names; the second of a name in a village gets a 2, as signs over doors do."""

    def __init__(self) -> None:
        self._given: dict[tuple[str, str], int] = {}

    def new(self, name: str, village: Village) -> str:
        count = self._given[name, village.code] = self._given.get((name, village.code), 0) + 1
        return name if count == 1 else f"{name} {count}"


def _enterprise(dice: random.Random, names: Names, villages: list[Village], sector: str, serial: int) -> Row:
    woman = dice.random() < 0.58
    owner = f"{dice.choice(WOMEN if woman else MEN)} {dice.choice(FAMILY)}"
    product = dice.choice(PRODUCTS[sector])
    village = dice.choice(villages)
    born = date(1955, 1, 1) + timedelta(days=dice.randrange(16_000))
    day = born.day + (40 if woman else 0)
    sales = _sales(dice)
    return {
        "registration_no": f"UM{serial + 1:07d}",
        "name": names.new(f"{product} {owner.split()[0]}", village),
        "owner_name": owner,
        "person_nik": f"99{village.code[3:5]}{village.code[6:8]}{day:02d}{born.month:02d}{born.year % 100:02d}{serial % 9_998 + 1:04d}",
        "sex": "P" if woman else "L",
        "born_on": born,
        "phone": f"08{dice.choice(('12', '13', '21', '52', '57'))}{dice.randrange(10**7, 10**8)}"
        if dice.random() < 0.7
        else "",
        "email": "",
        "address": f"Jl. {dice.choice(('Raya', 'Merdeka', 'Pasar', 'Melati', 'Kartini', 'Lintas Sumatera'))} No. {dice.randrange(1, 250)}",
        "village": village,
        "nib": f"{9_120_000_000_000 + serial:013d}" if dice.random() < 0.06 else "",
        "kbli": dice.choice(("47111", "10750", "56102", "14111", "45407", "10391"))
        if dice.random() < 0.3
        else "",
        "sector": sector,
        "product": product,
        "legal_form": "Perorangan" if dice.random() < 0.96 else dice.choice(("UD", "CV")),
        "founded_on": date(dice.randrange(1995, 2019), dice.randrange(1, 13), dice.randrange(1, 28)),
        "year": 2019,
        "annual_sales_idr": sales,
        "capital_idr": max(1_000_000, sales * dice.randrange(10, 60) // 100),
        "net_worth_idr": max(500_000, sales * dice.randrange(8, 45) // 100),
        "workers_male": dice.choice((0, 0, 1, 1, 1, 2, 3)),
        "workers_female": dice.choice((0, 0, 1, 1, 1, 2, 3)),
        "market": dice.choice(
            ("Sekitar", "Sekitar", "Kabupaten/Kota", "Kabupaten/Kota", "Provinsi", "Nasional", "Online")
        ),
        "home_food_permit": "",
        "halal_no": "",
        "trademark": "",
        "latitude": "",
        "longitude": "",
    }


_ONE_DOUBLE_IN = 300


def _doubled(dice: random.Random, rows: list[Row]) -> None:
    """Here and there a row is an enterprise that an earlier row has already, as another clerk wrote it: every registry
    has such rows, and these give the queue of doubles something true to find. Numbers and facts stay the row's own."""
    for n in range(min(len(rows) - 1, _ONE_DOUBLE_IN // 2), len(rows), _ONE_DOUBLE_IN):
        row = rows[n]
        known = next((r for r in reversed(rows[:n]) if r["sector"] == row["sector"]), None)
        if known is None:
            continue
        title = "Hj. " if known["sex"] == "P" else "H. "
        same = ("sex", "born_on", "village", "product", "phone", "legal_form", "founded_on")
        row |= {field: known[field] for field in same} | {
            "owner_name": title + str(known["owner_name"]),
            "name": f"UD {known['name']}",
            "person_nik": known["person_nik"] if dice.random() < 0.3 else "",
            "address": known["address"] if dice.random() < 0.5 else "",
            "nib": "",
        }


def _sales(dice: random.Random) -> int:
    """Annual sales so that nearly all are micro, a few small, hardly any medium (UU 20/2008); in each, many small
    ones for every large one."""
    roll = dice.random()
    low, high = (6, 300) if roll < 0.9594 else (301, 2_500) if roll < 0.9969 else (2_501, 12_000)
    return int(low * (high / low) ** dice.random()) * 1_000_000


def _year_before(dice: random.Random, row: Row) -> Row:
    """The same enterprise a year earlier: sales lower for most, a little higher for some."""
    factor = dice.randrange(66, 104)
    sales = max(3_000_000, int(str(row["annual_sales_idr"])) * factor // 100 // 1_000_000 * 1_000_000)
    return row | {"year": 2018, "annual_sales_idr": sales}


# ── writing them as offices do ──

_SECTOR_WORDS = {
    "culinary": "Kuliner", "fashion": "Fashion", "education": "Pendidikan", "automotive": "Otomotif",
    "agribusiness": "Agribisnis", "technology": "Teknologi", "other": "Lain-lain",
}  # fmt: skip


def _file(
    dice: random.Random, area: str, layout: Layout, rows: list[Row], name: str, year: str, *, mess: bool
) -> OfficeFile:
    workbook = area in _WORKBOOKS
    table = [_cells(dice, layout, row) for row in rows]
    if mess:
        table = _spoiled(dice, layout, table)
    content = _xlsx(layout, table, area, year) if workbook else _csv(dice, layout, table)
    return OfficeFile(area, f"{name}.{'xlsx' if workbook else 'csv'}", content, len(rows))


def _cells(dice: random.Random, layout: Layout, row: Row) -> list[object]:
    village = row.get("village")
    shown = dict(row)
    if isinstance(village, Village):
        shown |= {
            "village": village.name, "district": village.district, "regency": village.regency,
            "area_code": village.bps_code or village.code,
        }  # fmt: skip
    if "sector" in shown:
        shown["sector"] = _SECTOR_WORDS[str(shown["sector"])]
    return [_written(dice, field, shown.get(field, "")) for field in layout.columns.values()]


def _written(dice: random.Random, field: str, value: object) -> object:
    """A value as somebody typed it: amounts and days in several ways."""
    if isinstance(value, date):
        style = dice.randrange(3)
        return value.isoformat() if style == 0 else f"{value:%d/%m/%Y}" if style == 1 else day_text(value)
    if field.endswith("_idr") and isinstance(value, int):
        style = dice.randrange(4)
        return value if style < 2 else number(value) if style == 2 else f"Rp {number(value)},00"
    return value


def _spoiled(dice: random.Random, layout: Layout, table: list[list[object]]) -> list[list[object]]:
    """Add rows that nobody can use, about one in two hundred, and a few that stand twice."""
    fields = list(layout.columns.values())
    spoiled = list(table)
    for _ in range(max(3, len(table) // 250)):
        row = list(dice.choice(table))
        row[fields.index("name")] = f"{row[fields.index('name')]} (baru)"
        kind = dice.randrange(4)
        if kind == 0 or (kind == 2 and not row[fields.index("person_nik")]):
            row[fields.index("person_nik")] = "9.90101E+15"
        elif kind == 1:
            row[fields.index("annual_sales_idr")] = "kira-kira 12 juta"
        elif kind == 2:
            row[fields.index("person_nik")] = str(row[fields.index("person_nik")])[:15]
        else:
            row[fields.index("founded_on")] = "31/02/2017"
        spoiled.insert(dice.randrange(len(spoiled)), row)
    for _ in range(max(1, len(table) // 600)):
        spoiled.append(list(dice.choice(table)))
    return spoiled


def _csv(dice: random.Random, layout: Layout, table: list[list[object]]) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=dice.choice(";;,\t"))
    writer.writerow(layout.columns)
    writer.writerows(table)
    return buffer.getvalue().encode(dice.choice(("utf-8-sig", "utf-8", "cp1252")))


def _xlsx(layout: Layout, table: list[list[object]], area: str, year: str) -> bytes:
    """A workbook with a title above the table, a cover sheet, and amounts as numbers."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"constant_memory": True})
    book.add_worksheet("Sampul").write_string(0, 0, f"Rekapitulasi {year}, wilayah {area}")
    sheet = book.add_worksheet("Data")
    sheet.write_string(0, 0, f"DATA TAHUN {year} – WILAYAH {area} (DATA SINTETIS)")
    for at, header in enumerate(layout.columns):
        sheet.write_string(2, at, header)
    for number_, row in enumerate(table, 3):
        for at, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(number_, at, value)
            elif value != "":
                sheet.write_string(number_, at, str(value))
    book.close()
    return buffer.getvalue()


# ── cooperatives ──

_GROUP_WORDS = {
    "kud": "KUD", "kpri": "KPRI", "employees": "Karyawan", "market": "Pasar", "fishers": "Nelayan", "kopontren": "Kopontren",
    "women": "Wanita", "tourism_village": "Wisata", "village_based": "Berbasis desa", "": "",
}  # fmt: skip
_KIND_WORDS = {
    "producer": "Produsen", "consumer": "Konsumen", "service": "Jasa", "marketing": "Pemasaran", "savings_loan": "Simpan Pinjam",
    "multi_purpose": "Serba Usaha",
}  # fmt: skip


def cooperative_files(
    figures: Published, villages: dict[str, list[Village]], seed: int
) -> Iterator[OfficeFile]:
    """One file an office; active, certified and member counts as published (by area as apportioned)."""
    dice = random.Random(seed + 1)  # noqa: S311
    certified = split(figures.certified, [a.active for a in figures.areas])
    serial, names = 0, Names()
    for n, (area, certificates) in enumerate(zip(figures.areas, certified, strict=True)):
        members = split(area.members, [dice.randrange(20, 120) for _ in range(area.cooperatives)])
        rows = []
        for i in range(area.cooperatives):
            active, certificate = i < area.active, i < certificates
            rows.append(
                _cooperative(
                    dice,
                    names,
                    villages[area.code],
                    serial + i,
                    members[i],
                    active=active,
                    certified=certificate,
                )
            )
        serial += area.cooperatives
        dice.shuffle(rows)
        layout = layouts()["koperasi_baku" if n % 2 else "koperasi_ods"]
        yield _file(dice, area.code, layout, rows, f"koperasi-{area.code}-2019", "2019", mess=False)


def _cooperative(
    dice: random.Random,
    names: Names,
    villages: list[Village],
    serial: int,
    members: int,
    *,
    active: bool,
    certified: bool,
) -> Row:
    group = dice.choice(list(COOPERATIVES))
    kind, prefix, known_as = COOPERATIVES[group]
    village = dice.choice(villages)
    women = members * dice.randrange(30, 60) // 100
    met = certified or (active and dice.random() < 0.34)
    volume = dice.randrange(20, 4_000) * 1_000_000 if active else 0
    book_year = 2018 if met or not active else 2017
    rat_held = (
        date(book_year + 1, dice.randrange(1, 7), dice.randrange(1, 28))
        if met or (active and dice.random() < 0.75)
        else ""
    )
    return {
        "name": names.new(f"{prefix} {dice.choice(known_as)} {village.name}", village),
        "legal_no": f"{serial + 101}/BH/KWK.7/{dice.choice(('I', 'III', 'V', 'IX', 'XII'))}/{dice.randrange(1990, 2017)}",
        "legal_on": date(dice.randrange(1990, 2017), dice.randrange(1, 13), dice.randrange(1, 28)),
        "cooperative_nik": f"{1_800_000_000_000 + serial:013d}" if certified else "",
        "certificate_until": date(2020, dice.randrange(4, 13), 28) if certified else "",
        "kind": _KIND_WORDS[kind],
        "group": _GROUP_WORDS[group],
        "address": f"Jl. {dice.choice(('Raya', 'Pasar', 'Ahmad Yani'))} No. {dice.randrange(1, 120)}",
        "village": village,
        "phone": f"0812{dice.randrange(10**7, 10**8)}",
        "chair": f"{dice.choice(MEN)} {dice.choice(FAMILY)}",
        "official_status": "Aktif" if active else "Tidak Aktif",
        "official_decree": f"518/{village.code[:5]}/KPTS/2019",
        "official_on": date(2019, 12, 20),
        "year": book_year,
        "members_male": members - women,
        "members_female": women,
        "assets_idr": volume // 2,
        "equity_idr": volume // 5,
        "external_capital_idr": volume // 6,
        "volume_idr": volume,
        "surplus_idr": volume // 25,
        "rat_held_on": rat_held,
    }
