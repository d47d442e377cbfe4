"""Two invented registries of cooperatives with their truth: which rows are the same cooperative.

As many as Lampung has. Half are Koperasi Desa/Kelurahan Merah Putih, one for each of the real villages, whose names differ
by the village alone (fourteen villages are called Sidodadi). The others bear names that many bear; some have a namesake in
the next village, or in their own under another kind. What comes twice is written by another office: KSP or Koperasi Simpan
Pinjam, an older kind, words joined or misspelt, the village behind the name, another of two legal numbers, none or a
neighbour's, a new chair. `easy` and `hard` differ in how much. The same rows for the same seed. Neither is a real registry.
"""

import random
from dataclasses import dataclass
from typing import Any

import polars as pl

from bench.registries import Pairs, mistyped
from naikkelas.ops.demo.names import FAMILY, MEN, WOMEN
from naikkelas.reference import regions

ROWS, TRUE_PAIRS = 5_342, 420


@dataclass(frozen=True)
class Messiness:
    """How much goes wrong; shares from 0 to 1."""

    legal_missing: float
    legal_other: float
    number_of_next: float
    nik_missing: float
    nik_other: float
    phone_missing: float
    phone_other: float
    chair_missing: float
    chair_other: float
    name_anew: float
    kind_other: float
    misspelt: float
    village_missing: float
    village_beside: float
    namesake: float


EASY = Messiness(0.15, 0.05, 0.003, 0.3, 0.03, 0.3, 0.2, 0.1, 0.2, 0.4, 0.02, 0.15, 0.05, 0.01, 0.08)
HARD = Messiness(0.4, 0.25, 0.02, 0.65, 0.1, 0.5, 0.4, 0.3, 0.4, 0.7, 0.1, 0.4, 0.25, 0.04, 0.2)

_KINDS = {
    "ksp": ("KSP", "Koperasi Simpan Pinjam", "Kop. Simpan Pinjam", "KSP.", "Koperasi KSP"),
    "ksu": ("KSU", "Koperasi Serba Usaha", "Kop. Serba Usaha", "Koperasi Serba Usaha (KSU)", "Kop"),
    "kud": ("KUD", "Koperasi Unit Desa", "Kop. Unit Desa", "K.U.D.", "Koperasi Unit Desa (KUD)"),
    "kpri": ("KPRI", "Koperasi Pegawai Republik Indonesia", "KP-RI", "KPN", "Koperasi Pegawai Negeri"),
    "kspps": ("KSPPS", "KSPPS BMT", "BMT", "Koperasi Simpan Pinjam dan Pembiayaan Syariah", "Kop. Syariah"),
    "pesantren": ("Koppontren", "Kopontren", "Koperasi Pondok Pesantren", "Kop. Pontren"),
    "women": ("Kopwan", "Koperasi Wanita", "Kop. Wanita"),
    "staff": ("Kopkar", "Koperasi Karyawan", "Kop. Karyawan"),
    "consumer": ("Koperasi Konsumen", "Koperasi", "Kop. Konsumen"),
    "producer": ("Koperasi Produsen", "Koperasi", "Kop. Produsen"),
    "service": ("Koperasi Jasa", "Koperasi", "Kop. Jasa"),
}
_MERAH_PUTIH = (
    "Koperasi {} Merah Putih {}", "Kop. {} Merah Putih {}", "KOPERASI {} MERAH PUTIH {}", "Kop{} Merah Putih {}",
    "K{}MP {}", "Koperasi Merah Putih {} {}", "Koperasi {} Merah Putih ({})", "Merah Putih {} {}",
)  # fmt: skip
_FIRST = (
    "Tani", "Karya", "Mitra", "Sumber", "Usaha", "Bina", "Mekar", "Sinar", "Tunas", "Sido", "Bangun", "Cahaya", "Bhakti",
    "Dharma", "Wana", "Mina", "Artha", "Dana", "Budi", "Eka", "Maju", "Suka",
)  # fmt: skip
_SECOND = (
    "Makmur", "Sejahtera", "Mandiri", "Bersama", "Jaya", "Rejeki", "Abadi", "Lestari", "Utama", "Sentosa", "Mulya",
    "Barokah", "Amanah", "Mukti", "Luhur", "Harapan", "Tama", "Raharja", "Asih", "Niaga",
)  # fmt: skip
_OFFICES = (
    "SMPN {n}",
    "SMAN {n}",
    "Guru {d}",
    "Puskesmas {d}",
    "Dinas Pendidikan {d}",
    "Korwil {d}",
    "Pemda {d}",
    "RSUD {d}",
)
_ISLAMIC = ("Nurul", "Darul", "Al", "Miftahul", "Roudlotul", "Bustanul", "Riyadlatul")
_ENDINGS = ("Huda", "Ulum", "Iman", "Falah", "Hidayah", "Muttaqin", "Jannah", "Fallah")
_OFFICES_OF_OLD = ("KWK.8", "III.9", "KDK.7", "DISKOP", "X.4", "PAD/KWK.8")

