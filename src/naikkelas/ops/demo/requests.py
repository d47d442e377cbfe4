"""What invented persons ask in the demonstration: one of each kind, answered and waiting, one overdue."""

from datetime import datetime, timedelta

from naikkelas.ops.demo.people import People
from naikkelas.privacy import actions
from naikkelas.registry import actions as registry
from naikkelas.registry import queries

_TOLD = "Dipenuhi setelah KTP asli dicocokkan di loket (contoh)."
_ASKED = (
    ("access", 9, "counter", "Meminta salinan semua data untuk mengurus kredit usaha (contoh)."),
    ("correction", 6, "letter", "Nomor telepon salah ketik satu angka (contoh)."),
    ("objection", 4, "email", "Tidak berkenan namanya tampil selama ada sengketa keluarga (contoh)."),
    ("erasure", 2, "counter", "Usaha sudah lama tutup; meminta datanya dihapus (contoh)."),
    ("access", 5, "field", "Meminta salinan saat dikunjungi petugas (contoh)."),
)


def ask(people: People, now: datetime) -> None:
    """Five requests in Lampung Selatan, through the same actions as everybody's."""
    officer = people.user("dinas1801")
    firms = queries.some_enterprises("18.01", len(_ASKED))
    for number, (firm, (kind, days, channel, reason)) in enumerate(zip(firms, _ASKED, strict=False)):
        at = now - timedelta(days=days)
        registry.log_seen(
            person_id=firm.owner_id,
            area=firm.area_id,
            place=f"registry-enterprise-detail {firm.pk}",
            by=officer,
            at=at,
        )
        asked = actions.open_request(
            person_id=firm.owner_id, kind=kind, channel=channel, identity_check="KTP asli diperlihatkan (contoh)",
            received_on=at.date(), reason=reason, area=firm.area_id, by=officer, at=at, synthetic=True,
        )  # fmt: skip
        common = {"request": asked, "decision": _TOLD, "by": officer, "at": at + timedelta(days=1)}
        if number == 0:
            actions.make_export(**common)
        elif kind == "correction":
            actions.correct(changes={"phone": "081200009999"}, **common)
        elif kind == "objection":
            actions.restrict(**common)
