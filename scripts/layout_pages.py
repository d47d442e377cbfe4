"""The page of import layouts, made from the catalogue that the importer itself reads.

python scripts/layout_pages.py        write docs/layouts.md and docs/layouts.en.md anew
python scripts/layout_pages.py check  fail where a page is not what would be written
"""

import sys
from datetime import date
from pathlib import Path

from naikkelas.instruments import list_fields, money_fields, registry_fields
from naikkelas.instruments.fields import (
    Choice,
    Day,
    Decimal,
    Digits,
    FieldKind,
    PersonNik,
    Phone,
    Rupiah,
    Whole,
)
from naikkelas.instruments.finding import MONEY
from naikkelas.instruments.layout import Layout
from naikkelas.instruments.list_fields import Duration
from naikkelas.instruments.spreadsheet import layouts
from naikkelas.kit.bilingual import Text

RECORDS = registry_fields.RECORDS | money_fields.RECORDS | list_fields.RECORDS
ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs"
NAMES = {"id": "layouts.md", "en": "layouts.en.md"}


MARKER = "<!-- written below by scripts/layout_pages.py -->\n"
"""What stands above it in a page is written by people, what stands below by this script."""

COLUMNS = {
    "id": ("Judul kolom", "Isi", "Wajib", "Bila salah"),
    "en": ("Heading", "Content", "Required", "If wrong"),
}
YES = {"id": "ya", "en": "yes"}
LISTS = {"id": "Daftar pilihan", "en": "Lists of choices"}
LISTS_INTRO = {
    "id": "Kata di bawah ini dikenali, tanpa membedakan huruf besar dan kecil.",
    "en": "These words are known, whatever their capitals. They are Indonesian, as in the files of offices.",
}
ERROR, NOTE, NONE = ({"id": i, "en": e} for i, e in (("galat", "error"), ("catatan", "note"), ("–", "–")))

PLACES = {
    "regency": (Text("nama resmi kabupaten/kota", "official name of the kabupaten/kota"), ERROR),
    "district": (Text("nama kecamatan", "name of the kecamatan"), ERROR),
    "village": (
        Text(
            "nama desa/kelurahan; bila tidak ditemukan, dicatat sampai kecamatan",
            "name of the village; if not found, kept at the level of the kecamatan",
        ),
        NOTE,
    ),
    "area_code": (
        Text("kode Kemendagri (18.01.04.2002) atau kode BPS", "code of Kemendagri (18.01.04.2002) or of BPS"),
        ERROR,
    ),
}
CHOICES = {
    "sex": Text("Jenis kelamin", "Sex"),
    "sector": Text("Sektor", "Sector"),
    "legal_form": Text("Bentuk usaha", "Legal form"),
    "market": Text("Jangkauan pasar", "Reach of the market"),
    "kind": Text("Jenis koperasi", "Kind of cooperative"),
    "group": Text("Kelompok koperasi", "Group of cooperative"),
    "official_status": Text("Status resmi", "Official status"),
    "source": Text("Sumber dana", "Source of money"),
    "status": Text("Hasil transfer", "Result of a transfer"),
    "award kind": Text("Jenis penerima", "Kind of recipient"),
    "education": Text("Pendidikan", "Schooling"),
    "occupation": Text("Pekerjaan", "Occupation"),
    "id_card": Text("KTP", "Identity card"),
    "trained": Text("Ya atau tidak", "Yes or no"),
    "bookkept": Text("Ya atau tidak", "Yes or no"),
    "business_kind": Text("Bidang usaha", "Kind of business"),
    "licence": Text("Izin usaha", "Licence"),
    "account_state": Text("Rekening", "Bank account"),
    "field": Text("Bidang layanan PLUT", "Field of service of a PLUT"),
    "service kind": Text("Jenis klien", "Kind of client"),
}
"""By field; by record and field where one field is another thing in another record."""
MARK = {"id": "Belum dikonfirmasi", "en": "Not yet confirmed"}
SOURCE = {"id": "Sumber", "en": "Source"}
ALIASES = {
    "id": "Judul lain yang dikenali untuk kolom yang sama",
    "en": "Other headings known for the same columns",
}
RECORD_NAMES = {
    "enterprise": Text("UMKM", "MSMEs"),
    "cooperative": Text("Koperasi", "Cooperatives"),
    **dict.fromkeys(money_fields.RECORDS, Text("Uang program", "Money of programmes")),
    "application": Text("Usulan modal wirausaha pemula", "Proposals of start-up capital"),
    "service": Text("Layanan PLUT", "Services of a PLUT"),
}


