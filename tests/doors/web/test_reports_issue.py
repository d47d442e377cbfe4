"""Issuing a report in the browser, its archive and its documents."""

import hashlib

import pytest

from naikkelas.reports import actions
from naikkelas.reports.models import Issue
from tests.factories import person, road

pytestmark = pytest.mark.django_db


def _issue(client, **changes):
    return client.post(
        "/laporan/terbitkan/", {"report": "quarterly", "wilayah": "18", "periode": "2019-T4"} | changes
    )


def test_a_report_is_issued_and_its_documents_are_those_kept(as_user):
    made = road()
    client = as_user(made.province)
    given = _issue(client)
    row = Issue.objects.get()
    assert (given.status_code, given["Location"]) == (302, f"/laporan/{row.pk}/")
    assert row.number in client.get("/laporan/").content.decode()
    for kind, magic, digest in (("pdf", b"%PDF", row.pdf_sha256), ("xlsx", b"PK", row.xlsx_sha256)):
        document = client.get(f"/laporan/{row.pk}/unduh.{kind}")
        assert document.content == actions.document(row, kind)
        assert document.content.startswith(magic)
        assert hashlib.sha256(document.content).hexdigest() == digest
        assert document["Content-Disposition"] == f'attachment; filename="{row.number}.{kind}"'


def test_the_page_of_an_issue_names_versions_and_leads_to_the_records(as_user):
    client = as_user(road().province)
    _issue(client)
    row = Issue.objects.get()
    shown = client.get(f"/laporan/{row.pk}/")
    told = shown.content.decode()
    for line, same in shown.context["lines"]:
        assert same
        assert f"{line['id']}@{line['version']}" in told
        link = f"/indikator/{line['id']}/part/?wilayah=18&amp;periode=2019-T4"
        assert link in told, line["id"]
        assert client.get(link.replace("&amp;", "&")).status_code == 200
    assert row.figures_sha256 in told


def test_an_officer_issues_for_the_own_kabupaten_alone(as_user):
    client = as_user(road().officer)
    assert _issue(client).status_code == 404
    assert _issue(client, wilayah="18.02").status_code == 404
    assert _issue(client, wilayah="18.01").status_code == 302
    assert [i.area_id for i in Issue.objects.all()] == ["18.01"]


@pytest.mark.parametrize(
    ("changes", "status"),
    [({"report": "x"}, 422), ({"periode": "2019"}, 404), ({"periode": ""}, 404),
     ({"wilayah": "18.01.06"}, 422), ({"wilayah": ""}, 404)],
)  # fmt: skip
def test_a_report_that_cannot_be_is_refused_in_words(as_user, changes, status):
    assert _issue(as_user(person("province")), **changes).status_code == status
    assert Issue.objects.count() == 0


def test_a_document_of_another_kind_is_not_found(as_user):
    client = as_user(road().province)
    _issue(client)
    for kind in ("docx", "exe", "PDF", "json"):
        assert client.get(f"/laporan/{Issue.objects.get().pk}/unduh.{kind}").status_code == 404


def test_a_form_of_pp_39_is_issued_and_every_line_leads_to_its_records(as_user):
    made = road()
    client = as_user(made.province)
    assert "Formulir A" in client.get("/laporan/").content.decode()
    _issue(client, report="pp39_a", kasus="dekon")
    row = Issue.objects.get()
    told = client.get(f"/laporan/{row.pk}/")
    lines = told.context["tables"][0]["rows"]
    assert [bool(line["href"]) for line in lines] == [True, False]  # the sum has no record of its own
    records = client.get(lines[0]["href"])
    assert records.status_code == 200
    assert records.context["before_idr"] == 12_000_000
    assert records.context["quarter_idr"] == 0
    assert "Susunan kolom belum dikonfirmasi" in told.content.decode()


def test_the_ministry_issues_its_own_forms_and_nobody_elses(as_user):
    road()
    client = as_user(person("ministry", "0"))
    assert _issue(client, report="quarterly").status_code == 404
    assert _issue(client, report="pp39_c", kasus="dekon").status_code == 404
    assert _issue(client, report="pp39_c", kasus="ministry", wilayah="0").status_code == 302
    assert Issue.objects.get().number == "pp39_c-ministry-0-2019-Q4-01"


def test_the_archive_is_narrowed_to_one_report(as_user):
    client = as_user(road().province)
    _issue(client)
    _issue(client, report="pp39_b", kasus="tp")
    assert [i.report for i in client.get("/laporan/?laporan=pp39_b").context["page"]] == ["pp39_b"]
    assert client.get("/laporan/?laporan=tahunan").status_code == 404
