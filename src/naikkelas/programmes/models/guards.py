"""What the database itself refuses, whoever writes: rows of the ledger never change and never go, sums never pass what they
come from, a closed year takes nothing more.

Triggers, written once for SQLite and PostgreSQL. They are made after every `migrate` and taken away before it (apps.py),
because SQLite changes a table by making it anew, which its triggers would not survive. On PostgreSQL each first locks the
row of the programme, as the actions do: two writers at once wait for each other instead of both seeing room.
"""
# ruff: noqa: S608 - every name in these statements stands in this file

import re

from naikkelas.programmes.models import kept_sums

PREFIX = "ledger_guard_"
T = "programmes_"


def _sum(table: str, column: str, value: str) -> str:
    return f"COALESCE((SELECT SUM(x.amount_idr) FROM {T}{table} x WHERE x.{column} = {value}), 0)"


def _now(table: str, value: str) -> str:
    """The standing amount of a ceiling, allocation or recipient: first entry and revisions."""
    first = f"(SELECT x.amount_idr FROM {T}{table} x WHERE x.id = {value})"
    return f"({first} + {_sum('revision', f'{table}_id', value)})"


def _all_now(table: str, column: str, value: str) -> str:
    """The standing amounts of all rows of a table below one row of another."""
    revised = (
        f"COALESCE((SELECT SUM(v.amount_idr) FROM {T}revision v JOIN {T}{table} r ON r.id = v.{table}_id "
        f"WHERE r.{column} = {value}), 0)"
    )
    return f"({_sum(table, column, value)} + {revised})"


def _net(value: str) -> str:
    """What a commitment promises now: with its amendments, and nothing once it was taken back."""
    parts = (_sum("commitment", column, value) for column in ("id", "amends_id"))
    taken_back = (
        f"COALESCE((SELECT SUM(x.amount_idr) FROM {T}commitment x "
        f"WHERE x.reverses_id = {value} AND x.amends_id IS NULL), 0)"
    )
    return f"({' + '.join(parts)} + {taken_back})"


def _within_ceiling(ceiling: str) -> tuple[str, str]:
    return (
        f"{_all_now('allocation', 'ceiling_id', ceiling)} > {_now('ceiling', ceiling)}",
        "allocations exceed the ceiling",
    )


def _within_allocation(allocation: str) -> list[tuple[str, str]]:
    most = _now("allocation", allocation)
    return [
        (f"{_sum('commitment', 'allocation_id', allocation)} > {most}", "commitments exceed the allocation"),
        (
            f"{_all_now('recipient', 'allocation_id', allocation)} > {most}",
            "recipients exceed the allocation",
        ),
    ]


def _within_commitment(commitment: str) -> list[tuple[str, str]]:
    return [
        (
            f"{_all_now('recipient', 'commitment_id', commitment)} > {_net(commitment)}",
            "recipients exceed the commitment",
        ),
        (
            f"{_sum('disbursement', 'commitment_id', commitment)} > {_net(commitment)}",
            "disbursements exceed the contract",
        ),
    ]


def _within_decree(recipient: str) -> tuple[str, str]:
    return (
        f"{_sum('disbursement', 'recipient_id', recipient)} > {_now('recipient', recipient)}",
        "disbursements exceed the decree",
    )


def _within_paid(recipient: str) -> tuple[str, str]:
    spent = f"{_sum('use', 'recipient_id', recipient)} + {_sum('return', 'recipient_id', recipient)}"
    return (
        f"{spent} > {_sum('disbursement', 'recipient_id', recipient)}",
        "use and return exceed what was disbursed",
    )


def _opposite(table: str, *parents: str) -> tuple[str, str]:
    """A row that takes another back has its amount negative, and hangs where that hangs."""
    same = " AND ".join(f"o.{p} IS NOT DISTINCT FROM NEW.{p}" for p in parents)
    return (
        f"NEW.reverses_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {T}{table} o WHERE o.id = NEW.reverses_id "
        f"AND o.reverses_id IS NULL AND o.amount_idr = -NEW.amount_idr AND {same})",
        "a reversal is not the opposite of what it reverses",
    )


