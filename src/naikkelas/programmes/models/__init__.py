from naikkelas.programmes.models.money import Allocation, Ceiling, Disbursement, Recipient, Source
from naikkelas.programmes.models.programme import Milestone, Programme

__all__ = ["Allocation", "Ceiling", "Disbursement", "Milestone", "Programme", "Recipient", "Source"]
