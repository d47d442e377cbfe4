"""Cooperatives as offices export them from the ministry's online data system (columns after its list, not confirmed)."""

from naikkelas.instruments.layout import Layout
from naikkelas.kit.bilingual import Text

INSTRUMENT = Layout(
    id="koperasi_ods",
    title=Text("Koperasi – ekspor ODS", "Cooperatives – ODS export"),
    record="cooperative",
    required=frozenset({"name", "legal_no", "district"}),
    columns={
        "NAMA": "name",
        "NO BH": "legal_no",
        "TGL BH": "legal_on",
        "NIK": "cooperative_nik",
        "MASA BERLAKU SERTIFIKAT": "certificate_until",
        "JENIS": "kind",
        "KELOMPOK": "group",
        "ALAMAT": "address",
        "KELURAHAN": "village",
        "KECAMATAN": "district",
        "KABUPATEN": "regency",
        "KETUA": "chair",
        "STATUS": "official_status",
        "NO SK": "official_decree",
        "TAHUN": "year",
        "ANGGOTA PRIA": "members_male",
        "ANGGOTA WANITA": "members_female",
        "ASET": "assets_idr",
        "MODAL SENDIRI": "equity_idr",
        "MODAL LUAR": "external_capital_idr",
        "VOLUME USAHA": "volume_idr",
        "SHU": "surplus_idr",
        "TGL RAT": "rat_held_on",
    },
)
