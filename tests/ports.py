"""Ports for the servers that tests start."""

import random
import socket


def free_port() -> int:
    """A port nobody listens on, below those the system gives to outgoing connections.

    One of those could be taken by anybody's connection while the server is down between a kill and a start.
    """
    ports = range(15_000, 32_000)
    return next(port for port in random.SystemRandom().sample(ports, 1000) if is_free(port))


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
