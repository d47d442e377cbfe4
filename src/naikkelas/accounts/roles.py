"""Roles are code: what each may do. Anything not listed is denied.

A duty is 'slice.verb'. `person.see` is seeing names and phones of persons (their numbers stay masked);
`person.reveal` is seeing one whole number, with a reason that is written into the trail;
`person.answer` is taking in and answering what persons ask about their data;
`applications.edit` is entering proposals for aid, checking them, and reviewing what recipients report;
`plut.edit` is running a service centre of the own area: its equipment, consultants, services and clients;
`forms.edit` is uploading forms of the own office and testing them, `forms.publish` letting them out to phones;
`answers.export` is reading and taking away the answers to forms, without those about persons for who lacks `person.see`;
`programmes.edit` is deciding on money, `programmes.record` recording how what it pays for goes on.
"""

from dataclasses import dataclass

from naikkelas.kit.bilingual import Text

PUBLIC = "public"
"""Marks a door that anybody may open."""
SIGNED_IN = "signed-in"
"""Marks a page for everybody with an account."""

READ = frozenset(
    {
        "registry.read",
        "programmes.read",
        "monev.read",
        "findings.read",
        "indicators.read",
        "reports.read",
        "settings.read",
    }
)
_OFFICER = READ | {
    "registry.edit",
    "registry.merge",
    "registry.export",
    "registry.assess",
    "registry.verify",
    "person.see",
    "person.reveal",
    "person.answer",
    "intake.import",
    "intake.mend",
    "applications.edit",
    "monev.assign",
    "monev.verify",
    "findings.open",
    "plut.edit",
    "programmes.use",
    "reports.issue",
    "programmes.record",
    "accounts.phones",
    "forms.edit",
    "answers.export",
}


@dataclass(frozen=True)
class Role:
    """`levels`: the levels of region that an area of duty of this role may have."""

    id: str
    name: Text
    levels: tuple[str, ...]
    duties: frozenset[str]


ROLES: dict[str, Role] = {
    role.id: role
    for role in (
        Role(
            "ministry",
            Text("Kementerian", "Ministry"),
            ("nation",),
            READ | {"registry.export", "person.see", "reports.issue", "answers.export"},
        ),
        Role(
            "province",
            Text("Petugas provinsi", "Officer of the province"),
            ("province",),
            _OFFICER
            | {
                "programmes.edit",
                "forms.publish",
                "monev.plan",
                "monev.accept",
                "findings.follow_up",
                "findings.verify",
            },
        ),
        Role(
            "regency",
            Text("Petugas kabupaten/kota", "Officer of the kabupaten/kota"),
            ("regency",),
            _OFFICER | {"monev.send", "findings.follow_up"},
        ),
        Role(
            "enumerator",
            Text("Petugas lapangan", "Enumerator"),
            ("regency", "district", "village"),
            frozenset({"monev.visit"}),
        ),
        Role(
            "evaluator",
            Text("Evaluator", "Evaluator"),
            ("nation", "province", "regency"),
            READ | {"answers.export"},
        ),
        Role(
            "auditor",
            Text("Auditor (Inspektorat/APIP)", "Auditor"),
            ("nation", "province", "regency"),
            READ | {"person.see", "trail.read"},
        ),
        Role(
            "administrator",
            Text("Administrator sistem", "System administrator"),
            ("nation", "province"),
            frozenset(
                {
                    "accounts.manage",
                    "accounts.phones",
                    "settings.read",
                    "settings.edit",
                    "trail.read",
                    "webhooks.manage",
                }
            ),
        ),
    )
}
_LEVELS = {
    "nation": Text("nasional", "nation"),
    "province": Text("provinsi", "province"),
    "regency": Text("kabupaten/kota", "kabupaten/kota"),
    "district": Text("kecamatan", "kecamatan"),
    "village": Text("desa/kelurahan", "desa/kelurahan"),
}


def levels_told(role: str) -> Text:
    """The levels of region that a role may have, in words."""
    levels = [_LEVELS[level] for level in ROLES[role].levels]
    return Text(", ".join(x.id for x in levels), ", ".join(x.en for x in levels))


DUTIES = frozenset().union(*(role.duties for role in ROLES.values()))