def _programme(ceiling: str) -> str:
    return f"(SELECT c.programme_id FROM {T}ceiling c WHERE c.id = {ceiling})"


def _ceiling_of_allocation(allocation: str) -> str:
    return f"(SELECT a.ceiling_id FROM {T}allocation a WHERE a.id = {allocation})"


def _ceiling_of_recipient(recipient: str) -> str:
    return (
        f"(SELECT a.ceiling_id FROM {T}recipient r JOIN {T}allocation a ON a.id = r.allocation_id "
        f"WHERE r.id = {recipient})"
    )


def _open(ceiling: str, year: str = "") -> tuple[str, str]:
    """The year that a row belongs to is not closed: the year of its budget, for use and return that of its day."""
    of_year = year or f"(SELECT c.year FROM {T}ceiling c WHERE c.id = {ceiling})"
    area = f"(SELECT p.area_id FROM {T}programme p WHERE p.id = {_programme(ceiling)})"
    newest = (
        f"SELECT y.closed FROM {T}yearclosing y WHERE y.area_id = {area} AND y.year = {of_year} "
        "ORDER BY y.id DESC LIMIT 1"
    )
    return f"COALESCE(({newest}), %s)", "the year is closed"


# table → (its ceiling as SQL, what must not be true after a row came in)
_OF = {
    "ceiling": "NEW.id",
    "allocation": "NEW.ceiling_id",
    "revision": f"COALESCE(NEW.ceiling_id, {_ceiling_of_allocation('NEW.allocation_id')}, "
    f"{_ceiling_of_recipient('NEW.recipient_id')})",
    "commitment": _ceiling_of_allocation("NEW.allocation_id"),
    "recipient": _ceiling_of_allocation("NEW.allocation_id"),
    "disbursement": _ceiling_of_recipient("NEW.recipient_id"),
    "use": _ceiling_of_recipient("NEW.recipient_id"),
    "return": _ceiling_of_recipient("NEW.recipient_id"),
}
_RECIPIENTS_COMMITMENT = f"(SELECT r.commitment_id FROM {T}recipient r WHERE r.id = NEW.recipient_id)"
_RECIPIENTS_ALLOCATION = f"(SELECT r.allocation_id FROM {T}recipient r WHERE r.id = NEW.recipient_id)"
_REVISED_ALLOCATION = f"COALESCE(NEW.allocation_id, {_RECIPIENTS_ALLOCATION})"
_REVISED_CEILING = f"COALESCE(NEW.ceiling_id, {_ceiling_of_allocation('NEW.allocation_id')})"
_AMENDS_ITS_OWN = (
    f"NEW.amends_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {T}commitment o WHERE o.id = NEW.amends_id "
    "AND o.amends_id IS NULL AND o.reverses_id IS NULL AND o.allocation_id = NEW.allocation_id AND o.kind = NEW.kind)",
    "an amendment is not of the same kind and allocation as what it amends",
)
_SUMS: dict[str, list[tuple[str, str]]] = {
    "ceiling": [],
    "allocation": [_within_ceiling("NEW.ceiling_id")],
    "revision": [
        _opposite("revision", "ceiling_id", "allocation_id", "recipient_id"),
        _within_ceiling(_REVISED_CEILING),
        *_within_allocation(_REVISED_ALLOCATION),
        *_within_commitment(_RECIPIENTS_COMMITMENT),
        _within_decree("NEW.recipient_id"),
        (f"{_now('ceiling', 'NEW.ceiling_id')} < 0", "less than nothing is left"),
        (f"{_now('allocation', 'NEW.allocation_id')} < 0", "less than nothing is left"),
        (f"{_now('recipient', 'NEW.recipient_id')} < 0", "less than nothing is left"),
    ],
    "commitment": [
        _opposite("commitment", "allocation_id", "kind", "amends_id"),
        _AMENDS_ITS_OWN,
        *_within_allocation("NEW.allocation_id"),
        *_within_commitment("COALESCE(NEW.amends_id, NEW.reverses_id)"),
        (f"{_net('COALESCE(NEW.amends_id, NEW.reverses_id)')} < 0", "less than nothing is left"),
    ],
    "recipient": [*_within_allocation("NEW.allocation_id"), *_within_commitment("NEW.commitment_id")],
    "disbursement": [
        _opposite("disbursement", "recipient_id", "commitment_id"),
        _within_decree("NEW.recipient_id"),
        *_within_commitment("NEW.commitment_id"),
        _within_paid("NEW.recipient_id"),
    ],
    "use": [_opposite("use", "recipient_id"), _within_paid("NEW.recipient_id")],
    "return": [_opposite("return", "recipient_id"), _within_paid("NEW.recipient_id")],
}
_LINKED = _within_commitment("NEW.commitment_id")
# whoever is erased leaves no name in them: the texts may change, nothing else may
_FROZEN = {
    table: tuple(columns.split())
    for table, columns in {
        "ceiling": "programme_id source year document_no line_code amount_idr",
        "allocation": "ceiling_id area_id activity amount_idr",
        "revision": "ceiling_id allocation_id recipient_id amount_idr decided_on document_no reverses_id recorded_at",
        "commitment": "allocation_id kind document_no signed_on amount_idr for_recipient_id reverses_id amends_id recorded_at",
        "recipient": "allocation_id amount_idr decree_no decree_on kind replaces_id",
        "disbursement": "recipient_id commitment_id amount_idr paid_on document_no reverses_id recorded_at recorded_by_id",
        "confirmation": "disbursement_id agrees by_id at",
        "use": "recipient_id category amount_idr used_on receipt_no reverses_id recorded_at",
        "return": "recipient_id amount_idr returned_on document_no reverses_id recorded_at",
        "yearclosing": "area_id year closed unused_idr at",
        "ledgerline": "kind record_id year area_id amount_idr dated_on document_no programme_id ceiling_id allocation_id "
        "recipient_id",
    }.items()
}
_AREA_OF_ALLOCATION = f"(SELECT a.area_id FROM {T}allocation a WHERE a.id = {{r}}.allocation_id)"
_AREA_OF_RECIPIENT = f"(SELECT x.area_id FROM {T}recipient x WHERE x.id = {{r}}.recipient_id)"
_ALLOCATION_OF_RECIPIENT = f"(SELECT x.allocation_id FROM {T}recipient x WHERE x.id = {{r}}.recipient_id)"
_AREA_OF_CEILING = f"(SELECT p.area_id FROM {T}ceiling s JOIN {T}programme p ON p.id = s.programme_id WHERE s.id = {{r}}.{{c}})"
# table → (its area, the day and the number of its document, its allocation, its recipient), read from the row {r}
_LINES = {
    "ceiling": (_AREA_OF_CEILING.replace("{c}", "id"), "NULL", "{r}.document_no", "NULL", "NULL"),
    "allocation": ("{r}.area_id", "NULL", "''", "{r}.id", "NULL"),
    "revision": (
        f"COALESCE({_AREA_OF_CEILING.replace('{c}', 'ceiling_id')}, {_AREA_OF_ALLOCATION}, {_AREA_OF_RECIPIENT})",
        "{r}.decided_on",
        "{r}.document_no",
        f"COALESCE({{r}}.allocation_id, {_ALLOCATION_OF_RECIPIENT})",
        "{r}.recipient_id",
    ),
    "commitment": (
        _AREA_OF_ALLOCATION,
        "{r}.signed_on",
        "{r}.document_no",
        "{r}.allocation_id",
        "{r}.for_recipient_id",
    ),
    "recipient": ("{r}.area_id", "{r}.decree_on", "{r}.decree_no", "{r}.allocation_id", "{r}.id"),
} | {
    table: (
        _AREA_OF_RECIPIENT,
        f"{{r}}.{day}",
        f"{{r}}.{number}",
        _ALLOCATION_OF_RECIPIENT,
        "{r}.recipient_id",
    )
    for table, day, number in (
        ("disbursement", "paid_on", "document_no"),
        ("use", "used_on", "receipt_no"),
        ("return", "returned_on", "document_no"),
    )
}
TABLES = (*(f"{T}{table}" for table in _FROZEN), kept_sums.SUMS)


