from naikkelas.registry.models.coaching import CoachingPlan, CoachingStep, CoachingVisit
from naikkelas.registry.models.cooperative import ActivityVerdict, Cooperative, CooperativeYear
from naikkelas.registry.models.enterprise import ClassChange, Enterprise, EnterpriseYear, Sector
from naikkelas.registry.models.facilitation import BrandingEvent, Credential
from naikkelas.registry.models.health import CooperativeBalance, HealthAssessment
from naikkelas.registry.models.link import (
    Apart,
    CooperativeCandidate,
    LinkCandidate,
    LinkMark,
    LinkRun,
    ProvinceAsked,
)
from naikkelas.registry.models.meeting import Certificate, Official, RatMeeting
from naikkelas.registry.models.merge import FormerIdentity, Merge
from naikkelas.registry.models.person import Person, PersonAccess
from naikkelas.registry.models.quality import QualityIssue, QualityRun, QualityScore
from naikkelas.registry.models.standing import (
    ActivityWarning,
    CooperativeTag,
    CooperativeUnit,
    DecreedStatus,
    StatusDecree,
)
from naikkelas.registry.models.tally import Tally, Touched

__all__ = [
    "Tally",
    "Touched",
    "ActivityVerdict",
    "Apart",
    "BrandingEvent",
    "ActivityWarning",
    "Certificate",
    "ClassChange",
    "CoachingPlan",
    "CoachingStep",
    "CoachingVisit",
    "Cooperative",
    "CooperativeBalance",
    "CooperativeCandidate",
    "CooperativeTag",
    "CooperativeUnit",
    "CooperativeYear",
    "Credential",
    "DecreedStatus",
    "Enterprise",
    "EnterpriseYear",
    "FormerIdentity",
    "HealthAssessment",
    "LinkCandidate",
    "LinkMark",
    "LinkRun",
    "Merge",
    "Official",
    "Person",
    "PersonAccess",
    "ProvinceAsked",
    "QualityIssue",
    "QualityRun",
    "QualityScore",
    "RatMeeting",
    "Sector",
    "StatusDecree",
]
