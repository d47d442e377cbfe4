"""How the database keeps the sums of the ledger's lines (LedgerSum): one statement for a line, for many, and for all."""
# ruff: noqa: S608 - every name in these statements stands in this file

SUMS = "programmes_ledgersum"
_KEY = ("programme_id", "year", "area_id", "kind")


def _key(row: str) -> str:
    """What a line is counted under."""
    revises = (
        f"CASE WHEN {row}.kind <> 'revision' THEN '' WHEN {row}.recipient_id IS NOT NULL THEN 'recipient' "
        f"WHEN {row}.allocation_id IS NOT NULL THEN 'allocation' ELSE 'ceiling' END"
    )
    return ", ".join([*(f"{row}.{column}" for column in _KEY), revises])


def _into(rows: str) -> str:
    key = ", ".join([*_KEY, "revises"])
    return (
        f"INSERT INTO {SUMS} ({key}, lines, amount_idr) {rows} ON CONFLICT ({key}) DO UPDATE "
        f"SET lines = {SUMS}.lines + excluded.lines, amount_idr = {SUMS}.amount_idr + excluded.amount_idr"
    )


def add_one() -> str:
    """The statement of a trigger that adds its new line."""
    return _into(f"VALUES ({_key('NEW')}, 1, NEW.amount_idr)")


def add(lines: str, where: str = "TRUE") -> str:
    """The statement that adds many lines."""
    return _into(
        f"SELECT {_key('z')}, COUNT(*), SUM(z.amount_idr) FROM {lines} z WHERE {where} GROUP BY {_key('z')}"
    )


def fill(lines: str) -> str:
    """The statement that writes the sums of lines from before sums were kept; nothing happens where there are any."""
    return add(lines, f"NOT EXISTS (SELECT 1 FROM {SUMS})")
