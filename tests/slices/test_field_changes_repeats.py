"""Entries in the turns of a repeat: each is a proposal of its own."""

from unittest.mock import patch

import pytest

from naikkelas.instruments import xlsform
from naikkelas.intake import actions as intake
from naikkelas.intake import matching
from naikkelas.intake import queries as intake_queries
from naikkelas.intake.models import EntityChange
from naikkelas.registry.models import Enterprise
from tests.conftest import NOW
from tests.factories import enterprise, send
from tests.factories.entities import accepted, entity_form, sent

pytestmark = pytest.mark.django_db


def test_each_turn_of_a_repeat_is_an_entry_of_its_own(officer, phone_user):
    sheet = """| survey |
| | type | name | label | save_to |
| | text | pasar | Pasar | |
| | begin repeat | kios | Kios | |
| | text | nama | Nama | |
| | text | pemilik | Pemilik | owner_name |
| | text | produk | Produk | product |
| | end repeat | | | |
| settings |
| | form_id | version | form_title |
| | mutakhir | 1 | Pendataan pasar |
| entities |
| | list_name | label |
| | enterprises | ${nama} |
"""
    told = xlsform.compiled(sheet.encode(), "pasar.md").values
    assert told["problems"] == []
    assert set(told["reading"]["questions"]) == {"pasar", "kios/nama", "kios/pemilik", "kios/produk"}
    form = entity_form()
    form.xform, form.reading = told["xform"], told["reading"]
    form.save()
    turns = "".join(
        f"<kios><nama>{name}</nama><pemilik>Pemilik {name}</pemilik><produk>{product}</produk><meta>"
        f'<entity dataset="enterprises" create="1" id="uuid:{name}"><label>{name}</label></entity></meta></kios>'
        for name, product in (("Kios Satu", "Kopi"), ("Kios Dua", "Teh"))
    )
    xml = f'<data id="mutakhir" version="1"><pasar>Kalianda</pasar>{turns}<meta><instanceID>uuid:pasar</instanceID></meta></data>'
    second = sent(phone_user, xml.encode())
    first, last = EntityChange.objects.order_by("number")
    assert (first.number, last.number, last) == (0, 1, second)
    assert [a["path"] for a in intake_queries.answers_of(second.delivery)][:3] == [
        "pasar", "kios/nama", "kios/pemilik",
    ]  # fmt: skip
    accepted(first, officer)
    accepted(last, officer)
    made = Enterprise.objects.filter(name__startswith="Kios ").order_by("name")
    assert [(each.name, each.owner.name, each.product) for each in made] == [
        ("Kios Dua", "Pemilik Kios Dua", "Teh"), ("Kios Satu", "Pemilik Kios Satu", "Kopi"),
    ]  # fmt: skip


def test_what_is_new_in_many_turns_is_looked_up_in_the_registry_once(officer, phone_user):
    form = entity_form()
    known = enterprise(officer)
    form.xform = form.xform.replace("/data/nama", "/data/kios/nama")
    form.reading["questions"] = {
        f"kios/{path}": question for path, question in form.reading["questions"].items()
    }
    form.save()
    names = [
        ("Kios Satu", "Ani"),
        (known.name, known.owner.name),
        ("Kios Dua", "Budi"),
        ("Kios Tiga", "Cici"),
    ]
    turns = "".join(
        f"<kios><pemilik>{owner}</pemilik><desa>{known.area_id}</desa><meta><entity dataset='enterprises' create='1' "
        f"id='uuid:{n}'><label>{name}</label></entity></meta></kios>"
        for n, (name, owner) in enumerate(names)
    )
    xml = f'<data id="mutakhir" version="1">{turns}<meta><instanceID>uuid:banyak</instanceID></meta></data>'
    assert send(phone_user, xml.encode()).status_code == 201
    with patch.object(matching, "match", wraps=matching.match) as asked:
        intake.read_waiting(at=NOW)
    assert asked.call_count == 1
    found = EntityChange.objects.order_by("number").values_list("record_id", flat=True)
    assert list(found) == [None, known.pk, None, None]
