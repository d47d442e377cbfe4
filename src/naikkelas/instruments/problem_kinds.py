"""What can be wrong with a cell or row of a spreadsheet, told with the remedy."""

from naikkelas.kit.problems import Kind
from naikkelas.rules import person_nik

REQUIRED = Kind("cell.required", "Wajib diisi.", "Must be filled.")
TOO_LONG = Kind(
    "cell.too_long",
    "Terlalu panjang. Ringkas isinya; batas kolom ini {limit} huruf.",
    "Too long. Shorten it; the limit of this column is {limit} characters.",
)
NOT_RUPIAH = Kind(
    "cell.rupiah",
    "“{value}” bukan jumlah rupiah bulat. Tulis angka saja, misalnya 12500000 atau 12.500.000.",
    "“{value}” is no whole amount of rupiah. Write digits only, for example 12500000 or 12.500.000.",
)
NEGATIVE = Kind(
    "cell.negative",
    "“{value}” negatif. Tulis jumlah nol atau lebih.",
    "“{value}” is negative. Write zero or more.",
)
NOT_WHOLE = Kind(
    "cell.whole_number",
    "“{value}” bukan bilangan bulat dalam batas yang wajar ({low}–{high}).",
    "“{value}” is no whole number within reason ({low}–{high}).",
)
NOT_A_DAY = Kind(
    "cell.day",
    "“{value}” bukan tanggal. Tulis misalnya 31/12/2019 atau 2019-12-31.",
    "“{value}” is no date. Write for example 31/12/2019 or 2019-12-31.",
)
NOT_A_DURATION = Kind(
    "cell.duration",
    "“{value}” bukan lama waktu. Tulis misalnya 1,5 jam, 1:30 atau 90 menit.",
    "“{value}” is no length of time. Write for example 1,5 jam, 1:30 or 90 menit.",
)
NOT_A_CHOICE = Kind(
    "cell.choice",
    "“{value}” bukan pilihan yang dikenal. Pilihan: {choices}.",
    "“{value}” is no known choice. Choices: {choices}.",
)
NO_REGENCY = Kind(
    "cell.regency",
    "Kabupaten/kota “{value}” tidak dikenal. Tulis nama resminya, misalnya Lampung Selatan atau Kota Metro.",
    "Kabupaten/kota “{value}” is not known. Write its official name, for example Lampung Selatan or Kota Metro.",
)
NO_AREA_CODE = Kind(
    "cell.area_code",
    "Kode wilayah “{value}” tidak dikenal. Tulis kode Kemendagri (misalnya 18.01.04.2002) atau kode BPS.",
    "Area code “{value}” is not known. Write the code of Kemendagri (for example 18.01.04.2002) or of BPS.",
)
NO_DISTRICT = Kind(
    "cell.district",
    "Kecamatan “{value}” tidak ada di kabupaten/kota itu. Periksa ejaan atau kabupatennya.",
    "Kecamatan “{value}” is not in that kabupaten/kota. Check the spelling or the kabupaten.",
)
NO_VILLAGE = Kind(
    "cell.village",
    "Desa/kelurahan “{value}” tidak ditemukan di kecamatan itu; baris dicatat sampai kecamatan saja.",
    "Village “{value}” was not found in that kecamatan; the row is kept at the level of the kecamatan.",
)
FORMER_AREA = Kind(
    "cell.former_area",
    "Wilayah “{value}” ditulis dengan kode atau nama lama; dicatat pada wilayah yang berlaku sekarang.",
    "Area “{value}” is written by a former code or name; recorded under the area that stands today.",
)
FOREIGN_AREA = Kind(
    "row.foreign_area",
    "Baris ini milik {value}, di luar wilayah tugas Anda. Kirimkan ke dinas di sana.",
    "This row belongs to {value}, outside your area of duty. Send it to the office there.",
)
TWICE = Kind(
    "row.twice",
    "Sudah ada di baris {value} berkas ini. Hapus salah satunya.",
    "Stands already in row {value} of this file. Delete one of them.",
)
BAD_NIB = Kind(
    "cell.nib",
    "NIB “{value}” bukan 13 angka; disimpan kosong. Periksa di OSS.",
    "NIB “{value}” is not 13 digits; kept empty. Check it in OSS.",
)
BAD_COOPERATIVE_NIK = Kind(
    "cell.cooperative_nik",
    "Nomor Induk Koperasi “{value}” bukan 13 angka; disimpan kosong. Periksa sertifikatnya.",
    "The cooperative's number “{value}” is not 13 digits; kept empty. Check the certificate.",
)
BAD_PHONE = Kind(
    "cell.phone",
    "“{value}” bukan nomor telepon; disimpan kosong.",
    "“{value}” is no telephone number; kept empty.",
)
BAD_KBLI = Kind(
    "cell.kbli",
    "KBLI “{value}” bukan 5 angka; disimpan kosong.",
    "KBLI “{value}” is not 5 digits; kept empty.",
)
BAD_BUDGET_CODE = Kind(
    "cell.budget_code",
    "“{value}” bukan kode anggaran. Tulis kodenya seperti dalam DPA atau DIPA, misalnya 2.17.07.1.01.01.",
    "“{value}” is no budget code. Write it as in the DPA or DIPA, for example 2.17.07.1.01.01.",
)
FUTURE = Kind(
    "cell.future",
    "Tanggal “{value}” ada di masa depan. Periksa tahunnya.",
    "The date “{value}” lies in the future. Check the year.",
)

WRONG_SUM = Kind(
    "sum.total",
    "Jumlah {value} tidak sama dengan penjumlahan barisnya, {sum} (selisih {off}). Periksa apakah ada baris yang hilang atau "
    "salah ketik.",
    "The sum {value} is not what its rows add up to, {sum} (difference {off}). See whether a row is missing or mistyped.",
)
WRONG_NET = Kind(
    "sum.net",
    "Nilai bersih {value} tidak sama dengan nilai dikurangi potongan, {sum}. Periksa ketiga angkanya.",
    "The net amount {value} is not the amount less what was kept back, {sum}. Check the three figures.",
)

KINDS: dict[str, Kind] = {
    kind.code: kind for kind in [*globals().values(), *vars(person_nik).values()] if isinstance(kind, Kind)
}
"""Every kind by its code: stored problems keep only code and params."""


def params_of(text: str) -> dict[str, str]:
    """What fills a problem's sentence, from the form in which the reader gives it back."""
    return dict(pair.split("=", 1) for pair in text.split("&") if "=" in pair)
