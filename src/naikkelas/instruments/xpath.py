"""XPath as forms use it (ODK XForms: XPath 1.0 and functions of its own): is it well formed, what does it call and read?

Nothing is computed here; phones and browsers do that.
"""

import re
from dataclasses import dataclass, field

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d*)?|\.\d+)|(?P<text>\"[^\"]*\"|'[^']*')|(?P<op><=|>=|!=|//|::|\.\.|[-+=<>|/*()\[\],.@$])"
    r"|(?P<name>[^\W\d][\w.-]*(?::[^\W\d][\w.-]*)?))"
)
_WORDS = {"and", "or", "div", "mod"}
_BINARY = {"+", "-", "=", "!=", "<", "<=", ">", ">=", "*"} | _WORDS
_NODES = {"node", "text", "comment", "processing-instruction"}
_DEEPEST = 60

FUNCTIONS = frozenset({
    "abs", "acos", "area", "asin", "atan", "atan2", "base64-decode", "boolean", "boolean-from-string", "ceiling",
    "checklist", "coalesce", "concat", "contains", "cos", "count", "count-non-empty", "count-selected", "current",
    "date", "date-time", "decimal-date-time", "decimal-time", "digest", "distance", "enclosed-area", "ends-with",
    "exp", "exp10", "extract-signed", "false", "floor", "format-date", "format-date-", "geofence", "id", "if",
    "indexed-repeat", "instance", "int", "intersects", "join", "jr:choice-name", "jr:itext", "last", "local-name",
    "log", "log10", "lower-case", "max", "min", "name", "namespace-uri", "normalize-space", "not", "now",
    "number", "once", "pi", "position", "pow", "property", "pulldata", "random", "randomize", "regex", "round",
    "selected", "selected-at", "sin", "sort-by", "sqrt", "starts-with", "string", "string-length", "substr",
    "substring", "substring-after", "substring-before", "sum", "tan", "thousands-sep", "time", "today",
    "translate", "true", "upper-case", "uuid", "version", "weighted-checklist"
})  # fmt: skip
"""XPath 1.0 and the ODK XForms specification."""


class NotXPath(ValueError):
    """The expression is not well formed."""


@dataclass
class Found:
    """What an expression calls and reads. `paths` are absolute, or relative to the node it stands at ('../a')."""

    functions: set[str] = field(default_factory=set)
    paths: set[str] = field(default_factory=set)
    patterns: list[str] = field(default_factory=list)
    """Literal patterns of regex()."""
    files: list[str] = field(default_factory=list)
    """Literal file names of pulldata()."""


def read(expression: str) -> Found:
    """Return what an expression calls and reads. Raises NotXPath."""
    return _Parser(expression).run()


class _Parser:
    def __init__(self, expression: str) -> None:
        self._tokens: list[tuple[str, str]] = []
        at, end = 0, len(expression.rstrip())
        while at < end:
            match = _TOKEN.match(expression, at)
            if match is None or match.end() == at:
                raise NotXPath(expression[at : at + 20])
            self._tokens.append((match.lastgroup or "", match[match.lastgroup or 0].strip()))
            at = match.end()
        self._at = self._depth = self._within = 0
        self._found = Found()

    def run(self) -> Found:
        self._expression()
        if self._at < len(self._tokens):
            raise NotXPath(self._tokens[self._at][1])
        return self._found

    def _peek(self, ahead: int = 0) -> tuple[str, str]:
        at = self._at + ahead
        return self._tokens[at] if at < len(self._tokens) else ("", "")

    def _take(self, wanted: str) -> bool:
        if self._peek() == ("op", wanted):
            self._at += 1
            return True
        return False

    def _need(self, wanted: str) -> None:
        if not self._take(wanted):
            raise NotXPath(self._peek()[1] or wanted)

    def _expression(self) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise NotXPath("…")
        self._operand()
        while self._peek()[1] in _BINARY and self._peek()[0] in ("op", "name"):
            self._at += 1
            self._operand()
        self._depth -= 1

    def _operand(self) -> None:
        while self._take("-"):
            pass
        self._path()
        while self._take("|"):
            self._path()

    def _path(self) -> None:
        kind, text = self._peek()
        if kind in ("number", "text"):
            self._at += 1
        elif kind == "op" and text == "(":
            self._at += 1
            self._expression()
            self._need(")")
        elif kind == "op" and text == "$":
            self._at += 1
            if self._peek()[0] != "name":
                raise NotXPath("$")
            self._at += 1
        elif kind == "name" and self._peek(1) == ("op", "(") and text not in _NODES:
            self._call(text)
            return
        else:
            self._location("")
            return
        self._predicates()
        if self._peek()[1] in ("/", "//") and self._peek()[0] == "op":
            self._at += 1
            self._steps([])

    def _call(self, name: str) -> None:
        self._found.functions.add(name)
        self._at += 2
        literals: list[str] = []
        if not self._take(")"):
            while True:
                literals.append(self._peek()[1][1:-1] if self._peek()[0] == "text" else "")
                self._expression()
                if not self._take(","):
                    break
            self._need(")")
        if name == "regex" and len(literals) == 2 and literals[1]:
            self._found.patterns.append(literals[1])
        if name == "pulldata" and literals and literals[0]:
            self._found.files.append(literals[0])
        self._predicates()
        if self._peek() == ("op", "/"):
            self._at += 1
            steps = self._steps([])
            if name == "current":
                self._found.paths.add("/".join(steps))

    def _location(self, _prefix: str) -> None:
        absolute = self._take("/") or self._take("//")
        steps = self._steps([])
        if absolute:
            self._found.paths.add("/" + "/".join(steps))
        elif not self._within:
            self._found.paths.add("/".join(steps))

    def _steps(self, steps: list[str]) -> list[str]:
        while True:
            steps.append(self._step())
            if not (self._take("/") or self._take("//")):
                return steps

    def _step(self) -> str:
        for dots in ("..", "."):
            if self._take(dots):
                self._predicates()
                return dots
        self._take("@")
        kind, text = self._peek()
        if kind == "name" and self._peek(1) == ("op", "::"):
            self._at += 2
            kind, text = self._peek()
        if kind == "op" and text == "*":
            self._at += 1
        elif kind == "name":
            self._at += 1
            if text in _NODES and self._take("("):
                self._need(")")
        else:
            raise NotXPath(text or "…")
        self._predicates()
        return text

    def _predicates(self) -> None:
        while self._take("["):
            self._within += 1
            self._expression()
            self._within -= 1
            self._need("]")
