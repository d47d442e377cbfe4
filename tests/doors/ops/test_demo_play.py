"""A short play: two of the areas work, one by way of a return, the others are late; every count equals the recount."""

import re

import pytest

pytestmark = pytest.mark.slow


def test_a_cycle_is_played_through_the_doors_and_counts_are_equal(empty):
    told = empty.run("demo", "--play", "2019", "--areas", "2", "--seed", "11").stdout
    counts, unequal = map(int, re.search(r"(\d+) counts, (\d+) unequal; seed 11", told).groups())
    assert (counts > 200, unequal) == (True, 0)
    done = {
        name.strip(): int(n) for name, n in re.findall(r"^  ([a-z][a-z _]+?)\s+(\d+)$", told, re.MULTILINE)
    }
    assert done["sent"] >= 20
    assert (done["accepted"], done["returned"]) == (2, 1)
    assert done["citizen reports"] == done["reports"] == 1
    assert empty.run("trail", "verify").returncode == 0
    assert "accounts already" in empty.run("demo", "--play", "2019", expect=1).stderr
