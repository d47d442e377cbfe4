"""On what a figure was measured: without that it means nothing."""

import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pysqlite3

from bench import postgres

ROOT = Path(__file__).parent.parent


def described() -> dict[str, str]:
    """Date, commit and machine, as they stand in every result."""
    return {
        "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "commit": _commit(),
        "processor": f"{_line('/proc/cpuinfo', 'model name')}, {_cores()} cores",
        "memory": f"{int(_line('/proc/meminfo', 'MemTotal').split()[0]) / 1024**2:.1f} GiB",
        "system": platform.platform(),
        "python": sys.version.split()[0],
        "sqlite": pysqlite3.sqlite_version,
        "postgresql": postgres.version(),
        "load at start": Path("/proc/loadavg").read_text().split()[0],
    }


def _line(file: str, name: str) -> str:
    lines = (line.partition(":") for line in Path(file).read_text().splitlines())
    return next((value.strip() for key, _, value in lines if key.strip() == name), "unknown")


def _cores() -> int:
    return sum(line.startswith("processor") for line in Path("/proc/cpuinfo").read_text().splitlines())


def _commit() -> str:
    def git(*words: str) -> str:
        return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True).stdout.strip()

    changed = git("status", "--porcelain", "--", "src", "bench/*.py")
    return (git("rev-parse", "--short=10", "HEAD") or "unknown") + ("+changes" if changed else "")
