"""A spreadsheet layout: which header means which field. The catalogue's layouts are files; each is its own registration."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from naikkelas.instruments.headings import BETWEEN
from naikkelas.kit.bilingual import Text
from naikkelas.kit.text import folded


@dataclass(frozen=True)
class Layout:
    """`record` is 'enterprise' or 'cooperative'; `columns` maps the header as the office writes it to our field.

    `required` are the fields without which a file is not this layout. `aliases` are other headings that were seen or
    are to be expected for the same columns; `note` says what is not confirmed of the layout, `source` where its columns
    are known from.
    """

    id: str
    title: Text
    record: str
    columns: Mapping[str, str]
    required: frozenset[str]
    aliases: Mapping[str, str] = field(default_factory=dict)
    note: Text | None = None
    source: Text | None = None

    @cached_property
    def fields(self) -> dict[str, str]:
        """Field by folded header, the layout's own before its aliases."""
        both = {**self.aliases, **self.columns}
        return {folded(header): name for header, name in both.items()}

    @cached_property
    def others(self) -> dict[str, list[str]]:
        """Headings that do as well, by field."""
        found: dict[str, list[str]] = {}
        for header, name in self.aliases.items():
            found.setdefault(name, []).append(header)
        return found

    def own(self, cells: Sequence[str | None]) -> int:
        """How many cells are headings as the layout itself writes them: a tie between layouts is decided by it."""
        said = {folded(cell or "") for cell in cells}
        return sum(folded(header) in said for header in self.columns)

    @cached_property
    def headers(self) -> dict[str, str]:
        """The office's header by field."""
        return {field: header for header, field in self.columns.items()}

    def match(self, cells: Sequence[str | None]) -> dict[int, str]:
        """Return {position: field} for the cells that are headers of this layout, the first of twins only.

        Of a heading in two rows the lower part alone may be the header: 'Alamat / Desa'.
        """
        found: dict[int, str] = {}
        for position, cell in enumerate(cells):
            text = cell or ""
            name = self.fields.get(folded(text)) or self.fields.get(folded(text.rpartition(BETWEEN)[2]))
            if name is not None and name not in found.values():
                found[position] = name
        return found
