"""A form of an office's own at each place, as a draft: who sees it is who works there or above."""

import hashlib

from naikkelas import vault
from naikkelas.accounts import actions as accounts
from naikkelas.forms import queries
from naikkelas.forms.models import FormVersion
from naikkelas.instruments.forms import compiled
from naikkelas.trail.actions import SYSTEM
from tests.conftest import NOW


def add_form(made, code: str) -> None:
    text, xform = made.text(code), compiled("market").replace(' id="market"', f' id="kantor-{code}"')
    maker = next(
        (u for u in made.people if (u.role, u.area_id) in (("regency", code), ("province", code))),
        made.people[0],
    )
    question = {
        "type": "string", "id": text, "en": text, "choices": {"a": [text, text]}, "fact": "", "save_to": "", "calculated": False,
    }  # fmt: skip
    form = FormVersion.objects.create(
        form_id=f"kantor-{code}", version="1", title=text[:150], description=text[:250], xform=xform, area_id=code,
        md5=hashlib.md5(xform.encode()).hexdigest(), state="draft", newest=False, published_at=NOW, made_by=maker,
        filename="formulir.md", original_sha256=vault.current().blobs.put(text.encode()),
        reading={"questions": {"a": question}, "files": queries.files_in(xform), "serves": "", "rows": {}},
        problems=[{"code": "xlsform.note", "sheet": text, "row": 2, "column": text, "params": {"detail": text}, "error": False}],
        draft_key=accounts.issue_token(user=maker, kind="draft", by=SYSTEM, at=NOW)[0],
    )  # fmt: skip
    made.put("office_form", code, form.pk)
