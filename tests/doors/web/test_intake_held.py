"""The page of held submissions: why each is held, mend it, let it go on, or say that it does not count."""

import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from naikkelas.forms.models import FormVersion
from naikkelas.intake import actions as intake
from naikkelas.intake.models import Delivery
from naikkelas.monev.models import Visit
from tests.conftest import NOW
from tests.factories import filled, person, road, send
from tests.factories.answers import form_with
from tests.factories.photos import photo

pytestmark = pytest.mark.django_db
LIST = "/kiriman-tertahan/"


@pytest.fixture
def made():
    return road()


@pytest.fixture
def held(made) -> Delivery:
    xml = filled(made.planned_with("enterprise"), visit_code="SALAH-1", photo_place="a.jpg")
    send(made.enumerator, xml, {"a.jpg": photo()})
    intake.read_waiting(at=NOW)
    return Delivery.objects.get(state="held")


def shown(answer, status: int = 200) -> str:
    assert answer.status_code == status
    return html.unescape(answer.content.decode())


def page(delivery: Delivery) -> str:
    return f"{LIST}{delivery.pk}/"


def test_the_list_tells_the_reason_in_the_readers_language(as_user, made, held):
    client = as_user(made.officer)
    assert "Kode kunjungan “SALAH-1” tidak ada dalam rencana" in shown(client.get(LIST))
    client.cookies["django_language"] = "en"
    assert "Visit code “SALAH-1” is not in any plan" in shown(client.get(LIST))


def test_a_form_of_an_office_is_called_by_its_title(as_user, made, held):
    form_with("| text | nama | Nama |")
    Delivery.objects.filter(pk=held.pk).update(instrument="kios", form_version="1")
    client = as_user(made.officer)
    for address in (LIST, page(held)):
        text = shown(client.get(address))
        assert "Survei kios" in text


def test_the_form_is_asked_for_once_and_not_for_each_answer(as_user, made, held):
    client = as_user(made.officer)
    client.get(page(held))
    with CaptureQueriesContext(connection) as asked:
        assert len(re.findall("answer:", shown(client.get(page(held))))) > 5
    assert sum("forms_formversion" in query["sql"] for query in asked) <= 3


def test_what_differs_from_a_submission_already_taken_is_listed_beside_the_first(as_user, made):
    xml = filled(made.planned_with("enterprise"), instance_id="uuid:satu")
    send(made.enumerator, xml)
    assert send(made.enumerator, xml.replace(b"2020-03-12", b"2020-03-11")).status_code == 409
    aside = Delivery.objects.get(state="aside")
    client = as_user(made.officer)
    assert "sudah diterima dengan isi lain" in shown(client.get(LIST))
    text = shown(client.get(page(aside)))
    assert str(aside.first_id) in text
    assert "11 Maret 2020" in text
    assert "12 Maret 2020" in text  # beside the one that counts
    assert 'value="release"' not in text  # the first stands: there is nothing to read again
    assert client.post(page(aside), {"decision": "release"}).status_code == 422


def test_what_was_kept_aside_is_dismissed_found_by_the_filter_and_brought_back(as_user, made):
    xml = filled(made.planned_with("enterprise"), instance_id="uuid:satu")
    send(made.enumerator, xml)
    send(made.enumerator, xml.replace(b"2020-03-12", b"2020-03-11"))
    aside, client = Delivery.objects.get(state="aside"), as_user(made.officer)
    address, reason = page(aside), "Isian percobaan di kantor."
    text = shown(client.get(LIST))
    assert "Menunggu (1)" in text
    answer = client.post(address, {"decision": "refuse", "reason": reason})
    assert (answer.status_code, answer["Location"]) == (302, LIST)
    assert f'href="{address}"' not in shown(client.get(LIST))
    text = shown(client.get(f"{LIST}?state=dismissed"))
    assert f'href="{address}"' in text
    assert reason in text
    assert client.get(f"{LIST}?state=lain").status_code == 404
    text = shown(client.get(address))
    assert reason in text
    assert made.officer.name in text  # who decided so: the history
    assert 'value="refuse"' not in text
    client.post(address, {"decision": "bring_back"})
    assert f'href="{address}"' in shown(client.get(LIST))
    assert 'value="refuse"' in shown(client.get(address))


def test_several_are_dismissed_for_one_reason_and_only_what_is_the_officers_own(as_user, made, held):
    xml = filled(made.planned_with("enterprise"), instance_id="uuid:satu")
    send(made.enumerator, xml)
    for day in (b"2020-03-11", b"2020-03-10"):
        send(made.enumerator, xml.replace(b"2020-03-12", day))
    aside = Delivery.objects.filter(state="aside")
    given = {
        "delivery": [held.pk, *aside.values_list("pk", flat=True)],
        "reason": "Semuanya isian percobaan.",
    }
    stranger = as_user(person("regency", "18.72")).post(LIST, given, follow=True)
    assert "Centang dahulu" in shown(stranger)
    assert not aside.exclude(finished_at=None).exists()
    client = as_user(made.officer)
    text = shown(client.post(LIST, given | {"reason": "salah"}), 422)
    assert "paling sedikit 10 huruf" in text
    assert text.count(" checked") == 3
    text = shown(client.post(LIST, given, follow=True))
    assert "3 kiriman tidak dihitung" in text
    assert aside.filter(finished_at=None).count() == 0
    held.refresh_from_db()
    assert held.state == "refused"


