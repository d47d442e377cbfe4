"""What a call costs in processor time and memory, whatever ran before it and whoever shares the machine."""

import gc
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
    """Processor seconds of this thread and growth of the peak of memory between the block's beginning and end.

    What other tests left in memory or running is not the block's: a collection of garbage that falls into it
    would walk through all of their objects, and cost a second by itself.
    """
    gc.freeze()
    Path("/proc/self/clear_refs").write_text("5")  # the peak counts from here (Linux)
    cost, start, before = Cost(), time.thread_time(), _peak_kb()
    try:
        yield cost
    finally:
        cost.seconds = time.thread_time() - start
        cost.megabytes = (_peak_kb() - before) / 1024
        gc.unfreeze()


def _peak_kb() -> int:
    status = Path("/proc/self/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1])
