"""Many at once, each in its own thread with its own connection, begun together."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection

from naikkelas.kit.problems import Refused


def at_once(calls: list[Callable[[], Any]]) -> tuple[list[Any], list[Refused]]:
    """Run the calls at the same moment; return what they gave and what was refused. Anything else is raised."""
    barrier, given, refused, broken = threading.Barrier(len(calls)), [], [], []

    def run(call: Callable[[], Any]) -> None:
        try:
            barrier.wait(timeout=30)
            given.append(call())
        except Refused as refusal:
            refused.append(refusal)
        except Exception as error:
            broken.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    if broken:
        raise broken[0]
    return given, refused
