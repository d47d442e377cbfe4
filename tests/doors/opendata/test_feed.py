"""The OData feed as Excel and Power BI use it: key, metadata, filters, pages that stay, what is refused and what is kept away."""

import base64
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from django.test import Client

from naikkelas.accounts import actions as accounts
from naikkelas.registry.models import PersonAccess
from tests.conftest import NOW
from tests.factories import person
from tests.factories.answers import answer, survey

pytestmark = pytest.mark.django_db
EDM = "{http://docs.oasis-open.org/odata/ns/edm}"


class Feed:
    def __init__(self, who=None, kind: str = "data") -> None:
        self.who = who or person("province")
        self.token, self.key = accounts.issue_token(user=self.who, kind=kind, by=self.who, at=NOW)

    def get(self, path: str = "", **headers):
        coded = base64.b64encode(f"{self.who.username}:{self.key}".encode()).decode()
        return Client().get(f"/odata/kios/{path}", headers={"Authorization": f"Basic {coded}", **headers})

    def ids(self, path: str) -> list[str]:
        answered = self.get(path)
        assert answered.status_code == 200, answered.content
        return [row["__id"] for row in answered.json()["value"]]

    def walk(self, path: str, **headers) -> list[str]:
        found, answered = [], self.get(path, **headers)
        for _page in range(50):
            found += [row["__id"] for row in answered.json()["value"]]
            if "@odata.nextLink" not in answered.json():
                return found
            link = urlsplit(answered.json()["@odata.nextLink"])
            answered = self.get(f"{link.path.removeprefix('/odata/kios/')}?{link.query}", **headers)
        raise AssertionError("pages without end")


@pytest.fixture
def feed() -> Feed:
    survey()
    return Feed()


def test_without_a_living_key_nobody_reads(feed):
    answered = Client().get("/odata/kios/Submissions")
    assert (answered.status_code, answered["WWW-Authenticate"][:5]) == (401, "Basic")
    assert answered.json()["error"]["code"] == "Unauthorized"
    assert Feed(kind="phone").get("Submissions").status_code == 401
    assert Feed(person("enumerator")).get("Submissions").status_code == 401
    accounts.revoke_token(token=feed.token, by=feed.who, at=NOW)
    assert feed.get("Submissions").status_code == 401


def test_the_service_document_names_the_sets_and_the_metadata_their_types(feed):
    body = feed.get().json()
    assert body["@odata.context"].endswith("/odata/kios/$metadata")
    assert [s["name"] for s in body["value"]] == ["Submissions", "usaha"]
    answered = feed.get("$metadata")
    root = ElementTree.fromstring(answered.content)
    types = {t.get("Name"): t for t in root.iter(f"{EDM}EntityType")}
    told = {p.get("Name"): p.get("Type") for p in types["usaha_row"].iter(f"{EDM}Property")}
    assert told["pekerja"] == "Edm.Int64"
    own = {p.get("Name"): p.get("Type") for p in types["Submissions_row"].iter(f"{EDM}Property")}
    assert own["lokasi__latitude"] == "Edm.Double"
    sets = {s.get("Name"): s.get("EntityType") for s in root.iter(f"{EDM}EntitySet")}
    assert sets == {"Submissions": "naikkelas.Submissions_row", "usaha": "naikkelas.usaha_row"}
    bound = {(b.get("Path"), b.get("Target")) for b in root.iter(f"{EDM}NavigationPropertyBinding")}
    assert bound == {("usaha", "usaha"), ("parent", "Submissions")}
    assert feed.get("$metadata", **{"If-None-Match": answered["ETag"]}).status_code == 304
    assert answered["OData-Version"] == "4.0"


def test_what_stands_in_a_row_is_declared(feed):
    answer("uuid:a", usaha=[("Warung", "3")])
    root = ElementTree.fromstring(feed.get("$metadata").content)
    for name in ("Submissions", "usaha"):
        of = next(t for t in root.iter(f"{EDM}EntityType") if t.get("Name") == f"{name}_row")
        (row,) = feed.get(name).json()["value"]
        assert list(row) == [p.get("Name") for p in of.iter(f"{EDM}Property")]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("buka eq 'yes'", ["uuid:a", "uuid:c"]),
        ("buka ne 'yes'", ["uuid:b"]),
        ("not (buka eq 'yes') or catatan eq 'It''s'", ["uuid:b", "uuid:c"]),
        ("contains(tolower(catatan),'pasar') and buka eq 'no'", ["uuid:b"]),
        ("startswith(catatan,'Di')", ["uuid:b"]),
        ("catatan eq null", ["uuid:a"]),
        ("buka in ('no','maybe')", ["uuid:b"]),
        ("lokasi__latitude lt -5 and lokasi__latitude ge -5.1", ["uuid:a", "uuid:b", "uuid:c"]),
        ("year(__received_at) eq 2020 and month(__received_at) eq 3", ["uuid:a", "uuid:b", "uuid:c"]),
        ("__received_at lt 2020-01-01T00:00:00Z", []),
        ("length(catatan) gt 5", ["uuid:b"]),
    ],
)
def test_answers_are_filtered(feed, asked, found):
    answer("uuid:a")
    answer("uuid:b", buka="no", catatan="Di Pasar")
    answer("uuid:c", catatan="It's")
    assert feed.ids(f"Submissions?$filter={asked}") == found


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("$filter=tiada eq 1", 400), ("$filter=buka eq", 400), ("$filter=buka eq 1", 400), ("$filter=" + "(" * 99, 400),
        ("$filter=buka add 1 eq 2", 501), ("$filter=usaha/any(u:u/pekerja gt 1)", 501), ("$filter=substring(buka,1) eq 'a'", 501),
        ("$orderby=length(catatan)", 501), ("$orderby=tiada", 400),
        ("$orderby=catatan naik", 400), ("$apply=aggregate(x)", 501), ("$top=-1", 400), ("$count=ya", 400),
        ("$select=tiada", 400), ("$skiptoken=abc", 400), ("$expand=tiada", 400), ("$tiada=1", 400), ("$format=xml", 501),
    ],
)  # fmt: skip
def test_what_is_not_done_exactly_is_refused_by_name(feed, asked, status):
    answer("uuid:a", catatan="x")
    answered = feed.get(f"Submissions?{asked}")
    assert answered.status_code == status, answered.content
    assert answered.json()["error"]["message"]


