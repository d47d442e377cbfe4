"""Threads share heaps where the C library lets them."""

import subprocess
import sys

import pytest

THREADS = """
import ctypes, threading
from naikkelas.kit.heaps import share_heaps
{first}
met = threading.Barrier(8)
def work():
    kept = [bytes(n * 1_000) for n in range(1, 50)]
    met.wait()
threads = [threading.Thread(target=work) for _ in range(8)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
ctypes.CDLL(None).malloc_stats()
"""


@pytest.mark.parametrize(("first", "few"), [("assert share_heaps(2)", True), ("", False)])
def test_eight_threads_have_two_heaps_or_their_own(first: str, few: bool):
    told = subprocess.run(
        [sys.executable, "-c", THREADS.format(first=first)], check=True, capture_output=True, text=True
    ).stderr
    assert (told.count("Arena ") <= 2) == few, told
