"""The workbook of the import benchmark: one row an enterprise, thirty columns, the same bytes for the same seed.

Written as Excel does (shared strings, numbers as numbers), directly as XML: a library takes longer to write five
million cells than the importer may take to read them.
"""

import itertools
import random
import zipfile
from datetime import date, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

from naikkelas.instruments.spreadsheet import layouts
from naikkelas.ops.demo.names import FAMILY, MEN, PRODUCTS, WOMEN
from naikkelas.reference import regions

ROWS = 168_938
LAYOUT = "umkm_baku"
SEED = 20191231
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STREETS = ("Raya", "Merdeka", "Pasar", "Melati", "Kartini", "Lintas Sumatera")
_SECTORS = {
    "culinary": "Kuliner", "fashion": "Fashion", "education": "Pendidikan", "automotive": "Otomotif",
    "agribusiness": "Agribisnis", "technology": "Teknologi", "other": "Lain-lain",
}  # fmt: skip

Cells = list[str | int | float]


def made(folder: Path, rows: int = ROWS) -> Path:
    """The workbook in `folder`, made now if it is not there yet."""
    path = folder / f"umkm-{rows}-{SEED}-1.xlsx"
    if not path.exists():
        part = path.with_suffix(".part")
        _write(part, rows)
        part.rename(path)
    return path


def _rows(count: int) -> "itertools.chain[Cells]":
    dice = random.Random(SEED)
    columns = layouts()[LAYOUT].columns
    districts = {r.code: r.name for r in regions.rows("district", "18")}
    regencies = {
        r.code: f"{'Kota' if r.kind == 'kota' else 'Kabupaten'} {r.name}"
        for r in regions.rows("regency", "18")
    }
    villages = [
        (r.code, r.name, districts[r.code[:8]], regencies[r.code[:5]]) for r in regions.rows("village", "18")
    ]
    head: Cells = list(columns)
    fields = list(columns.values())
    body = (_row(dice, fields, dice.choice(villages), n) for n in range(count))
    return itertools.chain([head], body)


def _row(dice: random.Random, fields: list[str], village: tuple[str, str, str, str], n: int) -> Cells:
    """One invented enterprise; its owner's number is of a province that does not exist."""
    code, village_name, district, regency = village
    woman = dice.random() < 0.58
    owner = f"{dice.choice(WOMEN if woman else MEN)} {dice.choice(FAMILY)}"
    sector = dice.choice(list(_SECTORS))
    product = dice.choice(PRODUCTS[sector])
    born = date(1955, 1, 1) + timedelta(days=dice.randrange(16_000))
    day = born.day + (40 if woman else 0)
    sales = dice.randrange(6, 300 if dice.random() < 0.96 else 2_500) * 1_000_000
    filled: dict[str, str | int | float] = {
        "registration_no": f"UM{n + 1:07d}",
        "name": f"{product} {owner.split()[0]} {n % 1_000}",
        "owner_name": owner,
        "person_nik": f"99{code[3:5]}{code[6:8]}{day:02d}{born.month:02d}{born.year % 100:02d}{n % 9_998 + 1:04d}",
        "sex": "P" if woman else "L",
        "born_on": born.isoformat(),
        "phone": f"0812{dice.randrange(10**7, 10**8)}",
        "email": f"usaha{n}@example.com",
        "address": f"Jl. {dice.choice(_STREETS)} No. {dice.randrange(1, 250)}",
        "village": village_name,
        "district": district,
        "regency": regency,
        "nib": f"{9_120_000_000_000 + n:013d}",
        "tax_id": f"99.{n // 1_000:03d}.{n % 1_000:03d}.1-999.000",
        "kbli": dice.choice(("47111", "10750", "56102", "14111", "45407", "10391")),
        "sector": _SECTORS[sector],
        "product": product,
        "legal_form": "Perorangan" if dice.random() < 0.96 else dice.choice(("UD", "CV")),
        "founded_on": f"{dice.randrange(1, 28):02d}/{dice.randrange(1, 13):02d}/{dice.randrange(1995, 2019)}",
        "year": 2019,
        "annual_sales_idr": sales,
        "capital_idr": sales * dice.randrange(10, 60) // 100,
        "net_worth_idr": sales * dice.randrange(8, 45) // 100,
        "workers_male": dice.choice((0, 1, 1, 2, 3)),
        "workers_female": dice.choice((0, 1, 1, 2, 3)),
        "market": dice.choice(("Sekitar", "Kabupaten/Kota", "Provinsi", "Nasional", "Online")),
        "home_food_permit": f"P-IRT {n:013d}" if dice.random() < 0.1 else "",
        "halal_no": f"ID{n:014d}" if dice.random() < 0.1 else "",
        "latitude": round(-6 + 2.5 * dice.random(), 6),
        "longitude": round(103.5 + 2.4 * dice.random(), 6),
    }
    return [filled[field] for field in fields]


# ── the file ──


def _write(path: Path, count: int) -> None:
    shared: dict[str, int] = {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as book:
        with book.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(
                f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{_MAIN}"><sheetData>'.encode()
            )
            for number, cells in enumerate(_rows(count), 1):
                sheet.write(_row_xml(number, cells, shared).encode())
            sheet.write(b"</sheetData></worksheet>")
        with book.open("xl/sharedStrings.xml", "w") as strings:
            strings.write(f'<?xml version="1.0" encoding="UTF-8"?><sst xmlns="{_MAIN}">'.encode())
            for batch in itertools.batched(shared, 10_000, strict=False):
                strings.write("".join(f"<si><t>{escape(text)}</t></si>" for text in batch).encode())
            strings.write(b"</sst>")
        for name, text in _FRAME.items():
            book.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{text}')


def _row_xml(number: int, cells: Cells, shared: dict[str, int]) -> str:
    parts = []
    for at, value in enumerate(cells):
        where = f"{_LETTERS[at]}{number}"
        if value == "":
            continue
        if isinstance(value, str):
            parts.append(f'<c r="{where}" t="s"><v>{shared.setdefault(value, len(shared))}</v></c>')
        else:
            parts.append(f'<c r="{where}"><v>{value}</v></c>')
    return f'<row r="{number}">{"".join(parts)}</row>'


_LETTERS = [chr(65 + n) if n < 26 else f"A{chr(39 + n)}" for n in range(52)]
_FRAME = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_TYPE}.sharedStrings+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" Type="{_OFFICE}/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
    '<sheet name="Data" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
}
