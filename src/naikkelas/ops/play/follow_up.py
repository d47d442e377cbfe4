"""What becomes of the findings of the play: answered, refused, closed, impossible, opened again; and what a citizen told."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from naikkelas.kit import clock
from naikkelas.ops.demo.photos import photo
from naikkelas.ops.play.doors import Browser

if TYPE_CHECKING:
    from naikkelas.ops.play.story import Play

_WAYS = ("nothing", "acted", "closed", "refused", "refused_closed", "cannot", "reopened")
_ENDS = {
    "nothing": "not_followed_up", "acted": "in_progress", "closed": "resolved", "refused": "in_progress",
    "refused_closed": "resolved", "cannot": "cannot_be_followed_up", "reopened": "in_progress",
}  # fmt: skip


def findings(p: Play) -> None:
    """Every finding of the cycle goes one way; some are opened by hand, one by a citizen."""
    p.at(4, 14)
    _citizen(p)
    for n in range(3):
        _by_hand(p, n)
    province = p.desk("provinsi")
    numbers = _open_findings(province)
    for n, pk in enumerate(numbers):
        p.tell("Tindak lanjut temuan", n, len(numbers))
        way = p.dice.choices(_WAYS, (24, 16, 26, 10, 10, 7, 7))[0]
        p.book.findings[pk] = _ENDS[way]
        p.book.done[f"finding {way}"] += 1
        if way != "nothing":
            _go(p, pk, way)
    p.at(4, 30)
    _report(p)


def _open_findings(desk: Browser) -> list[int]:
    found: list[int] = []
    page = 1
    while True:
        html = desk.page(f"/temuan/?state=open&hal={page}")
        new = [int(n) for n in re.findall(r'href="/temuan/(\d+)/"', html) if int(n) not in found]
        if not new:
            return sorted(found)
        found += dict.fromkeys(new)
        page += 1


def _unit(p: Play, pk: int) -> Browser:
    """The desk that owes the answer: the office of the kabupaten/kota, or the province's where it is asked of it."""
    page = p.desk("provinsi").page(f"/temuan/{pk}/")
    for office in _offices(p):
        if f"wilayah={office[5:7]}.{office[7:9]}" in page:
            return p.desk(office)
    return p.desk("provinsi2")


def _offices(p: Play) -> list[str]:
    return [f"dinas{code.replace('.', '')}" for code in p.book.states]


def _go(p: Play, pk: int, way: str) -> None:
    province, root = p.desk("provinsi"), f"/temuan/{pk}/"
    unit = _unit(p, pk)
    if way == "cannot":
        unit.page(root)
        unit.send(f"{root}tidak-dapat/", {
            "reason": "not_effective", "text": "Penerima sudah tidak ada; keterangan desa terlampir.",
        }, [_proof(p, pk)])  # fmt: skip
        province.send(f"{root}putuskan/", {"decision": "cannot", "text": "Disetujui menurut bukti."})
        return
    _act(p, unit, root, pk)
    if way.startswith("refused"):
        province.send(
            f"{root}putuskan/", {"decision": "return", "text": "Bukti belum memperlihatkan keadaannya."}
        )
        p.book.done["evidence refused"] += 1
    if way == "refused_closed":
        clock.set_to(clock.now() + timedelta(hours=3))
        _act(p, unit, root, pk)
    if way in ("closed", "refused_closed", "reopened"):
        province.send(f"{root}putuskan/", {"decision": "close", "text": "Bukti diperiksa dan sesuai."})
    if way == "reopened":
        province.send(f"{root}buka-lagi/", {"text": "Keadaan yang sama terlihat lagi di lapangan."})


def _act(p: Play, unit: Browser, root: str, pk: int) -> None:
    unit.page(f"{root}tindak-lanjut/")
    unit.send(f"{root}tindak-lanjut/", {"text": "Sudah didatangi kembali dan dilengkapi."}, [_proof(p, pk)])


def _proof(p: Play, pk: int) -> tuple[str, str, bytes]:
    return ("evidence", f"bukti-{pk}.jpg", photo(p.dice, f"bukti {pk}"))


def _by_hand(p: Play, n: int) -> None:
    desk, codes = p.desk("provinsi"), sorted(p.book.states)
    desk.page("/temuan/baru/")
    desk.send("/temuan/baru/", {
        "area": codes[n % len(codes)], "owner_level": "", "title": f"Papan nama bantuan tidak dipasang ({n + 1})",
        "condition": "Penerima yang didatangi tidak memasang papan nama.", "criterion": "Petunjuk teknis.",
        "cause_code": "documents", "cause": "", "effect": "", "recommendation": "Pasang papan nama.",
        "severity": "low", "amount_idr": "", "earlier": "",
    }, [("photos", "papan.jpg", photo(p.dice, "papan"))])  # fmt: skip


def _citizen(p: Play) -> None:
    """Somebody without an account tells of a market, by the address on its sign; the office makes a finding of it."""
    desk = p.desk("provinsi")
    market = re.search(r'href="/pasar/(\d+)/', desk.page("/pasar/"))
    if market is None:
        return
    sign = re.search(r"/warga/lapor/([^/\"<]+)/", desk.page(f"/temuan/tanda/pasar/{market[1]}/"))
    assert sign is not None
    somebody = Browser(p.port)
    page = somebody.page(f"/warga/lapor/{sign[1]}/")
    topic = re.findall(r'<option value="([a-z_]+)"', page)[0]
    somebody.send(f"/warga/lapor/{sign[1]}/", {
        "topic": topic, "text": "Kios di bagian belakang terkunci sejak bulan lalu.", "contact": "", "website": "",
    }, [("photos", "kios.jpg", photo(p.dice, "kios"))])  # fmt: skip
    assert "W" in somebody.page("/warga/terkirim/")
    report = re.search(r'href="/temuan/warga/(\d+)/', desk.page("/temuan/warga/"))
    assert report is not None
    desk.page(f"/temuan/warga/{report[1]}/")
    desk.send(f"/temuan/warga/{report[1]}/", {
        "decision": "finding", "title": "Kios pasar terkunci", "condition": "Warga melaporkan kios terkunci.",
        "severity": "medium", "reply": "Terima kasih; laporan Anda kami tindak lanjuti.",
    })  # fmt: skip
    p.book.done["citizen reports"] += 1


def _report(p: Play) -> None:
    """The quarterly report is issued, and read as PDF and workbook."""
    desk = p.desk("provinsi")
    desk.page("/laporan/")
    where = desk.send(
        "/laporan/terbitkan/", {"report": "quarterly", "kasus": "", "wilayah": "18", "periode": p.period.slug}
    )
    assert desk.file(f"{where}unduh.pdf").startswith(b"%PDF")
    assert desk.file(f"{where}unduh.xlsx").startswith(b"PK")
    p.book.done["reports"] += 1
