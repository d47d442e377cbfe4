"""Two invented registries with their truth: which rows are the same enterprise of the same owner.

`easy`: a row that came twice keeps its address, most numbers are there. `hard`: addresses are written anew, most NIK and
phones are missing or wrong, households share address, phone and name, neighbours sell the same under a like name.
The same bytes for the same seed. Neither is a real registry: how well real ones are linked is not known from them.
"""

import random
from dataclasses import dataclass
from typing import Any

import polars as pl

from naikkelas.ops.demo.names import FAMILY, MEN, PRODUCTS, WOMEN
from naikkelas.reference import regions

ROWS, TRUE_PAIRS = 168_938, 35_400
_BEGIN = (
    "Su",
    "Har",
    "Mul",
    "Sar",
    "Wi",
    "Pur",
    "Mar",
    "Kus",
    "Yul",
    "Is",
    "Jum",
    "Sam",
    "Ngat",
    "Tum",
    "War",
)
_HIS = ("yanto", "yono", "tono", "narno", "no", "jo", "di", "man", "min")
_HER = ("yati", "wati", "ningsih", "yani", "tini", "nah", "ni")
_STREETS = ("Raya", "Merdeka", "Pasar", "Melati", "Kartini", "Lintas Sumatera", "Diponegoro", "Mawar", "Ahmad Yani",
            "Pesantren", "Sudirman", "Kenanga", "Imam Bonjol", "Pelita", "Cempaka", "Gatot Subroto")  # fmt: skip
_HAMLETS = (
    "Sukamaju",
    "Tanjung",
    "Karang Anyar",
    "Sidorejo",
    "Umbul",
    "Way Halom",
    "Rejosari",
    "Margo",
    "Bangunrejo",
)
_BEFORE = ("", "", "", "UD ", "Toko ", "Warung ", "CV ", "Usaha ")


@dataclass(frozen=True)
class Messiness:
    """How much goes wrong; shares from 0 to 1."""

    nik_missing: float
    nik_wrong: float
    phone_missing: float
    phone_other: float
    address_anew: float
    name_spoilt: float
    business_anew: float
    village_beside: float
    born_missing: float
    household: float
    neighbour: float


EASY = Messiness(0.25, 0.02, 0.3, 0.08, 0.12, 0.3, 0.08, 0.01, 0.3, 0.05, 0.02)
HARD = Messiness(0.62, 0.12, 0.55, 0.3, 0.9, 0.55, 0.3, 0.08, 0.6, 0.16, 0.14)

Row = dict[str, Any]
Pairs = set[tuple[int, int]]


def made(mess: Messiness, seed: int, rows: int = ROWS, pairs: int = TRUE_PAIRS) -> tuple[pl.DataFrame, Pairs]:
    """Rows in the columns that linkage takes, and the true pairs (smaller id first)."""
    dice = random.Random(seed)
    villages: dict[str, list[str]] = {}
    for region in regions.rows("village", "18"):
        villages.setdefault(region.code[:8], []).append(region.code)
    everywhere = [code for codes in villages.values() for code in codes]
    table: list[Row] = []
    truth: list[int] = []
    made_pairs, entity = 0, 0
    last: Row | None = None
    copies_left = pairs
    while len(table) < rows:
        person = _entity(dice, mess, last, everywhere, entity)
        room = rows - len(table)
        want = dice.random() < 1.25 * (copies_left - made_pairs) / max(room, 1)
        count = 1 if not want or room < 3 else 3 if dice.random() < 0.04 else 2
        for n in range(count):
            table.append(_written(dice, mess, person, villages, again=n > 0))
            truth.append(entity)
        made_pairs += count * (count - 1) // 2
        entity += 1
        last = person
    order = list(range(len(table)))
    dice.shuffle(order)
    frame = pl.DataFrame([{"id": n} | table[row] for n, row in enumerate(order)], infer_schema_length=None)
    of: dict[int, list[int]] = {}
    for n, row in enumerate(order):
        of.setdefault(truth[row], []).append(n)
    return frame, {(a, b) for ids in of.values() for i, a in enumerate(ids) for b in ids[i + 1 :]}


