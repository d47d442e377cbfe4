"""One filled form as rows of its tables: a row for the form, one for each turn of a repeat, each knowing its parent."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from xml.parsers import expat


@dataclass
class Row:
    """`key` is the instanceID, or the parent's key with the repeat and its number: uuid:…/workers[2]."""

    table: str
    key: str
    parent: str
    index: int
    values: dict[str, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict, repr=False)


def read(raw: bytes, repeats: Set[str], key: str, corrections: Mapping[str, str]) -> list[Row]:
    """The rows of a submission that was taken (so it is well-formed and bounded), in their order.

    `corrections` replaces the first answer to a question by its name, as they do when a visit is read.
    """
    reader = _Reader(repeats, key, dict(corrections))
    reader.parser.Parse(raw, True)
    root = reader.rows[0]
    root.values |= reader.corrections  # what the form did not ask stands by its bare name
    return reader.rows


class _Reader:
    def __init__(self, repeats: Set[str], key: str, corrections: dict[str, str]) -> None:
        self.repeats, self.corrections = repeats, corrections
        self.rows = [Row("", key, "", 1)]
        self._open = [self.rows[0]]
        self._stack: list[str] = []
        self._leaf = False
        self._text: list[str] = []
        parser = self.parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text.append

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        self._stack.append(name.rsplit(":", 1)[-1])
        self._leaf = True
        self._text.clear()
        path = "/".join(self._stack[1:])
        if path in self.repeats:
            parent = self._open[-1]
            number = parent.counts[path] = parent.counts.get(path, 0) + 1
            row = Row(path, f"{parent.key}/{self._stack[-1]}[{number}]", parent.key, number)
            self.rows.append(row)
            self._open.append(row)

    def _end(self, _name: str) -> None:
        path, name = "/".join(self._stack[1:]), self._stack.pop()
        if path in self.repeats:
            self._open.pop()
        elif self._leaf and path and not path.startswith("meta/"):
            text = self.corrections.pop(name, None)
            text = "".join(self._text).strip() if text is None else text
            if text:
                self._open[-1].values[path] = text
        self._leaf = False
        self._text.clear()
