"""The import pages as a browser uses them, and the worker's tasks done beside them."""

import io

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

from naikkelas.intake import queries, tasks
from naikkelas.intake.models import Delivery

HTMX = {"HX-Request": "true"}


def upload(client, content: bytes, filename: str = "uji.csv", **fields: str) -> Delivery:
    """Post a file, let the worker look at it; the delivery."""
    response = client.post("/impor/", {"file": SimpleUploadedFile(filename, content), **fields})
    assert response.status_code == 302, response.content.decode()
    pk = int(response["Location"].strip("/").rpartition("/")[2])
    tasks.look_at.func(pk)
    return queries.delivery(pk)


def decide(client, delivery: Delivery, decision: str):
    return client.post(f"/impor/{delivery.pk}/putuskan/", {"decision": decision})


def applied(client, delivery: Delivery) -> Delivery:
    """Decide to apply, let the worker do it."""
    assert decide(client, delivery, "apply").status_code == 302
    tasks.apply_delivery.func(delivery.pk, delivery.received_by_id)
    return queries.delivery(delivery.pk)


def sheet(response) -> list[list[object]]:
    """The cells of a workbook that was downloaded."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [list(row) for row in book.active.iter_rows(values_only=True)]
