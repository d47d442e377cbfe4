"""Where in a workbook the table stands, and what its columns mean: by a saved mapping, else by a built-in layout."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from naikkelas.instruments import headings
from naikkelas.instruments.layout import Layout
from naikkelas.instruments.workbook import HEADER_WITHIN, Sheet
from naikkelas.kit.bilingual import Text
from naikkelas.kit.collect import collect
from naikkelas.kit.problems import Kind, Refused

UNKNOWN_LAYOUT = Kind(
    "file.unknown_layout",
    "Judul kolom tidak dikenali. Pakai salah satu tata letak: {known}. Unduh contohnya di halaman impor.",
    "The column headings are not known. Use one of the layouts: {known}. Download an example from the import page.",
)
MISSING_COLUMNS = Kind(
    "file.missing_columns",
    "Lembar “{sheet}” mirip tata letak “{layout}”, tetapi kolom ini tidak ada: {missing}. Tambahkan lalu kirim ulang.",
    "Sheet “{sheet}” looks like layout “{layout}”, but these columns are missing: {missing}. Add them and send it again.",
)
OTHER_HEADINGS = Kind(
    "file.other_headings",
    "Judul kolom berkas ini tidak sama dengan pemetaan “{name}”. Petakan kolomnya sekali lagi.",
    "The headings of this file are not those of the mapping “{name}”. Map its columns once more.",
)
FEWEST = 3
"""Headings that a layout must know before a table is taken for it."""
TO_MAP = frozenset(kind.code for kind in (UNKNOWN_LAYOUT, MISSING_COLUMNS, OTHER_HEADINGS))
"""Refusals that a person can answer by saying what the columns mean."""


@dataclass(frozen=True)
class Mapped:
    """What an officer said of a table's columns: the field at each position below headings that are recognised again.

    `sheet` is where they were seen first; another sheet with the same headings does as well.
    """

    id: int
    name: str
    record: str
    fingerprint: str
    header_rows: int
    fields: Mapping[int, str]
    sheet: str = ""

    @property
    def layout(self) -> Layout:
        columns = {name: name for name in self.fields.values()}
        return Layout(f"mapping:{self.id}", Text(self.name, self.name), self.record, columns, frozenset())


@dataclass(frozen=True)
class Found:
    """A table: its sheet, its layout, where its heading stands and what each column holds."""

    sheet: Sheet
    layout: Layout
    header_at: int
    header_rows: int
    headings: list[str]
    fields: Mapping[int, str]
    mapping: int | None = None

    @property
    def missing(self) -> list[str]:
        return [self.layout.headers[f] for f in sorted(self.layout.required - set(self.fields.values()))]

    @property
    def heads(self) -> dict[str, str]:
        """The sender's heading by field, the layout's own where the file lacks it."""
        own = {field: self.headings[at] for at, field in self.fields.items() if self.headings[at]}
        return {**self.layout.headers, **own}


REGISTRY, MONEY = "naikkelas.instruments.catalogue", "naikkelas.instruments.money"
"""The catalogues of layouts: a list of programmes is never taken for one of the registry, nor the other way round."""


def layouts(catalogue: str = REGISTRY) -> dict[str, Layout]:
    return {
        name: thing for name, thing in collect(catalogue, "INSTRUMENT").items() if isinstance(thing, Layout)
    }


def layout_of(record: str) -> Layout:
    """The first built-in layout of a record: what its fields are called where a file does not say it."""
    every = [*layouts().values(), *layouts(MONEY).values()]
    return next(layout for layout in every if layout.record == record)


def find(
    every: Sequence[Sheet], layout_id: str, mappings: Sequence[Mapped], catalogue: str = REGISTRY
) -> Found:
    """The table that is to be read. Raises Refused, with a code of TO_MAP where a person can help."""
    chosen = [m for m in mappings if f"mapping:{m.id}" == layout_id]
    if layout_id.startswith("mapping:"):
        found = by_mapping(every, chosen)
        if found is None:
            raise Refused(OTHER_HEADINGS, name=chosen[0].name if chosen else "–")
        return found
    if layout_id not in layouts(catalogue):
        found = by_mapping(every, mappings)
        if found is not None:
            return found
    return _by_layout([sheet for sheet in every if not sheet.hidden], layout_id, layouts(catalogue))


def nearest(texts: Sequence[str], record: str) -> Layout | None:
    """The built-in layout of a record that knows most of these headings; None where none knows half of them."""
    every = [*layouts().values(), *layouts(MONEY).values()]
    known = [layout for layout in every if layout.record == record]
    best = max(known, key=lambda layout: (len(layout.match(texts)), layout.own(texts)))
    return best if _near(best.match(texts), texts) else None


def _near(known: Mapping[int, str], texts: Sequence[str]) -> bool:
    """Whether a layout knows enough of a table's headings to be named to a person."""
    return len(known) >= max(FEWEST, sum(bool(text) for text in texts) / 2)


