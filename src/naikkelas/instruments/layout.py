"""A spreadsheet layout: which header means which field. The catalogue's layouts are files; each is its own registration."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from naikkelas.kit.bilingual import Text
from naikkelas.kit.text import folded


@dataclass(frozen=True)
class Layout:
    """`record` is 'enterprise' or 'cooperative'; `columns` maps the header as the office writes it to our field.

    `required` are the fields without which a file is not this layout; `example` fills the template that the page
    offers for download.
    """

    id: str
    title: Text
    record: str
    columns: Mapping[str, str]
    required: frozenset[str]

    @cached_property
    def fields(self) -> dict[str, str]:
        """Field by folded header."""
        return {folded(header): field for header, field in self.columns.items()}

    @cached_property
    def headers(self) -> dict[str, str]:
        """The office's header by field."""
        return {field: header for header, field in self.columns.items()}

    def match(self, cells: list[str | None]) -> dict[int, str]:
        """Return {position: field} for the cells that are headers of this layout, the first of twins only."""
        found: dict[int, str] = {}
        for position, cell in enumerate(cells):
            field = self.fields.get(folded(cell or ""))
            if field is not None and field not in found.values():
                found[position] = field
        return found
