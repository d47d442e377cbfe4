"""The fields of lists that are no money yet: proposals of start-up capital, and the service log of a PLUT."""

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
from naikkelas.instruments.money_fields import PERSONAL as MONEY_PERSONAL
from naikkelas.instruments.money_fields import RECIPIENTS
from naikkelas.instruments.registry_fields import SEXES
from naikkelas.kit.durations import minutes_of
from naikkelas.reference.uses import categories
from naikkelas.rules.plut_fields import FIELDS as PLUT_FIELDS

YES_NO = {
    "ya": "yes", "y": "yes", "ada": "yes", "sudah": "yes", "punya": "yes", "pernah": "yes", "yes": "yes", "v": "yes", "1": "yes",
    "tidak": "no", "t": "no", "belum": "no", "belum pernah": "no", "no": "no", "0": "no",
}  # fmt: skip
EDUCATIONS = {
    "tidak sekolah": "none", "tidak tamat sd": "none", "sd": "primary", "mi": "primary", "sd sederajat": "primary",
    "smp": "junior", "sltp": "junior", "mts": "junior", "smp sederajat": "junior", "sltp sederajat": "junior",
    "sma": "senior", "slta": "senior", "smk": "senior", "ma": "senior", "sma sederajat": "senior", "slta sederajat": "senior",
    "sma smk": "senior", "stm": "senior", "smea": "senior",
    "d1": "diploma", "d2": "diploma", "d3": "diploma", "d i": "diploma", "d ii": "diploma", "d iii": "diploma",
    "diploma": "diploma", "s1": "degree", "d4": "degree", "d iv": "degree", "s 1": "degree", "sarjana": "degree", "s2": "degree",
    "s3": "degree",
}  # fmt: skip
OCCUPATIONS = {
    "wirausaha": "other", "wiraswasta": "other", "swasta": "other", "pedagang": "other", "petani": "other", "buruh": "other",
    "ibu rumah tangga": "other", "irt": "other", "lainnya": "other", "umum": "other", "belum bekerja": "other",
    "pns": "civil_servant", "asn": "civil_servant", "pppk": "civil_servant", "tni": "soldier", "polri": "police",
    "polisi": "police",
}  # fmt: skip
ID_CARDS = {
    "ada": "valid", "ya": "valid", "berlaku": "valid", "masih berlaku": "valid", "sesuai": "valid",
    "tidak berlaku": "invalid", "tidak sesuai": "invalid", "kedaluwarsa": "invalid",
}  # fmt: skip
BUSINESS_KINDS = {
    "produksi": "production", "industri": "production", "pengolahan": "production", "kerajinan": "production",
    "perdagangan": "trade", "dagang": "trade", "jasa": "service", "pertanian": "farming", "perikanan": "farming",
    "peternakan": "farming", "perkebunan": "farming", "kuliner": "culinary", "rumah makan": "culinary", "warung": "culinary",
}  # fmt: skip
LICENCES = {
    "iumk": "iumk", "izin usaha mikro kecil": "iumk", "skdu": "skdu", "domisili": "skdu", "sku": "skdu",
    "surat keterangan usaha": "skdu", "tanda daftar": "register", "tdu": "register", "nib": "nib",
    "belum": "none", "tidak": "none",
}  # fmt: skip
ACCOUNTS = {
    "aktif": "active", "ada": "active", "ya": "active", "tidak aktif": "inactive", "pasif": "inactive", "belum": "none",
    "tidak": "none",
}  # fmt: skip
SERVED = {
    **{name.replace("_", " "): name for name in PLUT_FIELDS},
    **{text.id.lower(): name for name, text in PLUT_FIELDS.items()},
    **{text.en.lower(): name for name, text in PLUT_FIELDS.items()},
    "sumber daya manusia": "hr", "keuangan": "finance", "permodalan": "finance", "akses pembiayaan": "finance",
    "teknologi informasi dan komunikasi": "it", "ti": "it", "tik": "it", "digital": "it", "jaringan": "network",
    "kerja sama": "network", "kerjasama": "network", "jaringan kerjasama": "network", "kemitraan": "network",
    "pengembangan jaringan kerjasama": "network", "organisasi": "institution",
}  # fmt: skip
PLANNED = tuple(name for name in categories() if name != "construction")
"""What start-up capital may be for: one column of the plan each."""


