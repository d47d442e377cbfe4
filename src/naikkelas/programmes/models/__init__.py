from naikkelas.programmes.models.ledger import (
    Commitment,
    Confirmation,
    Return,
    Revision,
    Use,
    YearClosing,
)
from naikkelas.programmes.models.local_type import (
    LocalType,
)
from naikkelas.programmes.models.money import (
    Allocation,
    Ceiling,
    Disbursement,
    Recipient,
    Source,
)
from naikkelas.programmes.models.plut import (
    PlutBudget,
    PlutCentre,
    PlutConsultant,
    PlutFinancing,
    PlutGuest,
    PlutItem,
    PlutService,
    PlutTarget,
)
from naikkelas.programmes.models.programme import (
    Milestone,
    Programme,
)
from naikkelas.programmes.models.startup import (
    Application,
    ApplicationFile,
    ApplicationPlan,
    ApplicationVerdict,
    Call,
    ReportLine,
    ReportLink,
    ReportStep,
    SelfReport,
)

__all__ = [
    "Allocation",
    "Application",
    "ApplicationFile",
    "ApplicationPlan",
    "ApplicationVerdict",
    "Call",
    "Ceiling",
    "Commitment",
    "Confirmation",
    "Disbursement",
    "LocalType",
    "Milestone",
    "PlutBudget",
    "PlutCentre",
    "PlutConsultant",
    "PlutFinancing",
    "PlutGuest",
    "PlutItem",
    "PlutService",
    "PlutTarget",
    "Programme",
    "Recipient",
    "ReportLine",
    "ReportLink",
    "ReportStep",
    "Return",
    "Revision",
    "SelfReport",
    "Source",
    "Use",
    "YearClosing",
]
