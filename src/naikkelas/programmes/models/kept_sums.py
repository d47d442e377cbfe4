"""How the database keeps the sums of the ledger's lines (LedgerSum): one statement for a line, for many, and for all."""
# ruff: noqa: S608 - every name in these statements stands in this file

SUMS = "programmes_ledgersum"
_KEY = "programme_id, year, area_id, kind"
_REVISES = (
    "CASE WHEN z.kind <> 'revision' THEN '' WHEN z.recipient_id IS NOT NULL THEN 'recipient' "
    "WHEN z.allocation_id IS NOT NULL THEN 'allocation' ELSE 'ceiling' END"
)


def add(lines: str, where: str = "TRUE") -> str:
    """The statement that adds lines to the sums that are kept."""
    key = ", ".join(f"z.{column}" for column in _KEY.split(", "))
    return (
        f"INSERT INTO {SUMS} ({_KEY}, revises, lines, amount_idr) "
        f"SELECT {key}, {_REVISES}, COUNT(*), SUM(z.amount_idr) FROM {lines} z WHERE {where} GROUP BY {key}, {_REVISES} "
        f"ON CONFLICT ({_KEY}, revises) DO UPDATE "
        f"SET lines = {SUMS}.lines + excluded.lines, amount_idr = {SUMS}.amount_idr + excluded.amount_idr"
    )


def fill(lines: str) -> str:
    """The statement that writes the sums of lines from before sums were kept; nothing happens where there are any."""
    return add(lines, f"NOT EXISTS (SELECT 1 FROM {SUMS})")
