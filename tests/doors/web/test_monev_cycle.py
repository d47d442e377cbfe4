"""The pages of a cycle: plan, draw, open, the board, and one area's work until it is accepted."""

import csv
import html
import re

import pytest

from naikkelas.analytics import queries as analytics
from naikkelas.analytics.scope import Scope
from naikkelas.intake import actions as intake
from naikkelas.kit.periods import Quarter
from naikkelas.kit.problems import Refused
from naikkelas.monev import actions as monev
from naikkelas.monev.models import Cycle, CycleArea, Visit
from naikkelas.trail.models import Event
from tests.conftest import NOW
from tests.factories import cooperative, enumerator, filled, person, road, send

pytestmark = pytest.mark.django_db
DRAW = {
    "whom": "all", "margin": "10", "confidence": "95", "risk_count": "5", "cooperatives": 1, "enterprises": 1, "seed": "a",
    "decision": "draw",
}  # fmt: skip


@pytest.fixture
def made():
    return road()


def _post(as_user, user, path, data=None, follow=True):
    return as_user(user).post(path, data or {}, follow=follow)


def _new(
    made, name: str, quarter: int, *, year: int = 2020, opens_on: str = "2020-04-01"
) -> dict[str, object]:
    """What the form of a new cycle posts."""
    return {
        "name": name, "year": year, "quarter": quarter, "opens_on": opens_on, "due_workdays": 5,
        "monitored": [made.programme.pk],
    }  # fmt: skip


def _stored(made) -> CycleArea:
    return CycleArea.objects.get(pk=made.area.pk)


def test_a_cycle_is_planned_drawn_and_opened_page_by_page(as_user, made):
    client = as_user(made.province)
    shown = client.post("/monev/baru/", _new(made, "Monev I", 1), follow=True)
    cycle = Cycle.objects.get(name="Monev I")
    assert shown.redirect_chain[-1][0] == f"/monev/{cycle.pk}/rencana/"
    drawn = client.post(
        f"/monev/{cycle.pk}/rencana/",
        DRAW,
        follow=True,
    )
    assert drawn.context["planned"] == 3
    shown = drawn.content.decode()
    assert f"benih “{DRAW['seed']}”" in shown
    area = cycle.areas.get(area_id="18.01")
    assert f'href="/monev/wilayah/{area.pk}/"' in shown, "who is drawn is seen before the cycle is opened"
    listed = client.get(f"/monev/wilayah/{area.pk}/").content.decode()
    assert area.planned.first().code in listed
    assert "Rancangan" in listed
    opened = client.post(f"/monev/{cycle.pk}/rencana/", {"decision": "publish"}, follow=True)
    assert opened.redirect_chain[-1][0] == f"/monev/{cycle.pk}/papan/"
    assert opened.context["total"]["planned"] == 3
    assert len(opened.context["lines"]) == 15
    assert b"<svg" in opened.content


@pytest.mark.parametrize("role", ["auditor", "evaluator", "ministry", "province"])
def test_a_draft_leads_everybody_to_a_page_that_they_may_open(as_user, made, role):
    """Who only reads was led to the page of planning, which is not for their role."""
    Cycle.objects.filter(pk=made.cycle.pk).update(state="draft")
    client = as_user(
        made.province if role == "province" else person(role, "0" if role == "ministry" else "18")
    )
    listed = client.get("/monev/").content.decode()
    [to] = re.findall(r'data-open href="([^"]+)"', listed)
    assert client.get(to).status_code == 200


def test_a_draft_made_by_mistake_is_discarded_and_a_running_cycle_is_not(as_user, made):
    """Its quarter and programmes cannot be changed, so it stood in the list for ever."""
    client = as_user(made.province)
    client.post("/monev/baru/", _new(made, "Salah triwulan", 2))
    cycle = Cycle.objects.get(name="Salah triwulan")
    path = f"/monev/{cycle.pk}/rencana/"
    client.post(path, DRAW)
    shown = client.post(path, {"decision": "discard"}, follow=True)
    assert shown.redirect_chain == [("/monev/", 302)]
    assert "Salah triwulan" in shown.content.decode(), "what was done is told"
    assert not Cycle.objects.filter(pk=cycle.pk).exists()
    assert Event.objects.get(action="cycle.discarded").details["changes"] == {"name": ["Salah triwulan", ""]}
    with pytest.raises(Refused) as caught:
        monev.discard_cycle(cycle=made.cycle, by=made.province, at=NOW)
    assert caught.value.kind.code == "cycle.runs"


