"""The fields of lists of money, and how text becomes their values."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from naikkelas.instruments import problem_kinds as kinds
from naikkelas.instruments.fields import (
    Choice,
    Day,
    Digits,
    Fault,
    FieldKind,
    PersonNik,
    Phone,
    Read,
    Rupiah,
    Whole,
)

SOURCES = {
    "apbn tp": "apbn_tp", "tugas pembantuan": "apbn_tp", "apbn tugas pembantuan": "apbn_tp", "tp": "apbn_tp",
    "apbn dekonsentrasi": "apbn_dekon", "dekonsentrasi": "apbn_dekon", "dekon": "apbn_dekon", "apbn dekon": "apbn_dekon",
    "phln tp": "phln_tp", "phln tugas pembantuan": "phln_tp", "tp phln": "phln_tp",
    "phln dekonsentrasi": "phln_dekon", "phln dekon": "phln_dekon", "dekonsentrasi phln": "phln_dekon",
    "dak": "dak", "dana alokasi khusus": "dak", "dak fisik": "dak", "dak nonfisik": "dak", "dak non fisik": "dak",
    "apbd": "apbd_province", "apbd provinsi": "apbd_province", "apbd prov": "apbd_province",
    "apbd province": "apbd_province", "apbd regency": "apbd_regency",
    "apbd kabupaten": "apbd_regency", "apbd kota": "apbd_regency", "apbd kabupaten kota": "apbd_regency",
    "apbd kab": "apbd_regency",
}  # fmt: skip
RECIPIENTS = {
    "perorangan": "person", "perseorangan": "person", "orang": "person", "wirausaha": "person", "umkm": "person",
    "usaha": "person", "wirausaha pemula": "person", "koperasi": "cooperative",
}  # fmt: skip
STATUSES = {
    "berhasil": "done", "sukses": "done", "success": "done", "sudah": "done", "terkirim": "done", "selesai": "done",
    "transfer berhasil": "done", "ok": "done", "cair": "done",
    "gagal": "returned", "retur": "returned", "ditolak": "returned", "failed": "returned", "kembali": "returned",
    "transfer gagal": "returned", "retur bank": "returned", "dikembalikan": "returned", "reject": "returned",
}  # fmt: skip


@dataclass(frozen=True)
class BudgetCode(FieldKind):
    """A code of a budget line: digits and points, in a DIPA also letters; never words alone."""

    def read(self, column: str) -> Read:
        plain, text = super().read(column), pl.col(column)
        return Read(text, (*plain.faults, Fault(~text.str.contains("[0-9]"), kinds.BAD_BUDGET_CODE)))


def payment(today: date) -> dict[str, FieldKind]:
    """A line of a list of SP2D. `today` is the last day that a date may have."""
    return {
        "document_no": FieldKind(80),
        "paid_on": Day(latest=today),
        "name": FieldKind(150),
        "decree_no": FieldKind(80),
        "contract_no": FieldKind(80),
        "line_code": FieldKind(40),
        "amount_idr": Rupiah(),
        "deductions_idr": Rupiah(),
        "net_idr": Rupiah(),
        "remark": FieldKind(300),
    }


def ceiling(today: date) -> dict[str, FieldKind]:
    """A line of a budget document."""
    return {
        "line_code": BudgetCode(40),
        "name": FieldKind(300),
        "programme": FieldKind(150),
        "source": Choice(words=SOURCES),
        "year": Whole(low=2000, high=today.year + 1),
        "document_no": FieldKind(80),
        "dated_on": Day(latest=today),
        "amount_idr": Rupiah(),
    }


def award(today: date) -> dict[str, FieldKind]:
    """Somebody whom a decree names."""
    return {
        "decree_no": FieldKind(80),
        "dated_on": Day(latest=today),
        "name": FieldKind(150),
        "person_nik": PersonNik(),
        "business_name": FieldKind(150),
        "kind": Choice(words=RECIPIENTS),
        "nib": Digits(count=13, kind=kinds.BAD_NIB),
        "cooperative_nik": Digits(count=13, kind=kinds.BAD_COOPERATIVE_NIK),
        "phone": Phone(),
        "address": FieldKind(200),
        "line_code": FieldKind(40),
        "amount_idr": Rupiah(),
        "plan": FieldKind(500),
    }


def transfer(today: date) -> dict[str, FieldKind]:
    """One transfer as the bank reports it."""
    return {
        "document_no": FieldKind(80),
        "paid_on": Day(latest=today),
        "name": FieldKind(150),
        "account": FieldKind(40),
        "amount_idr": Rupiah(),
        "status": Choice(words=STATUSES),
        "reference": FieldKind(80),
        "remark": FieldKind(200),
    }


RECORDS = {"payment": payment, "ceiling": ceiling, "award": award, "transfer": transfer}
REQUIRED = {
    "payment": ("document_no", "paid_on", "name", "amount_idr"),
    "ceiling": ("line_code", "source", "year", "document_no", "dated_on", "amount_idr"),
    "award": ("decree_no", "dated_on", "name", "amount_idr"),
    "transfer": ("name", "amount_idr", "status"),
}
"""What every row must say; what the file as a whole has one of may be told beside it (`Context.given`)."""
IDENTITY = {
    "payment": ("document_no", "name", "decree_no"),
    "ceiling": ("line_code", "source", "year", "programme"),
    "award": ("decree_no", "name", "business_name", "area_code"),
    "transfer": ("document_no", "name", "account", "amount_idr", "reference"),
}
"""By what two rows of one file are the same."""
PLACED = frozenset({"award"})
"""Records that say where somebody lives."""
PERSONAL = frozenset({"name", "person_nik", "business_name", "phone", "address", "account", "plan"})
"""Fields that say something of a person: shown only to who may see persons, the numbers never whole."""