SIMPLE: dict[type, tuple[Text, dict[str, str]]] = {
    PersonNik: (Text("16 angka sebagai teks", "16 digits as text"), ERROR),
    Phone: (Text("nomor telepon", "telephone number"), NOTE),
    Whole: (Text("bilangan bulat", "whole number"), ERROR),
    Day: (Text("tanggal: 31/12/2019 atau 2019-12-31", "date: 31/12/2019 or 2019-12-31"), ERROR),
    Decimal: (Text("derajat desimal", "degrees, decimal"), NONE),
    Duration: (Text("lama: 1,5 jam, 1:30, atau 90 menit", "how long: 1,5 jam, 1:30 or 90 menit"), ERROR),
}
"""Kinds of fields that say the same whatever column they are of."""


def choice_of(record: str, field: str) -> Text:
    return CHOICES.get(f"{record} {field}") or CHOICES[field]


def content(record: str, field: str, kind: FieldKind) -> tuple[Text, dict[str, str]]:
    """What a column takes, and what happens to a row where it is wrong."""
    if type(kind) in SIMPLE:
        return SIMPLE[type(kind)]
    match kind:
        case Digits():
            return Text(f"{kind.count} angka", f"{kind.count} digits"), NOTE
        case Rupiah() if kind.negative:
            return Text(
                "rupiah bulat, boleh negatif: -2500000", "whole rupiah, may be negative: -2500000"
            ), ERROR
        case Rupiah():
            return Text(
                "rupiah bulat: 12500000 atau 12.500.000", "whole rupiah: 12500000 or 12.500.000"
            ), ERROR
        case Choice():
            wrong = ERROR if kind.otherwise is None else NOTE
            name = choice_of(record, field)
            return Text(f"pilihan: lihat {name.id}", f"a choice: see {name.en}"), wrong
    return Text(f"teks, paling panjang {kind.limit} huruf", f"text, at most {kind.limit} characters"), ERROR


def table(layout: Layout, lang: str) -> list[str]:
    kinds = RECORDS[layout.record](date(2026, 1, 1))
    lines = ["| " + " | ".join(COLUMNS[lang]) + " |", "| --- | --- | --- | --- |"]
    for header, field in layout.columns.items():
        takes, wrong = PLACES.get(field) or content(layout.record, field, kinds[field])
        must = YES[lang] if field in layout.required else ""
        lines.append(f"| {header} | {takes.to(lang)} | {must} | {wrong[lang]} |")
    return lines


def unconfirmed(layout: Layout, lang: str) -> list[str]:
    """What is not confirmed of a layout, marked, with its source."""
    told = [f'!!! warning "{MARK[lang]}"', f"    {layout.note.to(lang)}"] if layout.note else []
    if layout.source:
        told += ["", f"    {SOURCE[lang]}: {layout.source.to(lang)}."]
    return [*told, ""] if told else []


def page(lang: str) -> str:
    lines: list[str] = []
    for layout in (*layouts().values(), *layouts(MONEY).values()):
        lines += [
            f"## {layout.title.to(lang)}",
            "",
            f"`{layout.id}` · {RECORD_NAMES[layout.record].to(lang)}",
            "",
        ]
        lines += [*unconfirmed(layout, lang), *table(layout, lang), ""]
        if layout.others:
            lines += [f"{ALIASES[lang]}:", ""]
            lines += [
                f"- **{layout.headers[field]}**: {', '.join(said)}" for field, said in layout.others.items()
            ]
            lines += [""]
    lines += [f"## {LISTS[lang]}", "", LISTS_INTRO[lang], ""]
    for record, fields in RECORDS.items():
        for field, kind in fields(date(2026, 1, 1)).items():
            if isinstance(kind, Choice):
                lines.append(f"- **{choice_of(record, field).to(lang)}**: {', '.join(kind.words)}")
    return "\n".join(lines) + "\n"


def pages() -> dict[str, str]:
    return {name: above(name) + MARKER + "\n" + page(lang) for lang, name in NAMES.items()}


def above(name: str) -> str:
    """What people wrote into a page."""
    path = FOLDER / name
    return path.read_text("utf-8").partition(MARKER)[0] if path.exists() else ""


def stale() -> list[str]:
    """Names of pages that are not what would be written."""
    return [
        n
        for n, text in pages().items()
        if not (FOLDER / n).exists() or (FOLDER / n).read_text("utf-8") != text
    ]


def main(arguments: list[str]) -> int:
    if arguments == ["check"]:
        found = stale()
        print("\n".join(found))
        return 1 if found else 0
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
