"""The ranking of a call as a list, and the figures of survival and growth walked back to their recipients."""

import re
from datetime import date

import pytest

from naikkelas.monev.models import Cycle, CycleArea, PlannedVisit, Visit, VisitFact
from tests.conftest import NOW
from tests.factories.people import person
from tests.factories.startup import judge, paid_recipient, proposal, startup

pytestmark = pytest.mark.django_db


def page(client, address, **data):
    response = client.get(address, data)
    assert response.status_code == 200, address
    return response.content.decode()


def taken(client, address, **data):
    return b"".join(client.get(address, {"unduh": "csv", **data}).streaming_content).decode()


def test_the_ranking_is_searched_and_taken_away_as_it_is_shown(as_user):
    way = startup()
    for name, sales in (("Calon Anggrek", 9_000_000), ("Calon Bakung", 20_000_000)):
        proposal(way, name=name, sales_month_idr=sales)
    judge(way)
    client, address = as_user(way.officer), f"/wirausaha-pemula/{way.call.pk}/"
    whole = taken(client, address).splitlines()
    assert [line.split(";")[0] for line in whole[1:]] == ["1", "2"]
    ranks = dict(way.call.applications.values_list("name", "rank"))
    assert [line.split(";")[1] for line in whole[1:]] == sorted(ranks, key=ranks.get)
    searched = page(client, address, q="Bakung")
    assert ("Calon Bakung" in searched, "Calon Anggrek" in searched) == (True, False)
    assert len(taken(client, address, q="Bakung").splitlines()) == 2
    # the place in the whole call, not among those found
    assert taken(client, address, q="Bakung").splitlines()[1].split(";")[0] == str(ranks["Calon Bakung"])


def test_without_persons_the_ranking_has_numbers_and_no_names(as_user):
    way = startup()
    row = proposal(way, name="Calon Anggrek")
    judge(way)
    text = page(as_user(person("evaluator", "18.01")), f"/wirausaha-pemula/{way.call.pk}/")
    assert (row.number in text, "Anggrek" in text) == (True, False)


def visited(recipient, day, **facts):
    cycle = Cycle.objects.create(
        name=f"M{recipient.pk}", area_id="18", year=2019, quarter=4, opens_on=day, due_workdays=60, due_on=date(2020, 3, 27),
        state="open",
    )  # fmt: skip
    area = CycleArea.objects.create(cycle=cycle, area_id="18.01", due_on=cycle.due_on)
    planned = PlannedVisit.objects.create(
        cycle_area=area, code=f"S{recipient.pk}", instrument="novice_entrepreneur", area_id=recipient.area_id, label="Penerima",
        recipient=recipient, due_on=cycle.due_on, state="verified",
    )  # fmt: skip
    visit = Visit.objects.create(
        planned=planned, instance_id=f"uuid:{planned.pk}", instrument="novice_entrepreneur", form_version="1",
        area_id=recipient.area_id, enumerator=person("enumerator", "18.01"), visited_on=day, received_at=NOW, state="verified",
    )  # fmt: skip
    for name, value in facts.items():
        VisitFact.objects.create(
            visit=visit, name=name, **{"word" if isinstance(value, str) else "number": value}
        )


def test_every_figure_of_survival_leads_to_as_many_recipients(as_user):
    way = startup()
    grown, closed, unseen = (paid_recipient(way, decree_no=f"08/KEP/{n}") for n in range(3))
    day = date(2019, 12, 5)
    visited(
        grown,
        day,
        business_status="running",
        sales_before_idr=5,
        sales_after_idr=7,
        workers_before=1,
        workers_after=2,
    )
    visited(closed, day, business_status="closed")
    client = as_user(way.province)
    text = page(client, "/wirausaha-pemula/hasil/", wilayah="18.01")
    figures = dict(
        re.findall(r'kunjungan/\?([^"]*temuan=3-(?!workers)\w+)">(\d+)</a>', text.replace("&amp;", "&"))
    )
    assert figures, text  # the workers are sums over recipients, not a number of them
    counted = {}
    for query, shown in figures.items():
        counted[query.partition("temuan=3-")[2]] = int(shown)
        assert client.get(f"/wirausaha-pemula/kunjungan/?{query}").context["page"].paginator.count == int(
            shown
        ), query
    assert counted["visited"] == 2
    assert counted["running"] == counted["closed"] == counted["surviving"] == counted["sales_compared"] == 1
    found = (
        client.get("/wirausaha-pemula/kunjungan/", {"temuan": "3-sales_risen"}).context["page"].object_list
    )
    assert [r.pk for r in found] == [grown.pk]
    assert unseen.pk not in [
        r.pk for r in client.get("/wirausaha-pemula/kunjungan/", {"temuan": "3-visited"}).context["page"]
    ]
