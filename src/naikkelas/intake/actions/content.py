"""What a kept submission says: a record of a visit, and its pictures."""

from __future__ import annotations

from dataclasses import replace

from naikkelas import vault
from naikkelas.forms import queries as forms
from naikkelas.instruments import form_facts, xform
from naikkelas.instruments.forms import questionnaires
from naikkelas.instruments.photo import NotAPhoto, caption, shown
from naikkelas.instruments.records import VisitRecord, visit_record
from naikkelas.intake import queries
from naikkelas.intake.actions.keeping import Files
from naikkelas.intake.models import Delivery
from naikkelas.kit.problems import Kind
from naikkelas.monev.actions import Doubtful

ENCRYPTED = Kind(
    "submission.encrypted",
    "Isian ini terenkripsi dengan kunci milik dinas. Disimpan apa adanya; unduh berkasnya dan buka dengan kunci itu.",
    "This submission is encrypted with the office's own key. Kept as it came: open its files with that key.",
)


def record_of(delivery: Delivery) -> VisitRecord | None:
    """What a submission says of a visit; None where its form is an office's own and fills no visit."""
    submission = xform.read(queries.raw_xml(delivery))
    if submission.encrypted:
        raise Doubtful(ENCRYPTED)
    submission = submission.corrected(delivery.summary.get("corrections", {}))
    known = questionnaires()
    if delivery.instrument in known:
        return visit_record(known[delivery.instrument], submission)
    form = forms.version(delivery.instrument, delivery.form_version)
    if form is None or form.serves not in known:
        return None
    return replace(
        visit_record(known[form.serves], form_facts.as_facts(form.reading, submission)),
        answers=[{"path": a.path, "text": a.text} for a in submission.answers],
    )


def photos_of(delivery: Delivery, record: VisitRecord) -> tuple[list[dict[str, str]], set[str]]:
    """The pictures of a visit, each with the copy that may be shown; a file that is no photo is named as such.
    Also the names of all files that came: a log of how the form was filled (audit.csv) is kept, and is no picture."""
    files = sorted(delivery.attachments.all(), key=lambda a: a.pk)
    return pictures([(a.name, a.sha256, a.size) for a in files if not a.aside], record)


def pictures(files: Files, record: VisitRecord) -> tuple[list[dict[str, str]], set[str]]:
    """`photos_of`, of files that are on disk and need no delivery yet."""
    question = {a["text"]: a["path"].rsplit("/", 1)[-1] for a in record.answers}
    blobs = vault.current().blobs
    photos, names = [], set()
    for name, sha256, _size in files:
        names.add(name)
        if name not in question and name.endswith(".csv"):
            continue
        entry = {"question": question.get(name, ""), "name": name, "original": sha256}
        content = blobs.get(sha256)
        if written := caption(content):
            entry["caption"] = written
        try:
            entry["shown"] = blobs.put(shown(content))
        except NotAPhoto as fault:
            entry["fault"] = str(fault)
        photos.append(entry)
    return photos, names
