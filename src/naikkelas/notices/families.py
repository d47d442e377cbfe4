"""Of what other systems may be told. What is not listed here leaves the house by no webhook: nothing of persons, accounts,
phones, privacy or access."""

from dataclasses import dataclass

from naikkelas.kit.bilingual import Text


@dataclass(frozen=True)
class Family:
    """Data events that belong together, by the beginnings of their actions."""

    id: str
    name: Text
    actions: tuple[str, ...]
    objects: frozenset[str]
    """The types of record that may be named by their id."""


FAMILIES: dict[str, Family] = {
    family.id: family
    for family in (
        Family(
            "registry", Text("Registri", "Registry"), ("enterprise.", "enterprises.", "cooperative.", "cooperatives.", "health."),
            frozenset({"enterprise", "cooperative", "delivery", "health", "assessment"}),
        ),
        Family(
            "imports", Text("Impor", "Imports"), ("delivery.applied", "delivery.undone"), frozenset({"delivery"})
        ),
        Family(
            "programmes", Text("Program dan uang", "Programmes and money"),
            ("programme.", "ceiling.", "money.", "milestone.", "market."),
            frozenset({"programme", "ceiling", "allocation", "market", "market_project"}),
        ),
        Family(
            "monev", Text("Siklus dan kunjungan", "Cycles and visits"),
            ("cycle.", "area.", "visit."), frozenset({"cycle", "cycle_area", "visit", "planned_visit"}),
        ),
        Family("findings", Text("Temuan", "Findings"), ("finding.",), frozenset({"finding"})),
        Family(
            "reports", Text("Laporan", "Reports"), ("report.", "duty.sent", "target."), frozenset({"issue", "duty", "target"})
        ),
    )
}  # fmt: skip


def family_of(action: str, families: list[str]) -> Family | None:
    """The one of some families that an action belongs to."""
    return next((f for f in map(FAMILIES.get, families) if f and action.startswith(f.actions)), None)
