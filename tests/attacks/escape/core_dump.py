"""Its own memory dumped to a file where a collector of crashes finds it.

Tries: to leave data, or to have a program run on it
Must: killed
Detail: SIGSEGV|SIGBUS|SIGSYS
Unconfined: not tried, it ends the process in both cases
"""

import ctypes


def attempt():
    return ctypes.string_at(0)
