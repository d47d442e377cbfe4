from naikkelas.programmes.models.local_type import LocalType
from naikkelas.programmes.models.money import Allocation, Ceiling, Disbursement, Recipient, Source
from naikkelas.programmes.models.programme import Milestone, Programme

__all__ = [
    "Allocation",
    "Ceiling",
    "Disbursement",
    "LocalType",
    "Milestone",
    "Programme",
    "Recipient",
    "Source",
]
