"""The points of a form as GeoJSON (RFC 7946): one feature for each answer that has a place."""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from naikkelas.instruments.answer_columns import Wanted, columns, point
from naikkelas.reports.queries.answers import Counting, Reader
from naikkelas.reports.render.answers.cells import cells, headings


def write(reader: Reader, wanted: Wanted, taken: Counting) -> Iterator[bytes]:
    """The first point that was answered in a row is where it is; rows of a repeat with points of their own are features too.
    A submission counts where it has a feature."""
    tables = {t.path: t for t in reader.tables.tables}
    points = {p: [q.path for q in t.questions if q.kind == "point"] for p, t in tables.items()}
    heads = {p: headings(t, wanted) for p, t in tables.items()}
    found = {p: columns(t, wanted) for p, t in tables.items()}
    yield b'{"type":"FeatureCollection","features":['
    comma = b""
    for each in reader.answered(taken.keep):
        placed = False
        for row in each.rows:
            answered = (point(row.values.get(path, "")) for path in points[row.table])
            at = next((found for found in answered if found), None)
            if at is None:
                continue
            values = cells(each, row, found[row.table], wanted)
            feature = {
                "type": "Feature", "id": row.key, "geometry": {"type": "Point", "coordinates": list(at)},
                "properties": {h: v for h, v in zip(heads[row.table], values, strict=True) if v not in (None, "")},
            }  # fmt: skip
            yield comma + json.dumps(feature, default=_plain, ensure_ascii=False).encode()
            comma, placed = b",\n", True
        taken.count(each, placed)
    yield b"]}\n"


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else str(value)
