"""Memory that was freed stays with the process, where the C library can be told so (glibc can).

By itself it gives large pieces back to the system at once and asks for them again, empty, a moment later. For every
window of thirty seconds that took a third of the time in which Whisper encodes it.
"""

from __future__ import annotations

import ctypes
import sys

# The options of mallopt(3), and what they are set to.
KEEPING = {
    -8: 1,  # M_ARENA_MAX: all threads share the one arena whose pieces may be of any size
    -4: 0,  # M_MMAP_MAX: no piece gets a mapping of its own
    -1: 2**31 - 1,  # M_TRIM_THRESHOLD, in bytes: what is free at the end stays
}


def keep_freed_memory() -> None:
    """Tell the C library, from now on; another one than glibc is left as it is."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if mallopt is not None:
        for option, value in KEEPING.items():
            mallopt(option, value)
