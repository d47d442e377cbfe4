"""python -m bench [NAME …]: run the benchmarks, show each goal, keep the results.

Speed is shown, not tested: the exit code is 0 even where a goal is missed.
"""

import argparse
import tempfile
import time
from pathlib import Path

from bench import cycles, ledger, linkage, linkage_cooperatives, machine, pages, registry_import, submissions

NAMES = ("cooperatives", "cycles", "import", "ledger", "linkage", "pages", "submissions")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"which: {', '.join(NAMES)} (default: all)")
    parser.add_argument(
        "--demo", type=Path, help="a full demonstration on SQLite to copy, instead of making one"
    )
    parser.add_argument("--long", action="store_true", help="submissions: 20,000 sustained instead of 4,000")
    given = parser.parse_args()
    if unknown := set(given.names) - set(NAMES):
        parser.error(f"no benchmark {min(unknown)!r}; there are {', '.join(NAMES)}")
    for name in given.names or NAMES:
        known, begun = machine.described(), time.monotonic()
        print(f"\n{name} …", flush=True)
        with tempfile.TemporaryDirectory(prefix="naikkelas-bench-") as folder:
            verdict = {
                "cooperatives": lambda: linkage_cooperatives.measure(Path(folder)),
                "cycles": lambda: cycles.measure(Path(folder)),
                "import": lambda: registry_import.measure(Path(folder)),
                "ledger": lambda: ledger.measure(Path(folder), given.demo),
                "linkage": lambda: linkage.measure(Path(folder)),
                "pages": lambda: pages.measure(Path(folder), given.demo),
                "submissions": lambda: submissions.measure(Path(folder), long=given.long),
            }[name]()
        page = verdict.keep(known)
        print(f"{verdict.title}\n\n{verdict.table()}\n")
        for note in verdict.notes:
            print(f"- {note}")
        print(f"{time.monotonic() - begun:.0f} s; kept as {page.relative_to(machine.ROOT)}", flush=True)


if __name__ == "__main__":
    main()
