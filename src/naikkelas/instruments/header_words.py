"""What offices and older systems call our fields, beside the headings of the built-in layouts.

Not a list of any system: words to propose by, which a person confirms."""

from naikkelas.instruments.record_kinds import fields_of
from naikkelas.instruments.registry_fields import AREA_FIELDS

ENTERPRISE: dict[str, tuple[str, ...]] = {
    "registration_no": (
        "nomor registrasi", "no registrasi", "nomor urut pendataan", "id umkm", "id usaha", "kode usaha",
        "registration number",
    ),
    "name": (
        "nama usaha", "nama umkm", "nama perusahaan", "nama ikm", "nama toko", "nama merek usaha", "nama unit usaha",
        "usaha", "business name", "enterprise name",
    ),
    "owner_name": (
        "nama pemilik", "pemilik", "nama pelaku usaha", "nama pengusaha", "nama lengkap", "pemilik usaha",
        "nama pemilik usaha", "nama penanggung jawab", "owner", "owner name",
    ),
    "person_nik": (
        "nik", "nik pemilik", "nik ktp", "no ktp", "nomor ktp", "nomor induk kependudukan", "no nik", "no identitas",
        "nik pelaku usaha",
    ),
    "sex": ("jenis kelamin", "jk", "l p", "kelamin", "gender", "sex"),
    "born_on": ("tanggal lahir", "tgl lahir", "date of birth"),
    "phone": (
        "telepon", "no telepon", "no telp", "telp", "no hp", "hp", "nomor hp", "no handphone", "handphone",
        "whatsapp", "no wa", "kontak", "phone",
    ),
    "email": ("email", "e mail", "surel", "alamat email"),
    "address": ("alamat", "alamat usaha", "alamat lengkap", "alamat tempat usaha", "address"),
    "village": (
        "desa", "kelurahan", "desa kelurahan", "kelurahan desa", "pekon", "kampung", "tiyuh", "desa kel", "kel desa",
        "village",
    ),
    "district": ("kecamatan", "kec", "district", "nama kecamatan"),
    "regency": ("kabupaten", "kota", "kabupaten kota", "kab kota", "kab", "regency", "nama kabupaten"),
    "area_code": ("kode wilayah", "kode desa", "kode kelurahan", "kode bps", "kode kemendagri"),
    "nib": ("nib", "no nib", "nomor induk berusaha", "nomor nib"),
    "tax_id": ("npwp", "no npwp", "nomor npwp"),
    "kbli": ("kbli", "kode kbli", "kbli 5 digit"),
    "sector": (
        "sektor", "sektor usaha", "jenis usaha", "bidang usaha", "lapangan usaha", "kategori usaha",
        "klasifikasi usaha", "sector",
    ),
    "product": ("produk", "produk utama", "jenis produk", "nama produk", "komoditas", "product"),
    "legal_form": ("bentuk usaha", "badan usaha", "bentuk badan usaha", "status badan hukum", "legal form"),
    "founded_on": (
        "tahun berdiri", "tanggal berdiri", "tanggal mulai usaha", "mulai usaha", "tahun mulai", "tahun mulai usaha",
        "berdiri sejak",
    ),
    "year": ("tahun", "tahun data", "tahun pendataan", "year"),
    "annual_sales_idr": (
        "omzet", "omset", "omzet setahun", "omzet tahun", "omset per tahun", "omzet per tahun", "hasil penjualan",
        "penjualan tahunan", "pendapatan per tahun", "annual sales", "turnover",
    ),
    "capital_idr": ("modal", "modal usaha", "modal awal", "modal sendiri", "capital"),
    "net_worth_idr": ("aset", "asset", "kekayaan bersih", "nilai aset", "total aset"),
    "workers_male": (
        "tenaga kerja laki laki", "tenaga kerja pria", "pekerja laki laki", "tk l", "tk laki laki", "tenaga kerja l",
        "karyawan laki laki", "jumlah tenaga kerja l", "pekerja lk", "pekerja l", "tk lk", "tenaga kerja lk",
        "male workers",
    ),
    "workers_female": (
        "tenaga kerja perempuan", "tenaga kerja wanita", "pekerja perempuan", "tk p", "tk perempuan",
        "tenaga kerja p", "karyawan perempuan", "jumlah tenaga kerja p", "pekerja pr", "pekerja p", "tk pr",
        "tenaga kerja pr", "female workers",
    ),
    "market": ("pemasaran", "jangkauan pasar", "wilayah pemasaran", "daerah pemasaran", "market"),
    "home_food_permit": ("pirt", "p irt", "nomor pirt", "no pirt", "spp irt"),
    "halal_no": ("halal", "nomor halal", "sertifikat halal", "no sertifikat halal"),
    "trademark": ("merek", "merk", "nama merek", "merek dagang", "hki"),
    "latitude": ("lintang", "latitude", "lat", "koordinat lintang"),
    "longitude": ("bujur", "longitude", "long", "lng", "koordinat bujur"),
}  # fmt: skip
COOPERATIVE: dict[str, tuple[str, ...]] = {
    "name": ("nama koperasi", "nama", "koperasi", "cooperative name"),
    "legal_no": (
        "nomor badan hukum", "no badan hukum", "no bh", "nomor bh", "badan hukum", "nomor dan tanggal badan hukum",
        "no badan hukum pendirian", "nomor badan hukum pendirian", "legal number",
    ),
    "legal_on": (
        "tanggal badan hukum", "tgl badan hukum", "tgl bh", "tanggal bh", "tanggal badan hukum pendirian",
        "tanggal pendirian", "tanggal berdiri",
    ),
    "cooperative_nik": ("nik", "nik koperasi", "nomor induk koperasi", "no nik", "no induk koperasi"),
    "certificate_until": (
        "masa berlaku sertifikat", "sertifikat berlaku sampai", "tanggal kadaluarsa sertifikat",
        "sertifikat nik berlaku sampai", "masa berlaku",
    ),
    "kind": ("jenis koperasi", "jenis", "bentuk koperasi jenis", "kind"),
    "group": ("kelompok koperasi", "kelompok", "group"),
    "address": ("alamat", "alamat koperasi", "alamat lengkap", "address"),
    "village": ENTERPRISE["village"],
    "district": ENTERPRISE["district"],
    "regency": ENTERPRISE["regency"],
    "area_code": ENTERPRISE["area_code"],
    "phone": ENTERPRISE["phone"],
    "chair": ("ketua", "nama ketua", "ketua koperasi", "ketua pengurus", "chair"),
    "official_status": ("status", "status koperasi", "status keaktifan", "keterangan aktif", "aktif tidak aktif"),
    "official_decree": ("no sk", "nomor sk", "nomor sk status"),
    "official_on": ("tanggal sk", "tgl sk", "tanggal sk status"),
    "year": ("tahun", "tahun buku", "book year"),
    "members_male": (
        "anggota pria", "anggota laki laki", "jumlah anggota pria", "jumlah anggota laki laki", "jumlah anggota l",
        "anggota l",
    ),
    "members_female": (
        "anggota wanita", "anggota perempuan", "jumlah anggota wanita", "jumlah anggota perempuan",
        "jumlah anggota p", "anggota p",
    ),
    "assets_idr": ("aset", "asset", "total aset", "jumlah aset", "assets"),
    "equity_idr": ("modal sendiri", "ekuitas", "equity"),
    "external_capital_idr": ("modal luar", "modal pinjaman", "hutang"),
    "volume_idr": ("volume usaha", "volume", "omzet", "omset"),
    "surplus_idr": ("shu", "sisa hasil usaha", "surplus"),
    "rat_held_on": ("tanggal rat", "tgl rat", "rat", "tanggal rat terakhir", "rat terakhir"),
}  # fmt: skip
_PERSON = {
    **{field: ENTERPRISE[field] for field in AREA_FIELDS},
    "person_nik": ENTERPRISE["person_nik"],
    "phone": ENTERPRISE["phone"],
    "nib": ENTERPRISE["nib"],
    "sex": ENTERPRISE["sex"],
    "tax_id": ENTERPRISE["tax_id"],
    "business_name": ENTERPRISE["name"],
}
_AMOUNT = ("jumlah", "nilai", "nominal", "rupiah", "besaran", "amount")
LISTS: dict[str, dict[str, tuple[str, ...]]] = {
    "payment": {
        "document_no": ("nomor bukti", "no bukti", "nomor dokumen", "sp2d"),
        "paid_on": ("tanggal", "tgl", "tanggal bayar", "tanggal bukti", "hari tanggal"),
        "name": ("nama", "nama rekanan", "nama vendor", "supplier"),
        "amount_idr": (*_AMOUNT, "pengeluaran", "realisasi", "dibayarkan"),
        "line_code": ("kode", "rekening belanja", "mata anggaran", "akun"),
    },
    "ceiling": {
        "line_code": ("mata anggaran", "akun", "kode akun", "no rekening"),
        "name": ("nama", "rincian", "keterangan"),
        "amount_idr": (*_AMOUNT, "alokasi", "plafon"),
        "document_no": ("nomor dokumen", "no dokumen"),
        "dated_on": ("tanggal", "tgl", "tanggal dokumen"),
    },
    "award": {
        "amount_idr": (*_AMOUNT, "bantuan", "hibah"),
        "decree_no": ("nomor keputusan", "no keputusan", "sk"),
        "dated_on": ("tanggal keputusan", "tanggal"),
        "name": ("nama", "nama calon", "penerima manfaat"),
    },
    "transfer": {
        "amount_idr": (*_AMOUNT, "kredit", "debet"),
        "status": ("ket status", "hasil", "respon"),
        "paid_on": ("tanggal", "tgl"),
        "account": ("no rek", "norek", "rekening tujuan"),
    },
    "application": {
        "received_on": ("tanggal", "tgl", "tanggal daftar", "tanggal pendaftaran"),
        "amount_idr": (*_AMOUNT, "modal yang diajukan", "kebutuhan modal", "dana diajukan"),
        "sales_month_idr": ("omset bulan", "omzet bulan", "omset", "penjualan"),
        "cost_month_idr": ("biaya bulan", "pengeluaran", "biaya"),
        "workers": ("tenaga kerja", "pekerja"),
        "started_on": ("mulai usaha", "tahun mulai", "berdiri sejak"),
        "account_no": ("no rek", "norek"),
    },
    "service": {
        "served_on": ("tanggal kunjungan", "hari", "waktu"),
        "topic": ("masalah", "kebutuhan", "konsultasi", "pendampingan", "materi konsultasi"),
        "result": ("output", "capaian", "saran", "penyelesaian"),
        "hours": ("waktu layanan", "lama konsultasi", "jam layanan"),
        "name": ("nama", "peserta", "tamu", "nama umkm"),
        "business_name": ("nama produk", "merek"),
    },
}  # fmt: skip
"""Of the lists of programmes, beside the headings of their built-in layouts."""
WORDS = {
    "enterprise": ENTERPRISE,
    "cooperative": COOPERATIVE,
    **{
        record: {field: LISTS[record].get(field, _PERSON.get(field, ())) for field in fields_of(record)}
        for record in LISTS
    },
}
"""Words by field of every kind of record: its keys are the fields that a column may be said to hold."""
