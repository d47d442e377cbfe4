"""An office's form that brings answers to the registry (ODK Entities), and what phones send of it."""

import hashlib
import uuid
from copy import deepcopy
from datetime import timedelta
from functools import cache

from naikkelas.forms.models import FormVersion
from naikkelas.instruments import xlsform
from naikkelas.intake import actions as intake
from naikkelas.intake.models import EntityChange
from naikkelas.intake.queries import field_changes
from tests.conftest import NOW
from tests.factories.people import person
from tests.factories.submissions import send

SHEET = """| survey |
| | type | name | label | save_to |
| | select_one_from_file {listed}.csv | catatan | Catatan | |
| | text | nama | Nama | |
{survey}
| settings |
| | form_id | version | form_title |
| | {form_id} | {version} | Pemutakhiran |
| entities |
| | list_name | entity_id | create_if | update_if | label |
| | {listed} | coalesce(${{catatan}}, uuid()) | ${{catatan}} = '' | ${{catatan}} != '' | ${{nama}} |
"""
ENTERPRISE = """| | text | pemilik | Pemilik | owner_name |
| | text | alamat | Alamat | address |
| | text | telepon | Telepon | phone |
| | text | produk | Produk | product |
| | text | desa | Desa | area_code |
| | integer | omzet | Omzet | annual_sales_idr |
| | geopoint | titik | Titik | geometry |"""
COOPERATIVE = """| | text | ketua | Ketua | chair |
| | text | alamat | Alamat | address |
| | integer | anggota | Anggota laki-laki | members_male |"""


def judged(
    survey: str = ENTERPRISE, listed: str = "enterprises", form_id: str = "mutakhir", version: str = "1"
):
    """What the form's check says: its XForm, reading and problems."""
    sheet = SHEET.format(survey=survey, listed=listed, form_id=form_id, version=version)
    return xlsform.compiled(sheet.encode(), "mutakhir.md").values


@cache
def _published(survey: str, listed: str) -> dict[str, object]:
    return judged(survey, listed, "mutakhir")


def entity_form(
    survey: str = ENTERPRISE,
    listed: str = "enterprises",
    form_id: str = "mutakhir",
    area: str = "18",
    **values: object,
) -> FormVersion:
    """The form, published by the province."""
    told = deepcopy(_published(survey, listed))
    return FormVersion.objects.create(
        form_id=form_id, version="1", title="Pemutakhiran", area_id=area, published_at=NOW, made_by=person("province"),
        xform=told["xform"], md5=hashlib.md5(told["xform"].encode()).hexdigest(), reading=told["reading"],
        **{"newest": True} | values,
    )  # fmt: skip


def entry(
    entity: str = "", *, listed: str = "enterprises", label: str = "", base: object = "", trunk: object = "", branch: str = "",
    form_id: str = "mutakhir", instance: str = "", former: str = "", **answers: str,
) -> bytes:  # fmt: skip
    """A filled form: an update of `entity`, or a new entry where there is none."""
    does = 'create="" update="1"' if entity else 'create="1" update=""'
    told = "".join(f"<{name}>{text}</{name}>" for name, text in answers.items())
    replaced = f"<deprecatedID>{former}</deprecatedID>" if former else ""
    return (
        f'<data id="{form_id}" version="1" xmlns:e="http://www.opendatakit.org/xforms/entities"><nama>{label}</nama>{told}<meta>'
        f'<entity xmlns="http://www.opendatakit.org/xforms/entities" dataset="{listed}" id="{entity or f"uuid:{uuid.uuid4()}"}" '
        f'{does} baseVersion="{base}" trunkVersion="{trunk}" branchId="{branch}"><label>{label}</label></entity>'
        f"<instanceID>{instance or f'uuid:{uuid.uuid4()}'}</instanceID>{replaced}</meta></data>"
    ).encode()


def sent(user, xml: bytes, at=NOW) -> EntityChange:
    """Send and read a form; the newest proposal."""
    assert send(user, xml).status_code == 201
    intake.read_waiting(at=at)
    return EntityChange.objects.order_by("-id").first()


def accepted(change, officer, *fields: str, at=NOW + timedelta(hours=1)) -> EntityChange:
    """Accept a proposal as it is shown: the named fields, or all."""
    told = field_changes.told(EntityChange.objects.get(pk=change.pk))
    chosen = fields or [line.name for line in told.open_lines]
    return intake.accept_change(change=change, fields=chosen, seen=told.seen, by=officer, at=at)
