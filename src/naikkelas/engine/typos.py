"""Words that were meant: a query whose words are in no record is brought to the nearest words that are.

A letter too many, too few, other, or two that changed places count one each (Damerau-Levenshtein in its restricted form).
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from itertools import islice, product

from rapidfuzz import process
from rapidfuzz.distance import OSA

from naikkelas.kit.text import folded

SHORTEST = 3
"""Shorter words are not corrected: nearly every word is one letter away from them."""
MOST_WORDS = 6
_PER_WORD = 3
_MUCH_MORE = 5
_MOST_TRIES = 8
_CORRECTED = re.compile(rf"[a-z]{{{SHORTEST},30}}")


class Vocabulary:
    """The words that records hold, and how many records hold each."""

    def __init__(self, uses: Mapping[str, int]) -> None:
        self.uses = {word: count for word, count in uses.items() if _CORRECTED.fullmatch(word)}
        self._sorted = sorted(self.uses)

    def begins(self, word: str) -> bool:
        """Whether any word begins with `word`, as search finds them."""
        at = bisect_left(self._sorted, word)
        return at < len(self._sorted) and self._sorted[at].startswith(word)

    def nearest(self, word: str) -> list[str]:
        """The words most likely meant by `word`, without itself; few, the likeliest first.

        One letter may be off in a word of up to four letters, two in a longer one.
        """
        reach = 1 if len(word) <= 4 else 2
        found = process.extract(
            word, self._sorted, scorer=OSA.distance, score_cutoff=reach, limit=40, processor=None
        )
        ranked = sorted(
            (int(distance), other[0] != word[0], -self.uses[other], other)
            for other, distance, _at in found
            if other != word
        )
        return [other for *_rank, other in ranked[:_PER_WORD]]


def corrections(text: str, vocabulary: Vocabulary, *, rare: bool = False) -> Iterator[str]:
    """Other ways to write `text`, the likeliest first; none where every word is known.

    `rare`: also words that are known where another is in many times more records, for a query that found little.
    Numbers and words that are too short stay as they are.
    """
    words = folded(text).split()[:MOST_WORDS]
    choices = [_choices(word, vocabulary, rare=rare) for word in words]
    for chosen in islice(_by_rank(choices), _MOST_TRIES):
        if list(chosen) != words:
            yield " ".join(chosen)


def _choices(word: str, vocabulary: Vocabulary, *, rare: bool) -> list[str]:
    if not _CORRECTED.fullmatch(word):
        return [word]
    known = vocabulary.begins(word)
    if known and not rare:
        return [word]
    nearest = vocabulary.nearest(word)
    if known:
        least = _MUCH_MORE * max(1, vocabulary.uses.get(word, 0))
        return [word, *(other for other in nearest if vocabulary.uses[other] >= least)]
    return nearest or [word]


def _by_rank(choices: list[list[str]]) -> list[tuple[str, ...]]:
    """Every combination, those of the likeliest words first."""
    ranked = product(*(enumerate(words) for words in choices))
    ordered = sorted(ranked, key=lambda chosen: sum(rank for rank, _word in chosen))
    return [tuple(word for _rank, word in chosen) for chosen in ordered]
