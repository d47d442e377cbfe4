"""What a list of money names: whose payment a line is, which programme and allocation it belongs to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rapidfuzz import fuzz, process

from naikkelas.accounts import access
from naikkelas.kit.problems import Kind, Refused
from naikkelas.kit.text import folded
from naikkelas.places import queries as places
from naikkelas.programmes.models import (
    Allocation,
    Ceiling,
    Commitment,
    Disbursement,
    Programme,
    Recipient,
)

if TYPE_CHECKING:
    from naikkelas.accounts.models import User

UNKNOWN_RECIPIENT = Kind(
    "money_row.recipient",
    "Tidak ada penerima bernama “{value}” dalam SK atau kontrak tahun {year}. Impor SK-nya dahulu, atau perbaiki namanya.",
    "No decree or contract of {year} names a recipient “{value}”. Import the decree first, or mend the name.",
)
UNKNOWN_DECREE = Kind(
    "money_row.decree",
    "SK “{value}” belum tercatat. Impor atau catat SK-nya dahulu, atau perbaiki nomornya.",
    "Decree “{value}” is not recorded. Import or enter it first, or mend its number.",
)
UNKNOWN_CONTRACT = Kind(
    "money_row.contract",
    "Kontrak “{value}” belum tercatat untuk suatu penerima. Catat kontraknya di Uang program dahulu, atau perbaiki nomornya.",
    "Contract “{value}” is not recorded for a recipient. Enter it under Money of the programme first, or mend its number.",
)
UNKNOWN_LINE = Kind(
    "money_row.line",
    "Kode anggaran “{value}” tidak ada pada pagu yang tercatat. Impor pagunya dahulu, atau perbaiki kodenya.",
    "Budget code “{value}” is on no ceiling that is recorded. Import the ceiling first, or mend the code.",
)
OTHER_YEAR = Kind(
    "money_row.year",
    "Tanggal {value} di luar tahun anggaran penerima ini ({years}). Perbaiki tanggalnya, atau catat di halaman penerima.",
    "Day {value} lies outside the budget year of this recipient ({years}). Mend the day, or record it on the recipient's page.",
)
SEVERAL = Kind(
    "money_row.several",
    "Lebih dari satu penerima cocok dengan baris ini. Pilih yang dimaksud.",
    "More than one recipient fits this row. Choose the one that is meant.",
)
NEARLY = Kind(
    "money_row.nearly",
    "Nama “{value}” tidak sama persis dengan penerima mana pun, tetapi mirip. Pilih yang dimaksud, atau perbaiki namanya.",
    "The name “{value}” is exactly that of no recipient, but close. Choose the one that is meant, or mend the name.",
)
UNKNOWN_PROGRAMME = Kind(
    "money_row.programme",
    "Tidak ada satu program tahun {year} yang dikenali dari baris ini. Periksa tahunnya, pilih programnya di formulir kirim, "
    "atau isi kolom “Program” dengan nama seperti di naikkelas.",
    "This row names no one programme of {year}. Check the year, choose the programme on the form, or fill in a column “Program” "
    "with the name as in naikkelas.",
)
NO_ALLOCATION = Kind(
    "money_row.allocation",
    "Tidak ada alokasi tahun {year} untuk {area} yang cocok dengan baris ini. Periksa wilayah dan tahun tanggal SK-nya, atau "
    "masukkan alokasinya dahulu di halaman program.",
    "No allocation of {year} for {area} fits this row. Check the area and the year of the decree's day, or enter the allocation "
    "first on the programme's page.",
)
WHICH_ALLOCATION = Kind(
    "money_row.which_allocation",
    "Ada {count} alokasi yang cocok untuk {area}. Pilih alokasinya di formulir kirim, atau isi kolom “Kode Anggaran”.",
    "{count} allocations for {area} fit. Choose one on the form, or fill in a column “Kode Anggaran”.",
)
NEAR, SHOWN = 86, 3


class SeveralFit(Exception):
    """A person has to say which of these recipients a row means."""

    def __init__(self, kind: Kind, ids: Sequence[int], **params: Any) -> None:
        self.kind, self.ids, self.params = kind, list(ids)[:SHOWN], params


@dataclass(frozen=True)
class Payee:
    """A recipient as a list of payments may mean it."""

    id: int
    key: str
    decree: str
    year: int
    line_code: str
    contracts: frozenset[str]


def _number(text: str) -> str:
    """A document's number however it is punctuated and capitalised; what its parts are stays: 1/23 is not 12/3."""
    return folded(text)


