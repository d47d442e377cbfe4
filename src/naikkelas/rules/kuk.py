"""Supervision class of a cooperative (klasifikasi usaha koperasi, KUK 1–4): the highest tier of three measures."""

from datetime import date

from naikkelas.rules import rule_set
from naikkelas.rules.bands import Bands
from naikkelas.rules.decision import Decision

HEAD, _TABLES = rule_set.load(__file__)
TIERS = ("kuk_1", "kuk_2", "kuk_3", "kuk_4")
MEASURES: dict[str, Bands] = {
    name: Bands(tuple(zip(ceilings, TIERS, strict=False)), TIERS[-1])
    for name, ceilings in _TABLES["ceilings"].items()
}
"""Members, own capital and assets with their ceilings; each ceiling belongs to its tier."""


def judge(facts: dict[str, int | None], as_of: date) -> Decision:
    """The highest tier of what is known; flagged where the tiers differ or a measure is not known."""
    tiers = {name: bands.name(facts.get(name)) for name, bands in MEASURES.items()}
    known = {name: tier for name, tier in tiers.items() if tier is not None}
    inputs = {name: facts.get(name) for name in MEASURES}
    if not known:
        return Decision("unknown", "none", HEAD.id, HEAD.hash, as_of, inputs)
    verdict = max(known.values(), key=TIERS.index)
    reason = next(name for name, tier in known.items() if tier == verdict)
    flags = ("tiers_differ",) if len(set(known.values())) > 1 else ()
    if len(known) < len(tiers):
        flags = (*flags, "incomplete")
    return Decision(verdict, reason, HEAD.id, HEAD.hash, as_of, inputs, flags)
