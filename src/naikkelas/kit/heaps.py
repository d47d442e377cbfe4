"""How much memory the C library keeps for a process of many threads."""

import ctypes

_M_ARENA_MAX = -8  # malloc.h of glibc


def share_heaps(most: int = 2) -> bool:
    """Have all threads share `most` heaps: glibc would give each one its own, and every heap keeps the most it ever held.

    To be called before threads begin. Returns whether the C library knows of it: others than glibc do not.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    return mallopt is not None and mallopt(_M_ARENA_MAX, most) == 1
