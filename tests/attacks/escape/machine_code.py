"""Machine code of its own that makes a call without any library.

Tries: to get past checks that live in Python or the C library
Must: killed
Detail: SIGSYS
Only: x86_64
Unconfined: succeeds
"""

import ctypes
import mmap


def attempt():
    # mov eax, 101 (ptrace); mov edi, 0 (TRACEME); syscall; ret
    code = bytes([0xB8, 101, 0, 0, 0, 0xBF, 0, 0, 0, 0, 0x0F, 0x05, 0xC3])
    page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    page.write(code)
    address = ctypes.addressof(ctypes.c_char.from_buffer(page))
    return ctypes.CFUNCTYPE(ctypes.c_int)(address)()
