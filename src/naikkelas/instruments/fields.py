"""Kinds of columns: how text becomes a value, for a whole table at once.

Each kind gives an expression for the value and a list of faults. A fault of an error keeps the row out (it is given
back to the sender); a warning lets it in with the value left empty or coarser.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from naikkelas.instruments import problem_kinds as kinds
from naikkelas.kit.days import MONTH_NUMBERS
from naikkelas.kit.problems import Kind
from naikkelas.rules import person_nik

MISSING = ("", "-", "--", "n/a", "na", "null", "nihil", "tidak ada", "kosong", "belum ada")
_GROUPED = r"^-?([0-9]{1,3}(\.[0-9]{3})+(,0{1,2})?|[0-9]{1,3}(,[0-9]{3})+(\.0{1,2})?|[0-9]+([.,]0{1,2})?)$"

SCALES = {
    "ribu": 10**3, "rb": 10**3, "juta": 10**6, "jt": 10**6, "miliar": 10**9, "milyar": 10**9, "triliun": 10**12,
}  # fmt: skip
_WORDED = rf"^(-?)([0-9]{{1,4}})(?:[.,]([0-9]{{1,2}}))?({'|'.join(SCALES)})$"
FIRST_SERIAL, LAST_SERIAL = 10_000, 73_050
"""Days that Excel counts from 1899-12-30: of the years 1927 to 2099, so that no year and no amount is taken for one."""


@dataclass(frozen=True)
class Fault:
    """Where `holds`, the cell is wrong in the way of `kind`."""

    holds: pl.Expr
    kind: Kind
    error: bool = True
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Read:
    """The value of a column and what may be wrong with it."""

    value: pl.Expr
    faults: tuple[Fault, ...] = ()


def squeezed(table: pl.DataFrame) -> pl.DataFrame:
    """All text with compatibility forms folded and spaces squeezed; null where it says nothing.

    The costly steps run only on columns that need them: most cells are plain ASCII with single spaces.
    """
    texts = [name for name, dtype in table.schema.items() if dtype == pl.String]
    foreign = (
        table.select(pl.col(texts).str.contains(r"[^\x00-\x7F]").any()).row(0, named=True) if texts else {}
    )
    spaced = (
        table.select(pl.col(texts).str.contains(r"\s\s|[^\S ]|[\x1c-\x1f]").any()).row(0, named=True)
        if texts
        else {}
    )
    return table.with_columns(_squeezed(name, foreign=foreign[name], spaced=spaced[name]) for name in texts)


def _squeezed(name: str, *, foreign: bool, spaced: bool) -> pl.Expr:
    text = pl.col(name)
    if foreign:
        text = text.str.normalize("NFKC")
    if spaced or foreign:
        text = text.str.replace_all(r"[\s\x1c-\x1f]+", " ")  # as Python's split has it
    text = text.str.strip_chars()
    silent = (text.str.len_bytes() <= max(map(len, MISSING))) & text.str.to_lowercase().is_in(MISSING)
    return pl.when(silent).then(None).otherwise(text).alias(name)


def folded(text: pl.Expr) -> pl.Expr:
    """kit.text.folded for a column."""
    ascii_only = text.str.normalize("NFKD").str.replace_all(r"[^\x00-\x7F]", "").str.to_lowercase()
    return ascii_only.str.replace_all(r"[^a-z0-9]+", " ").str.strip_chars()


def _unquoted(text: pl.Expr) -> pl.Expr:
    """Without the apostrophe by which spreadsheet programs mark a number that is kept as text."""
    return text.str.replace(r"^['’] ?", "")


def _all(cells: pl.Series, pattern: str) -> bool:
    """Whether every cell that says something matches."""
    return bool(cells.drop_nulls().str.contains(pattern).all())


@dataclass(frozen=True)
class FieldKind:
    """Base: plain text up to `limit` characters."""

    limit: int = 150

    def quick(self, cells: pl.Series) -> Read | None:
        """A cheaper way to read a column all of whose cells are in the plainest form; None where they are not."""
        return None

    def read(self, column: str) -> Read:
        text = pl.col(column)
        return Read(
            text, (Fault(text.str.len_chars() > self.limit, kinds.TOO_LONG, params={"limit": self.limit}),)
        )


@dataclass(frozen=True)
class PersonNik(FieldKind):
    """A person's NIK; the column `<name>__number` says which cells Excel keeps as numbers."""

    def read(self, column: str) -> Read:
        text = pl.col(column).str.replace_all(r"[ .'’-]", "")
        number = pl.col(f"{column}__number") | pl.col(column).str.contains(r"^[0-9][.,]?[0-9]*[eE]\+?[0-9]+$")
        given = text.is_not_null()
        sixteen = text.str.contains(r"^[0-9]{16}$")
        day = text.str.slice(6, 2).cast(pl.Int32, strict=False)
        day = pl.when(day > 40).then(day - 40).otherwise(day)
        month = text.str.slice(8, 2).cast(pl.Int32, strict=False)
        possible = self._possible(text, day, month)
        known = text.str.slice(0, 2).is_in(sorted(person_nik.PROVINCES))
        ok = sixteen & ~number
        return Read(
            pl.when(ok & known & possible & (text.str.slice(12, 4) != "0000")).then(text),
            (
                Fault(given & number, person_nik.AS_NUMBER),
                Fault(given & ~number & ~sixteen, person_nik.NOT_SIXTEEN),
                Fault(ok & ~known, person_nik.NO_SUCH_PROVINCE),
                Fault(ok & known & ~possible, person_nik.BAD_BIRTH_DATE),
                Fault(ok & known & possible & (text.str.slice(12, 4) == "0000"), person_nik.SERIAL_ZERO),
            ),
        )

    @staticmethod
    def _possible(text: pl.Expr, day: pl.Expr, month: pl.Expr) -> pl.Expr:
        """Whether the birth date exists in 19xx or 20xx (1900 was no leap year, 2000 was)."""
        year = text.str.slice(10, 2).cast(pl.Int32, strict=False)
        longest = (
            pl.when(month.is_in([4, 6, 9, 11]))
            .then(30)
            .when(month == 2)
            .then(pl.when(year % 4 == 0).then(29).otherwise(28))
            .otherwise(31)
        )
        return ((month >= 1) & (month <= 12) & (day >= 1) & (day <= longest)).fill_null(False)