def _checks(table: str, vendor: str) -> list[tuple[str, str]]:
    """(what must not be, its words) after a row came in."""
    year = {"use": "used_on", "return": "returned_on"}.get(table)
    if year is None:
        of_year = ""
    elif vendor == "postgresql":
        of_year = f"EXTRACT(YEAR FROM NEW.{year})"
    else:
        of_year = f"CAST(substr(NEW.{year}, 1, 4) AS INTEGER)"
    closed, words = _open(_OF[table], of_year)
    found = [(closed % ("FALSE" if vendor == "postgresql" else "0"), words), *_SUMS[table]]
    if vendor == "sqlite":  # beyond 2^63 SQLite would keep a float
        found.insert(0, ("typeof(NEW.amount_idr) <> 'integer'", "the amount is no whole number"))
    return found


def _line(table: str, row: str, rows: str = "") -> str:
    """The statement that writes the line of a row, or the lines of many: of `rows`, by themselves of the whole table."""
    area, day, number, allocation, recipient = (part.format(r=row) for part in _LINES[table])
    ceiling = _OF[table].replace("NEW", row)
    return (
        f"INSERT INTO {T}ledgerline (kind, record_id, year, area_id, amount_idr, dated_on, document_no, programme_id, "
        f"ceiling_id, allocation_id, recipient_id) SELECT '{table}', {row}.id, c.year, {area}, {row}.amount_idr, {day}, "
        f"{number}, c.programme_id, c.id, {allocation}, {recipient} FROM {T}ceiling c"
        + (
            f" WHERE c.id = {ceiling}"
            if row == "NEW"
            else f" JOIN {rows or T + table} {row} ON c.id = {ceiling}"
        )
    )


