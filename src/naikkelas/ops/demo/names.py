"""Names for invented people, shops and cooperatives: common parts, put together by a seeded generator."""

MEN = ["Ahmad", "Budi", "Slamet", "Agus", "Eko", "Joko", "Hendra", "Rudi", "Yusuf", "Hasan", "Umar", "Fajar", "Rizki", "Wahyu", "Bambang", "Sutrisno", "Suparman", "Darmawan", "Iwan", "Yanto", "Zainal", "Ridwan", "Firman", "Taufik", "Arif", "Dedi", "Asep", "Wayan", "Ketut", "Made", "Nyoman", "Komang", "Sarwono", "Mulyadi", "Suyanto", "Herman", "Edi", "Ari", "Roni", "Andi"]
WOMEN = ["Siti", "Dewi", "Sri", "Nur", "Rina", "Lina", "Maya", "Putri", "Yanti", "Tuti", "Wati", "Ratna", "Indah", "Fitri", "Ayu", "Lestari", "Kartini", "Sulastri", "Suryani", "Mariam", "Aminah", "Halimah", "Zubaidah", "Nurhayati", "Rohani", "Yuliana", "Desi", "Eka", "Tri", "Endang", "Ningsih", "Komariah", "Rukmini", "Sumiati", "Erna", "Leni", "Susi", "Rosmiati", "Ida", "Neng"]
FAMILY = ["Saputra", "Hidayat", "Susanto", "Pratama", "Rahman", "Siregar", "Wijaya", "Setiawan", "Kurniawan", "Nugroho", "Santoso", "Gunawan", "Prasetyo", "Firmansyah", "Hakim", "Maulana", "Ramadhan", "Sanjaya", "Suryadi", "Wibowo", "Utomo", "Cahyono", "Permana", "Yulianto", "Harahap", "Lubis", "Batubara", "Tanjung", "Alamsyah", "Hartono"]
PRODUCTS = {
    "culinary": ("Keripik Pisang", "Kopi Robusta", "Bakso", "Pempek", "Seruit", "Kue Basah", "Roti", "Sambal Lampung"),
    "fashion": ("Kain Tapis", "Batik Siger", "Konveksi", "Jahit Pakaian", "Kerudung"),
    "education": ("Bimbingan Belajar", "Kursus Komputer", "Kursus Jahit", "PAUD"),
    "automotive": ("Bengkel Motor", "Cuci Motor", "Tambal Ban", "Onderdil"),
    "agribusiness": ("Bibit Lada", "Pupuk Organik", "Ternak Kambing", "Jamur Tiram"),
    "technology": ("Konter Pulsa", "Servis HP", "Warnet", "Percetakan Digital"),
    "other": (
        "Warung Sembako", "Toko Kelontong", "Penjahit", "Pangkas Rambut", "Tahu Tempe", "Mebel", "Batu Bata", "Ikan Asin",
        "Gula Aren", "Kerajinan Bambu", "Jasa Angkut", "Laundry", "Es Kelapa", "Sayur Keliling", "Gerabah",
    ),
}  # fmt: skip
COOPERATIVES = {
    "kud": ("producer", "KUD", ("Tani Makmur", "Sumber Rejeki", "Karya Tani", "Mekar Sari", "Bina Tani")),
    "kpri": ("consumer", "KPRI", ("Handayani", "Sejahtera", "Bina Karya", "Mitra Guru", "Husada")),
    "employees": ("consumer", "Kopkar", ("Karya Mandiri", "Setia Kawan", "Bersama", "Sumber Jaya")),
    "market": ("marketing", "Koppas", ("Pasar Baru", "Pedagang Maju", "Pasar Rakyat", "Usaha Pasar")),
    "fishers": ("producer", "KUD Mina", ("Jaya Samudra", "Bahari", "Teluk Indah")),
    "kopontren": ("service", "Kopontren", ("Darul Ulum", "Al Hikmah", "Nurul Huda", "Miftahul Jannah")),
    "women": ("savings_loan", "Kopwan", ("Kartini", "Melati", "Srikandi", "Dahlia")),
    "tourism_village": ("service", "Koperasi Wisata", ("Pesona Desa", "Way Indah", "Bukit Asri")),
    "village_based": ("multi_purpose", "Koperasi Desa", ("Maju Bersama", "Gotong Royong", "Harapan Baru")),
    "": (
        "savings_loan",
        "KSP",
        ("Artha Mulya", "Dana Sejahtera", "Mitra Usaha", "Sai Bumi", "Ruwa Jurai", "Siger Mas"),
    ),
}
