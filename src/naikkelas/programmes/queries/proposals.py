"""Where the way of money begins: the proposal that asked for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from naikkelas.programmes.models import Application, MarketProject
from naikkelas.programmes.queries.market import PROPOSED

if TYPE_CHECKING:
    from datetime import date

    from naikkelas.programmes.models import Recipient


@dataclass(frozen=True)
class Proposal:
    """What asked for the money of one recipient: the file of a market, or a proposal for start-up capital."""

    kind: str
    """`market` or `startup`: whose page `pk` is."""
    pk: int
    number: str
    came_on: date | None
    asked_idr: int | None
    proposer: str
    """Who proposed, where that is an office or a cooperative; never a person."""


def proposal_of(recipient: Recipient) -> Proposal | None:
    """The proposal behind a recipient; None where nobody entered one."""
    project = MarketProject.objects.filter(recipient=recipient).first()
    if project is not None:
        step = project.steps.filter(stage=PROPOSED).first()
        return Proposal(
            "market", project.pk, step.document_no if step else "", step and step.reached_on, project.requested_idr,
            project.proposer,
        )  # fmt: skip
    row = Application.objects.filter(recipient=recipient).first()
    return row and Proposal("startup", row.pk, row.number, row.received_on, row.asked_idr, "")
