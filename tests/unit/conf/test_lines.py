"""People in the longer line go over to the shorter one: each process knows how long the others' lines are."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from naikkelas.conf.lines import Lines

PIPES: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
OTHER = """
import sys
from pathlib import Path
from naikkelas.conf.lines import Lines
lines = Lines(Path(sys.argv[1]))
for said in sys.stdin:
    lines.tell(int(said))
    print("told", flush=True)
"""


def test_a_line_is_too_long_when_two_more_stand_in_it_than_in_the_shortest_other(tmp_path: Path):
    path = tmp_path / "new" / "lines"
    mine = Lines(path)
    mine.tell(9)
    assert not mine.too_long(9)  # alone, there is nowhere to go
    with subprocess.Popen([sys.executable, "-c", OTHER, str(path)], text=True, **PIPES) as other:
        for theirs, limit in ((3, 5), (0, 2), (900, 256)):  # a byte holds no more than 254
            other.stdin.write(f"{theirs}\n")
            other.stdin.flush()
            assert other.stdout.readline() == "told\n"
            assert (mine.too_long(limit - 1), mine.too_long(limit)) == (False, True)


def test_a_process_that_starts_again_takes_the_place_of_the_dead_one(tmp_path: Path):
    path = tmp_path / "lines"
    mine = Lines(path)
    for _ in range(3):
        done = subprocess.run(
            [sys.executable, "-c", OTHER, str(path)], input="7\n", text=True, check=True, capture_output=True
        )
        assert done.stdout == "told\n"
    assert [n for n in path.read_bytes() if n] == [8]
    assert mine.too_long(9)
