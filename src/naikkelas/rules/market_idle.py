"""Markets that were built and lie idle: never handed over, never granted, left empty."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta

from naikkelas.rules import rule_set
from naikkelas.rules.decision import Decision

HEAD, _TABLES = rule_set.load(__file__)
HANDOVER_DAYS: int = _TABLES["handover_days"]
GRANT_DAYS: int = _TABLES["grant_days"]
SETTLING_DAYS: int = _TABLES["settling_days"]
USED_PERCENT: int = _TABLES["used_percent"]
ABANDONED = frozenset(_TABLES["abandoned"])
SIGNS = ("not_handed_over", "not_granted", "left_empty")
VERDICTS = ("idle", "in_order", "not_built")


@dataclass(frozen=True)
class AssetFacts:
    """`built_on`: physical 100 %. `stalls` and `used`: kiosks, stalls and pitches by the newest count or visit, None where
    nobody counted. `function`: the word of the newest visit."""

    built_on: date | None = None
    handed_over_on: date | None = None
    granted_on: date | None = None
    stalls: int | None = None
    used: int | None = None
    function: str = ""


def judge(facts: AssetFacts, as_of: date) -> Decision:
    """Verdicts: idle, in_order, not_built. The flags are the signs that hold; the reason is the first of them."""
    finished = min(filter(None, (facts.built_on, facts.handed_over_on)), default=None)
    if finished is None or finished > as_of:
        return _decision("not_built", (), facts, as_of)
    signs = tuple(sign for sign in SIGNS if _HOLDS[sign](facts, finished, as_of))
    return _decision("idle" if signs else "in_order", signs, facts, as_of)


def _decision(verdict: str, signs: tuple[str, ...], facts: AssetFacts, as_of: date) -> Decision:
    return Decision(verdict, signs[0] if signs else "none", HEAD.id, HEAD.hash, as_of, asdict(facts), signs)


def _not_handed_over(facts: AssetFacts, finished: date, as_of: date) -> bool:
    return facts.handed_over_on is None and as_of > finished + timedelta(days=HANDOVER_DAYS)


def _not_granted(facts: AssetFacts, finished: date, as_of: date) -> bool:
    return facts.granted_on is None and as_of > finished + timedelta(days=GRANT_DAYS)


def _left_empty(facts: AssetFacts, finished: date, as_of: date) -> bool:
    if as_of <= finished + timedelta(days=SETTLING_DAYS):
        return False
    if facts.function in ABANDONED:
        return True
    if not facts.stalls or facts.used is None:
        return False
    return facts.used * 100 < USED_PERCENT * facts.stalls


_HOLDS = {"not_handed_over": _not_handed_over, "not_granted": _not_granted, "left_empty": _left_empty}
