"""Lists of proposals and service logs, line by line; and which book takes which kind of list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from naikkelas import vault
from naikkelas.intake.money_books import (
    Awards,
    Book,
    Ceilings,
    Payments,
    Row,
    Told,
    Transfers,
    record_of,
    the_chosen,
)
from naikkelas.programmes import actions as programmes
from naikkelas.programmes.queries import import_lists as named

if TYPE_CHECKING:
    from naikkelas.accounts.models import User
    from naikkelas.programmes.actions import Entered

SEALED = ("person_nik", "tax_id", "account_no")


def opened(row: Row) -> dict[str, str]:
    """The numbers of persons in a row, as the actions take them."""
    seal = vault.current().seal
    sealed = {name: row.get("nik_sealed" if name == "person_nik" else f"{name}_sealed") for name in SEALED}
    return {name: seal.open(value) for name, value in sealed.items() if value}


class Proposals:
    """Proposals of start-up capital that answer a call."""

    def __init__(self, user: User, told: Told) -> None:
        self._user, self._told = user, told

    def begin(self, rows: Sequence[Row], choices: Mapping[int, str], by: User, at: datetime) -> list[Entered]:
        return []

    def enter(self, row: Row, choice: str, by: User, at: datetime) -> Entered:
        chosen = the_chosen(self._told.candidates.get(row["row"], []), choice)
        return programmes.enter_proposal(
            call=named.call_of(self._user, row, self._told.call),
            row=row,
            numbers=opened(row),
            enterprise=record_of(self._user, chosen) if chosen else None,
            synthetic=self._told.synthetic,
            by=by,
            at=at,
        )


class Services:
    """The service log of a PLUT."""

    def __init__(self, user: User, told: Told) -> None:
        self._user, self._told = user, told
        self._run = named.centres_run_by(user)

    def begin(self, rows: Sequence[Row], choices: Mapping[int, str], by: User, at: datetime) -> list[Entered]:
        return []

    def enter(self, row: Row, choice: str, by: User, at: datetime) -> Entered:
        centre = named.centre_named(self._run, row, self._told.centre)
        return programmes.enter_service(
            centre=centre,
            row=row,
            client=self._client(centre, row, choice),
            synthetic=self._told.synthetic,
            by=by,
            at=at,
        )

    def _client(self, centre: Any, row: Row, choice: str) -> Any:
        """Whom a row means: as a person said, else the guest of that name, else the only sure candidate. A guest goes first so
        that a log sent again finds what it brought; once linked, a guest stands for its record."""
        guest = named.guest_of(centre, row, row.get("area_code") or centre.area_id)
        if guest is not None and choice in ("", "new"):
            return guest
        chosen = the_chosen(self._told.candidates.get(row["row"], []), choice)
        return record_of(self._user, chosen) if chosen else None


BOOKS: dict[str, type[Book]] = {
    "payment": Payments,
    "ceiling": Ceilings,
    "award": Awards,
    "transfer": Transfers,
    "application": Proposals,
    "service": Services,
}
"""Which book takes which kind of list."""
