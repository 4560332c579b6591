"""The grader's memory, read by a call made for debuggers.

Tries: to read expected values where they are
Must: killed
Detail: SIGSYS
Unconfined: succeeds
"""

import ctypes


def attempt():
    address, length = PLACES["memory"]
    mine = ctypes.create_string_buffer(length)
    here = (ctypes.c_size_t * 2)(ctypes.addressof(mine), length)
    there = (ctypes.c_size_t * 2)(address, length)
    syscall("process_vm_readv", PLACES["grader"], here, 1, there, 1, 0)
    return mine.value
