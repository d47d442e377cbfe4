"""The pages of what persons ask."""

import pytest

from naikkelas.privacy.models import PersonRequest
from tests.factories import enterprise, person

pytestmark = pytest.mark.django_db
TOLD = "Sesuai dokumen yang diperlihatkan"
GIVEN = {
    "kind": "access", "channel": "counter", "received_on": "2020-03-11", "identity_check": "KTP asli di loket",
    "reason": "Meminta salinan semua data",
}  # fmt: skip


@pytest.fixture
def officer():
    return person("regency")


@pytest.fixture
def made(officer):
    return enterprise(officer)


def take_in(client, made, **changes) -> PersonRequest:
    response = client.post(f"/registri/orang/{made.owner_id}/permohonan/", GIVEN | changes)
    assert response.status_code == 302, response.content.decode()
    return PersonRequest.objects.latest("id")


def test_from_taking_in_to_handing_over(as_user, officer, made):
    client = as_user(officer)
    asked = take_in(client, made)
    page = client.get("/registri/permohonan/").content.decode()
    assert "Salinan data" in page
    assert "Belum dikonfirmasi" in page  # the deadline is from memory, and the page says so
    answer = client.post(f"/registri/permohonan/{asked.pk}/", {"act": "export", "decision": TOLD})
    assert answer.status_code == 302
    copy = client.get(f"/registri/permohonan/{asked.pk}/salinan/")
    assert copy["Content-Type"] == "application/zip"
    assert copy["Cache-Control"] == "private, no-store"
    assert copy.content.startswith(b"PK")
    assert "Salinan data" in client.get(f"/registri/orang/{made.owner_id}/").content.decode()


def test_the_first_due_stands_first_and_what_is_overdue_is_said(as_user, officer, made):
    client = as_user(officer)
    later = take_in(client, made, received_on="2020-03-13")
    other = enterprise(officer)
    earlier = take_in(client, other, received_on="2020-03-02")
    text = client.get("/registri/permohonan/?state=waiting").content.decode()
    assert text.index(f"PDP-{earlier.pk}<") < text.index(f"PDP-{later.pk}<")
    assert "lewat tenggat" in client.get(f"/registri/permohonan/{earlier.pk}/").content.decode()


def test_a_wrong_correction_says_what_to_do_and_keeps_the_form(as_user, officer, made):
    client = as_user(officer)
    asked = take_in(client, made, kind="correction")
    wrong = client.post(
        f"/registri/permohonan/{asked.pk}/", {"act": "correct", "phone": "abc", "decision": TOLD}
    )
    assert wrong.status_code == 422
    assert "Nomor telepon belum benar" in wrong.content.decode()
    assert 'value="abc"' in wrong.content.decode()
    right = client.post(
        f"/registri/permohonan/{asked.pk}/", {"act": "correct", "phone": "081255550009", "decision": TOLD}
    )
    assert right.status_code == 302
    assert "+6281255550009" in client.get(f"/registri/permohonan/{asked.pk}/").content.decode()


def test_without_a_copy_there_is_nothing_to_download(as_user, officer, made):
    client = as_user(officer)
    asked = take_in(client, made)
    assert client.get(f"/registri/permohonan/{asked.pk}/salinan/").status_code == 404
    assert client.post(f"/registri/permohonan/{asked.pk}/", {"act": "correct"}).status_code == 404
