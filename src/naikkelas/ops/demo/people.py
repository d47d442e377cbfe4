"""The demonstration's accounts: one for each role, an officer for each kabupaten/kota, two enumerators each."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from naikkelas.accounts import actions, queries
from naikkelas.places import queries as places
from naikkelas.trail.actions import SYSTEM

_WORDS = [
    "siger",
    "tapis",
    "lada",
    "kopi",
    "gajah",
    "way",
    "kambas",
    "krakatau",
    "seruit",
    "sekala",
    "bekhak",
    "ruwa",
    "jurai",
    "pesagi",
    "ranau",
    "semangka",
]
FILE = "demo-accounts.txt"


@dataclass(frozen=True)
class People:
    """The users by username, and the one password of all who may sign in."""

    password: str

    def user(self, username: str):
        found = queries.user_named(username)
        assert found is not None, username
        return found


# (username, name, role, area, position): names of offices, so that nobody is mistaken for a real person
_ONE_EACH = (
    ("kementerian", "Pemantau Kementerian (contoh)", "ministry", "0", "Deputi"),
    ("provinsi", "Kepala Bidang Monev (contoh)", "province", "18", "Dinas Koperasi dan UKM Provinsi Lampung"),
    (
        "provinsi2",
        "Verifikator Provinsi (contoh)",
        "province",
        "18",
        "Dinas Koperasi dan UKM Provinsi Lampung",
    ),
    ("evaluator", "Evaluator (contoh)", "evaluator", "18", "Universitas"),
    ("auditor", "Auditor Inspektorat (contoh)", "auditor", "18", "Inspektorat Provinsi Lampung"),
    ("admin", "Administrator Sistem (contoh)", "administrator", "18", "Dinas Kominfo"),
)


def make(at: datetime) -> People:
    people = People(f"{'-'.join(secrets.choice(_WORDS) for _ in range(3))}-{secrets.randbelow(90) + 10}")
    for username, name, role, area, position in _ONE_EACH:
        _add(username, name, role, area, position, people.password, at)
    for region in places.below("18", "regency"):
        short = region.code.replace(".", "")
        _add(
            f"dinas{short}",
            f"Petugas Dinas {region.name} (contoh)",
            "regency",
            region.code,
            "Dinas Koperasi dan UKM",
            people.password,
            at,
        )
        for number in (1, 2):
            password = people.password if number == 1 else None
            _add(
                f"petugas{short}-{number}",
                f"Petugas Lapangan {number} {region.name} (contoh)",
                "enumerator",
                region.code,
                "",
                password,
                at,
            )
    return people


def _add(
    username: str, name: str, role: str, area: str, position: str, password: str | None, at: datetime
) -> None:
    actions.add(
        username=username,
        name=name,
        role=role,
        area=area,
        position=position,
        password=password,
        by=SYSTEM,
        at=at,
        demonstration=True,
    )


def write_down(folder: Path, people: People) -> Path:
    """Write the sign-ins into the data folder, readable by its owner alone."""
    lines = [
        "Akun demonstrasi naikkelas / demonstration accounts",
        f"Kata sandi untuk semuanya / password of all: {people.password}",
        "",
        "provinsi       petugas provinsi / officer of the province (Lampung)",
        "provinsi2      petugas provinsi kedua / a second one, to verify",
        "dinas1801      petugas kabupaten / officer of a kabupaten (Lampung Selatan); dinas1802 … dinas1872",
        "petugas1801-1  petugas lapangan / enumerator (Lampung Selatan); petugas1802-1 …",
        "kementerian    kementerian / ministry",
        "evaluator      evaluator (tanpa data pribadi / without data of persons)",
        "auditor        auditor",
        "admin          administrator sistem / system administrator",
    ]
    path = folder / FILE
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
