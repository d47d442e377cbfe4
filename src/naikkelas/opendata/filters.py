"""$filter of OData 4 (Part 2: URL Conventions, 5.1.1) as a test of one row.

What is told exactly is taken: comparisons, and, or, not, in, parentheses, null, texts and days. Anything else is refused by
name rather than guessed: 501 where OData knows it and we do not, 400 where it is no OData.
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any, NoReturn

from naikkelas.opendata.faults import BadQuery, NotOffered

Row = Mapping[str, Any]
Value = Callable[[Row], Any]
_TOKEN = re.compile(
    r"\s*(?:(?P<text>'(?:[^']|'')*')"
    r"|(?P<moment>\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,12})?)?(?:Z|[+-]\d\d:\d\d))"
    r"|(?P<day>\d{4}-\d\d-\d\d)"
    r"|(?P<time>\d\d:\d\d(?::\d\d(?:\.\d{1,12})?)?)"
    r"|(?P<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)"
    r"|(?P<name>[^\W\d]\w*(?:/[^\W\d]\w*)*)"
    r"|(?P<sign>[(),:$@*/+-]))"
)
_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": lambda a, b: a == b,
    "ne": lambda a, b: a != b,
    "gt": lambda a, b: a > b,
    "ge": lambda a, b: a >= b,
    "lt": lambda a, b: a < b,
    "le": lambda a, b: a <= b,
}
_FUNCTIONS: dict[str, tuple[int, type | tuple[type, ...], Callable[..., Any]]] = {
    "contains": (2, str, lambda a, b: b in a),
    "startswith": (2, str, lambda a, b: a.startswith(b)),
    "endswith": (2, str, lambda a, b: a.endswith(b)),
    "indexof": (2, str, lambda a, b: a.find(b)),
    "tolower": (1, str, str.lower),
    "toupper": (1, str, str.upper),
    "trim": (1, str, str.strip),
    "length": (1, str, len),
    "year": (1, (date, datetime), lambda a: a.year),
    "month": (1, (date, datetime), lambda a: a.month),
    "day": (1, (date, datetime), lambda a: a.day),
    "hour": (1, (time, datetime), lambda a: a.hour),
    "minute": (1, (time, datetime), lambda a: a.minute),
    "second": (1, (time, datetime), lambda a: a.second),
    "date": (1, datetime, lambda a: a.date()),
}
_KNOWN_TO_ODATA = {
    "has", "add", "sub", "mul", "div", "divby", "mod", "concat", "substring", "matchespattern", "any", "all", "now", "round",
    "floor", "ceiling", "cast", "isof", "fractionalseconds", "time", "totaloffsetminutes", "totalseconds", "mindatetime",
    "maxdatetime", "case", "hassubset", "hassubsequence",
}  # fmt: skip
DEEPEST = 40
LONGEST = 4_000


def parsed(text: str, properties: set[str]) -> Callable[[Row], bool]:
    """The test that a $filter says. Raises BadQuery or NotOffered."""
    if len(text) > LONGEST:
        raise BadQuery(f"$filter is longer than {LONGEST} characters")
    parser = _Parser(_tokens(text), properties)
    test = parser.either(0)
    parser.demand_end()
    return lambda row: test(row) is True


def _tokens(text: str) -> list[tuple[str, str]]:
    found, at = [], 0
    text = text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise BadQuery(f"$filter cannot be read at “{text[at : at + 20]}”")
        found.append((match.lastgroup, match[match.lastgroup]))
        at = match.end()
    return found


class _Parser:
    """Recursive descent by precedence: or, and, not, comparison. null makes a comparison neither true nor false, so each
    part answers True, False or None."""

    def __init__(self, tokens: list[tuple[str, str]], properties: set[str]) -> None:
        self.tokens, self.at, self.properties = tokens, 0, properties

    def peek(self) -> tuple[str, str]:
        return self.tokens[self.at] if self.at < len(self.tokens) else ("end", "")

    def take(self) -> tuple[str, str]:
        token = self.peek()
        self.at += 1
        return token

    def taken(self, kind: str, value: str) -> bool:
        if self.peek() != (kind, value):
            return False
        self.at += 1
        return True

    def demand(self, sign: str) -> None:
        if not self.taken("sign", sign):
            raise BadQuery(f"$filter: “{sign}” is missing before “{self.peek()[1]}”")

    def demand_end(self) -> None:
        kind, value = self.peek()
        if kind != "end":
            _refuse(value)

    def either(self, depth: int) -> Value:
        if depth > DEEPEST:
            raise BadQuery(f"$filter is nested deeper than {DEEPEST}")
        parts = [self.both(depth)]
        while self.taken("name", "or"):
            parts.append(self.both(depth))
        return parts[0] if len(parts) == 1 else lambda row: _any(part(row) for part in parts)

    def both(self, depth: int) -> Value:
        parts = [self.one(depth)]
        while self.taken("name", "and"):
            parts.append(self.one(depth))
        return parts[0] if len(parts) == 1 else lambda row: _all(part(row) for part in parts)

    def one(self, depth: int) -> Value:
        if depth > DEEPEST:
            raise BadQuery(f"$filter is nested deeper than {DEEPEST}")
        if self.taken("name", "not"):
            inner = self.one(depth + 1)
            return lambda row: None if (found := inner(row)) is None else not found
        left = self.value(depth)
        kind, word = self.peek()
        if kind == "name" and word in _COMPARISONS:
            self.at += 1
            return _compared(_COMPARISONS[word], word, left, self.value(depth))
        if kind == "name" and word == "in":
            self.at += 1
            self.demand("(")
            options = [self.value(depth)]
            while self.taken("sign", ","):
                options.append(self.value(depth))
            self.demand(")")
            equal = _COMPARISONS["eq"]
            tests = [_compared(equal, "eq", left, option) for option in options]
            return lambda row: _any(test(row) for test in tests)
        return left

    def value(self, depth: int) -> Value:
        kind, word = self.take()
        if kind == "sign" and word == "(":
            inner = self.either(depth + 1)
            self.demand(")")
            return inner
        if kind == "text":
            return _constant(word[1:-1].replace("''", "'"))
        if kind == "number":
            return _constant(Decimal(word))
        if kind in ("moment", "day", "time"):
            return _constant(_when(kind, word))
        if kind == "name":
            return self.named(word, depth)
        _refuse(word)

    def named(self, word: str, depth: int) -> Value:
        if word in ("true", "false", "null"):
            return _constant({"true": True, "false": False, "null": None}[word])
        if self.taken("sign", "("):
            return self.function(word, depth)
        if word not in self.properties:
            if "/" in word:
                raise NotOffered(f"$filter over “{word}”: filter the entity set of the repeat instead")
            raise BadQuery(f"“{word}” is no property here")
        return lambda row: row.get(word)

    def function(self, word: str, depth: int) -> Value:
        if word not in _FUNCTIONS:
            _refuse(word)
        count, takes, work = _FUNCTIONS[word]
        given = [self.either(depth + 1)]
        while self.taken("sign", ","):
            given.append(self.either(depth + 1))
        self.demand(")")
        if len(given) != count:
            raise BadQuery(f"{word} takes {count} values")

        def call(row: Row) -> Any:
            values = [each(row) for each in given]
            if any(v is None for v in values):
                return None
            if not all(isinstance(v, takes) for v in values):
                raise BadQuery(f"{word} does not fit the type of its value")
            return work(*values)

        return call


def _refuse(word: str) -> NoReturn:
    if word.rpartition("/")[2] in _KNOWN_TO_ODATA or word in ("$", "@", ":", "*", "/", "+", "-"):
        raise NotOffered(f"“{word}” in $filter is not offered")
    raise BadQuery(f"$filter: “{word}” is not understood" if word else "$filter ends too early")


def _constant(value: Any) -> Value:
    return lambda _row: value


def _when(kind: str, word: str) -> datetime | date | time:
    try:
        if kind == "moment":
            return datetime.fromisoformat(word).astimezone(UTC)
        return date.fromisoformat(word) if kind == "day" else time.fromisoformat(word)
    except (ValueError, OverflowError) as fault:
        raise BadQuery(f"“{word}” is no day or time") from fault


def _compared(work: Callable[[Any, Any], bool], word: str, left: Value, right: Value) -> Value:
    def test(row: Row) -> bool | None:
        a, b = left(row), right(row)
        if a is None or b is None:  # as OData has it: null equals null and nothing else, and is not ordered
            return work(a, b) if word in ("eq", "ne") else False
        if _sort(a) != _sort(b):
            raise BadQuery(f"“{a}” and “{b}” cannot be compared: they are of different types")
        return work(a, b)

    return test


def _sort(value: Any) -> str:
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, int | float | Decimal):
        return "number"
    return type(value).__name__


def _all(found: Any) -> bool | None:
    answer: bool | None = True
    for each in found:
        if each is False:
            return False
        answer = None if each is None else answer
    return answer


def _any(found: Any) -> bool | None:
    answer: bool | None = False
    for each in found:
        if each is True:
            return True
        answer = None if each is None else answer
    return answer
