"""Lists of money, line by line: what a line means, and the action of the ledger that takes it. Others: list_books."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from naikkelas import vault
from naikkelas.intake.awards import Candidates
from naikkelas.kit.problems import Kind, Refused
from naikkelas.monev import actions as monev
from naikkelas.programmes import actions as programmes
from naikkelas.programmes.queries import imports as named
from naikkelas.programmes.queries import startup
from naikkelas.registry import actions as registry
from naikkelas.registry import queries as registry_queries

if TYPE_CHECKING:
    from naikkelas.accounts.models import User
    from naikkelas.programmes.actions import Entered

Row = Mapping[str, Any]

ALIKE = Kind(
    "money_row.alike",
    "Penerima ini mirip dengan data di registri. Pilih datanya, atau nyatakan bukan.",
    "This recipient is like a record of the registry. Choose the record, or say that it is none of them.",
)
GONE = Kind(
    "money_row.gone",
    "Data registri yang dipilih tidak ada lagi atau dibatasi. Pilih lagi.",
    "The chosen record of the registry is gone or restricted. Choose again.",
)
OTHER_ACCOUNT = Kind(
    "money_row.other_account",
    "Rekening di berkas berakhir {value}, di usulan penerima {stands}. Tanyakan kepada bank; pilih penerimanya bila benar.",
    "The account in the file ends in {value}, in the recipient's proposal in {stands}. Ask the bank; choose if it is right.",
)
RETURNED_RULE = "transfer.returned"


class Doubtful(Exception):
    """A person has to decide what a line means, out of these candidates."""

    def __init__(self, kind: Kind, candidates: Sequence[dict[str, Any]], **params: Any) -> None:
        self.kind, self.candidates, self.params = kind, list(candidates), params


@dataclass(frozen=True)
class Told:
    """What was told of a file besides its rows: the chosen programme, allocation, call or PLUT, what linkage proposes."""

    programme: int | None = None
    allocation: int | None = None
    call: int | None = None
    centre: int | None = None
    candidates: Candidates = field(default_factory=dict)
    synthetic: bool = False


class Book(Protocol):
    """One kind of list."""

    def __init__(self, user: User, told: Told) -> None: ...

    def begin(self, rows: Sequence[Row], choices: Mapping[int, str], by: User, at: datetime) -> list[Entered]:
        """What comes before the lines."""

    def enter(self, row: Row, choice: str, by: User, at: datetime) -> Entered:
        """Enter one line. Raises Refused, or Doubtful."""


class Payments:
    def __init__(self, user: User, told: Told) -> None:
        self._payees = named.Payees(user)

    def begin(self, rows: Sequence[Row], choices: Mapping[int, str], by: User, at: datetime) -> list[Entered]:
        return []

    def _recipient(self, row: Row, choice: str) -> Any:
        try:
            return self._payees.the_one(row, choice)
        except named.SeveralFit as several:
            held = [{"of": "recipient", "id": pk, "percent": None, "sure": False} for pk in several.ids]
            raise Doubtful(several.kind, held, **several.params) from several

    def enter(self, row: Row, choice: str, by: User, at: datetime) -> Entered:
        return programmes.enter_payment(recipient=self._recipient(row, choice), row=row, by=by, at=at)


class Transfers(Payments):
    def enter(self, row: Row, choice: str, by: User, at: datetime) -> Entered:
        recipient = self._recipient(row, choice)
        proposal = startup.application_of(recipient)
        stands = proposal.account_end if proposal else ""
        if stands and row.get("account_end") and row["account_end"] != stands and not choice:
            held = [{"of": "recipient", "id": recipient.pk, "percent": None, "sure": False}]
            raise Doubtful(OTHER_ACCOUNT, held, value=row["account_end"], stands=stands)
        entered = programmes.enter_transfer(recipient=recipient, row=row, by=by, at=at)
        for kind, pk in entered.wrote:
            if kind == "returned":
                self._to_do(recipient, row, pk, by, at)
        return entered

    @staticmethod
    def _to_do(recipient: Any, row: Row, reversal: int, by: User, at: datetime) -> None:
        """A returned transfer is a finding: somebody has to find out why, and to pay again."""
        monev.open_about_aid(
            recipient=recipient,
            rule=f"{RETURNED_RULE}.{reversal}",
            title="Transfer bantuan dikembalikan bank (retur)",
            condition=(
                f"Bank mengembalikan transfer {row.get('reference') or row.get('document_no') or ''}".rstrip()
                + f" dalam SK {recipient.decree_no}. Pencairannya sudah dibatalkan dengan baris kedua."
            ),
            criterion="Dana dalam SK diterima oleh penerimanya.",
            recommendation=(
                "Periksa nomor dan nama rekening penerima, lalu ajukan SP2D pengganti dan catat nomornya yang baru."
            ),
            amount_idr=row["amount_idr"],
            by=by,
            at=at,
        )


class Ceilings:
    def __init__(self, user: User, told: Told) -> None:
        self._user, self._told = user, told

    def begin(self, rows: Sequence[Row], choices: Mapping[int, str], by: User, at: datetime) -> list[Entered]:
        return []

    def enter(self, row: Row, choice: str, by: User, at: datetime) -> Entered:
        programme = named.programme_of(self._user, row, self._told.programme)
        return programmes.enter_ceiling(programme=programme, row=row, by=by, at=at)


def the_chosen(held: Sequence[dict[str, Any]], choice: str) -> dict[str, Any] | None:
    """Which candidate a row means: as a person said, else the only sure one; None for none of them. Raises Doubtful."""
    if not held or choice == "new":
        return None
    if not choice:
        sure = [one for one in held if one["sure"]]
        if len(sure) == 1:
            return sure[0]
        raise Doubtful(ALIKE, held)
    for one in held:
        if choice == f"{one['of']}:{one['id']}":
            return one
    raise Doubtful(ALIKE, held)


def record_of(user: User, chosen: Mapping[str, Any]) -> Any:
    """The enterprise or cooperative that a candidate is. Raises Refused where it may no longer be chosen."""
    if chosen["of"] == "cooperative":
        found = registry_queries.cooperatives_visible_to(user).filter(pk=chosen["id"]).first()
    else:
        rows = registry_queries.enterprises_visible_to(user).select_related("owner")
        found = rows.filter(pk=chosen["id"], owner__restricted_at=None).first()
    if found is None:
        raise Refused(GONE)
    return found


class Awards:
    def __init__(self, user: User, told: Told) -> None:
        self._user, self._told = user, told

    def begin(self, rows: Sequence[Row], choices: Mapping[int, str], by: User, at: datetime) -> list[Entered]:
        """Each decree is one commitment, of what its lines add up to; where that does not fit, the line that is too much
        says so by itself."""
        sums: dict[tuple[int, str], list[Any]] = {}
        for row in rows:
            try:
                allocation = named.allocation_of(self._user, row, self._told.allocation)
            except Refused:
                continue  # told with the line
            held = sums.setdefault((allocation.pk, row["decree_no"]), [allocation, row["dated_on"], 0])
            held[2] += row["amount_idr"]
        opened = []
        for (_pk, number), (allocation, day, amount) in sums.items():
            try:
                opened.append(
                    programmes.open_decree(
                        allocation=allocation,
                        decree_no=number,
                        decree_on=day,
                        amount_idr=amount,
                        by=by,
                        at=at,
                    )
                )
            except Refused:
                continue
        return opened

    def enter(self, row: Row, choice: str, by: User, at: datetime) -> Entered:
        allocation = named.allocation_of(self._user, row, self._told.allocation)
        held = self._told.candidates.get(row["row"], [])
        chosen = the_chosen(held, choice)
        records = self._records(chosen, row, by, at)
        kind = "cooperative" if "cooperative" in records or row.get("kind") == "cooperative" else "person"
        return programmes.enter_award(
            allocation=allocation,
            row=row,
            kind=kind,
            records=records,
            synthetic=self._told.synthetic,
            by=by,
            at=at,
        )

    def _records(self, chosen: dict[str, Any] | None, row: Row, by: User, at: datetime) -> dict[str, int]:
        if chosen is None:
            if not row.get("nik_sealed") or row.get("kind") == "cooperative":
                return {}
            person = registry.person_of_nik(
                person_nik=vault.current().seal.open(row["nik_sealed"]), name=row["name"], area=row["area_code"],
                place="programmes-import-detail", reason="Penerima dalam daftar SK", by=by, at=at,
                synthetic=self._told.synthetic,
            )  # fmt: skip
            return {"person": person.pk}
        found = record_of(self._user, chosen)
        if chosen["of"] == "cooperative":
            return {"cooperative": found.pk}
        return {"enterprise": found.pk, "person": found.owner_id}
