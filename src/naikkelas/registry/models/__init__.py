from naikkelas.registry.models.cooperative import ActivityVerdict, Cooperative, CooperativeYear
from naikkelas.registry.models.enterprise import ClassChange, Enterprise, EnterpriseYear, Sector
from naikkelas.registry.models.link import Apart, CooperativeCandidate, LinkCandidate, LinkMark, LinkRun
from naikkelas.registry.models.merge import FormerIdentity, Merge
from naikkelas.registry.models.person import Person, PersonAccess

__all__ = [
    "ActivityVerdict",
    "Apart",
    "ClassChange",
    "Cooperative",
    "CooperativeCandidate",
    "CooperativeYear",
    "Enterprise",
    "EnterpriseYear",
    "FormerIdentity",
    "LinkCandidate",
    "LinkMark",
    "LinkRun",
    "Merge",
    "Person",
    "PersonAccess",
    "Sector",
]
