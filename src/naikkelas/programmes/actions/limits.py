"""What every movement of money asks first: the books are open, the amount is one, there is room for it.

The row of the programme is the lock of its whole ledger: whoever moves its money waits for the one before.
"""

from typing import Any

from django.db.models import QuerySet

from naikkelas.kit.money import LARGEST_IDR
from naikkelas.kit.problems import Kind, Refused
from naikkelas.programmes import queries
from naikkelas.programmes.models import Programme

NOT_POSITIVE = Kind(
    "money.not_positive",
    "Jumlah rupiah harus lebih dari nol.",
    "The amount of rupiah must be more than zero.",
)
TOO_LARGE = Kind(
    "money.too_large",
    "Jumlah rupiah lebih besar dari yang dapat disimpan. Periksa banyaknya nol.",
    "The amount of rupiah is larger than can be stored. Check the number of noughts.",
)
YEAR_CLOSED = Kind(
    "money.year_closed",
    "Buku tahun {year} sudah ditutup. Buka kembali dengan alasan di halaman tutup tahun, lalu catat lagi.",
    "The books of {year} are closed. Open them again, with the reason, on the page of closing the year; then record this.",
)
ALREADY_REVERSED = Kind(
    "money.reversed",
    "Catatan ini sudah dibatalkan.",
    "This entry was taken back already.",
)


def locked(programme_id: int, year: int) -> Programme:
    """The programme, locked until the transaction ends. Raises Refused when the books of the year are closed."""
    programme = Programme.objects.select_for_update().get(pk=programme_id)
    if queries.year_closed(programme.area_id, year):
        raise Refused(YEAR_CLOSED, status=409, year=year)
    return programme


def positive(amount_idr: int) -> None:
    if amount_idr <= 0:
        raise Refused(NOT_POSITIVE)
    if amount_idr > LARGEST_IDR:
        raise Refused(TOO_LARGE)


def room(limit: int, used: int, asked: int, kind: Kind) -> None:
    """Raise Refused(kind) unless what is asked fits beside what is used."""
    if used + asked > limit:
        raise Refused(kind, status=409, left=limit - used, asked=asked)


def not_reversed(rows: QuerySet[Any], row: Any) -> None:
    """Raise Refused for a row that was taken back, or that takes another back."""
    if row.reverses_id or rows.filter(reverses=row).exists():
        raise Refused(ALREADY_REVERSED, status=409)
