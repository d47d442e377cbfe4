"""Rows of the feed in the order of any answer, page by page, while more is sent."""

from urllib.parse import urlsplit

import pytest

from tests.doors.opendata.test_feed import Feed
from tests.factories import person
from tests.factories.answers import answer, survey

pytestmark = pytest.mark.django_db
SMALL = {"Prefer": "odata.maxpagesize=2"}


@pytest.fixture
def feed() -> Feed:
    survey()
    answer("uuid:a", catatan="pisang", usaha=[("Warung", "30"), ("Bengkel", "5")])
    answer("uuid:b", buka="no", catatan="", usaha=[("Kios", "x")])
    answer("uuid:c", catatan="apel", usaha=[("Lapak", "200")])
    answer("uuid:d", buka="no", catatan="apel")
    return Feed()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("catatan", "bcda"),  # null first, equal ones by number
        ("catatan desc", "acdb"),
        ("buka desc,catatan asc", "cabd"),
        ("buka asc,__number desc", "dbca"),
        ("__received_at desc", "dcba"),
    ],
)
def test_any_answers_give_the_order_over_pages(feed, asked, found):
    wanted = [f"uuid:{letter}" for letter in found]
    assert feed.ids(f"Submissions?$orderby={asked}") == wanted
    assert feed.walk(f"Submissions?$orderby={asked}", **SMALL) == wanted
    assert feed.walk(f"Submissions?$orderby={asked}&$skip=1&$top=3", **SMALL) == wanted[1:4]
    assert feed.ids(f"Submissions?$orderby={asked}&$filter=buka eq 'no'") == [
        w for w in wanted if w[-1] in "bd"
    ]


def test_numbers_are_ordered_as_numbers_also_in_a_repeat(feed):
    turns = feed.walk("usaha?$orderby=pekerja desc&$select=__id,pekerja", **SMALL)
    assert turns == ["uuid:c/usaha[1]", "uuid:a/usaha[1]", "uuid:a/usaha[2]", "uuid:b/usaha[1]"]


def test_an_order_stays_while_more_is_sent_and_counts_what_it_walks(feed):
    first = feed.get("Submissions?$orderby=catatan&$count=true", **SMALL).json()
    assert first["@odata.count"] == 4
    answer("uuid:e", catatan="aaa")
    link = urlsplit(first["@odata.nextLink"])
    rest = feed.walk(f"Submissions?{link.query}", **SMALL)
    assert [row["__id"] for row in first["value"]] + rest == ["uuid:b", "uuid:c", "uuid:d", "uuid:a"]
    grown = feed.get("Submissions?$orderby=catatan desc&$expand=usaha&$top=1").json()["value"][0]
    assert [turn["merek"] for turn in grown["usaha"]] == ["Warung", "Bengkel"]
    assert feed.get("Submissions/$count?$orderby=catatan").content == b"5"


def test_an_order_shows_nothing_of_another_kabupaten():
    survey()
    answer("uuid:own", area="18.01", catatan="b")
    answer("uuid:other", area="18.02", catatan="a")
    assert Feed(person("regency", "18.01")).ids("Submissions?$orderby=catatan") == ["uuid:own"]


@pytest.mark.parametrize("amount", ["1e9999999", "-1E+400", "9" * 5_000])
def test_a_number_beyond_all_measure_is_null_and_the_others_still_come(feed, amount):
    answer("uuid:z", lokasi=f"{amount} 105.2 0 4.5", usaha=[("Warung", amount), ("Bengkel", "5")])
    assert feed.ids("usaha?$filter=pekerja eq null&$orderby=pekerja") == [
        "uuid:b/usaha[1]",
        "uuid:z/usaha[1]",
    ]
    body = feed.get("Submissions?$filter=__id eq 'uuid:z'&$select=lokasi__latitude,lokasi__longitude").json(
        parse_constant=str
    )
    assert body["value"] == [{"lokasi__latitude": None, "lokasi__longitude": 105.2}]