Row = dict[str, Any]


def made(mess: Messiness, seed: int, rows: int = ROWS, pairs: int = TRUE_PAIRS) -> tuple[pl.DataFrame, Pairs]:
    """Rows in the columns that linkage takes (engine.linkage.cooperatives.COLUMNS), and the true pairs, smaller id first."""
    dice = random.Random(seed)
    villages = list(regions.rows("village", "18"))
    districts = {region.code: region.name for region in regions.rows("district", "18")}
    beside: dict[str, list[Any]] = {}
    for village in villages:
        beside.setdefault(village.code[:8], []).append(village)
    with_merah_putih = iter(dice.sample(villages, min(len(villages), rows // 2)))
    helpers = {code: _phone(dice) for code in districts}
    written: list[tuple[int, Row]] = []
    last: Row | None = None
    made_pairs = entity = 0
    while len(written) < rows:
        place = next(with_merah_putih, None) if dice.random() < 0.5 else None
        if place is not None:
            of = _entity(dice, place) | {"kind": "merah_putih", "name": place.name}
            if dice.random() < 0.3:
                of["phone"] = helpers[place.code[:8]]  # of who helped to found all of the kecamatan
        elif last is not None and dice.random() < mess.namesake:
            same_kind = dice.random() < 0.7
            place = dice.choice(beside[last["village"][:8]]) if same_kind else last["place"]
            of = _entity(dice, place) | {"name": last["name"], "kind": last["kind"]}
            if not same_kind or place.code == last["village"]:
                of["kind"] = dice.choice([kind for kind in _KINDS if kind != last["kind"]])
        else:
            place = dice.choice(villages)
            kind = dice.choice(list(_KINDS))
            of = _entity(dice, place) | {"kind": kind, "name": _name(dice, kind, place, districts)}
        room = max(rows - len(written), 1)
        twice = room > 2 and dice.random() < 1.25 * (pairs - made_pairs) / room
        count = 1 if not twice else 3 if dice.random() < 0.05 else 2
        for n in range(count):
            written.append((entity, _written(dice, mess, of, last, beside, again=n > 0)))
        made_pairs += count * (count - 1) // 2
        entity += 1
        if of["kind"] != "merah_putih":
            last = of
    dice.shuffle(written)
    frame = pl.DataFrame([{"id": n} | row for n, (_, row) in enumerate(written)], infer_schema_length=None)
    of_entity: dict[int, list[int]] = {}
    for n, (number, _) in enumerate(written):
        of_entity.setdefault(number, []).append(n)
    return frame, {(a, b) for ids in of_entity.values() for i, a in enumerate(ids) for b in ids[i + 1 :]}


def _entity(dice: random.Random, place: Any) -> Row:
    person = f"{dice.choice(dice.choice((MEN, MEN, WOMEN)))} {dice.choice(FAMILY)}"
    return {
        "place": place,
        "village": place.code,
        "nik": f"{dice.randrange(10**12, 10**13)}",
        "phone": _phone(dice),
        "chair": person,
        "legal": (dice.randrange(1, 1_400), dice.randrange(1_000, 90_000), dice.randrange(1975, 2024)),
        "office": dice.choice(_OFFICES_OF_OLD),
    }


def _name(dice: random.Random, kind: str, place: Any, districts: dict[str, str]) -> str:
    district = districts[place.code[:8]]
    if kind == "kpri" or (kind == "staff" and dice.random() < 0.5):
        name = dice.choice(_OFFICES).format(n=dice.randrange(1, 4), d=district)
        return f"{name} {district}" if district not in name else name
    if kind in ("pesantren", "kspps"):
        return f"{dice.choice(_ISLAMIC)} {dice.choice(_ENDINGS)}"
    if dice.random() < 0.15:
        return f"{place.name}"
    return f"{dice.choice(_FIRST)} {dice.choice(_SECOND)}" + (" II" if dice.random() < 0.04 else "")


def _written(
    dice: random.Random,
    mess: Messiness,
    of: Row,
    last: Row | None,
    beside: dict[str, list[Any]],
    *,
    again: bool,
) -> Row:
    legal = _legal(dice, of, other=again and dice.random() < mess.legal_other)
    if last is not None and dice.random() < mess.number_of_next:  # the row above's, slipped in copying
        legal = _legal(dice, last, other=False)
    number = (
        of["nik"] if not (again and dice.random() < mess.nik_other) else f"{dice.randrange(10**12, 10**13)}"
    )
    if last is not None and dice.random() < mess.number_of_next / 2:
        number = last["nik"]
    place = of["place"]
    if again and dice.random() < mess.village_beside:
        place = dice.choice(beside[of["village"][:8]])
    code = place.code
    if dice.random() < mess.village_missing:
        code = code[:8] if dice.random() < 0.6 else code[:5]
    phone = of["phone"] if not (again and dice.random() < mess.phone_other) else _phone(dice)
    chair = of["chair"] if not (again and dice.random() < mess.chair_other) else _entity(dice, place)["chair"]
    if again and dice.random() < mess.misspelt / 2:
        chair = _misspelt(dice, chair)
    return {
        "name": _titled(dice, mess, of, again=again),
        "legal_no": None if dice.random() < mess.legal_missing else legal,
        "cooperative_nik": None if dice.random() < mess.nik_missing else number,
        "phone": None if dice.random() < mess.phone_missing else phone,
        "chair": None if dice.random() < mess.chair_missing else chair,
        "village": code,
    }


def _titled(dice: random.Random, mess: Messiness, of: Row, *, again: bool) -> str:
    """The name with its kind before it, as one office or another writes it."""
    name, kind = of["name"], of["kind"]
    if again and dice.random() < mess.misspelt:
        name = _misspelt(dice, name)
    if again and dice.random() < mess.misspelt / 2 and " " in name:
        name = name.replace(" ", "", 1)
    anew = again and dice.random() < mess.name_anew
    if kind == "merah_putih":
        pattern = dice.choice(_MERAH_PUTIH) if anew else _MERAH_PUTIH[0]
        ward = of["place"].kind == "kelurahan"
        short = {"Kop{} Merah Putih {}": ("des", "kel"), "K{}MP {}": ("D", "K")}.get(pattern)
        return pattern.format((short or ("Desa", "Kelurahan"))[ward], name)
    if again and dice.random() < mess.kind_other:
        kind = dice.choice(("ksp", "ksu", "consumer"))
    forms = _KINDS[kind]
    title = f"{dice.choice(forms) if anew else forms[0]} {name}"
    if anew and dice.random() < 0.2:
        title += dice.choice((" Desa {}", " ({})", ", {}")).format(of["place"].name)
    if anew and dice.random() < 0.15:
        title = title.replace(name, f'"{name}"')
    return title.upper() if anew and dice.random() < 0.3 else title


def _legal(dice: random.Random, of: Row, *, other: bool) -> str:
    """A legal number as offices write it; `other` is the second one of two: of the changed statutes, or of the new registry."""
    first, second, year = of["legal"]
    if of["kind"] == "merah_putih":
        return f"AHU-{second + 7 * other:07d}.AH.01.{38 if other else 29}.TAHUN 2025"
    if other and first % 2:
        return f"{second % 900 + 1}/PAD/{of['office']}/{min(year + 9, 2024)}"
    if other:
        return f"AHU-{second:07d}.AH.01.26.TAHUN {max(year, 2015)}"
    number = f"{first}/BH/{of['office']}/{year}"
    return dice.choice((number, number, f"No. {number}", number.replace("/", "."), f"BH {number}"))


_SPELLINGS = (("u", "oe"), ("y", "j"), ("i", "y"), ("f", "p"), ("j", "dj"), ("d", "dh"), ("c", "tj"))


def _misspelt(dice: random.Random, text: str) -> str:
    """A word of it typed wrong, or spelt as before 1972."""
    words = text.split()
    which = dice.randrange(len(words))
    old, new = dice.choice(_SPELLINGS)
    anew = words[which].replace(old, new, 1) if dice.random() < 0.4 else mistyped(dice, words[which])
    return " ".join([*words[:which], anew, *words[which + 1 :]])


def _phone(dice: random.Random) -> str:
    return f"08{dice.choice(('12', '13', '52', '21', '57', '95'))}{dice.randrange(10**7, 10**8)}"
