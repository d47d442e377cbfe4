"""Two lists of money: one of SP2D that waits, with rows to mend and one to decide about; one of a bank that was entered."""

from datetime import date
from typing import Any

from naikkelas.intake import actions as intake
from naikkelas.ops.demo.people import People
from naikkelas.ops.demo.story import CLOCK
from naikkelas.programmes import queries

_SP2D = "No;Nomor SP2D;Tanggal SP2D;Nama Penerima;Nomor SK;Nilai SP2D (Rp);Keperluan"
_BANK = "No;Nomor SP2D;Tanggal Transfer;Nama Penerima;Nomor Rekening;Jumlah (Rp);Status;Keterangan"


class Fault(RuntimeError):
    """The lists did not come out as they must."""


def send_lists(everyone: People) -> None:
    """Nothing of the ledger changes: what the bank reports stands already."""
    by = everyone.user("provinsi")
    rows = queries.recipients().filter(kind="person").order_by("pk")
    paid = [(r, p) for r in rows[:9] for p in queries.disbursements_of(r)[:1]]
    if len(paid) < 6:
        raise Fault("too few payments to make lists of")
    waiting = _sent("SP2D modal wirausaha pemula (contoh).csv", _sp2d(paid), by)
    if (waiting.summary["bad"], waiting.summary["doubtful"]) != (4, 1):
        raise Fault(f"the list of SP2D came out otherwise: {waiting.summary}")
    done = _sent("Hasil transfer bank (contoh).csv", _bank(paid), by)
    intake.confirm_money(delivery=done, by=by, at=CLOCK)
    done.refresh_from_db()
    intake.apply_money(delivery=done, by=by, at=CLOCK)


def _sent(filename: str, lines: list[str], by: Any) -> Any:
    delivery = intake.receive_money(
        filename=filename, content="\n".join([*lines, ""]).encode(), by=by, at=CLOCK, synthetic=True
    )
    return intake.look_money(delivery=delivery, by=by, at=CLOCK)


def _sp2d(paid: list[tuple[Any, Any]]) -> list[str]:
    """Three that stand already, one of a name not quite written so, one too much, one of nobody, one of another year."""
    said = [
        (p.document_no, p.paid_on, r.name, r.decree_no, f"{p.amount_idr:,}".replace(",", "."))
        for r, p in paid[:6]
    ]
    near, much = said[3], said[4]
    year = said[5]
    rows = [
        *said[:3],
        ("SP2D-WP-91/2019 (contoh)", near[1], f"{near[2]}o", near[3], "100.000"),
        ("SP2D-WP-92/2019 (contoh)", much[1], much[2], much[3], "5.000.000"),
        ("SP2D-WP-93/2019 (contoh)", near[1], "Nama Yang Tidak Ada", near[3], "12.000.000"),
        ("SP2D-WP-94/2019 (contoh)", date(2018, 9, 3), year[2], year[3], "1.000.000"),
    ]
    lines = [
        ";".join([str(n), number, day.strftime("%d/%m/%Y"), name, decree, amount, "Modal wirausaha pemula"])
        for n, (number, day, name, decree, amount) in enumerate(rows, 1)
    ]
    return [_SP2D, *lines, ";;;Jumlah;;53.100.000;"]


def _bank(paid: list[tuple[Any, Any]]) -> list[str]:
    return [_BANK] + [
        ";".join([str(n), p.document_no, "", r.name, "", str(p.amount_idr), "Berhasil", ""])
        for n, (r, p) in enumerate(paid[:6], 1)
    ]
