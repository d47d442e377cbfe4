"""Hostile addresses and fields: 4xx or an ordinary page, never a fault of the server, never more rows than without."""

import pytest

from tests.doors.web.everywhere.matrix import LETTER, PAGES, TABLE, address, objects, seen

pytestmark = pytest.mark.django_db
VALUES = (
    "\0", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), "9" * 30, "-1", "1' OR '1'='1", "{{7*7}}",
    "../../etc/passwd", "%s%n%x", "18.01/../18.02", "0000-T1", "9999-T4", "2019-T9", "A" * 5_000, "\u202e\u0660\uff11",
)  # fmt: skip
LISTS = (
    "registry-enterprise-list",
    "registry-cooperative-list",
    "registry-health-list",
    "registry-credential-list",
    "registry-branding-list",
    "registry-certificate-list",
    "registry-difference-list",
    "registry-decree-list",
    "registry-warning-list",
    "registry-coaching-list",
    "registry-coaching-records",
    "monev-visit-list",
    "findings-finding-list",
    "findings-letter-list",
    "findings-citizen-list",
    "reports-target-list",
    "startup-application-list",
    "startup-report-list",
    "startup-round-list",
    "settings-user-list",
)
FILTERS = {
    "settings-user-list": ("keadaan",),
    "registry-enterprise-list": ("size_class", "sector", "market", "kbli"),
    "registry-credential-list": ("jenis", "status", "berakhir", "bantuan", "program"),
    "registry-branding-list": ("jenis", "tahun", "dibandingkan", "bantuan", "program"),
    "registry-cooperative-list": (
        "official_status",
        "computed_status",
        "kind",
        "group",
        "sertifikat",
        "selisih",
    ),
    "registry-health-list": ("predicate", "kuk", "tahun", "state", "aturan"),
    "registry-certificate-list": ("keadaan",),
    "registry-difference-list": ("arah", "computed_status", "kind"),
    "registry-decree-list": ("keadaan",),
    "registry-warning-list": ("tingkat", "tanda", "pembinaan"),
    "registry-coaching-list": ("state", "hasil", "terlambat"),
    "registry-coaching-records": ("bulan", "siapa", "saat"),
    "monev-visit-list": ("state", "instrument", "tanda", "petugas", "masalah"),
    "findings-finding-list": (
        "state",
        "giliran",
        "severity",
        "terlambat",
        "umur",
        "berulang",
        "tahun",
        "siklus",
        "sebab",
    ),
    "findings-letter-list": ("jenis",),
    "findings-citizen-list": ("keadaan", "pokok"),
    "reports-target-list": ("indikator",),
    "startup-application-list": ("panggilan", "syarat", "keadaan"),
    "startup-report-list": ("laporan",),
    "startup-round-list": ("keadaan", "temuan"),
}
UNDECLARED = {
    "owner__nik_index__startswith": "a", "owner__name": "x", "area__code": "17", "pk": "0", "id__in": "0", "area_id": "17.01",
    "order_by": "owner__nik_sealed", "visit__enumerator__password__startswith": "a", "search": "x", "extra": "1=1",
    "_connector": "OR",
}  # fmt: skip


@pytest.fixture(scope="module")
def province(askers):
    return next(a for a in askers if a.user.role == "province" and a.user.area_id == "18")


def _pages_of(asker):
    return [n for n in PAGES if LETTER[asker.user.role] in TABLE[n].get("get", "")]


def _args(name, asker, world):
    return next(a for c, a in objects(name, world).items() if seen(TABLE[name], asker.user, c, world))


FRAME = (
    "home",
    "registry-enterprise-list",
    "monev-board",
    "indicators-indicator-detail",
    "reports-issue-list",
)
READ = {
    "wilayah": FRAME, "periode": FRAME, "q": (*LISTS, "search"), "urut": LISTS,
    "unduh": (*LISTS, "reports-duty-list", "indicators-indicator-list", "indicators-indicator-detail"),
    "peta": ("home",), "bulan": ("registry-coaching-compared", "reports-duty-month"), "keadaan": ("reports-duty-list",),
    "kelompok": ("registry-group-list",), "koperasi": ("registry-decree-add",), "laporan": ("reports-issue-list",),
    "tahun": ("registry-meeting-add", "reports-duty-list", "settings-workday-list"), "jenis": ("programmes-programme-add",),
    "state": ("monev-area-detail",),
    "hal": (*LISTS, "indicators-indicator-records", "monev-area-detail", "intake-delivery-list"),
}  # fmt: skip


@pytest.mark.parametrize("name", READ)
def test_no_value_in_an_address_breaks_a_page(name, province, world):
    """Every parameter that pages read, with every hostile value, where it is read."""
    broken = []
    for page in READ[name]:
        for value in VALUES:
            status = province.ask(
                "GET", address(page, _args(page, province, world)), {name: value}
            ).status_code
            if status not in ((400,) if "\0" in value else (200, 404)):
                broken.append((page, value[:20], status))
    assert broken == []


