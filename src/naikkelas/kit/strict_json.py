"""JSON as the standard has it: no NaN, no doubled keys, bounded size and depth."""

import json
from typing import Any

from naikkelas.kit.problems import Kind, Refused

MAX_BYTES = 64_000_000
MAX_DEPTH = 32

NOT_JSON = Kind(
    "json.invalid",
    "Berkas bukan JSON yang benar ({reason}). Simpan ulang dari aplikasi asalnya.",
    "The file is no valid JSON ({reason}). Save it again from the program it came from.",
)


def loads(raw: bytes) -> Any:
    """Return the value. Raises Refused where the bytes are no strict JSON, or too much of it."""
    if len(raw) > MAX_BYTES:
        raise Refused(NOT_JSON, status=413, reason=f"> {MAX_BYTES // 1_000_000} MB")
    if _depth(raw) > MAX_DEPTH:
        raise Refused(NOT_JSON, reason=f"> {MAX_DEPTH} tingkat / levels")
    try:
        return json.loads(raw, parse_constant=_refuse, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise Refused(NOT_JSON, reason=str(error)[:100]) from error


def _depth(raw: bytes) -> int:
    """The deepest nesting of brackets; those inside texts count too, which only errs on the safe side by refusing more."""
    depth = deepest = 0
    for byte in raw.translate(None, bytes(set(range(256)) - set(b"[]{}"))):
        depth += 1 if byte in b"[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is not JSON")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return found