def test_pages_stay_while_more_is_sent(feed):
    for number in range(7):
        answer(f"uuid:{number}", usaha=[("a", "1"), ("b", "2"), ("c", "3")])
    small = {"Prefer": "odata.maxpagesize=2"}
    wanted = [f"uuid:{n}" for n in range(7)]
    first = feed.get("Submissions", **small)
    answer("uuid:late")
    link = urlsplit(first.json()["@odata.nextLink"])
    rest = feed.walk(f"Submissions?{link.query}", **small)
    assert [r["__id"] for r in first.json()["value"]] + rest == wanted
    turns = feed.walk("usaha", **small)
    assert turns == [f"uuid:{n}/usaha[{t}]" for n in range(7) for t in (1, 2, 3)]
    assert feed.walk("Submissions?$orderby=__number desc", **small) == ["uuid:late", *wanted[::-1]]
    assert feed.walk("Submissions?$top=5&$skip=1", **small) == wanted[1:6]
    assert feed.walk("usaha?$filter=pekerja ge 2&$top=3", **small) == [
        "uuid:0/usaha[2]", "uuid:0/usaha[3]", "uuid:1/usaha[2]",
    ]  # fmt: skip


def test_counts_choices_of_properties_and_what_an_entity_leads_to(feed):
    answer("uuid:a", usaha=[("Warung", "3"), ("Bengkel", "5")])
    answer("uuid:b", buka="no")
    body = feed.get("Submissions?$count=true&$top=1&$select=buka&$filter=buka eq 'no'").json()
    assert (body["@odata.count"], body["value"]) == (1, [{"buka": "no"}])
    assert feed.get("usaha/$count").content == b"2"
    assert feed.get("Submissions('uuid:a')").json()["buka"] == "yes"
    assert feed.ids("Submissions('uuid:a')/usaha") == ["uuid:a/usaha[1]", "uuid:a/usaha[2]"]
    assert feed.get("usaha('uuid:a/usaha[2]')/parent").json()["__id"] == "uuid:a"
    grown = feed.get("Submissions?$expand=usaha&$top=1").json()["value"][0]
    assert [turn["merek"] for turn in grown["usaha"]] == ["Warung", "Bengkel"]
    assert feed.get("Submissions('uuid:x')").status_code == 404
    assert feed.get("Submissions('%00')").status_code == 404


def test_another_kabupaten_never_comes_out():
    survey()
    answer("uuid:own", area="18.01", usaha=[("Warung", "3")])
    answer("uuid:other", area="18.02", usaha=[("Kios", "3")])
    feed = Feed(person("regency", "18.01"))
    assert feed.ids("Submissions") == ["uuid:own"]
    assert feed.ids("usaha") == ["uuid:own/usaha[1]"]
    assert feed.get("Submissions('uuid:other')").status_code == 404
    assert feed.get("Submissions/$count").content == b"1"
    assert feed.ids("Submissions?$filter=true or __area eq '18.02'") == ["uuid:own"]


def test_questions_about_persons_do_not_exist_for_who_may_not_see_them():
    survey()
    answer("uuid:a", nama="Siti Rahasia")
    feed = Feed(person("evaluator"))
    assert b"nama" not in feed.get("$metadata").content
    assert b"Rahasia" not in feed.get("Submissions").content
    assert feed.get("Submissions?$filter=startswith(nama,'Siti')").status_code == 400


def test_each_page_taken_is_written_down_without_the_words_of_the_filter(feed):
    answer("uuid:a", nama="Siti")
    assert feed.ids("Submissions?$filter=nama eq 'Siti'") == ["uuid:a"]
    row = PersonAccess.objects.get(place="odata")
    assert (row.rows, row.filters) == (1, "kios Submissions $filter")