def _name(dice: random.Random, woman: bool) -> list[str]:
    given = WOMEN if woman else MEN
    first = (
        dice.choice(given)
        if dice.random() < 0.6
        else dice.choice(_BEGIN) + dice.choice(_HER if woman else _HIS)
    )
    if not woman and dice.random() < 0.12:
        first = "Muhammad " + first
    elif woman and dice.random() < 0.12:
        first = "Siti " + first
    rest = [dice.choice(FAMILY)] if dice.random() < 0.6 else []
    if dice.random() < 0.35:
        rest.append(dice.choice(_BEGIN) + dice.choice(_HIS))
    return [*first.split(), *rest]


def _entity(
    dice: random.Random, mess: Messiness, last: Row | None, everywhere: list[str], number: int
) -> Row:
    woman = dice.random() < 0.58
    sector = dice.choice(list(PRODUCTS))
    found: Row = {
        "name": _name(dice, woman),
        "woman": woman,
        "born": dice.randint(1950, 2000),
        "nik": f"nik{number}",
        "phone": f"08{dice.choice(('12', '13', '52', '21', '57', '95'))}{dice.randrange(10**7, 10**8)}",
        "village": dice.choice(everywhere),
        "street": dice.choice(_STREETS),
        "house": dice.randrange(1, 200),
        "rt": (dice.randrange(1, 12), dice.randrange(1, 9)),
        "hamlet": dice.choice(_HAMLETS),
        "product": dice.choice(PRODUCTS[sector]),
        "sector": sector,
        "before": dice.choice(_BEFORE),
        "style": dice.randrange(3),
        "tag": dice.choice(
            ("Jaya", "Berkah", "Makmur", "Barokah", "Mandiri", "Sejahtera", "Lestari", "Abadi", "Sari")
        ),
    }
    if last and dice.random() < mess.household:  # husband, wife, child: one house, one phone, one family name
        found |= {k: last[k] for k in ("village", "street", "house", "rt", "hamlet")}
        if dice.random() < 0.5:
            found["phone"] = last["phone"]
        found["name"] = [found["name"][0], *last["name"][1:]]
        if dice.random() < 0.4:
            found |= {"product": last["product"], "sector": last["sector"]}
        if dice.random() < 0.25:
            found |= {"tag": last["tag"], "style": last["style"]}
    elif last and dice.random() < mess.neighbour:  # next door: the same product, a like name
        found |= {k: last[k] for k in ("village", "street", "rt", "hamlet", "product", "sector")}
        found["house"] = last["house"] + 1
        if dice.random() < 0.5:
            found["name"] = [last["name"][0], *found["name"][1:]]
        if dice.random() < 0.4:
            found |= {"tag": last["tag"], "style": last["style"]}
    return found


def _written(
    dice: random.Random, mess: Messiness, of: Row, villages: dict[str, list[str]], *, again: bool
) -> Row:
    person_nik = None if dice.random() < mess.nik_missing else of["nik"]
    if person_nik and dice.random() < mess.nik_wrong:
        person_nik = f"wrong{dice.randrange(10**9)}"
    phone = None if dice.random() < mess.phone_missing else of["phone"]
    if phone and again and dice.random() < mess.phone_other:
        phone = f"08{dice.randrange(10**9, 10**10)}"
    village = of["village"]
    if again and dice.random() < mess.village_beside:
        village = dice.choice(villages[village[:8]])
    fresh = again and dice.random() < mess.address_anew
    if again and dice.random() < mess.village_beside / 8:
        village = dice.choice(villages[dice.choice(list(villages))])
    if again and dice.random() < mess.business_anew / 4:  # sells something else today
        of = of | {"product": dice.choice(PRODUCTS[dice.choice(list(PRODUCTS))])}
    return {
        "owner_name": _spoilt(dice, of["name"]) if dice.random() < mess.name_spoilt else " ".join(of["name"]),
        "business_name": _business(dice, of, anew=again and dice.random() < mess.business_anew),
        "product": of["product"],
        "person_nik": person_nik,
        "nib": None,
        "phone": _phone(dice, phone),
        "address": _address(dice, of, dice.randrange(5) if fresh else 0, fresh),
        "village": village,
        "born_year": None if dice.random() < mess.born_missing else _year(dice, of["born"]),
        "sex": None if dice.random() < 0.2 else "P" if of["woman"] != (dice.random() < 0.015) else "L",
    }


