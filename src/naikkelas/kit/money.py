"""Money is a whole number of rupiah; nothing here ever makes a float of it."""

import re

_SCALES = ((10**12, "triliun", "trillion"), (10**9, "miliar", "billion"), (10**6, "juta", "million"))
# "12.500.000", "12,500,000", "12500000", each with an optional ",00" or ".00" and sign; ASCII digits only. The two marks
# differ: "1.500.00" is more likely 1.500.000 with a nought forgotten than 1500, so it is refused
_GROUPED = re.compile(
    r"-?(?:[0-9]{1,3}(?:\.[0-9]{3})+(?:,0{1,2})?|[0-9]{1,3}(?:,[0-9]{3})+(?:\.0{1,2})?|[0-9]+(?:[.,]0{1,2})?)"
)
LARGEST_IDR = 9_000_000_000_000_000_000
"""What a BIGINT column holds, rounded down."""


class NotRupiah(ValueError):
    """The text is not a whole number of rupiah."""


def parse_rupiah(text: str) -> int:
    """Read 'Rp 12.500.000,00' as 12500000. Raises NotRupiah on fractions, exponents and anything else."""
    bare = re.sub(r"^rp\.?\s*", "", text.strip(), flags=re.IGNORECASE).removesuffix(",-").replace(" ", "")
    if len(bare) > 30 or not _GROUPED.fullmatch(bare):
        raise NotRupiah(text)
    whole = re.sub(r"(?<=[0-9])[.,]0{1,2}$", "", bare) if not re.search(r"[.,][0-9]{3}$", bare) else bare
    amount = int(re.sub(r"[.,]", "", whole))
    if abs(amount) > LARGEST_IDR:
        raise NotRupiah(text)
    return amount


def number(value: int, lang: str = "id") -> str:
    """168938 → '168.938' (id) or '168,938' (en)."""
    text = f"{value:,}"
    return text.replace(",", ".") if lang == "id" else text


def decimal(value: float, digits: int = 1, lang: str = "id") -> str:
    """37.74 → '37,7' (id) or '37.7' (en)."""
    text = f"{value:,.{digits}f}"
    return text.translate(str.maketrans(",.", ".,")) if lang == "id" else text


def percent(part: int, whole: int, lang: str = "id", digits: int = 1) -> str:
    """The share as '37,7%', or a dash where there is nothing to divide by."""
    return f"{decimal(100 * part / whole, digits, lang)}%" if whole else "–"


def rupiah(amount: int, lang: str = "id") -> str:
    """4924000000 → 'Rp 4.924.000.000'; the sign stands before the currency. The space does not break."""
    return f"{'−' if amount < 0 else ''}Rp\u00a0{number(abs(amount), lang)}"


def rupiah_short(amount: int, lang: str = "id") -> str:
    """4924000000 → 'Rp 4,92 miliar': for cards; tables show the whole amount."""
    for scale, indonesian, english in _SCALES:
        if abs(amount) >= scale:
            text = decimal(abs(amount) / scale, 2, lang)
            text = text.rstrip("0").rstrip(",.")
            unit = indonesian if lang == "id" else english
            return f"{'−' if amount < 0 else ''}Rp\u00a0{text}\u00a0{unit}"
    return rupiah(amount, lang)


def split(total: int, weights: list[int]) -> list[int]:
    """Split a whole amount by weights so that the parts are whole and their sum is exact.

    Largest remainder; ties go to the earlier part, so that the same call gives the same parts.
    """
    if not weights or any(w < 0 for w in weights) or sum(weights) == 0:
        raise ValueError("weights must be non-negative and not all zero")
    whole = sum(weights)
    parts = [total * w // whole for w in weights]
    remainders = [total * w % whole for w in weights]
    order = sorted(range(len(weights)), key=lambda i: (-remainders[i], i))
    for i in order[: total - sum(parts)]:
        parts[i] += 1
    return parts
