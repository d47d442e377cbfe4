"""A form of an office's own as a draft: to look at, to test by its QR code, to publish. No phone is offered it before."""

from naikkelas.forms import actions
from naikkelas.ops.demo import story
from naikkelas.ops.demo.people import People

SURVEY = """
| survey |
| | type | name | label::Bahasa Indonesia (id) | label::English (en) | relevant | bind::nk:fact | required | parameters |
| | today | today | | | | | | |
| | begin group | kiosk | Kios | Kiosk | | | | |
| | text | trader | Nama pedagang (contoh) | Name of the trader (example) | | | yes | |
| | select_one yesno | open | Kios buka saat dikunjungi? | Was the kiosk open? | | | yes | |
| | integer | workers | Pekerja laki-laki | Workers, men | ${open}='yes' | workers_male | | |
| | select_one_from_file cooperatives.csv | manager | Koperasi pengelola | Managing cooperative | | | | |
| | geopoint | place | Lokasi kios | Location of the kiosk | | | | |
| | image | photo | Foto kios | | | | | max-pixels=1600 |
| | end group | | | | | | | |
| choices |
| | list_name | name | label::Bahasa Indonesia (id) | label::English (en) |
| | yesno | yes | Ya | Yes |
| | yesno | no | Tidak | No |
| settings |
| | form_id | version | form_title | default_language |
| | survei_kios | 2020031301 | Survei kios pasar (contoh) | Bahasa Indonesia (id) |
"""


def draft(everyone: People) -> None:
    actions.upload(
        content=SURVEY.strip().encode(),
        filename="survei-kios-pasar.md",
        by=everyone.user("provinsi"),
        at=story.CLOCK,
    )
