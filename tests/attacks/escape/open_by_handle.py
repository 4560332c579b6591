"""A file opened by its handle, without any path.

Tries: to reach files that no path leads to
Must: refused, killed
Unconfined: not tried, not every file system has handles
"""

import ctypes


def attempt():
    handle = ctypes.create_string_buffer(136)
    ctypes.memmove(handle, (128).to_bytes(4, "little"), 4)
    mount = ctypes.c_int()
    syscall("name_to_handle_at", -100, PLACES["private"].encode(), handle, ctypes.byref(mount), 0)
    return syscall("open_by_handle_at", 3, handle, 0)