def test_an_officer_sees_only_what_the_own_area_sent(as_user, made, held):
    for stranger in (person("regency", "18.72"), person("regency", "18.02")):
        client = as_user(stranger)
        assert "SALAH-1" not in shown(client.get(LIST))
        assert client.get(page(held)).status_code == 404
        assert (
            client.post(page(held), {"decision": "refuse", "reason": "Bukan milik saya."}).status_code == 404
        )
    held.refresh_from_db()
    assert held.state == "held"


def test_the_officer_mends_the_code_and_the_submission_becomes_a_visit(as_user, made, held):
    planned, client = made.planned_with("enterprise"), as_user(made.officer)
    text = shown(client.get(page(held)))
    assert 'value="SALAH-1"' in text
    assert "a.jpg" in text
    fields = dict(re.findall(r'(?<!"checkbox" )name="(answer:[^"]+)" value="([^"]*)"', text))
    answer = client.post(page(held), fields | {"decision": "release", "answer:visit_code": planned.code})
    visit = Visit.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/kunjungan/{visit.pk}/")
    assert (visit.planned, len(visit.photos)) == (planned, 1)
    held.refresh_from_db()
    assert held.summary["corrections"] == {
        "visit_code": planned.code
    }  # what was not touched is no correction
    assert "SALAH-1" not in shown(client.get(LIST))


def test_an_answer_is_mended_by_the_words_of_the_form_and_a_visit_by_choosing_one(as_user, made):
    """Codes such as “found” had to be typed, and what stood in rows that repeat went to the first of them, or nowhere."""
    planned = made.planned_with("novice_entrepreneur")
    xml = filled(planned, visit_code="SALAH-1", markets="regency neighbourhood")
    row = (
        "<ledger><spent_on>2019-09-09</spent_on><spent_for>raw</spent_for><spent_idr>100</spent_idr></ledger>"
    )
    start = xml.index(b"<ledger>") if b"<ledger>" in xml else xml.index(b"</grant>")
    send(made.enumerator, xml[:start] + (row * 2).encode() + xml[start:])
    intake.read_waiting(at=NOW)
    held, client = Delivery.objects.get(state="held"), as_user(made.officer)
    text = shown(client.get(page(held)))
    assert f'<option value="{planned.code}">' in text
    assert re.search(
        r'<select[^>]+name="answer:found">.*?<option value="found" selected>Ditemukan', text, re.DOTALL
    )
    assert 'name="answer:spent_idr"' not in text
    assert "Rp\u00a0100" in text
    several = {"answer:markets": ["neighbourhood", "regency"], "answer:found": "moved"}
    client.post(page(held), several | {"decision": "release", "answer:visit_code": planned.code})
    held.refresh_from_db()
    assert held.summary["corrections"] == {"visit_code": planned.code, "found": "moved"}


def test_a_wrong_code_is_answered_with_what_to_do_and_changes_nothing(as_user, made, held):
    answer = as_user(made.officer).post(page(held), {"decision": "release", "answer:visit_code": "SALAH-2"})
    assert "“SALAH-2”" in shown(answer, 422)
    held.refresh_from_db()
    assert "corrections" not in held.summary


def test_another_visit_that_does_not_fit_either_keeps_it_held_with_the_new_reason(as_user, made, held):
    client = as_user(made.officer)
    code = made.planned_with("cooperative").code
    answer = client.post(page(held), {"decision": "release", "answer:visit_code": code}, follow=True)
    assert "direncanakan dengan instrumen lain" in shown(answer)
    held.refresh_from_db()
    assert (held.state, held.reason) == ("held", "visit.other_instrument")


def test_refusing_needs_a_reason_and_takes_it_off_the_list(as_user, made, held):
    client = as_user(made.officer)
    assert "paling sedikit 10 huruf" in shown(
        client.post(page(held), {"decision": "refuse", "reason": "tidak"}), 422
    )
    answer = client.post(page(held), {"decision": "refuse", "reason": "Dikirim dua kali."})
    assert (answer.status_code, answer["Location"]) == (302, LIST)
    assert page(held) not in shown(client.get(LIST))
    assert page(held) in shown(client.get(f"{LIST}?state=dismissed"))
    held.refresh_from_db()
    assert (held.state, held.summary["refused"]) == ("refused", "Dikirim dua kali.")
    assert not Visit.objects.exists()


