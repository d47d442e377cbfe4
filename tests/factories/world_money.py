"""A list of money at every place: one that waits for a decision, one that was entered."""

import io
import json

import polars as pl

from naikkelas import vault
from naikkelas.intake.models import Delivery
from tests.conftest import NOW


def make(made, code: str) -> None:
    text, blobs = made.text(code), vault.current().blobs

    def kept(table: pl.DataFrame) -> str:
        buffer = io.BytesIO()
        table.write_ipc(buffer)
        return blobs.put(buffer.getvalue())

    def waiting(state: str, **summary: object) -> Delivery:
        return Delivery.objects.create(
            kind="money", state=state, instrument="sp2d", sha256="0" * 64, size=1, filename=f"{text}.csv"[-150:], area_id=code,
            received_by=made.people[0], received_at=NOW, summary=summary, total=1,
        )  # fmt: skip

    row = {"row": 2, "name": text, "document_no": text[:80], "area_code": None, "amount_idr": 1_000_000}
    problem = {
        "field": "name", "column": text, "code": "money_row.several", "id": "{value}", "en": "{value}",
        "params": {"value": text}, "error": True,
    }  # fmt: skip
    held = [
        {"of": "enterprise", "id": made.objects["enterprise"][code][0], "percent": 91, "sure": False},
        {"of": "recipient", "id": made.objects["recipient"][code][0], "percent": None, "sure": False},
    ]
    line = {"row": 2, "state": "doubtful", "problems": [problem], "candidates": held, "amount_idr": 1_000_000}
    counts = {
        "new": 0,
        "changed": 0,
        "same": 0,
        "bad": 0,
        "doubtful": 1,
        "noted": 1,
        "rows": 1,
        "amount_idr": 0,
    }
    looked = waiting(
        "looked", record="payment", layout="sp2d", sheet=text[:31], heads={"name": text},
        columns=["name", "document_no", "amount_idr"], given={}, choices={}, ignored_columns=[text], **counts,
    )  # fmt: skip
    looked.staged_sha256 = kept(
        pl.DataFrame([row], schema_overrides={"row": pl.UInt32, "area_code": pl.String})
    )
    looked.summary["at"] = {"name": 0}
    looked.summary["preview"] = {
        "cells": kept(pl.DataFrame({"row": [1, 2], "c0": [text, text]}, schema_overrides={"row": pl.UInt32})),
        "lines": blobs.put(json.dumps([looked.pk, [line]]).encode()),
        "candidates": blobs.put(json.dumps([looked.pk, []]).encode()),
        "problems": kept(
            pl.DataFrame(
                schema=dict.fromkeys(
                    ("row", "field", "header", "code", "value", "params", "error"), pl.String
                )
            )
        ),
    }
    looked.save()
    applied = waiting("applied", record="payment", applied={"new": 0, "changed": 0, "same": 1}, wrote=[])
    surveyed = {
        "best": 0,
        "sheets": [
            {
                "name": text[:31], "hidden": False, "rows": 2, "numbers": [1, 2], "top": [[text, "Lain"], [text, "2"]],
                "columns": [{"filled": 1, "distinct": 1, "kinds": {}}] * 2, "heading_at": 0, "heading_rows": 1, "score": 1,
            }
        ],
    }  # fmt: skip
    mapped = waiting("mapping", id=text, en=text, survey=blobs.put(json.dumps(surveyed).encode()))
    made.put("money_mapped", code, mapped.pk)
    made.put("money_delivery", code, looked.pk)
    made.put("money_line", code, looked.pk, 2)
    made.put("money_applied", code, applied.pk)
