"""Every process's command line, environment and memory map.

Tries: to read the paths and secrets that other processes were started with
Must: refused
Unconfined: succeeds
"""


def attempt():
    pids = [PLACES["grader"], 1, *range(2, 200)]
    names = ("environ", "cmdline", "maps", "status")
    return every([lambda path=f"/proc/{pid}/{name}": f"{len(open(path, 'rb').read())} bytes" for pid in pids for name in names])