class Payees:
    """The recipients of an area of duty, to be found by what a line of a list says."""

    def __init__(self, user: User) -> None:
        rows = access.visible(user, Recipient.objects.all()).values_list(
            "id", "name", "decree_no", "allocation__ceiling__year", "allocation__ceiling__line_code"
        )
        contracts: dict[int, set[str]] = {}
        promised = Commitment.objects.filter(
            kind=Commitment.Kind.CONTRACT, for_recipient__isnull=False, reverses=None
        )
        for recipient, number in promised.values_list("for_recipient_id", "document_no"):
            contracts.setdefault(recipient, set()).add(_number(number))
        self._all = [
            Payee(pk, folded(name), _number(decree), year, line, frozenset(contracts.get(pk, ())))
            for pk, name, decree, year, line in rows.iterator(chunk_size=5_000)
        ]

    def the_one(self, row: Mapping[str, Any], choice: str) -> Recipient:
        """Whom a row means. Raises Refused where nobody fits, SeveralFit where a person has to say."""
        pool = self._pool(row)
        year = row["paid_on"].year if row.get("paid_on") else 0
        key = folded(row["name"])
        named = [p for p in pool if p.key == key] or (pool if row.get("contract_no") else [])
        fitting = [p for p in named if not year or p.year == year]
        if named and not fitting:
            years = ", ".join(str(y) for y in sorted({p.year for p in named}))
            raise Refused(OTHER_YEAR, value=row["paid_on"].strftime("%d/%m/%Y"), years=years)
        if len(fitting) > 1:
            fitting = self._paid_by(fitting, row) or fitting
        near = [] if fitting else self._near(key, [p for p in pool if not year or p.year == year])
        chosen = [p for p in (*fitting, *near) if choice == f"recipient:{p.id}"]
        if chosen or len(fitting) == 1:
            return Recipient.objects.select_related("allocation__ceiling__programme").get(
                pk=(chosen or fitting)[0].id
            )
        if fitting:
            raise SeveralFit(SEVERAL, [p.id for p in fitting])
        if near:
            raise SeveralFit(NEARLY, [p.id for p in near], value=row["name"])
        raise Refused(UNKNOWN_RECIPIENT, value=row["name"], year=year or "–")

    def _pool(self, row: Mapping[str, Any]) -> list[Payee]:
        """Those that the numbers in a row allow. Raises Refused for a number that nothing has."""
        pool = self._all
        for field, unknown in (
            ("contract_no", UNKNOWN_CONTRACT),
            ("decree_no", UNKNOWN_DECREE),
            ("line_code", UNKNOWN_LINE),
        ):
            said = row.get(field)
            if not said:
                continue
            pool = [p for p in pool if _says(p, field, said)]
            if not pool:
                raise Refused(unknown, value=said)
        return pool

    @staticmethod
    def _near(key: str, pool: Sequence[Payee]) -> list[Payee]:
        found = process.extract(
            key, {n: p.key for n, p in enumerate(pool)}, scorer=fuzz.token_sort_ratio, score_cutoff=NEAR, limit=SHOWN
        )  # fmt: skip
        return [pool[n] for _key, _score, n in found]

    @staticmethod
    def _paid_by(fitting: Sequence[Payee], row: Mapping[str, Any]) -> list[Payee]:
        """Of several, the one to whom this document was paid already: the file came before."""
        paid = Disbursement.objects.filter(
            recipient__in=[p.id for p in fitting],
            document_no=row.get("document_no") or "",
            amount_idr=row["amount_idr"],
        )
        ids = set(paid.values_list("recipient_id", flat=True))
        return [p for p in fitting if p.id in ids] if len(ids) == 1 else []


def _says(payee: Payee, field: str, text: str) -> bool:
    if field == "contract_no":
        return _number(text) in payee.contracts
    if field == "decree_no":
        return payee.decree == _number(text)
    return payee.line_code == text or payee.line_code.startswith(f"{text}.")


def programme_of(user: User, row: Mapping[str, Any], given: int | None) -> Programme:
    """The programme whose money a budget line is: as chosen, else by its name, else that which has the line already.
    Raises Refused."""
    rows = access.visible(user, Programme.objects.all())
    if given:
        found = list(rows.filter(pk=given))
    elif row.get("programme"):
        key = folded(row["programme"])
        found = [
            p
            for p in rows.filter(year=row["year"])
            if folded(p.name) in (key, key.removesuffix(f" {p.year}"))
        ]
    else:
        lines = Ceiling.objects.filter(
            programme__in=rows, line_code=row["line_code"], source=row["source"], year=row["year"]
        )
        found = list(rows.filter(pk__in=lines.values("programme_id")))
    if len(found) != 1:
        raise Refused(UNKNOWN_PROGRAMME, year=row["year"])
    return found[0]


def allocation_of(user: User, row: Mapping[str, Any], given: int | None) -> Allocation:
    """The allocation that a decree's line takes its money from: as chosen, else the only one of the year, the place and the
    budget code. Raises Refused."""
    rows = access.visible(user, Allocation.objects.select_related("ceiling__programme"))
    if given:
        found = list(rows.filter(pk=given))
    else:
        rows = rows.filter(ceiling__year=row["dated_on"].year)
        if row.get("line_code"):
            rows = rows.filter(ceiling__line_code=row["line_code"])
            if not rows.exists():
                raise Refused(UNKNOWN_LINE, value=row["line_code"])
        found = [a for a in rows if places.covers(a.area_id, row["area_code"])]
    where = places.name_of(row["area_code"][:5])
    if not found:
        raise Refused(NO_ALLOCATION, year=row["dated_on"].year, area=where)
    if len(found) > 1:
        raise Refused(WHICH_ALLOCATION, count=len(found), area=where)
    return found[0]


def standing_payment(recipient: Recipient, document_no: str, amount_idr: int) -> Disbursement | None:
    """The payment that a bank reports on: by its document, else the only one of that amount that was not taken back."""
    rows = recipient.disbursements.filter(reverses=None).order_by("id")
    if document_no:
        return rows.filter(document_no=document_no).first()
    open_ones = list(rows.filter(amount_idr=amount_idr, reversed_by=None)[:2])
    if len(open_ones) == 1:
        return open_ones[0]
    taken_back = list(rows.filter(amount_idr=amount_idr)[:2])
    return taken_back[0] if not open_ones and len(taken_back) == 1 else None
