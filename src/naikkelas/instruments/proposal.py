"""What a column probably holds: by the words of its heading and by what stands in it. A person decides."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from naikkelas.instruments.finding import MONEY, layouts
from naikkelas.instruments.header_words import WORDS
from naikkelas.instruments.headings import BETWEEN
from naikkelas.instruments.record_kinds import KINDS, REGISTRY
from naikkelas.instruments.registry_fields import AREA_FIELDS
from naikkelas.kit.text import folded

_KINDS = {
    "person_nik": ("nik", "long_number"), "nib": ("thirteen",), "cooperative_nik": ("thirteen",), "born_on": ("day",),
    "legal_on": ("day",), "official_on": ("day",), "rat_held_on": ("day",), "certificate_until": ("day",),
    "founded_on": ("day", "year"), "year": ("year",), "phone": ("phone",), "email": ("email",), "kbli": ("kbli",),
    "regency": ("regency",), "district": ("district",), "village": ("village",), "area_code": ("area_code",),
    "sex": ("sex",), "sector": ("sector",), "legal_form": ("legal_form",), "kind": ("kind",), "group": ("group",),
    "official_status": ("official_status",), "latitude": ("latitude",), "longitude": ("longitude",),
    "annual_sales_idr": ("rupiah", "whole"), "capital_idr": ("rupiah", "whole"), "net_worth_idr": ("rupiah", "whole"),
    "assets_idr": ("rupiah", "whole"), "equity_idr": ("rupiah", "whole"), "external_capital_idr": ("rupiah", "whole"),
    "volume_idr": ("rupiah", "whole"), "surplus_idr": ("rupiah", "whole"), "amount_idr": ("rupiah", "whole"),
    "deductions_idr": ("rupiah", "whole"), "net_idr": ("rupiah", "whole"), "sales_month_idr": ("rupiah", "whole"),
    "cost_month_idr": ("rupiah", "whole"), "paid_on": ("day",), "dated_on": ("day",), "received_on": ("day",),
    "trained_on": ("day",), "started_on": ("day", "year"), "served_on": ("day",), "follow_up_on": ("day",),
    "workers": ("whole",), "workers_male": ("whole",),
    "workers_female": ("whole",), "members_male": ("whole",), "members_female": ("whole",), "market": ("market",),
}  # fmt: skip
"""What stands in a column of a field, where that can be told."""
_STRICT = frozenset(
    {"nik", "long_number", "thirteen", "day", "phone", "email", "area_code", "latitude", "longitude"}
)
_ALONE = {
    "nik": "person_nik", "phone": "phone",
    "email": "email", "regency": "regency", "district": "district", "village": "village", "area_code": "area_code",
    "sex": "sex", "latitude": "latitude", "longitude": "longitude", "year": "year", "legal_form": "legal_form",
    "official_status": "official_status",
}  # fmt: skip
"""Content that says by itself which field it is."""
_NOT_OF_A_YEAR = re.compile(r"\b(bln|bulan|bulanan|sebulan|perbulan|hari|harian|minggu|mingguan)\b")
"""Sales of a month taken for those of a year would put an enterprise into a lower class."""
_THIRTEEN = {"cooperative": "cooperative_nik"}
"""What 13 digits are where no heading says it: else an NIB."""
_SURE, _LIKELY, _GUESS = 100, 60, 40
MOSTLY = 0.8


@dataclass(frozen=True)
class Column:
    """What was counted of one column: cells that say something, different ones, and the share of each kind of content."""

    filled: int
    distinct: int
    kinds: Mapping[str, float]

    @property
    def kind(self) -> str:
        """What stands in most of its cells: the first of those that hold for equally many."""
        best = max(self.kinds, key=lambda k: self.kinds[k], default="")
        return best if best and self.kinds[best] >= MOSTLY else "text" if self.filled else "empty"


@dataclass(frozen=True)
class Proposal:
    """The field proposed for a column ('' for none), and how sure that is: 'high', 'medium', 'low' or ''."""

    field: str = ""
    confidence: str = ""
    score: int = 0


@cache
def _aliases(record: str) -> dict[str, str]:
    """Field by folded heading."""
    known = {word: field for field, words in WORDS[record].items() for word in words}
    for layout in [*layouts().values(), *layouts(MONEY).values()]:
        if layout.record == record:
            known = layout.fields | known
    return known


def propose(headings: Sequence[str], columns: Sequence[Column], record: str) -> list[Proposal]:
    """One proposal a column; no field twice, the surest column gets it."""
    scored = sorted(
        (
            (score, at, field)
            for at, (heading, column) in enumerate(zip(headings, columns, strict=True))
            for field, score in _candidates(heading, column, record).items()
            if score >= _GUESS
        ),
        key=lambda s: (-s[0], s[1]),
    )
    taken: dict[int, Proposal] = {}
    fields: set[str] = set()
    for score, at, field in scored:
        if at not in taken and field not in fields:
            taken[at] = Proposal(field, _confidence(score), score)
            fields.add(field)
    return [taken.get(at, Proposal()) for at in range(len(headings))]


def _confidence(score: int) -> str:
    return "high" if score >= _SURE else "medium" if score >= _LIKELY else "low"


def _candidates(heading: str, column: Column, record: str) -> dict[str, int]:
    found = by_words(heading, record)
    for kind, name in (*_ALONE.items(), ("thirteen", _THIRTEEN.get(record, "nib"))):
        if column.kinds.get(kind, 0) >= MOSTLY and column.filled and name in WORDS[record]:
            found[name] = max(found.get(name, 0), 45)
    if _NOT_OF_A_YEAR.search(folded(heading)):
        found.pop("annual_sales_idr", None)
    return {field: score + _content(field, column) for field, score in found.items()}


def _content(field: str, column: Column) -> int:
    """What the content adds to the words of the heading, or takes away."""
    kinds = _KINDS.get(field)
    if kinds is None or not column.filled:
        return 0
    share = max(column.kinds.get(kind, 0) for kind in kinds)
    if share >= MOSTLY:
        return 15
    return -50 if share < 0.2 and column.filled >= 3 and set(kinds) & _STRICT else 0


def by_words(heading: str, record: str) -> dict[str, int]:
    """Scores by field of the heading's words alone."""
    known, whole = _aliases(record), folded(heading)
    if not whole:
        return {}
    last = folded(heading.rpartition(BETWEEN)[2])
    if whole in known:
        return {known[whole]: _SURE}
    bare = re.sub(r" (rp|rupiah|idr|orang|unit)$", "", whole)
    for text in (bare, last):
        if text in known:
            return {known[text]: _SURE - 10}
    found: dict[str, int] = {}
    for alias, field in known.items():
        if len(alias) > 3 and f" {alias} " in f" {whole} ":
            found[field] = max(found.get(field, 0), 50 + min(len(alias), 25))
    best = max(found.values(), default=0)
    return {field: score for field, score in found.items() if score == best}


