"""Areas split, merge, take another name or another number: crosswalks, and where a code lies on any day.

A code names one area for ever: it ends, and is never given to another. So a code that ended leads forward to one
successor (or to none, where its area was divided), and a code that began leads back to where its area lay before.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

KINDS = ("split", "merge", "rename", "renumber")
REGENCY = 5
"""Length of a kabupaten/kota's code."""


@dataclass(frozen=True)
class Step:
    """One line of a crosswalk: where an area, or a part of it, went.

    `whole`: all of the old area is in the new one, so that every record of the old code follows.
    `principal`: what the new code leads back to, where several old areas went into it.
    """

    old: str
    new: str
    whole: bool = True
    principal: bool = True


@dataclass(frozen=True)
class Wanted:
    """What somebody enters of a change: an old code, its new one, the new name, and a weight where the area is divided."""

    old: str
    new: str
    name: str = ""
    weight: int = 0


@dataclass(frozen=True)
class Change:
    """A crosswalk that took effect on a day."""

    on: date
    steps: tuple[Step, ...]
    id: int = 0

    @cached_property
    def forward(self) -> dict[str, str]:
        return {step.old: step.new for step in self.steps if step.whole}

    @cached_property
    def back(self) -> dict[str, str]:
        return {step.new: step.old for step in self.steps if step.principal}


def parent(code: str) -> str:
    """The code of the area above; empty above a province."""
    return code.rpartition(".")[0]


def covers(outer: str, inner: str) -> bool:
    return outer in ("0", inner) or inner.startswith(f"{outer}.")


def spread(pairs: Iterable[tuple[str, str]], standing: Iterable[str]) -> list[tuple[str, str]]:
    """The pairs with everything below them: what lies below an area that went as a whole went along.

    A pair of its own for a part goes before the pair of the area above it. What lies below an area that was divided
    or joined with another needs such a pair, or stays where it is.
    """
    given = list(dict.fromkeys(pairs))
    alone, olds = _alone(given), {old for old, _ in given}
    found = list(given)
    for code in sorted(standing):
        if code in olds:
            continue
        above = parent(code)
        while above and above not in olds:
            above = parent(above)
        if above in alone and alone[above] != above:
            found.append((code, alone[above] + code[len(above) :]))
    return found


def stranded(pairs: Iterable[tuple[str, str]], standing: Iterable[str]) -> list[str]:
    """What lies below an area that ends and was given no new code, neither itself nor with what it lies in."""
    found = spread(pairs, standing)
    olds = {old for old, _ in found}
    ended = olds - {new for _, new in found}
    return [c for c in sorted(standing) if c not in olds and _above(c) & ended]


def numbered(pairs: Iterable[tuple[str, str]], standing: Iterable[str]) -> list[tuple[str, str]]:
    """The pairs, and one for each part of an area that ends by joining another: its own number there, or the next free.

    A village keeps the first digit of its number (1 kelurahan, 2 desa).
    """
    given, codes = list(pairs), sorted(standing)
    alone, olds = _alone(given), {old for old, _ in given}
    ended = {o: n for o, n in given if o not in alone and o not in {new for _, new in given}}
    taken = {new for _, new in spread(given, codes)} | set(codes)
    for code in codes:
        successor = ended.get(parent(code))
        if code in olds or successor is None or len([o for o, _ in given if o == parent(code)]) > 1:
            continue
        given.append((code, free_below(successor, code, taken)))
        taken.add(given[-1][1])
    return given


def _alone(pairs: list[tuple[str, str]]) -> dict[str, str]:
    """Old → new code where one area became one."""
    olds, news = _counted(old for old, _ in pairs), _counted(new for _, new in pairs)
    return {old: new for old, new in pairs if olds[old] == news[new] == 1}


def free_below(above: str, code: str, taken: set[str]) -> str:
    """A code below `above` for what had `code`: the same number where it is free, else the next."""
    number = code.rpartition(".")[2]
    first, last = (int(number[0]) * 1_000 + 1, int(number[0]) * 1_000 + 999) if len(number) == 4 else (1, 99)
    for each in [int(number), *range(first, last + 1)]:
        found = f"{above}.{each:0{len(number)}d}"
        if found not in taken:
            return found
    raise ValueError(f"no number is free below {above}")


