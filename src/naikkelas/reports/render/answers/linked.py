"""A CSV for the form and one for each repeat, linked by keys, in a ZIP."""

from collections.abc import Iterator

from naikkelas.instruments.answer_columns import Wanted
from naikkelas.instruments.answer_tables import Table
from naikkelas.reports.queries.answers import Keep, Reader
from naikkelas.reports.render.answers.cells import headings, lines, written
from naikkelas.reports.render.answers.zipping import zipped


def name(reader: Reader, table: Table) -> str:
    form = reader.form.stem
    return f"{form}-{table.path.replace('/', '-')}" if table.path else form


def write(reader: Reader, wanted: Wanted, keep: Keep | None) -> Iterator[bytes]:
    def content(table: Table) -> Iterator[bytes]:
        yield "\ufeff".encode() + written(headings(table, wanted))
        for line in lines(reader, table, wanted, keep):
            yield written(line)

    return zipped((f"{name(reader, table)}.csv", content(table)) for table in reader.tables.tables)
