"""A file copied from descriptor to descriptor by the kernel: sendfile, splice, copy_file_range, tee.

Tries: to send files without reading them
Must: refused
Unconfined: not tried, it needs a file that is open, and the opening is refused
"""

import os


def attempt():
    try:
        source = os.open(PLACES["private"], os.O_RDONLY)
    except OSError:
        source = os.open("/dev/zero", os.O_RDONLY)
    return every(
        [
            lambda: syscall("sendfile", 3, source, None, 10),
            lambda: syscall("splice", source, None, 3, None, 10, 0),
            lambda: syscall("copy_file_range", source, None, 3, None, 10, 0),
            lambda: syscall("vmsplice", 3, None, 0, 0),
        ]
    )
