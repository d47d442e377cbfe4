"""`ledger`: lists, sums and the trace over a million lines of the ledger, twenty clients at once, on both engines."""

from pathlib import Path

from bench import child, pages, postgres, server
from bench.verdict import Verdict

LINES = 1_000_000
SAMPLES = 100
BOOK, TRACE = "/program/buku/", "/program/lacak/"
FIXED = {
    "ledger": BOOK,
    "ledger by amount": f"{BOOK}?urut=-amount_idr",
    "ledger by area": f"{BOOK}?urut=area_id",
    "ledger by document": f"{BOOK}?urut=document_no",
    "ledger of a kind": f"{BOOK}?jenis=disbursement",
    "ledger of a kind and year": f"{BOOK}?jenis=use&tahun=2022",
    "ledger of a year by amount": f"{BOOK}?tahun=2021&urut=-amount_idr",
    "ledger, payments nobody visited": f"{BOOK}?kunjungan=belum",
    "ledger, payments seen": f"{BOOK}?kunjungan=ya",
    "ledger found by document": f"{BOOK}?q=SP2D-000017",
    "ledger, page 200": f"{BOOK}?hal=200",
    "ledger, last page": f"{BOOK}?hal=999999",
    "trace": TRACE,
    "trace of a year": f"{TRACE}?tahun=2021",
    "trace, not seen": f"{TRACE}?kunjungan=belum",
    "trace, seen": f"{TRACE}?kunjungan=ya",
    "trace found by document": f"{TRACE}?q=SP2D-000017",
    "trace, last page": f"{TRACE}?hal=999999",
    "programmes": "/program/",
    "deviation": "/program/deviasi/",
    "home": "/",
}
RECORDS = {
    "a programme": (["/program/"], r'href="(/program/\d+/)'),
    "the trace of a recipient": ([TRACE, f"{TRACE}?hal=200"], r'href="(/penerima/\d+/lacak/)'),
}


def measure(folder: Path, demo: Path | None = None) -> Verdict:
    verdict = Verdict("ledger", f"The ledger at {LINES:,} lines, {pages.CLIENTS} clients at once")
    here = folder / "sqlite"
    if demo:
        server.copy(demo, here)
    else:
        server.command("demo", data=here)
    _engine(verdict, "SQLite", here)
    with postgres.server(folder / "postgres") as url:
        data = folder / "pg"
        server.command("demo", data=data, url=url)
        _engine(verdict, "PostgreSQL", data, url)
    return verdict


def _engine(verdict: Verdict, engine: str, data: Path, url: str = "") -> None:
    filled = child.run("bench.ledger_steps:fill", data=data, url=url, lines=LINES)
    verdict.check(
        f"{engine}: at least {LINES:,} lines, their sums equal to the tables'", str(filled["equal"]), "True"
    )
    verdict.notes.append(
        f"{engine}: {filled['added']:,} lines more, written with all guards of the database in {filled['seconds']:.0f} s, "
        f"{1e6 * filled['seconds'] / filled['added']:.0f} µs a line; {filled['lines']:,} in all"
    )
    pages.ask(verdict, engine, data, url, FIXED, RECORDS, SAMPLES)
