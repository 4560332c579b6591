"""The namespaces of another process, joined.

Tries: to leave its small world for the grader's
Must: killed, refused
Unconfined: not tried, the process would stay there
"""


def attempt():
    try:
        there = open(f"/proc/{PLACES['grader']}/ns/net").fileno()
    except OSError:
        there = 0
    return syscall("setns", there, 0)
