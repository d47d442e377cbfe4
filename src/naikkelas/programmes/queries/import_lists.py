"""What a list of proposals or a service log names: the call, the PLUT, the consultant, and what of it stands already."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from naikkelas.accounts import access
from naikkelas.kit.problems import Kind, Refused
from naikkelas.kit.text import folded
from naikkelas.programmes.models import Application, Call, PlutCentre, PlutConsultant, PlutGuest, PlutService
from naikkelas.programmes.queries.plut import centres_visible_to
from naikkelas.programmes.queries.startup import calls_visible_to

if TYPE_CHECKING:
    from naikkelas.accounts.models import User

TOLD = 3
"""So many names of consultants stand in a sentence."""
UNKNOWN_CALL = Kind(
    "list_row.call",
    "Panggilan untuk baris ini tidak diketahui. Pilih panggilannya di formulir kirim, atau isi kolom “Panggilan” dengan judul.",
    "The call of this row is not known. Choose it on the form, or fill in a column “Panggilan” with its title.",
)
NO_OPEN_CALL = Kind(
    "list_row.no_open_call",
    "Pada {day} tidak ada panggilan yang dibuka. Periksa tanggalnya, pilih panggilannya di formulir kirim, atau isi kolom "
    "“Panggilan” dengan judul.",
    "On {day} no call was open. Check the day, choose the call on the form, or fill in a column “Panggilan” with its "
    "title.",
)
UNKNOWN_CENTRE = Kind(
    "list_row.centre",
    "PLUT untuk baris ini tidak diketahui atau bukan PLUT yang Anda kelola. Pilih PLUT-nya di formulir kirim, atau isi kolom "
    "“PLUT” dengan namanya.",
    "The PLUT of this row is not known, or not one that you run. Choose it on the form, or add a column “PLUT” with its name.",
)
UNKNOWN_CONSULTANT = Kind(
    "list_row.consultant",
    "Konsultan “{value}” tidak terikat kontrak di PLUT ini pada hari itu. Yang terikat: {known}. Perbaiki namanya, atau catat "
    "kontraknya dahulu.",
    "Consultant “{value}” has no contract with this PLUT on that day. Those who have: {known}. Mend the name, or enter the "
    "contract first.",
)
WHICH_CONSULTANT = Kind(
    "list_row.which_consultant",
    "Tulis nama konsultannya: pada hari itu yang terikat kontrak adalah {known}.",
    "Write the consultant's name: those under contract on that day are {known}.",
)


def call_of(user: User, row: Mapping[str, Any], given: int | None) -> Call:
    """The call that a proposal answers: as chosen, else by its title, else the only one open on the day it came. Raises
    Refused."""
    rows = calls_visible_to(user)
    if given:
        found = list(rows.filter(pk=given))
    elif row.get("call"):
        key = folded(row["call"])
        found = [call for call in rows if folded(call.title) == key]
    else:
        day = row["received_on"]
        found = list(rows.filter(opens_on__lte=day, closes_on__gte=day, decided_at=None))
        if not found:
            raise Refused(NO_OPEN_CALL, day=day.strftime("%d/%m/%Y"))
    if len(found) != 1:
        raise Refused(UNKNOWN_CALL)
    return found[0]


def centres_run_by(user: User) -> list[PlutCentre]:
    """The PLUT whose services somebody may log."""
    rows = centres_visible_to(user).distinct().order_by("facility__name", "id")
    return [centre for centre in rows if access.covers(user, centre.area_id)]


def centre_named(run: list[PlutCentre], row: Mapping[str, Any], given: int | None) -> PlutCentre:
    """The PLUT of a row out of those that somebody runs: as chosen, else by its name, else the only one. Raises Refused."""
    found = run
    if given:
        found = [centre for centre in run if centre.pk == given]
    elif row.get("centre"):
        key = _bare(row["centre"])
        found = [centre for centre in run if _bare(centre.facility.name) == key]
    if len(found) != 1:
        raise Refused(UNKNOWN_CENTRE)
    return found[0]


def _bare(name: str) -> str:
    return folded(name).removeprefix("plut kumkm ").removeprefix("plut ")


def consultant_of(centre: PlutCentre, row: Mapping[str, Any]) -> PlutConsultant:
    """Who gave a service: by name, else the only one of its field, of those under contract on the day. Raises Refused."""
    day = row["served_on"]
    working = list(centre.consultants.filter(starts_on__lte=day, ends_on__gte=day).order_by("name", "id"))
    names = list(dict.fromkeys(each.name for each in working))
    known = ", ".join(names[:TOLD]) + (", …" if len(names) > TOLD else "") or "–"
    if not row.get("consultant"):
        found = [each for each in working if not row.get("field") or each.field == row["field"]]
        if len(found) != 1:
            raise Refused(WHICH_CONSULTANT, known=known)
        return found[0]
    key = folded(row["consultant"])
    found = [each for each in working if folded(each.name) == key]
    # one person under two contracts: that of the field
    found = [each for each in found if each.field == row.get("field")] or found
    if not found:
        raise Refused(UNKNOWN_CONSULTANT, value=row["consultant"], known=known)
    return found[0]


def guest_of(centre: PlutCentre, row: Mapping[str, Any], area: str) -> PlutGuest | None:
    """The guest of a PLUT whom a row means: of the same name, business and place."""
    name, business = folded(row["name"]), folded(row.get("business_name") or "")
    for guest in centre.guests.filter(area_id=area, erased_at=None).order_by("id"):
        if folded(guest.guest_name) == name and folded(guest.business) in (business, ""):
            return guest
    return None


def standing_service(
    centre: PlutCentre, client: Mapping[str, Any], values: Mapping[str, Any]
) -> PlutService | None:
    """The same service, where it was logged already: same client, day, consultant, field, and what it was about."""
    rows = centre.services.filter(
        superseded_at=None, served_on=values["served_on"], consultant=values["consultant"], field=values["field"], **client
    )  # fmt: skip
    key = folded(values["topic"])
    return next((row for row in rows.order_by("id") if folded(row.topic) == key), None)


def standing_proposal(call: Call, nik_index: str) -> Application | None:
    """What somebody proposed in a call already and did not take back."""
    rows = call.applications.filter(person__nik_index=nik_index).exclude(state=Application.State.WITHDRAWN)
    return rows.order_by("id").first()
