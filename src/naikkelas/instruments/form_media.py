"""Whether a file that a form loads is what its name says, so that no phone chokes on it."""

import csv
import io
import json

MOST_ROWS = 100_000
_BEGINNINGS = {
    "png": (b"\x89PNG",), "jpg": (b"\xff\xd8\xff",), "jpeg": (b"\xff\xd8\xff",), "mp3": (b"ID3", b"\xff\xfb", b"\xff\xf3"),
    "wav": (b"RIFF",),
}  # fmt: skip
_LATER = {"mp4", "m4a", "3gpp"}


def media_fault(name: str, content: bytes) -> str | None:
    """What is wrong with it, in a few words that both languages share; None where it is fine."""
    ending = name.rpartition(".")[2].lower()
    if ending == "csv":
        return _csv(content)
    if ending == "geojson":
        return _geojson(content)
    if ending in _BEGINNINGS and not content.startswith(_BEGINNINGS[ending]):
        return f"≠ {ending.upper()}"
    if ending in _LATER and content[4:8] != b"ftyp":
        return f"≠ {ending.upper()}"
    if ending == "svg" or ending == "xml":
        return "SVG/XML"
    return None


def _csv(content: bytes) -> str | None:
    try:
        rows = csv.reader(io.StringIO(content.decode("utf-8-sig")))
        header = next(rows, [])
        if len(header) != len(set(header)) or not {"name", "label"} <= {h.split("::")[0] for h in header}:
            return "CSV: name,label"
        for count, row in enumerate(rows, 2):
            if count > MOST_ROWS:
                return f"CSV > {MOST_ROWS}"
            if len(row) > len(header):
                return f"CSV: {count}"
    except (UnicodeDecodeError, csv.Error):
        return "CSV ≠ UTF-8"
    return None


def _geojson(content: bytes) -> str | None:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return "≠ GeoJSON"
    if not isinstance(found, dict) or found.get("type") != "FeatureCollection":
        return "≠ FeatureCollection"
    features = found.get("features")
    if not isinstance(features, list) or len(features) > MOST_ROWS:
        return "features"
    for each in features:
        properties = each.get("properties") if isinstance(each, dict) else None
        named = {
            **(properties or {}),
            **({"id": each["id"]} if isinstance(each, dict) and "id" in each else {}),
        }
        if not named.get("id") or not isinstance(each.get("geometry"), dict):
            return "features: id, geometry"
    return None
