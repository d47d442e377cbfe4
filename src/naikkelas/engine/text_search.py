"""Search by the beginnings of words, with the full-text index that each database has built in.

'keripik pis' finds 'Keripik Pisang Siger'. SQLite: an FTS5 table. PostgreSQL: a GIN index
over to_tsvector('simple', …). Both read the same column of already folded text.

A number is found whole or by its beginning however it is written: whoever makes the column puts `compact` of a number
that has separators beside it.
"""

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from naikkelas.kit.text import folded

_WORD = re.compile(r"[a-z0-9]+")
_LEAST_OF_A_NUMBER = 4


def compact(number: str) -> str:
    """A number without its separators: '518/12.BH' → '51812bh'."""
    return folded(number).replace(" ", "")


def words_of(texts: Iterable[str], numbers: Iterable[str] = ()) -> str:
    """What a row is found by: the words of `texts`, and each of `numbers` that has separators once more without them."""
    joined = (folded(number) for number in numbers)
    plain = (number.replace(" ", "") for number in joined if " " in number)
    return " ".join([folded(" ".join(texts)), *plain])


def create_sql(vendor: str, table: str, column: str) -> list[str]:
    """Statements that make the index of `table.column`."""
    index = f"{table}_{column}_words"
    if vendor == "postgresql":
        return [f'CREATE INDEX "{index}" ON "{table}" USING GIN (to_tsvector(\'simple\', "{column}"))']
    return [
        f"CREATE VIRTUAL TABLE \"{index}\" USING fts5(\"{column}\", content='', contentless_delete=1, detail='none', "
        "prefix='2 3')"
    ]


def drop_sql(vendor: str, table: str, column: str) -> list[str]:
    index = f"{table}_{column}_words"
    return [f'DROP INDEX "{index}"' if vendor == "postgresql" else f'DROP TABLE "{index}"']


def renew(cursor: Any, vendor: str, table: str, column: str, ids: Sequence[int]) -> None:
    """Bring the index in step with rows that were inserted, changed or deleted: to be called by whoever wrote them.

    PostgreSQL does it by itself. On SQLite a trigger would: but it makes FTS5 flush at every row, which is a
    hundred times slower than one statement for all of them.
    """
    if vendor == "postgresql" or not ids:
        return
    index = f"{table}_{column}_words"
    listed = json.dumps(list(ids))
    cursor.execute(f'DELETE FROM "{index}" WHERE rowid IN (SELECT value FROM json_each(%s))', [listed])  # noqa: S608
    cursor.execute(
        f'INSERT INTO "{index}"(rowid, "{column}") SELECT "id", "{column}" FROM "{table}" '  # noqa: S608
        "WHERE id IN (SELECT value FROM json_each(%s))",
        [listed],
    )


def forget_deleted(cursor: Any, vendor: str, table: str, column: str) -> None:
    """Let the words of deleted rows really go: SQLite's index keeps them until its parts are merged."""
    if vendor != "postgresql":
        index = f"{table}_{column}_words"
        cursor.execute(f'INSERT INTO "{index}"("{index}") VALUES (\'optimize\')')  # noqa: S608


def match_sql(vendor: str, table: str, column: str, query: str) -> tuple[str, list[str]] | None:
    """A SELECT of the ids of `table` whose row has, for every word of `query`, a word that begins with it.

    None when the query holds no letter or digit: then nothing is searched for.
    """
    words = _WORD.findall(folded(query))[:8]
    if not words:
        return None
    number = compact(query)[:60]
    as_number = len(words) > 1 and len(number) >= _LEAST_OF_A_NUMBER and any(c.isdigit() for c in number)
    if vendor == "postgresql":
        terms = " & ".join(f"{word}:*" for word in words)
        if as_number:
            terms = f"({terms}) | {number}:*"
        return (
            f'SELECT "id" FROM "{table}" WHERE to_tsvector(\'simple\', "{column}") @@ to_tsquery(\'simple\', %s)',  # noqa: S608
            [terms],
        )
    index = f"{table}_{column}_words"
    terms = " AND ".join(f'"{word}"*' for word in words)
    if as_number:
        terms = f'({terms}) OR "{number}"*'
    return f'SELECT rowid FROM "{index}" WHERE "{index}" MATCH %s', [terms]  # noqa: S608


def vocabulary(cursor: Any, vendor: str, table: str, column: str) -> dict[str, int]:
    """Every word of the index that begins with a letter, and how many rows hold it (roughly, on PostgreSQL)."""
    if vendor == "postgresql":
        cursor.execute(
            f'SELECT word, COUNT(*) FROM (SELECT unnest(string_to_array("{column}", \' \')) AS word FROM "{table}") AS w '  # noqa: S608
            "WHERE word COLLATE \"C\" >= 'a' GROUP BY word"
        )
    else:
        index = f"{table}_{column}_words"
        cursor.execute(
            f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.\"{index}_v\" USING fts5vocab('main', '{index}', 'row')"
        )
        cursor.execute(f'SELECT term, doc FROM temp."{index}_v" WHERE term >= %s', ["a"])  # noqa: S608
    return dict(cursor.fetchall())