@pytest.mark.parametrize(
    "changes",
    [
        {"monitored": []},
        {"year": 1999},
        {"quarter": 5},
        {"due_workdays": 0},
        {"opens_on": "31-02-2020"},
        {"monitored": [0]},
    ],
)
def test_a_plan_that_cannot_be_is_shown_again_with_what_is_wrong(as_user, made, changes):
    shown = as_user(made.province).post("/monev/baru/", _new(made, "Monev I", 1) | changes)
    assert shown.status_code == 422
    assert shown.context["form"].errors
    assert Cycle.objects.count() == 1


def test_a_draft_is_seen_by_the_province_alone_and_not_opened_empty(as_user, made):
    from datetime import date

    from naikkelas.kit.periods import Quarter
    from naikkelas.monev import actions

    draft = actions.add_cycle(
        name="Draf", area="18", quarter=Quarter(2020, 1), opens_on=date(2020, 4, 1), due_workdays=5, monitored=[made.programme],
        by=made.province, at=NOW,
    )  # fmt: skip
    refused = as_user(made.province).post(f"/monev/{draft.pk}/rencana/", {"decision": "publish"})
    assert refused.status_code == 422
    assert as_user(made.officer).get(f"/monev/{draft.pk}/papan/").status_code == 404
    assert b"Draf" not in as_user(made.officer).get("/monev/").content


def test_ticked_visits_are_given_to_an_enumerator(as_user, made):
    other = enumerator("18.01")
    first, second, third = made.planned
    path = f"/monev/wilayah/{made.area.pk}/tugaskan/"
    _post(as_user, made.officer, path, {"visit": [first.pk, second.pk], "to": other.pk})
    assert [p.assigned_to for p in made.planned] == [other, other, made.enumerator]
    assert (
        _post(as_user, made.officer, path, {"visit": [third.pk], "to": enumerator("18.02").pk}).status_code
        == 404
    )
    assert _post(as_user, made.officer, path, {"visit": [third.pk]}).status_code == 404
    shown = as_user(made.officer).get(f"/monev/wilayah/{made.area.pk}/?state=unassigned")
    assert list(shown.context["page"]) == []


def test_an_area_is_verified_sent_and_accepted(as_user, made):
    for planned in made.planned:
        send(made.enumerator, filled(planned))
    intake.read_waiting(at=NOW)
    path = f"/monev/wilayah/{made.area.pk}"
    held = _post(as_user, made.officer, f"{path}/kirim/", {"version": 0})
    assert held.status_code == 409
    assert "3 kunjungan yang belum diverifikasi" in held.content.decode()
    ids = list(Visit.objects.values_list("pk", flat=True))
    _post(as_user, made.officer, "/kunjungan/verifikasi/", {"visit": ids})
    assert Visit.objects.filter(state="verified", decided_by=made.officer).count() == 3
    _post(as_user, made.officer, f"{path}/kirim/", {"version": 0})
    assert _stored(made).state == "sent"
    _post(as_user, made.province, f"{path}/putuskan/", {"version": 1, "decision": "accept"})
    assert (_stored(made).state, _stored(made).decided_by) == ("accepted", made.province)
    locked = _post(
        as_user, made.officer, f"{path}/tugaskan/", {"visit": [made.planned[0].pk], "to": made.enumerator.pk}
    )
    assert locked.status_code == 409
    assert "terkunci" in locked.content.decode()


