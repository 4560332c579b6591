"""Python's own pools of processes.

Tries: to compute on all cores
Must: refused
Unconfined: not tried, the pool would hold on to the session
"""

import concurrent.futures
import multiprocessing


def attempt():
    return every(
        [
            lambda: multiprocessing.get_context("fork").Process(target=print).start(),
            lambda: multiprocessing.Pipe(),
            lambda: concurrent.futures.ProcessPoolExecutor(1).submit(abs, -1).result(1),
        ]
    )
