"""Read one spreadsheet: find its table and layout, turn cells into values, say what is wrong where."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from naikkelas.instruments import headings, profile
from naikkelas.instruments import problem_kinds as kinds
from naikkelas.instruments.cage import Answer
from naikkelas.instruments.fields import Fault, FieldKind, Read, folded, squeezed
from naikkelas.instruments.finding import Found, Mapped, find, layout_of, layouts
from naikkelas.instruments.gazetteer import Place, resolve
from naikkelas.instruments.record_kinds import KINDS, RecordKind
from naikkelas.instruments.registry_fields import AREA_FIELDS, NUMBERS_OF_PERSONS
from naikkelas.instruments.workbook import sheets

__all__ = ["Context", "Mapped", "layouts", "read"]


@dataclass(frozen=True)
class Context:
    """What reading needs to know of the sender: area of duty, places below it, and the day.

    `given`: what the sender said of the file as a whole, by field; `home`: where a row lies that does not say it.
    """

    duty: str
    places: list[Place]
    today: date
    given: Mapping[str, str] = field(default_factory=dict)
    home: str = ""


def read(
    content: bytes, filename: str, context: Context, layout_id: str = "", mappings: Sequence[Mapped] = ()
) -> Answer:
    """Return the table of a spreadsheet as values.

    Tables: `good` (one row a record, column `row` the sender's row number), `problems` (row, field, header, code,
    value, params, error) and `bad` (row and the sender's own cells). Values: layout, sheet, headers, columns, what was
    passed over, and a profile of each column. `layout_id` may name a layout or, as "mapping:ID", one of `mappings`;
    else whichever fits. Raises Refused when the file as a whole cannot be used.
    """
    every = sheets(content, filename)
    found = find(every, layout_id, mappings)
    cells = body(found)
    values, problems = valued(found, named(found, cells), context)
    wrong = pl.col("row").is_in(problems.filter(pl.col("error"))["row"].unique().to_list())
    others = [s for s in every if s is not found.sheet]
    return Answer(
        {
            "layout": found.layout.id,
            "mapping": found.mapping,
            "record": found.layout.record,
            "sheet": found.sheet.name,
            "headers": found.headings,
            "columns": [[at, field] for at, field in sorted(found.fields.items())],
            "ignored_columns": [h for n, h in enumerate(found.headings) if h and n not in found.fields],
            "other_sheets": [s.name for s in others if not s.hidden],
            "hidden_sheets": [s.name for s in others if s.hidden],
            "rows": cells.height,
            "profile": profile.of(values, problems, found),
        },
        {"good": values.filter(~wrong), "problems": problems, "bad": cells.filter(wrong)},
    )


def body(found: Found) -> pl.DataFrame:
    """The rows below the heading, without one that only numbers the columns."""
    cells = found.sheet.cells.slice(found.header_at + found.header_rows)
    if cells.height and headings.numbers_columns(cells.drop("row").row(0)):
        cells = cells.slice(1)
    return cells


def named(found: Found, cells: pl.DataFrame) -> pl.DataFrame:
    """The table with columns named by field, cells squeezed, and <NIK field>__number beside a person's NIK."""
    table = squeezed(
        cells.select("row", *(pl.col(f"c{at}").alias(field) for at, field in found.fields.items()))
    )
    header_row = int(found.sheet.cells["row"][found.header_at])
    filled = [
        n for n, cell in enumerate(found.sheet.cells.drop("row").row(found.header_at)) if cell is not None
    ]
    for at, name in found.fields.items():
        if name != "person_nik":
            continue
        numbers = found.sheet.long_numbers
        rows = numbers.rows(header_row, filled, at) if numbers else set()
        table = table.with_columns(pl.col("row").is_in(list(rows)).alias(f"{name}__number"))
    return table


def valued(found: Found, table: pl.DataFrame, context: Context) -> tuple[pl.DataFrame, pl.DataFrame]:
    """All values and all faults in one pass, so that what they share is computed once and on all cores."""
    record = KINDS[found.layout.record]
    columns: list[pl.Expr] = [pl.col("row")]
    faults: list[tuple[str, Fault]] = []
    for name, kind in record.fields(context.today).items():
        read_as = _read(table, name, kind)
        columns.append(read_as.value.alias(name))
        faults += [(name, fault) for fault in read_as.faults if name in table.columns]
    flags = [fault.holds.fill_null(False).alias(f"fault{n}") for n, (_, fault) in enumerate(faults)]
    done = table.lazy().select(*columns, *flags).collect()
    heads = found.heads
    names = {**layout_of(found.layout.record).headers, **heads}  # of what was told beside the file, too
    problems = [_missing(names, table, record.must)]
    for n, (name, fault) in enumerate(faults):
        wrong = done[f"fault{n}"]
        if wrong.any():
            problems.append(_problems(table.filter(wrong), names.get(name, name), name, fault))
    placed, place_problems = _placed(record, heads, table, context)
    # a join of the whole table would copy it: at 169k rows each copy is a tenth of what an import may use
    values = done.drop([f"fault{n}" for n in range(len(faults))]).with_columns(
        placed.sort("row")["area_code"]
    )
    told = pl.concat([*problems, *place_problems])
    # a row that is out already does not make a later, good one a double
    known_by = record.identity or _IDENTITY
    who = values.select(
        "row", "area_code", *(c for c in known_by if c in values.columns and c != "area_code")
    )
    sound = who.join(told.filter(pl.col("error")), on="row", how="anti")
    again = _twice(sound, record.identity) if record.identity else _twice_registered(sound)
    return values, pl.concat([told, again]).sort("row")


def _read(table: pl.DataFrame, name: str, kind: FieldKind) -> Read:
    if name in table.columns:
        return kind.quick(table[name]) or kind.read(name)
    # a column that the file does not have: what an empty cell of that kind means, in the kind's own type
    empty = pl.DataFrame(
        {name: [None], f"{name}__number": [False]}, schema={name: pl.String, f"{name}__number": pl.Boolean}
    )
    meant = empty.select(kind.read(name).value.alias(name))[name]
    return Read(pl.lit(meant[0], meant.dtype))


PROBLEM_SCHEMA = {
    "row": pl.UInt32, "field": pl.String, "header": pl.String, "code": pl.String, "value": pl.String, "params": pl.String,
    "error": pl.Boolean,
}  # fmt: skip
_SECRET = NUMBERS_OF_PERSONS


def _problems(table: pl.DataFrame, header: str, name: str, fault: Fault) -> pl.DataFrame:
    """One problem a row of a table that holds only the rows with the fault."""
    shown = pl.lit("…") if name in _SECRET else pl.col(name).str.head(60)
    return table.select(
        pl.col("row").cast(pl.UInt32),
        pl.lit(name).alias("field"),
        pl.lit(header).alias("header"),
        pl.lit(fault.kind.code).alias("code"),
        shown.alias("value"),
        pl.lit("&".join(f"{k}={v}" for k, v in fault.params.items())).alias("params"),
        pl.lit(fault.error).alias("error"),
    )


def flagged(
    table: pl.DataFrame,
    place: tuple[str, str],
    code: str,
    value: pl.Expr,
    where: pl.Expr,
    *,
    error: bool,
) -> pl.DataFrame:
    """`place`: the field and its heading, both empty where the whole row is meant."""
    field, header = place
    return table.filter(where).select(
        pl.col("row").cast(pl.UInt32),
        pl.lit(field).alias("field"),
        pl.lit(header).alias("header"),
        pl.lit(code).alias("code"),
        value.cast(pl.String).alias("value"),
        pl.lit("").alias("params"),
        pl.lit(error).alias("error"),
    )


def _missing(heads: Mapping[str, str], table: pl.DataFrame, fields: Sequence[str]) -> pl.DataFrame:
    must = [f for f in fields if f in table.columns]
    empty = pl.DataFrame(schema=PROBLEM_SCHEMA)
    return pl.concat(
        [empty]
        + [
            flagged(table, (f, heads[f]), kinds.REQUIRED.code, pl.lit(""), pl.col(f).is_null(), error=True)
            for f in must
        ]
    )


def _placed(
    record: RecordKind, heads: Mapping[str, str], table: pl.DataFrame, context: Context
) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
    """Where each row lies, and what is wrong with that; where a row need not say it, only of rows that do."""
    if not record.placed:
        return table.select("row", pl.lit(None, pl.String).alias("area_code")), []
    placed, problems = _places(heads, table, context)
    if record.placed_if_told:
        silent = [pl.col(f).is_null() for f in AREA_FIELDS if f in table.columns]
        unsaid = table.filter(pl.all_horizontal(silent or [pl.lit(True)]))["row"].cast(pl.UInt32).implode()
        problems = [p.filter(~pl.col("row").is_in(unsaid)) for p in problems]
    return placed, problems


def _places(
    heads: Mapping[str, str], table: pl.DataFrame, context: Context
) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
    default = next((code for code in (context.home, context.duty) if len(code) == 5), "")
    written = table.select("row", *(f for f in AREA_FIELDS if f in table.columns))
    placed = resolve(written, context.places, default)
    code = pl.col("found_code")
    inside = (code == context.duty) | code.str.starts_with(f"{context.duty}.") | pl.lit(context.duty == "0")
    at = {field: (field if field in table.columns else "", heads.get(field, "")) for field in AREA_FIELDS}
    whole = at["regency"] if heads.get("regency") else at["area_code"]
    nowhere = pl.col("no_regency") | (code.is_null() & ~pl.col("no_code"))
    problems = [
        flagged(placed, at["regency"], kinds.NO_REGENCY.code, pl.col("regency"), nowhere & pl.col("regency").is_not_null(),
                 error=True),
        flagged(placed, at["regency"], kinds.REQUIRED.code, pl.lit(""), nowhere & pl.col("regency").is_null(), error=True),
        flagged(placed, at["area_code"], kinds.NO_AREA_CODE.code, pl.col("area_code"), pl.col("no_code"), error=True),
        flagged(placed, at["district"], kinds.NO_DISTRICT.code, pl.col("district"),
                 pl.col("no_district") & inside.fill_null(False), error=True),
        flagged(placed, at["village"], kinds.NO_VILLAGE.code, pl.col("village"),
                 pl.col("no_village") & inside.fill_null(False), error=False),
        flagged(placed, at["area_code"] if heads.get("area_code") else at["regency"], kinds.FORMER_AREA.code,
                 pl.coalesce("area_code", "village", "district", "regency"), pl.col("former"), error=False),
        flagged(placed, whole, kinds.FOREIGN_AREA.code,
                 pl.coalesce("regency", "area_code", code), (~inside & ~pl.col("no_regency")).fill_null(False), error=True),
    ]  # fmt: skip
    return placed.select("row", code.alias("area_code")), problems


_IDENTITY = ("name", "owner_name", "nib", "person_nik", "cooperative_nik", "registration_no")


def _twice(values: pl.DataFrame, fields: Sequence[str]) -> pl.DataFrame:
    """Rows that say the same in all these fields as an earlier row."""
    said = [
        folded(pl.col(f)) if values.schema[f] == pl.String else pl.col(f).cast(pl.String)
        for f in fields
        if f in values.columns
    ]
    return _again(
        values.with_columns(pl.concat_str([s.fill_null("") for s in said], separator="|").alias("identity"))
    )


def _twice_registered(values: pl.DataFrame) -> pl.DataFrame:
    """Rows that name the same enterprise or cooperative as an earlier row: by number, else by name and place.

    Not enterprises to which the sender gave different numbers of his own: for him they are two records, and whether
    they are one is for a person to decide (`naikkelas registry link`).
    """
    if "owner_name" in values.columns:
        by_name = pl.concat_str(
            [folded(pl.col("name")), folded(pl.col("owner_name")), pl.col("area_code")], separator="|"
        )
        number = pl.coalesce("nib", pl.col("person_nik") + "|" + folded(pl.col("name")), by_name)
        number = pl.concat_str(number, pl.col("registration_no").fill_null(""), separator="|")
    else:
        by_name = pl.concat_str([folded(pl.col("name")), pl.col("area_code")], separator="|")
        number = pl.coalesce("cooperative_nik", by_name)
    return _again(values.with_columns(number.alias("identity")))


def _again(values: pl.DataFrame) -> pl.DataFrame:
    first = pl.col("row").min().over("identity")
    keyed = values.with_columns(first.alias("first"))
    again = pl.col("identity").is_not_null() & (pl.col("row") != pl.col("first"))
    return flagged(keyed, ("", ""), kinds.TWICE.code, pl.col("first"), again, error=True)
