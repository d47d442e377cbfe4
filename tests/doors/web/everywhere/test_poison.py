"""Every page with hostile names in every record: nothing runs, nothing is kept by caches, no whole NIK is shown."""

import re
from html.parser import HTMLParser

import pytest

from tests.doors.web.everywhere.matrix import LETTER, PAGES, TABLE, Asker, address, objects, seen
from tests.factories.world import NIK, mark

pytestmark = [pytest.mark.django_db, pytest.mark.once]
POISON = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{7*7}}${7*7}=1+1"
CSP = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
SANDBOX = "sandbox; default-src 'none'"
FORM_PAGES = ("field-visit-fill", "field-visit-mend", "monev-visit-edit")
FILES = (
    "field-mend-file",
    "monev-edit-file",
    "monev-visit-photo",
    "findings-evidence",
    "findings-photo",
    "findings-letter-file",
    "findings-citizen-photo",
    "registry-credential-file",
    "registry-branding-file",
    "registry-meeting-file",
    "registry-coaching-file",
    "registry-year-evidence",
    "programmes-market-paper",
    "programmes-market-photo",
    "startup-application-file",
    "startup-report-receipt",
)
SIXTEEN = re.compile(rb"(?<![0-9])[0-9]{16}(?![0-9])")


@pytest.fixture(scope="module")
def text():
    return lambda code: f"{POISON} {mark(code)}"


