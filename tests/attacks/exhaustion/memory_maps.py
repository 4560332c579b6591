"""Memory taken past Python: anonymous maps, shared and private.

Tries: to get past limits that Python keeps
Must: error
Detail: OSError|MemoryError
"""

import mmap


def gradient_descent(grad, theta0, eta, n_steps):
    kept = []
    while True:
        kept.append(mmap.mmap(-1, 64 << 20, flags=mmap.MAP_SHARED if len(kept) % 2 else mmap.MAP_PRIVATE))
        kept[-1].write(b"x" * (64 << 20))
