"""Finding given values in text, however they were typed, and striking them out."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

STRUCK = "(dihapus)"
"""What stands where something was struck out."""
_GAP = r"[ .\-]{0,2}"
_BETWEEN = r"(?:[\W_]|&[a-z]+;|&\#?\w+;)+"
_NOTHING = r"(?!)"


@dataclass(frozen=True)
class Needles:
    """What one person is known by.

    `numbers`: digits, found with gaps between them too. `words`: texts that belong to nobody else. `shared`: texts
    that others have too (a common name): only two different ones in one record mean this person.
    """

    numbers: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()

    @cached_property
    def _own(self) -> re.Pattern[str]:
        return _pattern([*map(_digits, self.numbers), *map(_text, self.words)])

    @cached_property
    def _shared(self) -> re.Pattern[str]:
        return _pattern(map(_text, self.shared))

    @cached_property
    def _every(self) -> re.Pattern[str]:
        return _pattern([*map(_digits, self.numbers), *map(_text, self.words), *map(_text, self.shared)])

    def about(self, text: str) -> bool:
        """Whether a record, all its values in one text, is about this person."""
        if self._own.search(text):
            return True
        return len({re.sub(r"[\W_]+", " ", m.group()).lower() for m in self._shared.finditer(text)}) > 1

    def struck(self, text: str, *, shared: bool = False) -> str:
        """The text without what is the person's own; `shared`: nor what others have too, in the person's own records."""
        return (self._every if shared else self._own).sub(STRUCK, text)

    def struck_in(self, value: Any, *, shared: bool = False) -> Any:
        """`struck` in every text of a value that JSON knows."""
        if isinstance(value, str):
            return self.struck(value, shared=shared)
        if isinstance(value, list):
            return [self.struck_in(each, shared=shared) for each in value]
        if isinstance(value, dict):
            return {
                self.struck(key, shared=shared): self.struck_in(each, shared=shared)
                for key, each in value.items()
            }
        return value

    @property
    def probes(self) -> list[str]:
        """Short texts, one of which every text with something of the person's own holds: for asking a database first."""
        numbers = [number[-3:] for number in self.numbers]
        return [*numbers, *(max(re.split(r"[\W_]+", text), key=len) for text in self.words)]


def _pattern(parts: Iterable[str]) -> re.Pattern[str]:
    listed = sorted({part for part in parts if part}, key=len, reverse=True)
    return re.compile("|".join(listed) or _NOTHING, re.IGNORECASE)


def _digits(number: str) -> str:
    return _GAP.join(number)


def _text(text: str) -> str:
    words = [re.escape(word) for word in re.split(r"[\W_]+", text) if word]
    return rf"(?<![^\W_]){_BETWEEN.join(words)}(?![^\W_])" if words else ""
