"""Enterprises from a door-to-door listing: places by code (Kemendagri with dots, or BPS digits)."""

from naikkelas.instruments.layout import Layout
from naikkelas.kit.bilingual import Text

INSTRUMENT = Layout(
    id="umkm_pendataan",
    title=Text("UMKM – pendataan lengkap (kode wilayah)", "MSMEs – complete listing (area codes)"),
    record="enterprise",
    required=frozenset({"name", "owner_name", "area_code"}),
    columns={
        "id_pendataan": "registration_no",
        "kode_wilayah": "area_code",
        "nama_usaha": "name",
        "nama_pengusaha": "owner_name",
        "nik_pengusaha": "person_nik",
        "jk": "sex",
        "tgl_lahir": "born_on",
        "telepon": "phone",
        "surel": "email",
        "alamat_usaha": "address",
        "nib": "nib",
        "npwp": "tax_id",
        "kbli": "kbli",
        "lapangan_usaha": "sector",
        "produk_utama": "product",
        "badan_usaha": "legal_form",
        "mulai_usaha": "founded_on",
        "tahun_data": "year",
        "omzet_setahun": "annual_sales_idr",
        "modal_usaha": "capital_idr",
        "kekayaan_bersih": "net_worth_idr",
        "pekerja_laki": "workers_male",
        "pekerja_perempuan": "workers_female",
        "pasar": "market",
        "pirt": "home_food_permit",
        "halal": "halal_no",
        "merek": "trademark",
        "lintang": "latitude",
        "bujur": "longitude",
    },
)
