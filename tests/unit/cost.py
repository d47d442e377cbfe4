"""What a call costs in processor time and memory, whatever ran before it and whoever shares the machine."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Cost:
    seconds: float = 0
    megabytes: float = 0


@contextmanager
def measured() -> Iterator[Cost]:
    """Processor seconds and growth of the peak of memory between the beginning and the end of the block."""
    Path("/proc/self/clear_refs").write_text("5")  # the peak counts from here (Linux)
    cost, start, before = Cost(), time.process_time(), _peak_kb()
    try:
        yield cost
    finally:
        cost.seconds = time.process_time() - start
        cost.megabytes = (_peak_kb() - before) / 1024


def _peak_kb() -> int:
    status = Path("/proc/self/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1])