def _year(dice: random.Random, born: int) -> int:
    return (
        born
        if dice.random() < 0.92
        else born + dice.choice((-1, 1))
        if dice.random() < 0.6
        else dice.randint(1945, 2002)
    )


def _phone(dice: random.Random, phone: str | None) -> str | None:
    if phone is None:
        return "-" if dice.random() < 0.1 else None
    return (
        "+62" + phone[1:]
        if dice.random() < 0.2
        else f"{phone[:4]}-{phone[4:8]}-{phone[8:]}"
        if dice.random() < 0.2
        else phone
    )


def _address(dice: random.Random, of: Row, way: int, fresh: bool) -> str | None:
    rt, rw = of["rt"]
    if way == 0:
        return f"Jl. {of['street']} No. {of['house']}"
    if way == 1:
        return f"RT {rt:03d} RW {rw:03d} Dusun {of['hamlet']}"
    if way == 2:
        return f"Jalan {of['street']} RT{rt}/RW{rw}"
    if way == 3:
        return f"Dsn {of['hamlet']}"
    return None if fresh else f"Gg {of['street']}"


def _business(dice: random.Random, of: Row, *, anew: bool) -> str:
    first = (
        of["name"][-1]
        if len(of["name"]) == 1
        else of["name"][0 if of["name"][0] not in ("Muhammad", "Siti") else 1]
    )
    style = dice.randrange(3) if anew else of["style"]
    before = dice.choice(_BEFORE) if anew or dice.random() < 0.4 else of["before"]
    return (
        before + (f"{of['product']} {first}", f"{of['tag']} {of['product']}", f"{first} {of['tag']}")[style]
    )


_LETTERS = (
    ("u", "oe"),
    ("y", "j"),
    ("i", "y"),
    ("f", "p"),
    ("z", "j"),
    ("s", "z"),
    ("d", "dh"),
    ("t", "th"),
    ("a", "ah"),
)


def _spoilt(dice: random.Random, name: list[str]) -> str:
    words = list(name)
    for _ in range(1 + (dice.random() < 0.3)):
        way = dice.random()
        if way < 0.2:
            words.insert(0, dice.choice(("H.", "Hj.", "Bpk", "Ibu", "Drs.", "Hi.")))
        elif way < 0.35 and "Muhammad" in words:
            words[words.index("Muhammad")] = dice.choice(("Muh.", "Moh.", "M.", "Mohammad", "Muhamad"))
        elif way < 0.45 and len(words) > 1 and words[-1] in name[1:]:
            words.pop()
        elif way < 0.5:
            words[-1] += dice.choice((", S.Pd", ", SE", " S.Ag"))
        elif way < 0.75:
            old, new = dice.choice(_LETTERS)
            which = dice.randrange(len(words))
            words[which] = words[which].replace(old, new, 1)
        else:
            which = dice.randrange(len(words))
            words[which] = mistyped(dice, words[which])
    text = " ".join(words)
    return text.upper() if dice.random() < 0.3 else text


def mistyped(dice: random.Random, word: str) -> str:
    """A word with a letter left out, swapped with the next, or put in."""
    if len(word) <= 3:
        return word
    at = dice.randrange(1, len(word) - 1)
    return dice.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + dice.choice("aeiounrs") + word[at + 1 :],
        )
    )
