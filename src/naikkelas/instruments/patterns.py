"""Patterns whose search may take for ever: repeats within repeats, and repeats of alternatives that overlap.

Phones and browsers run the pattern of a constraint at every letter; one bad pattern freezes the form.
"""

import re
from typing import Any

parser = re._parser  # type: ignore[attr-defined]
constants = re._constants  # type: ignore[attr-defined]
_REPEATS = (constants.MAX_REPEAT, constants.MIN_REPEAT)


class NotAPattern(ValueError):
    """The pattern is none."""


def is_catastrophic(pattern: str) -> bool:
    """Whether a text may exist on which this pattern takes exponential (or a high power of) time. Errs to the safe side.
    Raises NotAPattern."""
    try:
        tree = parser.parse(pattern)
    except (re.error, OverflowError, RecursionError) as fault:
        raise NotAPattern(str(fault)) from fault
    return _bad(list(tree), within=False)


def _bad(items: list[Any], *, within: bool) -> bool:
    return _runs(items) >= 3 or any(_bad_item(op, value, within) for op, value in items)


def _bad_item(op: Any, value: Any, within: bool) -> bool:
    if op in _REPEATS:
        endless = value[1] is constants.MAXREPEAT or value[1] > 100
        inner = list(value[2])
        if endless and (within or _overlapping(inner)):
            return True
        return _bad(inner, within=within or (endless and not _anchored(inner)))
    if op is constants.SUBPATTERN:
        return _bad(list(value[3]), within=within)
    if op is constants.BRANCH:
        return any(_bad(list(branch), within=within) for branch in value[1])
    return op in (constants.ASSERT, constants.ASSERT_NOT) and _bad(list(value[1]), within=within)


def _anchored(items: list[Any]) -> bool:
    """Whether each round of a repeat begins or ends with a letter that its inner repeats cannot take: '(,[0-9]+)*'."""
    if len(items) == 1 and items[0][0] is constants.SUBPATTERN:
        return _anchored(list(items[0][1][3]))
    fixed = [value for op, value in items if op is constants.LITERAL]
    loops = [str(list(value[2])) for op, value in items if op in _REPEATS]
    return bool(fixed) and not any(_takes(loop, code) for code in fixed for loop in loops)


def _takes(loop: str, code: int) -> bool:
    return "ANY" in loop or f"(LITERAL, {code})" in loop or _in_range(code, loop)


def _in_range(code: int, loop: str) -> bool:
    ranges = [(int(a), int(b)) for a, b in re.findall(r"\(RANGE, \((\d+), (\d+)\)\)", loop)]
    return (
        any(a <= code <= b for a, b in ranges)
        or "CATEGORY" in loop
        or "NOT_LITERAL" in loop
        or "NEGATE" in loop
    )


def _overlapping(items: list[Any]) -> bool:
    """Alternatives of which two may begin alike."""
    for op, value in items:
        if op is constants.SUBPATTERN and _overlapping(list(value[3])):
            return True
        if op is constants.BRANCH:
            starts = [str(list(b)[:1]) for b in value[1]]
            if len(set(starts)) < len(starts) or any(
                s == "[]" or "ANY" in s or "CATEGORY" in s for s in starts
            ):
                return True
    return False


def _runs(items: list[Any]) -> int:
    """The longest run of endless repeats of the same, side by side."""
    longest = run = 0
    before = ""
    for op, value in items:
        if op in _REPEATS and (value[1] is constants.MAXREPEAT):
            same = str(list(value[2]))
            run = run + 1 if same == before or not before else 1
            before, longest = same, max(longest, run)
        else:
            run, before = 0, ""
    return longest
