"""Every address × every role × every place × GET and POST, against the table beside: tests/doors/access_matrix.toml."""

import pytest
from django.conf import settings

from tests.doors.web.everywhere.matrix import (
    LETTER,
    PAGES,
    TABLE,
    Asker,
    address,
    foreign,
    inside,
    objects,
    patterns,
    seen,
)
from tests.factories.world import PLACES

pytestmark = pytest.mark.django_db
SIGN_IN = "/masuk/?next="
# the province's mapping of columns is for the lists of its kabupaten/kota too, its PLUT and calls serve them, its types of
# programme are theirs, they propose markets to its programme, and the plan of its cycle tells them what is asked
FROM_ABOVE = {
    "programmes-import-list", "programmes-import-mapping", "programmes-market-add", "programmes-type-list",
    "startup-call-list", "startup-call-detail",
    "intake-delivery-list", "programmes-plut-list", "programmes-plut-detail", "programmes-plut-client-list",
    "programmes-plut-consultant-detail", "programmes-plut-target-list", "programmes-plut-service-list",
    "monev-plan-detail",
}  # fmt: skip
FOR_EVERYBODY = {"citizen-report-add"}
"""What stands on a sign at a market."""


def test_every_address_stands_in_the_table_and_the_table_names_no_other():
    names = [p.name for p in patterns()]
    assert None not in names
    assert sorted(set(names)) == sorted(TABLE)


def test_every_view_declares_its_duty_and_methods():
    silent = [
        p.name for p in patterns() if not hasattr(p.callback, "duty") or not hasattr(p.callback, "methods")
    ]
    assert silent == []


@pytest.mark.parametrize("name", PAGES)
def test_answers_by_role_and_place_as_the_table_says(name, world, askers):
    """And what is shown names nothing outside the area of duty, but for a programme above in lines that are meant to."""
    row, wrong = TABLE[name], []
    for asker in askers:
        for method in ("GET", "POST"):
            for code, args in _asked_of(row, asker, method, world, name):
                response = asker.ask(method, address(name, args), row.get("data"))
                fault = _fault(row, asker, method, code, world, response) or _shown(
                    name, asker, method, response
                )
                if fault:
                    wrong.append(f"{method} {asker.user.role} {asker.user.area_id} → {code or '–'}: {fault}")
    assert wrong == []


def _asked_of(row, asker, method, world, name):
    """All places where the role has the right at all; one is enough where it has none, or where nobody may ask so."""
    found = list(objects(name, world).items())
    right = LETTER[asker.user.role] in row.get("get", "") + row.get("post", "")
    return found if right and method.lower() in row else found[:1]


def _fault(row, asker, method, code, world, response):
    letter, status = LETTER[asker.user.role], response.status_code
    listed, other = row.get(method.lower()), row.get("post" if method == "GET" else "get")
    if letter in row.get("without", ""):
        expected = {404} if method == "GET" else {405}
    elif letter not in (listed or "") + (other or "") + row.get("leads_on", ""):
        expected = {403}
    elif listed is None:
        expected = {405}
    elif not seen(row, asker.user, code, world) or row.get("rule") == "enumerator":
        expected = {404}
    elif method == "GET":
        expected = (
            {302}
            if row.get("to") or letter in row.get("leads_on", "")
            else {200, 302}
            if row.get("of") == "planned"
            else {200}
        )
    else:
        expected = {200, 302, 409, 422}
    if status not in expected:
        return f"{status} instead of {expected}"
    if (
        status == 302
        and response["Location"].startswith("/masuk/")
        and not row.get("public")
        and response["Location"] != "/masuk/"
    ):
        return "sent to sign in"
    return ""


def _shown(name, asker, method, response):
    if method == "POST" or name in FOR_EVERYBODY:
        return ""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    area, meant = asker.user.area_id, name in FROM_ABOVE
    found = [c for c in foreign(content.decode(errors="replace"), area) if not (meant and inside(c, area))]
    return f"shows {found}" if found else ""


@pytest.mark.parametrize("name", PAGES)
def test_nobody_unknown_gets_in(name, world):
    row, nobody = TABLE[name], Asker.of(None)
    args = next(iter(objects(name, world).values()))
    for method in ("GET", "POST", "PUT", "DELETE"):
        response = nobody.ask(method, address(name, args))
        if not row.get("public"):
            assert response.status_code == 302, method
            assert response["Location"].startswith(SIGN_IN), method
        elif method.lower() in row:
            assert response.status_code in (200, 302, 422), method
        else:
            assert response.status_code == 405, method


@pytest.mark.parametrize("name", PAGES)
def test_no_method_exists_that_the_table_does_not_name(name, world, askers):
    row = TABLE[name]
    asker = next(a for a in askers if LETTER[a.user.role] in row.get("get", "") + row.get("post", ""))
    code, args = next((c, a) for c, a in objects(name, world).items() if seen(row, asker.user, c, world))
    for method in ("PUT", "PATCH", "DELETE", "OPTIONS"):
        assert asker.ask(method, address(name, args)).status_code == 405, (method, code)


@pytest.mark.parametrize("name", [n for n in PAGES if "post" in TABLE[n]])
def test_a_post_from_another_site_changes_nothing(name, world, askers):
    """Without the token of our own page every POST is refused, signing in and the language too."""
    row = TABLE[name]
    asker = next(a for a in askers if LETTER[a.user.role] in row["post"])
    args = next(a for c, a in objects(name, world).items() if seen(row, asker.user, c, world))
    response = asker.client(enforce_csrf_checks=True).post(address(name, args), row.get("data", {}))
    assert response.status_code == 403


def test_a_session_ends_with_the_account(world):
    """Shutting an account shuts the pages that are open in it."""
    from naikkelas.accounts import actions
    from tests.conftest import NOW
    from tests.factories import person

    officer = person("regency", "18.02")
    asker = Asker.of(officer)
    assert asker.ask("GET", "/").status_code == 200
    actions.set_active(user=officer, active=False, by=world.who("administrator", "18"), at=NOW)
    response = asker.ask("GET", "/")
    assert response.status_code == 302
    assert response["Location"].startswith(SIGN_IN)


def test_the_place_chosen_on_a_page_lies_in_the_area_of_duty(world, askers):
    """?wilayah= of another place, or of none, is 404 on every page; of an own place it is not."""
    wrong = []
    one_each = {asker.user.role: asker for asker in askers}.values()
    for asker in one_each:
        for name in (
            n for n in PAGES if LETTER[asker.user.role] in TABLE[n].get("get", "") and "of" not in TABLE[n]
        ):
            if TABLE[name].get("public"):
                continue
            for code in ("18.01.06", "18.02", "17.01", "18.01.06'--"):
                got = asker.ask(
                    "GET", address(name, TABLE[name].get("args", [])), {"wilayah": code}
                ).status_code
                if got != (200 if code in PLACES and inside(asker.user.area_id, code) else 404):
                    wrong.append((name, asker.user.role, asker.user.area_id, code, got))
    assert wrong == []


def test_the_session_cookie_is_not_for_scripts():
    assert settings.SESSION_COOKIE_HTTPONLY is True
    assert settings.SESSION_COOKIE_SAMESITE == "Lax"
    assert settings.SESSION_COOKIE_AGE == 12 * 3600