def test_unlocked_work_says_when_it_was_sent_first(as_user, made):
    """By that day it is late or not, whatever day it is sent again."""
    area = monev.send_area(
        cycle_area=_stored(made), reason="jalan putus oleh banjir", by=made.officer, at=NOW
    )
    area = monev.accept_area(cycle_area=area, by=made.province, at=NOW)
    address = f"/monev/wilayah/{area.pk}/"
    said = "Pertama kali dikirim 13 Maret 2020"
    assert said not in as_user(made.province).get(address).content.decode()
    unlock = {"version": area.version, "reason": "kuitansi ternyata keliru"}
    _post(as_user, made.province, f"{address}buka/", unlock)
    assert said in as_user(made.officer).get(address).content.decode()
    board = as_user(made.province).get(f"/monev/{made.cycle.pk}/papan/?unduh=csv")
    head, *lines = csv.reader(
        b"".join(board.streaming_content).decode().removeprefix("\ufeff").splitlines(), delimiter=";"
    )
    told = next(dict(zip(head, line, strict=True)) for line in lines if line[0] == area.area_id)
    assert told["Pertama dikirim"].startswith("2020-03-13")


def test_what_is_missing_needs_a_reason(as_user, made):
    path = f"/monev/wilayah/{made.area.pk}/kirim/"
    refused = _post(as_user, made.officer, path, {"version": 0, "reason": "hujan"})
    assert refused.status_code == 422
    assert "3 kunjungan belum dilakukan" in refused.content.decode()
    assert _stored(made).state == "open"
    _post(as_user, made.officer, path, {"version": 0, "reason": "tiga jembatan putus"})
    assert (_stored(made).state, _stored(made).reason) == ("sent", "tiga jembatan putus")


def test_the_open_findings_of_a_board_lead_to_those_and_no_others(as_user, made):
    send(made.enumerator, filled(made.planned_with("novice_entrepreneur"), deduction="yes"))
    intake.read_waiting(at=NOW)
    opened = {
        "area": made.area.area_id, "title": "Papan nama hilang", "condition": "Tidak terpasang.", "criterion": "Juknis.",
        "recommendation": "Pasang kembali.", "severity": "low", "cause_code": "", "owner": "", "cause": "", "effect": "",
        "amount_idr": "", "earlier": "",
    }  # fmt: skip
    _post(as_user, made.province, "/temuan/baru/", opened)
    client = as_user(made.province)
    board = client.get(f"/monev/{made.cycle.pk}/papan/")
    link = html.unescape(re.search(r'href="(/temuan/[^"]*siklus[^"]*)"', board.text)[1])
    listed = client.get(link).context["page"].paginator.count
    everything = client.get("/temuan/", {"state": "open"}).context["page"].paginator.count
    assert board.context["total"]["findings_open"] == listed == everything - 1 > 0


def test_a_board_of_one_area_has_no_map(as_user, made):
    board = f"/monev/{made.area.cycle_id}/papan/"
    assert "nk-legend" in as_user(made.province).get(board).text
    page = as_user(made.officer).get(board)
    assert (len(page.context["lines"]), "nk-legend" in page.text) == (1, False)


def test_an_area_shows_which_visits_it_lists_and_gives_none_away_once_it_is_locked(as_user, made):
    path = f"/monev/wilayah/{made.area.pk}/"
    page = as_user(made.officer).get(path, {"state": "unmet"}).text
    assert re.findall(r'<a href="([^"]*)" aria-current="true">', page) == ["?state=unmet"]
    assert "data-check-all" in as_user(made.officer).get(path).text
    CycleArea.objects.filter(pk=made.area.pk).update(state="accepted")
    assert "data-check-all" not in as_user(made.officer).get(path).text


def test_who_stands_in_for_a_colleague_says_so_where_an_area_is_accepted(as_user, made):
    path, today, colleague = f"/monev/wilayah/{made.area.pk}/", NOW.date(), person("province")
    _post(as_user, made.officer, f"{path}kirim/", {"version": 0, "reason": "tiga jembatan putus"})
    monev.delegate(to=colleague, starts_on=today, ends_on=today, reason="cuti", by=made.province, at=NOW)
    page = as_user(colleague).get(path).text
    assert f'<option value="{made.province.pk}">' in page
    accept = {"version": 1, "decision": "accept", "behalf": made.province.pk}
    _post(as_user, colleague, f"{path}putuskan/", accept)
    assert Event.objects.get(action="area.accepted").details["behalf_of"] == made.province.pk
    _post(as_user, made.province, f"{path}buka/", {"version": 2, "reason": "Ada data tambahan"})
    page = as_user(made.officer).get(path).text
    assert ("Dibuka kuncinya karena:" in page, "Dikembalikan karena:" in page) == (True, False)