@dataclass(frozen=True)
class Digits(FieldKind):
    """A number of exactly `count` digits written as text; anything else is a warning and kept empty."""

    count: int = 13
    kind: Kind = kinds.BAD_NIB

    def read(self, column: str) -> Read:
        text = pl.col(column).str.replace_all(r"[ .'’-]", "")
        good = text.str.contains(rf"^[0-9]{{{self.count}}}$")
        return Read(pl.when(good).then(text), (Fault(text.is_not_null() & ~good, self.kind, error=False),))


@dataclass(frozen=True)
class Phone(FieldKind):
    """A telephone number, brought to +62…"""

    def read(self, column: str) -> Read:
        digits = (
            pl.col(column).str.replace_all(r"[^0-9+]", "").str.replace(r"^\+?62", "0").str.replace(r"^0?", "")
        )
        good = digits.str.contains(r"^[1-9][0-9]{6,12}$")
        return Read(
            pl.when(good).then("+62" + digits),
            (Fault(pl.col(column).is_not_null() & ~good.fill_null(False), kinds.BAD_PHONE, error=False),),
        )


@dataclass(frozen=True)
class Rupiah(FieldKind):
    """A whole amount of rupiah, below zero only where `negative` allows a loss. The same grammar as
    kit.money.parse_rupiah (a test compares them), and besides "1,5 juta": not "1.500 juta", which may be either."""

    negative: bool = False

    def quick(self, cells: pl.Series) -> Read | None:
        return Read(pl.col(cells.name).cast(pl.Int64)) if _all(cells, r"^[0-9]{1,18}$") else None

    def read(self, column: str) -> Read:
        bare = (
            _unquoted(pl.col(column))
            .str.to_lowercase()
            .str.replace(r"^rp\.?\s*", "")
            .str.replace(r",-$", "")
            .str.replace_all(" ", "")
        )
        grammatical = bare.str.contains(_GROUPED) & (bare.str.len_chars() <= 30)
        whole = (
            pl.when(bare.str.contains(r"[.,][0-9]{3}$"))
            .then(bare)
            .otherwise(bare.str.replace(r"[.,]0{1,2}$", ""))
        )
        amount = pl.coalesce(
            pl.when(grammatical).then(whole.str.replace_all(r"[.,]", "").cast(pl.Int64, strict=False)),
            _in_words(bare),
        )
        given = pl.col(column).is_not_null()
        return Read(
            amount if self.negative else pl.when(amount >= 0).then(amount),
            (
                Fault(given & amount.is_null(), kinds.NOT_RUPIAH),
                *(() if self.negative else (Fault(amount < 0, kinds.NEGATIVE),)),
            ),
        )


