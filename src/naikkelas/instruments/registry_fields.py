"""The fields of the two registry records, and how text becomes their values."""

from datetime import date

from naikkelas.instruments import problem_kinds as kinds
from naikkelas.instruments.fields import (
    Choice,
    Day,
    Decimal,
    Digits,
    FieldKind,
    PersonNik,
    Phone,
    Rupiah,
    Whole,
)
from naikkelas.rules import size_class

SECTORS = {
    "kuliner": "culinary", "makanan": "culinary", "makanan minuman": "culinary", "makanan dan minuman": "culinary",
    "fashion": "fashion", "fesyen": "fashion", "busana": "fashion", "konveksi": "fashion", "tapis": "fashion",
    "pendidikan": "education", "otomotif": "automotive", "bengkel": "automotive", "agribisnis": "agribusiness",
    "pertanian": "agribusiness", "teknologi": "technology", "teknologi internet": "technology",
    "lain lain": "other", "lainnya": "other", "lain": "other",
}  # fmt: skip
SEXES = {
    "l": "m",
    "lk": "m",
    "laki laki": "m",
    "pria": "m",
    "p": "f",
    "pr": "f",
    "perempuan": "f",
    "wanita": "f",
}
LEGAL_FORMS = {
    "perorangan": "individual", "perseorangan": "individual", "ud": "ud", "cv": "cv", "pt": "pt", "koperasi": "cooperative",
}  # fmt: skip
MARKETS = {
    "sekitar": "neighbourhood", "desa": "neighbourhood", "kecamatan": "neighbourhood", "lokal": "regency",
    "kabupaten": "regency", "kabupaten kota": "regency", "kota": "regency", "provinsi": "province", "nasional": "national",
    "luar provinsi": "national", "ekspor": "export", "online": "online", "daring": "online",
}  # fmt: skip
COOPERATIVE_KINDS = {
    "konsumen": "consumer", "produsen": "producer", "jasa": "service", "pemasaran": "marketing",
    "simpan pinjam": "savings_loan", "ksp": "savings_loan", "kspps": "savings_loan", "serba usaha": "multi_purpose",
    "ksu": "multi_purpose", "koperasi konsumen": "consumer", "koperasi produsen": "producer", "koperasi jasa": "service",
    "koperasi pemasaran": "marketing", "koperasi simpan pinjam": "savings_loan", "koperasi serba usaha": "multi_purpose",
}  # fmt: skip
COOPERATIVE_GROUPS = {
    "kud": "kud", "kpri": "kpri", "kpn": "kpri", "karyawan": "employees", "kopkar": "employees", "pasar": "market",
    "nelayan": "fishers", "kopontren": "kopontren", "pondok pesantren": "kopontren", "pesantren": "kopontren",
    "wanita": "women", "wisata": "tourism_village", "desa wisata": "tourism_village", "desa": "village_based",
    "berbasis desa": "village_based", "siswa": "students", "mahasiswa": "students", "lainnya": "", "lain lain": "",
    "koperasi unit desa": "kud", "koperasi pegawai republik indonesia": "kpri", "koperasi pegawai negeri": "kpri",
    "koperasi karyawan": "employees", "koperasi pasar": "market", "koperasi nelayan": "fishers",
    "koperasi pondok pesantren": "kopontren", "koperasi wanita": "women", "kopwan": "women",
    "koperasi siswa": "students", "koperasi mahasiswa": "students", "kopma": "students",
}  # fmt: skip
STATUSES = {
    "aktif": "active",
    "tidak aktif": "inactive",
    "non aktif": "inactive",
    "nonaktif": "inactive",
    "pasif": "inactive",
}

AREA_FIELDS = ("regency", "district", "village", "area_code")


def enterprise(today: date) -> dict[str, FieldKind]:
    """Fields of an enterprise. `today` is the last day that a date may have."""
    return {
        "registration_no": FieldKind(40),
        "name": FieldKind(150),
        "owner_name": FieldKind(150),
        "person_nik": PersonNik(),
        "sex": Choice(words=SEXES, otherwise=""),
        "born_on": Day(latest=today),
        "phone": Phone(),
        "email": FieldKind(120),
        "address": FieldKind(200),
        "nib": Digits(count=13, kind=kinds.BAD_NIB),
        "tax_id": FieldKind(25),
        "kbli": Digits(count=5, kind=kinds.BAD_KBLI),
        "sector": Choice(words=SECTORS, otherwise="other"),
        "product": FieldKind(150),
        "legal_form": Choice(words=LEGAL_FORMS, otherwise="other"),
        "founded_on": Day(latest=today),
        "year": Whole(low=size_class.first_year(), high=today.year),
        "annual_sales_idr": Rupiah(),
        "capital_idr": Rupiah(),
        "net_worth_idr": Rupiah(),
        "workers_male": Whole(),
        "workers_female": Whole(),
        "market": Choice(words=MARKETS, otherwise=""),
        "home_food_permit": FieldKind(30),
        "halal_no": FieldKind(30),
        "trademark": FieldKind(80),
        "latitude": Decimal(low=-11, high=7),
        "longitude": Decimal(low=94, high=142),
    }


def cooperative(today: date) -> dict[str, FieldKind]:
    """Fields of a cooperative."""
    return {
        "name": FieldKind(150),
        "legal_no": FieldKind(60),
        "legal_on": Day(latest=today),
        "cooperative_nik": Digits(count=13, kind=kinds.BAD_COOPERATIVE_NIK),
        "certificate_until": Day(),
        "kind": Choice(words=COOPERATIVE_KINDS, otherwise="multi_purpose"),
        "group": Choice(words=COOPERATIVE_GROUPS, otherwise=""),
        "address": FieldKind(200),
        "phone": Phone(),
        "chair": FieldKind(150),
        "official_status": Choice(words=STATUSES, otherwise="unknown"),
        "official_decree": FieldKind(80),
        "official_on": Day(latest=today),
        "year": Whole(low=1990, high=today.year),
        "members_male": Whole(high=1_000_000),
        "members_female": Whole(high=1_000_000),
        "assets_idr": Rupiah(),
        "equity_idr": Rupiah(),
        "external_capital_idr": Rupiah(),
        "volume_idr": Rupiah(),
        "surplus_idr": Rupiah(negative=True),
        "rat_held_on": Day(latest=today),
    }


RECORDS = {"enterprise": enterprise, "cooperative": cooperative}

PERSONAL = frozenset(
    {
        "owner_name",
        "person_nik",
        "tax_id",
        "phone",
        "email",
        "born_on",
        "address",
        "chair",
        "latitude",
        "longitude",
    }
)
"""Fields that say something of a person: shown only to who may see persons, the numbers never whole."""
SENSITIVE = PERSONAL | {
    "name", "sex", "area_code", "registration_no", "nib", "legal_no", "legal_on", "cooperative_nik", "kind", "legal_form",
}  # fmt: skip
"""Fields that say who or what a record is, or where: no form may change them without an officer's decision."""
NUMBERS_OF_PERSONS = frozenset({"person_nik", "tax_id", "account_no"})
REQUIRED = {"enterprise": ("name", "owner_name"), "cooperative": ("name",)}
"""Fields without which a table cannot be taken; and somewhere must be said where a record lies."""