def test_the_board_says_first_who_has_to_decide(as_user, made):
    path, board = f"/monev/wilayah/{made.area.pk}", f"/monev/{made.area.cycle_id}/papan/"

    def waiting(user) -> list[int]:
        return [line.cycle_area.pk for line in as_user(user).get(board).context["waiting"]]

    assert waiting(made.province) == waiting(made.officer) == []
    _post(as_user, made.officer, f"{path}/kirim/", {"version": 0, "reason": "tiga jembatan putus"})
    assert (waiting(made.province), waiting(made.officer)) == ([made.area.pk], [])
    assert "Menunggu keputusan Anda" in as_user(made.province).get(board).text
    _post(
        as_user, made.province, f"{path}/putuskan/", {"version": 1, "decision": "return", "reason": "lengkapi tiga kunjungan"}
    )  # fmt: skip
    assert (waiting(made.province), waiting(made.officer)) == ([], [made.area.pk])
    assert waiting(person("auditor")) == []


def test_returned_work_shows_its_reason_to_the_area(as_user, made):
    path = f"/monev/wilayah/{made.area.pk}"
    _post(as_user, made.officer, f"{path}/kirim/", {"version": 0, "reason": "tiga jembatan putus"})
    short = _post(
        as_user, made.province, f"{path}/putuskan/", {"version": 1, "decision": "return", "reason": "kurang"}
    )
    assert short.status_code == 422
    _post(
        as_user,
        made.province,
        f"{path}/putuskan/",
        {"version": 1, "decision": "return", "reason": "foto kuitansi belum ada"},
    )
    assert _stored(made).state == "returned"
    for page in (f"{path}/", "/"):
        assert "foto kuitansi belum ada" in as_user(made.officer).get(page).content.decode(), page


@pytest.mark.parametrize("version", ["0", "7", "", "x", "9" * 30])
def test_a_decision_on_a_page_that_is_out_of_date_is_refused(as_user, made, version):
    path = f"/monev/wilayah/{made.area.pk}"
    _post(as_user, made.officer, f"{path}/kirim/", {"version": 0, "reason": "tiga jembatan putus"})
    _post(
        as_user,
        made.province,
        f"{path}/putuskan/",
        {"version": 1, "decision": "return", "reason": "foto kuitansi belum ada"},
    )
    _post(as_user, made.officer, f"{path}/kirim/", {"version": 2, "reason": "tiga jembatan putus"})
    refused = _post(as_user, made.province, f"{path}/putuskan/", {"version": version, "decision": "accept"})
    assert refused.status_code == 409
    assert "berubah sejak halaman dimuat" in refused.content.decode()
    assert (_stored(made).state, _stored(made).version) == ("sent", 3)


def test_a_visit_is_returned_with_what_is_to_be_mended(as_user, made):
    send(made.enumerator, filled(made.planned[0]))
    intake.read_waiting(at=NOW)
    visit = Visit.objects.get()
    path = f"/kunjungan/{visit.pk}/putuskan/"
    assert _post(as_user, made.officer, path, {"decision": "return", "reason": "x"}).status_code == 422
    _post(as_user, made.officer, path, {"decision": "return", "reason": "foto tidak terbaca"})
    visit.refresh_from_db()
    assert (visit.state, visit.note) == ("rejected", "foto tidak terbaca")
    assert _post(as_user, made.officer, path, {"decision": "verify"}).status_code == 409
    assert "foto tidak terbaca" in as_user(made.enumerator).get("/lapangan/").content.decode()


def test_verifying_passes_over_visits_of_elsewhere_and_of_other_states(as_user, made):
    send(made.enumerator, filled(made.planned[0]))
    intake.read_waiting(at=NOW)
    visit = Visit.objects.get()
    _post(as_user, person("regency", "18.02"), "/kunjungan/verifikasi/", {"visit": [visit.pk]})
    visit.refresh_from_db()
    assert visit.state == "received"
    assert Event.objects.filter(action="visit.verified").count() == 0


