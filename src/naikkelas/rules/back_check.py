"""Visits made again by somebody else: which are drawn, and whether two answers to one question agree."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from naikkelas.rules import rule_set
from naikkelas.rules.monev_sample import in_draw_order

HEAD, LIMITS = rule_set.load(__file__)
LEAST_EACH: int = LIMITS["draw"]["least_each"]
TOLERANCE_BP: int = LIMITS["compare"]["tolerance_bp"]
FEW_VISITS: int = LIMITS["few"]["visits"]
FEW_ANSWERS: int = LIMITS["few"]["answers"]
VERDICTS = ("differs", "one", "same", "left")
"""Differs; answered at one of the two visits only; the same; shown and not counted."""
_TOLERANCE = re.compile(r"(\d{1,12})(?:[.,](\d{1,2}))?\s*(%?)")
_NUMBERED = re.compile(r"\[\d+\]")


# ── the draw ──


def draw(frame: Sequence[tuple[str, int]], *, size: int, least: int, seed: str) -> list[str]:
    """Codes of the frame (code, enumerator): first `least` of each enumerator or all that they have, then whoever comes
    next until there are `size`. More than `size` only where the least of each asks for it."""
    whose = dict(frame)
    order = in_draw_order(whose, "visit", seed)
    taken: Counter[int] = Counter()
    chosen = set()
    for code in order:
        if taken[whose[code]] < least:
            taken[whose[code]] += 1
            chosen.add(code)
    for code in order:
        if len(chosen) >= size:
            break
        chosen.add(code)
    return [code for code in order if code in chosen]


def size_of(frame: int, share_percent: int) -> int:
    """A share of the frame, rounded up."""
    return -(-frame * share_percent // 100)


# ── two answers ──


@dataclass(frozen=True)
class Tolerance:
    """How far two numbers may lie apart: a share of the larger one in hundredths of a percent, or so much. `left`: the
    question is shown and not counted."""

    share_bp: int | None = None
    apart: Decimal = Decimal(0)
    left: bool = False


def tolerance(text: str) -> Tolerance | None:
    """'10%' or '2,5 %' a share, '2' an amount, '-' leaves the question out; None for what is none of these."""
    if text.strip() == "-":
        return Tolerance(left=True)
    found = _TOLERANCE.fullmatch(text.strip())
    if found is None:
        return None
    number = Decimal(f"{found[1]}.{found[2] or 0}")
    if not found[3]:
        return Tolerance(apart=number)
    return Tolerance(share_bp=int(number * 100)) if number <= 100 else None


KINDS = ("number", "year", "choice", "exact", "text")
"""How the answers to a question are compared; `exact` are days and the like."""


@dataclass(frozen=True)
class Pair:
    """One question with both answers."""

    path: str
    first: str
    second: str
    verdict: str

    @property
    def question(self) -> str:
        return unnumbered(self.path)


def unnumbered(path: str) -> str:
    """The question of an answer in a repeat."""
    return _NUMBERED.sub("", path)


def compare(
    first: Mapping[str, str], second: Mapping[str, str], kinds: Mapping[str, str], tolerances: Mapping[str, Tolerance],
    usual: Tolerance,
) -> list[Pair]:  # fmt: skip
    """Every question that either visit answers, in the order of the first. `kinds` and `tolerances` by question; one that
    has no kind is text."""
    pairs = []
    for path in [*first, *(p for p in second if p not in first)]:
        question = unnumbered(path)
        one, two = first.get(path, ""), second.get(path, "")
        found = verdict(one, two, kinds.get(question, "text"), tolerances.get(question), usual)
        pairs.append(Pair(path, one, two, found))
    return pairs


def verdict(first: str, second: str, kind: str, own: Tolerance | None, usual: Tolerance) -> str:
    """One of VERDICTS. The usual tolerance is for numbers; years and days have none unless it is given for them."""
    if (own and own.left) or (kind == "text" and own is None):
        return "left"
    if not first or not second:
        return "one"
    if kind == "choice":
        return "same" if set(first.split()) == set(second.split()) else "differs"
    within = own or (usual if kind == "number" else Tolerance())
    return "same" if _close(first, second, within) else "differs"


def _close(first: str, second: str, within: Tolerance) -> bool:
    one, two = _number(first), _number(second)
    if one is None or two is None:
        return first.strip().casefold() == second.strip().casefold()
    if within.share_bp is None:
        return abs(one - two) <= within.apart
    return abs(one - two) * 10_000 <= within.share_bp * max(abs(one), abs(two))


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


# ── counts ──


@dataclass(frozen=True)
class Tally:
    """Verdicts added up."""

    same: int = 0
    differs: int = 0
    one: int = 0
    left: int = 0

    @property
    def compared(self) -> int:
        return self.same + self.differs

    @property
    def rate_bp(self) -> int | None:
        """Differing of those compared, in hundredths of a percent."""
        return self.differs * 10_000 // self.compared if self.compared else None

    @property
    def few(self) -> bool:
        return self.compared < FEW_ANSWERS


def tally(pairs: Iterable[Pair]) -> Tally:
    found = Counter(pair.verdict for pair in pairs)
    return Tally(**{verdict: found[verdict] for verdict in VERDICTS})
