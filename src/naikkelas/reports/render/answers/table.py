"""One CSV: a row a submission."""

from collections.abc import Iterator

from naikkelas.instruments.answer_columns import Wanted
from naikkelas.reports.queries.answers import Keep, Reader
from naikkelas.reports.render.answers.cells import flat, written


def write(reader: Reader, wanted: Wanted, keep: Keep | None) -> Iterator[bytes]:
    yield "\ufeff".encode()
    for line in flat(reader, wanted, keep):
        yield written(line)
