"""Workbooks for the readers: proper ones by openpyxl, odd and hostile ones written part by part."""

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from openpyxl import Workbook

from naikkelas.instruments import spreadsheet
from naikkelas.instruments.cage import Answer
from naikkelas.instruments.gazetteer import Place
from naikkelas.instruments.spreadsheet import Context

PLACES = [
    Place("18", "Lampung", "province", "18"),
    Place("18.01", "Lampung Selatan", "regency", "1803"),
    Place("18.01.04", "Kalianda", "district", "1803060"),
    Place("18.01.04.1001", "Kalianda", "village", "1803060010"),
    Place("18.01.04.2002", "Tajimalela", "village", "1803060011"),
    Place("18.72", "Metro", "regency", "1872"),
    Place("18.72.01", "Metro Pusat", "district", "1872010"),
]
CONTEXT = Context(duty="18.01", places=PLACES, today=date(2020, 3, 13))
NIK = "9901010102800001"
DINAS = ["Nama UMKM", "Nama Pelaku Usaha", "NIK KTP", "Kec"]
GOOD = ["Keripik Siger", "Siti (uji)", NIK, "Kalianda"]


def read(content: bytes, layout: str = "", context: Context = CONTEXT) -> Answer:
    return spreadsheet.read(content, "uji", context, layout)


def problems(answer: Answer) -> list[tuple[int, str, str]]:
    """(row, header, code) of every problem, in order of row."""
    return list(answer.tables["problems"].select("row", "header", "code").rows())


def book(sheets: Mapping[str, Sequence[Sequence[object]]], *, hidden: Iterable[str] = ()) -> bytes:
    made = Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        if name in hidden:
            sheet.sheet_state = "hidden"
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
RELATIONS = '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def parts(sheet: str) -> dict[str, str]:
    """The parts of a workbook whose only sheet is this XML."""
    return {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELATIONS.format(
            f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
        ),
        "xl/workbook.xml": f'<?xml version="1.0"?><workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
        '<sheets><sheet name="Data" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": RELATIONS.format(
            f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        ),
        "xl/worksheets/sheet1.xml": sheet,
    }


def packed(members: Mapping[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def sheet_xml(rows: str, dimension: str = "") -> str:
    told = f'<dimension ref="{dimension}"/>' if dimension else ""
    return f'<?xml version="1.0"?><worksheet xmlns="{MAIN}">{told}<sheetData>{rows}</sheetData></worksheet>'


def text_cell(at: str, text: str) -> str:
    return f'<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>'


def text_row(number: int, texts: Sequence[str]) -> str:
    cells = "".join(text_cell(f"{chr(65 + n)}{number}", text) for n, text in enumerate(texts))
    return f'<row r="{number}">{cells}</row>'
