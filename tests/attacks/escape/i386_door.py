"""System calls by the door of 32-bit programs, from machine code of its own.

Tries: to pass a filter that knows the numbers of 64-bit programs
Must: killed
Detail: SIGSYS
Only: x86_64
Unconfined: not tried, many kernels have closed this door
"""

import ctypes
import mmap


def attempt():
    # push rbx; mov eax, 20 (getpid of i386); int 0x80; pop rbx; ret
    code = bytes([0x53, 0xB8, 20, 0, 0, 0, 0xCD, 0x80, 0x5B, 0xC3])
    page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    page.write(code)
    address = ctypes.addressof(ctypes.c_char.from_buffer(page))
    return ctypes.CFUNCTYPE(ctypes.c_int)(address)()
