"""A form of an office's own, published, and what was answered to it."""

import hashlib

from naikkelas import vault
from naikkelas.forms.models import FormVersion
from naikkelas.instruments import xlsform
from naikkelas.intake.models import Delivery
from tests.conftest import NOW
from tests.factories.people import person

_HEAD = """| survey |
| | type | name | label::Bahasa Indonesia (id) | label::English (en) |
"""
_TAIL = """
| choices |
| | list_name | name | label::Bahasa Indonesia (id) | label::English (en) |
| | yn | yes | Ya | Yes |
| | yn | no | Tidak | No |
| | kinds | a | Makanan | Food |
| | kinds | b | Kain | Cloth |
| | kinds | c | Kerajinan | Craft |
| settings |
| | form_id | version | form_title | default_language |
| | kios | {version} | Survei kios | Bahasa Indonesia (id) |
"""
_BODY = """| text | nama | Nama pedagang | Trader |
| | select_one yn | buka | Apakah buka? | Is it open? |
| | select_multiple kinds | jenis | Jenis | Kinds |
| | geopoint | lokasi | Lokasi | Place |
| | text | catatan | Catatan | Note |
| | image | foto | Foto | Photo |
| | begin repeat | usaha | Usaha | Business |
| | text | merek | Merek | Brand |
| | integer | pekerja | Pekerja | Workers |
| | end repeat | | | |"""


def survey() -> FormVersion:
    return form_with(_BODY)


def form_with(body: str, *, version: str = "1", newest: bool = True) -> FormVersion:
    """A published version of the form `kios`, of the province."""
    sheet = f"{_HEAD}| {body}{_TAIL.format(version=version)}"
    xform = xlsform.compiled(sheet.encode(), "kios.md").values["xform"]
    if newest:
        FormVersion.objects.filter(form_id="kios").update(newest=False)
    return FormVersion.objects.create(
        form_id="kios", version=version, title="Survei kios", xform=xform, area_id="18", newest=newest, published_at=NOW,
        md5=hashlib.md5(xform.encode()).hexdigest(), made_by=person("province"),
    )  # fmt: skip


def answer(
    instance: str, *, area: str = "18.01", version: str = "1", state: str = "applied", nama: str = "Contoh",
    buka: str = "yes", lokasi: str = "-5.1 105.2 0 4.5", catatan: str = "", usaha: list | None = None, more: str = "",
) -> Delivery:  # fmt: skip
    turns = "".join(
        f"<usaha><merek>{brand}</merek>{'' if n is None else f'<pekerja>{n}</pekerja>'}</usaha>"
        for brand, n in usaha or []
    )
    xml = (
        f'<data id="kios" version="{version}"><nama>{nama}</nama><buka>{buka}</buka><jenis>a b</jenis><lokasi>{lokasi}</lokasi>'
        f"<catatan>{catatan}</catatan>{more}{turns}<meta><instanceID>{instance}</instanceID></meta></data>"
    ).encode()
    return Delivery.objects.create(
        kind="submission", state=state, instrument="kios", form_version=version, sha256="0" * 64, size=len(xml),
        body=vault.current().seal.close_bytes(xml), area_id=area, received_by=person("enumerator", area), received_at=NOW,
        instance_id=instance, finished_at=NOW,
    )  # fmt: skip