def fill_sql() -> list[str]:
    """Statements that write what older versions left out, sums of lines and lines of rows; nothing happens to what is there."""
    # by a join: NOT IN a list of a million rows PostgreSQL looks through for each row
    have = f"SELECT 1 FROM {T}ledgerline l WHERE l.kind = '{{0}}' AND l.record_id = r.id"
    without = f"(SELECT * FROM {T}{{0}} r WHERE NOT EXISTS ({have}))"
    lines = [f"{_line(table, 'z', without.format(table))} ORDER BY z.id" for table in _LINES]
    return [kept_sums.fill(f"{T}ledgerline"), *lines]


def _changed(table: str) -> str:
    parts = [f"NEW.{c} IS DISTINCT FROM OLD.{c}" for c in ("id", *_FROZEN[table])]
    if table == "recipient":  # a decree may be named later where none was, never another
        parts.append(
            "(OLD.commitment_id IS NOT NULL AND NEW.commitment_id IS DISTINCT FROM OLD.commitment_id)"
        )
    return " OR ".join(parts)


def create_sql(vendor: str) -> list[str]:
    """Statements that make the triggers of every table of the ledger."""
    make = _postgresql if vendor == "postgresql" else _sqlite
    return [statement for table in _FROZEN for statement in make(table)]


def drop_sql(vendor: str) -> list[str]:
    """Statements that take the triggers away; nothing happens where there are none."""
    found = []
    for table in _FROZEN:
        for event in ("in", "change", "link", "out"):
            name = f"{PREFIX}{table}_{event}"
            found.append(
                f"DROP FUNCTION IF EXISTS {name}() CASCADE"
                if vendor == "postgresql"
                else f"DROP TRIGGER IF EXISTS {name}"
            )
    return found


