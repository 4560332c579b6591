"""The grader's memory, written to.

Tries: to change a verdict where it is made (here: an address that nobody uses)
Must: killed
Detail: SIGSYS
Unconfined: not tried, it would change the grader
"""

import ctypes


def attempt():
    mine = ctypes.create_string_buffer(8)
    here = (ctypes.c_size_t * 2)(ctypes.addressof(mine), 8)
    there = (ctypes.c_size_t * 2)(0, 0)
    return syscall("process_vm_writev", PLACES["grader"], here, 1, there, 1, 0)
