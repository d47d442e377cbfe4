from naikkelas.monev.models.citizen import CitizenReport
from naikkelas.monev.models.cycle import Cycle, CycleArea, PlannedVisit
from naikkelas.monev.models.finding import Finding, FindingPhoto, FollowUp
from naikkelas.monev.models.visit import Visit, VisitFact

__all__ = [
    "CitizenReport",
    "Cycle",
    "CycleArea",
    "Finding",
    "FindingPhoto",
    "FollowUp",
    "PlannedVisit",
    "Visit",
    "VisitFact",
]
