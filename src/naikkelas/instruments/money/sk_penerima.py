"""The annex of a decree: who receives how much, by name and address."""

from naikkelas.instruments.layout import Layout
from naikkelas.kit.bilingual import Text

INSTRUMENT = Layout(
    id="sk_penerima",
    title=Text("Lampiran SK: penerima menurut nama dan alamat", "Annex of a decree: recipients by name and address"),
    record="award",
    required=frozenset({"name", "amount_idr"}),
    columns={
        "Nomor SK": "decree_no",
        "Tanggal SK": "dated_on",
        "Nama Penerima": "name",
        "NIK": "person_nik",
        "Nama Usaha": "business_name",
        "Jenis Penerima": "kind",
        "NIB": "nib",
        "Nomor Induk Koperasi": "cooperative_nik",
        "No. HP": "phone",
        "Alamat": "address",
        "Desa/Kelurahan": "village",
        "Kecamatan": "district",
        "Kabupaten/Kota": "regency",
        "Kode Wilayah": "area_code",
        "Kode Anggaran": "line_code",
        "Jumlah Bantuan (Rp)": "amount_idr",
        "Rencana Penggunaan": "plan",
    },
    aliases={
        "No. SK": "decree_no", "No SK": "decree_no", "Tgl SK": "dated_on", "Tgl. SK": "dated_on",
        "Nama": "name", "Nama Lengkap": "name", "Nama Penerima Bantuan": "name", "Penerima": "name",
        "NIK KTP": "person_nik", "No. KTP": "person_nik", "Nomor KTP": "person_nik",
        "Usaha": "business_name", "Nama Usaha/Produk": "business_name", "Jenis": "kind", "Penerima Bantuan": "kind",
        "NIK Koperasi": "cooperative_nik",
        "HP": "phone", "Telepon": "phone", "No. Telepon": "phone", "Nomor HP": "phone",
        "Alamat Usaha": "address", "Alamat / Jalan": "address",
        "Desa": "village", "Kelurahan": "village", "Alamat / Desa": "village", "Kec": "district", "Kec.": "district",
        "Alamat / Kecamatan": "district", "Kab": "regency", "Kabupaten": "regency", "Kab/Kota": "regency",
        "Alamat / Kabupaten": "regency",
        "Kode Rekening": "line_code", "Kode Sub Kegiatan": "line_code", "Kode Kegiatan": "line_code",
        "Jumlah Bantuan": "amount_idr", "Jumlah (Rp)": "amount_idr", "Jumlah": "amount_idr", "Nilai (Rp)": "amount_idr",
        "Nilai Bantuan": "amount_idr", "Nilai Bantuan (Rp)": "amount_idr", "Besaran (Rp)": "amount_idr",
        "Bantuan (Rp)": "amount_idr",
        "Rencana Penggunaan Dana": "plan", "Penggunaan": "plan",
    },
    note=Text(
        "Kolom mengikuti yang disebut petunjuk teknis (nama, alamat, usaha, nilai); belum dicocokkan dengan lampiran SK "
        "yang asli.",
        "The columns follow what the technical guide names (name, address, business, amount); not yet compared with the "
        "annex of a real decree.",
    ),
)  # fmt: skip