@dataclass(frozen=True)
class Duration(FieldKind):
    """How long something took, in minutes; a number alone counts hours where the column is one of hours."""

    hours: bool = False

    def read(self, column: str) -> Read:
        found = pl.col(column).map_batches(self._minutes, return_dtype=pl.Int64)
        return Read(found, (Fault(pl.col(column).is_not_null() & found.is_null(), kinds.NOT_A_DURATION),))

    def _minutes(self, cells: pl.Series) -> pl.Series:
        told = [
            None if text is None else minutes_of(text, bare_hours=self.hours)
            for text in cells.cast(pl.String)
        ]
        return pl.Series(cells.name, told, dtype=pl.Int64)


def application(today: date) -> dict[str, FieldKind]:
    """One proposal that answers a call for start-up capital."""
    return {
        "call": FieldKind(150),
        "received_on": Day(latest=today),
        "name": FieldKind(150),
        "person_nik": PersonNik(),
        "sex": Choice(words=SEXES, otherwise=""),
        "phone": Phone(),
        "education": Choice(words=EDUCATIONS),
        "occupation": Choice(words=OCCUPATIONS, otherwise="other"),
        "id_card": Choice(words=ID_CARDS),
        "tax_id": FieldKind(25),
        "trained": Choice(words=YES_NO),
        "trained_on": Day(latest=today),
        "training_by": FieldKind(120),
        "business_name": FieldKind(150),
        "business_kind": Choice(words=BUSINESS_KINDS),
        "product": FieldKind(150),
        "business_address": FieldKind(250),
        "started_on": Day(latest=today),
        "licence": Choice(words=LICENCES),
        "licence_no": FieldKind(80),
        "workers": Whole(high=10_000),
        "bookkept": Choice(words=YES_NO),
        "sales_month_idr": Rupiah(),
        "cost_month_idr": Rupiah(),
        "amount_idr": Rupiah(),
        "account_state": Choice(words=ACCOUNTS),
        "bank": FieldKind(80),
        "account_no": FieldKind(40),
        **{f"plan_{name}_idr": Rupiah() for name in PLANNED},
    }


def service(today: date) -> dict[str, FieldKind]:
    """One service of a PLUT to one client."""
    return {
        "served_on": Day(latest=today),
        "centre": FieldKind(150),
        "consultant": FieldKind(150),
        "field": Choice(words=SERVED),
        "name": FieldKind(150),
        "person_nik": PersonNik(),
        "business_name": FieldKind(150),
        "kind": Choice(words=RECIPIENTS),
        "nib": Digits(count=13, kind=kinds.BAD_NIB),
        "cooperative_nik": Digits(count=13, kind=kinds.BAD_COOPERATIVE_NIK),
        "phone": Phone(),
        "address": FieldKind(200),
        "hours": Duration(hours=True),
        "minutes": Duration(),
        "topic": FieldKind(200),
        "result": FieldKind(2_000),
        "follow_up": FieldKind(2_000),
        "follow_up_on": Day(),
    }


RECORDS = {"application": application, "service": service}
PERSONAL = MONEY_PERSONAL | {
    "business_address",
    "account_no",
    "tax_id",
    "topic",
    "result",
    "follow_up",
    "sex",
}
"""Fields of all lists of programmes that say something of a person."""
REQUIRED = {
    "application": ("name", "person_nik", "received_on"),
    "service": ("served_on", "name", "topic"),
}
IDENTITY = {
    "application": ("call", "person_nik"),
    "service": (
        "served_on",
        "centre",
        "consultant",
        "field",
        "name",
        "business_name",
        "hours",
        "minutes",
        "topic",
    ),
}
