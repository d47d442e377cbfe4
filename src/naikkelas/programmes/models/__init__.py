from naikkelas.programmes.models.ledger import Commitment, Confirmation, Return, Revision, Use, YearClosing
from naikkelas.programmes.models.local_type import LocalType
from naikkelas.programmes.models.money import Allocation, Ceiling, Disbursement, Recipient, Source
from naikkelas.programmes.models.programme import Milestone, Programme

__all__ = [
    "Allocation",
    "Ceiling",
    "Commitment",
    "Confirmation",
    "Disbursement",
    "LocalType",
    "Milestone",
    "Programme",
    "Recipient",
    "Return",
    "Revision",
    "Source",
    "Use",
    "YearClosing",
]
