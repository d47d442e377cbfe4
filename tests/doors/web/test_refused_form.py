"""A form that was refused: in sight, with the cursor where it is wrong, and with ways on from where it stands."""

import re
from datetime import UTC, datetime

import pytest

from naikkelas.kit import clock
from tests.factories.road import road

pytestmark = pytest.mark.django_db
CEILING = {"source": "dak", "year": 2019, "amount_idr": "1.000.000", "document_no": "DIPA-9"}


@pytest.fixture
def made():
    return road()


@pytest.fixture
def programme(made):
    return made.recipient.allocation.ceiling.programme


def _open_parts(page: str) -> str:
    """The page without what lies in closed parts of it."""
    return re.sub(r"<details(?![^>]* open)[^>]*>.*?</details>", "", page, flags=re.DOTALL)


def test_a_refused_ceiling_is_open_with_what_was_written_and_the_cursor_at_the_mistake(
    as_user, made, programme
):
    answer = as_user(made.province).post(
        f"/program/{programme.pk}/pagu/", CEILING | {"amount_idr": "sepuluh juta"}
    )
    assert answer.status_code == 422
    seen = _open_parts(answer.content.decode())
    assert "Tulis jumlah rupiah bulat" in seen
    field = re.search(r'<input[^>]*name="amount_idr"[^>]*>', seen).group()
    for part in ('value="sepuluh juta"', 'aria-invalid="true"', " autofocus", 'inputmode="numeric"'):
        assert part in field
    assert f'id="{re.search("aria-describedby=.([^ ]*)-wrong", field).group(1)}-wrong"' in seen
    assert seen.count(" autofocus") == 1


def test_what_the_action_refuses_has_the_cursor(as_user, made, programme):
    ceiling = made.recipient.allocation.ceiling
    answer = as_user(made.province).post(
        f"/program/{programme.pk}/alokasi/",
        {"ceiling": ceiling.pk, "area": "18.01", "amount_idr": "99.000.000.000"},
    )
    assert answer.status_code == 422
    seen = _open_parts(answer.content.decode())
    assert re.search(r'role="alert" tabindex="-1" autofocus><span>Alokasi melebihi pagu', seen)


def test_a_programme_without_ceiling_has_the_form_open(as_user, made):
    client = as_user(made.province)
    made_at = client.post("/program/baru/", {"type_id": "plut", "name": "PLUT baru", "year": 2020})[
        "Location"
    ]
    assert 'name="document_no"' in _open_parts(client.get(made_at).content.decode())


def test_from_a_refused_form_area_and_language_lead_to_a_page(as_user, made, programme):
    client, there = as_user(made.province), f"/program/{programme.pk}/"
    page = client.post(f"{there}pagu/", CEILING | {"amount_idr": "0"}).content.decode()
    assert f'<form class="nk-scope" method="get" action="{there}"' in page
    assert f'name="next" value="{there}"' in page
    assert client.get(there).status_code == 200


def test_an_address_of_a_button_leads_to_its_page(as_user, made, programme):
    answer = as_user(made.province).get(f"/program/{programme.pk}/pagu/")
    assert answer.status_code == 405
    assert f'href="/program/{programme.pk}/"' in answer.content.decode()


def test_before_seven_in_the_morning_it_is_already_today(as_user, made):
    """17.30 in Greenwich on the 12th is half past midnight on the 13th in Lampung."""
    clock.set_to(datetime(2020, 3, 12, 17, 30, tzinfo=UTC))
    form = {"stage": "transferred", "reached_on": "2020-03-13"}
    address = f"/penerima/{made.recipient.pk}/"
    assert as_user(made.province).post(f"{address}tahap/", form).status_code == 302
    tomorrow = form | {"reached_on": "2020-03-14"}
    assert as_user(made.province).post(f"{address}tahap/", tomorrow).status_code == 422
