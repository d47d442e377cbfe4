"""Parts that a page takes from the page before it are those that it would have made."""

import pytest
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from naikkelas.web.templatetags.nk_often import MOST_WRITTEN, options
from tests.conftest import NOW
from tests.factories import person, road


def test_a_part_is_written_once_for_its_values_and_language():
    written = Template(
        '{% load i18n %}{% same role %}{% translate "Visits" %} {{ role }} {{ tick }}{% endsame %}'
    )
    first = [written.render(Context({"role": "a", "tick": n})) for n in range(2)]
    assert first == ["Kunjungan a 0"] * 2
    assert written.render(Context({"role": "b", "tick": 3})) == "Kunjungan b 3"
    with translation.override("en"):
        assert written.render(Context({"role": "a", "tick": 4})) == "Visits a 4"
    for n in range(MOST_WRITTEN):  # what was written first is forgotten, not kept for ever
        written.render(Context({"role": n}))
    assert written.render(Context({"role": "a", "tick": 5})) == "Kunjungan a 5"


def test_what_is_set_inside_a_part_is_not_there_behind_it():
    written = Template(
        '{% load i18n %}{% same %}{% translate "Visits" as word %}{{ word }}{% endsame %}[{{ word }}]'
    )
    assert [written.render(Context()) for _ in range(2)] == ["Kunjungan[]"] * 2


def test_options_are_escaped_and_the_chosen_one_is_marked():
    given = [("<1>", "A & B"), (2, "C")]
    assert options(given, 2) == (
        '<option value="&lt;1&gt;">A &amp; B</option><option value="2" selected>C</option>'
    )
    assert " selected" not in options(given, "")


@pytest.mark.django_db
def test_the_navigation_is_ones_own_and_marks_where_one_is(as_user):
    made = road()
    for user, shown in ((made.province, True), (person("auditor"), False), (made.province, True)):
        page = as_user(user).get("/temuan/").text
        assert ('href="/registri/ganda/"' in page) == shown
        assert 'href="/temuan/" aria-current="page"' in page
        assert 'href="/monev/" aria-current="page"' not in page
    there = as_user(made.province).get("/monev/?wilayah=18.01").text
    assert 'href="/monev/?wilayah=18.01" aria-current="page"' in there
    assert '<option value="18.01" selected>Kab. Lampung Selatan</option>' in there


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "most"),
    [("/kunjungan/", 9), ("/temuan/", 9), ("/monev/", 9), ("/temuan/rekap/", 7), ("/temuan/surat/", 6)],
)
def test_a_page_asks_the_database_little(as_user, path, most):
    """Session, user, version of the data and notices, and a few questions of its own; whether regions changed is asked where
    anything was written since, on PostgreSQL by other tests too."""
    client = as_user(road().province)
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    asked = [query["sql"] for query in captured if "'regions', 'workdays'" not in query["sql"]]
    assert len(asked) <= most, [sql[:80] for sql in asked]


@pytest.mark.django_db
def test_who_is_put_off_or_whose_session_is_over_is_asked_to_sign_in(as_user):
    user = person("province")
    client = as_user(user)
    assert client.get("/temuan/").status_code == 200
    user.is_active = False
    user.save()
    assert client.get("/temuan/").status_code == 302
    user.is_active = True
    user.save()
    assert as_user(user).get("/temuan/").status_code == 200
    session = client.session.model.objects.get(session_key=client.session.session_key)
    session.expire_date = NOW.replace(year=2000)
    session.save()
    assert client.get("/temuan/").status_code == 302