def _sqlite(table: str) -> list[str]:
    def trigger(event: str, when: str, body: str, condition: str = "") -> str:
        guard = f" WHEN {condition}" if condition else ""
        return f"CREATE TRIGGER {PREFIX}{table}_{event} {when} ON {T}{table}{guard} BEGIN {body} END"

    def refuse(words: str) -> str:
        return f"SELECT RAISE(ABORT, 'ledger: {words}');"

    made = [
        trigger("change", "BEFORE UPDATE", refuse(f"{table} is never changed"), _changed(table)),
        trigger("out", "BEFORE DELETE", refuse(f"{table} is never deleted")),
    ]
    if table in _SUMS:
        body = " ".join(
            f"SELECT RAISE(ABORT, 'ledger: {words}') WHERE {broken};"
            for broken, words in _checks(table, "sqlite")
        )
        made.append(trigger("in", "AFTER INSERT", f"{body} {_line(table, 'NEW')};"))
    if table == "ledgerline":
        made.append(trigger("in", "AFTER INSERT", f"{kept_sums.add_one()};"))
    if table == "recipient":
        made.append(
            trigger(
                "link",
                "AFTER UPDATE OF commitment_id",
                "".join(
                    f"SELECT RAISE(ABORT, 'ledger: {words}') WHERE {broken};" for broken, words in _LINKED
                ),
            )
        )
    return made


def _postgresql(table: str) -> list[str]:
    """What came in is looked at once a statement, each parent once: of a decree's 600 recipients the sum is taken once, not
    600 times. Lookups go by index however many rows came first: the plan is kept as long as the connection."""
    by_index = " ".join(f"SET enable_{way} = off" for way in ("seqscan", "hashjoin", "mergejoin"))

    def refuse(words: str) -> str:
        return f"RAISE EXCEPTION 'ledger: {words}' USING ERRCODE = 'check_violation';"

    def function(event: str, when: str, body: str, options: str = "") -> list[str]:
        name = f"{PREFIX}{table}_{event}"
        return [
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql {options} AS $$ BEGIN {body} RETURN NULL; END $$",
            f"CREATE TRIGGER {name} {when} EXECUTE FUNCTION {name}()",
        ]

    def named(broken: str) -> str:
        return ", ".join(f"z.{column}" for column in sorted({*re.findall(r"NEW\.(\w+)", broken)}))

    def looked_at(rows: str, checks: list[tuple[str, str]]) -> str:
        """Lock the programmes of rows, then refuse what is broken: each check for each parent that it names."""
        programme = _programme(_OF[table]).replace("NEW.", "z.")
        locked = f"PERFORM 1 FROM {T}programme WHERE id IN (SELECT {programme} FROM {rows} z) ORDER BY id FOR UPDATE;"
        return locked + "".join(
            f" IF EXISTS (SELECT 1 FROM (SELECT DISTINCT {named(broken)} FROM {rows} z) z WHERE "
            f"{broken.replace('NEW.', 'z.')}) THEN {refuse(words)} END IF;"
            for broken, words in checks
        )

    came_in = f"AFTER INSERT ON {T}{table} REFERENCING NEW TABLE AS came FOR EACH STATEMENT"
    made = [
        *function(
            "change",
            f"BEFORE UPDATE ON {T}{table} FOR EACH ROW WHEN ({_changed(table)})",
            refuse(f"{table} is never changed"),
        ),
        *function("out", f"BEFORE DELETE ON {T}{table} FOR EACH ROW", refuse(f"{table} is never deleted")),
    ]
    if table in _SUMS:
        made += function(
            "in",
            came_in,
            f"{looked_at('came', _checks(table, 'postgresql'))} {_line(table, 'z', 'came')} ORDER BY z.id;",
            by_index,
        )
    if table == "ledgerline":
        made += function("in", came_in, f"{kept_sums.add('came')};")
    if table == "recipient":
        kept = "id, allocation_id, commitment_id"
        linked = f"(SELECT {kept} FROM came EXCEPT SELECT {kept} FROM went)"
        made += function(
            "link",
            f"AFTER UPDATE ON {T}{table} REFERENCING OLD TABLE AS went NEW TABLE AS came FOR EACH STATEMENT",
            looked_at(linked, _LINKED),
            by_index,
        )
    return made
