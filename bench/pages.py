"""`pages`: every list, search and record page of the full demonstration, twenty clients at once, on both engines."""

import random
import re
from pathlib import Path

from bench import child, load, postgres, server
from bench.verdict import Verdict

CLIENTS = 20
SAMPLES = 100
"""Requests a page and role: its 95th percentile is then the fifth slowest."""
LIMIT_MS = 300.0
PORTS = {"SQLite": 8150, "PostgreSQL": 8151}
ROLES = {"province": "provinsi", "regency": "dinas1802"}
Fixed = dict[str, str]
"""Label → address."""
Records = dict[str, tuple[list[str], str]]
"""Label → the lists on which to find records, and what their addresses look like."""

UMKM, KOPERASI = "/registri/umkm/", "/registri/koperasi/"
# label → address; the deep pages are those of the role's own list
FIXED = {
    "home": "/",
    "home, other map": "/?peta=rat_held",
    "enterprises": UMKM,
    "enterprises by sales": f"{UMKM}?urut=-annual_sales_idr",
    "enterprises by area": f"{UMKM}?urut=area_id",
    "enterprises Z to A": f"{UMKM}?urut=-name_key",
    "enterprises of a class": f"{UMKM}?size_class=small",
    "enterprises of the commonest class": f"{UMKM}?size_class=micro",
    "enterprises of a sector": f"{UMKM}?sector=technology",
    "enterprises of a large sector": f"{UMKM}?sector=culinary",
    "enterprises by reach, no index": f"{UMKM}?market=online",
    "enterprises, three filters by sales": f"{UMKM}?size_class=micro&sector=culinary&market=regency&urut=-annual_sales_idr",
    "enterprises of a kecamatan": f"{UMKM}?wilayah=18.02.05",
    "enterprises found by a common word": f"{UMKM}?q=siti",
    "enterprises found by two words": f"{UMKM}?q=keripik+sri",
    "enterprises found by number": f"{UMKM}?q=UM0045678",
    "enterprises found by two letters": f"{UMKM}?q=ke",
    "enterprises found, by sales": f"{UMKM}?q=kopi&urut=-annual_sales_idr",
    "enterprises, page 150": f"{UMKM}?hal=150",
    "enterprises, last page": f"{UMKM}?hal=999999",
    "enterprises by sales, last page": f"{UMKM}?urut=-annual_sales_idr&hal=999999",
    "enterprises of a class, last page": f"{UMKM}?size_class=micro&hal=999999",
    "cooperatives": KOPERASI,
    "cooperatives by members": f"{KOPERASI}?urut=-members",
    "cooperatives by last meeting": f"{KOPERASI}?urut=last_rat_year",
    "cooperatives, official and computed differ": f"{KOPERASI}?selisih=ya",
    "cooperatives, kind and status": f"{KOPERASI}?official_status=active&kind=savings_loan",
    "cooperatives found": f"{KOPERASI}?q=kopontren",
    "cooperatives, last page": f"{KOPERASI}?hal=999999",
    "enterprises meant by wrong letters": f"{UMKM}?q=warng+sari",
    "cooperatives meant by wrong letters": f"{KOPERASI}?q=koprasi",
    "enterprises of a KBLI section": f"{UMKM}?kbli=C",
    "credentials": "/registri/izin/",
    "credentials by enterprise": "/registri/izin/?urut=enterprise__name_key",
    "credentials that end": "/registri/izin/jatuh-tempo/",
    "branding": "/registri/promosi/",
    "branding, before and after": "/registri/promosi/ringkasan/",
    "doubles": "/registri/ganda/",
    "doubles of cooperatives": "/registri/ganda/koperasi/",
    "merges": "/registri/penggabungan/",
    "quality": "/registri/mutu/",
    "quality worklist": "/registri/mutu/daftar/",
    "rising in class": "/naik-kelas/",
    "health": "/registri/kesehatan/",
    "early warning": f"{KOPERASI}peringatan/",
    "groups of cooperatives": f"{KOPERASI}kelompok/",
    "coaching": f"{KOPERASI}pembinaan/",
    "official and computed status differ": f"{KOPERASI}selisih/",
    "programmes": "/program/",
    "types of programme": "/program/jenis/",
    "ledger": "/program/buku/",
    "trace": "/program/lacak/",
    "deviation": "/program/deviasi/",
    "markets": "/pasar/",
    "service centres": "/plut/",
    "services": "/plut/layanan/",
    "training by cohort": "/angkatan/",
    "cycles": "/monev/",
    "visits": "/kunjungan/",
    "visits to verify": "/kunjungan/?state=received",
    "visits found": "/kunjungan/?q=keripik",
    "findings": "/temuan/",
    "findings overdue": "/temuan/?terlambat=ya",
    "findings found": "/temuan/?q=pasar",
    "indicators": "/indikator/",
    "one indicator": "/indikator/cooperatives_active/",
    "records of an indicator": "/indikator/cooperatives_active/whole/",
    "records of class changes": "/indikator/class_up/whole/",
    "imports": "/impor/",
    "held submissions": "/kiriman-tertahan/",
    "reports": "/laporan/",
    "search, a common word": "/cari/?q=siti",
    "search, a place": "/cari/?q=way+kanan",
    "search, wrong letters": "/cari/?q=koprasi",
    "search, two letters": "/cari/?q=ko",
}
# label → the list on which to find records, and what their addresses look like
RECORDS = {
    "an enterprise": ([UMKM, f"{UMKM}?urut=-annual_sales_idr"], r'href="(/registri/umkm/\d+/)'),
    "a cooperative": ([KOPERASI, f"{KOPERASI}?urut=-members"], r'href="(/registri/koperasi/\d+/)'),
    "a programme": (["/program/"], r'href="(/program/\d+/)'),
    "the board of a cycle": (["/monev/"], r'href="(/monev/\d+/papan/)'),
    "an area of a cycle": (["/monev/", "BOARD"], r'href="(/monev/wilayah/\d+/)'),
    "a visit": (["/kunjungan/"], r'href="(/kunjungan/\d+/)'),
    "a finding": (["/temuan/"], r'href="(/temuan/\d+/)'),
    "an import": (["/impor/"], r'href="(/impor/\d+/)'),
}