def likely_record(headings: Sequence[str], columns: Sequence[Column], among: Sequence[str] = REGISTRY) -> str:
    """Which kind of record the headings speak of most."""
    told = f" {folded(' '.join(headings))} "
    hint = 200 * any(
        f" {word} " in told for word in ("koperasi", "badan hukum", "rat", "bh", "shu", "cooperative")
    )
    sums = {record: sum(p.score for p in propose(headings, columns, record)) for record in among}
    if "cooperative" in sums:
        sums["cooperative"] += hint
    return max(among, key=lambda record: sums[record])


def heading_score(headings: Sequence[str], cells: int, among: Sequence[str] = REGISTRY) -> int:
    """How much a row looks like the heading: how many of its texts are words for fields, then how many texts it has."""
    texts = [h for h in headings if h and not re.fullmatch(r"[0-9.,/ ()-]+", h)]
    known = max(sum(bool(by_words(h, record)) for h in texts) for record in among)
    return 10 * known + len(dict.fromkeys(texts)) - max(0, cells - len(texts))


def faults(
    fields: Sequence[str], record: str, *, place_known: bool, given: Collection[str] = ()
) -> list[tuple[str, str]]:
    """What keeps a mapping from being used: (code, field). `place_known`: the area of duty says where records lie;
    `given`: what was told of the file as a whole."""
    kind = KINDS[record]
    found = [("missing", field) for field in kind.must if field not in fields and field not in given]
    if kind.either and not set(kind.either) & {*fields, *given}:
        found.append(("missing", kind.either[0]))
    asked = kind.placed and not kind.placed_if_told
    if asked and not place_known and not set(fields) & set(AREA_FIELDS):
        found.append(("no_place", ""))
    return found + [
        ("twice", field) for field in dict.fromkeys(fields) if field and list(fields).count(field) > 1
    ]