def test_a_submission_damaged_on_the_disk_has_a_page_and_can_be_refused(as_user, made, held):
    body = bytearray(held.body)
    body[-1] ^= 1
    Delivery.objects.filter(pk=held.pk).update(body=bytes(body))
    client = as_user(made.officer)
    assert 'name="decision"' in shown(client.get(page(held)))
    answer = client.post(page(held), {"decision": "release"}, follow=True)
    assert "tidak dapat dibaca otomatis" in shown(answer)
    client.post(page(held), {"decision": "refuse", "reason": "Rusak di penyimpanan."})
    held.refresh_from_db()
    assert held.state == "refused"


def test_of_two_for_one_visit_the_officer_lets_the_other_count_and_changes_it_back(as_user, made):
    planned = made.planned_with("enterprise")
    send(made.enumerator, filled(planned, instance_id="uuid:satu"))
    send(made.enumerator, filled(planned, instance_id="uuid:dua", today="2020-03-11"))
    intake.read_waiting(at=NOW)
    held, first = Delivery.objects.get(state="held"), Delivery.objects.get(instance_id="uuid:satu")
    client, reason = as_user(made.officer), "Tanggalnya cocok dengan foto."
    text = shown(client.get(page(held)))
    assert "Rabu" in text or "11" in text
    assert text.count("berbeda") >= 1
    seen = re.search(r'name="seen" value="([^"]+)"', text)[1]
    address = f"/kiriman/{held.pk}/pilih/"
    assert address in text
    shown(client.post(address, {"seen": seen, "reason": "tidak"}), 422)
    answer = client.post(address, {"seen": seen, "reason": reason})
    visit = Visit.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/kunjungan/{visit.pk}/")
    assert visit.visited_on.isoformat() == "2020-03-11"
    assert "sudah memutuskan" in shown(client.post(address, {"seen": seen, "reason": reason}), 409)
    text = shown(client.get(f"/kunjungan/{visit.pk}/versi/"))
    assert reason in text
    assert f"/kiriman/{first.pk}/pilih/" in text
    back = f"/kiriman/{first.pk}/pilih/"
    seen = re.search(r'name="seen" value="([^"]+)"', shown(client.get(back)))[1]
    assert client.post(back, {"seen": seen, "reason": "Ternyata yang pertama benar."}).status_code == 302
    visit.refresh_from_db()
    assert visit.visited_on.isoformat() == "2020-03-12"
    assert f'href="/kiriman/{first.pk}/pilih/"' in shown(client.get(f"/kiriman/{first.pk}/"))


def test_nobody_from_elsewhere_chooses(as_user, made):
    planned = made.planned_with("enterprise")
    send(made.enumerator, filled(planned))
    send(made.enumerator, filled(planned, seed=2))
    intake.read_waiting(at=NOW)
    held = Delivery.objects.get(state="held")
    client = as_user(person("regency", "18.72"))
    assert client.get(f"/kiriman/{held.pk}/pilih/").status_code == 404
    assert (
        client.post(f"/kiriman/{held.pk}/pilih/", {"seen": "", "reason": "Bukan milik saya."}).status_code
        == 404
    )


# ── forms of an office's own ──


def sent_by_own_form(user, serves: str, meta: str, code: str = "SALAH-1") -> Delivery:
    form = form_with("| today | today | | |\n| | text | visit_code | Kode | Code |")
    FormVersion.objects.filter(pk=form.pk).update(serves=serves, reading={"questions": {}})
    inside = f"<today>2020-03-12</today><visit_code>{code}</visit_code><meta>{meta}</meta>"
    send(user, f'<data id="kios" version="1">{inside}</data>'.encode())
    intake.read_waiting(at=NOW)
    return Delivery.objects.get(state="held")


def test_a_visit_sent_by_an_offices_own_form_is_given_its_code_from_the_visits_that_the_form_serves(
    as_user, made
):
    planned = made.planned_with("enterprise")
    held = sent_by_own_form(made.enumerator, "enterprise", "<instanceID>uuid:satu</instanceID>")
    client = as_user(made.officer)
    assert f'value="{planned.code}"' in shown(client.get(page(held)))
    client.post(page(held), {"decision": "release", "answer:visit_code": planned.code})
    assert Visit.objects.get().planned == planned


def test_answers_to_an_offices_own_form_that_are_let_in_lead_to_their_page(as_user, made):
    meta = "<instanceID>uuid:dua</instanceID><deprecatedID>uuid:tidak-ada</deprecatedID>"
    held = sent_by_own_form(made.enumerator, "", meta)
    answer = as_user(made.officer).post(page(held), {"decision": "release"}, follow=True)
    assert answer.redirect_chain == [(f"/kiriman/{held.pk}/", 302)]
    assert "sudah dibaca" in shown(answer)
    assert Delivery.objects.get(pk=held.pk).state == "applied"
