"""A form of the office that brings the registry up to date, and what enumerators of one area proposed with it."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from xml.sax.saxutils import escape

from naikkelas.forms import actions as forms
from naikkelas.intake import actions as intake
from naikkelas.intake.queries import field_changes
from naikkelas.ops.demo.people import People
from naikkelas.registry import queries as registry
from naikkelas.registry.queries import entities

AREA = "18.01"
FORM = """
| survey |
| | type | name | label::Bahasa Indonesia (id) | label::English (en) | save_to |
| | select_one_from_file enterprises.csv | record | Usaha (kosongkan bila baru) | Enterprise (leave open where new) | |
| | text | called | Nama usaha | Name of the enterprise | |
| | text | owner | Nama pemilik | Name of the owner | owner_name |
| | text | address | Alamat | Address | address |
| | text | product | Produk utama | Main product | product |
| | text | phone | Telepon | Phone | phone |
| | text | village | Kode desa | Code of the village | area_code |
| | integer | sales | Omzet setahun (Rp) | Sales of a year (IDR) | annual_sales_idr |
| settings |
| | form_id | version | form_title | default_language |
| | pemutakhiran_usaha | 2020030101 | Pemutakhiran data usaha (contoh) | Bahasa Indonesia (id) |
| entities |
| | list_name | entity_id | create_if | update_if | label |
| | enterprises | coalesce(${record}, uuid()) | ${record} = '' | ${record} != '' | ${called} |
"""
_OUT = datetime(2020, 3, 2, 2, 0, tzinfo=UTC)
_SENT = datetime(2020, 3, 11, 3, 0, tzinfo=UTC)
_DECIDED = datetime(2020, 3, 12, 1, 0, tzinfo=UTC)
_UNDONE = datetime(2020, 3, 12, 3, 0, tzinfo=UTC)
_LATER = datetime(2020, 3, 12, 8, 0, tzinfo=UTC)


def propose(people: People) -> None:
    """Some changes wait, one of them clashes with what was accepted meanwhile, another is a new enterprise: entered, it would
    make one more than the published count. One was accepted and undone, one refused with the reason. What came later is
    taken over without asking, as the province let the form do by then."""
    office = AREA.replace(".", "")
    officer, phone = people.user(f"dinas{office}"), people.user(f"petugas{office}-1")
    province = people.user("provinsi")
    form, _told = forms.upload(
        content=FORM.strip().encode(), filename="pemutakhiran-usaha.md", by=province, at=_OUT
    )
    if form is None:
        raise RuntimeError("the demonstration's form is not good")
    forms.publish(form=form, by=province, at=_OUT)
    shown = registry.enterprises_visible_to(officer).filter(owner__restricted_at=None)
    firms = list(shown.order_by("id")[:8])
    _send(phone, _filled(firms), _SENT)
    waiting = list(field_changes.pending(field_changes.visible_to(officer)))
    undone, refused = waiting[-3:-1]
    for change in (waiting[0], undone):  # the first change of an enterprise, and a mistaken one
        told = field_changes.told(change)
        intake.accept_change(
            change=change,
            fields=[line.name for line in told.open_lines],
            seen=told.seen,
            by=officer,
            at=_DECIDED,
        )
    intake.refuse_change(
        change=refused,
        reason="Usaha lain yang bernama sama; alamatnya di desa sebelah.",
        by=officer,
        at=_DECIDED,
    )
    intake.undo_change(change=undone, by=officer, at=_UNDONE)
    forms.set_unasked(form=form, unasked=True, by=province, at=_UNDONE)
    _send(phone, [_update(8, firms[6], {"product": "Kerupuk ikan", "sales": "64000000"})], _LATER)
    _send(phone, [_update(9, firms[7], {"product": "Gula semut", "phone": "081200005678"})], _LATER)


def _send(phone, filled: Iterable[str], at: datetime) -> None:
    for xml in filled:
        intake.accept(parcel=intake.Parcel(xml=xml.encode()), by=phone, at=at, synthetic=True)
    intake.read_waiting(at=at)


def _update(number: int, firm, answers: dict[str, str]) -> str:
    name, base = entities.entity_name("enterprise", firm.pk), entities.version_of(firm)
    return _xml(f"uuid:usulan-{number}", name, f'create="" update="1" baseVersion="{base}"', answers)


def _filled(firms) -> Iterator[str]:
    told = [
        (firms[0], {"address": "Jalan Pasar Lama 12", "product": "Keripik pisang dan singkong"}),
        (firms[0], {"product": "Keripik talas", "phone": "081200001234"}),
        (firms[1], {"called": f"{firms[1].name} Jaya", "sales": "186000000"}),
        (firms[2], {"phone": "12", "address": "Jalan Dermaga 3"}),
        (firms[3], {"product": "Kopi bubuk", "sales": "92500000"}),
        (firms[4], {"product": "Batu bata merah", "sales": "640000000"}),
        (firms[5], {"address": "Jalan Kebun Raya 8"}),
    ]
    for number, (firm, answers) in enumerate(told):
        yield _update(number, firm, answers)
    fresh = {
        "called": "Warung Kopi Contoh Baru", "owner": "Pemilik Contoh Baru", "village": firms[0].area_id, "sales": "48000000",
    }  # fmt: skip
    yield _xml("uuid:usulan-baru", "uuid:usaha-baru", 'create="1" update=""', fresh)


def _xml(instance: str, entity: str, does: str, answers: dict[str, str]) -> str:
    said = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in answers.items())
    label = escape(answers.get("called", ""))
    return (
        f'<data id="pemutakhiran_usaha" version="2020030101">{said}<meta><entity dataset="enterprises" id="{entity}" {does}>'
        f"<label>{label}</label></entity><instanceID>{instance}</instanceID></meta></data>"
    )
