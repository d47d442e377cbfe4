from naikkelas.monev.models.cycle import Cycle, CycleArea, PlannedVisit
from naikkelas.monev.models.finding import Finding, FollowUp
from naikkelas.monev.models.visit import Visit, VisitFact

__all__ = ["Cycle", "CycleArea", "Finding", "FollowUp", "PlannedVisit", "Visit", "VisitFact"]