def measure(folder: Path, demo: Path | None = None) -> Verdict:
    verdict = Verdict("pages", f"Pages of the full demonstration, {CLIENTS} clients at once")
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
    verdict.notes += [
        f"{CLIENTS} clients, half of them an officer of the province, half of a kabupaten; each asks for its next page as "
        "soon as it has the last one (no pause for reading), over a kept connection, gzip accepted",
        "the load generator runs on the same cores",
        f"{SAMPLES} requests a page and role, in an order shuffled for each client, after one round to warm up",
    ]
    return verdict


def _engine(verdict: Verdict, engine: str, data: Path, url: str = "") -> None:
    ask(verdict, engine, data, url, FIXED, RECORDS)


def ask(
    verdict: Verdict,
    engine: str,
    data: Path,
    url: str,
    fixed: Fixed,
    records: Records,
    samples: int = SAMPLES,
) -> None:
    """Serve an installation and let the clients ask its pages; a line for the slowest and for all."""
    port = PORTS[engine]
    with server.serving(data, port, url) as serving:
        server.until_settled(data, url, serving.pid)
        password = server.password_of(data)
        cookies = {role: server.sign_in(port, name, password) for role, name in ROLES.items()}
        addresses = {role: _addresses(port, cookie, fixed, records) for role, cookie in cookies.items()}
        # one round alone: what is slow by itself, and a check that every page is there
        alone, _ = load.run(port, [_plan(addresses, cookies, random.Random(0), 2)])
        missing = sorted({label for label, status, _ in alone if status != 200})
        if missing:
            raise server.NotServing(f"not 200: {', '.join(missing)}")
        before = child.cpu_seconds(serving.pid)
        seen, seconds = load.run(port, _clients(addresses, cookies, samples))
        spent = child.cpu_seconds(serving.pid) - before
    _judge(verdict, engine, alone, seen)
    verdict.notes.append(
        f"{engine}: {len(seen):,} requests in {seconds:.1f} s, {len(seen) / seconds:.0f} a second; the server's processes spent "
        f"{1000 * spent / len(seen):.1f} ms of CPU a request"
        + (" (the database's not counted)" if url else "")
    )


def _addresses(port: int, cookie: str, fixed: Fixed, records: Records) -> dict[str, list[str]]:
    found = {label: [path] for label, path in fixed.items()}
    for label, (lists, pattern) in records.items():
        pages = [found["the board of a cycle"][0] if path == "BOARD" else path for path in lists]
        texts = [server.get(port, path, cookie)[1] for path in pages]
        hits = [hit for text in texts for hit in dict.fromkeys(re.findall(pattern, text))][:40]
        if hits:
            found[label] = hits
    return found


Addresses = dict[str, dict[str, list[str]]]


def _plan(
    addresses: Addresses, cookies: dict[str, str], dice: random.Random, each: int
) -> list[load.Request]:
    plan = [
        (f"{role}: {label}", _request(dice.choice(paths), cookies[role]), "")
        for role, pages in addresses.items()
        for label, paths in pages.items()
        for _ in range(each)
    ]
    dice.shuffle(plan)
    return plan


def _clients(addresses: Addresses, cookies: dict[str, str], samples: int) -> list[list[load.Request]]:
    """Each client is one person, so one role; together they ask every page `samples` times a role."""
    half = CLIENTS // 2
    clients = []
    for role in addresses:
        whole = _plan({role: addresses[role]}, cookies, random.Random(1), samples)
        clients += [whole[n::half] for n in range(half)]
    return clients


def _request(path: str, cookie: str) -> str:
    return (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\nAccept-Encoding: gzip\r\n"
        "Accept-Language: id\r\n\r\n"
    )


def _judge(verdict: Verdict, engine: str, alone: list[load.Seen], seen: list[load.Seen]) -> None:
    times: dict[str, list[float]] = {}
    single: dict[str, list[float]] = {}
    for label, _, ms in seen:
        times.setdefault(label, []).append(ms)
    for label, _, ms in alone:
        single.setdefault(label, []).append(ms)
    bad = [status for _, status, _ in seen if status != 200]
    verdict.check(f"{engine}: pages that answered otherwise than 200", str(len(bad)), "0")
    p95 = {label: load.percentile(values, 0.95) for label, values in times.items()}
    for label in sorted(p95, key=lambda name: -p95[name])[:3]:
        verdict.at_most(f"{engine}: p95 of {label}", p95[label], LIMIT_MS, 1, "ms", "limit")
    every = [ms for _, _, ms in seen]
    verdict.at_most(
        f"{engine}: p95 of all requests", load.percentile(every, 0.95), LIMIT_MS, 1, "ms", "limit"
    )
    over = sum(value > LIMIT_MS for value in p95.values())
    verdict.check(f"{engine}: pages whose p95 is over the limit", f"{over} of {len(p95)}", f"0 of {len(p95)}")
    verdict.details[engine] = {
        label: {
            "alone_ms": round(min(single[label]), 1),
            "p50_ms": round(load.percentile(values, 0.5), 1),
            "p95_ms": round(p95[label], 1),
            "requests": len(values),
        }
        for label, values in sorted(times.items())
    }
