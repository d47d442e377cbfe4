from naikkelas.monev.models.back_check import BackCheck
from naikkelas.monev.models.citizen import CitizenReport
from naikkelas.monev.models.cycle import Cycle, CycleArea, PlannedVisit
from naikkelas.monev.models.finding import Finding, FindingPhoto, FollowUp
from naikkelas.monev.models.freeze import Freeze
from naikkelas.monev.models.nudge import Nudge
from naikkelas.monev.models.plan import CycleRole, Plan
from naikkelas.monev.models.review import Delegation, Remark, ReviewStep
from naikkelas.monev.models.team import ContactAttempt, Outcome, Replacement, Team, TeamVisit
from naikkelas.monev.models.visit import Visit, VisitComment, VisitFact, VisitFlag, VisitPhoto

__all__ = [
    "BackCheck",
    "CitizenReport",
    "FindingPhoto",
    "ContactAttempt",
    "Cycle",
    "CycleArea",
    "CycleRole",
    "Delegation",
    "Finding",
    "FollowUp",
    "Freeze",
    "Nudge",
    "Outcome",
    "Plan",
    "PlannedVisit",
    "Remark",
    "Replacement",
    "ReviewStep",
    "Team",
    "TeamVisit",
    "Visit",
    "VisitComment",
    "VisitFact",
    "VisitFlag",
    "VisitPhoto",
]
