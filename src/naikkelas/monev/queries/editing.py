"""Whether an officer may still edit what a visit says; where not, what to do instead."""

from __future__ import annotations

from naikkelas.kit.problems import Kind
from naikkelas.monev.models import Cycle, CycleArea, Visit

CHECK = Kind(
    "visit.edit_check",
    "Kunjungan ulang {code} adalah pembanding: isiannya tidak diubah kantor. Kembalikan kepada petugasnya bila keliru.",
    "The re-visit {code} is a check: the office does not edit its answers. Return it to its enumerator if it is wrong.",
)
GIVEN_BACK = Kind(
    "visit.edit_given_back",
    "Kunjungan {code} sudah dikembalikan kepada petugas lapangan. Tunggu kiriman perbaikannya, lalu ubah yang itu.",
    "Visit {code} was given back to its enumerator. Wait for the mended form, then edit that one.",
)
AREA_SENT = Kind(
    "visit.edit_area_sent",
    "Hasil wilayah kunjungan {code} sudah dikirim ke provinsi. Minta provinsi mengembalikannya, lalu ubah isiannya.",
    "The work of the area of visit {code} was sent to the province. Ask the province to return it, then edit.",
)
AREA_ACCEPTED = Kind(
    "visit.edit_area_accepted",
    "Hasil wilayah kunjungan {code} sudah diterima dan terkunci. Minta provinsi membuka kuncinya, lalu ubah isiannya.",
    "The work of the area of visit {code} was accepted and is locked. Ask the province to unlock it, then edit.",
)
CYCLE_CLOSED = Kind(
    "visit.edit_cycle_closed",
    "Siklus kunjungan {code} sudah ditutup. Isiannya tidak diubah lagi; catat pembetulannya pada kunjungan berikutnya.",
    "The cycle of visit {code} is closed. Its answers stay as they are; record the correction at the next visit.",
)


def obstacle(visit: Visit) -> Kind | None:
    """Why the answers of a visit may not be edited by the office now; None where they may."""
    area = visit.planned.cycle_area
    if visit.state == Visit.State.AGAIN:
        return CHECK
    if visit.state == Visit.State.REJECTED:
        return GIVEN_BACK
    if area.state == CycleArea.State.ACCEPTED:
        return AREA_ACCEPTED
    if area.state == CycleArea.State.SENT:
        return AREA_SENT
    if area.cycle.state != Cycle.State.OPEN:
        return CYCLE_CLOSED
    return None