def _above(code: str) -> set[str]:
    found = set()
    while code := parent(code):
        found.add(code)
    return found


def steps(pairs: Iterable[tuple[str, str]]) -> list[Step]:
    """Crosswalk lines of pairs: which are whole, and which old code each new one leads back to."""
    given = list(pairs)
    olds = _counted(old for old, _ in given)
    first: dict[str, str] = {}
    for old, new in sorted(given, key=lambda p: (p[0] != p[1], olds[p[0]] > 1, p[0])):
        first.setdefault(new, old)
    return [Step(old, new, olds[old] == 1, first[new] == old) for old, new in given]


def _counted(codes: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for code in codes:
        counts[code] += 1
    return counts


class Lineage:
    """All changes in force, and the questions that are asked of them."""

    def __init__(self, changes: Iterable[Change] = ()) -> None:
        self.changes = sorted(changes, key=lambda c: (c.on, c.id))

    def __bool__(self) -> bool:
        return bool(self.changes)

    @cached_property
    def codes(self) -> list[str]:
        """Every code that some change ended or began or joined with another, shorter ones first."""
        found = {c for change in self.changes for s in change.steps for c in (s.old, s.new)}
        return sorted(found, key=lambda c: (len(c), c))

    def at(self, code: str, on: date) -> str:
        """The code under which the area of `code` stood at the end of a day."""
        for change in self.changes:
            if change.on <= on:
                code = change.forward.get(code, code)
        for change in reversed(self.changes):
            if change.on > on:
                code = change.back.get(code, code)
        return code

    def before(self, code: str, on: date, change_id: int) -> str:
        """`at` for a record that had `code` until the named change."""
        place = next(n for n, c in enumerate(self.changes) if c.id == change_id)
        return Lineage(self.changes[:place]).at(code, on)

    def current(self, code: str) -> str:
        return self.at(code, date.max)

    def prefixes(self, on: date) -> dict[str, str]:
        """Code → the kabupaten/kota in which it and all below it lay on a day, where that is not its first five signs.

        The longest code that fits goes before; codes above a kabupaten/kota count for themselves alone.
        """
        found: dict[str, str] = {}
        for code in self.codes:
            regency = self.at(code, on)[:REGENCY]
            implied = code[:REGENCY]
            if len(code) > REGENCY:
                above = next((a for a in _lengthening(code) if a in found), "")
                implied = found.get(above, implied)
            if regency != implied:
                found[code] = regency
        return found

    def reaching(self, code: str, on: date) -> list[str]:
        """Codes outside `code` whose areas lay in it on a day: the highest of each branch."""
        found: list[str] = []
        for each in self.codes:
            if covers(code, each) or any(covers(f, each) for f in found):
                continue
            if covers(code, self.at(each, on)):
                found.append(each)
        return found

    def leaving(self, code: str, on: date) -> list[str]:
        """Codes below `code`, or below what reaches it, whose areas lay outside it on a day."""
        within = [code, *self.reaching(code, on)]
        found: list[str] = []
        for each in self.codes:
            known = any(covers(f, each) for f in found)
            if not known and any(covers(w, each) for w in within) and not covers(code, self.at(each, on)):
                found.append(each)
        return found


def _lengthening(code: str) -> list[str]:
    """The codes above, nearest first, down to the kabupaten/kota."""
    found = []
    while len(code := parent(code)) >= REGENCY:
        found.append(code)
    return found


def widened(lines: Iterable[tuple[str, str, bool]]) -> set[str]:
    """Areas of duty by which somebody would see more after a change than before. Lines: old code, new code, alone.

    A duty follows its area where that alone became another; every other duty stays as it is.
    """
    given = list(lines)
    follows = {old: new for old, new, alone in given if alone}
    olds = {old for old, _, _ in given}
    stood = {c for _, new, _ in given for c in (new, *_above(new))} & (olds | _not_begun(given))
    return {
        duty
        for duty in olds | stood
        if any(covers(follows.get(duty, duty), new) and not covers(duty, old) for old, new, _ in given)
    }


def _not_begun(lines: list[tuple[str, str, bool]]) -> set[str]:
    """The areas above the new ones that are not new themselves."""
    begun = {new for _, new, _ in lines} - {old for old, _, _ in lines}
    return {up for _, new, _ in lines for up in _above(new)} - begun