class Page(HTMLParser):
    """What of a page a browser would run or style by itself."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.feed(content)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "script" and "src" not in given and given.get("type") != "application/json":
            self.faults.append("script without src")
        if tag in ("style", "iframe", "object", "embed", "base"):
            self.faults.append(f"<{tag}>")
        for name, value in attrs:
            if name == "style" or name.startswith("on"):
                self.faults.append(f"{tag} {name}")
            if name in ("href", "src", "action") and (value or "").strip().lower().startswith(
                ("javascript:", "vbscript:")
            ):
                self.faults.append(f"{tag} {name}={value}")
            # WhatsApp is opened by who reminds somebody, and nothing is loaded from there
            if name in ("href", "src", "action") and re.match(r"(https?:)?//(?!wa\.me/\d+\?)", value or ""):
                self.faults.append(f"{tag} leads off the site: {value}")


def _visits(askers, world):
    """Each page once for each role, on an object that it may see."""
    for asker in {a.user.role: a for a in reversed(askers)}.values():
        for name in (n for n in PAGES if LETTER[asker.user.role] in TABLE[n].get("get", "")):
            if TABLE[name].get("rule") == "addressee" and asker.user not in world.told.values():
                continue  # nobody told this one anything
            code, args = next(
                (c, a) for c, a in objects(name, world).items() if seen(TABLE[name], asker.user, c, world)
            )
            query = {"q": "Xq"} if name == "search" else {}
            yield asker, name, code, asker.ask("GET", address(name, args), query)


@pytest.fixture(scope="module")
def visited(askers, world):
    """Every page as every role gets it, with what stands in it."""
    found = []
    for asker, name, code, response in _visits(askers, world):
        content = b"".join(response.streaming_content) if response.streaming else response.content
        found.append((f"{name} {asker.user.role} {code}", name, response, content))
    return found


def test_the_crawl_saw_the_poison(visited):
    """A crawl that met no hostile name would prove nothing."""
    held = [where for where, _n, _r, content in visited if b"&lt;script&gt;alert(1)" in content]
    assert len(held) > 30
    assert len(visited) > 150


def test_hostile_names_stay_text(visited):
    raw = (b"<script>alert", b"<img src=x", b"\"'><img")
    wrong = [where for where, name, _r, content in visited if _is_html(_r) and any(r in content for r in raw)]
    assert wrong == []
    assert not any(b"49=1+1" in content for *_rest, content in visited)


def test_no_page_brings_script_or_style_of_its_own(visited):
    faults = {
        where: f
        for where, _n, response, content in visited
        if _is_html(response) and (f := Page(content.decode()).faults)
    }
    assert faults == {}


def test_a_fault_would_be_seen():
    for bad in (
        "<script>x</script>",
        '<p style="color:red">',
        "<a onclick=x>",
        '<a href="javascript:x">',
        "<style>p{}</style>",
    ):
        assert Page(bad).faults, bad
    assert not Page('<script src="/a.js"></script><script type="application/json">{}</script>').faults


def test_every_answer_carries_the_strict_policy(visited):
    wrong = {}
    for where, name, response, _content in visited:
        policy = response.headers.get("Content-Security-Policy", "")
        if name in FORM_PAGES:
            assert "'unsafe-eval'" not in policy
            assert "script-src 'self' 'wasm-unsafe-eval';" in policy
        elif policy != (SANDBOX if name in FILES else CSP):
            wrong[where] = policy
    assert wrong == {}


def test_every_answer_stays_out_of_caches_and_frames(visited):
    wrong = {}
    for where, name, response, _content in visited:
        given = response.headers
        kept = given.get("Cache-Control", "")
        if kept != "private, no-store" and name not in ("accounts-sign-in", "field-service-worker"):
            wrong[where] = f"Cache-Control {kept!r}"
        if given.get("X-Content-Type-Options") != "nosniff" or given.get("X-Frame-Options") != "DENY":
            wrong[where] = "nosniff, frames"
        if given.get("Referrer-Policy") != "same-origin":
            wrong[where] = "referrer"
    assert wrong == {}


def test_no_page_shows_a_whole_nik(visited):
    wrong = [where for where, _n, _r, content in visited if NIK.encode() in content]
    assert wrong == []
    html = [(where, SIXTEEN.search(content)) for where, _n, r, content in visited if _is_html(r)]
    assert [(where, found) for where, found in html if found] == []


def test_only_revealing_shows_it_and_to_nobody_else(askers, world):
    """With a reason, to who may, once; the address does not carry it."""
    officer = next(a for a in askers if a.user.role == "regency" and a.user.area_id == "18.01")
    path = address("registry-person-reveal", world.objects["enterprise"]["18.01"])
    shown = officer.ask("POST", path, {"reason": "memeriksa penerima ganda"})
    assert NIK in shown.content.decode()
    assert shown.headers["Cache-Control"] == "private, no-store"
    refused = officer.ask("POST", path, {"reason": "lihat"})
    assert refused.status_code == 422
    assert NIK not in refused.content.decode()


def test_downloads_come_as_files_by_a_harmless_name(askers, world):
    officer = next(a for a in askers if a.user.role == "regency" and a.user.area_id == "18.01")
    for name, kind in (
        ("findings-evidence", "evidence"),
        ("reports-issue-document", "document"),
        ("registry-credential-file", "credential"),
        ("registry-branding-file", "branding"),
        ("registry-year-evidence", "enterprise_year"),
    ):
        given = officer.ask("GET", address(name, world.objects[kind]["18.01"])).headers["Content-Disposition"]
        assert re.fullmatch(r'attachment; filename="[A-Za-z0-9._-]+"', given), given


@pytest.mark.parametrize(
    "name",
    ["registry-enterprise-list", "registry-cooperative-list", "findings-finding-list", "monev-visit-list"],
)
def test_an_export_holds_text_where_text_was(name, askers):
    """XLSX: no formula, no link; CSV: the name as it is, in its own cell."""
    import io
    from zipfile import ZipFile

    officer = next(a for a in askers if a.user.role == "regency" and a.user.area_id == "18.01")
    with ZipFile(io.BytesIO(officer.ask("GET", address(name, []), {"unduh": "xlsx"}).content)) as book:
        sheets = "".join(book.read(p).decode() for p in book.namelist() if p.startswith("xl/worksheets/"))
    assert "<f>" not in sheets
    assert "hyperlink" not in sheets
    rows = (
        b"".join(officer.ask("GET", address(name, []), {"unduh": "csv"}).streaming_content)
        .decode()
        .splitlines()
    )
    assert len({line.count('";"') >= 0 and len(_cells(line)) for line in rows}) == 1
    assert any(POISON in cell for line in rows for cell in _cells(line))


def _cells(line: str) -> list[str]:
    import csv

    return next(csv.reader([line], delimiter=";"))


def _is_html(response) -> bool:
    return response.headers.get("Content-Type", "").startswith("text/html")


def test_an_error_page_repeats_nothing_of_the_address(askers):
    asker = Asker.of(None)
    response = asker.client().get("/%3Cscript%3Ealert(1)%3C/script%3E/")
    assert response.status_code == 404
    assert b"alert(1)" not in response.content
