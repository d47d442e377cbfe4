"""A person's NIK (nomor induk kependudukan): sixteen digits PPKKCC DDMMYY SSSS; women's day of birth plus 40.

Source: Dinas Dukcapil Klaten, "Arti 16 digit NIK"; Permendagri on population numbers. There is no check digit, the
area is that of first registration, and it never changes. Province 99 does not exist: demonstrations use it.
"""

import re
from datetime import date

from naikkelas.kit.problems import Kind, Refused

_SIXTEEN = re.compile(r"[0-9]{16}")
# every province code ever used by Kemendagri; 99 belongs to no one and marks invented persons
PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "16",
        "17",
        "18",
        "19",
        "21",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "72",
        "73",
        "74",
        "75",
        "76",
        "81",
        "82",
        "91",
        "92",
        "93",
        "94",
        "95",
        "96",
        "99",
    ]
)

NOT_SIXTEEN = Kind(
    "person_nik.length",
    "NIK harus 16 angka, tertulis “{value}”. Periksa KTP lalu tulis sebagai teks.",
    "A person's NIK has 16 digits, found “{value}”. Check the identity card and write it as text.",
)
AS_NUMBER = Kind(
    "person_nik.number",
    "NIK tersimpan sebagai angka sehingga digit terakhirnya bisa hilang. Ubah format kolom menjadi Teks dan ketik ulang NIK.",
    "The NIK is stored as a number, so its last digits may be lost. Set the column to Text and type the NIK again.",
)
NO_SUCH_PROVINCE = Kind(
    "person_nik.province",
    "Dua angka pertama NIK “{value}” bukan kode provinsi. Periksa KTP.",
    "The first two digits of NIK “{value}” are no province code. Check the identity card.",
)
BAD_BIRTH_DATE = Kind(
    "person_nik.birth_date",
    "Tanggal lahir di dalam NIK “{value}” tidak mungkin. Periksa KTP.",
    "The birth date inside NIK “{value}” is impossible. Check the identity card.",
)
SERIAL_ZERO = Kind(
    "person_nik.serial",
    "Nomor urut NIK “{value}” 0000 tidak pernah diterbitkan. Periksa KTP.",
    "Serial 0000 of NIK “{value}” is never issued. Check the identity card.",
)
TYPED_LENGTH = Kind(
    "person_nik.typed",
    "NIK harus tepat 16 angka, tanpa spasi, titik, atau huruf; yang ditulis {count} karakter. Ketik ulang sesuai KTP.",
    "A person's NIK has exactly 16 digits, without gaps, dots or letters; {count} characters were written. Type it again as the "
    "identity card has it.",
)
WRITTEN_OUT = Kind(
    "person_nik.written_out",
    "Jangan menulis NIK di dalam alasan atau keterangan; tulis misalnya “KTP asli diperlihatkan”.",
    "Do not write a NIK into a reason or remark; write for example “original identity card shown”.",
)


def written_in(text: str) -> bool:
    """Whether a text holds sixteen digits in a row, with or without gaps: reasons and remarks are kept in plain."""
    return bool(_SIXTEEN.search(re.sub(r"[\s.-]", "", text)))


def fault(person_nik: str) -> Kind | None:
    """Return what makes `person_nik` impossible, or None."""
    if not _SIXTEEN.fullmatch(person_nik):
        return NOT_SIXTEEN
    if person_nik[:2] not in PROVINCES:
        return NO_SUCH_PROVINCE
    if not _birth_date_possible(person_nik):
        return BAD_BIRTH_DATE
    return SERIAL_ZERO if person_nik[12:] == "0000" else None


def demand(person_nik: str) -> None:
    """Raises Refused where somebody typed an impossible NIK. The message repeats no more of it than pages show."""
    found = fault(person_nik)
    if found is NOT_SIXTEEN:
        raise Refused(TYPED_LENGTH, count=len(person_nik))
    if found:
        raise Refused(found, value=masked(person_nik))


def _birth_date_possible(person_nik: str) -> bool:
    day, month, year = int(person_nik[6:8]), int(person_nik[8:10]), int(person_nik[10:12])
    day = day - 40 if day > 40 else day
    # the century is not encoded: the date is possible if it exists in either (29 February 1900 did not)
    return any(_exists(century + year, month, day) for century in (1900, 2000))


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def born_on(person_nik: str, as_of: date) -> date | None:
    """The day of birth inside a possible NIK; of the two centuries the one that gives an age of 15 to 100 on the day.
    None where neither does, or both."""
    day, month, year = int(person_nik[6:8]), int(person_nik[8:10]), int(person_nik[10:12])
    day = day - 40 if day > 40 else day
    fits = [
        date(century + year, month, day)
        for century in (1900, 2000)
        if _exists(century + year, month, day)
        and 15 <= age_on(date(century + year, month, day), as_of) <= 100
    ]
    return fits[0] if len(fits) == 1 else None


def age_on(born: date, as_of: date) -> int:
    """Whole years."""
    return as_of.year - born.year - ((as_of.month, as_of.day) < (born.month, born.day))


def masked(person_nik: str) -> str:
    """'1871012345670001' → '187101••••••0001': enough to compare with a card, not enough to use."""
    return f"{person_nik[:6]}••••••{person_nik[-4:]}" if len(person_nik) == 16 else "••••"
