"""Plain text as people type it, brought to one form for comparing."""

import re
import unicodedata

_SPACES = re.compile(r"\s+")
_NOT_WORD = re.compile(r"[^a-z0-9]+")


def squeeze(text: str) -> str:
    """Trim, one space between words, compatibility forms folded (full-width digits become ASCII)."""
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", text)).strip()


def folded(text: str) -> str:
    """Lower case, no accents, only letters, digits and single spaces: 'Kab. Tulang-Bawang' → 'kab tulang bawang'."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return _NOT_WORD.sub(" ", plain).strip()
