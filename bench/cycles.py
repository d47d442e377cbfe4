"""`cycles`: the pages of monev and findings over five years of quarterly cycles, twenty clients at once, on both engines."""

from pathlib import Path

from bench import child, pages, postgres, server
from bench.verdict import Verdict

YEARS, VISITS, FINDINGS = 5, 600, 60
"""Of each quarter so many visits, and so many findings."""
SAMPLES = 60
VISIT, FINDING = "/kunjungan/", "/temuan/"
FIXED = {
    "home": "/",
    "cycles": "/monev/",
    "delegations": "/monev/pelimpahan/",
    "visits": VISIT,
    "visits of another quarter": f"{VISIT}?periode=2017-T2",
    "visits to verify": f"{VISIT}?state=received",
    "visits of a form": f"{VISIT}?periode=2018-T1&instrument=enterprise",
    "visits by area, last page": f"{VISIT}?periode=2016-T3&urut=area_id&hal=999999",
    "visits found": f"{VISIT}?q=keripik",
    "findings": FINDING,
    "findings by number, last page": f"{FINDING}?urut=-number&hal=999999",
    "findings open": f"{FINDING}?state=open",
    "findings overdue": f"{FINDING}?terlambat=ya",
    "findings of a year and cause": f"{FINDING}?tahun=2017&sebab=documents",
    "findings, the verifier's turn": f"{FINDING}?giliran=verifier",
    "findings found before": f"{FINDING}?berulang=ya",
    "findings found": f"{FINDING}?q=izin",
    "findings of a kabupaten": f"{FINDING}?wilayah=18.02",
    "asked of the unit": "/temuan/unit/",
    "findings summed up": "/temuan/rekap/",
    "letters": "/temuan/surat/",
    "citizens' reports": "/temuan/warga/",
}
RECORDS = {
    "the board of a cycle": (["/monev/"], r'href="(/monev/\d+/papan/)'),
    "an area of a cycle": (["/monev/", "BOARD"], r'href="(/monev/wilayah/\d+/)'),
    "progress": (["BOARD"], r'href="(/monev/\d+/kemajuan/)'),
    "the late": (["BOARD"], r'href="(/monev/\d+/terlambat/)'),
    "replacements": (["BOARD"], r'href="(/monev/\d+/pengganti/)'),
    "terms of reference": (["BOARD"], r'href="(/monev/\d+/kerangka/)'),
    "a visit": ([VISIT, f"{VISIT}?periode=2017-T2"], r'href="(/kunjungan/\d+/)'),
    "a finding": ([FINDING, f"{FINDING}?tahun=2017"], r'href="(/temuan/\d+/)'),
}


def measure(folder: Path) -> Verdict:
    title = f"{YEARS} years of quarterly cycles in 15 areas, {pages.CLIENTS} clients at once"
    verdict = Verdict("cycles", title)
    here = folder / "sqlite"
    server.command("demo", "--small", data=here)
    _engine(verdict, "SQLite", here)
    with postgres.server(folder / "postgres") as url:
        data = folder / "pg"
        server.command("demo", "--small", data=data, url=url)
        _engine(verdict, "PostgreSQL", data, url)
    verdict.notes.append(
        f"the small demonstration, and {4 * YEARS} cycles more of {VISITS} visits and {FINDINGS} findings, as rows; {SAMPLES} "
        "requests a page and role"
    )
    return verdict


def _engine(verdict: Verdict, engine: str, data: Path, url: str = "") -> None:
    filled = child.run(
        "bench.cycles_steps:fill", data=data, url=url, years=YEARS, visits=VISITS, findings=FINDINGS
    )
    verdict.notes.append(
        f"{engine}: {filled['cycles']} cycles, {filled['visits']:,} visits with {filled['facts']:,} facts, "
        f"{filled['findings']:,} findings in all"
    )
    pages.ask(verdict, engine, data, url, FIXED, RECORDS, SAMPLES)