def test_the_list_of_cycles_sums_its_areas(as_user, made):
    cycle, line = as_user(made.province).get("/monev/").context["rows"][0]
    assert (cycle, line.planned, line.visited, line.areas) == (made.cycle, 3, 0, 15)
    assert as_user(made.officer).get("/monev/").context["rows"][0][1].areas == 1


def test_the_map_of_the_board_tells_of_its_cycle_alone(as_user, made):
    """Another cycle of the quarter, a draft even, does not change what its areas made of this one."""
    send(made.enumerator, filled(made.planned[0]))
    intake.read_waiting(at=NOW)
    client, board = as_user(made.province), f"/monev/{made.cycle.pk}/papan/"
    counted = f"(1/{len(made.planned)})"
    assert counted in client.get(board).content.decode()
    client.post("/monev/baru/", _new(made, "Monev II", 4, year=2019, opens_on="2020-02-20"))
    client.post(f"/monev/{Cycle.objects.get(name='Monev II').pk}/rencana/", DRAW)
    assert counted in client.get(board).content.decode()
    quarter = Scope("18", Quarter(2019, 4))
    figure = analytics.by_regency(analytics.indicators()["visits_done"], quarter)["18.01"]
    assert (figure.part, figure.whole) == (
        1,
        len(made.planned),
    )  # nobody was asked to make the visits of a draft


def test_what_cannot_be_visited_has_its_reason_already(as_user, made):
    """The page asked for a reason once more, and let nothing be sent without it."""
    path, given = f"/monev/wilayah/{made.area.pk}/", {"by": made.officer, "at": NOW}
    for planned in made.planned:
        monev.record_attempt(
            planned=planned, tried_on=NOW.date(), channel="visit", outcome="moved", remark="", **given
        )
        assert "Tidak semua dikunjungi" in as_user(made.officer).get(path).text
        monev.replace_visit(planned=planned, reason="moved", remark="", substitute=False, **given)
    assert "Tidak semua dikunjungi" not in as_user(made.officer).get(path).text
    _post(as_user, made.officer, f"{path}kirim/", {"version": 0})
    assert _stored(made).state == "sent"


def test_of_visits_not_assigned_as_many_are_listed_as_are_counted(as_user):
    made = road(assigned=False)
    cooperative(made.officer, "18.01")
    planned, given = made.planned_with("cooperative"), {"by": made.officer, "at": NOW}
    monev.record_attempt(
        planned=planned, tried_on=NOW.date(), channel="visit", outcome="moved", remark="", **given
    )
    monev.replace_visit(planned=planned, reason="moved", remark="", substitute=True, **given)
    page = as_user(made.officer).get(f"/monev/wilayah/{made.area.pk}/?state=unassigned")
    assert page.context["page"].paginator.count == page.context["line"].unassigned == 3


def test_a_cycle_whose_areas_are_all_accepted_is_closed_on_its_board_and_opened_again(as_user, made):
    board, close = f"/monev/{made.cycle.pk}/papan/", f"/monev/{made.cycle.pk}/tutup/"
    client = as_user(made.province)
    assert "Tutup siklus" not in client.get(board).text
    told = client.post(close, {"decision": "close"}, headers={"referer": f"http://testserver{board}"})
    assert "15 belum" in html.unescape(told.text)
    made.cycle.areas.update(state="accepted")
    assert "Tutup siklus" not in as_user(made.officer).get(board).text  # the kabupaten closes nothing
    client = as_user(made.province)
    assert "Tutup siklus" in client.get(board).text
    shown = client.post(close, {"decision": "close"}, follow=True)
    assert shown.redirect_chain[-1][0] == board
    assert "Buka kembali siklus ini" in shown.text
    again = client.post(close, {"decision": "reopen", "reason": "kuitansi ternyata keliru"}, follow=True)
    assert "Buka kembali siklus ini" not in again.text
    assert Cycle.objects.get(pk=made.cycle.pk).state == "open"
