from naikkelas.registry.models.cooperative import ActivityVerdict, Cooperative, CooperativeYear
from naikkelas.registry.models.enterprise import ClassChange, Enterprise, EnterpriseYear, Sector
from naikkelas.registry.models.facilitation import BrandingEvent, Credential
from naikkelas.registry.models.health import CooperativeBalance, HealthAssessment
from naikkelas.registry.models.link import Apart, CooperativeCandidate, LinkCandidate, LinkMark, LinkRun
from naikkelas.registry.models.merge import FormerIdentity, Merge
from naikkelas.registry.models.person import Person, PersonAccess
from naikkelas.registry.models.quality import QualityIssue, QualityRun, QualityScore

__all__ = [
    "ActivityVerdict",
    "Apart",
    "BrandingEvent",
    "ClassChange",
    "Cooperative",
    "CooperativeBalance",
    "CooperativeCandidate",
    "CooperativeYear",
    "Credential",
    "Enterprise",
    "EnterpriseYear",
    "FormerIdentity",
    "HealthAssessment",
    "LinkCandidate",
    "LinkMark",
    "LinkRun",
    "Merge",
    "Person",
    "PersonAccess",
    "QualityIssue",
    "QualityRun",
    "QualityScore",
    "Sector",
]
