"""perf_event_open: the counters of the processor, and others' addresses.

Tries: to watch what the grader computes
Must: killed
Detail: SIGSYS
Unconfined: not tried, many kernels refuse it
"""

import ctypes


def attempt():
    return syscall("perf_event_open", ctypes.create_string_buffer(128), 0, -1, -1, 0)
