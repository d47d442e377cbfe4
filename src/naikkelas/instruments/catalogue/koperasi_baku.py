"""The standard layout of cooperatives: the template that the province hands out."""

from naikkelas.instruments.layout import Layout
from naikkelas.kit.bilingual import Text

INSTRUMENT = Layout(
    id="koperasi_baku",
    title=Text("Koperasi – format baku", "Cooperatives – standard layout"),
    record="cooperative",
    required=frozenset({"name", "regency"}),
    columns={
        "Nama Koperasi": "name",
        "Nomor Badan Hukum": "legal_no",
        "Tanggal Badan Hukum": "legal_on",
        "Nomor Induk Koperasi": "cooperative_nik",
        "Sertifikat NIK Berlaku Sampai": "certificate_until",
        "Jenis Koperasi": "kind",
        "Kelompok Koperasi": "group",
        "Alamat": "address",
        "Desa/Kelurahan": "village",
        "Kecamatan": "district",
        "Kabupaten/Kota": "regency",
        "Telepon": "phone",
        "Ketua": "chair",
        "Status": "official_status",
        "Nomor SK Status": "official_decree",
        "Tanggal SK Status": "official_on",
        "Tahun Buku": "year",
        "Anggota Laki-laki": "members_male",
        "Anggota Perempuan": "members_female",
        "Aset (Rp)": "assets_idr",
        "Modal Sendiri (Rp)": "equity_idr",
        "Modal Luar (Rp)": "external_capital_idr",
        "Volume Usaha (Rp)": "volume_idr",
        "SHU (Rp)": "surplus_idr",
        "Tanggal RAT": "rat_held_on",
    },
)
