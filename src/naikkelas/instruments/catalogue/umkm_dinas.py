"""Enterprises as several offices keep them by themselves: fewer columns, own headings, mostly CSV."""

from naikkelas.instruments.layout import Layout
from naikkelas.kit.bilingual import Text

INSTRUMENT = Layout(
    id="umkm_dinas",
    title=Text("UMKM – rekap dinas", "MSMEs – list kept by an office"),
    record="enterprise",
    required=frozenset({"name", "owner_name", "district"}),
    columns={
        "No. Reg": "registration_no",
        "Nama UMKM": "name",
        "Nama Pelaku Usaha": "owner_name",
        "NIK KTP": "person_nik",
        "L/P": "sex",
        "No. HP": "phone",
        "Alamat": "address",
        "Desa": "village",
        "Kec": "district",
        "Kab": "regency",
        "No. NIB": "nib",
        "Jenis Usaha": "sector",
        "Produk": "product",
        "Tahun Berdiri": "founded_on",
        "Tahun": "year",
        "Omzet/Tahun": "annual_sales_idr",
        "Modal": "capital_idr",
        "Aset": "net_worth_idr",
        "TK L": "workers_male",
        "TK P": "workers_female",
        "Pemasaran": "market",
        "PIRT": "home_food_permit",
        "Halal": "halal_no",
        "Merek": "trademark",
    },
)
