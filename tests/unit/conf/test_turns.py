"""Pages take turns: who waits longest comes first, nobody waits beyond patience, no turn is lost."""

import threading
import time

from naikkelas.conf.turns import Turns


def in_line(turns: Turns, length: int) -> tuple[list[threading.Thread], list[int]]:
    """Start threads that line up one after the other; each notes its number when its turn comes."""
    served: list[int] = []

    def one(number: int) -> None:
        assert turns.take(30)
        served.append(number)
        turns.give()

    threads = []
    for number in range(length):
        threads.append(threading.Thread(target=one, args=(number,)))
        threads[-1].start()
        while len(turns._waiting) <= number:
            time.sleep(0.001)
    return threads, served


def test_first_come_first_served_also_when_who_gives_asks_again_at_once():
    turns = Turns(1)
    assert turns.take(0)
    threads, served = in_line(turns, 5)
    turns.give()
    assert turns.take(30)  # a semaphore would let this one in before the five
    assert served == [0, 1, 2, 3, 4]
    turns.give()
    for thread in threads:
        thread.join()


def test_patience_ends_and_leaves_the_line():
    turns = Turns(1)
    assert turns.take(0)
    assert not turns.take(0.01)
    turns.give()
    assert turns.take(0)  # the turn went to nobody who had left


def test_never_more_at_once_and_no_turn_is_lost_where_patience_and_turn_come_together():
    turns, inside, most, taken = Turns(2), [], [], []

    def many() -> None:
        for _ in range(300):
            if turns.take(0.0005):
                inside.append(1)
                most.append(len(inside))
                time.sleep(0.0005)
                inside.pop()
                taken.append(1)
                turns.give()

    threads = [threading.Thread(target=many) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert max(most) <= 2
    assert len(taken) > 2
    assert turns.take(0)
    assert turns.take(0)
    assert not turns.take(0)