def headings_within(
    sheet: Sheet, most_rows: int = headings.MOST_ROWS
) -> Iterator[tuple[int, int, list[str]]]:
    """(place, rows, headings) of whatever near the top of a sheet may be its heading."""
    top = sheet.cells.drop("row").head(HEADER_WITHIN + most_rows).rows()
    for at in range(min(len(top), HEADER_WITHIN)):
        yield at, 1, headings.joined(top[at : at + 1])
        if sum(bool((cell or "").strip()) for cell in top[at]) < 2:
            continue  # a title over the table, which is no part of each column's heading
        for rows in range(2, most_rows + 1):
            if at + rows > len(top) or not headings.may_go_on(top[at + rows - 2], top[at + rows - 1]):
                break
            yield at, rows, headings.joined(top[at : at + rows])


def by_mapping(every: Sequence[Sheet], mappings: Sequence[Mapped]) -> Found | None:
    """The table whose headings a saved mapping knows; a hidden sheet only where the mapping names it."""
    known = {(m.fingerprint, m.header_rows): m for m in reversed(mappings)}
    if not known:
        return None
    candidates = []
    for sheet in every:
        for at, rows, texts in headings_within(sheet):
            mapping = known.get((headings.fingerprint(texts), rows))
            if mapping is None or (sheet.hidden and sheet.name != mapping.sheet):
                continue
            candidates.append(
                Found(sheet, mapping.layout, at, rows, texts, dict(mapping.fields), mapping=mapping.id)
            )
    named = {m.id: m.sheet for m in mappings}
    return max(
        candidates,
        key=lambda c: (c.sheet.name == named[c.mapping or 0], c.sheet.cells.height),
        default=None,
    )


def _by_layout(every: Sequence[Sheet], layout_id: str, known: Mapping[str, Layout]) -> Found:
    """The sheet, heading and built-in layout that fit best; of equals the layout whose own headings they are, then the
    heading with fewer rows."""
    wanted = [known[layout_id]] if layout_id in known else list(known.values())
    candidates = [
        Found(sheet, layout, at, rows, texts, layout.match(texts))
        for sheet in every
        for at, rows, texts in headings_within(sheet)
        for layout in wanted
    ]
    best = max(
        candidates,
        key=lambda c: (
            len(c.fields) - 2 * len(c.missing),
            len(c.fields),
            c.layout.own(c.headings),
            -c.header_rows,
        ),  # fmt: skip
        default=None,
    )
    told = layout_id in known  # then what is missing of it says more than that no layout fits
    if (
        best is None
        or len(best.fields) < FEWEST
        or (best.missing and not told and not _near(best.fields, best.headings))
    ):
        raise Refused(UNKNOWN_LAYOUT, known=", ".join(layout.title.id for layout in known.values()))
    if best.missing:
        raise Refused(
            MISSING_COLUMNS,
            sheet=best.sheet.name or "CSV",
            layout=best.layout.title.id,
            missing=", ".join(best.missing),
        )
    return best
