"""The standard layout of enterprises: the template that the province hands out (30 columns)."""

from naikkelas.instruments.layout import Layout
from naikkelas.kit.bilingual import Text

INSTRUMENT = Layout(
    id="umkm_baku",
    title=Text("UMKM – format baku", "MSMEs – standard layout"),
    record="enterprise",
    required=frozenset({"name", "owner_name", "regency"}),
    columns={
        "Nomor Registrasi": "registration_no",
        "Nama Usaha": "name",
        "Nama Pemilik": "owner_name",
        "NIK Pemilik": "person_nik",
        "Jenis Kelamin": "sex",
        "Tanggal Lahir": "born_on",
        "Nomor Telepon": "phone",
        "Email": "email",
        "Alamat Usaha": "address",
        "Desa/Kelurahan": "village",
        "Kecamatan": "district",
        "Kabupaten/Kota": "regency",
        "NIB": "nib",
        "NPWP": "tax_id",
        "KBLI": "kbli",
        "Sektor": "sector",
        "Produk Utama": "product",
        "Bentuk Usaha": "legal_form",
        "Tanggal Mulai Usaha": "founded_on",
        "Tahun Data": "year",
        "Omzet Setahun (Rp)": "annual_sales_idr",
        "Modal Usaha (Rp)": "capital_idr",
        "Kekayaan Bersih (Rp)": "net_worth_idr",
        "Tenaga Kerja Laki-laki": "workers_male",
        "Tenaga Kerja Perempuan": "workers_female",
        "Jangkauan Pasar": "market",
        "Nomor PIRT": "home_food_permit",
        "Nomor Halal": "halal_no",
        "Lintang": "latitude",
        "Bujur": "longitude",
    },
)
