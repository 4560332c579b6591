"""Pages of memory that could be shared with the process it was forked from, written to.

Tries: to reach its parent's memory through maps that both have
Runs: 2
Must: refused
Unconfined: not tried, a fork's memory is its own without a sandbox as well
"""

import ctypes
import gc


def attempt():
    if hasattr(gc, "poisoned"):
        return "found it changed"
    gc.poisoned = True
    holders = [it for it in gc.get_objects() if isinstance(it, bytearray)]
    for holder in holders:
        ctypes.memset((ctypes.c_char * len(holder)).from_buffer(holder), 0, len(holder))
    environment = ctypes.c_void_p.in_dll(ctypes.CDLL(None), "environ")
    environment.value = None
    raise OSError("only its own memory was changed")
