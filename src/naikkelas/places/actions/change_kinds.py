"""What can be wrong with a change of areas, and what to do about it."""

from naikkelas.kit.problems import Kind

NOTHING = Kind(
    "areas.nothing",
    "Belum ada yang berubah: isi kode lama dan kode atau nama barunya.",
    "Nothing changes yet: give an old code and its new code or name.",
)
ENDED = Kind(
    "areas.not_standing",
    "Kode {code} tidak ada di antara wilayah yang berlaku. Periksa kode lamanya.",
    "Code {code} is not among the areas that stand. Check the old code.",
)
TAKEN = Kind(
    "areas.taken",
    "Kode {code} sudah pernah dipakai ({name}). Satu kode hanya untuk satu wilayah; pakai kode lain, "
    "atau pilih penggabungan jika wilayahnya memang menjadi satu.",
    "Code {code} is or was in use ({name}). A code names one area for ever; use another, or enter a merger if the areas "
    "become one.",
)
BAD_CODE = Kind(
    "areas.code",
    "{code} bukan bentuk kode wilayah pada tingkat ini. Contoh: 18.16 (kabupaten), 18.16.01 (kecamatan), 18.16.01.2001 (desa).",
    "{code} does not look like an area code of this level. Examples: 18.16, 18.16.01, 18.16.01.2001.",
)
NO_PARENT = Kind(
    "areas.parent",
    "Wilayah di atas kode {code} belum ada. Sebutkan juga wilayah induknya.",
    "The area above code {code} does not exist. Name it too.",
)
OTHER_LEVEL = Kind(
    "areas.level",
    "{old} dan {new} tidak setingkat. Wilayah lama dan baru harus pada tingkat yang sama.",
    "{old} and {new} are not of one level. Old and new area must be.",
)
STRANDED = Kind(
    "areas.stranded",
    "{count} wilayah di bawah wilayah yang berakhir belum punya kode baru, antara lain {code}. Sebutkan ke mana masing-masing.",
    "{count} areas below one that ends have no new code, {code} among them. Say where each goes.",
)
SHAPE = Kind(
    "areas.shape",
    "Isian tidak sesuai dengan jenis perubahan yang dipilih. "
    "Pemekaran: satu wilayah menjadi beberapa; penggabungan: beberapa menjadi satu; "
    "ganti kode: satu menjadi satu kode lain; ganti nama: kode tetap.",
    "What was entered does not fit the kind of change. Split: one area becomes several; merger: "
    "several become one; new code: one gets another code; "
    "new name: the code stays.",
)
EARLY = Kind(
    "areas.early",
    "Wilayah {code} terakhir berubah pada {day}; perubahan ini harus berlaku sesudahnya.",
    "Area {code} last changed on {day}; this change must take effect after that.",
)
NOT_DRAFT = Kind(
    "areas.not_draft",
    "Perubahan ini sudah diterapkan atau dibatalkan. Muat ulang halaman untuk melihat keadaannya.",
    "This change was applied or undone already. Load the page again to see how it stands.",
)
NOT_APPLIED = Kind(
    "areas.not_applied",
    "Hanya perubahan yang sudah diterapkan dapat dibatalkan atau dilengkapi.",
    "Only a change that was applied can be undone or completed.",
)
NOT_YET = Kind(
    "areas.not_yet",
    "Perubahan ini berlaku mulai {day}. Simpan sebagai draf dan terapkan pada hari itu.",
    "This change takes effect on {day}. Keep it as a draft and apply it on that day.",
)
WIDER = Kind(
    "areas.wider",
    "{count} orang akan melihat lebih banyak daripada sebelumnya. Periksa daftarnya dan setujui sebelum menerapkan.",
    "{count} people would see more than before. Look at the list and agree before applying.",
)
NEW_RECORDS = Kind(
    "areas.new_records",
    "Sudah ada {count} data baru pada kode baru, jadi perubahan ini tidak dapat dibatalkan lagi. "
    "Catat perubahan baru yang memulihkannya.",
    "{count} records were entered under the new codes, so this change cannot be undone. Enter a new change that "
    "turns it back.",
)
LATER = Kind(
    "areas.later",
    "Perubahan “{title}” sesudahnya memakai wilayah ini. Batalkan yang itu lebih dahulu.",
    "A later change, “{title}”, builds on these areas. Undo that one first.",
)
NOT_A_PART = Kind(
    "areas.not_a_part",
    "{code} bukan bagian dari wilayah yang dimekarkan. Pilih salah satu wilayah pada daftar.",
    "{code} is no part of the area that was divided. Choose one of the areas listed.",
)
