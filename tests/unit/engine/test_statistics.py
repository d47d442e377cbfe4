"""Statistics of a table keep no sample of what stands in it: erasing a person would have to find them."""

import pysqlite3

from naikkelas.engine import statistics


def test_sqlite_counts_without_keeping_a_name():
    connection = pysqlite3.connect(":memory:")
    connection.execute("CREATE TABLE person (name TEXT)")
    connection.execute("CREATE INDEX person_name ON person (name)")
    connection.executemany("INSERT INTO person VALUES (?)", [(f"Siti Contoh {n}",) for n in range(5_000)])
    statistics.renew(connection.cursor(), "sqlite")
    held = {
        table: connection.execute(f"SELECT * FROM {table}").fetchall()
        for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE name LIKE 'sqlite_stat%'")
    }
    assert held["sqlite_stat1"]
    assert "Siti" not in str(held)


def test_what_was_counted_while_there_was_little_is_not_kept_of_a_growing_table():
    connection = pysqlite3.connect(":memory:")
    for table, count in (("visit", 90), ("fact", 12_000), ("area", 15)):
        connection.execute(f"CREATE TABLE {table} (code INTEGER)")
        connection.execute(f"CREATE INDEX {table}_code ON {table} (code)")
        connection.executemany(f"INSERT INTO {table} VALUES (?)", [(n,) for n in range(count)])
    statistics.renew(connection.cursor(), "sqlite", ("visit", "fact"))
    assert {table for (table,) in connection.execute("SELECT tbl FROM sqlite_stat1")} == {"fact", "area"}
