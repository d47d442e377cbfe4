from naikkelas.registry.models.cooperative import ActivityVerdict, Cooperative, CooperativeYear
from naikkelas.registry.models.enterprise import ClassChange, Enterprise, EnterpriseYear, Sector
from naikkelas.registry.models.link import LinkCandidate, LinkMark, LinkRun
from naikkelas.registry.models.person import Person, PersonAccess

__all__ = [
    "ActivityVerdict",
    "ClassChange",
    "Cooperative",
    "CooperativeYear",
    "Enterprise",
    "EnterpriseYear",
    "LinkCandidate",
    "LinkMark",
    "LinkRun",
    "Person",
    "PersonAccess",
    "Sector",
]
