"""The corpora of bad submissions and bad forms through the doors: the expected answer each, no 5xx, none takes long."""

import time
from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from naikkelas.forms.models import FormVersion
from naikkelas.intake import actions as intake
from naikkelas.intake.models import Delivery
from tests.conftest import NOW
from tests.cost import measured
from tests.factories import enumerator, person, phone
from tests.samples import bad_forms, bad_submissions

pytestmark = pytest.mark.django_db


def test_bad_submissions_get_the_expected_answer_and_what_is_doubtful_is_held():
    version = FormVersion.objects.get(form_id="market", newest=True).version
    server, client = phone(enumerator()), Client(raise_request_exception=False)
    cases = list(bad_submissions.cases(version))
    assert len(cases) >= 110
    wrong, slowest, kept = {}, 0.0, 0
    for name, body, content_type, expected in cases:
        with measured() as cost:
            answer = client.post(f"{server}/submission", body, content_type=content_type)
        slowest = max(slowest, cost.seconds)
        if str(answer.status_code) != expected:
            wrong[name] = (expected, answer.status_code)
        kept += answer.status_code == 201
        assert answer["X-OpenRosa-Version"] == "1.0"
        assert b"Traceback" not in answer.content
        ElementTree.fromstring(answer.content)
    assert wrong == {}
    assert slowest < 5
    assert Delivery.objects.count() == kept
    while intake.read_waiting(at=NOW):
        pass
    assert set(Delivery.objects.values_list("state", flat=True)) == {"held"}


def test_bad_forms_are_told_in_the_page(as_user):
    """A few of each kind: the whole corpus is read in tests/unit, here the way through cage and page is what is tested."""
    client = as_user(person("province"))
    names = {
        "circle-3",
        "pattern-0",
        "choices-file-0",
        "submission-url-0",
        "cut-0",
        "bomb",
        "deep",
        "macro-part",
        "same-name",
    }
    before = FormVersion.objects.count()
    for name, filename, content, _expected in bad_forms.cases():
        if name in names:
            began = time.monotonic()
            answer = client.post("/formulir/", {"file": SimpleUploadedFile(filename, content)})
            assert answer.status_code == 422, name
            assert "nk-say" in answer.content.decode() or "badge bg-red-lt" in answer.content.decode()
            assert time.monotonic() - began < 20
    assert FormVersion.objects.count() == before
