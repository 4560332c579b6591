"""A system call filter of its own, which could make calls lie.

Tries: to have setuid programs run with calls that seem to succeed
Must: refused
Unconfined: not tried, the process would keep the filter
"""

import ctypes


def attempt():
    class Program(ctypes.Structure):
        _fields_ = [("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p)]

    allow = ctypes.create_string_buffer((6).to_bytes(8, "little")[:4] + (0x7FFF0000).to_bytes(4, "little"))
    program = Program(1, ctypes.addressof(allow))
    return every(
        [
            lambda: f"prctl: {syscall('prctl', 22, 2, program, 0, 0)}",
            lambda: f"seccomp: {syscall('seccomp', 1, 0, ctypes.byref(program))}",
        ]
    )
