"""A step of a benchmark in a process of its own: fresh memory, and the environment of one installation.

`run("bench.steps", "road", {...}, data=folder)` calls steps.road(...) in the child; what it returns comes back as JSON.
"""

import contextlib
import importlib
import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent


class StepFailed(RuntimeError):
    """The step ended with an error; its output is above."""


def environment(data: Path, url: str = "") -> dict[str, str]:
    """The environment of an installation, with nothing of the caller's own."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("NAIKKELAS_") and k != "DATABASE_URL"}
    given = {"NAIKKELAS_DATA": str(data), "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
    return kept | given | ({"DATABASE_URL": url} if url else {})


def run(step: str, *, data: Path, url: str = "", **given: Any) -> dict[str, Any]:
    """Run `module:function` in a child and return its answer, with the peak memory of all its processes."""
    command = [sys.executable, "-m", "bench.child", step]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment(data, url),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    watch = Memory(process.pid)
    output, _ = process.communicate(json.dumps(given))
    if process.returncode != 0:
        raise StepFailed(f"{step} ended with {process.returncode}")
    return json.loads(output.splitlines()[-1]) | {"peak_tree_mib": watch.peak_mib()}


class Memory:
    """The memory of a process and all its descendants, looked at twenty times a second (Pss: shared pages once)."""

    def __init__(self, pid: int) -> None:
        self._pid, self._now, self._peak, self._lap = pid, 0, 0, 0
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def peak_mib(self) -> float:
        self._thread.join()
        return self._peak / 1024

    def lap(self) -> tuple[float, float]:
        """The most since it was last asked, and what it is now, in MiB."""
        peak, self._lap = max(self._lap, self._now), 0
        return peak / 1024, self._now / 1024

    def _watch(self) -> None:
        while Path(f"/proc/{self._pid}").exists():
            self._now = sum(_kib(pid) for pid in family(self._pid))
            self._peak, self._lap = max(self._peak, self._now), max(self._lap, self._now)
            time.sleep(0.05)


def family(pid: int) -> list[int]:
    """A process and its descendants that live now."""
    found = [pid]
    for one in found:
        try:
            for task in Path(f"/proc/{one}/task").iterdir():
                found += map(int, (task / "children").read_text().split())
        except OSError:
            continue
    return found


def cpu_seconds(pid: int) -> float:
    """What a process and its living descendants have spent, user and system."""
    ticks = 0
    for one in family(pid):
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _kib(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:  # it ended between the look and the reading
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def main() -> None:
    step, given = sys.argv[1], json.load(sys.stdin)
    module, _, function = step.partition(":")
    if os.environ.get("NAIKKELAS_DATA"):
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "naikkelas.conf.settings")
        import django

        django.setup()
    answer = getattr(importlib.import_module(module), function)(**given)
    print(json.dumps(answer or {}))


if __name__ == "__main__":
    main()