@pytest.mark.parametrize("where", LISTS)
def test_a_filter_takes_its_own_choices_alone(where, province):
    for name in FILTERS[where]:
        for value in ("nonsense", "active' --", "A" * 300):
            assert province.ask("GET", address(where, []), {name: value}).status_code == 404, (name, value)
        control = next(
            c for c in province.ask("GET", address(where, [])).context["list"].controls() if c["name"] == name
        )
        for choice, _label in control["choices"]:
            assert province.ask("GET", address(where, []), {name: choice}).status_code == 200, (name, choice)


@pytest.mark.parametrize("where", LISTS)
def test_the_filters_tested_are_all_that_there_are(where, province):
    controls = province.ask("GET", address(where, [])).context["list"].controls()
    assert {c["name"] for c in controls} == set(FILTERS[where])


@pytest.mark.parametrize("where", LISTS)
def test_a_parameter_that_no_list_declares_narrows_and_widens_nothing(where, province):
    def ids(given: dict[str, str]) -> list[int]:
        rows = province.ask("GET", address(where, []), given).context["page"].object_list
        return [row["id"] if isinstance(row, dict) else row.pk for row in rows]

    plain = ids({})
    for name, value in UNDECLARED.items():
        assert ids({name: value}) == plain, name


@pytest.mark.parametrize("where", LISTS)
def test_a_sort_key_that_no_column_declares_is_not_found(where, province):
    for key in ("owner__nik_sealed", "?", "pk", "-pk", "password", "--name_key", "area__parent__name"):
        assert province.ask("GET", address(where, []), {"urut": key}).status_code == 404, key


FIELDS = (
    "username", "password", "next", "language", "old_password", "reason", "decision", "layout", "type_id", "name", "year",
    "source", "amount_idr", "document_no", "ceiling", "area", "activity", "village", "decree_no", "decree_on", "plan", "paid_on",
    "quarter", "opens_on", "due_workdays", "monitored", "cooperatives", "enterprises", "seed", "visit", "to", "version", "title",
    "condition", "severity", "text", "wilayah", "periode", "report", "role", "token", "answer:visit_code", "kind",
    "status", "number", "issuer", "issued_on", "expires_on", "held_on", "facilitated_by", "programme", "cost_idr",
    "remark", "sales_before_idr", "book_year", "members_total", "members_present", "quorum_required", "report_accepted",
    "surplus_idr", "agenda", "reported_to_office_on", "cooperative_nik", "grade", "body", "position", "sex", "phone",
    "from_on", "until_on", "main", "tags", "decided_on", "numbers", "koperasi", "semua", "langkah", "goal", "officer",
    "starts_on", "steps", "step", "due_on", "visited_on", "actions", "result", "next_step", "outcome",
)  # fmt: skip
DECISIONS = {"settings-user-detail": ("phone", "revoke", "open"), "monev-cycle-detail": ("publish", "draw"),
             "registry-coaching-act": ("start", "step", "done", "undone", "visit", "finish", "cancel", "reopen"),
             "intake-held-detail": ("refuse", "release", "bring_back"),
             "findings-finding-decide": ("close", "return")}  # fmt: skip
FIELD_VALUES = ("\0", "9" * 30, "-1", "' OR 1=1 --", "{{7*7}}", "A" * 5_000, "０１２", "nan", "")


@pytest.mark.parametrize("where", [n for n in PAGES if "post" in TABLE[n]])
def test_no_field_of_a_form_breaks_its_page(where, askers, world):
    """Every field that any form has, filled with the same hostile value: refused in words, or passed over."""
    asker = next(a for a in askers if LETTER[a.user.role] in TABLE[where]["post"])
    path, broken = address(where, _args(where, asker, world)), []
    for value in FIELD_VALUES:
        for decision in DECISIONS.get(where, (value,)):
            status = asker.ask(
                "POST", path, dict.fromkeys(FIELDS, value) | {"decision": decision}
            ).status_code
            if status not in (200, 302, 400, 403, 404, 409, 413, 422, 429):
                broken.append((value[:20], decision[:20], status))
    assert broken == []


def test_a_number_beyond_the_database_is_not_found(province, world):
    from django.urls import reverse

    broken = []
    for name in (n for n in _pages_of(province) if "of" in TABLE[n] and "assigned" not in TABLE[n]["of"]):
        known = _args(name, province, world)
        args = [10**30 if isinstance(a, int) else a for a in known]
        if args == known:  # named by a word or a token, which has tests of its own
            continue
        if province.ask("GET", reverse(name, args=args)).status_code != 404:
            broken.append(name)
    assert broken == []


@pytest.mark.parametrize(
    "path",
    ["/%00/", "/kunjungan/%00/", "/indikator/%2e%2e/", "/laporan/1/unduh.exe", "/k/" + "a" * 52 + "/%00"],
)
def test_no_path_breaks_the_server(path, province):
    assert province.ask("GET", path).status_code in (400, 403, 404)


def test_a_header_of_nonsense_breaks_nothing(province):
    for headers in (
        {"Accept-Language": "x" * 12_000}, {"Accept-Language": "*;q=nan"}, {"Cookie": "django_language=../../x; sessionid='"},
        {"Host": "evil.example"}, {"HX-Request": "\t"}, {"Referer": "https://evil.example/"},
    ):  # fmt: skip
        assert province.client().get("/", headers=headers).status_code in (200, 302, 400), headers