def _in_words(bare: pl.Expr) -> pl.Expr:
    """ "1,5juta" is 1 500 000; null for all that is not a number of at most two decimals and a word."""
    part = {n: bare.str.extract(_WORDED, n) for n in (1, 2, 3, 4)}
    scale = part[4].replace_strict(SCALES, default=None, return_dtype=pl.Int64)
    decimals = (part[3].fill_null("") + "00").str.head(2).cast(pl.Int64, strict=False)
    amount = (part[2].cast(pl.Int64, strict=False) * 100 + decimals) * (scale // 100)
    return pl.when(part[1] == "-").then(-amount).otherwise(amount)


@dataclass(frozen=True)
class Whole(FieldKind):
    """A whole number between `low` and `high`; "1.250" is a thousand and more, "3.0" is three."""

    low: int = 0
    high: int = 100_000

    def read(self, column: str) -> Read:
        text = _unquoted(pl.col(column)).str.to_lowercase().str.replace(r" ?(orang|org|jiwa)\.?$", "")
        thousands = text.str.contains(r"^[0-9]{1,3}([.,][0-9]{3})+$")
        text = (
            pl.when(thousands)
            .then(text.str.replace_all(r"[.,]", ""))
            .otherwise(text.str.replace(r"[.,]0{1,2}$", ""))
        )
        number = pl.when(text.str.contains(r"^-?[0-9]{1,9}$")).then(text.cast(pl.Int64, strict=False))
        good = number.is_between(self.low, self.high)
        return Read(
            pl.when(good).then(number),
            (
                Fault(
                    pl.col(column).is_not_null() & ~good.fill_null(False),
                    kinds.NOT_WHOLE,
                    params={"low": self.low, "high": self.high},
                ),
            ),
        )


@dataclass(frozen=True)
class Day(FieldKind):
    """A calendar day in any form of kit.days.parse_day; not after `latest`. A bare year means its first day, a bare
    number of five digits the day that Excel counts so."""

    latest: date = date(2100, 1, 1)

    def quick(self, cells: pl.Series) -> Read | None:
        if _all(cells, r"^[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}$"):
            return self._found(cells.name, pl.col(cells.name).str.to_date("%d/%m/%Y", strict=False))
        if _all(cells, r"^[0-9]{4}-[0-9]{2}-[0-9]{2}( 00:00:00)?$"):
            return self._found(
                cells.name, pl.col(cells.name).str.head(10).str.to_date("%Y-%m-%d", strict=False)
            )
        return None

    def _found(self, column: str, found: pl.Expr) -> Read:
        given = pl.col(column).is_not_null()
        found = pl.when(found >= date.min).then(found)  # a data frame has a year 0, the calendar has none
        return Read(
            pl.when(found <= self.latest).then(found),
            (Fault(given & found.is_null(), kinds.NOT_A_DAY), Fault(found > self.latest, kinds.FUTURE)),
        )

    def read(self, column: str) -> Read:
        return self._found(column, pl.col(column).map_batches(self._days, return_dtype=pl.Date))

    def _days(self, cells: pl.Series) -> pl.Series:
        """Step by step, each step worked out before the next: every step names the one before it several times, and
        as one expression they would be a tree that takes seconds only to plan."""
        table = pl.DataFrame({"text": cells.cast(pl.String)})
        for step in self._steps():
            table = table.with_columns(**step)
        return table["day"]

    def _steps(self) -> Iterator[dict[str, pl.Expr]]:
        text, plain, month, short = (pl.col(name) for name in ("text", "plain", "month", "short"))
        yield {"text": _unquoted(text).str.to_lowercase().str.replace(r"[t ]00:00:00(\.0+)?$", "")}
        yield {"text": text.str.replace(r"^[^0-9]*, ?", "")}
        yield {"text": pl.when(text.str.contains(r"^[0-9]{4}$")).then(text + "-01-01").otherwise(text)}
        yield {"plain": text.str.replace_all(r"[/. ]", "-")}
        numbers = {name: f"-{number}-" for name, number in MONTH_NUMBERS.items()}
        named = plain.str.extract(r"-([a-z]+)-")
        yield {"month": named.replace_strict(numbers, default=None, return_dtype=pl.String)}
        numbered = plain.str.extract(r"^([0-9]+)-") + month + plain.str.extract(r"-([0-9]+)$")
        yield {"plain": pl.when(month.is_null()).then(plain).otherwise(numbered)}
        # two digits are a year only beside a month in letters: "5/3/20" may be read in three ways
        two = plain.str.extract(r"^[0-9]{1,2}-[0-9]{1,2}-([0-9]{2})$")
        yield {"short": pl.when(month.is_not_null()).then(two.cast(pl.Int32, strict=False))}
        century = pl.when(short + 2000 <= self.latest.year).then(pl.lit("20")).otherwise(pl.lit("19"))
        full = plain.str.head(-2) + century + plain.str.tail(2)
        yield {"plain": pl.when(short.is_not_null()).then(full).otherwise(plain)}
        yield {"plain": plain.str.replace(r"^([0-9]{1,2})-([0-9]{1,2})-([0-9]{4})$", "${3}-${2}-${1}")}
        whole = pl.when(plain.str.contains(r"^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}$")).then(plain)
        serial = text.str.extract(r"^([1-9][0-9]{4})(?:\.0+)?$").cast(pl.Int32, strict=False)
        counted = pl.when(serial.is_between(FIRST_SERIAL, LAST_SERIAL)).then(
            pl.lit(date(1899, 12, 30)) + pl.duration(days=serial)
        )
        yield {"day": pl.coalesce(whole.str.to_date("%Y-%m-%d", strict=False), counted)}


def _one_each(words: Mapping[str, str]) -> Iterable[str]:
    """One word for each value: the first that is neither a letter or two nor the value's own name, where there is one."""
    held: dict[str, list[str]] = {}
    for word, value in words.items():
        held.setdefault(value, []).append(word)
    return (
        min(several, key=lambda word: (word == value.replace("_", " "), len(word) <= 2))
        for value, several in held.items()
    )


@dataclass(frozen=True)
class Choice(FieldKind):
    """One of a set of words; `words` maps what offices write (folded) to the stored word, `otherwise` stands for
    words that are not among them (with “” they are passed over). An empty cell says nothing."""

    words: Mapping[str, str] = field(default_factory=dict)
    otherwise: str | None = None

    def read(self, column: str) -> Read:
        key = folded(pl.col(column))
        found = key.replace_strict(dict(self.words), default=None, return_dtype=pl.String)
        given = pl.col(column).is_not_null()
        shown = ", ".join(_one_each(self.words))[:200]
        return Read(
            pl.when(given).then(found.fill_null(self.otherwise)) if self.otherwise else found,
            (
                Fault(
                    given & found.is_null(),
                    kinds.NOT_A_CHOICE,
                    error=self.otherwise is None,
                    params={"choices": shown},
                ),
            ),
        )


@dataclass(frozen=True)
class Decimal(FieldKind):
    """A coordinate in degrees; nothing else uses fractions."""

    low: float = -180
    high: float = 180

    def read(self, column: str) -> Read:
        number = pl.col(column).str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
        return Read(pl.when(number.is_between(self.low, self.high)).then(number))
